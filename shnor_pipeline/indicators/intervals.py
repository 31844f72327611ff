"""Intervals of shares.

Belongs here: formulas of methodology, section 2. Does not belong here: when an interval is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

Z_95 = 1.959964


def wilson(
    successes: ArrayLike, trials: ArrayLike, z: float = Z_95
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the Wilson interval of shares.

    Args:
        successes: Numerators; above the trials (retention) they are taken as equal to them.
        trials: Denominators; 0 gives no interval.
        z: Quantile of the normal distribution.

    Returns:
        Lower and upper limits as shares 0-1, ``nan`` where there are no trials.
    """
    n = np.asarray(trials, dtype=float)
    x = np.minimum(np.asarray(successes, dtype=float), n)
    with np.errstate(divide="ignore", invalid="ignore"):
        centre = (x + z**2 / 2) / (n + z**2)
        half = z * np.sqrt(x * (1 - x / n) + z**2 / 4) / (n + z**2)
    low = np.where(x == 0, 0.0, centre - half)
    high = np.where(x == n, 1.0, centre + half)
    return np.where(n > 0, low, np.nan), np.where(n > 0, high, np.nan)


def newcombe(
    successes: ArrayLike, trials: ArrayLike, other_successes: ArrayLike, other_trials: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the 95 % interval of a difference of two independent shares (Newcombe's method 10).

    Args:
        successes: Numerators of the first shares.
        trials: Their denominators; 0 gives no interval.
        other_successes: Numerators of the shares subtracted.
        other_trials: Their denominators; 0 gives no interval.

    Returns:
        Lower and upper limits of first minus other as shares, from the Wilson limits of both.
    """
    first, other = _share(successes, trials), _share(other_successes, other_trials)
    low, high = wilson(successes, trials)
    other_low, other_high = wilson(other_successes, other_trials)
    difference = first - other
    below = np.hypot(first - low, other_high - other)
    above = np.hypot(high - first, other - other_low)
    return np.asarray(difference - below), np.asarray(difference + above)


def _share(successes: ArrayLike, trials: ArrayLike) -> NDArray[np.float64]:
    n = np.asarray(trials, dtype=float)
    x = np.minimum(np.asarray(successes, dtype=float), n)
    return np.asarray(np.divide(x, n, out=np.full(n.shape, np.nan), where=n > 0))
