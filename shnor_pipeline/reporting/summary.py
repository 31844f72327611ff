"""Counts that every renderer of a report needs: plans met, schools of each kind, findings by rule and file.

Belongs here: counting and choosing lines of one report model. Does not belong here: values of indicators
(``indicators/``), sentences (``wording``), looks.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from shnor_pipeline.reporting.numbers import difference

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal

    from shnor_pipeline.reporting.evidence import (
        AttainabilityLine,
        ComparedLine,
        EffectLine,
        IdentifiedLine,
        MeasureLine,
        SubmissionLine,
    )
    from shnor_pipeline.reporting.model import (
        FindingLine,
        IndicatorLine,
        Plan,
        Report,
        SchoolLine,
        SourceLine,
        Value,
    )

YEARS_SHOWN = 6
FILES_SHOWN = 10
EXAMPLES_SHOWN = 15
CORRECTIONS_SHOWN = 20
MEMO_EXAMPLES = 8
DOUBTFUL_FROM = 0.2
"""Chance of error from which the memo asks to look again at a school's status."""
COMPARED = ("gia_pass_share", "vpr_pass_share", "high_marks_share")
"""Results that every school of the programme is compared with its cluster by; the workbook has the others."""
EVEN_CHANCE = 0.5
NAMED_AT_MOST = 3
"""Items of a list that a sentence names; of the others it says how many there are."""
DISTRICT = "district"
"""Stands for the office where findings are counted by school."""
_TARGETS, _THRESHOLDS = "target", "monitoring"


class Judged(NamedTuple):
    """An indicator beside one of its plans of the reporting year."""

    line: IndicatorLine
    plan: Plan


@dataclass(frozen=True, slots=True)
class VerdictCount:
    """How many plans of a kind were met; ``uncertain`` are those whose interval covers the plan."""

    met: int
    not_met: int
    no_data: int
    uncertain: int

    @property
    def all(self) -> int:
        """All plans of the kind."""
        return self.met + self.not_met + self.no_data


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How often a rule was broken."""

    rule_id: str
    title_ru: str
    severity: str
    count: int


@dataclass(frozen=True, slots=True)
class FileCount:
    """How many findings a file has."""

    file: str
    errors: int
    warnings: int


@dataclass(frozen=True, slots=True)
class RowCount:
    """Files and rows of the year."""

    files: int
    files_accepted: int
    rows_read: int
    rows_accepted: int
    rows_quarantined: int


class Reason(NamedTuple):
    """A school's value that lies beyond doubt on the wrong side of the programme's plan."""

    school: SchoolLine
    line: IndicatorLine
    plan: Plan
    value: Value


def years_shown(report: Report) -> tuple[int, ...]:
    """Return the last years a table has room for, the reporting year last."""
    return report.years[-YEARS_SHOWN:]


def judged(report: Report, kind: str) -> tuple[Judged, ...]:
    """Return the indicators with a plan of the kind in the reporting year, in the order of the report."""
    return tuple(
        Judged(line, plan)
        for line in report.indicators
        for plan in line.plans.get(report.year, ())
        if plan.kind == kind
    )


def unplanned(report: Report) -> tuple[IndicatorLine, ...]:
    """Return the indicators that no plan of the reporting year judges."""
    return tuple(line for line in report.indicators if not line.plans.get(report.year))


def reference_plan(line: IndicatorLine, year: int) -> Plan | None:
    """Return the plan a school's value is looked at beside: the target before the threshold."""
    plans = [plan for plan in line.plans.get(year, ()) if plan.target is not None]
    return min(plans, key=lambda plan: plan.kind != _TARGETS, default=None)


