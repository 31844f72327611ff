"""Risk profile: levels exactly on their bounds, evidence with its parts, honest gaps."""

from __future__ import annotations

import pandas as pd
import pytest

from shnor_pipeline.indicators import BY_ID
from shnor_pipeline.profile import risk_profile
from shnor_pipeline.profile.factors import FACTORS, Evidence
from shnor_pipeline.profile.risk import level_of
from shnor_pipeline_tests.comparison_builders import INDICATOR_TABLE, schools, values

S = "\u00a0"


def profile(*frames: pd.DataFrame) -> pd.DataFrame:
    found = risk_profile(schools({"s01": "a"}), pd.concat(frames), INDICATOR_TABLE)
    return found.set_index("factor")


@pytest.mark.parametrize(
    ("value", "level"),
    [(9.999, "not_found"), (10, "low"), (15, "medium"), (19.99, "medium"), (20, "high"), (100, "high")],
)
def test_a_value_equal_to_a_bound_has_reached_it(value: float, level: str) -> None:
    assert level_of(value, Evidence("disability_share", "above", 10, 15, 20)) == level


@pytest.mark.parametrize(
    ("value", "level"), [(90.001, "not_found"), (90, "low"), (80, "medium"), (70, "high"), (0, "high")]
)
def test_where_little_is_bad_the_bounds_work_downwards(value: float, level: str) -> None:
    assert level_of(value, Evidence("vpr_pass_share", "below", 90, 80, 70)) == level


def test_every_factor_of_every_school_has_a_row() -> None:
    found = profile(values("disability_share", s01=(1, 100)))
    assert found.index.tolist() == list(range(1, 11))
    assert found.loc[4, "level_ru"] == "риск не выявлен"


def test_factors_without_a_form_say_that_the_system_has_no_data() -> None:
    found = profile(values("disability_share", s01=(1, 100)))
    assert found.loc[[1, 5, 10], "level"].tolist() == ["no_data"] * 3
    assert found.loc[1, "evidence_ru"].startswith("Нет данных в системе")


def test_a_school_that_did_not_report_is_no_school_without_risk() -> None:
    row = profile(values("disability_share", s01=None)).loc[4]
    assert row["level"] == "no_data"
    assert row["evidence_ru"].startswith("Нет данных за год: «Доля обучающихся с ограниченными")


def test_the_worst_indicator_decides_and_all_are_shown() -> None:
    row = profile(
        values("vpr_pass_share", s01=(95, 100)),
        values("gia_pass_share", s01=(6, 8)),
    ).loc[9]
    assert (row["level"], row["indicator_id"], row["few"]) == ("medium", "gia_pass_share", True)
    assert f"95,0{S}% (95 из 100; низкая значимость до 90{S}%)" in row["evidence_ru"]
    assert f"75,0{S}% (6 из 8, малая выборка; средняя значимость до 80{S}%)" in row["evidence_ru"]


def test_the_declared_factors_are_whole() -> None:
    assert [factor.number for factor in FACTORS] == list(range(1, 11))
    for each in (evidence for factor in FACTORS for evidence in factor.evidence):
        assert BY_ID[each.indicator_id].is_share
        bounds = [each.low, each.medium, each.high]
        assert bounds == sorted(bounds, reverse=each.worse == "below")
