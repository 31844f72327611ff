"""Counts of several years as arrays: year x school x procedure, this year first.

Belongs here: the shape everything here computes on. Does not belong here: counting rows (``procedures``)
and judging counts (``rules``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from shnor_pipeline.identification.procedures import Procedure


@dataclass(frozen=True)
class Counts:
    """Participants and failures; no participants where a procedure was not held or nobody came.

    Attributes:
        schools: Ids, in the order of the second axis.
        procedures: Procedures, in the order of the third axis.
        participants: Whole numbers, year x school x procedure.
        failed: The same shape.
    """

    schools: tuple[str, ...]
    procedures: tuple[Procedure, ...]
    participants: NDArray[np.int64]
    failed: NDArray[np.int64]


def counts_of(
    years: Sequence[pd.DataFrame], schools: Sequence[str], procedures: Sequence[Procedure]
) -> Counts:
    """Lay counted results out as arrays.

    Args:
        years: Results by year (:func:`procedures.count_results`), this year first, then the years before.
        schools: Schools of this year; results of others are left out.
        procedures: Procedures of the rule.

    Returns:
        The arrays, 0 where there is no row.
    """
    row = {school: index for index, school in enumerate(schools)}
    column = {tuple(procedure): index for index, procedure in enumerate(procedures)}
    participants = np.zeros((len(years), len(schools), len(procedures)), dtype=np.int64)
    failed = np.zeros_like(participants)
    for year, frame in enumerate(years):
        for school, kind, subject, grade, took_part, did_not in frame.itertuples(index=False):
            if school in row:
                at = (year, row[school], column[kind, subject, grade])
                participants[at], failed[at] = took_part, did_not
    return Counts(tuple(schools), tuple(procedures), participants, failed)
