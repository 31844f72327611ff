"""What is owed until when, and what came of it: cases worked by hand."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from typing import Any

import pandas as pd
import pytest

from shnor_pipeline.programme import BAVLY_2021, Programme, load_programme
from shnor_pipeline.reference import Register, School
from shnor_pipeline.submissions import (
    Form,
    Submissions,
    Taken,
    due_date,
    late,
    one_per_name,
    submissions_of_year,
)
from shnor_pipeline.tables import FINDING, QUARANTINED_ROW, SOURCE_FILE, SUBMISSION

ACCEPTED = ["school_id", "source_file", "source_sheet", "source_row", "exam"]
SCHOOLS = (("s01", "school"), ("s02", "basic"), ("s03", "primary"))
STAFF = Form(form="staff", title_ru="Кадры", table="staff_member")
OGE = Form(
    form="oge",
    title_ru="ОГЭ",
    table="exam_result",
    owed_by="organiser",
    grades=(9,),
    procedures=("oge",),
)
EGE = Form(
    form="ege",
    title_ru="ЕГЭ",
    table="exam_result",
    owed_by="organiser",
    grades=(11,),
    procedures=("ege", "ege_base"),
)
MEASURES = Form(form="measures", title_ru="Мероприятия", table="measure_fact", owed_by="municipality")


@cache
def programme() -> Programme:
    return load_programme(BAVLY_2021)


def register() -> Register:
    return Register(
        tuple(
            School(
                each, "m", "Район", f"Школа {each}", f"Школа {each}", kind, "town", (code,), (), 1900, 9999
            )
            for (each, kind), code in zip(SCHOOLS, ("163001", "163002", "163003"), strict=True)
        )
    )


def rows(*parts: tuple[str, str, str, int]) -> pd.DataFrame:
    """Accepted rows: school, file, sheet, row; the exam is that of the sheet's name."""
    return pd.DataFrame([(*each, each[2]) for each in parts], columns=ACCEPTED)


def held(form: str, file: str, *codes: str, first: int = 90) -> list[dict[str, Any]]:
    """Quarantined rows, one for each school code."""
    return [
        {"year": 2021, "form": form, "source_file": file, "source_sheet": "Л", "source_row": first + place}
        | {"rule_ids": "C001", "cells": json.dumps({"school_code": code, "school_name": ""})}
        for place, code in enumerate(codes)
    ]


def file(name: str, form: str) -> dict[str, Any]:
    counts = {"rows_read": 0, "rows_accepted": 0, "rows_quarantined": 0}
    return {"year": 2021, "form": form, "file": name, "status": "accepted"} | counts


def found(form: str, name: str, row: int | None, severity: str = "error") -> dict[str, Any]:
    facts = {"finding_id": f"{name}{row}", "year": 2021, "form": form, "file": name, "sheet": "Л"}
    return facts | {"source_row": row, "severity": severity, "rule_id": "C001", "message_ru": "."}


def frame(spec: Any, given: list[dict[str, Any]]) -> pd.DataFrame:
    return spec.frame({column.name: [each.get(column.name) for each in given] for column in spec.columns})


def submitted(
    *forms: Form,
    accepted: dict[str, pd.DataFrame] | None = None,
    quarantine: list[dict[str, Any]] | None = None,
    files: list[dict[str, Any]] | None = None,
    findings: list[dict[str, Any]] | None = None,
    year: int = 2021,
) -> Submissions:
    taken = Taken(
        accepted or {},
        frame(QUARANTINED_ROW, quarantine or []),
        frame(SOURCE_FILE, files or []),
        frame(FINDING, findings or []),
    )
    return submissions_of_year(year, forms, register(), programme(), taken)


def statuses(result: Submissions) -> dict[tuple[str, str | None], str]:
    return {
        (row["form"], row["school_id"] if isinstance(row["school_id"], str) else None): row["status"]
        for row in result.frame.to_dict("records")
    }


def line(result: Submissions, form: str, school: str | None) -> dict[str, Any]:
    of_form = result.frame[result.frame["form"] == form]
    chosen = of_form["school_id"].isna() if school is None else of_form["school_id"] == school
    (row,) = of_form[chosen].to_dict("records")
    return row


