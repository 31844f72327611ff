"""What a report knows beside the values of indicators: identification, comparison, effect, risks, measures.

Belongs here: lines of the published tables as a report reads them, and their choice from data frames. Does
not belong here: how they are computed (``identification/``, ``comparison/``, ``profile/``,
``measures/``) and how they look (``memo``, ``workbook``).
"""

from __future__ import annotations

from dataclasses import dataclass
from inspect import signature
from typing import TYPE_CHECKING, Any, TypeVar

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from shnor_pipeline.programme import Programme

Line = TypeVar("Line")
_STAGES_RU = {"entry": "входной", "intermediate": "промежуточный", "final": "итоговый"}


@dataclass(frozen=True, slots=True)
class ClusterLine:
    """A cluster of the year."""

    cluster_id: str
    cluster_title: str
    schools: int
    stated: bool
    order_date: str | None


@dataclass(frozen=True, slots=True)
class IdentifiedLine:
    """A school of the year: low results, adverse conditions, and how sure that is."""

    school_id: str
    procedures_held: int
    procedures_low: int
    low_two_or_more: bool | None
    low_same_twice: bool | None
    low_results: bool | None
    chance_misclassified: float | None
    pupils_to_flip: int | None
    social_index: float | None
    adverse: bool | None
    status: str


@dataclass(frozen=True, slots=True)
class ProcedureLine:
    """A procedure in a school; ``share`` and ``cluster_share`` are percents of those who did not pass."""

    school_id: str
    kind: str
    subject: str
    grade: int
    participants: int
    failed: int
    share: float
    low: bool | None
    low_before: bool | None
    cluster_share: float | None
    outside_95: bool | None


@dataclass(frozen=True, slots=True)
class OverrideLine:
    """A decision about a school's status."""

    line: int
    school_id: str
    field: str
    value: bool
    computed: bool | None
    reason: str
    order_number: str
    role: str
    date: str
    expires: str | None
    status: str


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """A school beside the other schools of its cluster, for one indicator."""

    indicator_id: str
    school_id: str
    cluster_id: str
    value: float | None
    others_numerator: float | None
    others_denominator: float | None
    others_value: float | None
    others_schools: int
    difference: float | None
    ci_low: float | None
    ci_high: float | None

    @property
    def certain(self) -> bool:
        """Whether the interval of the difference leaves out zero."""
        return self.ci_low is not None and self.ci_high is not None and not self.ci_low <= 0 <= self.ci_high


@dataclass(frozen=True, slots=True)
class EffectLine:
    """Change in the schools of the programme beyond what was to be expected, for one indicator."""

    base_year: int
    indicator_id: str
    schools_programme: int
    schools_comparison: int
    value_base: float | None
    value: float | None
    growth: float | None
    growth_comparison: float | None
    growth_expected: float | None
    net_change: float | None
    ci_low: float | None
    ci_high: float | None
    power_5: float | None
    claim: str
    sentence_ru: str


@dataclass(frozen=True, slots=True)
class GapLine:
    """Gap between the most and the least successful schools."""

    scope: str
    scope_id: str
    schools: int
    quarter: int
    value: float | None
    ci_low: float | None
    ci_high: float | None
    sentence_ru: str


@dataclass(frozen=True, slots=True)
class RiskLine:
    """A factor of the risk profile of a school."""

    school_id: str
    factor: int
    factor_ru: str
    level: str
    level_ru: str
    indicator_id: str | None
    value: float | None
    evidence_ru: str


@dataclass(frozen=True, slots=True)
class FlagLine:
    """A marker that asks to look at the objectivity of a procedure; no conclusion by itself."""

    school_id: str
    marker: str
    kind: str
    subject: str
    grade: int
    n: int
    statistic: float
    threshold: float
    flagged: bool
    sentence_ru: str | None


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """A measure of the programme in the year."""

    measure_id: str
    section: str
    title_ru: str
    plan: float | None
    fact: float | None
    done_share: float | None
    document: str | None


@dataclass(frozen=True, slots=True)
class ProspectLine:
    """The last plan of an indicator beside where its trend leads in the last year of the programme.

    Attributes:
        kind: ``target`` (section III) or ``monitoring`` (section VIII).
        plan_year: Last year that has a plan of the kind.
        target: Plan of that year in percent.
        years_used: Years the trend rests on, as text.
        value: Projected percent; ``None`` where nothing is projected, and ``method_ru`` says why.
    """

    indicator_id: str
    kind: str
    plan_year: int
    target: float
    operator: str
    last_year: int
    years_used: str | None
    value: float | None
    ci_low: float | None
    ci_high: float | None
    method_ru: str

    @property
    def outlook(self) -> str:
        """What the whole 95 % prediction interval says: ``within_reach``, ``out_of_reach`` or ``open``.

        ``none`` where nothing is projected.
        """
        if self.ci_low is None or self.ci_high is None:
            return "none"
        worst, best = self.ci_low - self.target, self.ci_high - self.target
        if self.operator == "<=":
            worst, best = -best, -worst
        return "within_reach" if worst >= 0 else "out_of_reach" if best < 0 else "open"


