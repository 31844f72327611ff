"""What a plan asks of a school, against the vectors of the methodology, section 3."""

import pytest

from shnor_pipeline.indicators.attainability import attainability_of_year, attainable
from shnor_pipeline.indicators.catalogue import INDICATORS
from shnor_pipeline.programme import BAVLY_2021, load_programme
from shnor_pipeline_tests import plan_builders as p

LINES = load_programme(BAVLY_2021).target_lines()


@pytest.mark.parametrize(("people", "chance"), [(8, 0.851), (12, 0.785), (20, 0.668), (30, 0.545)])
def test_below_fifty_people_98_percent_means_everyone(people: int, chance: float) -> None:
    needed, found = attainable(people, 98, ">=")
    assert (needed, round(found, 3)) == (people, chance)


@pytest.mark.parametrize(
    ("people", "target", "needed"),
    # 70 % of 10 is 7 to the head; 3.36 of 8 is met by 4; a part of a percent is not lost
    [(10, 70, 7), (8, 42, 4), (50, 98, 49), (1000, 33.3, 333), (1000, 33.31, 334)],
)
def test_the_smallest_number_that_meets_the_plan(people: int, target: float, needed: int) -> None:
    assert attainable(people, target, ">=")[0] == needed
    assert 100 * needed / people >= target > 100 * (needed - 1) / people


def test_a_plan_where_less_is_better_is_mirrored() -> None:
    # 5 % of 20: at most one; 0.95^20 + 20 * 0.05 * 0.95^19 = 0.358486 + 0.377354
    needed, chance = attainable(20, 5, "<=")
    assert (needed, round(chance, 6)) == (1, 0.735840)


def test_below_twenty_people_at_most_5_percent_means_nobody() -> None:
    # 0.95^19
    needed, chance = attainable(19, 5, "<=")
    assert (needed, round(chance, 6)) == (0, 0.377354)


@pytest.mark.parametrize(("target", "condition"), [(0, ">="), (100, ">="), (0, "<="), (100, "<=")])
def test_the_ends_of_the_scale_are_always_attained_by_a_school_that_is_there(
    target: float, condition: str
) -> None:
    assert attainable(7, target, condition)[1] == 1.0


def test_each_school_has_a_row_and_one_without_people_asks_nothing() -> None:
    values = p.values(
        p.value_row(indicator_id="contest_share", scope="school", scope_id="s01", denominator=10.0),
        p.value_row(indicator_id="contest_share", scope="school", scope_id="s02", denominator=None),
        p.value_row(indicator_id="network_share", scope="school", scope_id="s01", denominator=1.0),
        p.value_row(indicator_id="contest_share", denominator=100.0),
    )
    rows = attainability_of_year(LINES, values, INDICATORS, 2021)
    # contests: monitoring 50 %, and target 6 of section III for 2021; a share of schools is not drawn
    assert rows[["indicator_id", "kind", "school_id"]].to_numpy().tolist() == [
        ["contest_share", "monitoring", "s01"],
        ["contest_share", "monitoring", "s02"],
        ["contest_share", "target", "s01"],
        ["contest_share", "target", "s02"],
    ]
    assert rows.iloc[0][["target", "needed"]].tolist() == [50, 5]
    assert rows.iloc[1][["denominator", "needed", "chance"]].isna().all()
