"""Shares of small schools drawn towards those of their group: the beta-binomial model.

Belongs here: the fit by maximum likelihood, the shrunk estimate and the likelihood (methodology, section 2).
Does not belong here: which schools are a group, and what is decided on the estimates.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

NO_GROUP = (0.5, 0.5)
"""Jeffreys' prior: what is taken when there is nobody to learn from."""

_LEAST_WEIGHT = 0.01
"""Smallest weight a + b: below it every share of the group would be exactly 0 or 1."""

_SMOOTH_MEAN = 30.0
"""Farthest logit of the group's mean: beyond it a share is 0 or 1 for any school."""


def fit(successes: ArrayLike, trials: ArrayLike) -> tuple[float, float]:
    """Fit a beta distribution of true shares to the counts of a group by maximum likelihood.

    Groups in which the likelihood has no maximum get the nearest value that claims no more than was seen:

    - fewer than two members with trials: :data:`NO_GROUP`;
    - nobody succeeded, or everybody did: Jeffreys' posterior of the pooled counts;
    - shares closer to each other than chance alone makes them: the maximum lies at infinity, and the
      weight a + b stops at the sum of the trials (a group never weighs more than its pupils).

    Args:
        successes: Numerators of the members.
        trials: Denominators; members without trials are left out.

    Returns:
        The parameters a and b.
    """
    x, n = _counts(successes, trials)
    if len(n) < 2:  # noqa: PLR2004 - a spread needs two
        return NO_GROUP
    if x.sum() in {0.0, n.sum()}:
        return float(x.sum() + 0.5), float((n - x).sum() + 0.5)
    return _maximum(x, n)


def shrunk(successes: ArrayLike, trials: ArrayLike, a: ArrayLike, b: ArrayLike) -> NDArray[np.float64]:
    """Estimate true shares (0-1): the own share, drawn to the group's mean the more the fewer the trials.

    Args:
        successes: Numerators.
        trials: Denominators; without trials the estimate is the group's mean.
        a: Parameter of the group, or of the group of each member.
        b: The same.

    Returns:
        (x + a) / (n + a + b).
    """
    x, n = np.asarray(successes, dtype=float), np.asarray(trials, dtype=float)
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    return np.asarray((x + a) / (n + a + b))


def log_likelihood(successes: ArrayLike, trials: ArrayLike, a: ArrayLike, b: ArrayLike) -> float:
    """Return the logarithm of the probability of the counts, binomial coefficients included.

    Args:
        successes: Numerators.
        trials: Denominators.
        a: Parameter of the group, or of the group of each member.
        b: The same.

    Returns:
        Sum over the members; one without trials adds nothing.
    """
    from scipy.special import betaln  # noqa: PLC0415 - loading the definitions must not wait for it

    x, n = np.asarray(successes, dtype=float), np.asarray(trials, dtype=float)
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    coefficients = -np.log(n + 1) - betaln(n - x + 1, x + 1)
    return float(np.sum(coefficients + betaln(x + a, n - x + b) - betaln(a, b)))


def _counts(successes: ArrayLike, trials: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    n = np.asarray(trials, dtype=float)
    held = n > 0
    return np.asarray(successes, dtype=float)[held], n[held]


def _maximum(x: NDArray[np.float64], n: NDArray[np.float64]) -> tuple[float, float]:
    """Climb in the logit of the mean and the logarithm of the weight, where the surface is smooth."""
    from scipy.optimize import minimize  # noqa: PLC0415 - loading the definitions must not wait for it

    mean = x.sum() / n.sum()
    start = (np.log(mean / (1 - mean)), np.log(min(10.0, n.sum())))
    bounds = ((-_SMOOTH_MEAN, _SMOOTH_MEAN), (np.log(_LEAST_WEIGHT), np.log(n.sum())))
    # not L-BFGS-B: for a problem of two numbers it asks a threaded BLAS, whose threads wait for each other
    # five times longer than the work takes when the machine has other things to do
    options = {"ftol": 0, "gtol": 1e-10, "xtol": 1e-10, "maxfun": 400}
    found = minimize(_descent, start, args=(x, n), jac=True, method="TNC", bounds=bounds, options=options)
    return _parameters(found.x)


def _parameters(point: NDArray[np.float64]) -> tuple[float, float]:
    mean, weight = 1 / (1 + np.exp(-point[0])), np.exp(point[1])
    return float(mean * weight), float((1 - mean) * weight)


def _descent(
    point: NDArray[np.float64], x: NDArray[np.float64], n: NDArray[np.float64]
) -> tuple[float, NDArray[np.float64]]:
    """Negative log-likelihood without its constant, and its gradient at (logit mean, log weight)."""
    from scipy.special import betaln, psi  # noqa: PLC0415 - loading the definitions must not wait for it

    a, b = _parameters(point)
    whole = psi(a + b) - psi(n + a + b)
    by_a = np.sum(psi(x + a) - psi(a) + whole)
    by_b = np.sum(psi(n - x + b) - psi(b) + whole)
    likelihood = np.sum(betaln(x + a, n - x + b) - betaln(a, b))
    slope = a * b / (a + b)  # change of a, and of -b, with the logit of the mean
    return -float(likelihood), -np.array([slope * (by_a - by_b), a * by_a + b * by_b])
