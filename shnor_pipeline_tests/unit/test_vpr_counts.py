"""Counts are rebuilt from rounded percents so that they add up to the participants."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shnor_pipeline.ingest.vpr_counts import whole_counts


@pytest.mark.parametrize(
    ("percents", "participants", "counts"),
    [
        # 2 of 23 = 8.7 %, 7 = 30.4 %, 10 = 43.5 %, 4 = 17.4 %
        ([8.7, 30.4, 43.5, 17.4], 23, [2, 7, 10, 4]),
        ([0.0, 50.0, 50.0, 0.0], 4, [0, 2, 2, 0]),
        # thirds of one pupil: the largest fraction, then the first mark, gets the pupil
        ([33.3, 33.3, 33.4, 0.0], 1, [0, 0, 1, 0]),
    ],
)
def test_counts_behind_printed_percents(percents: list[float], participants: int, counts: list[int]) -> None:
    assert whole_counts(percents, participants) == counts


@given(st.lists(st.integers(0, 60), min_size=4, max_size=4).filter(any))
def test_counts_survive_printing_as_percents_with_one_decimal(counts: list[int]) -> None:
    participants = sum(counts)
    printed = [round(100 * count / participants, 1) for count in counts]
    rebuilt = whole_counts(printed, participants)
    assert sum(rebuilt) == participants
    assert max(abs(a - b) for a, b in zip(rebuilt, counts, strict=True)) <= 1
