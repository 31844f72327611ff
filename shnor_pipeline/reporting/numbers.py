"""How a value looks in a report: its number, or in words why there is none.

Belongs here: the text of one value, plan or change. Does not belong here: sentences (``wording``), and which
numbers a report shows (``build``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shnor_pipeline.figures import (
    MINUS,
    NBSP,
    Number,
    difference,
    exact,
    number,
    percent,
    plain,
    points,
    rounded,
    signed,
)

if TYPE_CHECKING:
    from decimal import Decimal

    from shnor_pipeline.reporting.model import IndicatorLine, Plan, Value

__all__ = [
    "FEW_MARK",
    "MINUS",
    "NBSP",
    "NO_VALUE",
    "Number",
    "change",
    "condition",
    "coverage",
    "difference",
    "exact",
    "fact",
    "fact_decimals",
    "number",
    "percent",
    "plain",
    "points",
    "ratio",
    "rounded",
    "signed",
]

FEW_MARK = "*"
NO_VALUE = {"not_held": "не проводилась", "none": "нет данных"}
_CONDITIONS = {">=": "≥", "<=": "≤"}
_MOST_DECIMALS = 6
_PART_DECIMALS = 3
"""Decimals of a numerator or denominator: units of staff and shares of measures are no whole numbers."""


def ratio(value: Value) -> str:
    """Write what a share is made of: ``45 из 60``; empty where the parts are not known."""
    if value.numerator is None or value.denominator is None:
        return ""
    parts = (plain(rounded(part, _PART_DECIMALS)) for part in (value.numerator, value.denominator))
    return " из ".join(parts)


def condition(plan: Plan) -> str:
    """Write what is demanded: ``≥ 65``, ``≤ 5``; a dash where the programme gives no number."""
    return "—" if plan.target is None else f"{_CONDITIONS[plan.operator]}{NBSP}{plain(plan.target)}"


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


def coverage(value: Value | None) -> str:
    """Write ``по 5 из 6 школ`` where a value rests on a part of the schools; else empty."""
    if value is None or value.value is None or value.schools_reported >= value.schools_expected:
        return ""
    return f"по{NBSP}{value.schools_reported} из{NBSP}{value.schools_expected}{NBSP}школ"


def change(line: IndicatorLine, year: int) -> Decimal | None:
    """Return the unrounded difference to the year before; ``None`` where one of the two is missing."""
    now, before = line.values.get(year), line.values.get(year - 1)
    if now is None or before is None or now.value is None or before.value is None:
        return None
    return difference(now.value, before.value)
