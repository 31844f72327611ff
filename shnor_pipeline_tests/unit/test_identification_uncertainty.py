"""The chance of a wrong status: what is stated comes true, and does not depend on who else is there."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from scipy.stats import beta as beta_distribution

from shnor_pipeline.identification.groups import chances_low, cluster_shares, shrunk_shares
from shnor_pipeline.identification.posterior import chance_at_least
from shnor_pipeline.identification.rules import judge, same_twice, two_or_more
from shnor_pipeline.identification.uncertainty import chance_misclassified
from shnor_pipeline_tests.identification_builders import counts, nobody_excluded, rule

BINS = np.array([0, 0.1, 0.2, 0.3, 0.5, 1.0])


def exact_chance(named: bool, chances: np.ndarray) -> float:  # noqa: FBT001
    """Add up the chances of all patterns of low procedures in both years that say otherwise."""
    size = chances.size
    patterns = np.array(list(product([False, True], repeat=size))).reshape(-1, *chances.shape)
    weights = np.where(patterns, chances, 1 - chances).prod(axis=(1, 2))
    low = patterns.transpose(1, 0, 2)
    return float(weights[(two_or_more(low, rule()) | same_twice(low, rule())) != named].sum())


@pytest.mark.parametrize("named", [True, False])
def test_draws_agree_with_the_sum_over_all_patterns(named: bool) -> None:  # noqa: FBT001
    chances = np.array([[0.5, 0.1, 0.3, 0.05], [0.2, 0.6, 0.0, 0.9]])
    stated = chance_misclassified(np.array([named]), chances[:, None], rule(), 2021, ["s01"])
    # 10,000 draws: standard error at most 0.005
    assert stated[0] == pytest.approx(exact_chance(named, chances), abs=0.02)


def test_a_school_has_the_same_chance_in_any_company_and_another_in_another_year() -> None:
    chances = np.random.default_rng(1).random((2, 3, 6)) * 0.4
    named, schools = np.array([True, False, True]), ["s01", "s02", "s03"]
    all_three = chance_misclassified(named, chances, rule(), 2021, schools)
    turned = chance_misclassified(named[::-1], chances[:, ::-1], rule(), 2021, schools[::-1])
    alone = chance_misclassified(named[1:2], chances[:, 1:2], rule(), 2021, ["s02"])
    assert all_three.tolist() == turned[::-1].tolist()
    assert alone[0] == all_three[1]
    assert chance_misclassified(named, chances, rule(), 2022, schools).tolist() != all_three.tolist()


@pytest.mark.parametrize("members", [3, 5, 12])
def test_what_is_stated_comes_true(members: int) -> None:
    """Of statuses stated to be wrong with 20 % about 20 % are wrong, and so in every bin.

    Clusters of unlike procedures are drawn (mean failing share 5-30 %, weight 8-40 pupils, 4-30 takers),
    their true shares are known, and the statuses by results are compared with those by true shares.
    """
    rng = np.random.default_rng([31, members])
    stated, wrong = [], []
    for _ in range(1600 // members):
        mean, weight = rng.uniform(0.05, 0.3, (2, 1, 8)), rng.uniform(8, 40, (2, 1, 8))
        true = rng.beta(mean * weight, (1 - mean) * weight, (2, members, 8))
        taken = rng.integers(4, 31, true.shape)
        of = counts(*np.stack([rng.binomial(taken, true), taken], axis=-1))
        named = judge(of, rule(), nobody_excluded(of)).named
        low = true >= 0.3
        wrong.append(named != (two_or_more(low, rule()) | same_twice(low, rule())))
        chances = chances_low(of, [["c"] * members] * 2, 0.3)
        stated.append(chance_misclassified(named, chances, rule(), 2021, of.schools))
    chance, was_wrong = np.concatenate(stated), np.concatenate(wrong)
    of_bin = np.digitize(chance, BINS[1:-1])
    for number in range(len(BINS) - 1):
        inside = of_bin == number
        assert inside.sum() > 150
        assert was_wrong[inside].mean() == pytest.approx(chance[inside].mean(), abs=0.1), BINS[number]
    a_fifth = (chance > 0.15) & (chance < 0.25)
    assert was_wrong[a_fifth].mean() == pytest.approx(0.2, abs=0.05)
    assert was_wrong.mean() == pytest.approx(chance.mean(), abs=0.05)


def test_with_many_pupils_the_chance_is_that_of_the_share_itself() -> None:
    failed, participants = np.array([290, 310]), np.array([1000, 1000])
    expected = beta_distribution.sf(0.3, failed + 1, participants - failed + 1)
    assert chance_at_least(0.3, failed, participants) == pytest.approx(expected, abs=0.03)


@pytest.mark.parametrize(("failed", "low", "high"), [((0, 0, 0), 0, 0.02), ((12, 15, 11), 0.98, 1)])
def test_a_cluster_that_is_all_alike_is_nearly_but_not_quite_certain(
    failed: tuple[int, ...], low: float, high: float
) -> None:
    chances = chance_at_least(0.3, np.array(failed), np.array([12, 15, 11]))
    assert all((chances > low) & (chances < high))


def test_a_school_alone_in_its_cluster_is_judged_by_itself_with_a_wide_answer() -> None:
    assert 0.3 < chance_at_least(0.3, np.array([3]), np.array([10]))[0] < 0.6
    assert chance_at_least(0.3, np.array([0]), np.array([1]))[0] < 0.3


@pytest.mark.parametrize(("threshold", "chance"), [(0.0, 1.0), (1.0, 0.0)])
def test_a_threshold_that_everyone_or_nobody_reaches(threshold: float, chance: float) -> None:
    assert chance_at_least(threshold, np.array([1]), np.array([2])).tolist() == [chance]


def test_the_published_estimates_are_those_of_the_cluster_and_procedure_alone() -> None:
    # the vector of the methodology, beside a school of another cluster and a school that did not take part
    vector = [(3, 5), (7, 9), (9, 15), (12, 14), (20, 25), (5, 12), (28, 30), (6, 8)]
    of = counts([[each] for each in [*vector, (0, 40), (0, 0)]])
    estimates = shrunk_shares(of, ["a"] * 8 + ["b", "a"])[:, 0]
    published = [0.6978, 0.7532, 0.6627, 0.7992, 0.7783, 0.5816, 0.8742, 0.7413]
    assert estimates[:8] == pytest.approx(published, abs=5e-5)
    assert estimates[9] == 0


def test_the_cluster_is_compared_without_the_school_itself() -> None:
    of = counts([[(1, 10)], [(3, 10)], [(5, 10)], [(9, 10)]])
    shares = cluster_shares(of, ["a", "a", "a", "b"])[:, 0]
    assert shares[:3].tolist() == [8 / 20, 6 / 20, 4 / 20]
    assert np.isnan(shares[3])
