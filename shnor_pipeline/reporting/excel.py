"""``monitoring.xlsx``: every value of a year as filterable tables, one per sheet.

Belongs here: sheets, columns, formats, the native chart. Does not belong here: words (``wording``).
"""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table, TableStyleInfo

from shnor_pipeline.canonical_zip import canonicalise_zip
from shnor_pipeline.reporting import phrases as w
from shnor_pipeline.reporting.figures import STATUS_RU

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from openpyxl.worksheet.worksheet import Worksheet

    from shnor_pipeline.reporting.model import IndicatorLine, Report

_EPOCH = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - openpyxl takes naive times
_WRAP = Alignment(wrap_text=True, vertical="top")
_HEADER_FILL = PatternFill("solid", fgColor="FF2B6CB0")
_GOOD, _BAD = PatternFill(bgColor="FFC6F6D5"), PatternFill(bgColor="FFFED7D7")
_STATUSES = {"ok": "полные", "partial": "не все школы", "few": "малая выборка"} | STATUS_RU
_WIDEST, _NARROWEST = 60, 9
_cell_rule: Any = CellIsRule  # openpyxl does not say what it takes


def render_workbook(report: Report) -> bytes:
    """Render the workbook of a year.

    Returns:
        An .xlsx; the same report gives the same bytes.
    """
    book = Workbook()
    cover = book.worksheets[0]
    sheets = (
        ("Показатели", _INDICATOR_HEADER, _indicator_rows(report)),
        ("План и факт", _PLAN_HEADER, _plan_rows(report)),
        ("Школы", *_school_table(report)),
        ("Замечания", _FINDING_HEADER, _finding_rows(report)),
        ("Источники", _SOURCE_HEADER, _source_rows(report)),
        ("Словарь", _DICTIONARY_HEADER, _dictionary_rows(report)),
    )
    _write_cover(cover, report)
    contents = book.create_sheet("Содержание")
    written = [
        _write_table(book.create_sheet(name), f"t{number}", header, rows)
        for number, (name, header, rows) in enumerate(sheets, start=1)
    ]
    _write_contents(contents, written)
    _colour_schools(book["Школы"], report)
    _add_chart(book["План и факт"])
    for sheet in book.worksheets:
        _set_edges(sheet, report)
    return _as_bytes(book, report)


_INDICATOR_HEADER = (
    *("Показатель", "Название", "Пункт", "Уровень", "Год", "Значение", "Единица", "Числитель", "Знаменатель"),
    *("Нижняя граница 95 %", "Верхняя граница 95 %", "Школ сдали", "Школ ожидалось", "Состояние"),
)
_PLAN_HEADER = (
    *(
        "Показатель",
        "Год",
        "План",
        "Факт",
        "Вид плана",
        "Условие",
        "Отклонение, п.п.",
        "Вывод",
        "Вывод надёжен",
    ),
    "Базовое значение (по тексту программы)",
)
_FINDING_HEADER = (
    "Тяжесть",
    "Файл",
    "Лист",
    "Ячейка",
    "Правило",
    "Требование",
    "Значение",
    "Что не так и как исправить",
)
_SOURCE_HEADER = (
    "Файл",
    "Форма",
    "Строк прочитано",
    "Строк принято",
    "Строк отклонено",
    "Состояние",
    "SHA-256",
)
_DICTIONARY_HEADER = ("Показатель", "Название", "Пункт", "Числитель", "Знаменатель", "Прочтение")


def _indicator_rows(report: Report) -> Iterator[tuple[Any, ...]]:
    for line in report.indicators:
        for year, value in sorted(line.values.items()):
            yield (
                *(line.indicator_id, line.title_ru, line.clause, w.SCOPES_RU[line.scope], year, value.value),
                *(w.UNITS_RU[line.unit], value.numerator, value.denominator, value.ci_low, value.ci_high),
                *(value.schools_reported, value.schools_expected, _STATUSES[value.status]),
            )


