"""Workbooks as bytes: .xlsx, .xls and .ods, equal for equal content.

Belongs here: the choice of the format, .xlsx and .xls. Does not belong here: .ods (``opendocument``), what
stands in the cells.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import xlwt
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from shnor_pipeline.canonical_zip import canonical_workbook
from shnor_pipeline.sample.opendocument import ods
from shnor_pipeline.sample.sheets import DATA, HEADER, NUMBERS, PLAIN, TITLE, TOTAL, address

if TYPE_CHECKING:
    from shnor_pipeline.sample.sheets import Book, Cell, Sheet

XLS_ROWS = 65_000
"""An .xls sheet holds 65,536 rows; a longer one has to be an .xlsx."""

_FONT = "Times New Roman"
_HEADER_HEIGHT = 45
_THIN = Side(style="thin", color="808080")
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)


def render(book: Book) -> bytes:
    """Write a workbook in the format that its suffix names.

    Args:
        book: The workbook.

    Returns:
        The file.

    Raises:
        KeyError: The suffix is not .xlsx, .xls or .ods.
    """
    writer = {"xlsx": _xlsx, "xls": _xls, "ods": ods}[book.path.rpartition(".")[2]]
    return writer(book)


def _xlsx(book: Book) -> bytes:
    workbook = Workbook(write_only=True)
    workbook.properties.creator = ""
    styles = _xlsx_styles()
    for named in styles.values():
        workbook.add_named_style(named)
    for sheet in book.sheets:
        _xlsx_sheet(workbook.create_sheet(sheet.name), sheet)
    return canonical_workbook(workbook)


def _xlsx_styles() -> dict[str, NamedStyle]:
    frame = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
    plain, bold = Font(name=_FONT, size=11), Font(name=_FONT, size=11, bold=True)
    return {
        TITLE: NamedStyle(TITLE, font=Font(name=_FONT, size=12, bold=True), alignment=_CENTRE),
        HEADER: NamedStyle(HEADER, font=bold, border=frame, alignment=_CENTRE),
        NUMBERS: NamedStyle(NUMBERS, font=Font(name=_FONT, size=9), border=frame, alignment=_CENTRE),
        DATA: NamedStyle(DATA, font=plain, border=frame),
        TOTAL: NamedStyle(TOTAL, font=bold, border=frame),
    }


def _xlsx_sheet(target: Any, sheet: Sheet) -> None:
    for place, column in enumerate(sheet.columns, start=1):
        target.column_dimensions[get_column_letter(place)].width = column.width
    for first_row, first, last_row, last in sheet.merges():
        target.merged_cells.add(f"{address(first_row, first)}:{address(last_row, last)}")
    target.page_setup.orientation = "landscape"
    target.page_setup.fitToHeight = 0
    target.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    # Excel does not make room by itself for wrapped text in merged cells.
    target.row_dimensions[sheet.top + sheet.grouped].height = _HEADER_HEIGHT
    for number, title in enumerate(sheet.titles, start=1):
        if len(title) > sum(column.width for column in sheet.columns):
            target.row_dimensions[number].height = _HEADER_HEIGHT
    percents = {place for place, column in enumerate(sheet.columns) if column.percent}
    for kind, row in sheet.lines():
        if kind in {DATA, PLAIN} and not sheet.ruled and not percents:
            target.append(row)
        else:
            target.append(
                [_xlsx_cell(target, kind, cell, place in percents) for place, cell in enumerate(row)]
            )


def _xlsx_cell(target: Any, kind: str, value: Cell, percent: bool) -> Any:  # noqa: FBT001
    cell = WriteOnlyCell(target, value)
    if kind != PLAIN:
        cell.style = kind
    if percent and kind == DATA and isinstance(value, float):
        cell.number_format = "0.0%"
    return cell


def _xls(book: Book) -> bytes:
    workbook = xlwt.Workbook(encoding="utf-8")
    styles = _xls_styles()
    for sheet in book.sheets:
        target = workbook.add_sheet(sheet.name)
        for place, column in enumerate(sheet.columns):
            target.col(place).width = column.width * 256
        merged = {(merge[0], merge[1]): merge for merge in sheet.merges()}
        for number, (kind, row) in enumerate(sheet.lines(), start=1):
            for place, value in enumerate(row, start=1):
                merge = merged.get((number, place))
                if merge:
                    first_row, first, last_row, last = (edge - 1 for edge in merge)
                    target.write_merge(first_row, last_row, first, last, value, styles[kind])
                elif value is not None or kind not in {TITLE, HEADER, PLAIN}:
                    # A cell inside a merged range must not be written a second time.
                    target.write(number - 1, place - 1, value, styles[kind])
    raw = io.BytesIO()
    workbook.save(raw)
    return raw.getvalue()


def _xls_styles() -> dict[str, Any]:
    frame = "borders: left thin, right thin, top thin, bottom thin;"
    centre = "align: wrap on, horiz center, vert center;"
    return {
        TITLE: xlwt.easyxf(f"font: name {_FONT}, bold on, height 240; {centre}"),
        HEADER: xlwt.easyxf(f"font: name {_FONT}, bold on; {centre} {frame}"),
        NUMBERS: xlwt.easyxf(f"font: name {_FONT}, height 180; {centre} {frame}"),
        DATA: xlwt.easyxf(f"font: name {_FONT}; {frame}"),
        TOTAL: xlwt.easyxf(f"font: name {_FONT}, bold on; {frame}"),
        PLAIN: xlwt.easyxf(f"font: name {_FONT}"),
    }
