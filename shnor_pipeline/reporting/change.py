"""Whether a share changed between two years, or only the pupils did.

Belongs here: the interval of a difference and the word it allows. Does not belong here: sentences
(``wording``) and intervals of single shares (``indicators/intervals``).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from shnor_pipeline.reporting.model import IndicatorLine, Value

Direction = Literal["better", "worse", "higher", "lower", "unclear"]


@dataclass(frozen=True, slots=True)
class Change:
    """A difference between two years in percentage points.

    Attributes:
        low: Lower limit of the 95 % interval of the difference.
        high: Upper limit.
        direction: ``better`` or ``worse`` (``higher`` or ``lower`` for context) when the interval leaves
            out zero, else ``unclear``.
    """

    difference: float
    low: float
    high: float
    direction: Direction


def newcombe(now: Value, before: Value) -> tuple[float, float] | None:
    """Return the 95 % interval of the difference of two shares.

    Newcombe's hybrid score interval (1998, method 10), made of the two Wilson intervals: with shares p, q
    and limits (l, u), (m, v) the limits of p - q are p - q - sqrt((p - l)² + (v - q)²) and
    p - q + sqrt((u - p)² + (q - m)²).

    Returns:
        Limits in percentage points; ``None`` where a year has no interval or its value lies outside it
        (retention above 100 %), so that no share of people stands behind it.
    """
    for each in (now, before):
        if each.value is None or each.ci_low is None or each.ci_high is None:
            return None
        if not each.ci_low <= each.value <= each.ci_high:
            return None
    p, low, high = now.value or 0.0, now.ci_low or 0.0, now.ci_high or 0.0
    q, other_low, other_high = before.value or 0.0, before.ci_low or 0.0, before.ci_high or 0.0
    return p - q - hypot(p - low, other_high - q), p - q + hypot(high - p, q - other_low)


def change_to_last_year(line: IndicatorLine, year: int) -> Change | None:
    """Judge the change of an indicator against the year before.

    The rule behind «улучшение» and «ухудшение» in every report: the word is allowed only when Newcombe's
    interval of the difference leaves out zero. No judgement without intervals (shares of schools, units
    and programmes, mean scores), on samples below 10, or when schools are missing in one of the years, for
    then the difference may be one of schools.

    Returns:
        The change, or ``None`` where it can't be judged.
    """
    now, before = line.values.get(year), line.values.get(year - 1)
    if now is None or before is None or {now.status, before.status} != {"ok"}:
        return None
    limits = newcombe(now, before)
    if limits is None or now.value is None or before.value is None:
        return None
    return Change(now.value - before.value, *limits, _direction(limits, line.direction))


def _direction(limits: tuple[float, float], better: str) -> Direction:
    low, high = limits
    if low <= 0 <= high:
        return "unclear"
    rose = low > 0
    if better == "context":
        return "higher" if rose else "lower"
    return "better" if rose == (better == "higher") else "worse"
