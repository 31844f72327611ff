"""The gap between the most and the least successful schools, with its interval.

Belongs here: the gap of quarters (methodology, section 1, ``quality_gap``) and its seeded bootstrap. Does not
belong here: the indicator of the same name (``indicators``), sentences (``sentences``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

LEAST_MARKS = 10
"""Fewest marks of a school that takes part."""

DRAWS = 2000
_LIMITS = (0.025, 0.975)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """The gap of a year in percentage points.

    Attributes:
        schools: Schools with enough marks.
        quarter: Schools in the best, and in the worst, quarter.
        value: Gap, or ``None`` with fewer than two schools.
        noise: What chance alone adds to the gap, one value per draw; empty without a gap.
    """

    schools: int
    quarter: int
    value: float | None
    noise: Floats

    def interval(self) -> tuple[float, float] | None:
        """Return the 95 % interval: what the gap would be without the noise; never below zero."""
        if self.value is None:
            return None
        low, high = np.quantile(self.value - self.noise, _LIMITS)
        return max(0.0, float(low)), max(0.0, float(high))


def gap_of_quarters(numerators: Floats, denominators: Floats, year: int) -> Gap:
    """Compare the pooled share of the best quarter of schools with that of the worst.

    Every draw takes as many marks in each school as it had, at the school's own share, sorts the schools
    anew and forms the quarters again; so the interval knows that part of a gap is luck: the best are partly
    the lucky ones. In simulated districts of 20 schools the interval covers the true gap in 94 of 100 cases
    with 200-500 marks to a school, in 90 of 100 where some schools have 60. Marks are drawn one by one,
    because reports without pupils give nothing else; pupils who are good at everything make the true interval
    wider still.

    Args:
        numerators: Marks 4 and 5 by school, in the order of the ids, which decides ties.
        denominators: All marks by school.
        year: Reporting year; the seed, so that schools and order of the run do not matter.

    Returns:
        The gap.
    """
    enough = denominators >= LEAST_MARKS
    x, n = numerators[enough], denominators[enough]
    if len(n) < 2:  # noqa: PLR2004 - a gap is between two
        return Gap(schools=len(n), quarter=0, value=None, noise=np.array([]))
    quarter = max(1, len(n) // 4)
    value = float(_gaps(x[None, :], n, quarter)[0])
    drawn = np.random.default_rng(year).binomial(n.astype(int), x / n, size=(DRAWS, len(n)))
    noise = _gaps(drawn.astype(float), n, quarter) - value
    return Gap(schools=len(n), quarter=quarter, value=value, noise=noise)


def change_interval(now: Gap, before: Gap) -> tuple[float, float] | None:
    """Return the 95 % interval of the change between two years; ``None`` where one has no gap."""
    if now.value is None or before.value is None:
        return None
    low, high = np.quantile(now.value - before.value - (now.noise - before.noise), _LIMITS)
    return float(low), float(high)


def _gaps(x: Floats, n: Floats, quarter: int) -> Floats:
    """Gaps in percentage points, a row of ``x`` each."""
    order = np.argsort(-x / n, axis=1, kind="stable")
    sorted_x, sorted_n = np.take_along_axis(x, order, axis=1), n[order]
    best = sorted_x[:, :quarter].sum(axis=1) / sorted_n[:, :quarter].sum(axis=1)
    worst = sorted_x[:, -quarter:].sum(axis=1) / sorted_n[:, -quarter:].sum(axis=1)
    return np.asarray(100 * (best - worst))
