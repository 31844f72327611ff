"""Changes since the release before as a sheet: of the monitoring workbook, or a workbook of its own.

Belongs here: the columns of the sheet. Does not belong here: words (``change_lines``), cells
(``excel_parts``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shnor_pipeline.reporting.change_lines import reasons_ru
from shnor_pipeline.reporting.excel_parts import (
    COUNT,
    TEXT,
    Column,
    Styled,
    add_table,
    decimal_style,
    new_workbook,
    saved,
    set_up_page,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.worksheet.worksheet import Worksheet

    from shnor_pipeline.reporting.model import ChangeLine, Report

SHEET = "Изменения"
_COLUMNS = (
    Column("Год", 7),
    Column("Показатель", 56),
    Column("Уровень и объект", 30),
    Column("Что изменилось", 26),
    Column("Было", 16),
    Column("Стало", 16),
    Column("Разность", 11),
    Column("Причина", 24),
    Column("Чем подтверждена", 60),
)


def change_sheet(sheet: Worksheet, report: Report) -> None:
    """Fill the sheet of the monitoring workbook."""
    _fill(sheet, report.changes)


def render_changes_workbook(lines: Sequence[ChangeLine], mark: str) -> bytes:
    """Write the changes as a workbook of one sheet.

    Args:
        lines: Changes.
        mark: Text above each printed page, or empty.
    """
    book = new_workbook("Изменения между выпусками")
    sheet = book.create_sheet(SHEET)
    _fill(sheet, lines)
    set_up_page(sheet, mark, pages_wide=1)
    return saved(book)


def _fill(sheet: Worksheet, lines: Sequence[ChangeLine]) -> None:
    rows = (
        (
            Styled(line.year, decimal_style(0)),
            line.title_ru,
            line.place_ru,
            line.column_ru,
            *(_styled(each) for each in (line.old, line.new, line.difference)),
            reasons_ru(line),
            line.evidence_ru,
        )
        for line in lines
    )
    add_table(sheet, _COLUMNS, rows)
    sheet.freeze_panes = "C2"


def _styled(value: float | str | None) -> Styled:
    if value is None or isinstance(value, str):
        return Styled(value, TEXT)
    return Styled(value, COUNT if float(value).is_integer() else decimal_style(2))
