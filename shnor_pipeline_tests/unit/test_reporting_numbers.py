"""Numbers as people read them: expected texts are worked by hand."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shnor_pipeline.reporting.numbers import (
    change,
    condition,
    coverage,
    difference,
    fact,
    number,
    percent,
    plain,
    points,
    ratio,
    rounded,
    signed,
)
from shnor_pipeline_tests.report_builders import line, missing, plan, value

S = "\u00a0"


@pytest.mark.parametrize(
    ("given_value", "decimals", "shown"),
    [
        (2.675, 2, "2,68"),
        (0.125, 2, "0,13"),
        (0.5, 0, "1"),
        (2.5, 0, "3"),
        (8.5, 0, "9"),
        (1.005, 2, "1,01"),
        (-2.675, 2, "−2,68"),
        (-0.04, 1, "0,0"),
        (1234.5, 1, f"1{S}234,5"),
        (1234567, 0, f"1{S}234{S}567"),
        (1e-7, 1, "0,0"),
        (100, 1, "100,0"),
    ],
)
def test_a_number_is_rounded_half_up_on_its_decimal_value(
    given_value: float, decimals: int, shown: str
) -> None:
    assert number(given_value, decimals) == shown


@pytest.mark.parametrize(
    ("numerator", "denominator", "shown"),
    [
        (212, 322, "65,84"),
        (209, 322, "64,91"),
        (85, 322, "26,40"),
        (69, 322, "21,43"),
        (19, 322, "5,90"),
        (10, 322, "3,11"),
        (6, 322, "1,86"),
        (24, 152, "15,79"),
        (124, 152, "81,58"),
        (22202, 24094, "92,15"),
        (20655, 22202, "93,03"),
        (48, 382, "12,57"),
        (8, 20, "40,00"),
        (85, 1000, "8,50"),
    ],
)
def test_published_shares_come_out_as_published(numerator: int, denominator: int, shown: str) -> None:
    assert percent(100 * numerator / denominator, 2) == f"{shown}{S}%"


def test_a_thousand_halves_are_rounded_up() -> None:
    # 100 * k / 20000 = k / 200: for odd k it ends in half a hundredth, and k // 2 + 1 hundredths are next
    shares = {k: 100 * k / 20_000 for k in range(1, 2_000, 2)}
    drifted = [k for k, share in shares.items() if rounded(share, 2) != Decimal(k // 2 + 1) / 100]
    assert (len(shares), drifted) == (1_000, [])


def test_a_thousand_whole_numbers_and_a_half_are_rounded_up() -> None:
    assert [rounded(k + 0.5, 0) for k in range(1_000)] == list(range(1, 1_001))


@given(st.integers(-(10**9), 10**9))
def test_a_number_with_two_decimals_keeps_them(hundredths: int) -> None:
    assert rounded(hundredths / 100, 2) == Decimal(hundredths) / 100


@pytest.mark.parametrize(
    ("given_value", "shown"), [(1.84, "+1,8"), (-10.25, "−10,3"), (0.04, "0,0"), (-0.04, "0,0"), (0.0, "0,0")]
)
def test_a_difference_has_a_sign_unless_it_shows_nothing(given_value: float, shown: str) -> None:
    assert signed(given_value, 1) == shown


def test_points_are_not_percents() -> None:
    assert points(-1.4244604316546763, 1) == f"−1,4{S}п.п."


def test_a_difference_is_taken_of_unrounded_decimals() -> None:
    # As floats 0.3 - 0.25 is 0.04999999999999999 and would round down.
    assert signed(difference(0.3, 0.25), 1) == "+0,1"
    # 66.44 - 58.36 = 8.08; the rounded 66.4 - 58.4 would give 8.0.
    assert signed(difference(66.44, 58.36), 1) == "+8,1"


@pytest.mark.parametrize(
    ("given_value", "shown"), [(65.0, "65"), (2.25, "2,25"), (100.0, "100"), (1050.0, f"1{S}050"), (0.0, "0")]
)
def test_a_plan_is_printed_as_it_was_stated(given_value: float, shown: str) -> None:
    assert plain(given_value) == shown


def test_what_is_demanded_is_printed_with_its_direction() -> None:
    assert condition(plan(65.0, ">=")) == f"≥{S}65"
    assert condition(plan(5.0, "<=")) == f"≤{S}5"
    assert condition(plan(target=None)) == "—"  # type: ignore[arg-type]


def test_a_share_tells_what_it_is_made_of() -> None:
    assert ratio(value(45, 60)) == "45 из 60"
    assert ratio(value(12.25, 259.25)) == "12,25 из 259,25"
    assert ratio(value(1399, 1689)) == f"1{S}399 из 1{S}689"
    assert ratio(value(5.216666666666667, 27)) == "5,217 из 27"
    assert ratio(missing()) == ""


def test_a_missing_value_is_told_in_words() -> None:
    assert fact(missing("not_held"), 1) == "не проводилась"
    assert fact(missing("none"), 1) == "нет данных"
    assert fact(None, 1) == "нет данных"


def test_a_small_sample_carries_a_mark() -> None:
    assert fact(value(2, 4), 1) == "50,0*"
    assert fact(value(45, 60), 1) == "75,0"


def test_a_value_of_some_schools_says_of_how_many() -> None:
    assert coverage(value(45, 60, schools_reported=5, schools_expected=6)) == f"по{S}5 из{S}6{S}школ"
    assert coverage(value(45, 60)) == ""
    assert coverage(missing()) == ""
    assert coverage(None) == ""


@pytest.mark.parametrize(
    ("fact_value", "target", "shown"),
    [
        (64.96, 65.0, "64,96"),
        (64.9996, 65.0, "64,9996"),
        (65.0, 65.0, "65,0"),
        (64.9, 65.0, "64,9"),
        (5.04, 5.0, "5,04"),
    ],
)
def test_a_fact_beside_its_plan_does_not_look_equal_when_it_is_not(
    fact_value: float, target: float, shown: str
) -> None:
    assert fact(value(1, 100, value=fact_value), 1, target) == shown


def test_there_is_no_change_without_both_years() -> None:
    both = line({2022: value(45, 60), 2023: value(51, 60)})
    assert change(both, 2023) == 10
    assert change(line({2022: missing("not_held"), 2023: value(51, 60)}), 2023) is None
    assert change(line({2021: value(45, 60), 2023: value(51, 60)}), 2023) is None
