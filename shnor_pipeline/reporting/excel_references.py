"""References of a workbook: a hidden column beside every table says what the numbers of each row are.

Belongs here: numbers with references taken out of the cells and written down, and read back. Does not belong
here: what a number should be (``provenance``).

The column stands inside the filter, so that sorting takes it along; a hidden defined name
``_numbers_<place>`` finds it wherever rows and columns were inserted. Its head keeps the titles of the
columns, because letters change; every cell keeps a line for each number of its row: column, place among the
numbers of the cell, reference. All numbers of a text that is quoted have one line: column, ``*`` and how many
they are, reference of the text. A name for each number would be half a million names for a region, which
Excel does not survive.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from io import BytesIO
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook.defined_name import DefinedName

from shnor_pipeline.references import Ref, ref_of_text
from shnor_pipeline.reporting.figures import NUMBER, QUOTED, bare, is_marked, pieces, quote_of, ref_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_NAMES = "_numbers_"
_ALL = "*"


class NotAWorkbookError(ValueError):
    """A file that is no .xlsx workbook."""


@dataclass(frozen=True, slots=True)
class CellNumber:
    """A number as a cell holds it.

    Attributes:
        ref: What it refers to.
        value: The number of a numeric cell, or the text of a number inside a text; ``None`` when it is gone.
        place: Sheet and cell, for people.
    """

    ref: Ref
    value: float | str | None
    place: str


def put_references(book: Workbook) -> None:
    """Take the references out of all cells and write them beside; a sheet without any stays as it is."""
    for place, sheet in enumerate(book.worksheets, start=1):
        lines = {row: text for row, text in _lines(sheet) if text}
        if lines:
            column = sheet.max_column + 1
            _write(sheet, column, lines)
            letters = get_column_letter(column)
            area = f"'{sheet.title}'!${letters}${_head(sheet)}:${letters}${sheet.max_row}"
            name = f"{_NAMES}{place}"
            book.defined_names[name] = DefinedName(name, attr_text=area, hidden=True)


def _lines(sheet: Worksheet) -> Iterator[tuple[int, str]]:
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        row: Sequence[Any] = cells
        found = [
            f"{cell.column_letter} {line}" for cell in row for line in _lines_for(list(_taken_out(cell)))
        ]
        yield number, "\n".join(found)


def _lines_for(numbers: Sequence[tuple[int, Ref]]) -> Iterator[str]:
    """Write the references of a cell down, those of a quoted text together."""
    quote = quote_of(numbers[0][1]) if numbers else None
    if quote and all(quote_of(ref) == quote for _, ref in numbers[1:]):
        yield f"{_ALL}{len(numbers)} {quote.text}"
    else:
        yield from (f"{at} {ref.text}" for at, ref in numbers)


def _taken_out(cell: Any) -> Iterator[tuple[int, Ref]]:
    """Leave the plain value in a cell and yield its references with their places among its numbers."""
    ref = ref_of(cell.value)
    if ref is not None:
        cell.value = int(cell.value) if isinstance(cell.value, int) else float(cell.value)
        yield 0, ref
    elif isinstance(cell.value, str) and is_marked(cell.value):
        marked, text = cell.value, ""
        for piece in pieces(marked):
            if piece.ref is not None:
                yield len(NUMBER.findall(text)), piece.ref
            text += piece.text
        cell.value = bare(marked)
        cell.data_type = "s"


def _head(sheet: Worksheet) -> int:
    """Row of the titles; the first row of a sheet that is no table."""
    return int(range_boundaries(sheet.auto_filter.ref)[1] or 1) if sheet.auto_filter.ref else 1


def _write(sheet: Worksheet, column: int, lines: Mapping[int, str]) -> None:
    used = {line.split(" ", 1)[0] for text in lines.values() for line in text.split("\n")}
    head, titles = _head(sheet), {}
    if sheet.auto_filter.ref:
        cells: Sequence[Any] = sheet[head]
        titles = {cell.column_letter: cell.value for cell in cells if cell.column_letter in used}
        start, end = sheet.auto_filter.ref.split(":")
        sheet.auto_filter.ref = f"{start}:{get_column_letter(column)}{end.lstrip(ascii_uppercase)}"
    for row, text in {head: "", **lines}.items():
        known = json.dumps(titles, ensure_ascii=False) if row == head else ""
        sheet.cell(row, column).value = "\n".join(filter(None, (known, text)))
    sheet.column_dimensions[get_column_letter(column)].hidden = True


def read_cells(content: bytes) -> tuple[CellNumber, ...]:
    """Read the referenced numbers of a workbook.

    Raises:
        NotAWorkbookError: The bytes are no .xlsx workbook.
    """
    return read_book(content)[0]


def read_book(content: bytes) -> tuple[tuple[CellNumber, ...], tuple[str, ...]]:
    """Read the referenced numbers of a workbook and the names of its sheets.

    Raises:
        NotAWorkbookError: The bytes are no .xlsx workbook.
    """
    try:
        book = load_workbook(BytesIO(content), data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise NotAWorkbookError(str(error)) from error
    areas = [each for name, each in book.defined_names.items() if name.startswith(_NAMES)]
    numbers = tuple(
        number
        for each in areas
        for title, area in each.destinations
        if title in book.sheetnames
        for number in _numbers_of(book[title], area)
    )
    return numbers, tuple(book.sheetnames)


def _numbers_of(sheet: Worksheet, area: str) -> Iterator[CellNumber]:
    column, head, _, last = (int(each or 0) for each in range_boundaries(area))
    titles, *_ = _lines_of(sheet, head, column) or ["{}"]
    now = _letters_now(sheet, head, json.loads(titles))
    for row in range(head, last + 1):
        for line in _lines_of(sheet, row, column)[row == head :]:
            letters, places, ref = line.split(" ", 2)
            cell = sheet[f"{now.get(letters, letters)}{row}"]
            for at, of_number in _written(places, ref_of_text(ref), cell):
                place = f"лист «{sheet.title}», ячейка {cell.coordinate}"
                yield CellNumber(of_number, _printed(cell, at), place)


def _written(places: str, ref: Ref, cell: Any) -> Iterator[tuple[int, Ref]]:
    """Yield the numbers of a line by their places; a number that was put into a quoted text is one more."""
    if not places.startswith(_ALL):
        yield int(places), ref
        return
    now = len(NUMBER.findall(cell.value)) if isinstance(cell.value, str) else 0
    for at in range(max(int(places.removeprefix(_ALL)), now)):
        yield at, replace(ref, field=f"{QUOTED}:{at + 1}")


def _lines_of(sheet: Worksheet, row: int, column: int) -> list[str]:
    text = sheet.cell(row, column).value
    return text.split("\n") if isinstance(text, str) else []


def _letters_now(sheet: Worksheet, head: int, titles: Mapping[str, str]) -> dict[str, str]:
    """Find where each column of the table stands now, by its title and in order."""
    now: dict[str, str] = {}
    cells = iter(sheet[head])
    for letters, title in titles.items():
        found = next((cell for cell in cells if cell.value == title), None)
        if found is None:
            break
        now[letters] = found.column_letter
    return now


def _printed(cell: Any, at: int) -> float | str | None:
    if isinstance(cell.value, str):
        tokens = NUMBER.findall(cell.value)
        return tokens[at] if at < len(tokens) else cell.value
    return None if cell.value is None or isinstance(cell.value, bool) else float(cell.value)