@dataclass(frozen=True, slots=True)
class AttainabilityLine:
    """What a plan of the year asks of a school; only shares of people.

    Attributes:
        denominator: People of the school; ``None`` where there are none to count.
        needed: Numerator that meets the plan: the smallest for ``>=``, the largest for ``<=``.
        chance: Chance of meeting it when the true share equals the plan, from 0 to 1.
    """

    indicator_id: str
    kind: str
    school_id: str
    target: float
    operator: str
    denominator: int | None
    needed: int | None
    chance: float | None

    @property
    def forgives_nobody(self) -> bool:
        """Whether one person alone decides, although the plan is not 100 % (or 0 %)."""
        if self.needed is None or self.target in {0, 100}:
            return False
        return self.needed == (self.denominator if self.operator == ">=" else 0)


@dataclass(frozen=True, slots=True)
class ContradictionLine:
    """A contradiction in the text of the programme, with its arithmetic and what is done about it."""

    rule_id: str
    number: int
    title_ru: str
    clauses: str
    said_ru: str
    arithmetic_ru: str
    consequence_ru: str


@dataclass(frozen=True, slots=True)
class MunicipalLine:
    """Value of an indicator over all schools of the municipality in the year."""

    indicator_id: str
    numerator: float | None
    denominator: float | None
    value: float | None
    status: str


