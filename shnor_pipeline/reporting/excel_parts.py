"""Parts of an Excel workbook: a sheet that holds one table, ready to filter, to print and to read by program.

Belongs here: cells, styles, frozen heads, print set-up. Does not belong here: what the sheets say
(``workbook``).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Any, cast

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.chart import LineChart, Reference, Series
from openpyxl.chart.data_source import StrRef
from openpyxl.chart.legend import Legend
from openpyxl.chart.series import SeriesLabel
from openpyxl.packaging.core import DocumentProperties
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter

from shnor_pipeline.canonical_zip import canonical_workbook
from shnor_pipeline.reporting.excel_references import put_references
from shnor_pipeline.reporting.figures import bare
from shnor_pipeline.reporting.wording import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from openpyxl.styles.cell_style import StyleArray
    from openpyxl.worksheet.worksheet import Worksheet

TEXT, CODE, COUNT, LINK, BANNER, TITLE, MISSING = (
    "Текст",
    "Код",
    "Количество",
    "Ссылка",
    "Предупреждение о данных",
    "Титул",
    "Нет значения",
)
_HEAD = "Шапка"
_LONGEST_TEXT = 32_767
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t")
_PAPER_A4 = 9
_MOST_DECIMALS = 4
# A typeface that Windows has and for which free systems have a twin of equal width.
_FONT = "Arial"
# Letters of wrapped Russian text in a unit of width, and the height of a line in points.
_FILLED, _LINE_POINTS, _HIGHEST_ROW = 1.05, 12, 409
_LINE = Side(style="thin", color="D1D9E0")
_LINES = (("0072B2", "solid"), ("E69F00", "dash"), ("1F2328", "sysDot"), ("59636E", "lgDashDot"))
_LINE_WIDTH = 22_000
_GRID = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, its width in characters and the style of its cells."""

    title: str
    width: float
    style: str = TEXT


@dataclass(frozen=True, slots=True)
class Styled:
    """A value whose style differs from that of its column."""

    value: str | float | None
    style: str


def decimal_style(decimals: int, *, few: bool = False) -> str:
    """Name the style of a number with so many decimals; grey and slanted on a small sample."""
    return f"Число {min(decimals, _MOST_DECIMALS)}{', малая выборка' if few else ''}"


class StyledWorkbook(Workbook):
    """A workbook that knows its styles by name.

    openpyxl looks a style up in a list for every cell, which is a sixth of the time of a workbook.

    Attributes:
        formats: What a cell keeps of a style, by the name of the style.
    """

    def __init__(self, title: str) -> None:
        """Start without sheets, with our styles and without author and clock."""
        super().__init__()
        self.remove(self.worksheets[0])
        self.properties = DocumentProperties(title=title, creator="", language="ru-RU")
        self.formats: dict[str, StyleArray] = {}
        for style in _styles():
            self.add_named_style(style)
            self.formats[style.name] = style.as_tuple()


def new_workbook(title: str) -> StyledWorkbook:
    """Start a workbook without sheets, with our styles and without author and clock."""
    return StyledWorkbook(title)


def saved(book: Workbook) -> bytes:
    """Return the bytes of a workbook, equal for equal content; references of numbers go beside them."""
    put_references(book)
    return canonical_workbook(book)


def add_table(
    sheet: Worksheet, columns: Sequence[Column], rows: Iterable[Sequence[Any]], first: int = 1
) -> int:
    """Write one table, its head in row ``first``; freeze, filter and print it with its head.

    Args:
        sheet: An empty sheet.
        columns: Columns.
        rows: Values or ``Styled`` values, one for each column; ``None`` leaves the cell empty.
        first: Row of the head.

    Returns:
        The last row written.
    """
    for index, column in enumerate(columns, start=1):
        put(sheet, first, index, column.title, _HEAD)
        sheet.column_dimensions[get_column_letter(index)].width = column.width
    widths = [column.width for column in columns]
    fit_height(sheet, first, [column.title for column in columns], widths)
    last = first
    for last, row in enumerate(rows, start=first + 1):
        sheet.append([_cell(sheet, value, column) for value, column in zip(row, columns, strict=True)])
        wrapped = [
            (value, each.width) for value, each in zip(row, columns, strict=True) if each.style == TEXT
        ]
        fit_height(sheet, last, [value for value, _ in wrapped], [width for _, width in wrapped])
    corner = get_column_letter(len(columns))
    sheet.auto_filter.ref = f"A{first}:{corner}{last}"
    sheet.print_title_rows = f"{first}:{first}"
    sheet.print_area = f"A1:{corner}{last}"
    return last


def _cell(sheet: Worksheet, value: Any, column: Column) -> Cell:
    """Make a cell of a column, with the style of the column or its own."""
    content, style = (value.value, value.style) if isinstance(value, Styled) else (value, column.style)
    formats = cast("StyledWorkbook", sheet.parent).formats
    cell = Cell(sheet, row=1, column=1, style_array=formats[style])  # its row is given its place as a whole
    _fill(cell, content)
    return cell


def fit_height(sheet: Worksheet, row: int, texts: Sequence[object], widths: Sequence[float]) -> None:
    """Make a row as high as its longest wrapped text: programs other than Excel do not do it on opening."""
    lines = 1
    for text, width in zip(texts, widths, strict=True):
        if isinstance(text, str):
            room = max(1.0, width * _FILLED)
            lines = max(lines, sum(max(1, ceil(len(part) / room)) for part in bare(text).split("\n")))
    sheet.row_dimensions[row].height = min(lines * _LINE_POINTS + 3, _HIGHEST_ROW)