def _plan_rows(report: Report) -> Iterator[tuple[Any, ...]]:
    for line in report.indicators:
        for plan in line.plans.get(report.year, ()):
            value = line.values.get(report.year)
            yield (
                *(line.title_ru, report.year, plan.target, value.value if value else None),
                *(
                    w.KINDS_RU[plan.kind],
                    w.OPERATORS_RU[plan.operator],
                    plan.gap,
                    w.VERDICTS_RU[plan.verdict],
                ),
                {True: "да", False: "нет", None: ""}[plan.certain],
                plan.base_stated,
            )


def _school_lines(report: Report) -> list[IndicatorLine]:
    """Choose the indicators that at least one school has a value of."""
    return [
        line
        for line in report.indicators
        if any(
            (found := school.values.get(line.indicator_id)) is not None and found.value is not None
            for school in report.schools
        )
    ]


def _school_table(report: Report) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    lines = _school_lines(report)
    header = (
        "Школа",
        "Вид",
        "Местность",
        "Кластер",
        "Группа",
        "Обучающихся",
        *(line.title_ru for line in lines),
    )
    rows: list[tuple[Any, ...]] = []
    for school in report.schools:
        values = (school.values.get(line.indicator_id) for line in lines)
        rows.append(
            (
                *(school.name_short, w.KINDS_OF_SCHOOL_RU[school.kind], w.LOCALITIES_RU[school.locality]),
                *(school.cluster_title, w.GROUPS_RU.get(school.programme_group or "", ""), school.pupils),
                *(value.value if value is not None else None for value in values),
            )
        )
    return _distinct(header), rows


def _finding_rows(report: Report) -> Iterator[tuple[Any, ...]]:
    for each in report.findings:
        place = (w.SEVERITIES_RU[each.severity], each.file, each.sheet, each.cell, each.rule_id)
        yield (*place, each.rule_title_ru, each.value, each.message_ru)


def _source_rows(report: Report) -> Iterator[tuple[Any, ...]]:
    for each in report.sources:
        counts = (each.rows_read, each.rows_accepted, each.rows_quarantined)
        yield (each.file, each.form_title_ru, *counts, w.FILE_STATUSES_RU[each.status], each.sha256)


def _dictionary_rows(report: Report) -> Iterator[tuple[Any, ...]]:
    for line in report.indicators:
        formula = (line.numerator_ru, line.denominator_ru, line.reading_ru)
        yield (line.indicator_id, line.title_ru, line.clause, *formula)


def _distinct(header: Sequence[str]) -> tuple[str, ...]:
    """Make header texts different: a table of Excel does not take two equal ones."""
    seen: dict[str, int] = {}
    names = []
    for text in header:
        seen[text] = seen.get(text, 0) + 1
        names.append(text if seen[text] == 1 else f"{text} ({seen[text]})")
    return tuple(names)


def _write_cover(sheet: Worksheet, report: Report) -> None:
    sheet.title = "Титул"
    lines = [
        (w.DEMO_RU if report.demo else "", 12),
        ("Мониторинг муниципальной программы", 18),
        (report.programme_title, 12),
        (report.approved_text, 11),
        (f"{report.municipality}, отчётный год {report.year} ({report.school_year_ru} учебный год)", 12),
        *((sentence, 11) for sentence in w.summary_sentences(report)),
    ]
    for number, (text, size) in enumerate(lines, start=2):
        cell = sheet.cell(number, 2, text)
        cell.font, cell.alignment = Font(size=size, bold=size > 12), _WRAP  # noqa: PLR2004 - the title alone
    sheet.cell(2, 2).font = Font(size=12, bold=True, color="FF9B2C2C")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 3, 110
    sheet.sheet_view.showGridLines = False


def _write_contents(sheet: Worksheet, written: Sequence[Worksheet]) -> None:
    sheet.append(["Лист", "Строк"])
    for each in written:
        sheet.append([each.title, each.max_row - 1])
        cell = sheet.cell(sheet.max_row, 1)
        cell.hyperlink, cell.style = f"#'{each.title}'!A1", "Hyperlink"
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.column_dimensions["A"].width = 24


