"""Funnel limits against the published vectors of the methodology, section 2."""

import numpy as np
import pytest

from shnor_pipeline.identification.funnel import Z_95, Z_998, funnel_limits, is_outside
from shnor_pipeline.indicators.intervals import wilson

BASELINE = 0.80642448


@pytest.mark.parametrize(
    ("trials", "z", "low", "high"),
    [
        (10, Z_998, 42.032590, None),
        (10, Z_95, 56.154344, None),
        (20, Z_95, 63.326743, 97.958152),
        (30, Z_95, 66.504234, 94.780661),
    ],
)
def test_limits_equal_the_published_ones(trials: int, z: float, low: float, high: float | None) -> None:
    found = [100 * float(each) for each in funnel_limits(BASELINE, trials, z)]
    assert found[0] == pytest.approx(low, abs=2e-5)
    assert np.isnan(found[1]) if high is None else found[1] == pytest.approx(high, abs=2e-5)


def test_at_a_limit_the_wilson_interval_touches_the_baseline() -> None:
    low, high = funnel_limits(BASELINE, 20, Z_95)
    assert float(wilson(20 * low, 20)[1]) == pytest.approx(BASELINE)
    assert float(wilson(20 * high, 20)[0]) == pytest.approx(BASELINE)


def test_a_share_is_outside_only_beyond_a_limit_that_exists() -> None:
    shares, baselines = [0.9, 0.5, 0.3, 0.9], [0.3, 0.3, 0.3, np.nan]
    assert is_outside(shares, baselines, [20, 20, 20, 20], Z_95).tolist() == [True, False, False, False]
    assert not is_outside(0.5, 0.3, 0, Z_95)
