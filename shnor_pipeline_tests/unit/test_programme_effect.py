"""Effect of the programme: no claim where there is none, an honest power, sentences with their figures."""

from __future__ import annotations

import numpy as np
import pytest

from shnor_pipeline.comparison import effects_of_year
from shnor_pipeline.comparison.effect import Effect, Panel, programme_effect
from shnor_pipeline.comparison.sentences import effect_sentence
from shnor_pipeline.comparison.years import claim_of
from shnor_pipeline_tests.comparison_builders import INDICATOR_TABLE, region, schools, values

RUNS = 400
S = "\u00a0"


def effects(effect: float, seed: int) -> list[Effect]:
    rng = np.random.default_rng(seed)
    drawn = (programme_effect(region(rng, effect)) for _ in range(RUNS))
    return [each for each in drawn if each is not None]


@pytest.fixture(scope="module")
def without_effect() -> list[Effect]:
    return effects(0.0, seed=1)


@pytest.fixture(scope="module")
def with_five_points() -> list[Effect]:
    return effects(0.05, seed=2)


def claims(found: list[Effect]) -> float:
    return float(np.mean([claim_of(each, "higher") == "improved" for each in found]))


def test_a_region_without_an_effect_claims_one_in_at_most_five_of_a_hundred_runs(
    without_effect: list[Effect],
) -> None:
    assert len(without_effect) > 0.95 * RUNS  # a few regions choose whole clusters and say nothing
    assert claims(without_effect) <= 0.05


def test_the_bare_growth_of_the_chosen_schools_would_mislead(without_effect: list[Effect]) -> None:
    growth = np.mean([each.growth - each.growth_comparison for each in without_effect])
    net = [each.net for each in without_effect]
    assert growth > 0.05
    assert abs(np.mean(net)) < 3 * np.std(net) / np.sqrt(RUNS)


def test_the_interval_covers_the_true_change_in_95_of_100_runs(with_five_points: list[Effect]) -> None:
    covered = [each.interval()[0] <= 0.05 <= each.interval()[1] for each in with_five_points]
    assert np.mean(covered) == pytest.approx(0.95, abs=0.035)


def test_the_stated_power_is_how_often_the_change_is_found(with_five_points: list[Effect]) -> None:
    stated = np.mean([each.power(0.05) for each in with_five_points])
    assert claims(with_five_points) == pytest.approx(stated, abs=0.05)
    assert stated < 0.25  # eight schools are too few for five points, and the sentence says so


def test_a_large_effect_is_found() -> None:
    assert claims(effects(0.30, seed=3)[:100]) > 0.9


def test_the_same_schools_in_another_order_give_the_same_estimate() -> None:
    panel = region(np.random.default_rng(5))
    turned = Panel(**{name: getattr(panel, name)[::-1] for name in Panel.__slots__})
    first, second = programme_effect(panel), programme_effect(turned)
    assert first is not None
    assert second is not None
    assert second.net == pytest.approx(first.net, abs=1e-9)


def panel(treated: list[bool], cluster: list[str], later: list[float]) -> Panel:
    n = np.full(len(later), 50.0)
    base = np.linspace(20, 40, len(later))
    return Panel(
        cluster=np.array(cluster),
        treated=np.array(treated),
        x_base=base,
        n_base=n,
        x=np.array(later, dtype=float),
        n=n,
    )


def test_a_cluster_without_other_schools_takes_no_part() -> None:
    treated = [True, True, True, False, False, False, False, False, True]
    clusters = ["a"] * 8 + ["alone"]
    found = programme_effect(panel(treated, clusters, [30, 25, 28, 31, 33, 36, 38, 35, 50]))
    assert found is not None
    assert (found.schools_programme, found.schools_comparison) == (3, 5)


