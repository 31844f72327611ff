"""Markers that ask for attention: worked cases, the fewest pupils, words of caution."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from shnor_pipeline.profile import objectivity_of_year
from shnor_pipeline.tables import CANONICAL_TABLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

VPR_RESULT, VPR_MARKS, EXAM = (
    next(spec for spec in CANONICAL_TABLES if spec.name == name)
    for name in ("vpr_result", "vpr_marks", "exam_result")
)


def marks(school: str, grade: int, *counts: int, superseded: bool = False) -> dict[str, Any]:
    columns = dict(zip(("mark_2", "mark_3", "mark_4", "mark_5"), counts, strict=True))
    return columns | {
        "school_id": school,
        "grade": grade,
        "subject": "математика",
        "superseded": superseded,
    }


def pupils(school: str, journal: Sequence[int], scores: Sequence[float]) -> list[dict[str, Any]]:
    return [
        {"school_id": school, "grade": 4, "subject": "математика", "sat": True, "mark": 4}
        | {"journal_mark": mark, "primary_score": score, "person_key": f"{school}{place}"}
        for place, (mark, score) in enumerate(zip(journal, scores, strict=True))
    ]


def flags(
    now: Sequence[dict[str, Any]] = (),
    before: Sequence[dict[str, Any]] = (),
    results: Sequence[dict[str, Any]] = (),
    exams: Sequence[dict[str, Any]] = (),
) -> pd.DataFrame:
    return objectivity_of_year(
        {2021: VPR_RESULT.frame(), 2022: VPR_RESULT.of_rows(list(results))},
        {2021: VPR_MARKS.of_rows(list(before)), 2022: VPR_MARKS.of_rows(list(now))},
        {2021: EXAM.frame(), 2022: EXAM.of_rows(list(exams))},
        2022,
    )


def test_a_mean_whose_interval_lies_above_that_of_all_schools_is_marked() -> None:
    found = flags([marks("s01", 4, 0, 0, 10, 30), marks("s02", 4, 30, 100, 60, 10)])
    high, usual = found.set_index("school_id").loc[["s01", "s02"]].to_dict("records")
    # s01: mean 4.75, sum of squares 10 * 0.5625 + 30 * 0.0625 = 7.5
    assert high["statistic"] == pytest.approx(4.75 - 1.96 * np.sqrt(7.5 / 39 / 40))
    # all: 30 twos, 100 threes, 70 fours, 40 fives: sum 840, mean 3.5, squares 200
    assert high["threshold"] == pytest.approx(3.5 + 1.96 * np.sqrt(200 / 239 / 240))
    assert (high["flagged"], usual["flagged"]) == (True, False)
    assert high["n"] == 40


def test_a_mark_is_a_caution_and_says_so() -> None:
    found = flags([marks("s01", 4, 0, 0, 10, 30), marks("s02", 4, 30, 100, 60, 10)])
    assert "а не вывод о необъективности" in found.loc[found["flagged"], "sentence_ru"].item()
    assert found.loc[~found["flagged"], "sentence_ru"].isna().all()


def test_nineteen_pupils_are_too_few_and_superseded_rows_give_way() -> None:
    found = flags(
        [
            marks("s01", 4, 0, 0, 0, 19),
            marks("s02", 4, 5, 5, 5, 5),
            marks("s03", 4, 0, 0, 0, 30, superseded=True),
        ]
    )
    assert found["school_id"].tolist() == ["s02"]


def test_school_marks_that_run_against_the_scores_are_marked() -> None:
    scores = [float(each) for each in range(20)]
    against = pupils("s01", [5] * 10 + [3] * 10, scores)
    along = pupils("s02", [3] * 10 + [5] * 10, scores)
    one_mark = pupils("s03", [4] * 20, scores)
    few = pupils("s04", [5] * 10 + [3] * 9, scores[:19])
    found = flags(results=[*against, *along, *one_mark, *few])
    found = found[found["marker"] == "mark_mismatch"].set_index("school_id")
    assert found["flagged"].to_dict() == {"s01": True, "s02": False}
    # ranks 5.5 / 15.5 against 1..20: rho = -(10 * 5 * 10) / sqrt(500 * 665)
    assert found.loc["s01", "statistic"] == pytest.approx(-500 / np.sqrt(500 * 665))


def cohort(fall: Sequence[int]) -> pd.DataFrame:
    before = [marks(f"s{each:02}", 4, 2, 10, 20, 8 + each % 3) for each in range(9)]
    now = [marks(f"s{each:02}", 5, 2, 10, 20, 8 + each % 2) for each in range(8)]
    return flags([*now, marks("s08", 5, *fall)], before).set_index(["school_id", "marker"])


def test_a_cohort_that_falls_far_more_than_others_is_marked() -> None:
    found = cohort([25, 10, 5, 0])
    assert found.index[found["flagged"]].tolist() == [("s08", "cohort_fall")]


def test_a_cohort_that_changes_like_the_others_is_not() -> None:
    assert not cohort([2, 10, 20, 8])["flagged"].any()


def test_seven_schools_are_too_few_for_quartiles() -> None:
    before = [marks(f"s{each:02}", 4, 2, 10, 20, 8) for each in range(7)]
    now = [marks(f"s{each:02}", 5, 20, 10, 5, 5) for each in range(7)]
    assert set(flags(now, before)["marker"]) == {"inflated_mean"}


def test_each_pupil_of_an_exam_counts_once_with_the_best_mark() -> None:
    exam = {"exam": "oge", "subject": "математика", "school_id": "s01", "sat": True}
    rows = [exam | {"person_key": f"p{each}", "mark": 4, "best_mark": 4} for each in range(20)]
    again = [exam | {"person_key": "p0", "mark": 2, "best_mark": 4, "period": "additional"}]
    row = flags(exams=[*rows, *again]).iloc[0]
    assert (row["kind"], row["grade"], row["n"], row["flagged"]) == ("oge", 9, 20, False)


def test_a_year_without_results_has_no_rows() -> None:
    assert flags().empty
