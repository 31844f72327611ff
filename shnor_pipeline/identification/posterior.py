"""How likely a school's true share is at or above a threshold, given its cluster.

Belongs here: the beta-binomial model of a group with its own parameters uncertain. Does not belong here: the
maximum-likelihood estimate that is published (``indicators``), what follows for a status (``uncertainty``).

The model is that of methodology, section 2: true shares of a group follow a beta distribution, results of a
school are binomial. Its parameters are not fixed at their maximum: with five schools in a cluster the
maximum is so often at "all alike" that of statements made with 2 % chance of being wrong 11 % were wrong.
They are averaged over what the group's counts allow, starting from: a mean failing share of a few percent to
a third is common and one above a half rare (beta with parameters 1.5 and 7; published shares of «2» lie
between 3 and 23 %), a weight a + b of 4 to 100 pupils. So a group of one school, or one in which nobody
failed, needs no case of its own: it gets a wide answer.

Shares are computed on a grid of cells that has the threshold as an edge, which makes the integrals sums.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_MEAN_PRIOR = (1.5, 7.0)
_MEANS = 30
_WEIGHTS = np.geomspace(4.0, 100.0, 8)
_CELLS_BELOW, _CELLS_ABOVE = 60, 40


class _Grid(NamedTuple):
    """Prior masses (parameters x cells), the middle of each cell, and the first cell at the threshold."""

    mass: NDArray[np.float64]
    share: NDArray[np.float64]
    first: int


def chance_at_least(
    threshold: float, failed: NDArray[np.int64], participants: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return the chance that the true share of each member of a group is at or above a threshold.

    Args:
        threshold: Share 0-1.
        failed: Failures of the members.
        participants: Participants of the members; without any nothing is learnt from a member, and its
            chance is that of an unknown school of the group.

    Returns:
        Chances 0-1 in the order of the members.
    """
    if not 0 < threshold < 1:
        return np.full(len(failed), float(threshold <= 0))
    grid = _grid(threshold)
    # parameters x members: how well the parameters explain a member, in all and by shares at the threshold
    likelihood = _likelihood(grid.share, failed, participants)
    whole = grid.mass @ likelihood
    above = grid.mass[:, grid.first :] @ likelihood[grid.first :]
    logs = np.log(whole).sum(axis=1)
    weight = np.exp(logs - logs.max())
    return np.asarray((weight / weight.sum()) @ (above / whole))


def _likelihood(
    share: NDArray[np.float64], failed: NDArray[np.int64], participants: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Binomial likelihood, cells x members, each member's largest set to 1 so that none underflows."""
    passed = participants - failed
    logs = np.outer(np.log(share), failed) + np.outer(np.log1p(-share), passed)
    return np.asarray(np.exp(logs - logs.max(axis=0)))


@lru_cache(maxsize=8)
def _grid(threshold: float) -> _Grid:
    from scipy.special import betainc, betaincinv  # noqa: PLC0415 - loading the definitions must not wait

    # equal steps of the prior's own distribution, so that every mean weighs the same
    means = betaincinv(*_MEAN_PRIOR, (np.arange(_MEANS) + 0.5) / _MEANS)
    a, b = np.outer(means, _WEIGHTS).ravel(), np.outer(1 - means, _WEIGHTS).ravel()
    below = np.linspace(0, threshold, _CELLS_BELOW + 1)
    edges = np.concatenate([below, np.linspace(threshold, 1, _CELLS_ABOVE + 1)[1:]])
    mass = np.diff(betainc(a[:, None], b[:, None], edges), axis=1)
    return _Grid(mass, (edges[1:] + edges[:-1]) / 2, _CELLS_BELOW)
