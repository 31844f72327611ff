"""The sender's own workbook with the bad cells coloured and a first sheet that lists the findings.

Belongs here: marking a copy. Does not belong here: finding what is wrong.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties

from shnor_pipeline.canonical_zip import canonicalise_zip
from shnor_pipeline.quality.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from openpyxl.worksheet.worksheet import Worksheet

SHEET = "Замечания"
_HEADER = ("№", "Тяжесть", "Лист", "Ячейка", "Что не так и как исправить", "Значение", "Правило")
_WIDTHS = (5, 16, 22, 10, 80, 24, 34)
_LINE_HEIGHT = 15.0
_SEVERITIES = {"error": "ошибка", "warning": "предупреждение"}
_FILLS = {
    "error": PatternFill("solid", fgColor="FFFFC7CE"),
    "warning": PatternFill("solid", fgColor="FFFFEB9C"),
}
_EPOCH = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - openpyxl takes naive times
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def mark_workbook(
    original: bytes | Mapping[str, Sequence[Sequence[Any]]], findings: Sequence[Mapping[str, Any]]
) -> bytes:
    """Mark a copy of a workbook.

    Args:
        original: Bytes of an .xlsx or .xlsm, whose formats, formulas and drop-downs are kept; or, for other
            formats, the cells by sheet, which become a new workbook.
        findings: Rows of the table ``finding`` of this file.

    Returns:
        An .xlsx: bad cells are coloured and carry a comment; the first sheet lists the findings with links
        to the cells. The same input gives the same bytes.
    """
    book = load_workbook(io.BytesIO(original)) if isinstance(original, bytes) else _converted(original)
    for each in findings:
        _mark(book, each)
    _list(book, findings)
    book.active = 0
    book.properties.creator = book.properties.lastModifiedBy = "shnor_pipeline"
    book.properties.created = book.properties.modified = _EPOCH
    buffer = io.BytesIO()
    book.save(buffer)
    return canonicalise_zip(buffer.getvalue())


def _converted(sheets: Mapping[str, Sequence[Sequence[Any]]]) -> Workbook:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row, cells in enumerate(rows, start=1):
            for column, value in enumerate(cells, start=1):
                if value not in ("", None):
                    _write(sheet.cell(row, column), value)
    return book


def _mark(book: Workbook, found: Mapping[str, Any]) -> None:
    sheet, address = found["sheet"], found["cell"]
    if sheet not in book.sheetnames or not address:
        return
    cell = book[sheet][address]
    cell.fill = _FILLS[found["severity"]]
    said = cell.comment.text + "\n" if cell.comment is not None else ""
    cell.comment = Comment(said + found["message_ru"], "shnor_pipeline", height=140, width=320)


def _list(book: Workbook, findings: Sequence[Mapping[str, Any]]) -> None:
    """Write the first sheet; a sheet of that name from an earlier return gives way."""
    if SHEET in book.sheetnames:
        book.remove(book[SHEET])
    sheet = book.create_sheet(SHEET, 0)
    errors = sum(each["severity"] == "error" for each in findings)
    _write(sheet["A1"], f"Ошибок: {errors}, предупреждений: {len(findings) - errors}")
    sheet["A1"].font = Font(bold=True, size=13)
    _write(
        sheet["A2"], "Строки с ошибками в расчёт не вошли. Исправьте ячейки по ссылкам и пришлите файл снова."
    )
    for column, (text, width) in enumerate(zip(_HEADER, _WIDTHS, strict=True), start=1):
        cell = sheet.cell(4, column)
        _write(cell, text)
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = width
    for number, each in enumerate(findings, start=1):
        _list_one(sheet, 4 + number, number, each)
    sheet.freeze_panes = "A5"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _list_one(sheet: Worksheet, row: int, number: int, each: Mapping[str, Any]) -> None:
    values = (
        *(number, _SEVERITIES[each["severity"]], each["sheet"] or "", each["cell"] or ""),
        *(each["message_ru"], each["value"] or "", f"{each['rule_id']}: {RULES[each['rule_id']].title_ru}"),
    )
    for column, value in enumerate(values, start=1):
        cell = sheet.cell(row, column)
        _write(cell, value)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    # an office shows wrapped text in full only when the height is written
    lines = (len(str(text)) // (width - 2) + 1 for text, width in zip(values, _WIDTHS, strict=True))
    sheet.row_dimensions[row].height = _LINE_HEIGHT * max(lines)
    if each["sheet"] and each["cell"]:
        link = sheet.cell(row, 4)
        link.hyperlink = Hyperlink(ref=link.coordinate, location=f"'{each['sheet']}'!{each['cell']}")
        link.font = Font(color="FF0563C1", underline="single")


def _write(cell: Any, value: Any) -> None:
    """Write a value; a text is a text, also when it starts with = + - @ and would run as a formula."""
    if isinstance(value, str):
        cell.value = _UNPRINTABLE.sub(" ", value)
        cell.data_type = "s"
    else:
        cell.value = value
