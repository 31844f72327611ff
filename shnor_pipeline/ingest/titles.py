"""What title lines, names of sheets and names of files say of a table: school, subject, grade, stage.

Belongs here: reading such texts. Does not belong here: which of them a layout trusts (each layout's own
folder) and what they say of the year (``files``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shnor_pipeline.ingest.cells import is_blank, text_of
from shnor_pipeline.spelling import comparable
from shnor_pipeline.tables.canonical import STAGES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shnor_pipeline.ingest.grid import Sheet

Cell = tuple[int, int]
"""Row and column of a sheet, from 0."""

_GRADE = re.compile(r"(?<!\d)(\d{1,2})\s*-?\s*(?:й\s*)?кл|\bкласс\s*:?\s*(\d{1,2})(?!\d)")
_SUBJECTS = {
    "математик": "математика",
    "русск": "русский язык",
    "окружающ": "окружающий мир",
    "биологи": "биология",
    "истори": "история",
    "географи": "география",
    "обществозн": "обществознание",
    "физик": "физика",
    "хими": "химия",
    "английск": "английский язык",
    "немецк": "немецкий язык",
    "французск": "французский язык",
    "литератур": "литература",
    "информатик": "информатика",
    "астроном": "астрономия",
    "эколог": "экология",
    "экономик": "экономика",
    "технолог": "технология",
    "физическ": "физическая культура",
    "физкультур": "физическая культура",
    "основы безопасности": "основы безопасности жизнедеятельности",
    "основам безопасности": "основы безопасности жизнедеятельности",
    "искусств": "искусство",
    "татарск": "татарский язык",
}
"""Beginnings of the subjects in any case: «по математике», «Математика», «Русскому языку»."""
_SHORT_SUBJECTS = {
    "обж": "основы безопасности жизнедеятельности",
    "праву": "право",
    "право": "право",
    "мхк": "искусство",
}
"""Whole words: as beginnings they would be found in other words."""
_SUBJECT = re.compile("(" + "|".join(_SUBJECTS) + r")|\b(" + "|".join(_SHORT_SUBJECTS) + r")\b")
_STAGE = r"\b(" + "|".join(word[:-2] for word in STAGES) + r")\w*"
_OF_A_STAGE = re.compile(rf"(?:{_STAGE}\s*(?:,|и)\s*)?{_STAGE}\s+этап")
_STAGE_SHORT = {"шэ": "школьный", "мэ": "муниципальный"}
_SHORT = re.compile(r"\b(шэ|мэ)\b")


@dataclass(frozen=True, slots=True)
class Title:
    """A text outside the table, and where it stands; no cell where it is the name of a sheet or file."""

    text: str
    cell: Cell | None = None


def title_lines(sheet: Sheet, first: int, last: int) -> list[Title]:
    """Return the filled cells of some rows, in reading order.

    A cell that ends in a colon («Предмет:») is joined with the next filled cell of its row, which then is
    the place.

    Args:
        sheet: The sheet.
        first: First row, from 0.
        last: Row after the last.
    """
    titles: list[Title] = []
    for row in range(first, min(last, len(sheet.rows))):
        label = ""
        for column, cell in enumerate(sheet.rows[row]):
            if is_blank(cell):
                continue
            text = " ".join(filter(None, (label, text_of(cell))))
            label = text if text.endswith(":") else ""
            if not label:
                titles.append(Title(text, (row, column)))
    return titles


def labelled(titles: Iterable[Title], *labels: str) -> Title | None:
    """Return what follows a label («Предмет: Биология» -> «Биология») in the first title that has it."""
    for title in titles:
        before, colon, after = title.text.partition(":")
        if colon and after.strip() and comparable(before) in labels:
            return Title(after.strip(), title.cell)
    return None


def subject_named(text: str) -> str | None:
    """Read the school subject that a text speaks of, in any grammatical case."""
    found = _SUBJECT.search(comparable(text.replace("/", " ").replace("_", " ")))
    if found is None:
        return None
    return _SUBJECTS[found.group(1)] if found.group(1) else _SHORT_SUBJECTS[found.group(2)]


def grade_named(text: str) -> int | None:
    """Read the grade that a text speaks of: «4 класс», «5-й кл.», «Класс: 6»."""
    found = _GRADE.search(comparable(text.replace("/", " ").replace("_", " ")))
    return int(found.group(1) or found.group(2)) if found else None


def stage_named(text: str) -> str | None:
    """Read the stage of the olympiad that a text speaks of; ``None`` where it names none or several."""
    folded = comparable(text.replace("/", " ").replace("_", " "))
    words = {word[:-2]: word for word in STAGES}
    named = {words[each] for found in _OF_A_STAGE.findall(folded) for each in found if each}
    named |= {_STAGE_SHORT[found] for found in _SHORT.findall(folded)}
    return named.pop() if len(named) == 1 else None
