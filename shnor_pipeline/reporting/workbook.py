"""The monitoring of a year as an Excel workbook: for people who filter and for programs that read.

Belongs here: which sheets there are and what stands in them. Does not belong here: cells and printing
(``excel_parts``), words (``wording``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from math import ceil
from typing import TYPE_CHECKING

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.text import RichText
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.pagebreak import Break

from shnor_pipeline.reporting import evidence_wording, prospect_sheets, summary, wording
from shnor_pipeline.reporting.changes import change_sheet
from shnor_pipeline.reporting.counts import source_key, tally
from shnor_pipeline.reporting.evidence_sheets import (
    advice_sheet,
    cluster_sheet,
    effect_sheet,
    flag_sheet,
    identification_sheet,
    measure_sheet,
    override_sheet,
    procedure_sheet,
    risk_sheet,
)
from shnor_pipeline.reporting.excel_parts import (
    BANNER,
    CODE,
    COUNT,
    LINK,
    TEXT,
    TITLE,
    Column,
    Styled,
    add_table,
    fit_height,
    new_workbook,
    put,
    saved,
    set_up_page,
)
from shnor_pipeline.reporting.numbers import condition
from shnor_pipeline.reporting.palette import MET, MUTED
from shnor_pipeline.reporting.referenced import referenced
from shnor_pipeline.reporting.value_sheets import (
    indicator_sheet,
    school_data_sheet,
    school_sheet,
    trend_sheet,
    value_style,
    verdict_cells,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from openpyxl.worksheet.worksheet import Worksheet

    from shnor_pipeline.reporting.model import Report


_ROWS = {"прочитано": "rows_read", "принято": "rows_accepted", "отклонено": "rows_quarantined"}
_ROW_CM = 0.5
"""Height of an empty row."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet: its name, what it is for, and who fills it."""

    name: str
    purpose: str
    fill: Callable[[Worksheet, Report], None]
    pages_wide: int = 1
    wanted: Callable[[Report], bool] = field(default=lambda _report: True)


def render_workbook(report: Report) -> bytes:
    """Write the monitoring workbook of a year.

    Args:
        report: The report model, the only input.

    Returns:
        An .xlsx file; the same report gives the same bytes.
    """
    report = referenced(report)
    book = new_workbook(f"Мониторинг за {report.school_year_ru} учебный год")
    for each in _sheets_of(report):
        sheet = book.create_sheet(each.name)
        sheet.sheet_view.showGridLines = False
        each.fill(sheet, report)
        set_up_page(sheet, wording.DEMO if report.demo else "", each.pages_wide)
    return saved(book)


def _cover(sheet: Worksheet, report: Report) -> None:
    lines = [(wording.DEMO_NOTE, BANNER)] if report.demo else []
    lines.append((f"Мониторинг за {report.school_year_ru} учебный год", TITLE))
    for row, (text, style) in enumerate(lines, start=1):
        put(sheet, row, 2, text, style)
        sheet.row_dimensions[row].height = 26
    told = partial(wording.told, report)
    facts = [
        ("Муниципалитет", report.municipality),
        ("Программа", report.programme_title),
        ("Утверждение", report.approved_text),
        ("Отчётный год", f"{report.year} ({report.school_year_ru} учебный год)"),
        ("Этап", report.stage_ru or "не назван"),
        ("Не проводились", ", ".join(report.not_held) or "все процедуры проводились"),
        ("Школы", f"{told('schools')}, из них в программе {told('schools_supported')}"),
        ("Файлы", f"получено {told('files')}, использовано {told('files_accepted')}"),
        (
            "Строки",
            ", ".join(f"{word} {told(name)}" for word, name in _ROWS.items()),
        ),
        ("Замечания", f"всего {told('findings')}, из них ошибок {told('findings_of_severity', 'error')}"),
        *(
            (f"Вывод {place}", text)
            for place, text in enumerate(evidence_wording.memo_conclusions(report), start=1)
        ),
    ]
    widths = (24, 100)
    for column, width in zip("AB", widths, strict=True):
        sheet.column_dimensions[column].width = width
    for row, pair in enumerate(facts, start=len(lines) + 2):
        put(sheet, row, 1, pair[0], TEXT)
        put(sheet, row, 2, pair[1], TEXT)
        fit_height(sheet, row, pair, widths)


