"""One blank workbook: titles, header, data cells with lists and limits, the service sheet.

Belongs here: cells, styles, validations, protection, print set-up. Does not belong here: what a column
takes (``columns``) and which workbooks are made (``write``).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from math import ceil
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.packaging.core import DocumentProperties
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties

from shnor_pipeline.canonical_zip import canonical_workbook
from shnor_pipeline.forms.columns import OFFER, Column
from shnor_pipeline.forms.hints import LEGEND, LONGEST_TITLE, short
from shnor_pipeline.ingest.draft import SCHOOL_INPUTS
from shnor_pipeline.ingest.source import SERVICE_SHEET

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from openpyxl.worksheet.worksheet import Worksheet

    from shnor_pipeline.forms.columns import type_of_cell

TITLE_ROW, SUBTITLE_ROW, GUIDE_ROW, LEGEND_ROW, HEADER_ROW = range(1, 6)
FIRST_DATA_ROW = HEADER_ROW + 1
LAST_ROW = 5000
"""Lists, limits and unlocked cells reach down to here, whatever number of rows is drawn."""

_LONGEST_INLINE_LIST, _LONGEST_SHEET_NAME = 255, 31
_TITLE_WIDTH, _PAGE_WIDTH, _FROZEN_WIDTH = 118.0, 230.0, 80.0
_A4 = 9
_FONT = "Arial"
_LINE_POINTS, _LETTERS_PER_UNIT = 12.0, 1.08
_HEADER_LETTERS_PER_UNIT = 0.86
_REQUIRED_FILL = PatternFill("solid", fgColor="FFE699")
_OPTIONAL_FILL = PatternFill("solid", fgColor="EDEFF2")
_SIDE = Side(style="thin", color="A6ADB5")
_GRID = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
_GREY = "59636E"
_MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
_INDENTED = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
_LOCKED, _UNLOCKED = Protection(locked=True), Protection(locked=False)
_FIRST_LIST_COLUMN = 4


@dataclass(frozen=True)
class Blank:
    """What a blank workbook says.

    Attributes:
        title: Title of the form.
        subtitle: Whose form it is and of which school year, in one line: a school whose name holds a year is
            then not taken for a wrong year by the reader.
        guide: How the form is filled in.
        columns: Columns, in order.
        rows: Prepared rows by canonical name; an empty one is a row to be filled in from its first cell.
        stamp: Keys and values of the service sheet; ``version`` is printed too.
    """

    title: str
    subtitle: str
    guide: str
    columns: tuple[Column, ...]
    rows: tuple[Mapping[str, type_of_cell], ...]
    stamp: Mapping[str, type_of_cell]


def render(blank: Blank) -> bytes:
    """Write a blank workbook; equal content gives equal bytes.

    Args:
        blank: What it says.

    Returns:
        An .xlsx with one data sheet and the hidden service sheet. Titles and header are locked without a
        password, data cells are not.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties = DocumentProperties(title=blank.title, creator="", language="ru-RU")
    sheet = book.create_sheet(sheet_name(blank.title))
    service = book.create_sheet(SERVICE_SHEET)
    _columns(sheet, blank.columns)
    _titles(sheet, blank)
    _header(sheet, blank.columns)
    _rows(sheet, blank)
    _service(service, blank.stamp)
    for index, column in enumerate(blank.columns, start=1):
        sheet.add_data_validation(_validation(service, column, get_column_letter(index)))
    _protect(sheet)
    _set_up_page(sheet, blank)
    return canonical_workbook(book)


def sheet_name(title: str) -> str:
    """Cut a title to what the name of a sheet may hold, at the end of a word."""
    bare = "".join(" " if sign in "[]:*?/\\'" else sign for sign in title)
    return short(" ".join(bare.split()), _LONGEST_SHEET_NAME)


def _columns(sheet: Worksheet, columns: Sequence[Column]) -> None:
    """Set widths, and unlock whole columns: people go on below the rows that are drawn."""
    for index, column in enumerate(columns, start=1):
        dimension: Any = sheet.column_dimensions[get_column_letter(index)]
        dimension.width = column.width
        dimension.protection = _UNLOCKED
        dimension.number_format = column.number_format
        dimension.font = _font(10)
        dimension.alignment = _alignment(column)


