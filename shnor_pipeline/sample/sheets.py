"""A sheet as people fill it: title lines, a header that may be merged, a row of column numbers, rows.

Belongs here: the model of a workbook and where its cells stand. Does not belong here: file formats
(``workbooks``), which columns a form has (``layouts``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

Cell = str | int | float | None
Merge = tuple[int, int, int, int]
"""First row, first column, last row, last column, counted from 1."""

TITLE, HEADER, NUMBERS, DATA, TOTAL, PLAIN = "title", "header", "numbers", "data", "total", "plain"
_TOTALS = ("итого", "всего", "свод")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a form.

    Attributes:
        title: Header text.
        group: Text of a merged cell above the header, shared by neighbours.
        width: Width in characters.
        percent: Whether its numbers are shown as percents.
    """

    title: str
    group: str = ""
    width: int = 12
    percent: bool = False


@dataclass(slots=True)
class Sheet:
    """A sheet of a workbook.

    Attributes:
        name: Name of the sheet.
        columns: Columns from A on.
        rows: Data rows in order, blank rows and rows of totals among them.
        titles: Lines above the header.
        header_row: Row in which the header begins; straight below the titles when 0.
        numbered: Whether a row 1 2 3 … stands under the header.
        ruled: Whether cells have borders, as forms do and exports don't.
    """

    name: str
    columns: list[Column]
    rows: list[list[Cell]]
    titles: list[str] = field(default_factory=list)
    header_row: int = 0
    numbered: bool = False
    ruled: bool = True

    @property
    def top(self) -> int:
        """Row in which the header begins."""
        return max(self.header_row, len(self.titles) + 1 + bool(self.titles))

    @property
    def grouped(self) -> bool:
        """Whether the header takes two rows."""
        return any(column.group for column in self.columns)

    @property
    def first_data_row(self) -> int:
        """Row of the first data row."""
        return self.top + 1 + self.grouped + self.numbered

    def place(self, title: str) -> int:
        """Index of the column with this header text, from 0."""
        return [column.title for column in self.columns].index(title)

    def lines(self) -> Iterator[tuple[str, list[Cell]]]:
        """Yield every row of the sheet from row 1 on, with its kind."""
        for line in self.titles:
            yield TITLE, [line]
        for _ in range(self.top - len(self.titles) - 1):
            yield PLAIN, []
        if self.grouped:
            yield HEADER, self._upper()
            yield HEADER, [column.title if column.group else None for column in self.columns]
        else:
            yield HEADER, [column.title or None for column in self.columns]
        if self.numbered:
            yield NUMBERS, list(range(1, len(self.columns) + 1))
        for row in self.rows:
            yield _kind(row), row

    def merges(self) -> Iterator[Merge]:
        """Yield the merged ranges of titles and header."""
        width = len(self.columns)
        if width > 1:
            yield from ((row, 1, row, width) for row in range(1, len(self.titles) + 1))
        if not self.grouped:
            return
        at = 1
        for group, members in groupby(self.columns, key=lambda column: column.group):
            count = len(list(members))
            if group and count > 1:
                yield (self.top, at, self.top, at + count - 1)
            elif not group:
                yield from ((self.top, place, self.top + 1, place) for place in range(at, at + count))
            at += count

    def _upper(self) -> list[Cell]:
        upper: list[Cell] = []
        before = ""
        for column in self.columns:
            upper.append(None if column.group and column.group == before else column.group or column.title)
            before = column.group
        return upper


@dataclass(slots=True)
class Book:
    """A workbook with its place in the inbox; the suffix of the path says the format."""

    path: str
    sheets: list[Sheet]

    @property
    def data_rows(self) -> int:
        """Rows of data, without blank rows and totals."""
        return sum(_kind(row) == DATA for sheet in self.sheets for row in sheet.rows)


def address(row: int, column: int) -> str:
    """Write a cell's address; row and column are counted from 1."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def is_data(row: list[Cell]) -> bool:
    """Whether a row is neither blank nor a row of totals."""
    return _kind(row) == DATA


def _kind(row: list[Cell]) -> str:
    first = next((cell for cell in row if cell not in (None, "")), None)
    if first is None:
        return PLAIN
    return TOTAL if isinstance(first, str) and first.lower().startswith(_TOTALS) else DATA