def _write_table(
    sheet: Worksheet, name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]
) -> Worksheet:
    sheet.append(list(header))
    for row in rows:
        sheet.append(list(row))
    for cells in sheet.iter_rows():
        for cell in cells:
            _format(cell)
    for cell in sheet[1]:
        cell.font, cell.fill = Font(bold=True, color="FFFFFFFF"), _HEADER_FILL
        cell.alignment = Alignment(wrap_text=True, vertical="center")
    if sheet.max_row > 1:
        last = f"{get_column_letter(len(header))}{sheet.max_row}"
        table = Table(displayName=name, ref=f"A1:{last}")
        table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
        sheet.add_table(table)
    _set_widths(sheet)
    _set_print(sheet, len(header))
    sheet.freeze_panes = "B2"
    return sheet


def _format(cell: Any) -> None:
    """Keep numbers numbers and texts texts: a text that starts with = is never a formula."""
    if isinstance(cell.value, float):
        cell.number_format = "0.0"
    elif isinstance(cell.value, str):
        cell.data_type = "s"
    cell.alignment = _WRAP


def _set_widths(sheet: Worksheet) -> None:
    for column in range(1, sheet.max_column + 1):
        texts = [str(sheet.cell(row, column).value or "") for row in range(2, min(sheet.max_row, 200) + 1)]
        longest = max((len(text) for text in texts), default=0)
        header = len(str(sheet.cell(1, column).value or "")) / 3
        width = min(_WIDEST, max(_NARROWEST, longest + 2, header + 4))
        sheet.column_dimensions[get_column_letter(column)].width = width


def _set_print(sheet: Any, columns: int) -> None:
    sheet.print_area = f"A1:{get_column_letter(columns)}{sheet.max_row}"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _set_edges(sheet: Any, report: Report) -> None:
    """Print the mark of made-up figures above and the page number below every page."""
    sheet.oddHeader.center.text = w.DEMO_SHORT_RU if report.demo else None
    sheet.oddFooter.center.text = "&P из &N"


def _colour_schools(sheet: Worksheet, report: Report) -> None:
    """Colour a school's value against the plan of the programme: a plan is no rank."""
    if sheet.max_row == 1:
        return
    for column, line in enumerate(_school_lines(report), start=7):
        plans = [plan for plan in line.plans.get(report.year, ()) if plan.target is not None]
        if not plans:
            continue
        letter = get_column_letter(column)
        cells = f"{letter}2:{letter}{sheet.max_row}"
        met, missed = ("greaterThanOrEqual", "lessThan")
        if plans[0].operator == "<=":
            met, missed = "lessThanOrEqual", "greaterThan"
        formula = [str(plans[0].target)]
        for condition, fill in ((met, _GOOD), (missed, _BAD)):
            rule: Any = _cell_rule(operator=condition, formula=formula, fill=fill)
            sheet.conditional_formatting.add(cells, rule)


def _add_chart(sheet: Worksheet) -> None:
    """Add a native chart of plan and fact beside the table."""
    if sheet.max_row == 1:
        return
    chart = BarChart()
    chart.type, chart.style, chart.title = "bar", 10, "План и факт, %"
    chart.add_data(
        Reference(sheet, min_col=3, max_col=4, min_row=1, max_row=sheet.max_row), titles_from_data=True
    )
    chart.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=sheet.max_row))
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.x_axis.scaling.orientation = "maxMin"
    chart.y_axis.scaling.min, chart.y_axis.scaling.max = 0, 100
    chart.height, chart.width = max(10, 0.9 * sheet.max_row), 28
    sheet.add_chart(chart, "L2")


def _as_bytes(book: Workbook, report: Report) -> bytes:
    book.properties.creator = book.properties.lastModifiedBy = "shnor_pipeline"
    book.properties.title = f"Мониторинг, {report.year}"
    book.properties.created = book.properties.modified = _EPOCH
    buffer = io.BytesIO()
    book.save(buffer)
    return canonicalise_zip(buffer.getvalue())