def _titles(sheet: Worksheet, blank: Blank) -> None:
    widths = [column.width for column in blank.columns]
    span = next((n for n, width in enumerate(accumulate(widths), 1) if width >= _TITLE_WIDTH), len(widths))
    for row in range(TITLE_ROW, HEADER_ROW):
        for index in range(1, len(widths) + 1):
            _put(sheet, row, index, None, _font(10), _LEFT)
    room = sum(widths[:span])
    texts = {
        TITLE_ROW: (blank.title, _font(15, bold=True)),
        SUBTITLE_ROW: (blank.subtitle, _font(11, bold=True)),
        GUIDE_ROW: (blank.guide, _font(10)),
    }
    for row, (text, font) in texts.items():
        _put(sheet, row, 1, text, font, _LEFT)
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=span)
        size = font.size or 10
        letters = room * _LETTERS_PER_UNIT * 10 / size
        sheet.row_dimensions[row].height = ceil(len(text) / letters) * (size + 4) + 4
    legend = f"{LEGEND} Версия бланка {blank.stamp['version']}."
    _put(sheet, LEGEND_ROW, 1, None, _font(9), _LEFT)
    sheet.cell(LEGEND_ROW, 1).fill = _REQUIRED_FILL
    sheet.cell(LEGEND_ROW, 1).border = _GRID
    _put(sheet, LEGEND_ROW, 2, legend, _font(9, color=_GREY), _INDENTED)
    if span > 1:
        sheet.merge_cells(start_row=LEGEND_ROW, start_column=2, end_row=LEGEND_ROW, end_column=span)
    lines = ceil(len(legend) / (max(room - widths[0], 1) * _LETTERS_PER_UNIT * 10 / 9))
    sheet.row_dimensions[LEGEND_ROW].height = lines * _LINE_POINTS + 5


def _header(sheet: Worksheet, columns: Sequence[Column]) -> None:
    for index, column in enumerate(columns, start=1):
        _put(sheet, HEADER_ROW, index, column.header, _font(9, bold=column.required), _MIDDLE)
        cell = sheet.cell(HEADER_ROW, index)
        cell.fill = _REQUIRED_FILL if column.required else _OPTIONAL_FILL
        cell.border = _GRID
    lines = max(_lines(column.header, column.width * _HEADER_LETTERS_PER_UNIT) for column in columns)
    sheet.row_dimensions[HEADER_ROW].height = lines * _LINE_POINTS + 8


def _lines(text: str, room: float) -> int:
    """Count the lines of a text that is broken between words."""
    lines, filled = 1, 0
    for word in text.split():
        if filled and filled + 1 + len(word) > room:
            lines, filled = lines + 1, 0
        filled += len(word) + bool(filled)
    return lines


def _rows(sheet: Worksheet, blank: Blank) -> None:
    for number, row in enumerate(blank.rows, start=FIRST_DATA_ROW):
        lines = 1
        for index, column in enumerate(blank.columns, start=1):
            value = row.get(column.name)
            color = _GREY if column.name in SCHOOL_INPUTS else "000000"
            _put(sheet, number, index, value, _font(10, color=color), _alignment(column))
            cell = sheet.cell(number, index)
            cell.border, cell.protection, cell.number_format = _GRID, _UNLOCKED, column.number_format
            if isinstance(value, str):
                lines = max(lines, _lines(value, column.width * _LETTERS_PER_UNIT))
        sheet.row_dimensions[number].height = lines * 13 + 4


