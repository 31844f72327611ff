"""A rule set names schools: exact shares, several procedures, the same one year after year."""

from __future__ import annotations

from itertools import product
from math import comb

import numpy as np
import pytest

from shnor_pipeline.identification.procedures import held, looked_at
from shnor_pipeline.identification.rules import judge, least_failed, two_or_more, years_looked_at
from shnor_pipeline.programme import BAVLY_2021, load_programme
from shnor_pipeline_tests.identification_builders import counts, nobody_excluded, rule

LOW, FINE, ABSENT = (3, 10), (2, 10), (0, 0)


def named(*years: list[list[tuple[int, int]]], **changes: object) -> list[bool]:
    of = counts(*years)
    return judge(of, rule(**changes), nobody_excluded(of)).named.tolist()


@pytest.mark.parametrize(
    ("failed", "participants", "low"),
    [(3, 10, True), (2, 10, False), (6, 20, True), (299, 1000, False), (300, 1000, True), (0, 5, False)],
)
def test_exactly_thirty_percent_is_low(failed: int, participants: int, low: bool) -> None:  # noqa: FBT001
    of = counts([[(failed, participants)]])
    assert judge(of, rule(), nobody_excluded(of)).low.tolist() == [[[low]]]


def test_a_share_that_no_float_can_hold_is_compared_exactly() -> None:
    # 0.07 * 100 is 7.000000000000001 as a float: 7 of 100 would not reach it
    assert least_failed(np.array([100, 1000, 0]), rule(share_percent=7.0)).tolist() == [7, 70, 0]
    assert least_failed(np.array([1000]), rule(share_percent=33.3)).tolist() == [333]


def test_two_low_procedures_name_a_school_and_one_does_not() -> None:
    assert named([[LOW, LOW], [LOW, FINE]]) == [True, False]


def test_one_procedure_low_in_both_years_names_a_school_and_two_different_ones_do_not() -> None:
    this_year, before = [[LOW, FINE], [LOW, FINE]], [[LOW, FINE], [FINE, LOW]]
    assert named(this_year, before) == [True, False]
    assert named(this_year, before, same_procedure_years=None) == [False, False]


def test_a_procedure_that_was_not_held_last_year_is_no_second_time() -> None:
    assert named([[LOW]], [[ABSENT]]) == [False]


def test_a_rule_may_ask_for_three_years_and_three_procedures() -> None:
    own = {"same_procedure_years": 3, "low_procedures": 3}
    assert named([[LOW]], [[LOW]], [[LOW]], **own) == [True]
    assert named([[LOW]], [[LOW]], [[FINE]], **own) == [False]
    assert named([[LOW, LOW, FINE], [LOW, LOW, LOW]], **own) == [False, True]
    assert years_looked_at(rule(**own)) == 3


def test_too_small_procedures_and_excluded_schools_are_not_looked_at() -> None:
    of = counts([[(3, 9), LOW, LOW], [LOW, LOW, LOW]])
    judgement = judge(of, rule(minimum_participants=10), np.array([False, True]))
    assert judgement.held.tolist() == [2, 0]
    assert judgement.named.tolist() == [True, False]


def test_both_rule_sets_of_the_programme_differ_in_grades_and_years() -> None:
    programme = load_programme(BAVLY_2021)
    default, other = programme.identification.rule_set(), programme.identification.rule_set("fioko_2021")
    grades = [{each.grade for each in looked_at(of) if each.kind == "vpr"} for of in (default, other)]
    assert grades == [{4, 5, 6, 7, 8}, {5, 6}]
    assert (years_looked_at(default), years_looked_at(other)) == (2, 1)


@pytest.mark.parametrize(("year", "kinds"), [(2020, {"vpr", "ege"}), (2021, {"vpr", "ege", "oge"})])
def test_the_calendar_says_what_was_held(year: int, kinds: set[str]) -> None:
    programme = load_programme(BAVLY_2021)
    rule_set = programme.identification.rule_set()
    assert {each.kind for each in held(rule_set, lambda kind: programme.procedure(kind, year))} == kinds


@pytest.mark.parametrize(
    ("takers", "share", "procedures", "published"),
    [
        *((10, 0.15, 4, 0.151), (10, 0.15, 8, 0.436), (30, 0.15, 4, 0.004), (30, 0.15, 8, 0.019)),
        *((5, 0.15, 4, 0.129), (5, 0.15, 8, 0.389), (20, 0.2, 4, 0.174), (20, 0.2, 8, 0.484)),
    ],
)
def test_luck_names_a_school_as_often_as_the_methodology_says(
    takers: int, share: float, procedures: int, published: float
) -> None:
    # the chance that one procedure is low, then every pattern of low procedures that names the school
    least = int(least_failed(np.array([takers]), rule())[0])
    low = sum(comb(takers, k) * share**k * (1 - share) ** (takers - k) for k in range(least, takers + 1))
    patterns = np.array(list(product([False, True], repeat=procedures)))
    chances = np.where(patterns, low, 1 - low).prod(axis=1)
    assert round(chances[two_or_more(patterns[None], rule())].sum(), 3) == published