@dataclass(frozen=True, slots=True)
class SubmissionLine:
    """A form that a school (``None``: the office) owes or sent."""

    form: str
    form_title: str
    school_id: str | None
    required: bool
    status: str
    files: int
    rows_accepted: int
    rows_quarantined: int
    findings_errors: int
    findings_warnings: int


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step of the road map; days as ISO dates.

    Attributes:
        level: ``programme`` or ``school``.
        stage_ru: входной, промежуточный or итоговый.
    """

    level: str
    stage_ru: str
    name_ru: str
    dates_ru: str
    starts: str
    ends: str
    responsible_ru: str
    result_ru: str


@dataclass(frozen=True, slots=True)
class ProgrammeRiskLine:
    """A risk that the programme names, and how it wants to lessen it."""

    risk_id: str
    title_ru: str
    mitigation_ru: str


@dataclass(frozen=True)
class Evidence:
    """Everything beside indicators; every part may be empty, and the reports then say nothing of it.

    Attributes:
        rule_title_ru: Name of the rule set that low results are identified by.
        rule_reading_ru: The rule in words.
        office_ru: Who orders and answers («МКУ …»).
        purpose_ru: Purpose of the programme.
        readings: Readings of the clauses of indicators that have a plan this year.
        schools_before: Schools of the year before; ``None`` when it is unknown.
    """

    clusters: tuple[ClusterLine, ...] = ()
    identified: tuple[IdentifiedLine, ...] = ()
    procedures: tuple[ProcedureLine, ...] = ()
    overrides: tuple[OverrideLine, ...] = ()
    compared: tuple[ComparedLine, ...] = ()
    effects: tuple[EffectLine, ...] = ()
    gaps: tuple[GapLine, ...] = ()
    risks: tuple[RiskLine, ...] = ()
    flags: tuple[FlagLine, ...] = ()
    measures: tuple[MeasureLine, ...] = ()
    prospects: tuple[ProspectLine, ...] = ()
    attainability: tuple[AttainabilityLine, ...] = ()
    contradictions: tuple[ContradictionLine, ...] = ()
    submissions: tuple[SubmissionLine, ...] = ()
    municipal: tuple[MunicipalLine, ...] = ()
    steps: tuple[StepLine, ...] = ()
    programme_risks: tuple[ProgrammeRiskLine, ...] = ()
    executors: tuple[tuple[str, str], ...] = ()
    readings: tuple[tuple[str, str, str], ...] = ()
    rule_title_ru: str = ""
    rule_reading_ru: str = ""
    office_ru: str = ""
    purpose_ru: str = ""
    schools_before: int | None = None


def evidence_of_year(
    year: int, programme: Programme, tables: Mapping[str, pd.DataFrame], values: pd.DataFrame
) -> Evidence:
    """Choose the evidence of a year from the published tables.

    Args:
        year: Reporting year.
        programme: The programme.
        tables: Tables of the year by name; a missing one leaves its part empty.
        values: Table ``indicator_value``, the year among others.
    """
    of_year = values[values["year"] == year]
    municipal = of_year[
        (of_year["scope"] == "municipality") & (of_year["scope_id"] == programme.municipality.id)
    ]
    before = values[(values["year"] == year - 1) & (values["scope"] == "school")]
    rule = programme.identification.rule_set()
    return Evidence(
        clusters=_lines(ClusterLine, tables.get("cluster")),
        identified=_lines(IdentifiedLine, tables.get("identification")),
        procedures=_lines(ProcedureLine, tables.get("procedure_result")),
        overrides=_lines(OverrideLine, tables.get("override")),
        compared=_lines(ComparedLine, tables.get("cluster_comparison")),
        effects=_lines(EffectLine, tables.get("programme_effect")),
        gaps=_lines(GapLine, tables.get("quality_gap_year")),
        risks=_lines(RiskLine, tables.get("risk_profile")),
        flags=_lines(FlagLine, tables.get("objectivity_flag")),
        measures=_lines(MeasureLine, tables.get("measure_progress")),
        prospects=_prospects(programme, tables.get("indicator_projection")),
        attainability=_lines(AttainabilityLine, tables.get("target_attainability")),
        contradictions=_lines(ContradictionLine, tables.get("programme_contradiction")),
        submissions=_lines(SubmissionLine, tables.get("submission")),
        municipal=_lines(MunicipalLine, municipal),
        steps=_steps(programme),
        programme_risks=tuple(
            ProgrammeRiskLine(each.id, each.title_ru, each.mitigation_ru) for each in programme.risks
        ),
        executors=tuple((each.id, each.executor_ru) for each in programme.measures if each.executor_ru),
        readings=_readings(programme, year),
        rule_title_ru=rule.title_ru,
        rule_reading_ru=rule.reading_ru,
        office_ru=programme.municipality.office_short_ru,
        purpose_ru=programme.goals.purpose.title_ru,
        schools_before=None if before.empty else int(before["scope_id"].nunique()),
    )


def _lines(kind: Callable[..., Line], frame: pd.DataFrame | None) -> tuple[Line, ...]:
    """Read the parameters of a line from the columns of the same names."""
    if frame is None:
        return ()
    names = list(signature(kind).parameters)
    rows = frame[names].astype(object).to_dict("records")
    return tuple(kind(**{name: _plain(row[name]) for name in names}) for row in rows)


def _prospects(programme: Programme, projections: pd.DataFrame | None) -> tuple[ProspectLine, ...]:
    """Put the last plan of each kind beside the projection of its indicator, in the programme's order."""
    if projections is None:
        return ()
    rows = {(row["indicator_id"], row["scope"]): row for row in projections.astype(object).to_dict("records")}
    names = ("last_year", "years_used", "value", "ci_low", "ci_high", "method_ru")
    return tuple(
        ProspectLine(
            indicator_id=line.indicator_id,
            kind=line.kind,
            plan_year=max(line.by_year),
            target=float(line.by_year[max(line.by_year)]),
            operator=line.operator,
            **{name: _plain(rows[line.indicator_id, line.scope][name]) for name in names},
        )
        for line in programme.target_lines()
        if line.by_year and (line.indicator_id, line.scope) in rows
    )


def _plain(value: Any) -> Any:
    return None if pd.isna(value) else value


def _steps(programme: Programme) -> tuple[StepLine, ...]:
    levels = (("programme", programme.road_map.programme), ("school", programme.road_map.school))
    return tuple(
        StepLine(
            level=level,
            stage_ru=_STAGES_RU[each.stage],
            name_ru=each.title_ru,
            dates_ru=each.dates_ru,
            starts=each.starts.isoformat(),
            ends=each.ends.isoformat(),
            responsible_ru=each.responsible_ru or programme.municipality.office_short_ru,
            result_ru=each.result_ru or "",
        )
        for level, steps in levels
        for each in steps
    )


def _readings(programme: Programme, year: int) -> tuple[tuple[str, str, str], ...]:
    """Choose the readings of the clauses that judge an indicator this year."""
    judging = {line.clause for line in programme.target_lines() if year in line.by_year}
    return tuple(
        (each.clause, each.ambiguity, each.reading) for each in programme.readings() if each.clause in judging
    )