def _validation(service: Worksheet, column: Column, letter: str) -> DataValidation:
    """Make the list or the limits of a column, with its hint."""
    rule: Any = DataValidation(allow_blank=True, showInputMessage=True)
    rule.promptTitle, rule.prompt = short(column.header, LONGEST_TITLE, "…"), column.hint
    rule.add(f"{letter}{FIRST_DATA_ROW}:{letter}{LAST_ROW}")
    if column.choices:
        rule.type, rule.formula1 = "list", _list_source(service, column)
    elif column.low is not None or column.high is not None:
        rule.type = "whole" if column.whole else "decimal"
        ends = [_number(each) for each in (column.low, column.high) if each is not None]
        both = column.low is not None and column.high is not None
        rule.operator = (
            "between" if both else "greaterThanOrEqual" if column.high is None else "lessThanOrEqual"
        )
        rule.formula1, rule.formula2 = ends[0], ends[1] if both else None
    if rule.type is not None and column.other_choice != OFFER:
        rule.showErrorMessage, rule.errorStyle = True, column.other_choice
        rule.errorTitle, rule.error = "Проверьте значение", column.refusal
    made: DataValidation = rule
    return made


def _list_source(service: Worksheet, column: Column) -> str:
    """Name the values of a list in place where Excel allows it, else on the service sheet."""
    values = [str(choice) for choice in column.choices]
    inline = ",".join(values)
    if len(inline) + 2 <= _LONGEST_INLINE_LIST and not any("," in each or '"' in each for each in values):
        return f'"{inline}"'
    index = max(service.max_column + 1, _FIRST_LIST_COLUMN)
    for row, value in enumerate((column.name, *column.choices), start=1):
        _put(service, row, index, value, _font(9), _LEFT)
    letter = get_column_letter(index)
    return f"{quote_sheetname(service.title)}!${letter}$2:${letter}${len(values) + 1}"


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else str(value)


def _service(sheet: Worksheet, stamp: Mapping[str, type_of_cell]) -> None:
    for row, (key, value) in enumerate(stamp.items(), start=1):
        _put(sheet, row, 1, key, _font(9), _LEFT)
        _put(sheet, row, 2, value, _font(9), _LEFT)
    sheet.sheet_state = "hidden"
    sheet.protection.sheet = True


def _protect(sheet: Worksheet) -> None:
    """Lock titles and header; leave people everything they do with their own rows."""
    protection = sheet.protection
    protection.sheet = True
    protection.formatCells = protection.formatColumns = protection.formatRows = False
    protection.insertRows = protection.deleteRows = protection.sort = protection.autoFilter = False


def _set_up_page(sheet: Worksheet, blank: Blank) -> None:
    """Freeze the header and, where the form is wide, whose row it is; print on A4 across."""
    widths = [column.width for column in blank.columns]
    names = [column.name for column in blank.columns]
    known = max((n for n, name in enumerate(names, 1) if name in {*SCHOOL_INPUTS, "full_name"}), default=0)
    wide = sum(widths) > _PAGE_WIDTH and sum(widths[:known]) <= _FROZEN_WIDTH
    sheet.freeze_panes = f"{get_column_letter(known + 1 if wide else 1)}{FIRST_DATA_ROW}"
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    pages = ceil(sum(widths) / _PAGE_WIDTH)
    if wide and known:
        sheet.print_title_cols = f"A:{get_column_letter(known)}"
    page = sheet.page_setup
    page.orientation, page.paperSize, page.fitToWidth, page.fitToHeight = "landscape", _A4, pages, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    margins = sheet.page_margins
    margins.left, margins.right, margins.top, margins.bottom = 0.5, 0.4, 0.5, 0.6
    margins.header = margins.footer = 0.3
    footer: Any = sheet.oddFooter
    footer.left.text = f"{blank.title}. {blank.subtitle}".replace("&", "&&")
    footer.right.text = "стр. &P из &N"


def _alignment(column: Column) -> Alignment:
    text = column.number_format == "@" or any(isinstance(choice, str) for choice in column.choices)
    return _INDENTED if text else _MIDDLE


def _font(size: float, *, bold: bool = False, color: str = "000000") -> Font:
    return Font(name=_FONT, size=size, bold=bold, color=color)


def _put(
    sheet: Worksheet, row: int, column: int, value: type_of_cell | None, font: Font, alignment: Alignment
) -> None:
    """Write a value; text stays text, whatever sign it begins with."""
    cell: Any = sheet.cell(row, column)
    cell.font, cell.alignment, cell.protection = font, alignment, _LOCKED
    if value is not None:
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"
