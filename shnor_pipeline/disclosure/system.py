"""What a reader can compute from published totals: a system of linear bounds on unknown amounts.

Belongs here: amounts, bounds, the interval of a sum or of a quotient by linear programming. Does not belong
here: indicators and schools (``block``).

Whole numbers are not demanded of the amounts: the interval is wider than a patient reader's, never narrower
than what he may take for granted without search.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from shnor_pipeline.disclosure.rules import PublicRefusedError

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

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


class System:
    """Non-negative unknown amounts and what is known of their sums.

    Args:
        bounds: What is known; names of amounts are taken from it.
    """

    def __init__(self, bounds: Sequence[Bound]) -> None:
        """Write every end as ``row times amounts <= 0``; the last column, the scale, carries the end."""
        self._names = {
            name: place
            for place, name in enumerate(dict.fromkeys(name for each in bounds for name in each.amounts))
        }
        rows: list[Matrix] = []
        self._sources: list[Hashable] = []
        for bound in bounds:
            for sign, end in ((1.0, bound.high), (-1.0, bound.low)):
                if end is not None:
                    rows.append(sign * _row(bound.amounts, self._names, -end))
                    self._sources.append(bound.source)
        self._rows: Matrix = np.array(rows).reshape(len(rows), len(self._names) + 1)

    def interval(self, numerator: Amounts, denominator: Amounts | None = None) -> Interval:
        """Compute what a sum, or the quotient of two sums, may be.

        Args:
            numerator: Factors of the sum.
            denominator: Factors of the divisor, which is above 0; without one the sum itself is asked for.

        Returns:
            The interval. A quotient is made linear by scaling all amounts so that the divisor is 1.
        """
        aim = _row(numerator, self._names, 0.0)
        scaled = _row(denominator or {}, self._names, 0.0 if denominator else 1.0)
        low, below = _least(aim, self._rows, scaled)
        high, above = _least(-aim, self._rows, scaled)
        priced = np.flatnonzero((np.abs(below) > _TOLERANCE) | (np.abs(above) > _TOLERANCE))
        found = dict.fromkeys(self._sources[place] for place in priced)
        found.pop(None, None)
        return Interval(low, -high, tuple(found))


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


class InconsistentTotalsError(PublicRefusedError):
    """Published totals contradict each other: no amounts satisfy all of them."""

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__(
            "Открытая версия не опубликована: напечатанные итоги противоречат друг другу. Пересчитайте "
            "показатели всех лет командой shnor run."
        )
