"""The gap between the best and the worst quarter of schools, worked by hand, and its interval."""

from __future__ import annotations

import numpy as np
import pytest

from shnor_pipeline.comparison import gaps_of_year
from shnor_pipeline.comparison.gap import Gap, change_interval, gap_of_quarters
from shnor_pipeline_tests.comparison_builders import schools, values


def gap(*counts: tuple[float, float], year: int = 2022) -> Gap:
    x, n = np.array(counts, dtype=float).T
    return gap_of_quarters(x, n, year)


def test_the_quarters_are_pooled_and_small_schools_left_out() -> None:
    # eight schools with at least 10 marks: quarters of two; the ninth has nine marks
    found = gap((80, 100), (9, 10), (5, 10), (5, 10), (6, 10), (6, 10), (20, 100), (1, 10), (9, 9))
    assert (found.schools, found.quarter) == (8, 2)
    assert found.value == pytest.approx(100 * (89 / 110 - 21 / 110))


def test_two_schools_are_a_quarter_each_and_one_school_has_no_gap() -> None:
    assert gap((30, 40), (10, 40)).value == pytest.approx(50)
    assert gap((30, 40)).value is None
    assert gap((30, 40)).interval() is None


def test_the_interval_takes_luck_out_of_the_gap() -> None:
    rng = np.random.default_rng(6)
    equal = gap(*[(each, 40) for each in rng.binomial(40, 0.5, 20)])  # no school is better than another
    low, high = equal.interval() or (np.nan, np.nan)
    assert equal.value is not None
    assert 0 <= low < (low + high) / 2 < equal.value


def test_the_interval_of_large_schools_covers_their_true_gap() -> None:
    true = np.linspace(0.3, 0.7, 20)
    rng, covered = np.random.default_rng(4), 0
    n = np.full(20, 400.0)
    for run in range(60):
        low, high = gap_of_quarters(rng.binomial(400, true).astype(float), n, run).interval() or (0, 0)
        covered += low <= 100 * (true[-5:].mean() - true[:5].mean()) <= high
    assert covered / 60 >= 0.85


def test_the_same_year_gives_the_same_interval() -> None:
    counts = ((30, 40), (20, 40), (25, 40), (10, 40))
    assert gap(*counts).interval() == gap(*counts).interval()


def test_a_change_larger_than_chance_is_told_from_one_that_is_not() -> None:
    wide = gap(*[(380, 400), (360, 400), (40, 400), (20, 400)], year=2021)
    narrow = gap(*[(220, 400), (210, 400), (190, 400), (180, 400)], year=2022)
    low, high = change_interval(narrow, wide) or (0, 0)
    assert high < 0
    low, high = change_interval(wide, wide) or (1, 1)
    assert low <= 0 <= high


def test_the_sentence_says_the_gap_and_its_trend() -> None:
    clusters = {f"s{each}": "a" for each in range(4)}
    before = values("high_marks_share", 2021, s0=(380, 400), s1=(360, 400), s2=(40, 400), s3=(20, 400))
    now = values("high_marks_share", 2022, s0=(220, 400), s1=(210, 400), s2=(190, 400), s3=(180, 400))
    frames = {2021: schools(clusters, 2021), 2022: schools(clusters)}
    found = gaps_of_year(frames, {2021: before, 2022: now}, 2022)
    assert found[["scope", "scope_id"]].to_numpy().tolist() == [["municipality", "bavly"], ["all", "all"]]
    row = found.iloc[0]
    assert (row["value"], row["change"]) == (pytest.approx(10), pytest.approx(-80))
    assert "По сравнению с 2021 годом разрыв сократился: −80,0" in row["sentence_ru"]


def test_without_two_schools_the_sentence_says_why() -> None:
    frame = values("high_marks_share", 2022, s1=(3, 9), s2=(30, 40))
    found = gaps_of_year({2022: schools({"s1": "a", "s2": "a"})}, {2022: frame}, 2022)
    assert "школ с 10 отметками и больше – 1" in found.iloc[0]["sentence_ru"]
