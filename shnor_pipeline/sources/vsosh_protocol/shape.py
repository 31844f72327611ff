"""What is special about protocols of olympiad juries: stage and often subject stand only in the titles."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shnor_pipeline.ingest.olympiad import shape_protocol as shape
from shnor_pipeline.ingest.regrid import Placed, header_rows, names_in, widened
from shnor_pipeline.ingest.source import read_headers
from shnor_pipeline.ingest.titles import Title, labelled, stage_named, subject_named, title_lines
from shnor_pipeline.spelling import comparable

if TYPE_CHECKING:
    from collections.abc import Callable

    from shnor_pipeline.ingest.grid import Sheet
    from shnor_pipeline.ingest.titles import Cell

__all__ = ["is_data", "regrid", "shape"]

MAP = read_headers(Path(__file__).with_name("columns.csv"))
HEADERS = {row.canonical: row.header for row in reversed(MAP)}
LABELS = {comparable(row.header): row.canonical for row in MAP}
NEEDED = frozenset({"school_name", "score", "award"})
FILLED_BY_PEOPLE = ("participant_code", "surname", "given_name", "grade", "grade_competed", "score", "award")

_SIGNATURE = re.compile(r"^(?:председатель|члены? жюри|секретарь|организатор|ответственн|дата\b)")


def is_data(row: dict[str, str]) -> bool:
    """Tell a participant from an empty numbered line and from the signatures below the table."""
    if any(_SIGNATURE.match(comparable(text)) for text in row.values()):
        return False
    return any(row.get(name) for name in FILLED_BY_PEOPLE)


def regrid(sheet: Sheet, file: str) -> Sheet | None:
    """Add the columns «Этап» and «Предмет» that the table lacks and the titles state."""
    headers = header_rows(sheet, LABELS, NEEDED)
    if not headers:
        return None
    top = headers[0]
    present = names_in(sheet.rows[top], LABELS)
    titles = [*title_lines(sheet, 0, top), Title(sheet.name), Title(file)]
    stated: dict[str, Placed] = {}
    if "stage" not in present:
        stated |= _stated("stage", titles, stage_named, (top, 0))
    if "subject" not in present:
        stated |= _subject(titles, (top, 0))
    if not stated:
        return None
    return widened(sheet, top, [HEADERS[name] for name in stated], lambda _row: list(stated.values()))


def _subject(titles: list[Title], nowhere: Cell) -> dict[str, Placed]:
    """Take the subject as it is written after «Предмет:», else the one a title speaks of."""
    written = labelled(titles, comparable(HEADERS["subject"]))
    if written is not None:
        return {"subject": (written.text, written.cell or nowhere)}
    return _stated("subject", titles, subject_named, nowhere)


def _stated(name: str, titles: list[Title], read: Callable[[str], Any], nowhere: Cell) -> dict[str, Placed]:
    for title in titles:
        found = read(title.text)
        if found is not None:
            return {name: (found, title.cell or nowhere)}
    return {}
