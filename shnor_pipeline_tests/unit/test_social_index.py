"""The unofficial social index, worked by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

from shnor_pipeline.identification import component_shares, components_of_year, index_of_year
from shnor_pipeline.identification.social_index import z_scores
from shnor_pipeline.programme import BAVLY_2021, SocialIndex, load_programme
from shnor_pipeline.store import Store
from shnor_pipeline.tables import CANONICAL_TABLES

if TYPE_CHECKING:
    from pathlib import Path

PARAMETERS = load_programme(BAVLY_2021).social_index
LOW_INCOME, SINGLE, REGISTER, EDUCATION = (each.indicator for each in PARAMETERS.components)


def shares(**schools: tuple[float | None, ...]) -> pd.DataFrame:
    columns = [LOW_INCOME, SINGLE, REGISTER, EDUCATION]
    return pd.DataFrame.from_dict(schools, orient="index", columns=columns).astype(float)


def index(of: pd.DataFrame, parameters: SocialIndex = PARAMETERS) -> dict[str, Any]:
    components = components_of_year(2021, of, parameters)
    frame = index_of_year(2021, list(of.index), components, parameters)
    return {row["school_id"]: row for row in frame.to_dict("records")}


def test_it_is_the_mean_of_four_deviations_rescaled() -> None:
    # low income 10, 20, 30: mean 20, population deviation sqrt(200/3) = 8.16497, z -1.2247, 0, 1.2247
    # education 10, 20, 60: mean 30, deviation sqrt(1400/3) = 21.6025, z -0.9258, -0.4629, 1.3887
    rows = index(shares(a=(10, 25, 5, 10), b=(20, 25, 5, 20), c=(30, 25, 5, 60)))
    # a: (1.2247 + 0 + 0 - 0.9258) / 4; b: -0.4629 / 4; c: (-1.2247 + 1.3887) / 4, times 10 on top of 50
    assert [rows[school]["value"] for school in "abc"] == pytest.approx([50.7473, 48.8427, 50.4100], abs=1e-4)
    assert [rows[school]["over_threshold"] for school in "abc"] == [True, False, True]


def test_components_stand_beside_it_with_the_sign_of_their_meaning() -> None:
    frame = components_of_year(2021, shares(a=(10, 25, 5, 10), b=(20, 25, 5, 20)), PARAMETERS)
    rows = {(row["school_id"], row["indicator_id"]): row for row in frame.to_dict("records")}
    assert (rows["a", LOW_INCOME]["share"], rows["a", LOW_INCOME]["z_score"]) == (10, 1)
    assert (rows["a", EDUCATION]["z_score"], rows["a", EDUCATION]["weight"]) == (-1, 1)
    assert rows["a", SINGLE]["z_score"] == 0
    assert rows["a", SINGLE]["reversed"] is True


def test_a_school_without_a_component_has_no_index_and_does_not_change_the_others() -> None:
    both = shares(a=(10, 25, 5, 10), b=(20, 25, 5, 20))
    rows = index(pd.concat([both, shares(c=(None, 25, 5, None))]))
    assert pd.isna(rows["c"]["value"])
    assert pd.isna(rows["c"]["over_threshold"])
    assert rows["c"]["components_known"] == 2
    assert {school: rows[school]["value"] for school in "ab"} == {
        school: row["value"] for school, row in index(both).items()
    }


def test_schools_that_are_all_alike_stand_exactly_at_the_centre() -> None:
    rows = index(shares(a=(10.1, 20.3, 5.7, 30.9), b=(10.1, 20.3, 5.7, 30.9), c=(10.1, 20.3, 5.7, 30.9)))
    assert {row["value"] for row in rows.values()} == {50.0}
    assert all(row["over_threshold"] for row in rows.values())


def test_weights_and_threshold_are_data() -> None:
    weighted = PARAMETERS.model_copy(
        update={
            "components": tuple(
                each.model_copy(update={"weight": 3.0 if each.indicator == EDUCATION else 1.0})
                for each in PARAMETERS.components
            ),
            "threshold": 51.0,
        }
    )
    # education alone deviates, by 1 and -1: 50 ± 10 * 3 / 6
    rows = index(shares(a=(10, 25, 5, 20), b=(10, 25, 5, 10)), weighted)
    assert [(rows[school]["value"], rows[school]["over_threshold"]) for school in "ab"] == [
        (55.0, True),
        (45.0, False),
    ]


def test_nobody_and_one_value_have_no_deviation() -> None:
    assert np.isnan(z_scores(np.array([np.nan]))).all()
    assert z_scores(np.array([3.0, np.nan])).tolist()[0] == 0


def test_shares_are_those_of_the_catalogue_and_missing_without_pupils_or_a_passport(tmp_path: Path) -> None:
    spec = next(each for each in CANONICAL_TABLES if each.name == "social_passport")
    known = {
        "pupils": [80, 0],
        "low_income": [40, 0],
        "single_parent": [20, 0],
        "preventive_register": [4, 0],
    }
    rows = spec.frame({"school_id": ["a", "b"], "parents_higher_education": [8, 0], **known})
    store = Store(tmp_path)
    store.write(spec, 2021, rows)
    found = component_shares(lambda table: store.path(table, 2021), PARAMETERS, ["a", "b", "c"])
    assert found.loc["a"].tolist() == [50, 25, 5, 10]
    assert found.loc[["b", "c"]].isna().all(axis=None)


def test_the_title_says_that_it_is_unofficial() -> None:
    assert "неофициальный" in PARAMETERS.title_ru
