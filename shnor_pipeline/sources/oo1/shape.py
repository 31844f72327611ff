"""What is special about the federal form ОО-1, section 2.1: grades are columns, lines come in pairs.

The form gives the start of the year only (20 September). «х» and an empty cell mean that there is no such
grade, 0 means a grade without pupils.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shnor_pipeline.ingest.cells import integer, text_of
from shnor_pipeline.ingest.header import SEARCHED_ROWS
from shnor_pipeline.ingest.regrid import Placed, PlainTable
from shnor_pipeline.ingest.source import read_headers
from shnor_pipeline.ingest.titles import Title, labelled, title_lines
from shnor_pipeline.quality.facts import Miss
from shnor_pipeline.spelling import comparable, school_code_digits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shnor_pipeline.ingest.draft import Draft
    from shnor_pipeline.ingest.grid import Sheet
    from shnor_pipeline.ingest.titles import Cell
    from shnor_pipeline.reference import Reference

HEADERS = {row.canonical: row.header for row in read_headers(Path(__file__).with_name("columns.csv"))}
CHECKED = {"pupils_start": ("total_pupils", "other_pupils"), "classes": ("total_classes", "other_classes")}

_LAST_GRADE = 12
_FEWEST_GRADES = 3
_GRADE = re.compile(r"^(\d{1,2})\s*-?\s*(?:ый|ий|ой|й)?\s*(?:класс(?:ы)?|кл\.?)?$")
_NUMBER_ALONE = re.compile(r"^\d+$")
_NO_GRADE = ("подготовит", "дополнит", "нулев")
_TOTAL = "всего"
_CLASSES, _PUPILS = "число классов", ("в них обучающихся", "численность обучающихся")
_NAME_LABELS = (
    comparable(HEADERS["school_name"]),
    *("наименование организации", "наименование образовательной организации", "наименование оо"),
    *("краткое наименование", "образовательная организация", "организация", "оо", "школа"),
)
_CODE_LABELS = (comparable(HEADERS["school_code"]), "код организации", "логин", "логин оо")
_LOOKS_LIKE_SCHOOL = re.compile(r"\b(?:м[бка]?оу|гбоу|кгбоу|чоу|сош|оош|нош|гимнази|лице[йя]|школ)")
_SPEAKS_OF_THE_FORM = re.compile(
    r"\b(?:сведени|раздел|форм[аы]|число|численност|образовательную деятельность)"
)


@dataclass(frozen=True)
class Block:
    """One table of section 2.1.

    Attributes:
        top: Row of the header, from 0.
        bottom: Row after the last that may belong to the table.
        grades: Column -> number of the grade.
        others: Columns that are part of the total and no grade.
        total: Column of the total, where there is one.
    """

    top: int
    bottom: int
    grades: dict[int, int]
    others: tuple[int, ...]
    total: int | None


def regrid(sheet: Sheet, _file: str) -> Sheet | None:
    """Turn every grade of every table into a row, the line with the pupils being its place."""
    blocks = _blocks(sheet)
    if not blocks:
        return None
    plain = PlainTable(sheet, blocks[0].top, list(HEADERS.values()))
    school = _school([Title(sheet.name)], blocks[0].top)
    above = 0
    for block in blocks:
        stated = _school(title_lines(sheet, above, block.top), block.top)
        if any(value for value, _ in stated.values()):
            school = stated
        for record in _records(sheet, block, school):
            plain.add([record[name] for name in HEADERS])
        above = block.top + 1
    return plain.laid_out()


def shape(draft: Draft, _reference: Reference) -> None:
    """Hold the rows of a table whose total is not the sum of its grades."""
    for value, (total, other) in CHECKED.items():
        for indexes in _by_cell(draft, total):
            _check_total(draft, indexes, value, total, other)


def _blocks(sheet: Sheet) -> list[Block]:
    tops: list[tuple[int, dict[int, int]]] = []
    for row, cells in enumerate(sheet.rows):
        if not tops and row >= SEARCHED_ROWS:
            break
        grades = _grades_of(cells)
        if len(grades) >= _FEWEST_GRADES:
            tops.append((row, grades))
    ends = [row for row, _ in tops[1:]] + [len(sheet.rows)]
    blocks = [_block(sheet, top, end, grades) for (top, grades), end in zip(tops, ends, strict=False)]
    return [block for block in blocks if _line(sheet, block, _PUPILS) is not None]


def _grades_of(cells: list[Any]) -> dict[int, int]:
    """Read the headers of the grades; a row of bare numbers is the row of column numbers."""
    grades: dict[int, int] = {}
    for column, cell in enumerate(cells):
        text = comparable(cell) if isinstance(cell, str) else ""
        found = None if _NUMBER_ALONE.match(text) else _GRADE.match(text)
        if found and 1 <= int(found.group(1)) <= _LAST_GRADE:
            grades[column] = int(found.group(1))
    return grades if len(set(grades.values())) == len(grades) else {}


def _block(sheet: Sheet, top: int, bottom: int, grades: dict[int, int]) -> Block:
    """Find total and other columns; both may stand in a header row above that of the grades."""
    headers: dict[int, str] = {}
    for row in sheet.rows[max(top - 2, 0) : top + 1]:
        headers |= {column: comparable(text_of(cell)) for column, cell in enumerate(row) if text_of(cell)}
    first, last = min(grades), max(grades)
    totals = [column for column, text in headers.items() if text.startswith(_TOTAL) and column not in grades]
    total = max((column for column in totals if column < first), default=max(totals, default=None))
    start = first if total is None or total > first else total + 1
    others = [column for column in range(start, last) if column not in grades]
    others += [column for column, text in headers.items() if column > last and text.startswith(_NO_GRADE)]
    return Block(top, bottom, grades, tuple(each for each in others if each != total), total)


def _records(sheet: Sheet, block: Block, school: dict[str, Placed]) -> Iterator[dict[str, Placed]]:
    classes = _line(sheet, block, (_CLASSES,))
    pupils = _line(sheet, block, _PUPILS)
    if pupils is None:
        return
    shared = {
        **school,
        "total_pupils": _total(sheet, block, pupils),
        "total_classes": _total(sheet, block, classes),
        "other_pupils": _others(sheet, block, pupils),
        "other_classes": _others(sheet, block, classes),
    }
    for column, grade in block.grades.items():
        here = _cell(sheet, pupils, column)
        of_class: Placed = (None, (pupils, column)) if classes is None else _cell(sheet, classes, column)
        if integer(here[0]) is Miss.MISSING and integer(of_class[0]) in {Miss.MISSING, 0}:
            continue
        yield {**shared, "pupils_start": here, "classes": of_class, "grade": (grade, (block.top, column))}


def _line(sheet: Sheet, block: Block, beginnings: tuple[str, ...]) -> int | None:
    """Find the first line of the table with such a name; later pairs speak of parts of it."""
    left = min(block.grades)
    for row in range(block.top + 1, block.bottom):
        names = [comparable(text_of(cell)) for cell in sheet.rows[row][:left]]
        if any(name.startswith(beginnings) for name in names):
            return row
    return None


def _cell(sheet: Sheet, row: int, column: int) -> Placed:
    cells = sheet.rows[row]
    return (cells[column] if column < len(cells) else None), (row, column)


def _total(sheet: Sheet, block: Block, row: int | None) -> Placed:
    if row is None or block.total is None:
        return None, (block.top, 0)
    return _cell(sheet, row, block.total)


def _others(sheet: Sheet, block: Block, row: int | None) -> Placed:
    """Add up the columns that are no grades."""
    if row is None or not block.others:
        return 0, (block.top, 0)
    read = [integer(_cell(sheet, row, column)[0]) for column in block.others]
    return sum(value for value in read if not isinstance(value, Miss)), (row, block.others[0])


def _school(titles: list[Title], top: int) -> dict[str, Placed]:
    """Take code and name of the school from titles that say so, else the one that looks like a name."""
    code = labelled(titles, *_CODE_LABELS)
    named = labelled(titles, *_NAME_LABELS) or next(filter(_is_school, titles), None)
    nowhere: Cell = (top, 0)
    return {
        "school_code": (code.text, code.cell or nowhere) if code else (None, nowhere),
        "school_name": (named.text, named.cell or nowhere) if named else (None, nowhere),
    }


def _is_school(title: Title) -> bool:
    folded = comparable(title.text)
    if school_code_digits(title.text):
        return False
    return bool(_LOOKS_LIKE_SCHOOL.search(folded)) and not _SPEAKS_OF_THE_FORM.search(folded)


def _by_cell(draft: Draft, name: str) -> list[list[int]]:
    """Group the rows by the cell of the sender's sheet that one of their values comes from."""
    groups: dict[str, list[int]] = {}
    for index in range(draft.size):
        groups.setdefault(str(draft.place(index, name).cell), []).append(index)
    return list(groups.values())


def _check_total(draft: Draft, indexes: list[int], value: str, total: str, other: str) -> None:
    stated = integer(draft.raw[total][indexes[0]])
    if stated is Miss.MISSING:
        return
    if isinstance(stated, Miss):
        draft.misses.setdefault(total, {})[indexes[0]] = Miss.WRONG
        _hold(draft, indexes, "C001")
        return
    parts = [draft.values[value][index] for index in indexes]
    unread = any(draft.misses.get(value, {}).get(index) not in {None, Miss.MISSING} for index in indexes)
    added = sum(part for part in parts if part is not None) + int(draft.raw[other][indexes[0]])
    if not unread and added != stated:
        explanation = f"«{HEADERS[total]}»: стоит {stated}, а сумма по классам {added}"
        draft.tell("total_differs", indexes[0], total, explanation=explanation)
        _hold(draft, indexes, "R002")


def _hold(draft: Draft, indexes: list[int], rule_id: str) -> None:
    """Keep all rows of the table out, though the finding is said once."""
    for index in indexes:
        draft.held.setdefault(index, set()).add(rule_id)
