"""A workbook as grids of cells with their addresses, read safely.

Belongs here: opening a file of any kind we accept and cell addresses. Does not belong here: the checks that
must come before a reader touches it (``preflight``, ``sheet_xml``, ``biff``) and what the cells mean.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from shnor_pipeline.ingest import preflight
from shnor_pipeline.ingest.biff import refuse_far_xlsb, see_xls
from shnor_pipeline.ingest.preflight import Archive, FileProblem
from shnor_pipeline.ingest.sheet_xml import Seen, see_tables, see_workbook
from shnor_pipeline.quality import rules

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from python_calamine import CalamineSheet

__all__ = ["EXTENSIONS", "FileProblem", "Sheet", "letters", "read_sheets"]

EXTENSIONS = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv"})
_WITH_CELLS = (SheetTypeEnum.WorkSheet, SheetTypeEnum.MacroSheet)
_CSV_DELIMITERS = ";\t,"
_CSV_SEARCHED = 60
_FEWEST_COLUMNS = 2
_MOST_CSV_BYTES = 32 * 2**20
_LIGHT_BYTES = 2**20
_LIGHT_CELLS = 250_000
_UNKNOWN = "\ufffd"
_FEW_DAMAGED = 20
"""Of so many letters beyond ASCII one may be damaged for a text still to be UTF-8."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: ``rows[i][j]`` stands in row ``i + 1``, column ``letters(j)``.

    Attributes:
        merged: Merged ranges as (first row, first column, last row, last column), from 0.
        origin: Of a sheet that a form's own code rearranged: (row, column) -> where that cell stands in the
            sender's sheet, from 0. A cell that is not named stands where it always stood.
        hidden: Whether the sheet is hidden.
        hidden_rows: Hidden rows within the grid, from 0.
        hidden_columns: Hidden columns within the grid, from 0.
        errors: (row, column) -> error value of a cell, such as ``#REF!``; the grid has an empty text there.
        unvalued: Formulas saved without a value; the grid has an empty text there.
        lossy: Whether bytes of a text file had to be replaced because they are no letters.
    """

    name: str
    rows: list[list[Any]]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    origin: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)
    unvalued: frozenset[tuple[int, int]] = frozenset()
    lossy: bool = False

    def address(self, row: int, column: int) -> tuple[str, int]:
        """Return the A1 address and the row, from 1, of a cell in the sender's sheet."""
        row, column = self.origin.get((row, column), (row, column))
        return f"{letters(column)}{row + 1}", row + 1


