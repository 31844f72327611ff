"""The smallest number of results that change a status, against trying every possible result."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import pytest

from shnor_pipeline.identification.counts import Counts
from shnor_pipeline.identification.flips import pupils_to_flip
from shnor_pipeline.identification.rules import judge
from shnor_pipeline_tests.identification_builders import counts, nobody_excluded, rule

if TYPE_CHECKING:
    from shnor_pipeline.programme import RuleSet

RULES = {
    "two or twice": rule(),
    "two": rule(same_procedure_years=None),
    "one": rule(low_procedures=1),
    "three or twice": rule(low_procedures=3),
    "small ones left out": rule(minimum_participants=3),
}


def flips(of: Counts, by: RuleSet) -> list[int | None]:
    return pupils_to_flip(of, judge(of, by, nobody_excluded(of)), by)


def tried(of: Counts, by: RuleSet) -> int | None:
    """Judge every result the participants of one school could have had; return the nearest that differs."""
    shape = of.participants[:, 0].shape
    ranges = [range(each + 1) for each in of.participants.ravel()]
    every = np.array(list(product(*ranges)), dtype=np.int64).reshape(-1, *shape)
    cases = Counts(
        tuple(map(str, range(len(every)))),
        of.procedures,
        np.repeat(of.participants, len(every), axis=1),
        every.transpose(1, 0, 2),
    )
    named = judge(cases, by, nobody_excluded(cases)).named
    own = judge(of, by, nobody_excluded(of)).named[0]
    changed = np.abs(every - of.failed[:, 0]).sum(axis=(1, 2))[named != own]
    return int(changed.min()) if len(changed) else None


@pytest.mark.parametrize("by", RULES.values(), ids=list(RULES))
def test_no_smaller_change_of_results_exists(by: RuleSet) -> None:
    rng = np.random.default_rng(5)
    for _ in range(40):
        procedures = int(rng.integers(1, 4))
        participants = rng.integers(0, 5, (2, procedures))
        failed = rng.integers(0, participants + 1)
        of = counts(*([list(zip(*year, strict=True))] for year in zip(failed, participants, strict=True)))
        assert flips(of, by) == [tried(of, by)], of


@pytest.mark.parametrize(
    ("this_year", "before", "expected"),
    [
        # two low procedures, each low by one pupil: one of them ceases
        ([(3, 10), (3, 10)], [(0, 10), (0, 10)], 1),
        # low by far now, by one pupil a year ago: last year's pupil decides
        ([(9, 10), (0, 10)], [(3, 10), (0, 10)], 1),
        # nothing is low: two procedures need 3 of 10 each; one needs 2 + 1 in both years
        ([(0, 10), (0, 10)], [(0, 10), (0, 10)], 6),
        ([(1, 10), (0, 10)], [(2, 10), (0, 10)], 3),
        # one procedure in one year can never be two
        ([(3, 10)], [(0, 0)], None),
    ],
)
def test_worked_cases(
    this_year: list[tuple[int, int]], before: list[tuple[int, int]], expected: int | None
) -> None:
    assert flips(counts([this_year], [before]), rule()) == [expected]