def missed_plans(report: Report) -> tuple[Judged, ...]:
    """Return the plans of percents that were missed beyond doubt, those farthest off first.

    An indicator is there once, with the plan it is farthest from; of equal distances the target comes first.
    """
    missed: dict[str, tuple[Judged, Decimal]] = {}
    for each in (*judged(report, _TARGETS), *judged(report, _THRESHOLDS)):
        distance, before = plan_distance(each, report.year), missed.get(each.line.indicator_id)
        surely = each.plan.verdict == "not_met" and each.plan.certain is not False
        if distance is None or not surely or not each.line.unit.startswith("percent"):
            continue
        if before is None or abs(distance) > abs(before[1]):
            missed[each.line.indicator_id] = each, distance
    return tuple(each for each, _ in sorted(missed.values(), key=lambda pair: -abs(pair[1])))


def plan_distance(judged: Judged, year: int) -> Decimal | None:
    """Return how far a value of the year is from its plan; ``None`` where one of the two is missing."""
    value = judged.line.values.get(year)
    if value is None or value.value is None or judged.plan.target is None:
        return None
    return difference(value.value, judged.plan.target)


def count_verdicts(lines: Iterable[Judged]) -> VerdictCount:
    """Count the plans met, not met and without data."""
    plans = [each.plan for each in lines]
    tally = Counter(plan.verdict for plan in plans)
    uncertain = sum(plan.certain is False and plan.verdict != "no_data" for plan in plans)
    return VerdictCount(tally["met"], tally["not_met"], tally["no_data"], uncertain)


def count_rules(findings: Iterable[FindingLine]) -> tuple[RuleCount, ...]:
    """Count findings by rule: errors first, then by rule id."""
    tally = Counter((each.severity, each.rule_id, each.rule_title_ru) for each in findings)
    return tuple(
        RuleCount(rule_id, title, severity, count)
        for (severity, rule_id, title), count in sorted(tally.items())
    )


def count_files(findings: Iterable[FindingLine]) -> tuple[FileCount, ...]:
    """Count findings by file, those with most errors first, then by name."""
    tally = Counter((each.file, each.severity) for each in findings)
    files = {file for file, _ in tally}
    counts = (FileCount(file, tally[file, "error"], tally[file, "warning"]) for file in files)
    return tuple(sorted(counts, key=lambda each: (-each.errors, -each.warnings, each.file)))


def count_rows(sources: Iterable[SourceLine]) -> RowCount:
    """Count files once, however many forms they hold, and add up their rows."""
    lines = list(sources)
    used = {line.file for line in lines if line.status in {"accepted", "partial"}}
    return RowCount(
        files=len({line.file for line in lines}),
        files_accepted=len(used),
        rows_read=sum(line.rows_read for line in lines),
        rows_accepted=sum(line.rows_accepted for line in lines),
        rows_quarantined=sum(line.rows_quarantined for line in lines),
    )


def supported(report: Report) -> tuple[SchoolLine, ...]:
    """Return the schools of the programme, in the order of the report."""
    return tuple(school for school in report.schools if school.programme_group)


def reasons_to_act(report: Report) -> tuple[Reason, ...]:
    """Return what a school of the programme should be visited about, by school and indicator.

    Named is only what chance does not explain: at least ten people, the whole 95 % interval on the wrong
    side of the plan that the programme sets for its schools together.
    """
    found = []
    for school in supported(report):
        for line in report.indicators:
            plan, value = reference_plan(line, report.year), school.values.get(line.indicator_id)
            if plan is not None and value is not None and surely_missed(value, plan):
                found.append(Reason(school, line, plan, value))
    return tuple(found)


def surely_missed(value: Value, plan: Plan) -> bool:
    """Tell whether a value of at least ten people misses a plan with its whole 95 % interval."""
    if value.status not in {"ok", "partial"} or plan.target is None:
        return False
    if value.ci_low is None or value.ci_high is None:
        return False
    return value.ci_high < plan.target if plan.operator == ">=" else value.ci_low > plan.target


def overdue(measures: Iterable[MeasureLine]) -> tuple[MeasureLine, ...]:
    """Return the measures with a plan for the year that were done less than planned, or not told of."""
    return tuple(each for each in measures if each.plan and (each.fact is None or each.fact < each.plan))


