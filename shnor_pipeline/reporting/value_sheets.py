"""Sheets of the workbook that hold values: indicators by years, schools by indicators.

Belongs here: the rows of these sheets. Does not belong here: the other sheets (``workbook``), cells and
printing (``excel_parts``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from openpyxl.formatting.rule import Rule
from openpyxl.styles import PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break

from shnor_pipeline.reporting import summary, wording
from shnor_pipeline.reporting.counts import tally
from shnor_pipeline.reporting.excel_parts import (
    CODE,
    COUNT,
    MISSING,
    TEXT,
    Column,
    Styled,
    add_table,
    decimal_style,
    line_chart,
    put,
)
from shnor_pipeline.reporting.numbers import condition, fact_decimals

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from openpyxl.worksheet.worksheet import Worksheet

    from shnor_pipeline.reporting.model import IndicatorLine, Plan, Report, SchoolLine, Value

_BEYOND_PLAN = PatternFill("solid", bgColor="FBE3B6")
_DRAWN = {"gia_pass_share", "vpr_pass_share", "high_marks_share", "gia9_pass_share"}
_CHART_ROWS = 30
_CODES_ROW, _HEAD_ROW = 1, 2
_SCHOOL_COLUMNS = (
    Column("Школа", 30),
    Column("Код школы", 10, CODE),
    Column("Вид", 16),
    Column("Местность", 10),
    Column("Кластер", 24),
    Column("Группа программы", 13),
    Column("Обучающихся", 11, COUNT),
)


def indicator_sheet(sheet: Worksheet, report: Report) -> None:
    """Write indicators by years: a row for an indicator, a year and a plan."""
    columns = (
        Column("Код показателя", 26, CODE),
        Column("Показатель", 50),
        Column("Пункт программы", 26),
        Column("Уровень", 16),
        Column("Ед.", 10),
        Column("Год", 7),
        Column("Факт", 10),
        Column("Числитель", 11),
        Column("Знаменатель", 13),
        Column("Интервал 95 %, от", 11),
        Column("Интервал 95 %, до", 11),
        Column("Школ сдали", 8, COUNT),
        Column("Школ ожидалось", 11, COUNT),
        Column("Состояние данных", 18),
        Column("Вид плана", 30),
        Column("План", 9),
        Column("Условие", 10, CODE),
        Column("Отклонение", 12),
        Column("Вывод", 14),
        Column("Надёжность вывода", 28),
    )
    add_table(sheet, columns, _indicator_rows(report))
    sheet.freeze_panes = "C2"


def trend_sheet(sheet: Worksheet, report: Report) -> None:
    """Write an indicator to a row and a year to a column, with the plan of the year; draw some of them."""
    years = report.years
    columns = [
        Column("Код показателя", 26, CODE),
        Column("Показатель", 56),
        Column("Ед.", 10),
        Column("Уровень", 16),
        *(Column(str(year), 11) for year in years),
        Column("План", 9),
        Column("Условие", 9, CODE),
        Column("Вывод", 14),
        Column("Надёжность вывода", 28),
    ]
    last = add_table(sheet, columns, [_trend_cells(line, report) for line in report.indicators])
    sheet.freeze_panes = "C2"
    drawn = [row for row, line in enumerate(report.indicators, start=2) if line.indicator_id in _DRAWN]
    if drawn:
        first = len(columns) - len(years) - 3
        chart = line_chart(
            sheet, "Результаты обучающихся по годам, %", drawn, (first, first + len(years) - 1)
        )
        sheet.add_chart(chart, f"B{last + 3}")
        sheet.row_breaks.append(Break(id=last + 1))
        sheet.print_area = f"A1:{get_column_letter(len(columns))}{last + 3 + _CHART_ROWS}"


def _trend_cells(line: IndicatorLine, report: Report) -> tuple[Any, ...]:
    plan = summary.reference_plan(line, report.year)
    known = ((line.values.get(year), plan if year == report.year else None) for year in report.years)
    return (
        line.indicator_id,
        line.title_ru,
        wording.UNITS.get(line.unit, line.unit),
        wording.SCOPES.get(line.scope, line.scope),
        *(
            Styled(value.value if value else None, value_style(line, value, beside))
            for value, beside in known
        ),
        plan.target if plan else None,
        plan.operator if plan else None,
        *(verdict_cells(line, plan, report.year) if plan else (None, None)),
    )


def _indicator_rows(report: Report) -> Iterator[Sequence[Any]]:
    for line in report.indicators:
        names = (line.indicator_id, line.title_ru, line.clause)
        place = (wording.SCOPES.get(line.scope, line.scope), wording.UNITS.get(line.unit, line.unit))
        for year in report.years:
            value = line.values.get(year)
            style = value_style(line, value)
            for plan in line.plans.get(year) or (None,):
                yield (
                    *names,
                    *place,
                    year,
                    *_value_cells(value, style),
                    *_plan_cells(line, plan, year, style),
                )


def _value_cells(value: Value | None, style: str) -> tuple[Any, ...]:
    if value is None:
        return (Styled(None, MISSING), *(None,) * 6, wording.STATUSES["none"])
    return (
        Styled(value.value, style),
        _part(value.numerator),
        _part(value.denominator),
        Styled(value.ci_low, style if value.ci_low is not None else TEXT),
        Styled(value.ci_high, style if value.ci_high is not None else TEXT),
        value.schools_reported,
        value.schools_expected,
        wording.STATUSES.get(value.status, value.status),
    )


def _plan_cells(line: IndicatorLine, plan: Plan | None, year: int, style: str) -> tuple[Any, ...]:
    if plan is None:
        return (None,) * 6
    kind = wording.PLAN_KIND.get(plan.kind, plan.kind)
    return (kind, plan.target, plan.operator, Styled(plan.gap, style), *verdict_cells(line, plan, year))


def verdict_cells(line: IndicatorLine, plan: Plan, year: int) -> tuple[str, str | None]:
    """Say what became of a plan, and whether that is certain."""
    if plan.verdict == "no_data":
        return wording.VERDICTS["no_data"], None
    verdict, _, doubt = wording.verdict_text(plan, line, year).partition("; ")
    return verdict, doubt or ("надёжен" if plan.certain else None)


def value_style(line: IndicatorLine, value: Value | None, plan: Plan | None = None) -> str:
    """Choose the style of a value: its decimals, a small sample, a gap."""
    if value is None or value.value is None:
        return MISSING
    decimals = fact_decimals(value.value, plan.target if plan else None, line.decimals)
    return decimal_style(decimals, few=value.status == "few")


def _part(number: float | None) -> Styled:
    whole = number is None or number == int(number)
    return Styled(number, COUNT if whole else decimal_style(2))


def school_sheet(sheet: Worksheet, report: Report) -> None:
    """Write schools in rows and indicators in columns; the codes of the indicators stand above the head."""
    columns = [*_SCHOOL_COLUMNS]
    for line in report.indicators:
        plan = summary.reference_plan(line, report.year)
        demand = f"\nплан {condition(plan)}" if plan else ""
        unit = wording.UNITS.get(line.unit, line.unit)
        columns.append(Column(f"{line.title_ru}, {unit}{demand}", 16))
    pupils = tally(report, "pupils_of_school")
    rows = [
        (
            *_school_cells(school, pupils.get(school.school_id)),
            *(_matrix_cell(line, school) for line in report.indicators),
        )
        for school in report.schools
    ]
    last = add_table(sheet, columns, rows, first=_HEAD_ROW)
    for index, line in enumerate(report.indicators, start=len(_SCHOOL_COLUMNS) + 1):
        put(sheet, _CODES_ROW, index, line.indicator_id, CODE)
        _mark_beyond_plan(sheet, get_column_letter(index), line, report)
    sheet.freeze_panes = f"B{_HEAD_ROW + 1}"
    sheet.print_title_cols = "A:A"
    # Forty columns on one page can't be read; the head and the names repeat on each.
    sheet.page_setup.pageOrder = "overThenDown"
    sheet.print_area = f"A{_HEAD_ROW}:{get_column_letter(len(columns))}{last}"


def _school_cells(school: SchoolLine, pupils: int | None) -> tuple[Any, ...]:
    return (
        school.name_short,
        school.school_id,
        wording.SCHOOL_KINDS.get(school.kind, school.kind),
        wording.LOCALITIES.get(school.locality, school.locality),
        school.cluster_title,
        wording.GROUPS.get(school.programme_group or "", ""),
        pupils,
    )


def _matrix_cell(line: IndicatorLine, school: SchoolLine) -> Styled:
    value = school.values.get(line.indicator_id)
    return Styled(value.value if value else None, value_style(line, value))


def _mark_beyond_plan(sheet: Worksheet, column: str, line: IndicatorLine, report: Report) -> None:
    """Colour values that do not reach the plan; never a small sample and never an empty cell."""
    plan = summary.reference_plan(line, report.year)
    if plan is None:
        return
    cells = [
        f"{column}{row}"
        for row, school in enumerate(report.schools, start=_HEAD_ROW + 1)
        if (value := school.values.get(line.indicator_id))
        and value.value is not None
        and value.status != "few"
    ]
    if cells:
        beyond: Literal["lessThan", "greaterThan"] = "lessThan" if plan.operator == ">=" else "greaterThan"
        style = DifferentialStyle(fill=_BEYOND_PLAN)
        rule = Rule(type="cellIs", operator=beyond, formula=[repr(plan.target)], dxf=style)
        sheet.conditional_formatting.add(" ".join(cells), rule)


def school_data_sheet(sheet: Worksheet, report: Report) -> None:
    """Write the values of the schools one below the other, with all that stands behind them."""
    columns = (
        Column("Код школы", 10, CODE),
        Column("Школа", 32),
        Column("Код показателя", 28, CODE),
        Column("Показатель", 60),
        Column("Год", 7),
        Column("Факт", 10),
        Column("Числитель", 11),
        Column("Знаменатель", 13),
        Column("Интервал 95 %, от", 11),
        Column("Интервал 95 %, до", 11),
        Column("Состояние данных", 18),
    )
    rows = (
        (
            school.school_id,
            school.name_short,
            line.indicator_id,
            line.title_ru,
            report.year,
            # Coverage of a single school says the same as its status.
            *_without_coverage(_value_cells(value, value_style(line, value))),
        )
        for school in report.schools
        for line in report.indicators
        for value in (school.values.get(line.indicator_id),)
    )
    add_table(sheet, columns, rows)
    sheet.freeze_panes = "A2"


def _without_coverage(cells: tuple[Any, ...]) -> tuple[Any, ...]:
    return (*cells[:5], cells[-1])
