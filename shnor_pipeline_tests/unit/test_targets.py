"""A verdict is decided on the unrounded value; equal to the plan is met."""

import pytest

from shnor_pipeline.indicators.targets import progress_of_year, verdict
from shnor_pipeline.programme import BAVLY_2021, load_programme
from shnor_pipeline_tests import plan_builders as p


def value(numerator: float, denominator: float, low: float | None = None, high: float | None = None) -> dict:
    return {
        "value": 100 * numerator / denominator,
        "ci_low": low,
        "ci_high": high,
        "status": "ok",
        "schools_reported": 8,
        "schools_expected": 8,
    }


@pytest.mark.parametrize(
    ("numerator", "denominator", "target", "operator", "met"),
    [
        (7, 10, 70, ">=", "met"),
        (29, 100, 29, ">=", "met"),
        (6999, 10000, 70, ">=", "not_met"),
        (1, 20, 5, "<=", "met"),
        (501, 10000, 5, "<=", "not_met"),
    ],
)
def test_the_line_itself_is_met(
    numerator: float, denominator: float, target: float, operator: str, met: str
) -> None:
    assert verdict(value(numerator, denominator), target, operator)["verdict"] == met


def test_an_interval_that_covers_the_plan_makes_the_verdict_uncertain() -> None:
    assert verdict(value(7, 10, 39.7, 89.2), 65, ">=")["verdict_certain"] is False
    assert verdict(value(7, 10, 66.0, 74.0), 65, ">=")["verdict_certain"] is True


def test_no_value_gives_no_verdict() -> None:
    nothing = value(7, 10) | {"value": None}
    assert verdict(nothing, 65, ">=")["verdict"] == "no_data"


def test_the_gap_is_fact_minus_plan() -> None:
    assert verdict(value(7, 10), 65, ">=")["gap"] == 5.0


def test_missing_schools_make_a_full_count_uncertain() -> None:
    partial = value(7, 10) | {"status": "partial", "schools_reported": 7}
    assert verdict(partial, 65, ">=")["verdict_certain"] is False


def test_a_plan_stands_beside_the_value_of_its_own_scope() -> None:
    of_all = p.values(p.value_row(), p.value_row(scope="municipality", scope_id="bavly", value=60.0))
    rows = progress_of_year([p.target_line(scope="municipality")], of_all, 2021, "bavly")
    shown = rows[["scope", "scope_id", "base_stated", "target", "value", "gap", "verdict"]]
    assert shown.to_numpy().tolist() == [["municipality", "bavly", 20.0, 65.0, 60.0, -5.0, "not_met"]]


def test_a_plan_without_a_value_has_a_row_that_says_so() -> None:
    line, values = p.target_line(indicator_id="tutoring_share"), p.values(p.value_row())
    rows = progress_of_year([line], values, 2021, "bavly")
    assert rows[["indicator_id", "target", "verdict"]].to_numpy().tolist() == [
        ["tutoring_share", 65.0, "no_data"]
    ]
    assert rows[["value", "gap", "verdict_certain"]].isna().all(axis=None)


def test_a_year_without_a_plan_has_no_row() -> None:
    values = p.values(p.value_row(year=2022))
    assert progress_of_year([p.target_line()], values, 2022, "bavly").empty


def test_every_plan_of_the_programme_has_its_row() -> None:
    # 2021: all 15 targets, and 17 monitoring rows of which two lost their threshold
    lines = load_programme(BAVLY_2021).target_lines()
    rows = progress_of_year(lines, p.values(p.value_row()), 2021, "bavly")
    assert rows["kind"].value_counts().to_dict() == {"target": 15, "monitoring": 15}
