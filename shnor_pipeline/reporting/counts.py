"""Counts that reports print: each declared once, printed with its reference, recomputed by ``shnor verify``.

Belongs here: what is counted, from a report to whole numbers by name and key. Does not belong here: values of
indicators (``figures``), choosing the lines (``summary``), sentences (``wording``), how a document keeps a
reference (``word_references``, ``excel_references``).

The reference of a count is ``year|name|scope|key|count``: what is counted, by what, and for which of them; a
count of the whole report has the key ``report``.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any, cast

from shnor_pipeline.references import Ref
from shnor_pipeline.reporting import summary
from shnor_pipeline.reporting.change import change_to_last_year
from shnor_pipeline.reporting.numbers import difference
from shnor_pipeline.reporting.recommendations import recommendations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from shnor_pipeline.reporting.evidence import (
        AttainabilityLine,
        ComparedLine,
        FlagLine,
        ProcedureLine,
        RiskLine,
        SubmissionLine,
    )
    from shnor_pipeline.reporting.model import Report, SourceLine

FIELD = "count"
"""Field of every reference made here."""
TOTAL = "report"
"""Scope and key of a count of the whole report."""
STAFF, CONDITIONS = "staff", "conditions"
SECTIONS = {
    STAFF: (
        "category_share",
        "qualification_raised_share",
        "diploma_match_share",
        "vacancy_share",
        "tutoring_share",
        "teachers_50_share",
    ),
    CONDITIONS: (
        "extra_education_share",
        "preventive_register_share",
        "satisfaction_share",
        "distance_programme_share",
        "disability_share",
        "low_income_share",
    ),
}
"""Indicators of the sections about staff and conditions; ``TOTAL`` stands for all indicators."""
COMPARED_COLUMNS = ("value", "others_value", "others_schools", "difference", "ci_low", "ci_high")
"""Numbers of a comparison of a school with the rest of its cluster."""
COMPARED_PARTS = ("others_numerator", "others_denominator")
"""What the value of the rest of the cluster is made of."""
EFFECT_COLUMNS = ("value_base", "value", "growth", "growth_expected", "net_change", "ci_low", "ci_high")
"""Numbers of a change beyond what was to be expected."""
EFFECT_SCHOOLS = ("schools_programme", "schools_comparison")
"""Schools that such a change rests on."""
FLAG_COLUMNS = ("n", "statistic", "threshold")
"""Numbers of a marker that asks to look at the objectivity of a procedure."""
_PLANS = ("target", "monitoring")
_CENT = 100


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of one kind.

    Attributes:
        name: What is counted, the second part of their references.
        scope: What they are counted by.
        of: From a report to the numbers by key.
        decimals: Least decimals a document prints them with; ``None`` where they are printed in full.
    """

    name: str
    scope: str
    of: Callable[[Report], Mapping[str, float]]
    decimals: int | None = None


def tally(report: Report, name: str) -> dict[str, int]:
    """Count by key; every number carries its reference where the report's numbers do."""
    kind = TALLIES[name]
    return {
        key: cast("int", report.cite(number, _ref(report, kind, key)))
        for key, number in kind.of(report).items()
    }


def count(report: Report, name: str, key: str = TOTAL) -> int:
    """Return one count; 0 where there is nothing of the key."""
    kind = TALLIES[name]
    return cast("int", report.cite(kind.of(report).get(key, 0), _ref(report, kind, key)))


def unnamed(name: str) -> str:
    """Name the count of what a sentence does not name of all that is counted under a name."""
    return f"{name}_unnamed"


def numbers_of(report: Report) -> dict[Ref, tuple[float, int | None]]:
    """Return every number declared here by its reference, with the decimals it is printed with."""
    return {
        _ref(report, kind, key): (number, kind.decimals)
        for kind in TALLIES.values()
        for key, number in kind.of(report).items()
    }


def _ref(report: Report, kind: Tally, key: str) -> Ref:
    return Ref(report.year, kind.name, kind.scope, key, FIELD)


