"""A form on a sheet as the person sees it who fills it: headers by their words, rows of data.

Belongs here: finding columns and rows without the code under test. Does not belong here: damage.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from shnor_pipeline_tests.mutation.registry import Expected, NoPlaceError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

ANCHORS = {"код оо", "код школы", "логин школы", "этап"}
SYNONYMS = {
    "код оо": ("код школы", "логин школы"),
    "оценка": ("отметка",),
    "балл": ("тестовый балл",),
}
TOTALS = ("итого", "всего", "свод")
SEARCHED = 30


def folded(value: Any) -> str:
    """Fold a header for comparison."""
    return " ".join(str(value or "").split()).lower()


class Table:
    """The table of one form on a sheet.

    Attributes:
        file: Path below the inbox.
        ws: The sheet.
        width: Number of columns.
        titles: Column, from 1 -> full header.
        heads: Column -> cell of the lowest header text.
        rows: Rows of data, from 1.
    """

    def __init__(self, file: str, ws: Worksheet) -> None:
        """Find header and rows."""
        self.file, self.ws = file, ws
        self.width = ws.max_column
        self.top = next(
            row for row in range(1, SEARCHED) if any(folded(cell.value) in ANCHORS for cell in ws[row])
        )
        below = [folded(cell.value) for cell in ws[self.top + 1]]
        first = next(at for at, cell in enumerate(ws[self.top]) if folded(cell.value) in ANCHORS)
        self.deep = not below[first] and any(below)
        self.titles: dict[int, str] = {}
        self.heads: dict[int, Cell] = {}
        self._read_header()
        self.rows = [row for row in range(self.top + 1 + self.deep, ws.max_row + 1) if self._is_data(row)]

    def _read_header(self) -> None:
        group = ""
        for column in range(1, self.width + 1):
            upper = self.ws.cell(self.top, column)
            lower = self.ws.cell(self.top + 1, column) if self.deep else upper
            group = str(upper.value) if upper.value else group
            head = lower if lower.value else upper
            if head.value:
                self.heads[column] = head
                joined = f"{group} {lower.value}" if self.deep and lower.value else str(head.value)
                self.titles[column] = " ".join(joined.split())

    def _is_data(self, row: int) -> bool:
        texts = [folded(self.ws.cell(row, column).value) for column in range(1, self.width + 1)]
        filled = [text for text in texts if text]
        if not filled or any(text.startswith(TOTALS) for text in texts[:4]):
            return False
        return filled != [str(number) for number in range(1, len(filled) + 1)]

    def has(self, title: str) -> bool:
        """Tell whether there is a column of this header."""
        return self._column(title) is not None

    def column(self, title: str) -> int:
        """Return the column, from 1, of a header in the words of the contract."""
        found = self._column(title)
        if found is None:
            raise NoPlaceError(f"{self.file}: no column {title!r} among {list(self.titles.values())}")
        return found

    def _column(self, title: str) -> int | None:
        wanted = {folded(title), *SYNONYMS.get(folded(title), ())}
        for column, text in self.titles.items():
            if folded(text) in wanted or folded(self.heads[column].value) in wanted:
                return column
        return None

    def head(self, title: str) -> Cell:
        """Return the header cell."""
        return self.heads[self.column(title)]

    def cell(self, title: str, row: int) -> Cell:
        """Return a data cell."""
        return self.ws.cell(row, self.column(title))

    def get(self, title: str, row: int) -> Any:
        """Return the value of a data cell."""
        return self.cell(title, row).value

    def put(self, title: str, row: int, value: Any) -> None:
        """Write a data cell."""
        self.cell(title, row).value = value

    def number(self, title: str, row: int) -> float:
        """Return a number, also where it is typed as text with a comma."""
        return float(str(self.get(title, row) or 0).replace(",", ".").replace("%", ""))

    def filled(self, title: str) -> list[int]:
        """Return the rows with a value, absence left out."""
        return [row for row in self.rows if folded(self.get(title, row)) not in {"", "н/я", "-"}]

    def values(self, row: int) -> list[Any]:
        """Return a row."""
        return [cell.value for cell in self.ws[row]]

    def paste_below(self, row: int, values: Iterable[Any]) -> int:
        """Insert a row below another; return its number."""
        self.ws.insert_rows(row + 1)
        for column, value in enumerate(values, start=1):
            self.ws.cell(row + 1, column).value = value
        self.rows = [each + (each > row) for each in self.rows]
        self.rows = sorted({*self.rows, row + 1})
        return row + 1

    def remove(self, rows: Iterable[int]) -> None:
        """Delete rows as a person does, cells moving up."""
        for row in sorted(set(rows), reverse=True):
            self.ws.delete_rows(row)
            self.rows = [each - (each > row) for each in self.rows if each != row]

    def unmerge(self) -> None:
        """Dissolve all merged cells, so that columns may move."""
        for merged in list(self.ws.merged_cells.ranges):
            self.ws.unmerge_cells(str(merged))

    def expect(self, *rules: str, title: str = "", row: int = 0, follows: tuple[str, ...] = ()) -> Expected:
        """Say what must be found: in a cell, in a row, or on the sheet."""
        cell = self.cell(title, row).coordinate if title else None
        return Expected(rules, self.file, self.ws.title, cell, row or None, follows=follows)

    def expect_at(self, cell: Cell, *rules: str, follows: tuple[str, ...] = ()) -> Expected:
        """Say what must be found at a cell of the header or anywhere else."""
        return Expected(rules, self.file, self.ws.title, cell.coordinate, cell.row, follows=follows)


def tables_of(path: Path, file: str, marker: str) -> tuple[Any, list[Table]]:
    """Open a workbook and find the sheets whose header has a marker.

    Returns:
        The workbook, and its tables in the order of the sheets.
    """
    book = load_workbook(path)
    found = []
    for ws in book.worksheets:
        if any(folded(cell.value) in ANCHORS for row in ws.iter_rows(max_row=SEARCHED) for cell in row):
            table = Table(file, ws)
            if table.has(marker):
                found.append(table)
    return book, found


def letters(column: int) -> str:
    """Return the letters of a column, from 1."""
    return get_column_letter(column)