def _sheets_of(report: Report) -> list[_Sheet]:
    """Choose the sheets that this report has something for."""
    return [each for each in _SHEETS if each.wanted(report)]


def _contents(sheet: Worksheet, report: Report) -> None:
    columns = (Column("Лист", 24, LINK), Column("Что на нём", 100))
    others = [each for each in _sheets_of(report) if each.fill is not _contents]
    add_table(sheet, columns, ((each.name, each.purpose) for each in others))
    for row, each in enumerate(others, start=2):
        sheet.cell(row, 1).hyperlink = Hyperlink(ref=f"A{row}", location=f"'{each.name}'!A1")
    sheet.freeze_panes = "A2"


def _plan_and_fact(sheet: Worksheet, report: Report) -> None:
    columns = (
        Column("№", 6, COUNT),
        Column("Показатель", 60),
        Column("План", 10),
        Column("Факт", 10),
        Column("Вид плана", 32),
        Column("Требование", 12),
        Column("Отклонение", 12),
        Column("Вывод", 16),
        Column("Надёжность вывода", 30),
    )
    judged = [each for kind in wording.KINDS_OF_PLAN for each in summary.judged(report, kind)]
    rows = []
    for position, (line, plan) in enumerate(judged, start=1):
        value = line.values.get(report.year)
        style = value_style(line, value, plan)
        rows.append(
            (
                position,
                line.title_ru,
                plan.target,
                Styled(value.value if value else None, style),
                wording.PLAN_KIND.get(plan.kind, plan.kind),
                condition(plan),
                Styled(plan.gap, style),
                *verdict_cells(line, plan, report.year),
            )
        )
    last = add_table(sheet, columns, rows)
    sheet.freeze_panes = "C2"
    if rows:
        chart = _chart(sheet, report.year, last)
        sheet.add_chart(chart, f"A{last + 3}")
        sheet.row_breaks.append(Break(id=last + 1))
        sheet.print_area = f"A1:I{last + 3 + ceil(chart.height / _ROW_CM)}"


def _chart(sheet: Worksheet, year: int, last: int) -> BarChart:
    """Draw plan and fact as native bars, in the order of the table."""
    chart = BarChart()
    chart.type, chart.gapWidth, chart.overlap = "bar", 40, 0
    chart.title = f"План и факт {year} года, %"
    chart.add_data(Reference(sheet, min_col=3, max_col=4, min_row=1, max_row=last), titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=2, min_row=2, max_row=last))
    chart.width, chart.height = 33, min(22.0, 4 + 0.75 * last)
    for series, colour in zip(chart.series, (MUTED, MET), strict=True):
        series.graphicalProperties.solidFill = colour.lstrip("#")
        series.graphicalProperties.line.solidFill = colour.lstrip("#")
    chart.x_axis.scaling.orientation, chart.x_axis.tickLblSkip = "maxMin", 1
    small = CharacterProperties(sz=800)
    chart.x_axis.txPr = RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=small), endParaRPr=small)])
    # Without these, Excel of today draws the chart without axes.
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.numFmt, chart.y_axis.scaling.min = "0", 0
    chart.legend.position = "t"
    return chart


def _findings(sheet: Worksheet, report: Report) -> None:
    columns = (
        Column("Тяжесть", 15),
        Column("Код правила", 9, CODE),
        Column("Требование", 36),
        Column("Файл", 46),
        Column("Лист", 18),
        Column("Ячейка", 9, CODE),
        Column("Значение", 20),
        Column("Что не так и как исправить", 70),
        Column("Код замечания", 18, CODE),
    )
    rows = (
        (
            wording.SEVERITIES.get(each.severity, each.severity),
            each.rule_id,
            each.rule_title_ru,
            each.file,
            each.sheet,
            each.cell,
            each.value,
            each.message_ru,
            each.finding_id,
        )
        for each in report.findings
    )
    add_table(sheet, columns, rows)
    sheet.freeze_panes = "A2"