def procedure_key(line: ProcedureLine) -> str:
    """Name a procedure in a school."""
    return f"{line.school_id}/{line.kind}/{line.subject}/{line.grade}"


def risk_key(line: RiskLine) -> str:
    """Name a risk factor of a school."""
    return key_of(line.school_id, str(line.factor))


def flag_key(line: FlagLine) -> str:
    """Name a marker of a procedure in a school."""
    return key_of(line.school_id, line.marker, line.kind, line.subject, str(line.grade))


def source_key(line: SourceLine) -> str:
    """Name a form in a file."""
    return f"{line.file}/{line.form or ''}"


def form_key(line: SourceLine) -> str:
    """Name the form of a file; one name for all that were not recognised."""
    return line.form_title_ru


def key_of(*parts: str) -> str:
    """Name what several words name together: a plan by indicator and kind, a comparison with its school."""
    return "/".join(parts)


def _total(name: str, of: Callable[[Report], int]) -> Tally:
    return Tally(name, TOTAL, lambda report: {TOTAL: of(report)})


def _size(name: str, of: Callable[[Report], Iterable[object]]) -> Tally:
    return _total(name, lambda report: sum(1 for _ in of(report)))


def _unnamed(kind: Tally) -> Tally:
    """Count what is left of a kind when the first few are named."""
    return Tally(
        unnamed(kind.name),
        kind.scope,
        lambda report: {
            key: number - summary.NAMED_AT_MOST
            for key, number in kind.of(report).items()
            if number > summary.NAMED_AT_MOST
        },
    )


def _each(keys: Iterable[str], found: Iterable[str]) -> dict[str, int]:
    """Count what was found under each of the keys that are always printed."""
    return dict.fromkeys(keys, 0) | Counter(found)


def _of_files(name: str) -> Tally:
    return _total(name, lambda report: int(getattr(summary.count_rows(report.sources), name)))


def _verdicts(name: str) -> Tally:
    return Tally(
        f"plans_{name}",
        "plan",
        lambda report: {
            kind: getattr(summary.count_verdicts(summary.judged(report, kind)), name) for kind in _PLANS
        },
    )


def _changes(name: str, directions: Sequence[str]) -> Tally:
    def of(report: Report) -> dict[str, int]:
        found = {
            line.indicator_id
            for line in report.indicators
            if line.direction != "context"
            and (change := change_to_last_year(line, report.year))
            and (not directions or change.direction in directions)
        }
        sections = {section: len(found.intersection(ids)) for section, ids in SECTIONS.items()}
        return {TOTAL: len(found), **sections}

    return Tally(f"changes_{name}", "section", of)


def _of_schools(name: str, of: Callable[[SubmissionLine], int]) -> Tally:
    return Tally(
        name,
        "school",
        lambda report: {
            school: sum(of(line) for line in lines)
            for school, lines in summary.forms_of_schools(report).items()
        },
    )


def _rows(name: str, scope: str, key: Callable[[SourceLine], str]) -> Tally:
    """Add up rows of the sources: ``rows_read``, ``rows_accepted`` or ``rows_quarantined``."""

    def of(report: Report) -> Counter[str]:
        rows: Counter[str] = Counter()
        for line in report.sources:
            rows[key(line)] += getattr(line, name)
        return rows

    return Tally(f"{name}_of_{scope}", scope, of)


def _files_of_forms(report: Report) -> Counter[str]:
    return Counter(form for form, _ in {(form_key(line), line.file) for line in report.sources})


def _column(
    name: str,
    scope: str,
    lines: Callable[[Report], Iterable[Any]],
    key: Callable[[Any], str],
    column: str,
    decimals: int | None = None,
) -> Tally:
    """Take a column of lines by the key of each; a line without the number has none."""
    return Tally(
        name,
        scope,
        lambda report: {
            key(line): number for line in lines(report) if (number := getattr(line, column)) is not None
        },
        decimals,
    )


def _measure(name: str) -> Tally:
    key = attrgetter("measure_id")
    return _column(f"measure_{name}", "measure", lambda report: report.evidence.measures, key, name)


