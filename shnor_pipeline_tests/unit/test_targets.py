"""A verdict is decided on the unrounded value; equal to the plan is met."""

import pytest

from shnor_pipeline.indicators.targets import verdict


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
