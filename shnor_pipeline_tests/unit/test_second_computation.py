"""The engine against the second computation: random tables, and rows by the hundred thousand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from shnor_pipeline.indicators import INDICATORS, scan_year, values_of_year
from shnor_pipeline.store import Store
from shnor_pipeline.tables import CANONICAL_TABLES, SCHOOL_YEAR
from shnor_pipeline_tests import bench_scale
from shnor_pipeline_tests.random_tables import YEAR, schools, tables
from shnor_pipeline_tests.second_computation import DEFINITIONS, Year, values_of
from shnor_pipeline_tests.second_computation.comparing import differences, rows_of

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd
    import pytest

    from shnor_pipeline.tables import TableSpec

CANONICAL = {spec.name for spec in CANONICAL_TABLES}
OF_ROWS = [each for each in INDICATORS if set(each.tables) <= CANONICAL]
"""Indicators computed straight from canonical tables; the others are compared over the sample."""

SHARED = {each.indicator_id: DEFINITIONS[each.indicator_id] for each in OF_ROWS}
PROCEDURES = ("oge", "ege", "ege_base", "vpr", "vsosh_school", "vsosh_municipal")


def frame_of(spec: TableSpec, rows: list[dict[str, Any]]) -> pd.DataFrame:
    return spec.frame({column.name: [row.get(column.name) for row in rows] for column in spec.columns})


def stored(folder: Path, drawn: dict[str, list[dict[str, Any]]], year: int) -> pd.DataFrame:
    """Write the tables of a year and compute its parts."""
    store = Store(folder)
    for spec in CANONICAL_TABLES:
        store.write(spec, year, frame_of(spec, drawn[spec.name]))
    return scan_year(lambda table: store.path(table, year), OF_ROWS)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(schools(), tables(YEAR), tables(YEAR - 1), st.sets(st.sampled_from(PROCEDURES)))
def test_random_tables_give_equal_values(
    tmp_path_factory: pytest.TempPathFactory,
    register: list[dict[str, Any]],
    now: dict[str, list[dict[str, Any]]],
    before: dict[str, list[dict[str, Any]]],
    held: set[str],
) -> None:
    folder = tmp_path_factory.getbasetemp() / "random"
    parts, previous = stored(folder, now, YEAR), stored(folder, before, YEAR - 1)
    values = values_of_year(frame_of(SCHOOL_YEAR, register), parts, previous, OF_ROWS, held.__contains__)
    year = Year(YEAR, register, now, before, frozenset(held))
    assert differences(rows_of(values), values_of(year, SHARED)) == []


def test_two_hundred_thousand_exam_rows_give_equal_values(tmp_path: Path) -> None:
    bench_scale.generate(tmp_path, schools=400)
    register = bench_scale.schools_of(400)
    parts = scan_year(lambda table: tmp_path / f"{table}.parquet", OF_ROWS)
    values = values_of_year(register, parts, parts, OF_ROWS, lambda _procedure: True)
    rows = {
        spec.name: parquet.read_table(tmp_path / f"{spec.name}.parquet").to_pylist()
        for spec in CANONICAL_TABLES
    }
    assert len(rows["exam_result"]) == 200_000
    year = Year(YEAR, rows_of(register), rows, rows, frozenset(PROCEDURES))
    assert differences(rows_of(values), values_of(year, SHARED)) == []