def _corrections(sheet: Worksheet, report: Report) -> None:
    columns = (
        Column("Файл", 46),
        Column("Форма", 24),
        Column("Лист", 18),
        Column("Ячейка", 9, CODE),
        Column("Колонка", 24),
        Column("Было", 20),
        Column("Стало", 20),
        Column("Причина", 44),
        Column("Приказ", 14),
        Column("Дата", 12, CODE),
        Column("Кто решил", 28),
        Column("Применено ли", 26),
        Column("Строка журнала", 10, COUNT),
    )
    rows = (
        (
            each.file,
            each.form_title_ru or None,
            each.sheet,
            each.cell,
            each.column_ru or None,
            each.old,
            each.new,
            each.reason,
            each.order_number,
            each.date,
            each.role,
            wording.CORRECTION_STATUSES[each.status],
            each.line,
        )
        for each in report.corrections
    )
    add_table(sheet, columns, rows)
    sheet.freeze_panes = "A2"


def _sources(sheet: Worksheet, report: Report) -> None:
    columns = (
        Column("Файл", 70),
        Column("Форма", 40),
        Column("Прочитано строк", 11, COUNT),
        Column("Принято", 10, COUNT),
        Column("Отклонено", 11, COUNT),
        Column("Состояние", 20),
        Column("SHA-256", 68, CODE),
    )
    counted = [tally(report, f"rows_{name}_of_source") for name in ("read", "accepted", "quarantined")]
    rows = (
        (
            each.file,
            each.form_title_ru or "не распознана",
            *(of_source[source_key(each)] for of_source in counted),
            wording.FILE_STATUSES.get(each.status, each.status),
            each.sha256,
        )
        for each in report.sources
    )
    add_table(sheet, columns, rows)
    sheet.freeze_panes = "A2"


def _dictionary(sheet: Worksheet, report: Report) -> None:
    columns = (
        Column("Код показателя", 28, CODE),
        Column("Показатель", 56),
        Column("Пункт программы", 28),
        Column("Ед.", 11),
        Column("Лучше, когда", 13),
        Column("Уровень", 17),
        Column("Числитель", 44),
        Column("Знаменатель", 44),
        Column("Прочтение", 60),
    )
    rows = (
        (
            line.indicator_id,
            line.title_ru,
            line.clause,
            wording.UNITS.get(line.unit, line.unit),
            wording.DIRECTIONS.get(line.direction, line.direction),
            wording.SCOPES.get(line.scope, line.scope),
            line.numerator_ru,
            line.denominator_ru,
            line.reading_ru or None,
        )
        for line in report.indicators
    )
    add_table(sheet, columns, rows)
    sheet.freeze_panes = "C2"


def _readings(sheet: Worksheet, report: Report) -> None:
    columns = (Column("Пункт", 36), Column("Что неоднозначно", 70), Column("Принятое прочтение", 70))
    add_table(sheet, columns, report.readings)
    sheet.freeze_panes = "A2"


