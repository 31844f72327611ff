"""How a value looks in a report: its number, or in words why there is none.

Belongs here: the text of one value, plan or change. Does not belong here: sentences (``wording``), and which
numbers a report shows (``build``).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shnor_pipeline import figures
from shnor_pipeline.figures import MINUS, NBSP, Number, exact, rounded
from shnor_pipeline.reporting.figures import Difference, marked, ref_of

if TYPE_CHECKING:
    from decimal import Decimal

    from shnor_pipeline.references import Ref
    from shnor_pipeline.reporting.model import IndicatorLine, Plan, Value

__all__ = [
    "CONDITIONS",
    "FEW_MARK",
    "MINUS",
    "NBSP",
    "NO_VALUE",
    "SHARE_OF_SCHOOLS",
    "Number",
    "change",
    "condition",
    "coverage",
    "difference",
    "exact",
    "fact",
    "fact_decimals",
    "fact_of_school",
    "number",
    "parts",
    "percent",
    "plain",
    "points",
    "ratio",
    "ratio_of_school",
    "rounded",
    "signed",
]

FEW_MARK = "*"
SHARE_OF_SCHOOLS = "percent_of_schools"
_OF_ONE_SCHOOL: dict[float | None, str] = {0.0: "нет", 100.0: "да"}
NO_VALUE = {"not_held": "не проводилась", "none": "нет данных"}
CONDITIONS = {">=": "≥", "<=": "≤"}
_MOST_DECIMALS = 6
_PART_DECIMALS = 3
"""Decimals of a numerator or denominator: units of staff and shares of measures are no whole numbers."""


def difference(value: Number, other: Number) -> Decimal:
    """Subtract unrounded values as decimals; what both refer to names the difference too."""
    gap = figures.difference(value, other)
    ref = _ref_of_difference(ref_of(value), ref_of(other))
    return gap if ref is None else Difference(gap, ref)


def _ref_of_difference(ref: Ref | None, other: Ref | None) -> Ref | None:
    """Name a difference that others can look up: to the year before, or to the plan."""
    if ref is None or other is None or ref.field != "value":
        return None
    if other.field.startswith("target:"):
        return replace(other, field=other.field.replace("target:", "gap:", 1))
    return replace(ref, field="change") if other == replace(ref, year=ref.year - 1) else None


def number(value: Number, decimals: int) -> str:
    """Write a number: ``1 234,5``; one that has a reference is marked with it."""
    return marked(figures.number(value, decimals), value)


def signed(value: Number, decimals: int) -> str:
    """Write a difference with its sign: ``+1,8``, ``−10,2``, ``0,0``."""
    return marked(figures.signed(value, decimals), value)


def percent(value: Number, decimals: int) -> str:
    """Write a percent: ``43,4 %`` with a no-break space."""
    return f"{number(value, decimals)}{NBSP}%"


def points(value: Number, decimals: int) -> str:
    """Write a difference of percents: ``−1,4 п.п.``."""
    return f"{signed(value, decimals)}{NBSP}п.п."


def plain(value: Number) -> str:
    """Write a number as it was stated, without rounding and without idle zeros: ``65``, ``2,25``."""
    return marked(figures.plain(value), value)


def ratio(value: Value) -> str:
    """Write what a share is made of: ``45 из 60``; empty where the parts are not known."""
    return parts(value.numerator, value.denominator)


def parts(numerator: Number | None, denominator: Number | None) -> str:
    """Write the two parts of a share; empty where one is not known."""
    if numerator is None or denominator is None:
        return ""
    return " из ".join(
        marked(plain(rounded(part, _PART_DECIMALS)), part) for part in (numerator, denominator)
    )


def condition(plan: Plan) -> str:
    """Write what is demanded: ``≥ 65``, ``≤ 5``; a dash where the programme gives no number."""
    return "—" if plan.target is None else f"{CONDITIONS[plan.operator]}{NBSP}{plain(plan.target)}"


def fact_decimals(value: Number, target: Number | None, decimals: int) -> int:
    """Choose decimals so that a fact beside its plan does not look equal to it when it is not.

    64.96 beside a plan of 65 would read «65,0, не достигнут»; it gets one more decimal instead.
    """
    if target is None or exact(value) == exact(target):
        return decimals
    while decimals < _MOST_DECIMALS and rounded(value, decimals) == exact(target):
        decimals += 1
    return decimals


def fact(value: Value | None, decimals: int, target: Number | None = None) -> str:
    """Write a value, or in words why there is none.

    Args:
        value: The value; ``None`` is the same as status ``none``.
        decimals: Decimals of the indicator.
        target: Plan printed beside it, if any.

    Returns:
        The number, marked when the sample is small; never an empty text.
    """
    if value is None or value.value is None:
        return NO_VALUE.get(value.status if value else "none", NO_VALUE["none"])
    text = number(value.value, fact_decimals(value.value, target, decimals))
    return text + FEW_MARK if value.status == "few" else text


def fact_of_school(value: Value | None, line: IndicatorLine, target: Number | None = None) -> str:
    """Write a value of one school: of a share of schools it has only yes or no."""
    said = _OF_ONE_SCHOOL.get(value.value) if value and line.unit == SHARE_OF_SCHOOLS else None
    return said or fact(value, line.decimals, target)


def ratio_of_school(value: Value, line: IndicatorLine) -> str:
    """Write what a value of one school is made of; yes and no need no such note."""
    return "" if line.unit == SHARE_OF_SCHOOLS else ratio(value)


def coverage(value: Value | None) -> str:
    """Write ``по 5 из 6 школ`` where a value rests on a part of the schools; else empty."""
    if value is None or value.value is None or value.schools_reported >= value.schools_expected:
        return ""
    reported, expected = (number(each, 0) for each in (value.schools_reported, value.schools_expected))
    return f"по{NBSP}{reported} из{NBSP}{expected}{NBSP}школ"


def change(line: IndicatorLine, year: int) -> Decimal | None:
    """Return the unrounded difference to the year before; ``None`` where one of the two is missing."""
    now, before = line.values.get(year), line.values.get(year - 1)
    if now is None or before is None or now.value is None or before.value is None:
        return None
    return difference(now.value, before.value)
