"""Builders of the page of submissions: a year in which everything occurs.

Belongs here: facts made by hand. Does not belong here: expectations.
"""

from __future__ import annotations

from typing import Any

from shnor_pipeline.reporting.status_page import StatusFacts
from shnor_pipeline.tables import SUBMISSION

FORMS = {
    "contingent": "Контингент по классам",
    "oge": "Протоколы ОГЭ по обучающимся",
    "social_passport": "Социальный паспорт",
    "staff": "Кадры",
    "staffing_table": "Штатное расписание",
    "survey": "Опрос обучающихся, родителей и педагогов",
    "vpr_marks": "Отметки ВПР по школам",
}
SCHOOLS = {f"s{number:02}": f"МБОУ Покровско-Урустамакская СОШ №{number}" for number in range(1, 13)}
DUE, FAR = "2021-06-30", "2999-06-30"


def submission(form: str, school: str | None, status: str, **other: Any) -> dict[str, Any]:
    """Build a row of the table; ``other`` overrides any column."""
    accepted, held = {"received": (20, 0), "partial": (19, 1), "rejected": (0, 7)}.get(status, (0, 0))
    usual = {"year": 2021, "form": form, "form_title": FORMS.get(form, form), "school_id": school}
    counts = {"files": int(status != "missing"), "rows_accepted": accepted, "rows_quarantined": held}
    findings = {"findings_errors": held, "findings_warnings": 0}
    return usual | {"required": True, "status": status, "due": DUE} | counts | findings | other


def year() -> list[dict[str, Any]]:
    """Build a year: all received but one partial, one rejected, one form missing with a day far off."""
    rows = [submission(form, school, "received") for form in FORMS if form != "survey" for school in SCHOOLS]
    rows = [row for row in rows if (row["form"], row["school_id"]) not in {("oge", "s12"), ("staff", "s05")}]
    rows += [submission("survey", school, "missing", due=FAR) for school in SCHOOLS]
    rows += [
        submission("staff", "s05", "rejected"),
        submission("oge", None, "rejected", required=False, due=None),
    ]
    return [*rows, submission("measures", None, "missing", form_title="Мероприятия программы")]


def facts(rows: list[dict[str, Any]] | None = None, **other: Any) -> StatusFacts:
    """Build the facts of the page; ``other`` overrides any field."""
    given = year() if rows is None else rows
    fields: dict[str, Any] = {
        "year": 2021,
        "demo": True,
        "municipality": "Бавлинский муниципальный район",
        "submissions": SUBMISSION.frame({name: [row[name] for row in given] for name in SUBMISSION.by_name}),
        "schools": SCHOOLS,
        "owed_by": {"oge": "organiser", "measures": "municipality"},
    }
    return StatusFacts(**(fields | other))
