"""Proposed clusters: clear groups are found, missing components are said, the same data give the same."""

from __future__ import annotations

import pandas as pd
import pytest

from shnor_pipeline.comparison import Proposal, TooFewSchoolsError, propose_clusters
from shnor_pipeline.comparison.proposal import SOCIAL
from shnor_pipeline_tests.comparison_builders import schools, values

TOWN = {f"t{each}": 400 + 10 * each for each in range(5)}
VILLAGE = {f"v{each}": 30 + each for each in range(5)}
PUPILS = TOWN | VILLAGE


def social(**missing: None) -> pd.DataFrame:
    shares = {name: (40 + place, 100) for place, name in enumerate(VILLAGE)}
    shares |= {name: (10 + place, 100) for place, name in enumerate(TOWN)}
    return pd.concat([values(each, **(shares | missing)) for each in SOCIAL])


def proposal(shares: pd.DataFrame | None = None, groups: int | None = None) -> Proposal:
    frame = schools(
        dict.fromkeys(PUPILS, "a"),
        pupils=PUPILS,
        locality=dict.fromkeys(TOWN, "town"),
        kind=dict.fromkeys(VILLAGE, "basic"),
    )
    return propose_clusters(frame, social() if shares is None else shares, groups)


def test_two_clear_groups_are_found_and_stable() -> None:
    found = proposal()
    assert found.chosen == 2
    assert {found.cluster[each] for each in TOWN} == {"group_1"}
    assert {found.cluster[each] for each in VILLAGE} == {"group_2"}
    best = found.options[0]
    assert (best.groups, best.stability) == (2, 1.0)
    assert best.silhouette > 0.8


def test_the_number_of_groups_can_be_given() -> None:
    found = proposal(groups=4)
    assert found.chosen == len(set(found.cluster.values())) == 4
    assert [each.groups for each in found.options] == [2, 3, 4, 5, 6]


def test_peers_are_the_nearest_schools_in_order_of_distance() -> None:
    peers = proposal().peers["t2"]
    assert {school for school, _ in peers} <= set(TOWN)
    distances = [distance for _, distance in peers]
    assert distances == sorted(distances)


def test_a_title_says_what_the_schools_share() -> None:
    assert proposal().titles == {
        "group_1": "Городские школы (СОШ), в среднем 420 обучающихся",
        "group_2": "Сельские школы (ООШ), в среднем 32 обучающихся",
    }


def test_a_school_with_a_missing_component_is_left_out_and_said() -> None:
    found = proposal(social(v3=None))
    assert found.left_out == {"v3": SOCIAL}
    assert "v3" not in found.cluster


def test_the_same_data_give_the_same_proposal() -> None:
    assert proposal() == proposal()


def test_too_few_schools_are_an_error_with_their_number() -> None:
    with pytest.raises(TooFewSchoolsError, match="Школ со всеми составляющими – 2"):
        proposal(social(**dict.fromkeys([*TOWN, "v0", "v1", "v2"])))
