"""Who has submitted what in a year, as one HTML file that opens from disk without a network.

Belongs here: what the page shows and in which order. Does not belong here: its looks
(``status.html.j2``, ``page.css``), what is owed and what came (table ``submission``).
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from shnor_pipeline.reporting import wording
from shnor_pipeline.reporting.numbers import number
from shnor_pipeline.reporting.pages.shell import NAVIGATION
from shnor_pipeline.reporting.templates import template, text_beside
from shnor_pipeline.tables import SUBMISSION
from shnor_pipeline.tables.published import UNDELIVERED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

SCHOOLS_SHOWN = 150
"""Above this the matrix would outgrow a page; it stands in the database."""

SENDERS = {"school": "школа", "organiser": "организатор", "municipality": "отдел образования"}
_SCRIPT = """
{
  // What is late depends on the day of reading; the date of the device tells it.
  const two = (value) => String(value).padStart(2, "0");
  const now = new Date();
  const today = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  const late = [...document.querySelectorAll("[data-due]")].filter((cell) => cell.dataset.due < today);
  for (const cell of late) {
    const note = document.createElement("small");
    note.textContent = "срок прошёл";
    cell.append(note);
    cell.classList.add("beyond");
  }
  for (const place of document.querySelectorAll("[data-late]")) {
    place.textContent = String(late.length);
    place.closest("[hidden]").hidden = false;
  }
}
"""
_LOOKS = {"received": "met", "partial": "partial", "rejected": "missed", "missing": "none"}


@dataclass(frozen=True)
class StatusFacts:
    """What the page is made from.

    Attributes:
        year: Reporting year.
        demo: Whether the figures are made up; the page then says so.
        municipality: Name of the municipality.
        submissions: Table ``submission`` of the year.
        schools: Short name by school.
        owed_by: Who sends a form: ``school``, ``organiser`` or ``municipality``.
    """

    year: int
    demo: bool
    municipality: str
    submissions: pd.DataFrame
    schools: Mapping[str, str]
    owed_by: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Cell:
    """A submission as text; ``due`` is a day only where the page may call it late."""

    word: str
    look: str
    small: str
    due: str


@dataclass(frozen=True, slots=True)
class _FormRow:
    """A form of the year with its counts.

    Attributes:
        overdue: Day after which the page calls it late; only of a form that is no school's.
        lost: Rows that name no school of the register.
    """

    form: str
    title: str
    sender: str
    due: str
    overdue: str
    counts: tuple[int, ...]
    owed: int
    lost: int


def render_status(facts: StatusFacts) -> str:
    """Write the page of submissions of a year.

    Args:
        facts: Table and names.

    Returns:
        A self-contained HTML document; the same facts give the same text. What is late is marked when it
        is read, by the reader's own date.
    """
    rows = _records(facts.submissions)
    of_schools = [row for row in rows if row["school_id"]]
    forms = list(dict.fromkeys(row["form"] for row in of_schools))
    return template("status.html.j2").render(
        facts=facts,
        style=Markup(text_beside("page.css", "status.css")),  # noqa: S704 - our own files
        script=Markup(_SCRIPT),  # noqa: S704 - our own text
        script_hash=_hash(_SCRIPT),
        demo_note=wording.DEMO_NOTE,
        navigation=NAVIGATION,
        here="status.html",
        root="",
        words=tuple(_words().values()),
        tiles=_tiles(rows),
        form_rows=[_form_row(facts, [row for row in rows if row["form"] == form]) for form in _names(rows)],
        columns=[_column(of_schools, form) for form in forms],
        school_rows=_school_rows(facts, of_schools, forms),
        too_many=len({row["school_id"] for row in of_schools}) > SCHOOLS_SHOWN,
        schools_shown=SCHOOLS_SHOWN,
        number=number,
    )


def _hash(script: str) -> str:
    """Name the script for the content policy, which lets no other one run."""
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def _words() -> dict[str, str]:
    return {value: word for word, value in (SUBMISSION.by_name["status"].words or {}).items()}


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    rows = frame.to_dict("records")
    for row in rows:
        for name in ("school_id", "due"):
            row[name] = row[name] if isinstance(row[name], str) else ""
    return [{str(name): value for name, value in row.items()} for row in rows]


def _names(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    return list(dict.fromkeys(row["form"] for row in rows))


def _tiles(rows: Iterable[Mapping[str, Any]]) -> list[tuple[str, str, int]]:
    counts = Counter(row["status"] for row in rows if row["required"])
    return [(word, _LOOKS[status], counts[status]) for status, word in _words().items()]


def _form_row(facts: StatusFacts, rows: Sequence[Mapping[str, Any]]) -> _FormRow:
    owed = [row for row in rows if row["required"]]
    form, sender = rows[0]["form"], facts.owed_by.get(rows[0]["form"], "school")
    counts = Counter(row["status"] for row in owed)
    lost = (row["rows_quarantined"] for row in rows if not row["school_id"] and sender != "municipality")
    return _FormRow(
        form=form,
        title=rows[0]["form_title"],
        sender=SENDERS[sender],
        due=_due(owed),
        overdue=next((_overdue(row) for row in owed if not row["school_id"]), ""),
        counts=tuple(counts[status] for status in _words()),
        owed=len(owed),
        lost=sum(lost),
    )


def _column(rows: Iterable[Mapping[str, Any]], form: str) -> tuple[str, str]:
    of_form = [row for row in rows if row["form"] == form]
    return of_form[0]["form_title"], _due([row for row in of_form if row["required"]])


def _due(owed: Sequence[Mapping[str, Any]]) -> str:
    return _day(owed[0]["due"]) if owed else ""


def _day(iso: str) -> str:
    return ".".join(reversed(iso.split("-")))


def _school_rows(
    facts: StatusFacts, rows: Sequence[Mapping[str, Any]], forms: Sequence[str]
) -> list[tuple[str, list[_Cell | None]]]:
    by_key = {(row["school_id"], row["form"]): _cell(row) for row in rows}
    present = sorted({school for school, _ in by_key}, key=lambda each: (facts.schools.get(each, each), each))
    return [
        (facts.schools.get(school, school), [by_key.get((school, form)) for form in forms])
        for school in present
    ]


def _cell(row: Mapping[str, Any]) -> _Cell:
    accepted, held = row["rows_accepted"], row["rows_quarantined"]
    parts = [wording.counted(accepted, "строка", "строки", "строк")] if accepted and not held else []
    parts += [f"принято {number(accepted, 0)} из {number(accepted + held, 0)}"] if held else []
    parts += [f"ошибок {number(row['findings_errors'], 0)}"] if row["findings_errors"] else []
    parts += [f"предупреждений {number(row['findings_warnings'], 0)}"] if row["findings_warnings"] else []
    return _Cell(
        word=_words()[row["status"]],
        look=_LOOKS[row["status"]],
        small=", ".join(parts),
        due=_overdue(row),
    )


def _overdue(row: Mapping[str, Any]) -> str:
    return str(row["due"]) if row["status"] in UNDELIVERED else ""