def test_one_school_of_a_kind_or_no_spread_gives_no_estimate() -> None:
    assert programme_effect(panel([True] + [False] * 6, ["a"] * 7, [30, 31, 30, 32, 33, 34, 33])) is None
    assert programme_effect(panel([True, True] + [False] * 5, ["a"] * 7, [50] * 7)) is None


EFFECT = Effect(
    schools_programme=8,
    schools_comparison=11,
    value_base=0.60,
    value=0.70,
    growth_comparison=0.01,
    net=0.06,
    error=0.02,
    freedom=14,
)


def test_improvement_is_said_only_when_the_whole_interval_is_on_the_better_side() -> None:
    # t(14; 0.975) = 2.1448: 6 +- 4.29 points
    assert EFFECT.interval() == pytest.approx((0.017104, 0.102896), abs=1e-6)
    assert claim_of(EFFECT, "higher") == "improved"
    assert claim_of(EFFECT, "lower") == "not_shown"


def test_where_less_is_better_the_interval_must_lie_below_zero() -> None:
    fewer = Effect(**{name: getattr(EFFECT, name) for name in Effect.__slots__} | {"net": -0.06})
    assert claim_of(fewer, "lower") == "improved"
    assert claim_of(fewer, "higher") == "not_shown"


def test_the_sentence_holds_every_figure_of_the_claim() -> None:
    assert effect_sentence(EFFECT, "improved", 2020, 2022) == (
        f"Улучшение сверх ожидаемого: с 2020 по 2022 год показатель в школах программы (8) изменился "
        f"в среднем на +10,0{S}п.п., а по их начальному уровню и другим школам тех же кластеров (11) "
        f"ожидалось +4,0{S}п.п.; сверх ожидаемого +6,0{S}п.п. (95{S}% интервал от +1,7 до +10,3{S}п.п.)."
    )


def test_what_is_not_shown_comes_with_the_power() -> None:
    text = effect_sentence(EFFECT, "not_shown", 2020, 2022)
    assert text.startswith("Улучшение сверх ожидаемого не показано: ")
    assert f"в 5{S}п.п. было бы замечено с вероятностью" in text


def test_schools_that_joined_together_are_judged_beside_those_that_have_not_joined() -> None:
    names = [f"s{number:02}" for number in range(1, 13)]
    counts = {name: (30 + 3 * place % 17, 60) for place, name in enumerate(names)}
    later = {name: (32 + 5 * place % 19, 60) for place, name in enumerate(names)}
    frames = {
        2020: values("gia_pass_share", 2020, **counts),
        2022: values("gia_pass_share", 2022, **later),
    }
    joined = dict.fromkeys(names[:4], 2020) | {names[11]: 2023}
    found = effects_of_year(schools(dict.fromkeys(names, "a")), joined, frames, INDICATOR_TABLE, 2022)
    row = found.set_index("indicator_id").loc["gia_pass_share"]
    assert (row["base_year"], row["schools_programme"], row["schools_comparison"]) == (2020, 4, 8)
    assert row["growth"] == pytest.approx(row["growth_expected"] + row["net_change"])


def test_an_indicator_without_data_has_a_row_that_says_so() -> None:
    frames = {year: values("gia_pass_share", year, s01=(5, 10), s02=(6, 10)) for year in (2020, 2022)}
    found = effects_of_year(
        schools({"s01": "a", "s02": "a"}), {"s01": 2020}, frames, INDICATOR_TABLE, 2022
    ).set_index("indicator_id")
    assert set(found["claim"]) == {"no_data"}
    assert "у школ программы: 1, у других школ: 1" in found.loc["gia_pass_share", "sentence_ru"]
    assert "vacancy_share" not in found.index  # units, not people
    assert "low_income_share" not in found.index  # nothing is better or worse


def test_the_first_year_itself_has_nothing_to_compare() -> None:
    frame = values("gia_pass_share", 2020, s01=(5, 10))
    found = effects_of_year(schools({"s01": "a"}), {"s01": 2020}, {2020: frame}, INDICATOR_TABLE, 2020)
    assert found.empty