def planned_measures(report: Report) -> tuple[MeasureLine, ...]:
    """Return the measures that have a plan for the year."""
    return tuple(line for line in report.evidence.measures if line.plan)


def measure_outcome(line: MeasureLine) -> str:
    """Judge a measure with a plan: ``done``, ``partly_done``, ``not_done`` or ``not_reported``."""
    if line.fact is None:
        return "not_reported"
    if line.fact >= (line.plan or 0):
        return "done"
    return "partly_done" if line.fact > 0 else "not_done"


def directions(report: Report) -> dict[str, str]:
    """Return which way is better, by indicator."""
    return {line.indicator_id: line.direction for line in report.indicators}


def known_effects(report: Report) -> tuple[EffectLine, ...]:
    """Return the changes that could be set against what was to be expected anyway."""
    return tuple(each for each in report.evidence.effects if each.net_change is not None)


def is_worse_than_expected(line: EffectLine, better: Mapping[str, str]) -> bool:
    """Tell whether the whole interval of the net change lies on the worse side of zero.

    Args:
        line: The effect.
        better: Direction of each indicator: ``higher``, ``lower`` or ``context``.
    """
    if line.ci_low is None or line.ci_high is None:
        return False
    direction = better.get(line.indicator_id)
    return (direction == "higher" and line.ci_high < 0) or (direction == "lower" and line.ci_low > 0)


def is_doubtful(line: IdentifiedLine) -> bool:
    """Tell whether chance could easily have decided a school's status otherwise."""
    return line.chance_misclassified is not None and line.chance_misclassified >= DOUBTFUL_FROM


def compared_schools(report: Report) -> tuple[ComparedLine, ...]:
    """Return the comparisons of the programme's schools with the rest of their clusters, with intervals."""
    of_programme = {school.school_id for school in supported(report)}
    return tuple(
        line
        for line in report.evidence.compared
        if line.school_id in of_programme and line.indicator_id in COMPARED and line.ci_low is not None
    )


def high_risks(report: Report) -> dict[int, int]:
    """Count the schools of the programme that have a risk factor with high significance, by factor."""
    of_programme = {school.school_id for school in supported(report)}
    tally = Counter(
        line.factor
        for line in report.evidence.risks
        if line.level == "high" and line.school_id in of_programme
    )
    return dict(tally)


def forms_of_schools(report: Report) -> dict[str, list[SubmissionLine]]:
    """Gather the forms by the school that owes or sent them; those of the office under ``DISTRICT``."""
    gathered: dict[str, list[SubmissionLine]] = {}
    for line in report.evidence.submissions:
        gathered.setdefault(line.school_id or DISTRICT, []).append(line)
    return gathered


def is_missing(line: SubmissionLine) -> bool:
    """Tell whether a form that is owed did not come, or came and was rejected."""
    return line.required and line.status in {"missing", "rejected"}


def forms_of_nobody(report: Report) -> dict[str, str]:
    """Return the forms that several schools owe and none of them sent: title by form."""
    owed: dict[str, list[SubmissionLine]] = {}
    for line in report.evidence.submissions:
        if line.required and line.school_id is not None:
            owed.setdefault(line.form, []).append(line)
    return {
        form: lines[0].form_title
        for form, lines in owed.items()
        if len(lines) > 1 and all(map(is_missing, lines))
    }


def demands(report: Report) -> tuple[AttainabilityLine, ...]:
    """Return what the plans of the year ask of the programme's schools that have people to count."""
    of_programme = {school.school_id for school in supported(report)}
    return tuple(
        line
        for line in report.evidence.attainability
        if line.school_id in of_programme and line.needed is not None
    )


def demands_against_chance(report: Report) -> tuple[AttainabilityLine, ...]:
    """Return the demands that a school whose true share equals the plan misses more often than it meets."""
    return tuple(line for line in demands(report) if line.chance is not None and line.chance < EVEN_CHANCE)
