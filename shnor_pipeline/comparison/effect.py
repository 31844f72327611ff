"""What changed in the schools of the programme beyond what would have changed anyway.

Schools are chosen for low results, and low results are partly bad luck: the next year is better by itself
(regression to the mean). So the growth of a school is set against the growth of schools of the same cluster
that are not in the programme and started from the same place:

    later share = cluster + slope x shrunk first share + net change (programme schools only) + error

by least squares over schools, one school one observation, with the t interval of the net change. The first
share is shrunk to the mean of its cluster (beta-binomial, one weight for all clusters), because the first
share of a small school is more luck than that of a large one; the slope takes up what shrinkage can't know:
school years that differ by more than the chance of single pupils. Schools, not pupils, are the sample, so
pupils of one school need not be independent.

The estimate is right when the choice looked at the first year's results or at nothing. Where it looked at
earlier years it errs downwards and claims too little; it never says that a programme did harm.

Belongs here: the estimate, its interval and power. Does not belong here: sentences (``sentences``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from shnor_pipeline.indicators import log_likelihood, shrunk

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

LEAST_SCHOOLS = 2
"""Fewest programme schools, and fewest others, in clusters that have both."""

LEAST_FREEDOM = 3
"""Fewest degrees of freedom: with fewer the interval is wider than any change of shares."""

POWER_AT = 0.05
"""True change for which the power is stated (5 percentage points)."""

_CONFIDENCE = 0.95
_COUNTS = ("x_base", "n_base", "x", "n")
_NO_SPREAD = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """The schools of one indicator in two years, one position per school; shares 0-1 are made from counts.

    Attributes:
        cluster: Cluster of the reporting year; clusters are not made from results.
        treated: Whether the school is in the programme.
        x_base: Numerators of the first year.
        n_base: Denominators of the first year, above 0.
        x: Numerators of the reporting year.
        n: Denominators of the reporting year, above 0.
    """

    cluster: NDArray[np.str_]
    treated: NDArray[np.bool_]
    x_base: Floats
    n_base: Floats
    x: Floats
    n: Floats

    def comparable(self) -> Panel:
        """Keep the clusters that have schools of both kinds."""
        both = np.intersect1d(self.cluster[self.treated], self.cluster[~self.treated])
        kept = np.isin(self.cluster, both)
        counts = {name: getattr(self, name)[kept] for name in _COUNTS}
        return Panel(cluster=self.cluster[kept], treated=self.treated[kept], **counts)


NOBODY = Panel(
    cluster=np.array([], dtype=str), treated=np.array([], dtype=bool), **dict.fromkeys(_COUNTS, np.array([]))
)
"""The schools of an indicator that nobody reported in both years."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """The estimate, in shares 0-1; every mean is over schools, each counted once.

    Attributes:
        schools_programme: Programme schools compared.
        schools_comparison: Other schools of their clusters.
        value_base: Mean share of the programme schools in their first year.
        value: The same in the reporting year.
        growth_comparison: Mean growth of the other schools.
        net: Growth of the programme schools beyond the expected one.
        error: Standard error of ``net``.
        freedom: Degrees of freedom.
    """

    schools_programme: int
    schools_comparison: int
    value_base: float
    value: float
    growth_comparison: float
    net: float
    error: float
    freedom: int

    @property
    def growth(self) -> float:
        """Growth of the programme schools."""
        return self.value - self.value_base

    @property
    def expected(self) -> float:
        """Growth that the same schools were to have without the programme."""
        return self.growth - self.net

    def interval(self) -> tuple[float, float]:
        """Return the 95 % interval of the net change."""
        half = _quantile(self.freedom) * self.error
        return self.net - half, self.net + half

    def power(self, change: float = POWER_AT) -> float:
        """Return the chance that the interval lies above zero when the true net change is ``change``."""
        from scipy.special import nctdtr  # noqa: PLC0415 - loading the definitions must not wait for it

        return 1 - float(nctdtr(self.freedom, change / self.error, _quantile(self.freedom)))


def programme_effect(panel: Panel) -> Effect | None:
    """Estimate the net change of the programme schools; ``None`` where too few schools can be compared."""
    kept = panel.comparable()
    treated = int(kept.treated.sum())
    others = len(kept.treated) - treated
    if min(treated, others) < LEAST_SCHOOLS:
        return None
    fitted = _least_squares(_design(kept), kept.x / kept.n)
    if fitted is None:
        return None
    net, error, freedom = fitted
    base, later = kept.x_base / kept.n_base, kept.x / kept.n
    return Effect(
        schools_programme=treated,
        schools_comparison=others,
        value_base=float(base[kept.treated].mean()),
        value=float(later[kept.treated].mean()),
        growth_comparison=float((later - base)[~kept.treated].mean()),
        net=net,
        error=error,
        freedom=freedom,
    )


def shrunk_base(panel: Panel) -> Floats:
    """Draw the first shares to the means of their clusters, with one weight for all clusters.

    One weight keeps the shrunk shares of all clusters on one scale, which a common slope needs; a cluster of
    six schools is too small to have a weight of its own.
    """
    from scipy.optimize import minimize_scalar  # noqa: PLC0415 - loading the definitions must not wait for it

    _, cluster = np.unique(panel.cluster, return_inverse=True)
    pooled = np.bincount(cluster, panel.x_base) + 0.5, np.bincount(cluster, panel.n_base) + 1.0
    mean = (pooled[0] / pooled[1])[cluster]

    def unlikely(log_weight: float) -> float:
        weight = np.exp(log_weight)
        return -log_likelihood(panel.x_base, panel.n_base, mean * weight, (1 - mean) * weight)

    top = float(np.log(panel.n_base.sum()))
    weight = np.exp(minimize_scalar(unlikely, bounds=(0.0, top), method="bounded").x)
    return shrunk(panel.x_base, panel.n_base, mean * weight, (1 - mean) * weight)


def _design(panel: Panel) -> Floats:
    """Columns: programme, shrunk first share, one per cluster."""
    of_cluster = panel.cluster[:, None] == np.unique(panel.cluster)
    return np.column_stack([panel.treated, shrunk_base(panel), of_cluster]).astype(float)


def _least_squares(design: Floats, later: Floats) -> tuple[float, float, int] | None:
    """Return the net change, its standard error and the degrees of freedom."""
    rank = int(np.linalg.matrix_rank(design))
    freedom = len(later) - rank
    if freedom < LEAST_FREEDOM or rank == np.linalg.matrix_rank(design[:, 1:]):
        return None  # too few schools, or the programme can't be told from where they started
    inverse = np.linalg.pinv(design.T @ design)
    found = inverse @ design.T @ later
    residual = later - design @ found
    error = np.sqrt(max(0.0, inverse[0, 0] * float(residual @ residual) / freedom))
    if error < _NO_SPREAD:
        return None  # every school did exactly alike: there is no chance to measure a change against
    return float(found[0]), float(error), freedom


def _quantile(freedom: int) -> float:
    from scipy.special import stdtrit  # noqa: PLC0415 - loading the definitions must not wait for it

    return float(stdtrit(freedom, (1 + _CONFIDENCE) / 2))