@pytest.mark.parametrize(
    ("year", "day"),
    [
        # the entry monitoring of schools names its data: 2018, 2019, 2020; it ends on 23.06.2020
        (2018, date(2020, 6, 23)),
        (2019, date(2020, 6, 23)),
        (2020, date(2020, 6, 23)),
        # intermediate monitoring, both road maps: June 2021
        (2021, date(2021, 6, 30)),
        # final monitoring of the schools' programmes: June 2022
        (2022, date(2022, 6, 30)),
        # final monitoring of the programme: June 2023
        (2023, date(2023, 6, 30)),
        # after it the road map says nothing
        (2024, None),
    ],
)
def test_a_year_is_due_when_the_first_monitoring_that_can_use_it_ends(year: int, day: date | None) -> None:
    assert due_date(programme().road_map, year) == day


@pytest.mark.parametrize(
    ("year", "ready", "day"),
    [
        # ВПР of autumn 2020 ended on 12.10.2020, after the entry monitoring: the intermediate one is next
        (2020, date(2020, 10, 12), date(2021, 6, 30)),
        # ВПР of autumn 2022 ended on 24.10.2022, after the final monitoring of schools
        (2022, date(2022, 10, 24), date(2023, 6, 30)),
        (2023, date(2023, 10, 1), None),
    ],
)
def test_what_was_held_after_a_monitoring_is_due_with_the_next(
    year: int, ready: date, day: date | None
) -> None:
    assert due_date(programme().road_map, year, ready) == day


def test_the_calendar_tells_when_a_form_can_be_there() -> None:
    vpr = Form(form="vpr", title_ru="ВПР", table="vpr_result", procedures=("vpr",))
    assert vpr.ready(programme(), 2020) == date(2020, 10, 12)
    assert vpr.ready(programme(), 2021) is None


def test_received_partial_rejected_and_missing() -> None:
    result = submitted(
        STAFF,
        accepted={"staff_member": rows(("s01", "a", "Л", 2), ("s02", "b", "Л", 2))},
        quarantine=[*held("staff", "b", "163002"), *held("staff", "c", "163003", "163003")],
        files=[file("a", "staff"), file("b", "staff"), file("c", "staff")],
    )
    expected = {("staff", "s01"): "received", ("staff", "s02"): "partial", ("staff", "s03"): "rejected"}
    assert statuses(result) == expected
    assert line(result, "staff", "s03")["rows_quarantined"] == 2
    assert statuses(submitted(STAFF)) == dict.fromkeys(expected, "missing")


def test_a_row_of_no_known_school_counts_for_none_and_is_not_lost() -> None:
    result = submitted(
        STAFF,
        accepted={"staff_member": rows(("s01", "a", "Л", 2))},
        quarantine=held("staff", "a", "999999"),
        files=[file("a", "staff")],
    )
    assert statuses(result)["staff", "s01"] == "received"
    assert result.unattributed == {"staff": 1}
    lost = line(result, "staff", None)
    assert (lost["required"], lost["rows_quarantined"]) == (False, 1)
    assert pd.isna(lost["due"])


def test_an_empty_sheet_is_rejected_for_the_school_of_its_file() -> None:
    contingent = Form(form="contingent", title_ru="Контингент", table="enrollment")
    result = submitted(
        STAFF,
        contingent,
        accepted={"staff_member": rows(("s01", "a", "Л", 2))},
        files=[file("a", "staff"), file("a", "contingent")],
        findings=[found("contingent", "a", 5)],
    )
    row = line(result, "contingent", "s01")
    assert (row["status"], row["files"], row["findings_errors"]) == ("rejected", 1, 1)


def test_findings_follow_their_row_and_else_the_file_of_a_single_school() -> None:
    result = submitted(
        STAFF,
        accepted={"staff_member": rows(("s01", "a", "Л", 2), ("s02", "b", "Л", 2), ("s03", "b", "Л", 3))},
        files=[file("a", "staff"), file("b", "staff")],
        findings=[
            *(found("staff", "a", None), found("staff", "a", 2, "warning")),
            *(found("staff", "b", None), found("staff", "b", 3)),
        ],
    )
    counts = {
        school: (
            line(result, "staff", school)["findings_errors"],
            line(result, "staff", school)["findings_warnings"],
        )
        for school in ("s01", "s02", "s03")
    }
    assert counts == {"s01": (1, 1), "s02": (0, 0), "s03": (1, 0)}


