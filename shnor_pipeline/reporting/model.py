"""What a report says, before it is a document: one model, several renderers.

Belongs here: the facts of one reporting year in the order in which people read them. Does not belong
here: how they are computed (``indicators/``) and how they look (``memo``, ``workbook``, ``site``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from shnor_pipeline.reporting.evidence import Evidence

if TYPE_CHECKING:
    from collections.abc import Callable

    from shnor_pipeline.references import Ref

Readings = tuple[tuple[str, str, str], ...]
"""Ambiguous clauses: (clause, what is ambiguous, reading chosen)."""


def uncited(value: float, _ref: Ref) -> float:
    """Leave a number as it is: pages carry no references."""
    return value


@dataclass(frozen=True, slots=True)
class Value:
    """One value of an indicator with all that stands behind it; ``value`` is not rounded.

    Attributes:
        status: ``ok``, ``partial``, ``few``, ``none`` or ``not_held``.
    """

    value: float | None
    numerator: float | None
    denominator: float | None
    ci_low: float | None
    ci_high: float | None
    schools_reported: int
    schools_expected: int
    status: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What the programme demands of an indicator in one year, and whether it was met.

    Attributes:
        kind: ``target`` (section III) or ``monitoring`` (section VIII).
        verdict: ``met``, ``not_met`` or ``no_data``.
        certain: ``False`` when the interval covers the plan; ``None`` without an interval.
    """

    kind: str
    target: float | None
    operator: str
    gap: float | None
    verdict: str
    certain: bool | None
    base_stated: float | None


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """An indicator over the years, at the level the programme judges it at.

    Attributes:
        unit: ``percent``, ``percent_of_schools``, ``percent_of_units``, ``percent_of_programmes``,
            ``score`` or ``mark``.
        direction: ``higher``, ``lower`` or ``context``.
        values: Value by year at ``scope``.
        scope_id: Object of the level the values are about.
        plans: Plans by year; a year may have a target and a monitoring threshold.
    """

    indicator_id: str
    title_ru: str
    clause: str
    unit: str
    direction: str
    decimals: int
    numerator_ru: str
    denominator_ru: str
    reading_ru: str
    scope: str
    values: dict[int, Value]
    plans: dict[int, tuple[Plan, ...]] = field(default_factory=dict)
    scope_id: str = ""


@dataclass(frozen=True, slots=True)
class SchoolLine:
    """A school in the reporting year with its values by indicator; never ranked, ordered by name.

    Attributes:
        past: Values of earlier years and the reporting year, by indicator and year.
    """

    school_id: str
    name_short: str
    kind: str
    locality: str
    cluster_title: str
    programme_group: str | None
    pupils: int | None
    values: dict[str, Value]
    past: dict[str, dict[int, Value]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding of the reporting year, as the table ``finding`` holds it."""

    finding_id: str
    file: str
    form: str | None
    sheet: str | None
    cell: str | None
    rule_id: str
    rule_title_ru: str
    severity: str
    value: str | None
    message_ru: str


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A file of the reporting year and what became of its rows."""

    file: str
    form: str | None
    form_title_ru: str
    sha256: str | None
    rows_read: int
    rows_accepted: int
    rows_quarantined: int
    status: str


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    """An entry of the ledger of corrections for the reporting year; values of persons are masked.

    Attributes:
        line: Line of the ledger, from 1.
        column_ru: Header of the column; empty where the entry names none.
        old: What stood in the cell; ``None`` = nothing.
        new: What stands there instead; ``None`` = nothing.
        status: ``applied``, ``unmatched``, ``stale`` or ``ambiguous``.
    """

    line: int
    file: str | None
    sheet: str | None
    cell: str | None
    form_title_ru: str
    column_ru: str
    old: str | None
    new: str | None
    reason: str
    order_number: str
    role: str
    date: str
    status: str


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A number of the year that differs from the release before, or a word.

    Attributes:
        title_ru: Title of the indicator, or what is said of a school.
        place_ru: Level and object.
        column_name: Column of its table.
        column_ru: Title of the column.
        old: What stood there; ``None`` = nothing.
        new: What stands there; ``None`` = nothing.
        difference: Only of numbers that stand on both sides.
        reasons: Codes in their order.
        evidence_ru: What shows the reasons.
        key: Names the number among those of the year: its table, its row and its column.
    """

    year: int
    title_ru: str
    place_ru: str
    column_name: str
    column_ru: str
    old: float | str | None
    new: float | str | None
    difference: float | None
    reasons: tuple[str, ...]
    evidence_ru: str
    key: str = ""


@dataclass(frozen=True)
class Report:
    """Everything that the reports of one year say.

    Attributes:
        year: Reporting year; 2021 is the school year 2020/2021.
        years: All years with values up to and including ``year``.
        demo: Whether the figures are made up; every page then says «демонстрационные данные».
        programme_title: Full title of the programme.
        approved_text: «Утверждена приказом …».
        municipality: Name of the municipality.
        stage_ru: Stage of the monitoring (входной, промежуточный, итоговый) or an empty text.
        indicators: Indicators with a plan first, in the order of the programme, then the context.
        schools: Schools of the year, by name.
        findings: Findings of the year, errors first.
        sources: Files of the year.
        readings: Ambiguous clauses: (clause, what is ambiguous, reading chosen).
        not_held: Procedures not held in the year, in words.
        corrections: Entries of the ledger of corrections for the year, in its order.
        changes: Numbers of the year that differ from the release before.
        since: Id of the release before; empty for the first.
        release: Id of the release whose changes these are.
        evidence: What is known beside indicators: identification, comparison, effect, risks, measures.
        cite: Ties a count to its reference, in documents that keep references (``figures.referenced``).
    """

    year: int
    years: tuple[int, ...]
    demo: bool
    programme_title: str
    approved_text: str
    municipality: str
    stage_ru: str
    indicators: tuple[IndicatorLine, ...]
    schools: tuple[SchoolLine, ...]
    findings: tuple[FindingLine, ...]
    sources: tuple[SourceLine, ...]
    readings: Readings
    not_held: tuple[str, ...]
    corrections: tuple[CorrectionLine, ...] = ()
    changes: tuple[ChangeLine, ...] = ()
    since: str = ""
    release: str = ""
    evidence: Evidence = field(default_factory=Evidence)
    cite: Callable[[float, Ref], float] = field(default=uncited, compare=False)

    @property
    def school_year_ru(self) -> str:
        """The school year as people write it: ``2020/2021``."""
        return f"{self.year - 1}/{self.year}"
