"""Sheets that are no plain tables laid out as such, every cell knowing where the sender wrote it.

Belongs here: steps that the ``regrid`` of several layouts shares. Does not belong here: what a layout
looks like (its own folder).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from shnor_pipeline.ingest.cells import is_blank, text_of
from shnor_pipeline.ingest.draft import is_column_numbers
from shnor_pipeline.ingest.header import SEARCHED_ROWS
from shnor_pipeline.spelling import comparable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from shnor_pipeline.ingest.grid import Sheet
    from shnor_pipeline.ingest.titles import Cell

Placed = tuple[Any, "Cell"]
"""A value and the cell of the sender's sheet it comes from."""


def header_rows(sheet: Sheet, labels: Mapping[str, str], needed: frozenset[str]) -> list[int]:
    """Find the rows that hold headers of all the needed columns.

    Args:
        sheet: The sheet; the first header must stand where headers are searched for (contract, section 3).
        labels: Comparable header -> canonical name.
        needed: Canonical names that a header of this layout always has.

    Returns:
        Rows from 0; empty where the sheet is not of this layout.
    """
    found: list[int] = []
    for row, cells in enumerate(sheet.rows):
        if not found and row >= SEARCHED_ROWS:
            return []
        if needed <= names_in(cells, labels):
            found.append(row)
    return found


def names_in(row: Sequence[Any], labels: Mapping[str, str]) -> set[str]:
    """Return the canonical names whose headers stand in a row."""
    texts = {comparable(text_of(cell)) for cell in row if isinstance(cell, (str, float, int))}
    return {labels[text] for text in texts if text in labels}


def is_data_row(row: Sequence[Any]) -> bool:
    """Tell whether a row is neither blank nor the row of column numbers."""
    return not all(map(is_blank, row)) and not is_column_numbers(list(row))


def widened(
    sheet: Sheet, header: int, titles: Sequence[str], cells_of: Callable[[int], Sequence[Placed] | None]
) -> Sheet:
    """Add columns to the right of a table.

    Args:
        sheet: The sheet.
        header: Row of the header, from 0.
        titles: Headers of the new columns.
        cells_of: Cells of the new columns for a row, or ``None`` for a row that is to be left out.

    Returns:
        A sheet whose old cells stand where they stood; rows that are left out are blank.
    """
    width = max(len(row) for row in sheet.rows[header:])
    rows: list[list[Any]] = [list(row) for row in sheet.rows[:header]]
    origin: dict[Cell, Cell] = {}
    for index, sent in enumerate(sheet.rows[header:], start=header):
        added: Sequence[Placed] | None = ()
        if index == header:
            added = [(title, (header, max(width - 1, 0))) for title in titles]
        elif is_data_row(sent):
            added = cells_of(index)
        if added is None:
            rows.append([])
            continue
        padding = [None] * (width - len(sent))
        rows.append([*sent, *padding, *(value for value, _ in added)])
        origin |= {(index, width + position): cell for position, (_, cell) in enumerate(added)}
    return replace(sheet, rows=rows, origin=origin)


@dataclass
class PlainTable:
    """A table written anew from cells that stand anywhere on the sender's sheet.

    Attributes:
        sheet: The sender's sheet; its rows above the header are kept as they are.
        top: Row of the header, from 0.
        headers: Headers of the new table; the first column says in which row a record stands.
    """

    sheet: Sheet
    top: int
    headers: Sequence[str]
    _rows: list[list[Any]] = field(default_factory=list)
    _origin: dict[Cell, Cell] = field(default_factory=dict)

    def add(self, cells: Sequence[Placed]) -> None:
        """Add a record, a cell for each header."""
        row = self.top + 1 + len(self._rows)
        self._rows.append([value for value, _ in cells])
        self._origin |= {(row, column): cell for column, (_, cell) in enumerate(cells)}

    def laid_out(self) -> Sheet:
        """Return the table below the title lines of the sender's sheet."""
        header = {(self.top, column): (self.top, 0) for column in range(len(self.headers))}
        rows = [*self.sheet.rows[: self.top], list(self.headers), *self._rows]
        return replace(self.sheet, rows=rows, merged=(), origin=header | self._origin)