_SHEETS = (
    _Sheet("Титул", "Основание, объём данных и выводы.", _cover),
    _Sheet("Содержание", "Листы книги.", _contents),
    _Sheet("План и факт", "Планы отчётного года, их выполнение и диаграмма.", _plan_and_fact),
    _Sheet("Динамика", "Показатели по годам: строка – показатель, столбец – год; план и вывод.", trend_sheet),
    _Sheet(
        "Показатели",
        "Все показатели по годам: строка – показатель, год и план; части, интервал, состояние данных.",
        indicator_sheet,
        pages_wide=2,
    ),
    _Sheet(
        "Школы × показатели",
        "Значения школ за отчётный год; школы по названию. Жёлтым отмечены значения хуже плана программы, "
        "серым курсивом – малая выборка, серым фоном – нет значения (почему – на листе «Данные школ»).",
        school_sheet,
        pages_wide=5,
    ),
    _Sheet(
        "Данные школ",
        "То же по строкам: школа и показатель, с числителем, знаменателем, интервалом и состоянием.",
        school_data_sheet,
    ),
    _Sheet(
        "Прогноз",
        "Куда ведёт тренд к последнему году программы и достижимы ли её последние планы.",
        prospect_sheets.projection_sheet,
        wanted=lambda report: bool(report.evidence.prospects),
    ),
    _Sheet(
        "Достижимость планов",
        "Чего план года требует от каждой школы и с какой вероятностью он выполним при доле, равной ему.",
        prospect_sheets.attainability_sheet,
        wanted=lambda report: bool(report.evidence.attainability),
    ),
    _Sheet(
        "Мероприятия",
        "План и факт мероприятий программы, исполнители и подтверждающие документы.",
        measure_sheet,
        wanted=lambda report: bool(report.evidence.measures),
    ),
    _Sheet(
        "Выявление",
        "Признаки ШНОР и ШНСУ, на чём они держатся и насколько надёжны; школы по названию.",
        identification_sheet,
        wanted=lambda report: bool(report.evidence.identified),
    ),
    _Sheet(
        "Процедуры",
        "Оценочные процедуры в школах: участники, не справившиеся, доля в кластере.",
        procedure_sheet,
        wanted=lambda report: bool(report.evidence.procedures),
    ),
    _Sheet(
        "Решения о признаках",
        "Решения, которыми изменён признак школы.",
        override_sheet,
        wanted=lambda report: bool(report.evidence.overrides),
    ),
    _Sheet(
        "Сравнение с кластером",
        "Школа и остальные школы её кластера без неё самой; вывод – только когда отличие не случайно.",
        cluster_sheet,
        wanted=lambda report: bool(report.evidence.compared),
    ),
    _Sheet(
        "Эффект программы",
        "Изменения в школах программы сверх ожидаемого: возврат к среднему и общее изменение учтены.",
        effect_sheet,
        pages_wide=2,
        wanted=lambda report: bool(report.evidence.effects),
    ),
    _Sheet(
        "Рисковый профиль",
        "Десять факторов риска каждой школы, их значимость и основание.",
        risk_sheet,
        wanted=lambda report: bool(report.evidence.risks),
    ),
    _Sheet(
        "Признаки внимания",
        "Признаки, требующие внимания к объективности процедур; выводом о необъективности не являются.",
        flag_sheet,
        wanted=lambda report: any(each.flagged for each in report.evidence.flags),
    ),
    _Sheet(
        "Рекомендации",
        "Адресные рекомендации: кому, о какой школе, что сделать и к какому сроку.",
        advice_sheet,
    ),
    _Sheet("Замечания", "Все замечания к файлам отчётного года: файл, лист, ячейка.", _findings),
    _Sheet(
        "Исправления",
        "Исправления по решению: что стояло в ячейке, что учтено вместо этого, чей приказ.",
        _corrections,
        pages_wide=2,
        wanted=lambda report: bool(report.corrections),
    ),
    _Sheet(
        "Изменения",
        "Числа года, которые изменились против предыдущего выпуска, с причиной.",
        change_sheet,
        pages_wide=2,
        wanted=lambda report: bool(report.changes),
    ),
    _Sheet("Источники", "Файлы отчётного года, их строки и контрольные суммы.", _sources),
    _Sheet(
        "Словарь", "Определение каждого показателя: пункт, числитель, знаменатель, прочтение.", _dictionary
    ),
    _Sheet("Прочтения", "Неоднозначные места программы и принятые прочтения.", _readings),
    _Sheet(
        "Противоречия",
        "Места программы, которые противоречат друг другу: что сказано, арифметика, как считаем.",
        prospect_sheets.contradiction_sheet,
        wanted=lambda report: bool(report.evidence.contradictions),
    ),
)
