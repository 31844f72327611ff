"""The first sheet of a returned workbook: what is said of the file, then its findings with links.

Belongs here: the sheet «Замечания». Does not belong here: the cells of the sender (``marked``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Any

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties

from shnor_pipeline.quality.comparison import FIXED
from shnor_pipeline.quality.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from shnor_pipeline.quality.remarks import Found, Remarks

SHEET = "Замечания"
SPARE_SHEET = "Замечания проверки"
"""Name of our sheet where the sender has a sheet «Замечания» of their own."""

FILLS = {
    "error": PatternFill("solid", fgColor="FFFFC7CE"),
    "warning": PatternFill("solid", fgColor="FFFFEB9C"),
    FIXED: PatternFill("solid", fgColor="FFC6EFCE"),
}
_SEVERITIES = {"error": "ошибка", "warning": "предупреждение"}
_COUNTS = "Ошибок: "
_HEAD_FILL = PatternFill("solid", fgColor="FF1F4E78")
_LINE = Side(style="thin", color="FFD1D9E0")
_GRID = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
# A typeface that Windows has and for which free systems have a twin of equal width.
_FONT = "Arial"
_TEXT, _GREY = Font(name=_FONT, size=10), Font(name=_FONT, size=10, color="FF6B7280")
_BOLD = Font(name=_FONT, size=10, bold=True)
_TITLE = Font(name=_FONT, size=14, bold=True)
_HEAD = Font(name=_FONT, size=10, bold=True, color="FFFFFFFF")
_LINK = Font(name=_FONT, size=10, color="FF0563C1", underline="single")
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_CENTRED = Alignment(horizontal="center", vertical="top")
# Letters of wrapped Russian text in a unit of width, and the height of a line in points.
_LETTERS = 1.1
_LINE_POINTS, _PADDING_POINTS, _HIGHEST_ROW = 13.5, 3.0, 409.0
_PAPER_A4 = 9
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FORMULA_SIGNS = ("=", "+", "-", "@")


@dataclass(frozen=True, slots=True)
class _Column:
    title: str
    width: float


_NUMBER, _SEVERITY, _CHANGE = _Column("№", 5), _Column("Тяжесть", 16), _Column("С прошлого раза", 13)
_SHEET, _CELL, _MESSAGE = _Column("Лист", 17), _Column("Ячейка", 9), _Column("Что не так и как исправить", 64)
_VALUE, _RULE = _Column("Значение", 15), _Column("Правило", 30)


def is_ours(sheet: Worksheet) -> bool:
    """Tell whether a sheet is one that we wrote when the workbook was returned before."""
    return sheet.title in {SHEET, SPARE_SHEET} and str(sheet["A1"].value).startswith(_COUNTS)


def write_cell(cell: Any, value: Any) -> None:
    """Write a value; a text is a text, also when it starts with = + - @ and would run as a formula."""
    if not isinstance(value, str):
        cell.value = value
        return
    cell.value = _UNPRINTABLE.sub(" ", value)
    cell.data_type = "s"
    if value.startswith(_FORMULA_SIGNS):
        # a text stays one, too, when the sender opens the cell and presses Enter
        cell.quotePrefix = True


def add_remarks(book: Workbook, remarks: Remarks, sheets: Mapping[str, Worksheet]) -> Worksheet:
    """Write the sheet in the first place.

    Args:
        book: The workbook, without a sheet of ours.
        remarks: What to write.
        sheets: The sender's sheets by the name that findings give them, as targets of the links.

    Returns:
        The sheet.
    """
    sheet: Worksheet = book.create_sheet(SPARE_SHEET if SHEET in book.sheetnames else SHEET, 0)
    columns = [_NUMBER, _SEVERITY, _SHEET, _CELL, _MESSAGE, _VALUE, _RULE]
    if remarks.comparison is not None:
        columns.insert(2, _CHANGE)
    for place, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    head = _write_summary(sheet, remarks, columns)
    _write_head(sheet, head, columns)
    last = head
    for last, (found, change) in enumerate(_listed(remarks), start=head + 1):
        _write_finding(sheet, last, _values(last - head, found, change), columns, sheets)
    _set_up(sheet, head, last, len(columns))
    return sheet


def _listed(remarks: Remarks) -> Iterator[tuple[Found, str]]:
    """Yield the findings with their change: the present ones, then what is mended."""
    if remarks.comparison is None:
        yield from ((found, "") for found in remarks.findings)
        return
    yield from zip(remarks.findings, remarks.comparison.changes, strict=True)
    yield from ((found, FIXED) for found in remarks.comparison.fixed)


def _write_summary(sheet: Worksheet, remarks: Remarks, columns: Sequence[_Column]) -> int:
    """Write the counts and what is said of the file; return the row of the table's head."""
    counts = [remarks.summary.counts]
    if remarks.comparison is not None:
        counts.append(f"С прошлого раза {remarks.comparison.counts}")
    write_cell(sheet["A1"], ". ".join(counts))
    sheet["A1"].font = _TITLE
    sheet.row_dimensions[1].height = 24
    lines = [("Файл", remarks.summary.file), *remarks.summary.lines()]
    if remarks.note:
        lines.append(("Копия", remarks.note))
    room = sum(column.width for column in columns[2:])
    for row, (label, text) in enumerate(lines, start=2):
        write_cell(sheet.cell(row, 1), label)
        sheet.cell(row, 1).font, sheet.cell(row, 1).alignment = _BOLD, _WRAPPED
        write_cell(sheet.cell(row, 3), text)
        sheet.cell(row, 3).font, sheet.cell(row, 3).alignment = _TEXT, _WRAPPED
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=2)
        sheet.merge_cells(start_row=row, end_row=row, start_column=3, end_column=len(columns))
        sheet.row_dimensions[row].height = _height([(text, room)])
    return len(lines) + 2


