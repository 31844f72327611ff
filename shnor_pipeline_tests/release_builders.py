"""Builders of published databases by hand: a few rows of a few tables, and a second release with a change.

Belongs here: databases small enough to see what differs. Does not belong here: expectations.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb

from shnor_pipeline.tables import (
    CANONICAL_TABLES,
    CORRECTION,
    IDENTIFICATION,
    INDICATOR,
    INDICATOR_FORMULA,
    INDICATOR_VALUE,
    OVERRIDE,
    RELEASE_INPUT,
    SCHOOL_YEAR,
    SOURCE_FILE,
    TARGET_PROGRESS,
)
from shnor_pipeline.tables.render import ddl

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from shnor_pipeline.tables import TableSpec

SPECS = {
    each.name: each
    for each in (
        *(SCHOOL_YEAR, INDICATOR, INDICATOR_FORMULA, INDICATOR_VALUE, TARGET_PROGRESS, IDENTIFICATION),
        *(SOURCE_FILE, CORRECTION, OVERRIDE, RELEASE_INPUT),
        *(each for each in CANONICAL_TABLES if each.name in {"exam_result", "staff_position"}),
    )
}
_FILLERS = {"Int64": 0, "Float64": 0.0, "boolean": False, "str": "-"}

Rows = list[dict[str, Any]]
EXAMS, STAFF = "2021/oge.xlsx", "2021/staff.xlsx"


def school(school_id: str, **facts: Any) -> dict[str, Any]:
    """Write a school of 2021 in cluster c1, of the programme."""
    usual = {"year": 2021, "kind": "school", "municipality_id": "m", "cluster_id": "c1"}
    return usual | {"school_id": school_id, "name_short": f"Школа {school_id}"} | facts


def value(scope: str, scope_id: str, number: float | None, **facts: Any) -> dict[str, Any]:
    """Write a value of the indicator of exams in 2021."""
    usual = {"year": 2021, "indicator_id": "pass_share", "status": "ok"}
    return usual | {"scope": scope, "scope_id": scope_id, "value": number} | facts


def file(name: str, content: str, form: str = "oge") -> dict[str, Any]:
    """Write a file of 2021 with its content as the checksum."""
    return {"year": 2021, "form": form, "file": name, "sha256": content, "status": "accepted"}


def exam(school_id: str, mark: int, name: str = EXAMS, **facts: Any) -> dict[str, Any]:
    """Write an exam of a pupil of 2021."""
    return {"year": 2021, "school_id": school_id, "mark": mark, "source_file": name} | facts


def first() -> dict[str, Rows]:
    """Return the tables of an earlier release: two schools, one indicator of exams, one of staff."""
    return {
        "school_year": [school("s01", programme_group="both"), school("s02", cluster_id="c2")],
        "indicator": [
            {"indicator_id": "pass_share", "title_ru": "Доля сдавших", "source_table": "exam_result"},
            {"indicator_id": "vacancy_share", "title_ru": "Вакансии", "source_table": "staff_position"},
        ],
        "indicator_formula": [{"indicator_id": "pass_share", "sql": "SELECT 1"}],
        "indicator_value": [value("school", "s01", 50.0), value("school", "s02", 80.0)],
        "source_file": [file(EXAMS, "old"), file(STAFF, "old", "staff")],
        "exam_result": [exam("s01", 3), exam("s02", 4)],
        "staff_position": [],
        "target_progress": [
            {"year": 2021, "indicator_id": "pass_share", "kind": "target", "scope": "school"}
            | {
                "scope_id": "s01",
                "target": 60.0,
                "value": 50.0,
                "verdict": "not_met",
                "verdict_certain": False,
            }
        ],
        "identification": [{"year": 2021, "school_id": "s01", "low_results": True, "status": "ok"}],
        "correction": [],
        "override": [],
        "release_input": [{"input": "programme.yaml: targets", "sha256": "old"}],
    }


def database(path: Path, tables: Mapping[str, Rows]) -> Path:
    """Write a database; columns that a row does not name are missing, or idle where they must be filled."""
    with duckdb.connect(str(path)) as connection:
        for name, rows in tables.items():
            for statement in ddl(SPECS[name], "main"):
                connection.execute(statement)
            for row in rows:
                _insert(connection, SPECS[name], row)
    return path


def _insert(connection: duckdb.DuckDBPyConnection, spec: TableSpec, row: dict[str, Any]) -> None:
    unknown = set(row) - set(spec.by_name)
    if unknown:
        raise KeyError(f"no such column in {spec.name}: {unknown}")
    fillers = {each.name: None if each.nullable else _FILLERS[each.dtype] for each in spec.columns}
    values = fillers | row
    marks = ", ".join("?" * len(values))
    connection.execute(f"INSERT INTO {spec.name} VALUES ({marks})", list(values.values()))  # noqa: S608
