"""A school beside the other schools of its cluster, worked by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from shnor_pipeline.comparison import clusters_of_year, compare_with_clusters
from shnor_pipeline_tests.comparison_builders import INDICATOR_TABLE, schools, values

CLUSTERS = {"s01": "a", "s02": "a", "s03": "a", "s04": "b"}


def compared(indicator_id: str, **counts: tuple[float, float] | None) -> pd.DataFrame:
    found = compare_with_clusters(schools(CLUSTERS), values(indicator_id, **counts), INDICATOR_TABLE)
    return found.set_index("school_id")


def test_the_others_are_pooled_from_parts_without_the_school_itself() -> None:
    found = compared("gia_pass_share", s01=(56, 70), s02=(40, 60), s03=(8, 20), s04=(9, 10))
    row = found.loc["s01"]
    assert (row["others_numerator"], row["others_denominator"], row["others_schools"]) == (48, 80, 2)
    assert (row["others_value"], row["difference"]) == (pytest.approx(60), pytest.approx(20))
    # Newcombe 1998: 56/70 - 48/80
    assert (row["ci_low"], row["ci_high"]) == (
        pytest.approx(5.24, abs=0.005),
        pytest.approx(33.39, abs=0.005),
    )
    assert row["method"] == "newcombe"


def test_a_cluster_of_one_school_gives_no_comparison() -> None:
    row = compared("gia_pass_share", s01=(5, 10), s02=(6, 10), s03=(7, 10), s04=(9, 10)).loc["s04"]
    assert (row["value"], row["others_schools"]) == (90, 0)
    assert row[["others_value", "difference", "ci_low", "method"]].isna().all()


def test_schools_that_did_not_report_are_not_among_the_others() -> None:
    found = compared("gia_pass_share", s01=(5, 10), s02=None, s03=None, s04=(9, 10))
    assert found.loc["s01", "others_schools"] == 0
    assert pd.isna(found.loc["s01", "difference"])
    assert (found.loc["s02", "others_schools"], found.loc["s02", "others_value"]) == (1, 50)
    assert pd.isna(found.loc["s02", "difference"])


def test_units_have_a_difference_and_no_interval() -> None:
    row = compared("vacancy_share", s01=(1, 20), s02=(0.5, 10), s03=(1.5, 30), s04=(0, 9)).loc["s01"]
    assert row["others_value"] == pytest.approx(5)
    assert row["difference"] == pytest.approx(0)
    assert pd.isna(row["ci_low"])


def test_means_are_compared_as_they_are() -> None:
    row = compared("oge_mean_mark", s01=(40, 10), s02=(30, 10), s03=(60, 15), s04=(9, 3)).loc["s01"]
    assert row["difference"] == pytest.approx(4 - 90 / 25)


def test_clusters_say_whether_a_list_or_the_rule_made_them() -> None:
    found = clusters_of_year(
        schools(CLUSTERS), {"a": "А", "b": "Б"}, stated=frozenset({"a"}), order_date="2021-09-01"
    )
    assert found[["cluster_id", "schools", "stated"]].to_numpy().tolist() == [["a", 3, True], ["b", 1, False]]
    assert found["order_date"].fillna("").tolist() == ["2021-09-01", ""]
