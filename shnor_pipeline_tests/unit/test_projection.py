"""A straight line through yearly values, with its interval worked by hand."""

import pandas as pd
import pytest

from shnor_pipeline.indicators.projection import project, projections
from shnor_pipeline_tests import plan_builders as p

YEARS = (2018, 2019, 2020)


def test_interval_of_three_years() -> None:
    # mean 12, slope (-1*10 + 1*12) / 2 = 1 a year: 2022 is 12 + 3 = 15; residuals -1, 2, -1: 6 / (3 - 2) = 6;
    # 6 * (1 + 1/3 + 9/2) = 35; t(0.975; 1) = 12.706205: 15 +- 75.17, the lower end clipped to 0
    value, low, high = project(YEARS, (10, 14, 12), 2022)
    assert (value, low) == (pytest.approx(15), 0)
    assert high == pytest.approx(15 + 12.706205 * 35**0.5, abs=1e-4)


def test_interval_of_four_years() -> None:
    # mean 25.5, slope (-1.5*20 - 0.5*24 + 0.5*28 + 1.5*30) / 5 = 3.4: 2022 is 25.5 + 3.4 * 2.5 = 34;
    # residuals -0.4, 0.2, 0.8, -0.6: 1.2 / 2 = 0.6; 0.6 * (1 + 1/4 + 6.25/5) = 1.5; t(0.975; 2) = 4.302653
    value, low, high = project((2018, 2019, 2020, 2021), (20, 24, 28, 30), 2022)
    assert value == pytest.approx(34)
    assert [low, high] == pytest.approx([34 - 4.302653 * 1.5**0.5, 34 + 4.302653 * 1.5**0.5], abs=1e-5)


@pytest.mark.parametrize(("values", "expected"), [((60, 80, 100), 100), ((40, 20, 0), 0)])
def test_a_share_stays_between_0_and_100(values: tuple[float, ...], expected: float) -> None:
    assert project(YEARS, values, 2023) == (expected, expected, expected)


def test_a_year_left_out_keeps_its_distance() -> None:
    # 10 a year over 2018, 2020, 2021: on a line, so nothing is left for the interval
    assert project((2018, 2020, 2021), (10, 30, 40), 2023) == pytest.approx((60, 60, 60))


def projected(year: int, *known: tuple[int, float]) -> pd.Series:
    rows = [p.value_row(year=of, value=value) for of, value in known]
    return projections([p.target_line()], p.values(*rows), year, 2023, "bavly").iloc[0]


def test_the_row_says_from_which_years_and_how() -> None:
    row = projected(2021, (2018, 10.0), (2020, 30.0), (2021, 40.0))
    assert (row["last_year"], row["years_used"], row["value"]) == (
        2023,
        "2018, 2020, 2021",
        pytest.approx(60),
    )
    assert "Линейный тренд" in row["method_ru"]


def test_two_years_make_no_projection() -> None:
    row = projected(2020, (2018, 10.0), (2020, 30.0))
    assert row[["value", "ci_low", "ci_high"]].isna().all()
    assert row["method_ru"] == "Прогноза нет: лет со значениями 2, нужно не меньше 3."


def test_what_comes_later_is_not_used() -> None:
    known = ((2018, 10.0), (2019, 20.0), (2020, 30.0), (2021, 0.0))
    assert projected(2020, *known)["value"] == pytest.approx(60)


def test_the_last_year_itself_is_not_projected() -> None:
    row = projected(2023, (2021, 10.0), (2022, 20.0), (2023, 30.0))
    assert pd.isna(row["value"])
    assert "последний год программы" in row["method_ru"]


def test_two_plans_of_one_indicator_are_one_projection_and_one_without_values_has_its_row() -> None:
    lines = [p.target_line(), p.target_line(kind="monitoring"), p.target_line(indicator_id="network_share")]
    rows = projections(lines, p.values(p.value_row()), 2021, 2023, "bavly")
    assert rows["indicator_id"].tolist() == ["category_share", "network_share"]
    assert rows["years_used"].fillna("").tolist() == ["2021", ""]
