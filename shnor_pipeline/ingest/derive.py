"""Columns that need more than one row: the best mark of a pupil, an aggregate replaced by named results.

Belongs here: derivations over accepted rows of a year, after validation. Does not belong here:
indicators.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shnor_pipeline.quality import Finding, Place, finding, rules

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd


def best_marks(tables: dict[str, pd.DataFrame]) -> list[Finding]:
    """Set ``exam_result.best_mark``: the best mark of a pupil in a subject over all periods.

    Source: programme, target 10 («успешно прошедших»); a resit in the additional period counts.
    """
    exams = tables["exam_result"]
    subject_of_pupil = ["school_id", "exam", "person_key", "subject"]
    exams["best_mark"] = exams.groupby(subject_of_pupil)["mark"].transform("max").astype("Int64")
    return []


def superseded_aggregates(tables: dict[str, pd.DataFrame]) -> list[Finding]:
    """Set ``vpr_marks.superseded`` where a pupil-level file has the same school, subject and grade.

    Source: contract, section 3: the pupil-level one counts, a difference is a finding.
    """
    marks, results = tables["vpr_marks"], tables["vpr_result"]
    work = ["school_id", "subject", "grade"]
    by_pupil = results[results["sat"]].groupby(work).size().to_dict()
    named = set(results[work].itertuples(index=False, name=None))
    marks["superseded"] = [key in named for key in marks[work].itertuples(index=False, name=None)]
    marks["superseded"] = marks["superseded"].astype("boolean")
    return [
        _difference(group, by_pupil.get(key, 0))
        for key, group in marks[marks["superseded"]].groupby(work)
        if int(group["participants"].sum()) != by_pupil.get(key, 0)
    ]


def _difference(aggregate: pd.DataFrame, by_pupil: int) -> Finding:
    first = aggregate.iloc[0]
    place = Place(first["source_file"], first["source_sheet"], None, int(first["source_row"]))
    return finding(
        rules.AGGREGATE_DIFFERS,
        place,
        year=int(first["year"]),
        form="vpr_marks",
        column="participants",
        aggregate=int(aggregate["participants"].sum()),
        by_pupil=by_pupil,
    )


DERIVATIONS: tuple[Callable[[dict[str, pd.DataFrame]], list[Finding]], ...] = (
    best_marks,
    superseded_aggregates,
)
