"""The table ``procedure_result``: every procedure of a school beside its cluster.

Belongs here: the rows behind a status. Does not belong here: the status (``identify``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from shnor_pipeline.identification import groups
from shnor_pipeline.identification.funnel import Z_95, Z_998, is_outside
from shnor_pipeline.tables import PROCEDURE_RESULT

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from shnor_pipeline.identification.counts import Counts
    from shnor_pipeline.identification.rules import Judgement


@dataclass(frozen=True)
class Judged:
    """Counts with what is said of them.

    Attributes:
        counts: Counts of the years the rule looks at.
        judgement: What the rule says.
        chances: Chance that a true share is at or above the rule's, year x school x procedure.
        clusters: This year's cluster of each school.
    """

    counts: Counts
    judgement: Judgement
    chances: NDArray[np.float64]
    clusters: Sequence[str]


def procedure_rows(year: int, judged: Judged) -> pd.DataFrame:
    """Build ``procedure_result``: every procedure with participants, whether or not the rule counts it.

    Args:
        year: Reporting year.
        judged: Counts, judgement, chances.

    Returns:
        One row per school and procedure, in their orders.
    """
    counts = judged.counts
    at = np.nonzero(counts.participants[0])
    procedures = [counts.procedures[column] for column in at[1]]
    return PROCEDURE_RESULT.frame(
        {
            "year": [year] * len(procedures),
            "school_id": [counts.schools[row] for row in at[0]],
            "kind": [each.kind for each in procedures],
            "subject": [each.subject for each in procedures],
            "grade": [each.grade for each in procedures],
            **_counted(counts, at),
            **_said(judged.judgement, at),
            "shrunk_share": (100 * groups.shrunk_shares(counts, judged.clusters)[at]).tolist(),
            "chance_low": judged.chances[0][at].tolist(),
            **_beside_the_cluster(counts, judged.clusters, at),
        }
    )


def where_known(known: NDArray[np.bool_], values: NDArray[Any]) -> list[Any]:
    """Return plain values, ``None`` where nothing is known."""
    return [value if is_known else None for value, is_known in zip(values.tolist(), known, strict=True)]


_At = tuple["NDArray[np.intp]", ...]


def _counted(counts: Counts, at: _At) -> dict[str, list[Any]]:
    participants, failed = counts.participants[0][at], counts.failed[0][at]
    share = 100 * failed / participants
    return {"participants": participants.tolist(), "failed": failed.tolist(), "share": share.tolist()}


def _said(judgement: Judgement, at: _At) -> dict[str, list[Any]]:
    """What the rule says; of earlier years nothing where it does not look at them."""
    counted, low = judgement.counted[0][at], judgement.low[0][at]
    earlier = np.all(judgement.low[1:], axis=0)[at]
    return {
        "left_out": (~counted).tolist(),
        "low": where_known(counted, low),
        "low_before": where_known(counted & (len(judgement.low) > 1), earlier),
    }


def _beside_the_cluster(counts: Counts, clusters: Sequence[str], at: _At) -> dict[str, list[Any]]:
    """Compare with the other schools of the cluster; nothing where there are none."""
    participants = counts.participants[0][at]
    share, others = counts.failed[0][at] / participants, groups.cluster_shares(counts, clusters)[at]
    known = ~np.isnan(others)
    return {
        "cluster_share": where_known(known, 100 * others),
        "outside_95": where_known(known, is_outside(share, others, participants, Z_95)),
        "outside_998": where_known(known, is_outside(share, others, participants, Z_998)),
    }
