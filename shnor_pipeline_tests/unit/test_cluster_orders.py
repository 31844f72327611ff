"""Dates of the orders that froze the clusters, and first years in the programme."""

from pathlib import Path

import pytest

from shnor_pipeline.reference import Lists, ReferenceFileError, School
from shnor_pipeline.reference.lists import load_lists

HEADER = "year,school_id,cluster_id,cluster_title"


def clusters(folder: Path, header: str, *lines: str) -> Lists:
    (folder / "clusters.csv").write_text("\n".join([header, *lines]), encoding="utf-8")
    return load_lists(folder)


def test_a_list_may_give_the_date_of_its_order(tmp_path: Path) -> None:
    found = clusters(tmp_path, f"{HEADER},order_date", "2021,s01,town,Городские,2021-09-01")
    assert found.cluster_orders == {2021: "2021-09-01"}


def test_a_list_without_dates_is_read_as_before(tmp_path: Path) -> None:
    found = clusters(tmp_path, HEADER, "2021,s01,town,Городские")
    assert (found.cluster_orders, found.clusters[2021]) == ({}, {"s01": ("town", "Городские")})


@pytest.mark.parametrize("dates", [("2021-13-01", "2021-13-01"), ("2021-09-01", "2021-09-02")])
def test_the_order_of_a_year_has_one_real_date(tmp_path: Path, dates: tuple[str, str]) -> None:
    lines = [f"2021,s0{place},town,Городские,{day}" for place, day in enumerate(dates)]
    with pytest.raises(ReferenceFileError, match="одна дата приказа на год, ГГГГ-ММ-ДД"):
        clusters(tmp_path, f"{HEADER},order_date", *lines)


def test_the_first_year_in_the_programme_is_the_earliest_listed() -> None:
    lists = Lists(groups={(2021, "s01"): "both", (2020, "s01"): "adverse", (2022, "s02"): "both"})
    assert lists.first_years() == {"s01": 2020, "s02": 2022}


def test_a_year_without_clusters_groups_by_locality_and_kind_and_spells_kinds_as_officials_do() -> None:
    fields = ("s01", "bavly", "Бавлинский район", "Луговая ООШ", "Луговая ООШ", "basic", "rural")
    school = School(*fields, codes=(), aliases=(), first_year=2000, last_year=2030)
    assert Lists().cluster(2018, school) == ("rural_basic", "Сельские ООШ")
