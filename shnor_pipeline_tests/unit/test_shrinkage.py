"""Beta-binomial shrinkage: the published vector and the groups without a maximum."""

import numpy as np
import pytest

from shnor_pipeline.indicators.shrinkage import NO_GROUP, fit, log_likelihood, shrunk

X, N = [3, 7, 9, 12, 20, 5, 28, 6], [5, 9, 15, 14, 25, 12, 30, 8]


def test_the_fit_is_that_of_the_methodology() -> None:
    a, b = fit(X, N)
    assert (a, b) == (pytest.approx(9.43773, abs=5e-5), pytest.approx(3.38612, abs=5e-5))
    assert log_likelihood(X, N, a, b) == pytest.approx(-17.003485, abs=1e-6)


def test_estimates_are_drawn_towards_the_mean_of_the_group() -> None:
    published = [0.6978, 0.7532, 0.6627, 0.7992, 0.7783, 0.5816, 0.8742, 0.7413]
    assert shrunk(X, N, *fit(X, N)) == pytest.approx(published, abs=5e-5)


def test_the_order_and_members_without_trials_do_not_matter() -> None:
    assert fit([0, *X[::-1]], [0, *N[::-1]]) == pytest.approx(fit(X, N), rel=1e-5)


def test_one_member_alone_has_nobody_to_learn_from() -> None:
    assert fit([3], [10]) == NO_GROUP
    assert fit([], []) == NO_GROUP


def test_a_group_without_a_single_success_gets_the_posterior_of_its_pooled_counts() -> None:
    assert fit([0, 0], [10, 20]) == (0.5, 30.5)
    assert fit([10, 20], [10, 20]) == (30.5, 0.5)


def test_a_group_more_even_than_chance_weighs_as_much_as_its_pupils() -> None:
    a, b = fit([5, 10, 15], [10, 20, 30])
    assert a + b == pytest.approx(60)
    assert a / (a + b) == pytest.approx(0.5)


def test_a_group_of_extremes_keeps_a_proper_distribution() -> None:
    a, b = fit([0, 10], [10, 10])
    assert a + b == pytest.approx(0.01)
    assert a == pytest.approx(b)


@pytest.mark.parametrize(("a", "b"), [(4.0, 16.0), (30.0, 20.0)])
def test_known_parameters_are_found_again_from_many_schools(a: float, b: float) -> None:
    rng = np.random.default_rng(7)
    trials = rng.integers(20, 60, 4000)
    found = fit(rng.binomial(trials, rng.beta(a, b, len(trials))), trials)
    assert found == pytest.approx((a, b), rel=0.12)