def _write_head(sheet: Worksheet, row: int, columns: Sequence[_Column]) -> None:
    for place, column in enumerate(columns, start=1):
        cell = sheet.cell(row, place)
        write_cell(cell, column.title)
        cell.font, cell.fill, cell.border = _HEAD, _HEAD_FILL, _GRID
        cell.alignment = Alignment(wrap_text=True, vertical="center")
    sheet.row_dimensions[row].height = _height([(each.title, each.width) for each in columns])


def _values(number: int, found: Found, change: str) -> dict[_Column, Any]:
    return {
        _NUMBER: number,
        _SEVERITY: _SEVERITIES[found["severity"]],
        _CHANGE: change,
        _SHEET: found["sheet"] or "весь файл",
        _CELL: found["cell"] or "",
        _MESSAGE: found["message_ru"],
        _VALUE: found["value"] or "",
        _RULE: f"{found['rule_id']}: {RULES[found['rule_id']].title_ru}",
    }


def _write_finding(
    sheet: Worksheet,
    row: int,
    values: Mapping[_Column, Any],
    columns: Sequence[_Column],
    sheets: Mapping[str, Worksheet],
) -> None:
    is_fixed = values[_CHANGE] == FIXED
    font = _GREY if is_fixed else _TEXT
    fills = {_SEVERITY: None if is_fixed else FILLS[_severity(values)], _CHANGE: FILLS.get(values[_CHANGE])}
    for place, column in enumerate(columns, start=1):
        cell = sheet.cell(row, place)
        write_cell(cell, values[column])
        cell.font, cell.border = font, _GRID
        cell.alignment = _CENTRED if column in {_NUMBER, _CELL} else _WRAPPED
        fill = fills.get(column)
        if fill is not None:
            cell.fill = fill
    sheet.row_dimensions[row].height = _height([(str(values[each]), each.width) for each in columns])
    target = sheets.get(values[_SHEET])
    if target is not None:
        # where the finding names no cell, the sheet itself is the place to go to
        _link(sheet.cell(row, columns.index(_CELL if values[_CELL] else _SHEET) + 1), target, values[_CELL])


def _severity(values: Mapping[_Column, Any]) -> str:
    return next(name for name, shown in _SEVERITIES.items() if shown == values[_SEVERITY])


def _link(cell: Any, target: Worksheet, address: str) -> None:
    name = target.title.replace("'", "''")
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{name}'!{address or 'A1'}")
    cell.font = _LINK


def _height(texts: Sequence[tuple[str, float]]) -> float:
    """Return the height of a row: an office shows wrapped text in full only when it is written."""
    lines = max(
        sum(ceil((len(part) or 1) / (width * _LETTERS)) for part in text.split("\n")) for text, width in texts
    )
    return min(lines * _LINE_POINTS + _PADDING_POINTS, _HIGHEST_ROW)


def _set_up(sheet: Worksheet, head: int, last: int, columns: int) -> None:
    """Freeze the head, let the list be filtered, and fit it to the width of a page."""
    sheet.freeze_panes = f"A{head + 1}"
    sheet.auto_filter.ref = f"A{head}:{get_column_letter(columns)}{last}"
    sheet.sheet_view.showGridLines = False
    sheet.print_title_rows = f"{head}:{head}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _PAPER_A4
    sheet.page_setup.fitToHeight = 0
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.75, footer=0.3)
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    footer: Any = sheet.oddFooter
    footer.right.text = "стр. &P из &N"
