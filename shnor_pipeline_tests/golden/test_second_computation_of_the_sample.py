"""Every value of the committed sample, all years and scopes, computed twice."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

from shnor_pipeline import chain, run
from shnor_pipeline.indicators import INDICATORS
from shnor_pipeline.settings import CHECKOUT
from shnor_pipeline.tables import CANONICAL_TABLES, INDICATOR_VALUE, MEASURE_PROGRESS, SCHOOL_YEAR
from shnor_pipeline_tests import builders as b
from shnor_pipeline_tests.second_computation import DEFINITIONS, Year, values_of
from shnor_pipeline_tests.second_computation.comparing import differences, rows_of
from shnor_pipeline_tests.second_computation.whole_year import measures_done, quality_gap

if TYPE_CHECKING:
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
