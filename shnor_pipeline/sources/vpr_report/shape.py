"""What is special about the report «Статистика по отметкам»: groups above the schools, the work in titles."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shnor_pipeline.ingest.cells import integer, is_blank, text_of
from shnor_pipeline.ingest.regrid import Placed, header_rows, names_in, widened
from shnor_pipeline.ingest.source import read_headers
from shnor_pipeline.ingest.titles import Title, grade_named, subject_named, title_lines
from shnor_pipeline.ingest.vpr_counts import shape_marks as shape
from shnor_pipeline.quality.facts import Miss
from shnor_pipeline.spelling import comparable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from shnor_pipeline.ingest.grid import Sheet
    from shnor_pipeline.ingest.titles import Cell

__all__ = ["regrid", "shape"]

MAP = read_headers(Path(__file__).with_name("columns.csv"))
HEADERS = {row.canonical: row.header for row in MAP}
LABELS = {comparable(row.header): row.canonical for row in MAP}
NEEDED = frozenset({"school_name", "participants", "stated_2", "stated_5"})
ADDED = ("school_code", "subject", "grade")

_LOGIN = re.compile(r"\(?\b((?:sch|edu)\s*\d{3,12})\b\)?\s*\|?", re.IGNORECASE)
_SCHOOL = re.compile(r"\b(?:\w{0,4}оу|сош|оош|нош|гимнази|лице[йя]|школ|интернат|кадет)|№")
_TERRITORY = re.compile(
    r"^(?:вся выборка|вся россия|рф|россия|российская федерация)$|^(?:г\.|г |город|пгт|зато|республика)"
    r"|\b(?:республика|область|край|(?:авт\w* )?округ|район)$|\bмуниципальн\w+ (?:район|округ|образование)"
    r"|\bгородской округ\b"
)


def regrid(sheet: Sheet, file: str) -> Sheet | None:
    """Add code, subject and grade to the rows of schools; leave groups and further titles out."""
    headers = header_rows(sheet, LABELS, NEEDED)
    if not headers or {"subject", "grade"} & names_in(sheet.rows[headers[0]], LABELS):
        return None
    columns = _columns(sheet.rows[headers[0]])
    works = _Works(sheet, headers, file)

    def cells_of(row: int) -> Sequence[Placed] | None:
        cells = sheet.rows[row]
        if row in headers or works.is_title(row, columns) or _is_group(cells, columns):
            return None
        login = _LOGIN.search(text_of(cells[columns["school_name"]]))
        here = (row, columns["school_name"])
        return [(login.group(1) if login else None, here), *works.of(row)]

    plain = widened(sheet, headers[0], [HEADERS[name] for name in ADDED], cells_of)
    for row in range(headers[0] + 1, len(plain.rows)):
        if plain.rows[row]:
            name = plain.rows[row][columns["school_name"]]
            plain.rows[row][columns["school_name"]] = _LOGIN.sub(" ", text_of(name)).strip(" |,;")
    return plain


class _Works:
    """The work that each row of a sheet belongs to: that of the nearest title lines above."""

    def __init__(self, sheet: Sheet, headers: list[int], file: str) -> None:
        """Read the title lines above every header; a report may follow another on one sheet."""
        self._sheet, self._headers = sheet, headers
        outside = [Title(sheet.name), Title(file)]
        self._works: list[tuple[Placed, Placed]] = []
        for number, header in enumerate(headers):
            above = headers[number - 1] + 1 if number else 0
            lines = [] if number else title_lines(sheet, 0, header)
            lines += [line for line in title_lines(sheet, above, header) if number and _speaks_of_work(line)]
            nowhere = (header, 0)
            self._works.append(
                (
                    _first(subject_named, [*lines, *outside], nowhere),
                    _first(grade_named, [*lines, *outside], nowhere),
                )
            )

    def of(self, row: int) -> tuple[Placed, Placed]:
        """Return subject and grade of a row."""
        return self._works[sum(header <= row for header in self._headers) - 1]

    def is_title(self, row: int, columns: dict[str, int]) -> bool:
        """Tell whether a row below a header is a title line: it speaks of a work and has no number."""
        cells = self._sheet.rows[row]
        numbers = [cells[at] for name, at in columns.items() if name != "school_name" and at < len(cells)]
        titles = title_lines(self._sheet, row, row + 1)
        return all(map(is_blank, numbers)) and any(map(_speaks_of_work, titles))


def _speaks_of_work(title: Title) -> bool:
    folded = comparable(title.text)
    return "впр" in folded or folded.startswith(("предмет", "класс", "дата", "максимальн", "статистика"))


def _first(read: Callable[[str], Any], titles: list[Title], nowhere: Cell) -> Placed:
    for title in titles:
        found = read(title.text)
        if found is not None:
            return found, title.cell or nowhere
    return None, nowhere


def _columns(header: list[Any]) -> dict[str, int]:
    named = [(LABELS.get(comparable(text_of(cell))), column) for column, cell in enumerate(header)]
    return {name: column for name, column in reversed(named) if name is not None}


def _is_group(cells: list[Any], columns: dict[str, int]) -> bool:
    """Tell the whole sample, a region, a municipality from a school.

    More than one school tells a group; where the report does not count schools, or counts one, the name
    must be a territory's. Anything else is read as a school, and an unknown one becomes a finding.
    """
    name = text_of(cells[columns["school_name"]]) if columns["school_name"] < len(cells) else ""
    folded = comparable(name)
    if _LOGIN.search(name) or _SCHOOL.search(folded):
        return False
    at = columns.get("school_count")
    schools = integer(cells[at]) if at is not None and at < len(cells) else Miss.MISSING
    if not isinstance(schools, Miss) and schools > 1:
        return True
    return bool(_TERRITORY.search(folded))
