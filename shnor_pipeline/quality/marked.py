"""The sender's own workbook with the bad cells coloured and a first sheet that lists the findings.

Belongs here: marking a copy. Does not belong here: finding what is wrong and the first sheet
(``remarks_sheet``).
"""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
import zipfile
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter

from shnor_pipeline.canonical_zip import canonical_workbook
from shnor_pipeline.quality.dropdowns import restore_dropdowns
from shnor_pipeline.quality.remarks_sheet import FILLS, add_remarks, is_ours, write_cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from openpyxl.worksheet.worksheet import Worksheet

    from shnor_pipeline.quality.remarks import Found, Remarks

    Cells = Mapping[str, Sequence[Sequence[Any]]]

_MOST_XML, _MOST_ROWS = 64 * 2**20, 200_000
_SAID_BY_US = "Замечание при проверке:"
_AUTHOR = "Проверка формы"
_COMMENT_WIDTH, _COMMENT_LETTERS, _COMMENT_LINE = 340, 46, 19
_LONGEST_NAME = 31
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]")
_NARROWEST, _WIDEST, _MEASURED_ROWS = 9, 45, 50
_EPOCH = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - openpyxl takes naive times


def mark_workbook(original: bytes | Cells, remarks: Remarks) -> bytes:
    """Mark a copy of a workbook.

    Args:
        original: Bytes of an .xlsx or .xlsm, whose formats, formulas and drop-downs are kept; or, for other
            formats, the cells by sheet, which become a new workbook; without any, the first sheet is alone.
        remarks: What is said of the file.

    Returns:
        An .xlsx: bad cells are coloured and carry a comment; the first sheet sums up the file and lists the
        findings with links to the cells. Marks of an earlier return give way. The same input gives the same
        bytes.
    """
    book, sheets = _loaded(original) if isinstance(original, bytes) else _converted(original)
    _mark(sheets, remarks.findings)
    first = add_remarks(book, remarks, sheets)
    for each in book.worksheets:
        # sheets that are selected together would be changed together
        each.sheet_view.tabSelected = each is first
    book.active = 0
    book.properties.creator = book.properties.lastModifiedBy = "shnor_pipeline"
    book.properties.created = book.properties.modified = _EPOCH
    return canonical_workbook(book)


def can_be_loaded(original: bytes) -> bool:
    """Tell whether bytes are a workbook that is small enough to be loaded with its formats."""
    stream = io.BytesIO(original)
    if not zipfile.is_zipfile(stream):
        return False
    with zipfile.ZipFile(stream) as archive:
        parts = [each for each in archive.infolist() if each.filename.endswith(".xml")]
        if sum(each.file_size for each in parts) > _MOST_XML:
            return False
        sheets = (each for each in parts if each.filename.startswith("xl/worksheets/"))
        return all(archive.read(each).count(b"<row ") <= _MOST_ROWS for each in sheets)


def _loaded(original: bytes) -> tuple[Workbook, dict[str, Worksheet]]:
    with warnings.catch_warnings():
        # what openpyxl says it can't keep is either given back below or no part of a form
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(original))
    restore_dropdowns(book, original)
    ours = [sheet for sheet in book.worksheets if is_ours(sheet)]
    for sheet in ours:
        book.remove(sheet)
    sheets: dict[str, Any] = {sheet.title: sheet for sheet in book.worksheets}
    if ours:
        _take_marks_off(sheets)
    return book, sheets


def _take_marks_off(sheets: Mapping[str, Worksheet]) -> None:
    """Take off the marks of an earlier return; the sender's own comments stay."""
    ours = {fill.fgColor.rgb for fill in FILLS.values()}
    for sheet in sheets.values():
        commented: Iterator[Any] = (cell for row in sheet.iter_rows() for cell in row if cell.comment)
        for cell in commented:
            own, ours_follow, _ = cell.comment.text.partition(_SAID_BY_US)
            if not ours_follow:
                continue
            cell.comment = Comment(own.rstrip(), cell.comment.author) if own.strip() else None
            if cell.fill.fgColor.rgb in ours:
                cell.fill = PatternFill()


def _converted(cells: Cells) -> tuple[Workbook, dict[str, Worksheet]]:
    book = Workbook()
    book.remove(book.worksheets[0])
    sheets = {}
    for name, rows in cells.items():
        sheets[name] = book.create_sheet(_NOT_IN_A_NAME.sub("_", name).strip("'")[:_LONGEST_NAME])
        _fill_in(sheets[name], rows)
        if is_ours(sheets[name]):
            book.remove(sheets.pop(name))
    return book, sheets


def _fill_in(sheet: Worksheet, rows: Sequence[Sequence[Any]]) -> None:
    widths: dict[int, int] = {}
    for row, cells in enumerate(rows, start=1):
        for column, value in enumerate(cells, start=1):
            if value not in {"", None}:
                write_cell(sheet.cell(row, column), value)
                if row <= _MEASURED_ROWS:
                    widths[column] = max(widths.get(column, 0), len(str(value)))
    for column, width in widths.items():
        wide_enough = min(max(width + 2, _NARROWEST), _WIDEST)
        sheet.column_dimensions[get_column_letter(column)].width = wide_enough


def _mark(sheets: Mapping[str, Worksheet], findings: Sequence[Found]) -> None:
    placed = [
        (_cell(sheets[each["sheet"]], each["cell"]), each)
        for each in findings
        if each["cell"] and each["sheet"] in sheets
    ]
    for cell, found in reversed(placed):
        # findings begin with the errors: the colour of the first one is the one that stays
        cell.fill = FILLS[found["severity"]]
    for cell, found in placed:
        _say(cell, found["message_ru"])


def _cell(sheet: Worksheet, address: str) -> Any:
    """Return the cell of an address; of merged cells, the one that shows."""
    cell = sheet[address]
    if not isinstance(cell, MergedCell):
        return cell
    ranges = (each for each in sheet.merged_cells.ranges if address in each)
    return next((sheet.cell(each.min_row, each.min_col) for each in ranges), cell)


def _say(cell: Any, message: str) -> None:
    said = cell.comment.text if cell.comment is not None else ""
    if _SAID_BY_US not in said:
        said = f"{said}\n\n{_SAID_BY_US}".lstrip()
    text = f"{said}\n{message}"
    lines = sum(len(part) // _COMMENT_LETTERS + 1 for part in text.split("\n"))
    cell.comment = Comment(text, _AUTHOR, height=(lines + 1) * _COMMENT_LINE, width=_COMMENT_WIDTH)
