"""Columns that need more than one row: the best mark of a pupil, an aggregate replaced by named results.

Belongs here: derivations over accepted rows of a year, after validation. Does not belong here:
indicators.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Callable


def best_marks(tables: dict[str, pd.DataFrame]) -> None:
    """Set ``exam_result.best_mark``: the best mark of a pupil in a subject over all periods.

    Source: programme, target 10 («успешно прошедших»); a resit in the additional period counts.
    """
    exams = tables["exam_result"]
    subject_of_pupil = ["school_id", "exam", "person_key", "subject"]
    exams["best_mark"] = exams.groupby(subject_of_pupil)["mark"].transform("max").astype("Int64")


def superseded_aggregates(tables: dict[str, pd.DataFrame]) -> None:
    """Set ``vpr_marks.superseded`` where a pupil-level file has the same school, subject and grade.

    Source: contract, section 3: the pupil-level one counts (a difference is a finding of rule B005).
    """
    marks, results = tables["vpr_marks"], tables["vpr_result"]
    work = ["school_id", "subject", "grade"]
    named = set() if marks.empty else set(results[work].drop_duplicates().itertuples(index=False, name=None))
    superseded = [key in named for key in marks[work].itertuples(index=False, name=None)]
    marks["superseded"] = pd.Series(superseded, index=marks.index, dtype="boolean")


DERIVATIONS: tuple[Callable[[dict[str, pd.DataFrame]], None], ...] = (
    best_marks,
    superseded_aggregates,
)