def test_a_school_without_the_grade_does_not_owe_the_exam() -> None:
    assert statuses(submitted(OGE, EGE)) == {
        ("oge", "s01"): "missing",
        ("oge", "s02"): "missing",
        ("ege", "s01"): "missing",
    }


def test_an_exam_that_was_not_held_is_not_owed_but_shown_when_it_came() -> None:
    # 2020: no ОГЭ; ЕГЭ was held
    assert statuses(submitted(OGE, year=2020)) == {}
    accepted = {"exam_result": rows(("s01", "a", "oge", 2))}
    row = line(submitted(OGE, accepted=accepted, files=[file("a", "oge")], year=2020), "oge", "s01")
    assert (row["status"], row["required"]) == ("received", False)


def test_two_exams_of_one_table_and_file_are_told_apart() -> None:
    result = submitted(
        OGE,
        EGE,
        accepted={
            "exam_result": rows(("s01", "a", "oge", 2), ("s01", "a", "ege_base", 2), ("s02", "b", "oge", 2))
        },
        files=[file("a", "oge"), file("a", "ege"), file("b", "oge")],
    )
    assert line(result, "ege", "s01")["rows_accepted"] == 1
    assert line(result, "oge", "s01")["rows_accepted"] == 1
    assert line(result, "oge", "s02")["rows_accepted"] == 1


def test_of_forms_that_stand_for_each_other_a_school_owes_one() -> None:
    pupils = Form(form="vpr", title_ru="ВПР", table="vpr_result", one_of="vpr")
    marks = Form(form="vpr_marks", title_ru="Отметки", table="vpr_marks", one_of="vpr")
    assert set(statuses(submitted(pupils, marks))) == {("vpr", "s01"), ("vpr", "s02"), ("vpr", "s03")}
    result = submitted(
        pupils,
        marks,
        accepted={"vpr_marks": rows(("s01", "a", "Л", 2), ("s02", "a", "Л", 3))},
        quarantine=held("vpr", "b", "163002"),
        files=[file("a", "vpr_marks"), file("b", "vpr")],
    )
    required = {key: line(result, *key)["required"] for key in statuses(result)}
    assert required == {
        ("vpr", "s02"): False,
        ("vpr_marks", "s01"): True,
        ("vpr_marks", "s02"): True,
        ("vpr_marks", "s03"): True,
    }


def test_no_participants_are_no_debt_once_the_protocol_came() -> None:
    olympiad = Form(
        form="vsosh", title_ru="ВсОШ", table="olympiad_result", owed_by="organiser", voluntary=True
    )
    assert len(statuses(submitted(olympiad))) == 3
    accepted = {"olympiad_result": rows(("s01", "a", "Л", 2))}
    result = submitted(olympiad, accepted=accepted, files=[file("a", "vsosh")])
    assert statuses(result) == {("vsosh", "s01"): "received"}


def test_a_form_of_the_municipality_is_one_row_without_a_school() -> None:
    assert statuses(submitted(MEASURES)) == {("measures", None): "missing"}
    table = rows(("s01", "a", "Л", 2), ("s01", "a", "Л", 3))
    for accepted in (table, table.drop(columns="school_id")):
        result = submitted(MEASURES, accepted={"measure_fact": accepted}, files=[file("a", "measures")])
        row = line(result, "measures", None)
        assert (row["status"], row["required"], row["rows_accepted"]) == ("received", True, 2)
        assert result.unattributed == {}


def test_a_form_out_of_use_is_not_owed_and_the_layout_in_use_speaks() -> None:
    old = Form(form="vpr", title_ru="Осень 2020", table="vpr_result", in_use=False, grades=(4, 5))
    new = Form(form="vpr", title_ru="Весна 2021", table="vpr_result", grades=(6,))
    (merged,) = one_per_name([old, new])
    assert (merged.title_ru, merged.in_use, merged.grades) == ("Весна 2021", True, (4, 5, 6))
    assert statuses(submitted(*one_per_name([old]))) == {}


def test_late_is_what_was_owed_before_the_day_and_not_accepted() -> None:
    given = {
        "status": ["missing", "rejected", "partial", "received", "missing", "missing"],
        "due": ["2021-06-30"] * 4 + [None, "2021-07-01"],
    }
    marked = late(SUBMISSION.frame(given), date(2021, 7, 1))
    assert marked["late"].tolist() == [True, True, False, False, False, False]
    assert not late(SUBMISSION.frame(given), date(2021, 6, 30))["late"].any()