@lru_cache(maxsize=20_000)
def letters(column: int) -> str:
    """Return the letters of a column counted from 0: 0 -> A, 26 -> AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def read_sheets(path: Path) -> list[Sheet]:
    """Read all sheets of a workbook or CSV file, by its content: the extension only says that it is meant.

    Args:
        path: The file; its extension must be one of ``EXTENSIONS``.

    Returns:
        Sheets in their order; row 1 is always row 1, also when the first rows are empty. Chart sheets hold
        no cells and are left out.

    Raises:
        FileProblem: Not a table, encrypted, broken or dangerous.
    """
    if path.suffix.lower() not in EXTENSIONS:
        raise FileProblem(rules.NOT_A_WORKBOOK, extension=path.suffix or path.name)
    return _read_content(path, path.suffix.lower())


def read_light_sheets(path: Path) -> list[Sheet] | None:
    """Read an .xlsx file if it takes little memory to read it, whatever it claims.

    Returns:
        The sheets as :func:`read_sheets` gives them; ``None`` for a heavy file and for any other kind.

    Raises:
        FileProblem: Not a table, encrypted, broken or dangerous.
    """
    data, suffix = preflight.content_of(path), path.suffix.lower()
    if suffix not in EXTENSIONS or preflight.kind_of(data, suffix) != "zip":
        return None
    archive = Archive(data, suffix)
    if archive.kind != "xlsx" or archive.inflated > _LIGHT_BYTES:
        return None
    seen = see_workbook(archive)
    if sum(each.area.cells for each in seen) > _LIGHT_CELLS:
        return None
    return _read(archive.rebuilt(), seen)


def _read_content(path: Path, suffix: str) -> list[Sheet]:
    data = preflight.content_of(path)
    kind = preflight.kind_of(data, suffix)
    if kind == "text":
        sheet = _csv_sheet(path.stem, data)
        if suffix != ".csv" and max(map(len, sheet.rows), default=0) < _FEWEST_COLUMNS:
            raise preflight.unreadable(preflight.BROKEN)
        return [sheet]
    if kind == "ole":
        return _read(io.BytesIO(data), see_xls(data, suffix))
    archive = Archive(data, suffix)
    seen = _seen_in(archive)
    return _read(archive.rebuilt(), seen)


def _seen_in(archive: Archive) -> list[Seen]:
    """Look at every part of an archive; after this it may be rebuilt for the reader."""
    if archive.kind == "xlsx":
        return see_workbook(archive)
    if archive.kind == "xlsb":
        refuse_far_xlsb(archive)
        return []
    content = [part for name, part in archive.parts() if name == "content.xml"]
    return see_tables(content[0])


def _read(stream: io.BytesIO, seen: list[Seen]) -> list[Sheet]:
    """Let the reader read what was found harmless.

    Raises:
        FileProblem: It can't, or two sheets share a name.
    """
    try:
        workbook = CalamineWorkbook.from_filelike(stream)
        sheets = _sheets(workbook, seen)
    except (CalamineError, ValueError, OverflowError):
        raise preflight.unreadable(preflight.BROKEN) from None
    except BaseException as error:
        # The reader's own faults derive from BaseException and can't be imported.
        if type(error).__name__ != "PanicException":
            raise
        raise preflight.unreadable(preflight.BROKEN) from None
    if not sheets:
        raise preflight.unreadable("внутри нет листов с таблицей")
    return sheets


def _sheets(workbook: CalamineWorkbook, seen: list[Seen]) -> list[Sheet]:
    facts = workbook.sheets_metadata
    if len({each.name for each in facts}) < len(facts):
        raise preflight.unreadable("внутри есть листы с одинаковыми названиями")
    if len(seen) != len(facts):
        seen = [Seen() for _ in facts]
    return [
        _sheet(workbook.get_sheet_by_name(each.name), each.visible != SheetVisibleEnum.Visible, found)
        for each, found in zip(facts, seen, strict=True)
        if each.typ in _WITH_CELLS
    ]


def _sheet(sheet: CalamineSheet, hidden: bool, seen: Seen) -> Sheet:  # noqa: FBT001 - one call
    rows: list[list[Any]] = sheet.to_python(skip_empty_area=False)
    _blank_out(rows, [*seen.errors, *seen.unvalued])
    width = len(rows[0]) if rows else 0
    merged = tuple(
        (top, left, min(bottom, len(rows) - 1), min(right, width - 1))
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
        if top < len(rows) and left < width
    )
    return Sheet(
        sheet.name,
        rows,
        merged,
        hidden=hidden,
        hidden_rows=frozenset(row for row in seen.hidden_rows if row < len(rows)),
        hidden_columns=frozenset(column for column in seen.hidden_columns if column < width),
        errors=seen.errors,
        unvalued=frozenset(seen.unvalued),
    )


def _blank_out(rows: list[list[Any]], places: list[tuple[int, int]]) -> None:
    """Put an empty text at places without a value, also at those beyond the last value."""
    if not places:
        return
    width = max(max(column for _, column in places) + 1, len(rows[0]) if rows else 0)
    height = max(max(row for row, _ in places) + 1, len(rows))
    preflight.refuse_cells([(height, width)])
    rows += [[] for _ in range(height - len(rows))]
    for row in rows:
        row.extend([""] * (width - len(row)))
    for at, column in places:
        rows[at][column] = ""


def _csv_sheet(name: str, data: bytes) -> Sheet:
    """Read a text file with delimiters.

    Raises:
        FileProblem: Too large, or a quote that is never closed.
    """
    if len(data) > _MOST_CSV_BYTES:
        raise preflight.too_large(
            f"он занимает {len(data) // 2**20} МБ, а текстовые таблицы читаются до 32 МБ"
        )
    text, lossy = _decoded(data)
    try:
        if max(map(text.count, _CSV_DELIMITERS)) > preflight.MOST_CELLS:
            raise preflight.too_large(f"в нём больше {preflight.MOST_CELLS} ячеек")
        rows = [list(row) for row in _records(text, _delimiter(text))]
    except csv.Error:
        raise preflight.unreadable(
            "кавычка в нём открыта и не закрыта или одна из строк слишком длинна"
        ) from None
    return Sheet(name, rows, lossy=lossy)


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    """Read records; a line break inside quotes belongs to its cell and not between two records."""
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _delimiter(text: str) -> str:
    """Take the delimiter that cuts the most of the first records into rows of one width.

    A count of the marks would be misled by decimal commas and by texts.
    """

    def fit(mark: str) -> tuple[int, int]:
        widths = Counter(len(record) for record in islice(_records(text, mark), _CSV_SEARCHED))
        return max(((count, width) for width, count in widths.items() if width > 1), default=(0, 0))

    return max(_CSV_DELIMITERS, key=fit)


def _decoded(data: bytes) -> tuple[str, bool]:
    """Decode a text; return it and whether bytes were replaced."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", errors="replace")
        return text, _UNKNOWN in text
    try:
        return data.decode("utf-8-sig"), False
    except UnicodeDecodeError:
        text = data.decode("utf-8-sig", errors="replace")
    letters_beyond = len(text) - len(text.encode("ascii", errors="ignore"))
    if text.count(_UNKNOWN) * _FEW_DAMAGED <= letters_beyond:
        return text, True
    text = data.decode("cp1251", errors="replace")
    return text, _UNKNOWN in text