def _identified(name: str) -> Tally:
    key = attrgetter("school_id")
    return _column(name, "school", lambda report: report.evidence.identified, key, name)


def _projected(name: str, column: str) -> Tally:
    key = attrgetter("indicator_id")
    return _column(name, "indicator", lambda report: report.evidence.prospects, key, column, 1)


def _asked(name: str) -> Tally:
    def key(line: AttainabilityLine) -> str:
        return key_of(line.indicator_id, line.kind, line.school_id)

    return _column(f"plan_{name}", "plan", lambda report: report.evidence.attainability, key, name)


def _compared(name: str, decimals: int | None = 1) -> Tally:
    def key(line: ComparedLine) -> str:
        return key_of(line.indicator_id, line.school_id)

    lines = attrgetter("evidence.compared")
    return _column(f"cluster_{name}", "comparison", lines, key, name, decimals)


def _effect(name: str, decimals: int | None = 1) -> Tally:
    key = attrgetter("indicator_id")
    return _column(f"effect_{name}", "indicator", attrgetter("evidence.effects"), key, name, decimals)


def _flag(name: str) -> Tally:
    return _column(f"flag_{name}", "flag", attrgetter("evidence.flags"), flag_key, name)


def _beyond_municipality(report: Report) -> dict[str, float]:
    """Subtract the value of all schools of the municipality from that of the schools of the programme."""
    of_all = {line.indicator_id: line.value for line in report.evidence.municipal}
    of_programme = {
        line.indicator_id: line.values[report.year].value
        for line in report.indicators
        if line.scope == "programme" and report.year in line.values
    }
    return {
        indicator_id: float(difference(value, other))
        for indicator_id, value in of_programme.items()
        if value is not None and (other := of_all.get(indicator_id)) is not None
    }


def strict_plans(report: Report) -> dict[str, summary.Judged]:
    """Return the plans that most schools would rather miss at the planned share, by key, in their order."""
    asked, missed = _by_plan(summary.demands(report)), _by_plan(summary.demands_against_chance(report))
    return {
        key: each
        for kind in _PLANS
        for each in summary.judged(report, kind)
        for key in (key_of(each.line.indicator_id, kind),)
        if missed[key] * 2 > asked[key]
    }


def _low(report: Report) -> list[str]:
    return [line.school_id for line in report.evidence.identified if line.low_results]


def _chances(report: Report) -> dict[str, float]:
    return {
        line.school_id: _CENT * line.chance_misclassified
        for line in report.evidence.identified
        if line.chance_misclassified is not None
    }


def _procedures(name: str) -> Tally:
    return Tally(
        f"procedure_{name}",
        "procedure",
        lambda report: {procedure_key(line): getattr(line, name) for line in report.evidence.procedures},
    )


def _limit(name: str) -> Tally:
    return Tally(
        f"change_{name}",
        "indicator",
        lambda report: {
            line.indicator_id: getattr(change, name)
            for line in report.indicators
            if (change := change_to_last_year(line, report.year))
        },
        decimals=1,
    )


def _outlooks(report: Report) -> Counter[str]:
    return Counter(line.outlook for line in report.evidence.prospects)


def _done(report: Report) -> dict[str, float]:
    return {
        line.measure_id: _CENT * line.done_share
        for line in report.evidence.measures
        if line.done_share is not None
    }


def _social_indices(report: Report) -> dict[str, float]:
    return {
        line.school_id: line.social_index
        for line in report.evidence.identified
        if line.social_index is not None
    }


def _last_plans(report: Report) -> dict[str, float]:
    return {key_of(line.indicator_id, line.kind): line.target for line in report.evidence.prospects}


def _by_plan(demands: Iterable[AttainabilityLine]) -> Counter[str]:
    return Counter(key_of(line.indicator_id, line.kind) for line in demands)


