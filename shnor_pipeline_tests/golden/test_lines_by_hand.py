"""Lines that formulas draw, on the line and one step beside it: one row, one indicator.

The year is 2021, so ages are those of 31 December 2020.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from shnor_pipeline.indicators import BY_ID, scan_year, values_of_year
from shnor_pipeline.store import Store
from shnor_pipeline.tables import CANONICAL_TABLES, SCHOOL_YEAR

if TYPE_CHECKING:
    from pathlib import Path

YEAR = 2021
SPECS = {spec.name: spec for spec in CANONICAL_TABLES}
TEACHER = {"position_category": "teacher", "external_part_timer": False}
HEAD = {"position_category": "head"}
OGE = {"exam": "oge", "sat": True}
SCHOOL = {
    "year": [YEAR],
    "school_id": ["s01"],
    "municipality_id": ["bavly"],
    "kind": ["school"],
    "cluster_id": ["town_school"],
}

LINES = [
    # indicator, table, what the row is, column, value that counts, nearest value that does not
    ("experience_30_share", "staff_member", TEACHER, "experience_teaching", 31, 30),
    ("head_experience_10_share", "staff_member", HEAD, "experience_managing", 11, 10),
    # 2020 - 1992 = 28, 2020 - 1991 = 29
    ("young_teacher_share", "staff_member", TEACHER, "birth_year", 1992, 1991),
    # 2020 - 1970 = 50, 2020 - 1971 = 49
    ("teachers_50_share", "staff_member", TEACHER, "birth_year", 1970, 1971),
    # 2021 and the two before are 2019, 2020, 2021
    ("qualification_raised_share", "staff_member", TEACHER, "last_course_year", 2019, 2018),
    ("qualification_raised_share", "staff_member", TEACHER, "last_course_year", 2021, 2022),
    ("category_share", "staff_member", TEACHER, "category", "first", "conformity"),
    ("gia9_pass_share", "exam_result", OGE | {"person_key": "p"}, "best_mark", 3, 2),
    ("gia_quality_share", "exam_result", OGE, "mark", 4, 3),
    ("high_marks_share", "vpr_result", {"sat": True}, "mark", 4, 3),
    ("vpr_quality_share", "vpr_result", {"sat": True}, "mark", 4, 3),
    ("vpr_pass_share", "vpr_result", {"sat": True}, "mark", 3, 2),
    ("tutoring_share", "staff_member", TEACHER, "tutor", True, False),
    ("part_time_share", "staff_member", TEACHER, "external_part_timer", True, False),
]


def value(folder: Path, indicator_id: str, table: str, **row: Any) -> dict[str, Any]:
    """Compute the value of a school that has one row."""
    spec, store = SPECS[table], Store(folder)
    columns = {"year": YEAR, "school_id": "s01"} | row
    store.write(spec, YEAR, spec.frame({name: [each] for name, each in columns.items()}))
    indicators = [BY_ID[indicator_id]]
    parts = scan_year(lambda name: store.path(name, YEAR), indicators)
    values = values_of_year(SCHOOL_YEAR.frame(SCHOOL), parts, parts, indicators, lambda _procedure: True)
    found: dict[str, Any] = values[values["scope"] == "school"].to_dict("records")[0]
    return found


@pytest.mark.parametrize(("indicator_id", "table", "row", "column", "counts", "beside"), LINES)
def test_the_line_is_drawn_where_the_methodology_draws_it(
    tmp_path: Path, indicator_id: str, table: str, row: dict[str, Any], column: str, counts: Any, beside: Any
) -> None:
    on_the_line = value(tmp_path, indicator_id, table, **row | {column: counts})
    beside_it = value(tmp_path, indicator_id, table, **row | {column: beside})
    assert (on_the_line["numerator"], on_the_line["denominator"]) == (1, 1)
    assert (beside_it["numerator"], beside_it["denominator"]) == (0, 1)


@pytest.mark.parametrize(("grade", "pupils"), [(6, 0), (7, 20), (11, 20), (12, 0)])
def test_seniors_are_grades_seven_to_eleven(tmp_path: Path, grade: int, pupils: int) -> None:
    store = Store(tmp_path)
    spec = SPECS["olympiad_result"]
    row = {"year": [YEAR], "school_id": ["s01"], "stage": ["municipal"], "sat": [True], "person_key": ["p"]}
    store.write(spec, YEAR, spec.frame(row))
    found = value(tmp_path, "olympiad_municipal_share", "enrollment", grade=grade, pupils_start=20)
    assert (found["numerator"], found["denominator"]) == (1, pupils)


@pytest.mark.parametrize(("pupils", "status"), [(9, "few"), (10, "ok")])
def test_ten_are_no_longer_few(tmp_path: Path, pupils: int, status: str) -> None:
    found = value(tmp_path, "disability_share", "social_passport", pupils=pupils, disability=1)
    assert found["status"] == status


@pytest.mark.parametrize(("occupied", "full"), [(1.0, 1), (0.75, 0)])
def test_a_quarter_of_a_post_is_a_vacancy(tmp_path: Path, occupied: float, full: int) -> None:
    row = HEAD | {"units_planned": 1.0, "units_occupied": occupied}
    found = value(tmp_path, "fully_staffed_school_share", "staff_position", **row)
    assert (found["numerator"], found["denominator"]) == (full, 1)


def test_parts_of_a_unit_add_up_exactly(tmp_path: Path) -> None:
    # as binary floats 0.1 + 0.2 is 0.30000000000000004
    spec, store, indicators = SPECS["staff_position"], Store(tmp_path), [BY_ID["staffed_units_share"]]
    units = {"units_planned": [0.1, 0.2], "units_occupied": [0.1, 0.2]}
    store.write(spec, YEAR, spec.frame({"year": [YEAR] * 2, "school_id": ["s01", "s02"]} | units))
    parts = scan_year(lambda name: store.path(name, YEAR), indicators)
    schools = SCHOOL_YEAR.frame(
        {name: each * 2 for name, each in SCHOOL.items()} | {"school_id": ["s01", "s02"]}
    )
    values = values_of_year(schools, parts, parts, indicators, lambda _procedure: True)
    assert set(values[values["scope"] == "all"]["numerator"]) == {0.3}