def put(sheet: Worksheet, row: int, column: int, value: str | float | None, style: str) -> None:
    """Write a value; text stays text, whatever sign it begins with."""
    cell = sheet.cell(row, column)
    if not isinstance(cell, Cell):  # a merged cell; no sheet has any
        return
    cell.style = style
    _fill(cell, value)


def _fill(cell: Cell, value: str | float | None) -> None:
    if isinstance(value, str):
        shown = printable(value)
        # what is too long for a cell would be cut inside a mark
        cell.value = shown if len(shown) <= _LONGEST_TEXT else bare(shown)[:_LONGEST_TEXT]
        # openpyxl takes a leading «=» for a formula and «#N/A» for an error.
        cell.data_type = "s"
        if bare(shown).startswith(_FORMULA_SIGNS):
            cell.quotePrefix = True
    elif value is not None:
        cell.value = value


def line_chart(sheet: Worksheet, title: str, rows: Sequence[int], columns: tuple[int, int]) -> LineChart:
    """Draw rows of a table as native lines over its columns, their names taken from column B.

    Args:
        sheet: The sheet with the table, its head in row 1.
        title: Title of the chart.
        rows: Rows to draw.
        columns: First and last column of the values.
    """
    chart = LineChart()
    chart.title, chart.width, chart.height = title, 26, 13
    first, last = columns
    for row, (colour, dash) in zip(rows, _LINES, strict=False):
        values = Reference(sheet, min_col=first, max_col=last, min_row=row)
        series = Series(values, title_from_data=False)
        series.tx = SeriesLabel(strRef=StrRef(f"'{sheet.title}'!$B${row}"))
        series.graphicalProperties.line.solidFill = colour
        series.graphicalProperties.line.prstDash = dash
        series.graphicalProperties.line.width = _LINE_WIDTH
        series.marker.symbol, series.smooth = "circle", False
        series.marker.graphicalProperties.solidFill = colour
        series.marker.graphicalProperties.line.solidFill = colour
        chart.series.append(series)
    chart.set_categories(Reference(sheet, min_col=first, max_col=last, min_row=1))
    # Without these, Excel of today draws the chart without axes.
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.numFmt, chart.legend = "0", Legend()
    chart.legend.position = "b"
    return chart


def set_up_page(sheet: Worksheet, mark: str, pages_wide: int) -> None:
    """Print across A4 sheets, with a mark above and page numbers below.

    Args:
        sheet: A filled sheet.
        mark: Text above each page, or empty.
        pages_wide: Pages beside each other that the columns are fitted to.
    """
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _PAPER_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = pages_wide, 0
    if pages_wide > 1 and not sheet.print_title_cols:
        # the second page of a row has to say whose row it is
        sheet.print_title_cols = "A:B"
    if sheet.sheet_properties.pageSetUpPr is not None:
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
    margins = sheet.page_margins
    margins.left, margins.right, margins.top, margins.bottom = 0.6, 0.4, 0.75, 0.75
    margins.header = margins.footer = 0.3
    header: Any = sheet.oddHeader
    footer: Any = sheet.oddFooter
    header.center.text = mark.replace("&", "&&") or None
    footer.left.text, footer.right.text = "&A", "стр. &P из &N"


def _styles() -> Iterable[NamedStyle]:
    top, wrapped = (
        Alignment(horizontal="left", vertical="top", indent=1),
        Alignment(horizontal="left", vertical="top", indent=1, wrap_text=True),
    )
    right = Alignment(horizontal="right", vertical="top")
    middle = Alignment(horizontal="center", vertical="center", wrap_text=True)
    plain, grey = Font(name=_FONT, size=9), Font(name=_FONT, size=9, color="59636E")
    yield _style(TEXT, plain, wrapped, _GRID)
    yield _style(CODE, grey, top, _GRID)
    yield _style(COUNT, plain, right, _GRID, number_format="#,##0")
    yield _style(LINK, Font(name=_FONT, size=9, color="0550AE", underline="single"), top, _GRID)
    yield _style(_HEAD, Font(name=_FONT, size=9, bold=True), middle, _GRID, fill="EDEFF2")
    yield _style(MISSING, grey, right, _GRID, fill="F0F1F3")
    yield _style(BANNER, Font(name=_FONT, size=11, bold=True, color="9A3412"), wrapped, None)
    yield _style(TITLE, Font(name=_FONT, size=16, bold=True), wrapped, None)
    slanted = Font(name=_FONT, size=9, italic=True, color="59636E")
    for decimals in range(_MOST_DECIMALS + 1):
        shown = "0" + ("." + "0" * decimals if decimals else "")
        yield _style(decimal_style(decimals), plain, right, _GRID, number_format=shown)
        yield _style(decimal_style(decimals, few=True), slanted, right, _GRID, number_format=shown)


def _style(
    name: str,
    font: Font,
    alignment: Alignment,
    border: Border | None,
    *,
    number_format: str = "General",
    fill: str | None = None,
) -> NamedStyle:
    style = NamedStyle(name, font=font, alignment=alignment, number_format=number_format)
    if border is not None:
        style.border = border
    if fill is not None:
        style.fill = PatternFill("solid", fgColor=fill)
    return style
