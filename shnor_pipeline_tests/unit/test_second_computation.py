"""The engine against the second computation: random tables, and rows by the hundred thousand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
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
    from random import Random

    import pandas as pd

    from shnor_pipeline.indicators import Indicator
    from shnor_pipeline.tables import TableSpec

CANONICAL = {spec.name for spec in CANONICAL_TABLES}
OF_ROWS = [each for each in INDICATORS if each.indicator_id in DEFINITIONS and set(each.tables) <= CANONICAL]
"""Indicators computed straight from canonical tables; the others are compared over the sample."""

SHARED = {each.indicator_id: DEFINITIONS[each.indicator_id] for each in OF_ROWS}
MEET = (
    ("exam_result", "vpr_result", "vpr_marks"),
    ("olympiad_result", "enrollment"),
    ("staff_member",),
    ("staff_position",),
    ("social_passport",),
    ("survey_answer", "school_activity"),
)
"""Tables that indicators read together: few at a time, so that rows are many."""

BEFORE = {"enrollment"}
"""Tables of the year before that an indicator reads."""

PROCEDURES = ("oge", "ege", "ege_base", "vpr", "vsosh_school", "vsosh_municipal")


def frame_of(spec: TableSpec, rows: list[dict[str, Any]]) -> pd.DataFrame:
    return spec.frame({column.name: [row.get(column.name) for row in rows] for column in spec.columns})


def parts_of(
    folder: Path, drawn: dict[str, list[dict[str, Any]]], indicators: list[Indicator]
) -> pd.DataFrame:
    """Write tables and compute their parts."""
    store = Store(folder)
    for spec in CANONICAL_TABLES:
        if drawn[spec.name]:
            store.write(spec, YEAR, frame_of(spec, drawn[spec.name]))
        else:
            store.path(spec.name, YEAR).unlink(missing_ok=True)
    return scan_year(lambda table: store.path(table, YEAR), indicators)


@pytest.mark.parametrize("names", MEET, ids="+".join)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(draw=st.randoms(use_true_random=True))
def test_random_tables_give_equal_values(tmp_path: Path, names: tuple[str, ...], draw: Random) -> None:
    indicators = [each for each in OF_ROWS if set(each.tables) <= set(names)]
    register = schools(draw)
    now, before = tables(draw, YEAR, names), tables(draw, YEAR - 1, BEFORE & set(names))
    held = {name for name in PROCEDURES if draw.random() < 3 / 4}
    parts, previous = (
        parts_of(tmp_path / "now", now, indicators),
        parts_of(tmp_path / "then", before, indicators),
    )
    values = values_of_year(frame_of(SCHOOL_YEAR, register), parts, previous, indicators, held.__contains__)
    second = values_of(
        Year(YEAR, register, now, before, frozenset(held)),
        {each.indicator_id: DEFINITIONS[each.indicator_id] for each in indicators},
    )
    assert differences(rows_of(values), second) == []


def test_every_indicator_meets_its_random_tables() -> None:
    assert [
        each.indicator_id for each in OF_ROWS if not any(set(each.tables) <= set(names) for names in MEET)
    ] == []


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
