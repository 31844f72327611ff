"""The rows that an indicator counts, and those that it does not.

Belongs here: the predicates of a declaration put to canonical rows. Does not belong here: the declarations
(``indicators``), where a row's cells stand (``cells``), the text of an answer (``sentences``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import duckdb

from shnor_pipeline.provenance.cells import SourceCell, columns_named
from shnor_pipeline.tables.declare import ADDRESS
from shnor_pipeline.tables.render import quoted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from shnor_pipeline.indicators import Indicator, Part
    from shnor_pipeline.provenance.cells import Addresses
    from shnor_pipeline.tables import TableSpec

NUMERATOR, DENOMINATOR = "numerator", "denominator"

OPENS_TO: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "identification": (
        ("exam_result", "sat AND passed IS NOT NULL", "exam, subject, passed"),
        ("vpr_result", "sat AND mark IS NOT NULL", "mark"),
        ("vpr_marks", "NOT superseded", "participants, mark_2"),
    ),
    "social_index": (
        (
            "social_passport",
            "true",
            "pupils, low_income, single_parent, parents_higher_education, preventive_register, disability",
        ),
    ),
    "measure_progress": (("measure_fact", "true", "measure_id, done, document"),),
}
"""Computed table -> the canonical rows it is made from: table, which of its rows, the columns that decide."""


@dataclass(frozen=True, slots=True)
class Step:
    """Rows of one table that stand behind one side of an indicator.

    Attributes:
        side: ``numerator`` or ``denominator``.
        table: Canonical table.
        where: Which of its rows, in SQL.
        columns: Columns that decide or are added up.
        year: Year of the rows; a value may rest on the year before.
    """

    side: str
    table: str
    where: str
    columns: tuple[str, ...]
    year: int


@dataclass(frozen=True, slots=True)
class CountedRow:
    """A canonical row that counts, with the cells that decide."""

    side: str
    school_id: str | None
    table: str
    file: str
    sheet: str
    row: int
    cells: tuple[SourceCell, ...]


def steps_of(indicator: Indicator, year: int, specs: Mapping[str, TableSpec]) -> list[Step]:
    """Return what an indicator counts in a year: a step per part, and per table behind a computed one.

    Args:
        indicator: Declaration.
        year: Reporting year.
        specs: Canonical tables by name.
    """
    steps: list[Step] = []
    for side, parts in ((NUMERATOR, indicator.numerator), (DENOMINATOR, indicator.denominator)):
        for part in parts:
            steps += _steps_of_part(side, part, year - part.previous_year, specs)
    office = [name for name in indicator.tables if not steps and name in OPENS_TO]
    return steps + [step for name in office for step in _opened(NUMERATOR, name, year, specs)]


def _steps_of_part(side: str, part: Part, year: int, specs: Mapping[str, TableSpec]) -> Iterator[Step]:
    if part.table in specs:
        columns = columns_named(f"{part.sql} {part.where}", specs[part.table])
        yield Step(side, part.table, part.where, columns, year)
    elif side == NUMERATOR:
        yield from _opened(side, part.table, year, specs)


def _opened(side: str, table: str, year: int, specs: Mapping[str, TableSpec]) -> Iterator[Step]:
    for canonical, where, columns in OPENS_TO.get(table, ()):
        yield Step(side, canonical, where, columns_named(columns, specs[canonical]), year)


def counted_rows(
    step: Step, path: Path, spec: TableSpec, addresses: Addresses, schools: Collection[str] | None
) -> Iterator[CountedRow]:
    """Yield the rows that a step counts, in the order of the files.

    Args:
        step: The step.
        path: The table's file of the step's year; without it there are no rows.
        spec: The table.
        addresses: Where its cells stand.
        schools: Schools looked at; ``None`` = all, and rows of no school.
    """
    query = f"SELECT * FROM (SELECT *, {step.where} AS counted FROM {{}}) WHERE counted"  # noqa: S608
    for row in _rows(path, query):
        if schools is None or row["school_id"] in schools:
            cells = tuple(addresses.of_row(row, spec, step.columns))
            place = (row["source_file"], row["source_sheet"], int(row["source_row"]))
            yield CountedRow(step.side, row["school_id"], step.table, *place, cells)


def replaced_rows(path: Path, spec: TableSpec, schools: Collection[str]) -> Iterator[tuple[str, str, int]]:
    """Yield file, sheet and row of aggregates that pupil-level results replace."""
    if "superseded" in spec.by_name:
        for row in _rows(path, "SELECT * FROM {} WHERE superseded"):
            if row["school_id"] in schools:
                yield row["source_file"], row["source_sheet"], int(row["source_row"])


def _rows(path: Path, query: str) -> list[dict[str, Any]]:
    """Run a query over one file, in the order of the senders' rows."""
    if not path.exists():
        return []
    with duckdb.connect(config={"threads": 1}) as connection:
        found = connection.sql(query.format(f"read_parquet({quoted(str(path))})"))
        rows = [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]
    return sorted(rows, key=lambda row: [row[name] for name in ADDRESS])
