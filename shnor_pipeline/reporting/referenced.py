"""A report whose numbers know what they refer to: what the memo and the workbook are written from.

Belongs here: which numbers and which stored texts of the model get references. Does not belong here: counts
(``counts``), the marks themselves (``figures``), how a document keeps them (``word_references``,
``excel_references``).

A text that is printed as it is stored (a sentence of a table, a message, a reading of the programme) is
quoted whole: each of its numbers refers to the text and to its place there,
``year|name|column|key|number:place``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from shnor_pipeline.references import Ref
from shnor_pipeline.reporting.change_lines import cited_changes
from shnor_pipeline.reporting.counts import TOTAL, key_of
from shnor_pipeline.reporting.figures import Count, Figure, cited, cited_in, quoted
from shnor_pipeline.tables import (
    CORRECTION,
    FINDING,
    INDICATOR_PROJECTION,
    MEASURE_PROGRESS,
    OBJECTIVITY_FLAG,
    OVERRIDE,
    PROGRAMME_CONTRADICTION,
    PROGRAMME_EFFECT,
    QUALITY_GAP_YEAR,
    RISK_PROFILE,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shnor_pipeline.reporting.evidence import Evidence, MunicipalLine
    from shnor_pipeline.reporting.figures import Cited
    from shnor_pipeline.reporting.model import IndicatorLine, Plan, Readings, Report, SchoolLine, Value
    from shnor_pipeline.tables import TableSpec


@dataclass(frozen=True, slots=True)
class Quoted:
    """Texts of a table that reports print as they are stored.

    Attributes:
        table: The table.
        part: Field of the report, or of its evidence, that has the lines.
        columns: Columns with the texts.
        key: Columns that name a line within the year, where they are not those of the table.
    """

    table: TableSpec
    part: str
    columns: tuple[str, ...]
    key: tuple[str, ...] = ()

    def marked(self, holder: Report | Evidence, year: int) -> dict[str, Any]:
        """Return the lines of the part with marks in their texts, as a change of what holds them."""
        return {self.part: tuple(self._line(line, year) for line in getattr(holder, self.part))}

    def texts(self, holder: Report | Evidence) -> Iterator[str | None]:
        """Yield the texts of all lines."""
        for line in getattr(holder, self.part):
            yield from (getattr(line, column) for column in self.columns)

    def _line(self, line: Any, year: int) -> Any:
        names = self.key or (name for name in self.table.key if name != "year")
        key = key_of(*(str(getattr(line, name)) for name in names))
        texts = {column: getattr(line, column) for column in self.columns}
        marks = {
            column: quoted(text, Ref(year, self.table.name, column, key, ""))
            for column, text in texts.items()
            if text
        }
        return replace(line, **marks)


OF_THE_REPORT = (
    Quoted(FINDING, "findings", ("message_ru", "value")),
    Quoted(CORRECTION, "corrections", ("old", "new", "reason")),
)
OF_THE_EVIDENCE = (
    Quoted(PROGRAMME_EFFECT, "effects", ("sentence_ru",)),
    Quoted(QUALITY_GAP_YEAR, "gaps", ("sentence_ru",)),
    Quoted(RISK_PROFILE, "risks", ("evidence_ru",)),
    Quoted(OBJECTIVITY_FLAG, "flags", ("sentence_ru",)),
    Quoted(OVERRIDE, "overrides", ("reason",)),
    Quoted(MEASURE_PROGRESS, "measures", ("document",)),
    Quoted(INDICATOR_PROJECTION, "prospects", ("method_ru",), key=("indicator_id", "kind")),
    Quoted(
        PROGRAMME_CONTRADICTION,
        "contradictions",
        ("clauses", "said_ru", "arithmetic_ru", "consequence_ru"),
    ),
)
"""Stored texts that are quoted: those the report has, and those of its evidence."""


def with_quotes(report: Report) -> Report:
    """Return the same report with a reference on every number of a text that is printed as it is stored."""
    changes: dict[str, Any] = {}
    for each in OF_THE_EVIDENCE:
        changes |= each.marked(report.evidence, report.year)
    rule = Ref(report.year, "identification_rule", "rule_reading_ru", TOTAL, "")
    evidence = replace(
        report.evidence,
        **changes,
        readings=_readings(report.evidence.readings, Ref(report.year, "reading_of_plan", "", "", "")),
        rule_reading_ru=quoted(report.evidence.rule_reading_ru, rule),
    )
    of_report: dict[str, Any] = {}
    for each in OF_THE_REPORT:
        of_report |= each.marked(report, report.year)
    readings = _readings(report.readings, Ref(report.year, "reading", "", "", ""))
    return replace(report, **of_report, readings=readings, evidence=evidence)


def _readings(readings: Readings, at: Ref) -> Readings:
    """Mark what is ambiguous and how it is read; a clause is the name of a place."""
    return tuple(
        (
            clause,
            quoted(ambiguity, replace(at, scope="ambiguity", scope_id=str(place))),
            quoted(chosen, replace(at, scope="reading", scope_id=str(place))),
        )
        for place, (clause, ambiguity, chosen) in enumerate(readings, start=1)
    )


def numbers_in_quotes(report: Report) -> Iterator[Cited]:
    """Yield every number of the texts that a report prints as they are stored."""
    marked = with_quotes(report)
    holders = ((OF_THE_EVIDENCE, marked.evidence), (OF_THE_REPORT, marked))
    for parts, holder in holders:
        for each in parts:
            for text in each.texts(holder):
                yield from cited_in(text)
    yield from cited_in(marked.evidence.rule_reading_ru)
    for _, ambiguity, chosen in (*marked.readings, *marked.evidence.readings):
        yield from (*cited_in(ambiguity), *cited_in(chosen))


def referenced(report: Report) -> Report:
    """Return the same report with references: on numbers of indicators, counts, texts and changes."""
    report = with_quotes(report)
    return replace(
        report,
        cite=cited,
        changes=cited_changes(report.changes, report.since, report.release),
        indicators=tuple(map(_line, report.indicators)),
        evidence=replace(report.evidence, municipal=_municipal(report)),
        schools=tuple(_school(each, report.year) for each in report.schools),
    )


def _municipal(report: Report) -> tuple[MunicipalLine, ...]:
    scope = "municipality"
    scope_id = next((line.scope_id for line in report.indicators if line.scope == scope), scope)
    places = (
        (line, Ref(report.year, line.indicator_id, scope, scope_id, "value"))
        for line in report.evidence.municipal
    )
    return tuple(
        replace(
            line,
            value=_figure(line.value, at, "value"),
            numerator=_figure(line.numerator, at, "numerator"),
            denominator=_figure(line.denominator, at, "denominator"),
        )
        for line, at in places
    )


def _line(line: IndicatorLine) -> IndicatorLine:
    def at(year: int) -> Ref:
        return Ref(year, line.indicator_id, line.scope, line.scope_id, "value")

    return replace(
        line,
        values={year: _value(value, at(year)) for year, value in line.values.items()},
        plans={year: tuple(_plan(plan, at(year)) for plan in plans) for year, plans in line.plans.items()},
    )


def _school(school: SchoolLine, year: int) -> SchoolLine:
    values = {
        indicator_id: _value(value, Ref(year, indicator_id, "school", school.school_id, "value"))
        for indicator_id, value in school.values.items()
    }
    return replace(school, values=values)


def _value(value: Value, at: Ref) -> Value:
    return replace(
        value,
        value=_figure(value.value, at, "value"),
        numerator=_figure(value.numerator, at, "numerator"),
        denominator=_figure(value.denominator, at, "denominator"),
        ci_low=_figure(value.ci_low, at, "ci_low"),
        ci_high=_figure(value.ci_high, at, "ci_high"),
        schools_reported=Count(value.schools_reported, replace(at, field="schools_reported")),
        schools_expected=Count(value.schools_expected, replace(at, field="schools_expected")),
    )


def _plan(plan: Plan, at: Ref) -> Plan:
    return replace(
        plan,
        target=_figure(plan.target, at, f"target:{plan.kind}"),
        gap=_figure(plan.gap, at, f"gap:{plan.kind}"),
        base_stated=_figure(plan.base_stated, at, f"base_stated:{plan.kind}"),
    )


def _figure(value: float | None, at: Ref, field: str) -> Figure | None:
    return None if value is None else Figure(value, replace(at, field=field))
