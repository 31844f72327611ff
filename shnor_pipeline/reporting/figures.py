"""Numbers as officials write them: rounded once, half up, with a decimal comma.

Belongs here: display of values, differences and fractions. Does not belong here: computing them.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shnor_pipeline.reporting.model import Value

NO_BREAK = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
STATUS_RU = {"not_held": "не проводилась", "none": "нет данных"}


def rounded(value: float, decimals: int) -> Decimal:
    """Round half up on the decimal value as it is written (methodology, section 2): 2.675 -> 2.68."""
    return Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def shown(value: float, decimals: int = 1) -> str:
    """Write a number: decimal comma, thousands apart, a proper minus."""
    text = f"{rounded(value, decimals):,}".replace(",", NO_BREAK).replace(".", ",")
    return text.replace("-", MINUS)


def change(later: float, earlier: float, decimals: int = 1) -> str:
    """Write a difference of unrounded values with its sign; a zero has none."""
    difference = rounded(later - earlier, decimals)
    if not difference:
        return shown(0.0, decimals)
    return ("+" if difference > 0 else "") + shown(later - earlier, decimals)


def whole(value: float) -> str:
    """Write a count; parts of a unit keep up to two decimals."""
    return shown(value, 0) if float(value).is_integer() else shown(value, 2).rstrip("0")


def fraction(value: Value) -> str:
    """Write «45 из 60», which lets a reader recompute the share; empty without data."""
    if value.numerator is None or value.denominator is None:
        return ""
    return f"{whole(value.numerator)} из {whole(value.denominator)}"


def value_text(value: Value | None, decimals: int = 1) -> str:
    """Write a value, or why there is none; an asterisk marks a small sample."""
    if value is None:
        return STATUS_RU["none"]
    if value.value is None:
        return STATUS_RU.get(value.status, STATUS_RU["none"])
    return shown(value.value, decimals) + ("*" if value.status == "few" else "")
