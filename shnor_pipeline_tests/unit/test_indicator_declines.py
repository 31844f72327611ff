"""An indicator that got worse names the measures that should have moved it."""

from typing import Any

import pandas as pd
import pytest

from shnor_pipeline.measures import declines_of_year, progress_of_measures
from shnor_pipeline.programme import BAVLY_2021, load_programme
from shnor_pipeline_tests import plan_builders as p

PROGRAMME = load_programme(BAVLY_2021)
DIRECTIONS = {"contest_share": "higher", "vacancy_share": "lower", "network_share": "context"}


def declines(indicator_id: str, *known: tuple[Any, ...], facts: pd.DataFrame | None = None) -> pd.DataFrame:
    """Values by year of s02, with interval ends where given; measures reported as given."""
    names = ("year", "value", "ci_low", "ci_high")
    place = {"indicator_id": indicator_id, "scope": "school", "scope_id": "s02"}
    rows = [p.value_row(**place, **dict(zip(names, each, strict=False))) for each in known]
    progress = progress_of_measures(PROGRAMME, p.measure_facts() if facts is None else facts, 2021)
    return declines_of_year(PROGRAMME, p.values(*rows), progress, DIRECTIONS, 2021)


def test_each_planned_measure_behind_a_fallen_indicator_has_a_row() -> None:
    # contest_share: X 4.8 (3 planned), X 4.10 (conference), X 5.2 (contest); III 5.2 and III 5.4 give way
    facts = p.measure_facts(("X 4.8", 2, "number"), ("X 4.10", 2, "number"), ("X 5.2", 0, "yes_no"))
    found = declines("contest_share", (2020, 50.0), (2021, 40.0), facts=facts)
    assert found[["measure_id", "outcome"]].to_numpy().tolist() == [
        ["X 4.10", "done"],
        ["X 4.8", "partly_done"],
        ["X 5.2", "not_done"],
    ]
    assert found[["scope_id", "year_before", "change"]].drop_duplicates().to_numpy().tolist() == [
        ["s02", 2020, -10.0]
    ]


def test_a_measure_nobody_reported_is_not_called_undone() -> None:
    found = declines("contest_share", (2020, 50.0), (2021, 40.0))
    assert set(found["outcome"]) == {"not_reported"}


@pytest.mark.parametrize(
    ("indicator_id", "before", "now", "worse"),
    [
        ("contest_share", 50.0, 40.0, True),
        ("contest_share", 40.0, 50.0, False),
        ("contest_share", 40.0, 40.0, False),
        ("vacancy_share", 2.0, 3.0, True),
        ("vacancy_share", 3.0, 2.0, False),
        # a context indicator has no worse side
        ("network_share", 50.0, 40.0, False),
    ],
)
def test_worse_depends_on_what_is_better(
    indicator_id: str, before: float, now: float, *, worse: bool
) -> None:
    assert declines(indicator_id, (2020, before), (2021, now)).empty is not worse


def test_a_year_without_a_value_is_passed_over() -> None:
    found = declines("contest_share", (2019, 50.0), (2020, None), (2021, 40.0))
    assert set(found["year_before"]) == {2019}


def test_without_a_value_of_the_year_nothing_is_said() -> None:
    assert declines("contest_share", (2019, 50.0), (2020, 40.0)).empty


@pytest.mark.parametrize(
    ("before", "now", "apart"),
    [
        ((2020, 50.0, 45.0, 55.0), (2021, 40.0, 35.0, 44.9), True),
        ((2020, 50.0, 45.0, 55.0), (2021, 40.0, 35.0, 45.0), False),
    ],
)
def test_intervals_that_touch_are_not_apart(before: tuple, now: tuple, *, apart: bool) -> None:
    assert set(declines("contest_share", before, now)["intervals_apart"]) == {apart}


def test_an_indicator_without_intervals_leaves_the_question_open() -> None:
    assert declines("contest_share", (2020, 50.0), (2021, 40.0))["intervals_apart"].isna().all()
