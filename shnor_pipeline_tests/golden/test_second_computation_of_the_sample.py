"""Every value of the committed sample, all years and scopes, computed twice."""

from __future__ import annotations

import csv
import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from shnor_pipeline import chain, run
from shnor_pipeline.indicators import INDICATORS
from shnor_pipeline.settings import CHECKOUT
from shnor_pipeline.tables import (
    CANONICAL_TABLES,
    INDICATOR_VALUE,
    MEASURE_PROGRESS,
    SCHOOL_YEAR,
    SUPPRESSION,
)
from shnor_pipeline_tests import builders as b
from shnor_pipeline_tests.second_computation import DEFINITIONS, Year, values_of
from shnor_pipeline_tests.second_computation.attack import recomputed
from shnor_pipeline_tests.second_computation.comparing import differences, rows_of
from shnor_pipeline_tests.second_computation.whole_year import measures_done, quality_gap

if TYPE_CHECKING:
    from collections.abc import Callable

    from shnor_pipeline.chain import Workspace
    from shnor_pipeline_tests.second_computation import Tables

YEARS = tuple(range(2018, 2024))
KNOWN = {each.indicator_id for each in INDICATORS}
PROCEDURES = ("oge", "ege", "ege_base", "vpr", "vsosh_school", "vsosh_municipal")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    root = tmp_path_factory.mktemp("sample") / "home"
    for name in ("inbox", "reference"):
        shutil.copytree(CHECKOUT / "data" / name, root / name)
    shutil.copy(CHECKOUT / "data" / "programme.yaml", root)
    opened = b.workspace(root)
    for year in YEARS:
        chain.take_in_year(opened, year)
    run._compute(opened, YEARS, YEARS, lambda _stage: None)
    return opened


def read(workspace: Workspace, year: int) -> Year:
    def tables(of_year: int) -> Tables:
        return {spec.name: rows_of(workspace.store.read(spec, of_year)) for spec in CANONICAL_TABLES}

    held = frozenset(name for name in PROCEDURES if workspace.programme.is_held(name, year))
    schools = rows_of(workspace.store.read(SCHOOL_YEAR, year))
    return Year(year, schools, tables(year), tables(year - 1), held)


def published(workspace: Workspace, year: int, ids: set[str]) -> list[dict[str, Any]]:
    rows = rows_of(workspace.store.read(INDICATOR_VALUE, year))
    return [row for row in rows if row["indicator_id"] in ids]


@pytest.mark.parametrize("year", YEARS)
def test_both_computations_are_equal(workspace: Workspace, year: int) -> None:
    shared = {name: each for name, each in DEFINITIONS.items() if name in KNOWN}
    rows = published(workspace, year, set(shared))
    assert len(rows) > 1000
    assert differences(rows, values_of(read(workspace, year), shared)) == []


@pytest.mark.parametrize("year", YEARS)
def test_the_gap_between_schools_is_equal(workspace: Workspace, year: int) -> None:
    known = read(workspace, year)
    gap = quality_gap(known, [row["school_id"] for row in known.schools])
    rows = published(workspace, year, {"quality_gap"})
    # the sample has one municipality, so both scopes say the same
    stated = [row["value"] for row in rows if row["scope"] in {"all", "municipality"}]
    assert gap is not None
    assert stated == [pytest.approx(float(gap), abs=1e-9)] * len(stated)
    assert len(stated) == (2 if "quality_gap" in KNOWN else 0)


@pytest.mark.parametrize("year", YEARS)
def test_the_share_of_measures_is_equal(workspace: Workspace, year: int) -> None:
    done = measures_done(rows_of(workspace.store.read(MEASURE_PROGRESS, year)))
    rows = published(workspace, year, {"measures_done_share"})
    stated = next((row["numerator"], row["denominator"]) for row in rows if row["scope"] == "all")
    expected = (None, None) if done is None else tuple(map(float, done))
    assert stated == pytest.approx(expected, abs=1e-9)


def test_the_second_computation_knows_every_indicator_of_the_engine() -> None:
    assert set(DEFINITIONS) | {"quality_gap", "measures_done_share"} >= KNOWN


Where = tuple[int, str, str, str]
"""Year, indicator, scope and scope id of a value."""


@pytest.fixture(scope="module")
def open_places(workspace: Workspace) -> set[Where]:
    """Everything a reader of the public site finds: in pages, in tables, in the ledger of releases."""
    assert chain.publish_public(workspace) is not None
    found: set[Where] = set()
    for page in workspace.home.public.glob("*.html"):
        text = page.read_text(encoding="utf-8")
        places = (place.split("/") for place in re.findall(r'data-place="([^"]+)"', text))
        found |= {(int(year), indicator, scope, name) for year, indicator, scope, name in places}
    for name in ("public_values.csv", "published_cells.csv"):
        lines = (workspace.home.public / name).read_text(encoding="utf-8-sig").splitlines()
        found |= {
            (int(row["year"]), row["indicator_id"], row["scope"], row["scope_id"])
            for row in csv.DictReader(lines, delimiter=";")
            if row["value"]
        }
    return found


Sums = dict[str, dict[str, tuple[float, float]]]
"""Numerator and denominator by indicator and school."""


def of_schools(workspace: Workspace, year: int) -> Sums:
    sums: Sums = {}
    for row in rows_of(workspace.store.read(INDICATOR_VALUE, year)):
        if row["scope"] == "school" and row["value"] is not None:
            by_school = sums.setdefault(row["indicator_id"], {})
            by_school[row["scope_id"]] = (row["numerator"], row["denominator"])
    return sums


@pytest.fixture(scope="module")
def attacked(workspace: Workspace) -> Callable[[set[Where]], list[str]]:
    """Subtract printed totals of every share in every year; what comes out of it that must stay hidden."""
    shares = [each for each in INDICATORS if each.is_share and each.computed is None]
    schools = {year: rows_of(workspace.store.read(SCHOOL_YEAR, year)) for year in YEARS}
    sums = {year: of_schools(workspace, year) for year in YEARS}

    def attack(places: set[Where]) -> list[str]:
        return [
            f"{year} {each.indicator_id} {group}"
            for year in YEARS
            for each in shares
            for group in recomputed(
                schools[year],
                sums[year].get(each.indicator_id, {}),
                {place[2:] for place in places if place[:2] == (year, each.indicator_id)},
                each.decimals,
            )
        ]

    return attack


def test_no_small_group_follows_from_what_the_public_site_prints(
    open_places: set[Where], attacked: Callable[[set[Where]], list[str]]
) -> None:
    assert len(open_places) > 1500
    assert attacked(open_places) == []


def test_without_the_further_hidden_values_small_groups_would_follow(
    workspace: Workspace, open_places: set[Where], attacked: Callable[[set[Where]], list[str]]
) -> None:
    further = {
        (year, row["indicator_id"], row["scope"], row["scope_id"])
        for year in YEARS
        for row in rows_of(workspace.store.read(SUPPRESSION, year))
        if row["reason"] == "complementary"
    }
    assert len(further) > 10
    assert attacked(open_places | further) != []
