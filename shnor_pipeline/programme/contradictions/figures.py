"""Whole numbers behind a printed percent, and how figures are written in a contradiction.

Belongs here: exact arithmetic of counts and percents. Does not belong here: what is compared.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

WHOLE = 100
NBSP = "\u00a0"
_MANY = 10**9
"""More than anybody counts: the end of a range that a percent of 0 leaves open."""


def exact(value: float | Fraction) -> Fraction:
    """Return the number that is printed: 97.3 is 973/10, not the binary fraction nearest to it."""
    return Fraction(str(value))


def figure(value: float | Fraction) -> str:
    """Write a number with at most one decimal, rounded half up: ``12,5``, ``70``."""
    tenths = floor(exact(value) * 10 + Fraction(1, 2))
    whole, tenth = divmod(tenths, 10)
    return f"{whole},{tenth}" if tenth else str(whole)


def percent_text(value: float | Fraction) -> str:
    """Write a percent with a no-break space: ``12,5 %``."""
    return f"{figure(value)}{NBSP}%"


def figures(by_year: Mapping[int, float]) -> str:
    """Write figures by year: ``2019 – 10, 2020 – 50``."""
    return ", ".join(f"{year} – {figure(value)}" for year, value in by_year.items())


def share(count: int, total: int) -> Fraction:
    """Return a count as an exact percent of a total."""
    return Fraction(WHOLE * count, total)


def is_printed_as(value: Fraction, printed: float) -> bool:
    """Tell whether a percent, rounded half up to the decimals of the printed one, is the printed one."""
    shown = Decimal(str(printed)).normalize()
    places = Decimal(1).scaleb(min(int(shown.as_tuple().exponent), 0))
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(places, rounding=ROUND_HALF_UP) == shown


def totals(count: int, percent: float) -> range:
    """Return the totals of which a count is printed as a percent; empty where there is none."""
    printed = exact(percent)
    decimals = max(-int(Decimal(str(percent)).normalize().as_tuple().exponent), 0)
    half = Fraction(1, 2 * 10**decimals)
    low, high = printed - half, printed + half
    first = floor(Fraction(WHOLE * count) / high) + 1
    last = floor(Fraction(WHOLE * count) / low) if low > 0 else _MANY
    return range(max(first, count, 1), last + 1)


def nearest_totals(count: int, percent: float) -> tuple[int, ...]:
    """Return the whole totals on both sides of ``100 x count / percent``."""
    if not percent:
        return ()
    middle = WHOLE * count / exact(percent)
    return tuple(total for total in sorted({floor(middle), ceil(middle)}) if total >= max(count, 1))


def nearest_shares(percent: float, total: int) -> tuple[int, ...]:
    """Return the counts on both sides of a percent of a total; one where it comes out exactly."""
    middle = exact(percent) * total / WHOLE
    return tuple(sorted({floor(middle), ceil(middle)}))


def is_attainable(percent: float, total: int) -> bool:
    """Tell whether some count of a total is printed as a percent."""
    return any(is_printed_as(share(count, total), percent) for count in nearest_shares(percent, total))