_PLANS_MISSED = _size("plans_missed", summary.missed_plans)
_CHANGES = (_changes("better", ("better",)), _changes("worse", ("worse",)))
_RISK_FACTORS = _size("risk_factors", summary.high_risks)
_PLANS_STRICT = _size("plans_strict", strict_plans)
_CONTRADICTION_RULES = _size(
    "contradiction_rules", lambda report: {line.rule_id for line in report.evidence.contradictions}
)

TALLIES = {
    each.name: each
    for each in (
        _size("schools", lambda report: report.schools),
        Tally(
            "schools_of_locality",
            "locality",
            lambda report: _each(("town", "rural"), (school.locality for school in report.schools)),
        ),
        _size("schools_supported", summary.supported),
        Tally(
            "schools_of_group",
            "group",
            lambda report: Counter(str(school.programme_group) for school in summary.supported(report)),
        ),
        Tally(
            "schools_of_cluster",
            "cluster",
            lambda report: {each.cluster_id: each.schools for each in report.evidence.clusters},
        ),
        Tally(
            "supported_of_cluster",
            "cluster",
            lambda report: _each(
                [each.cluster_title for each in report.evidence.clusters],
                (school.cluster_title for school in summary.supported(report)),
            ),
        ),
        _total("schools_before", lambda report: report.evidence.schools_before or 0),
        _total("pupils", lambda report: sum(school.pupils or 0 for school in report.schools)),
        Tally(
            "pupils_of_school",
            "school",
            lambda report: {
                each.school_id: each.pupils for each in report.schools if each.pupils is not None
            },
        ),
        *map(_of_files, ("files", "files_accepted", "rows_read", "rows_accepted", "rows_quarantined")),
        Tally("files_of_form", "form", _files_of_forms),
        *(
            _rows(name, scope, key)
            for scope, key in (("form", form_key), ("file", lambda line: line.file), ("source", source_key))
            for name in ("rows_read", "rows_accepted", "rows_quarantined")
        ),
        *map(_verdicts, ("all", "met", "not_met", "no_data", "uncertain")),
        *map(_limit, ("low", "high")),
        _PLANS_MISSED,
        _unnamed(_PLANS_MISSED),
        _changes("judged", ()),
        *_CHANGES,
        *map(_unnamed, _CHANGES),
        Tally("beyond_municipality", "indicator", _beyond_municipality, decimals=1),
        _size(
            "indicators_partial",
            lambda report: (
                line
                for line in report.indicators
                if report.year in line.values and line.values[report.year].status == "partial"
            ),
        ),
        _size("comparisons", summary.compared_schools),
        _size(
            "comparisons_above",
            lambda report: (
                line
                for line in summary.compared_schools(report)
                if line.certain and (line.difference or 0) > 0
            ),
        ),
        _size(
            "comparisons_below",
            lambda report: (
                line
                for line in summary.compared_schools(report)
                if line.certain and (line.difference or 0) <= 0
            ),
        ),
        _size(
            "comparisons_alike",
            lambda report: (line for line in summary.compared_schools(report) if not line.certain),
        ),
        _size("measures_planned", summary.planned_measures),
        Tally(
            "measures_of_outcome",
            "outcome",
            lambda report: Counter(map(summary.measure_outcome, summary.planned_measures(report))),
        ),
        _size(
            "measures_done",
            lambda report: (
                x for x in summary.planned_measures(report) if summary.measure_outcome(x) == "done"
            ),
        ),
        _size("measures_overdue", lambda report: summary.overdue(report.evidence.measures)),
        _measure("plan"),
        _measure("fact"),
        Tally("measure_done", "measure", _done, decimals=0),
        Tally(
            "schools_at_risk",
            "factor",
            lambda report: {str(factor): number for factor, number in summary.high_risks(report).items()},
        ),
        _RISK_FACTORS,
        _unnamed(_RISK_FACTORS),
        _column("risk_value", "risk", attrgetter("evidence.risks"), risk_key, "value", 1),
        *map(_flag, FLAG_COLUMNS),
        _size("schools_identified", lambda report: report.evidence.identified),
        _size("schools_low", _low),
        _size("schools_adverse", lambda report: (x for x in report.evidence.identified if x.adverse)),
        _size(
            "schools_low_doubtful",
            lambda report: (
                x for x in report.evidence.identified if x.low_results and summary.is_doubtful(x)
            ),
        ),
        _size(
            "schools_low_few",
            lambda report: (x for x in report.evidence.identified if x.low_results and x.status == "few"),
        ),
        *map(_identified, ("procedures_held", "procedures_low", "pupils_to_flip")),
        Tally("chance_of_error", "school", _chances, decimals=0),
        Tally("social_index", "school", _social_indices, decimals=1),
        *map(_procedures, ("participants", "failed")),
        Tally(
            "procedure_share",
            "procedure",
            lambda report: {procedure_key(line): line.share for line in report.evidence.procedures},
            decimals=1,
        ),
        _column(
            "procedure_cluster_share",
            "procedure",
            attrgetter("evidence.procedures"),
            procedure_key,
            "cluster_share",
            1,
        ),
        *map(_compared, COMPARED_COLUMNS),
        *(_compared(name, None) for name in COMPARED_PARTS),
        *map(_effect, EFFECT_COLUMNS),
        *(_effect(name, None) for name in EFFECT_SCHOOLS),
        _size("effects_known", summary.known_effects),
        _size(
            "effects_improved",
            lambda report: (x for x in summary.known_effects(report) if x.claim == "improved"),
        ),
        _size(
            "effects_worse",
            lambda report: (
                x
                for x in summary.known_effects(report)
                if summary.is_worse_than_expected(x, summary.directions(report))
            ),
        ),
        _size(
            "effects_alike",
            lambda report: (
                x
                for x in summary.known_effects(report)
                if x.claim != "improved" and not summary.is_worse_than_expected(x, summary.directions(report))
            ),
        ),
        _size("prospects", lambda report: report.evidence.prospects),
        Tally("prospects_of_outlook", "outlook", _outlooks),
        Tally("last_plan", "plan", _last_plans),
        _projected("projection", "value"),
        _projected("projection_low", "ci_low"),
        _projected("projection_high", "ci_high"),
        _size(
            "demands_forgiving_nobody",
            lambda report: (x for x in summary.demands(report) if x.forgives_nobody),
        ),
        _size("demands", summary.demands),
        _size("demands_against_chance", summary.demands_against_chance),
        Tally("demands_of_plan", "plan", lambda report: _by_plan(summary.demands(report))),
        Tally(
            "demands_against_chance_of_plan",
            "plan",
            lambda report: _by_plan(summary.demands_against_chance(report)),
        ),
        _PLANS_STRICT,
        _unnamed(_PLANS_STRICT),
        *map(_asked, ("target", "needed", "chance")),
        _size("recommendations", recommendations),
        _size("contradictions", lambda report: report.evidence.contradictions),
        Tally(
            "contradictions_of_rule",
            "rule",
            lambda report: Counter(line.rule_id for line in report.evidence.contradictions),
        ),
        _CONTRADICTION_RULES,
        _unnamed(_CONTRADICTION_RULES),
        _size("findings", lambda report: report.findings),
        _size("findings_shown", lambda report: report.findings[: summary.MEMO_EXAMPLES]),
        _size("corrections_shown", lambda report: report.corrections[: summary.CORRECTIONS_SHOWN]),
        Tally(
            "findings_of_severity",
            "severity",
            lambda report: _each(("error", "warning"), (line.severity for line in report.findings)),
        ),
        Tally("findings_of_rule", "rule", lambda report: Counter(line.rule_id for line in report.findings)),
        _of_schools("errors_of_school", lambda line: line.findings_errors),
        _of_schools("warnings_of_school", lambda line: line.findings_warnings),
        _of_schools("rows_quarantined_of_school", lambda line: line.rows_quarantined),
        Tally(
            "corrections_of_status",
            "status",
            lambda report: _each(
                ("applied", "not_applied"),
                ("applied" if line.status == "applied" else "not_applied" for line in report.corrections),
            ),
        ),
    )
}
"""Every count that is printed, by name."""
