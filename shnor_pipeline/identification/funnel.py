"""Funnel limits of a share: how far chance alone takes a group of so many from a baseline.

Belongs here: the formula of methodology, section 2. Does not belong here: which baseline is taken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

Z_95, Z_998 = 1.959964, 3.090232


def funnel_limits(
    baseline: ArrayLike, trials: ArrayLike, z: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the shares whose Wilson limit touches the baseline.

    The Wilson interval turns round the score test, so these are the ends of that test at the baseline:
    baseline ± z·sqrt(baseline·(1 - baseline)/n).

    Args:
        baseline: Share 0-1 that is compared with; ``nan`` gives no limits.
        trials: Number of people.
        z: Quantile of the normal distribution.

    Returns:
        Lower and upper limit as shares; ``nan`` where no share from 0 to 1 lies so far out.
    """
    centre, n = np.asarray(baseline, dtype=float), np.asarray(trials, dtype=float)
    half = np.full(np.broadcast_shapes(centre.shape, n.shape), np.nan)
    np.divide(z * np.sqrt(centre * (1 - centre)), np.sqrt(n), out=half, where=n > 0)
    low, high = centre - half, centre + half
    return np.where(low >= 0, low, np.nan), np.where(high <= 1, high, np.nan)


def is_outside(share: ArrayLike, baseline: ArrayLike, trials: ArrayLike, z: float) -> NDArray[np.bool_]:
    """Tell whether a share lies beyond its funnel limits; without limits it does not."""
    low, high = funnel_limits(baseline, trials, z)
    value = np.asarray(share, dtype=float)
    return np.asarray((value < low) | (value > high))
