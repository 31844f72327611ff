"""Wilson intervals against the published vectors of the methodology, section 2."""

from fractions import Fraction

import numpy as np
import pytest

from shnor_pipeline.indicators.intervals import newcombe, wilson
from shnor_pipeline_tests.second_computation import values as second

VECTORS = pytest.mark.parametrize(
    ("x", "n", "low", "high"),
    [
        (1, 100, 0.001767, 0.054486),
        (5, 100, 0.021544, 0.111750),
        (20, 100, 0.133367, 0.288829),
        (65, 100, 0.552544, 0.736358),
        (1045, 5000, 0.197955, 0.220491),
        (81, 263, 0.2553, 0.3662),
        (0, 5, 0.0, 0.434482),
        (1, 5, 0.036224, 0.624465),
        (5, 5, 0.565518, 1.0),
        (3, 10, 0.107791, 0.603222),
        (0, 30, 0.0, 0.113513),
    ],
)


@VECTORS
def test_interval_equals_the_published_one(x: int, n: int, low: float, high: float) -> None:
    digits = 4 if (x, n) == (81, 263) else 6
    assert [round(float(each), digits) for each in wilson(x, n)] == [low, high]


@VECTORS
def test_the_second_computation_has_the_published_interval(x: int, n: int, low: float, high: float) -> None:
    limits = [each / 100 for each in second.wilson(Fraction(x), Fraction(n))]
    assert limits == pytest.approx([low, high], abs=5e-5 if (x, n) == (81, 263) else 5e-7)


def test_nobody_gives_no_interval() -> None:
    low, high = wilson([0], [0])
    assert np.isnan(low[0])
    assert np.isnan(high[0])


def test_more_successes_than_trials_end_at_one() -> None:
    assert float(wilson(12, 10)[1]) == 1.0


@pytest.mark.parametrize(
    ("first", "other", "low", "high"),
    [((56, 70), (48, 80), 0.0524, 0.3339), ((9, 10), (3, 10), 0.1705, 0.8090)],
)
def test_the_interval_of_a_difference_is_that_of_newcombe_1998(
    first: tuple[int, int], other: tuple[int, int], low: float, high: float
) -> None:
    found = newcombe(*first, *other)
    assert [float(each) for each in found] == pytest.approx([low, high], abs=5e-5)


def test_a_difference_from_nobody_has_no_interval() -> None:
    assert np.isnan(newcombe(3, 10, 0, 0)).all()
