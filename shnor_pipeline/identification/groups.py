"""The schools that a school's result is seen against: its cluster, procedure by procedure.

Belongs here: walking over the groups of the counts, and what is said of each member. Does not belong here:
clusters themselves (``reference/``), formulas (``posterior``, ``funnel``, ``indicators``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from shnor_pipeline.identification.posterior import chance_at_least
from shnor_pipeline.indicators import fit, shrunk

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from shnor_pipeline.identification.counts import Counts

    OfGroup = Callable[[NDArray[np.int64], NDArray[np.int64]], NDArray[np.float64]]


def chances_low(counts: Counts, clusters: Sequence[Sequence[str]], threshold: float) -> NDArray[np.float64]:
    """Return the chance that the true failing share of a procedure is at or above a threshold.

    Args:
        counts: Counts of several years.
        clusters: Cluster of each school, by year.
        threshold: Share 0-1.

    Returns:
        Year x school x procedure; 0 where nobody took part.
    """
    chances = np.zeros(counts.participants.shape)
    for year, of_year in enumerate(clusters):
        chances[year] = _by_group(
            counts, year, of_year, lambda failed, took_part: chance_at_least(threshold, failed, took_part)
        )
    return chances


def shrunk_shares(counts: Counts, clusters: Sequence[str]) -> NDArray[np.float64]:
    """Return this year's failing shares drawn towards the cluster's (beta-binomial, maximum likelihood).

    Source: methodology, section 2.

    Returns:
        School x procedure, 0-1; 0 where nobody took part.
    """
    return _by_group(counts, 0, clusters, lambda failed, part: shrunk(failed, part, *fit(failed, part)))


def cluster_shares(counts: Counts, clusters: Sequence[str]) -> NDArray[np.float64]:
    """Return this year's pooled failing share of the other schools of the cluster (leave-one-out).

    Source: methodology, section 3, «Comparison with the cluster».

    Returns:
        School x procedure, 0-1; ``nan`` where no other school of the cluster took part.
    """
    return _by_group(counts, 0, clusters, _pooled_others)


def _pooled_others(failed: NDArray[np.int64], participants: NDArray[np.int64]) -> NDArray[np.float64]:
    others = participants.sum() - participants
    pooled = np.full(len(failed), np.nan)
    np.divide(failed.sum() - failed, others, out=pooled, where=others > 0)
    return pooled


def _by_group(counts: Counts, year: int, clusters: Sequence[str], of_group: OfGroup) -> NDArray[np.float64]:
    """Compute something for the members of each cluster that took part in each procedure of a year."""
    answer = np.zeros(counts.participants.shape[1:])
    names = np.asarray(clusters)
    members = [names == name for name in dict.fromkeys(clusters)]
    for column in range(len(counts.procedures)):
        participants, failed = counts.participants[year, :, column], counts.failed[year, :, column]
        for of_cluster in members:
            taken = of_cluster & (participants > 0)
            if taken.any():
                answer[taken, column] = of_group(failed[taken], participants[taken])
    return answer
