"""Plan and fact of the measures of the committed programme."""

from typing import Any

import pandas as pd
import pytest

from shnor_pipeline.measures import progress_of_measures
from shnor_pipeline.programme import BAVLY_2021, load_programme
from shnor_pipeline_tests.plan_builders import measure_facts

PROGRAMME = load_programme(BAVLY_2021)


def progress(facts: pd.DataFrame, year: int = 2021) -> dict[str, dict[str, Any]]:
    rows = progress_of_measures(PROGRAMME, facts, year).to_dict("records")
    return {row["measure_id"]: {k: None if pd.isna(v) else v for k, v in row.items()} for row in rows}


def standing(row: dict[str, Any]) -> tuple[Any, ...]:
    return row["plan"], row["fact"], row["done_share"]


@pytest.mark.parametrize(
    ("measure", "done", "stated_as", "expected"),
    [
        # presence: one order planned
        ("X 2.1", 1, "number", (1, 1, 1)),
        ("X 2.1", 1, "yes_no", (1, 1, 1)),
        ("X 2.1", 0, "yes_no", (1, 0, 0)),
        # level: 8 programmes planned; yes is the whole plan, a percent is a part of it
        ("X 3.2", 6, "number", (8, 6, 0.75)),
        ("X 3.2", 1, "yes_no", (8, 8, 1)),
        ("X 3.2", 25, "percent", (8, 2, 0.25)),
        # more than planned is no more than done
        ("X 3.2", 12, "number", (8, 12, 1)),
    ],
)
def test_what_was_done_stands_to_the_plan(
    measure: str, done: float, stated_as: str, expected: tuple[float, ...]
) -> None:
    assert standing(progress(measure_facts((measure, done, stated_as)))[measure]) == expected


def test_rows_of_a_measure_add_up_and_a_yes_is_then_one_of_them() -> None:
    # X 3.2: two schools say yes, one says half, and 3 are stated in one row: 2 + 0.5 + 3 of 8
    facts = measure_facts(
        ("X 3.2", 1, "yes_no", None, "s02"),
        ("X 3.2", 1, "yes_no", None, "s03"),
        ("X 3.2", 50, "percent", None, "s04"),
        ("X 3.2", 3, "number"),
    )
    assert standing(progress(facts)["X 3.2"]) == (8, 5.5, 5.5 / 8)


def test_the_yes_of_a_single_school_is_one_school_and_not_the_plan() -> None:
    assert standing(progress(measure_facts(("X 3.2", 1, "yes_no", None, "s02")))["X 3.2"]) == (8, 1, 0.125)


@pytest.mark.parametrize(
    ("year", "expected"),
    # X 4.11 plans 2, 2, 2, 1 from 2020 on; done 3, nothing said, 1, 1
    [(2020, (2, 3, 1)), (2021, (2, None, None)), (2022, (2, 1, 0.5)), (2023, (1, 1, 1))],
)
def test_a_cumulative_plan_is_judged_by_what_falls_on_the_year(year: int, expected: tuple[Any, ...]) -> None:
    rows = [("X 4.11", done, "number", None, None, of) for of, done in ((2020, 3), (2022, 1), (2023, 1))]
    assert standing(progress(measure_facts(*rows), year)["X 4.11"]) == expected


def test_a_level_is_reached_anew_each_year() -> None:
    rows = [("X 4.9", 4, "number", None, None, 2020), ("X 4.9", 2, "number", None, None, 2021)]
    assert standing(progress(measure_facts(*rows))["X 4.9"]) == (5, 2, 0.4)


def test_what_nobody_reported_is_missing_and_never_zero() -> None:
    assert standing(progress(measure_facts())["X 2.1"]) == (1, None, None)


def test_a_year_without_a_plan_has_no_share() -> None:
    # X 2.1 is planned for 2020-2022
    facts = measure_facts(("X 2.1", 1, "number"), year=2023)
    assert standing(progress(facts, 2023)["X 2.1"]) == (None, 1, None)


def test_both_sections_have_rows_and_only_the_prevailing_one_a_plan() -> None:
    rows = progress(measure_facts(("X 4.9", 5, "number")))
    assert len(rows) == 36
    assert standing(rows["X 4.9"]) == (5, 5, 1)
    assert standing(rows["III 5.3"]) == (None, None, None)


def test_what_was_reported_under_the_other_number_counts_for_the_measure_in_force() -> None:
    rows = progress(measure_facts(("III 5.3", 4, "number", "план")))
    assert standing(rows["X 4.9"]) == (5, 4, 0.8)
    assert rows["X 4.9"]["document"] == "план"


def test_the_same_measure_under_both_numbers_counts_once() -> None:
    rows = progress(measure_facts(("III 5.3", 4, "number"), ("X 4.9", 3, "number")))
    assert standing(rows["X 4.9"]) == (5, 3, 0.6)


def test_documents_stand_once_and_indicators_are_named() -> None:
    row = progress(
        measure_facts(
            ("X 4.8", 1, "number", "приказ"), ("X 4.8", 1, "number", "приказ"), ("X 4.8", 1, "number")
        )
    )["X 4.8"]
    assert (row["document"], row["indicators"], row["section"]) == ("приказ", "contest_share", "X")
