"""Random canonical tables of a few schools: any row that the declarations allow.

Belongs here: drawing what the declared columns allow, and the derived columns that ingest would have set.
Does not belong here: what is computed from them.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from shnor_pipeline.tables import CANONICAL_TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from random import Random

    from shnor_pipeline.tables import TableSpec
    from shnor_pipeline.tables.declare import ColumnSpec

    Row = dict[str, Any]
    Tables = dict[str, list[Row]]

YEAR = 2021
SCHOOLS = ("s1", "s2", "s3", "s4")
MOST_ROWS = 20

_OF_A_FEW = {
    "school_id": SCHOOLS,
    "exam": ("oge", "oge", "ege", "ege_base"),
    "sat": (True, True, True, False),
    "position_category": ("teacher", "teacher", "head", "other"),
    "person_key": ("p1", "p2", "p3"),
    "subject": ("русский язык", "математика", "физика"),
    "period": ("main", "additional"),
    "class_letter": ("А", "Б"),
    "question": ("conditions", "site_materials", "meals"),
    "enrollment.grade": (4, 5, 6, 7, 9, 10, 11, 12),
    "vpr_result.grade": (4, 5),
    "vpr_marks.grade": (4, 5),
    "birth_year": (YEAR - 1 - 50, YEAR - 1 - 49, YEAR - 1 - 29, YEAR - 1 - 28),
    "last_course_year": (YEAR - 3, YEAR - 2, YEAR, YEAR + 1),
    "experience_teaching": (29, 30, 31),
    "experience_managing": (9, 10, 11),
    "score": (0.0, 23.0, 24.0, 61.5, 100.0),
    "minimum": (24.0, 27.0),
    "pass_score": (24.0,),
    "source_row": (1,),
    "units_planned": (0.0, 0.25, 0.1, 0.33, 1.0, 2.5),
    "units_occupied": (0.0, 0.2, 0.25, 0.1, 0.33, 1.0),
}
"""Values close to the lines that formulas draw; few of them, so that rows meet."""


def schools(draw: Random) -> list[Row]:
    """Draw a register of two to four schools, of all kinds, in two municipalities and two clusters."""
    usual = {"year": YEAR, "municipality": "Район", "name_short": "Школа", "locality": "town", "pupils": None}
    return [
        usual
        | {
            "school_id": school,
            "municipality_id": draw.choice(("m1", "m2")),
            "kind": draw.choice(("school", "basic", "primary", "gymnasium", "lyceum")),
            "cluster_id": draw.choice(("c1", "c2")),
            "programme_group": draw.choice((None, "low_results", "adverse", "both")),
        }
        for school in SCHOOLS[: draw.randint(2, len(SCHOOLS))]
    ]


def tables(draw: Random, year: int, names: Collection[str]) -> Tables:
    """Draw some canonical tables of a year, up to twenty rows each; one in six, and all others, are empty."""
    drawn: Tables = {spec.name: [] for spec in CANONICAL_TABLES}
    for spec in CANONICAL_TABLES:
        if spec.name in names and draw.randrange(6):
            drawn[spec.name] = _rows(draw, spec, year)
    return _completed(drawn)


def _rows(draw: Random, spec: TableSpec, year: int) -> list[Row]:
    """Draw rows that differ in the declared key."""
    rows = [
        {column.name: _value(draw, spec.name, column, year) for column in spec.columns}
        for _ in range(draw.randint(1, MOST_ROWS))
    ]
    return list({tuple(row[name] for name in spec.key): row for row in rows}.values())


def _value(draw: Random, table: str, column: ColumnSpec, year: int) -> Any:
    """Draw a value the declaration allows, one near a line where the column stands in a formula."""
    if column.name == "year":
        return year
    # one cell in four is empty where it may be
    if column.nullable and draw.random() < 1 / 4:
        return None
    return draw.choice(_known(table, column))


def _known(table: str, column: ColumnSpec) -> Sequence[Any]:
    stated = (check.statistics["allowed_values"] for check in column.checks if check.name == "isin")
    allowed = next(stated, None)
    few = _OF_A_FEW.get(f"{table}.{column.name}", _OF_A_FEW.get(column.name))
    if few is not None:
        return [each for each in few if _is_within(column, each)]
    return _of_type(column) if allowed is None else sorted(allowed)


def _bounds(column: ColumnSpec) -> tuple[int, int]:
    stated = {key: value for check in column.checks for key, value in check.statistics.items()}
    return stated.get("min_value", 0), stated.get("max_value", 10_000)


def _is_within(column: ColumnSpec, value: Any) -> bool:
    lowest, highest = _bounds(column)
    return isinstance(value, str) or lowest <= value <= highest


def _of_type(column: ColumnSpec) -> Sequence[Any]:
    lowest, highest = _bounds(column)
    numbers = range(lowest, min(lowest + 12, highest) + 1)
    simple: dict[str, Sequence[Any]] = {
        "Int64": numbers,
        "Float64": [float(each) for each in numbers],
        "boolean": (True, False),
        "str": ("-",),
    }
    return simple[column.dtype]


def _completed(drawn: Tables) -> Tables:
    """Set what ingest derives, so that a row does not contradict itself."""
    for table, complete in _COMPLETE.items():
        for row in drawn[table]:
            complete(row)
    best: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for row in drawn["exam_result"]:
        best[_subject_of_pupil(row)] += [] if row["mark"] is None else [row["mark"]]
    for row in drawn["exam_result"]:
        row["best_mark"] = max(best[_subject_of_pupil(row)], default=None)
    named = {tuple(row[name] for name in ("school_id", "subject", "grade")) for row in drawn["vpr_result"]}
    for row in drawn["vpr_marks"]:
        row["superseded"] = tuple(row[name] for name in ("school_id", "subject", "grade")) in named
    return drawn


def _subject_of_pupil(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in ("school_id", "exam", "person_key", "subject"))


def _exam(row: Row) -> None:
    is_ege = row["exam"] == "ege"
    row["score"] = row["score"] if is_ege and row["sat"] else None
    row["mark"] = row["mark"] if not is_ege and row["sat"] else None
    row["minimum"] = 3.0 if row["exam"] == "ege_base" and row["minimum"] is not None else row["minimum"]
    result, needed = (
        (row["mark"], 3)
        if row["exam"] == "oge"
        else (
            row["score"] if is_ege else row["mark"],
            row["minimum"],
        )
    )
    row["passed"] = None if result is None or needed is None else result >= needed


def _vpr(row: Row) -> None:
    row["mark"] = row["mark"] if row["sat"] else None


def _olympiad(row: Row) -> None:
    row["score"] = row["score"] if row["sat"] else None
    row["pass_score"] = row["pass_score"] if row["stage"] == "school" else None
    known = row["score"] is not None and row["pass_score"] is not None
    row["passed_threshold"] = row["score"] >= row["pass_score"] if known else None


def _units(row: Row) -> None:
    row["units_occupied"] = min(row["units_occupied"], row["units_planned"])


_COMPLETE: dict[str, Callable[[Row], None]] = {
    "exam_result": _exam,
    "vpr_result": _vpr,
    "olympiad_result": _olympiad,
    "staff_position": _units,
}
