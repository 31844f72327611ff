"""A number as people read it: rounded once, half up, in Russian notation.

Belongs here: rounding and the text of a bare number. Does not belong here: sentences, and values with their
status (``reporting.numbers``).
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

NBSP = "\u00a0"
MINUS = "−"

Number = float | Decimal


def exact(value: Number) -> Decimal:
    """Return the decimal that people see when they print a float: 2.675, not 2.67499999."""
    return value if isinstance(value, Decimal) else Decimal(repr(float(value)))


def rounded(value: Number, decimals: int) -> Decimal:
    """Round half up on the decimal value: 2.675 to two decimals is 2.68."""
    return exact(value).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def difference(value: Number, other: Number) -> Decimal:
    """Subtract unrounded values as decimals, so that 8.65 - 8.6 is 0.05 and not 0.0500000000000007."""
    return exact(value) - exact(other)


def number(value: Number, decimals: int) -> str:
    """Write a number: ``1 234,5``, with a proper minus and no-break spaces between thousands."""
    shown = rounded(value, decimals)
    text = f"{abs(shown):,.{decimals}f}".replace(",", NBSP).replace(".", ",")
    # Minus zero would say that something fell when nothing did.
    return MINUS + text if shown < 0 else text


def signed(value: Number, decimals: int) -> str:
    """Write a difference with its sign: ``+1,8``, ``−10,2``, ``0,0``."""
    return ("+" if rounded(value, decimals) > 0 else "") + number(value, decimals)


def percent(value: Number, decimals: int) -> str:
    """Write a percent: ``43,4 %`` with a no-break space."""
    return f"{number(value, decimals)}{NBSP}%"


def points(value: Number, decimals: int) -> str:
    """Write a difference of percents: ``−1,4 п.п.``."""
    return f"{signed(value, decimals)}{NBSP}п.п."


def plain(value: Number) -> str:
    """Write a number as it was stated, without rounding and without idle zeros: ``65``, ``2,25``."""
    given = exact(value).normalize()
    exponent = given.as_tuple().exponent
    return number(given, max(0, -exponent) if isinstance(exponent, int) else 0)
