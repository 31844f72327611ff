"""The interval of a difference and the word it allows."""

import pytest

from shnor_pipeline.reporting.change import change_to_last_year, newcombe
from shnor_pipeline_tests.report_builders import line, missing, value


@pytest.mark.parametrize(
    ("now", "before", "low", "high"),
    [
        # Newcombe, Statistics in Medicine 17 (1998), table II, method 10.
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_the_interval_of_a_difference_is_newcombes(
    now: tuple[int, int], before: tuple[int, int], low: float, high: float
) -> None:
    limits = newcombe(value(*now), value(*before))
    assert limits is not None
    assert limits == pytest.approx((100 * low, 100 * high), abs=0.006)


@pytest.mark.parametrize(
    ("now", "direction", "word"),
    [
        (80, "higher", "better"),
        (80, "lower", "worse"),
        (80, "context", "higher"),
        (40, "higher", "worse"),
        (40, "lower", "better"),
        (40, "context", "lower"),
        (64, "higher", "unclear"),
    ],
)
def test_the_word_follows_the_interval_and_the_direction(now: int, direction: str, word: str) -> None:
    # 60 of 100 the year before: 64 is within chance, 80 and 40 are not.
    found = change_to_last_year(
        line({2022: value(60, 100), 2023: value(now, 100)}, direction=direction), 2023
    )
    assert found is not None
    assert found.direction == word


def test_a_rise_of_one_in_eight_is_not_called_better() -> None:
    found = change_to_last_year(line({2022: value(12, 16), 2023: value(14, 16)}), 2023)
    assert found is not None
    assert (round(found.difference, 1), found.direction) == (12.5, "unclear")


@pytest.mark.parametrize(
    "now",
    [
        missing("not_held"),
        value(9, 9),
        value(80, 100, status="partial", schools_reported=7),
        value(80, 100, ci_low=None, ci_high=None),
        value(191, 190),
    ],
    ids=["not held", "small sample", "schools missing", "no interval", "above a hundred percent"],
)
def test_what_is_not_comparable_is_not_judged(now: object) -> None:
    assert change_to_last_year(line({2022: value(60, 100), 2023: now}), 2023) is None  # type: ignore[dict-item]
