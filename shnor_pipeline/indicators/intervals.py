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
