"""Numbers that know what they are: each carries its reference from the model to the document.

Belongs here: numbers with references, the marks around them in a text, a report whose numbers have them. Does
not belong here: how a document keeps a reference (``word_references``, ``excel_references``).

A text marks a number with three signs of the private use area, which no font prints and no school types:
``⟦reference⟧shown⟧``. Sentences are put together from texts, so a reference survives in any of them. The same
signs in a sender's file mean nothing, since no reference stands between them.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple, Self

from shnor_pipeline.references import Ref, ref_of_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shnor_pipeline.reporting.evidence import MunicipalLine
    from shnor_pipeline.reporting.model import IndicatorLine, Plan, Report, SchoolLine, Value

_OPEN, _BETWEEN, _CLOSE = "\ue0f0", "\ue0f1", "\ue0f2"
_MARKED = re.compile(
    f"{_OPEN}([0-9]{{4}}(?:[|][^|{_BETWEEN}{_CLOSE}]*){{4}}){_BETWEEN}([^{_OPEN}{_CLOSE}]*){_CLOSE}"
)


class Figure(float):
    """A number with its reference; arithmetic gives plain numbers, which are no longer what it refers to."""

    ref: Ref

    def __new__(cls, value: float, ref: Ref) -> Self:
        """Keep the number and what it refers to."""
        figure = super().__new__(cls, value)
        figure.ref = ref
        return figure

    def __getnewargs__(self) -> tuple[float, Ref]:  # type: ignore[override]  # copies keep the reference
        """Return what a copy is made from."""
        return float(self), self.ref


class Count(int):
    """A whole number with its reference."""

    ref: Ref

    def __new__(cls, value: int, ref: Ref) -> Self:
        """Keep the number and what it refers to."""
        count = super().__new__(cls, value)
        count.ref = ref
        return count

    def __getnewargs__(self) -> tuple[int, Ref]:  # type: ignore[override]  # copies keep the reference
        """Return what a copy is made from."""
        return int(self), self.ref


class Difference(Decimal):
    """A difference with its reference, exact as people subtract."""

    ref: Ref

    def __new__(cls, value: Decimal, ref: Ref) -> Self:
        """Keep the number and what it refers to."""
        number = super().__new__(cls, value)
        number.ref = ref
        return number


class Piece(NamedTuple):
    """A piece of a text and, where it is a number of the report, its reference."""

    text: str
    ref: Ref | None


def cited(value: float, ref: Ref) -> Figure | Count:
    """Tie a number to its reference; a whole number stays one."""
    return Count(value, ref) if isinstance(value, int) else Figure(value, ref)


def ref_of(value: object) -> Ref | None:
    """Return the reference of a number; ``None`` where it has none."""
    return value.ref if isinstance(value, Figure | Count | Difference) else None


def marked(shown: str, value: object) -> str:
    """Mark the text of a number with the number's reference, if it has one."""
    ref = ref_of(value)
    return shown if ref is None else f"{_OPEN}{ref.text}{_BETWEEN}{shown}{_CLOSE}"


def bare(text: str) -> str:
    """Return a text without marks, as people read it."""
    return _MARKED.sub(r"\2", text) if _OPEN in text else text


def pieces(text: str) -> Iterator[Piece]:
    """Take a marked text apart, in its order."""
    end = 0
    for match in _MARKED.finditer(text):
        if match.start() > end:
            yield Piece(text[end : match.start()], None)
        yield Piece(match[2], ref_of_text(match[1]))
        end = match.end()
    if end < len(text):
        yield Piece(text[end:], None)


def is_marked(text: str | None) -> bool:
    """Say whether a text holds a number with a reference."""
    return text is not None and _OPEN in text


def referenced(report: Report) -> Report:
    """Return the same report with a reference on every number of an indicator and on every count."""
    return replace(
        report,
        cite=cited,
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
