"""What a reader can compute from published totals: a system of linear bounds on unknown amounts.

Belongs here: amounts, bounds, the interval of a sum or of a quotient by linear programming. Does not belong
here: indicators and schools (``block``).

Whole numbers are not demanded of the amounts: the interval is wider than a patient reader's, never narrower
than what he may take for granted without search.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]
    Amounts = Mapping[Hashable, float]

_TOLERANCE = 1e-7


@dataclass(frozen=True, slots=True)
class Bound:
    """``low <= sum of amounts times factors <= high``; an end of ``None`` is open.

    Attributes:
        amounts: Factor of each amount.
        low: Lower end.
        high: Upper end.
        source: What published the bound; ``None`` for what holds by definition.
    """

    amounts: Amounts
    low: float | None
    high: float | None
    source: Hashable = None


@dataclass(frozen=True, slots=True)
class Interval:
    """Everything a sum or quotient may be, and the publications that limit it.

    Attributes:
        low: Smallest feasible value.
        high: Largest feasible value; infinite where nothing limits it.
        sources: Publications with a shadow price at either end.
    """

    low: float
    high: float
    sources: tuple[Hashable, ...]

    @property
    def width(self) -> float:
        """How far the ends lie apart."""
        return self.high - self.low


@dataclass
class System:
    """Non-negative unknown amounts and what is known of their sums."""

    bounds: list[Bound] = field(default_factory=list)

    def interval(self, numerator: Amounts, denominator: Amounts | None = None) -> Interval:
        """Compute what a sum, or the quotient of two sums, may be.

        Args:
            numerator: Factors of the sum.
            denominator: Factors of the divisor, which is above 0; without one the sum itself is asked for.

        Returns:
            The interval. A quotient is made linear by scaling all amounts so that the divisor is 1.
        """
        names = self._names(numerator, denominator or {})
        rows, sources = self._rows(names)
        aim = _row(numerator, names, 0.0)
        scaled = _row(denominator, names, 0.0) if denominator else _row({}, names, 1.0)
        low, below = _least(aim, rows, scaled)
        high, above = _least(-aim, rows, scaled)
        priced = np.flatnonzero((np.abs(below) > _TOLERANCE) | (np.abs(above) > _TOLERANCE))
        found = dict.fromkeys(sources[place] for place in priced if sources[place] is not None)
        return Interval(low, -high, tuple(found))

    def _names(self, *more: Amounts) -> dict[Hashable, int]:
        known = [*(bound.amounts for bound in self.bounds), *more]
        return {name: place for place, name in enumerate(dict.fromkeys(name for each in known for name in each))}

    def _rows(self, names: Mapping[Hashable, int]) -> tuple[Matrix, list[Hashable]]:
        """Write every end as ``row times amounts <= 0``; the last column is the scale, which carries the end."""
        rows, sources = [], []
        for bound in self.bounds:
            if bound.high is not None:
                rows.append(_row(bound.amounts, names, -bound.high))
                sources.append(bound.source)
            if bound.low is not None:
                rows.append(-_row(bound.amounts, names, -bound.low))
                sources.append(bound.source)
        matrix = np.array(rows) if rows else np.zeros((0, len(names) + 1))
        return matrix, sources


def _row(amounts: Amounts, names: Mapping[Hashable, int], last: float) -> Matrix:
    row = np.zeros(len(names) + 1)
    for name, factor in amounts.items():
        row[names[name]] += factor
    row[-1] = last
    return row


def _least(aim: Matrix, rows: Matrix, scaled: Matrix) -> tuple[float, Matrix]:
    """Return the smallest value and the shadow prices of the rows."""
    from scipy.optimize import linprog  # noqa: PLC0415 - a second of loading, only here

    slack = np.full(len(rows), _TOLERANCE)
    solved = linprog(aim, A_ub=rows, b_ub=slack, A_eq=scaled[None, :], b_eq=[1.0], method="highs")
    if solved.status == _UNBOUNDED:
        return -np.inf, np.zeros(len(rows))
    if solved.x is None:
        raise InconsistentTotalsError
    return float(solved.fun), np.asarray(solved.ineqlin.marginals)


_UNBOUNDED = 3


class InconsistentTotalsError(Exception):
    """Published totals contradict each other: no amounts satisfy all of them."""
