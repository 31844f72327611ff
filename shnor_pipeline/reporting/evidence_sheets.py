"""Sheets of the workbook beside values: measures, identification, comparison, effect, risks, recommendations.

Belongs here: the rows of these sheets. Does not belong here: sheets of indicator values (``value_sheets``),
the order of the sheets (``workbook``), cells and printing (``excel_parts``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from openpyxl.formatting.rule import Rule
from openpyxl.styles import PatternFill
from openpyxl.styles.differential import DifferentialStyle

from shnor_pipeline.reporting import evidence_wording, summary, wording
from shnor_pipeline.reporting.counts import (
    COMPARED_COLUMNS,
    EFFECT_COLUMNS,
    EFFECT_SCHOOLS,
    FLAG_COLUMNS,
    flag_key,
    key_of,
    procedure_key,
    risk_key,
    tally,
)
from shnor_pipeline.reporting.excel_parts import (
    CODE,
    COUNT,
    MISSING,
    Column,
    Styled,
    add_table,
    decimal_style,
)
from shnor_pipeline.reporting.recommendations import recommendations

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from openpyxl.worksheet.worksheet import Worksheet

    from shnor_pipeline.reporting.evidence import IdentifiedLine, MeasureLine
    from shnor_pipeline.reporting.model import Report, SchoolLine

_CENT = 100
_OF_PROCEDURE = ("participants", "failed", "share", "cluster_share")
_OF_IDENTIFIED = ("procedures_held", "procedures_low", "pupils_to_flip", "chance_of_error", "social_index")
_BAD, _MIDDLE = PatternFill("solid", bgColor="FBE3B6"), PatternFill("solid", bgColor="FFF6DC")


def _colour(operator: Literal["equal", "lessThan"], than: str, fill: PatternFill) -> Rule:
    return Rule(type="cellIs", operator=operator, formula=[than], dxf=DifferentialStyle(fill=fill))


def measure_sheet(sheet: Worksheet, report: Report) -> None:
    """Write plan and fact of every measure of the year."""
    columns = (
        Column("Номер", 10, CODE),
        Column("Раздел", 9),
        Column("Мероприятие", 70),
        Column("План", 9, COUNT),
        Column("Факт", 9, COUNT),
        Column("Выполнено, %", 12),
        Column("Вывод", 24),
        Column("Исполнитель", 34),
        Column("Подтверждающий документ", 44),
    )
    executors = dict(report.evidence.executors)
    numbers = [tally(report, f"measure_{each}") for each in ("plan", "fact", "done")]
    rows = [
        _measure_cells(line, executors, [each.get(line.measure_id) for each in numbers])
        for line in report.evidence.measures
    ]
    last = add_table(sheet, columns, rows)
    sheet.freeze_panes = "D2"
    if rows:
        less = _colour("lessThan", str(_CENT), _BAD)
        sheet.conditional_formatting.add(_filled(rows, last, 5, "F"), less)


def _measure_cells(
    line: MeasureLine, executors: dict[str, str], numbers: Sequence[int | None]
) -> tuple[Any, ...]:
    plan, fact, share = numbers
    outcome = evidence_wording.measure_outcome(line) if line.plan else "плана на год нет"
    return (
        line.measure_id,
        line.section,
        line.title_ru,
        plan,
        fact,
        Styled(share, MISSING if share is None else decimal_style(0)),
        outcome,
        executors.get(line.measure_id),
        line.document,
    )


def _filled(rows: Sequence[Sequence[Any]], last: int, position: int, column: str) -> str:
    """Return the cells of a column that hold a number: an empty one would pass for zero."""
    held = [
        f"{column}{row}"
        for row, cells in enumerate(rows, start=2)
        if isinstance(cells[position], Styled) and cells[position].value is not None
    ]
    return " ".join(held) or f"{column}{last + 1}"


def identification_sheet(sheet: Worksheet, report: Report) -> None:
    """Write the status of every school with what it rests on and how sure it is."""
    columns = (
        Column("Код школы", 10, CODE),
        Column("Школа", 34),
        Column("Группа программы", 14),
        Column("Процедур учтено", 11, COUNT),
        Column("Из них низких", 10, COUNT),
        Column("Несколько процедур", 13),
        Column("Одна процедура повторно", 14),
        Column("ШНОР", 10),
        Column("Вероятность ошибки, %", 14),
        Column("Работ до смены вывода", 12, COUNT),
        Column("Социальный индекс (неофициальный)", 16),
        Column("ШНСУ", 10),
        Column("Состояние данных", 18),
    )
    by_id = {line.school_id: line for line in report.evidence.identified}
    numbers = {name: tally(report, name) for name in _OF_IDENTIFIED}
    rows = [
        _identified_cells(by_id[school.school_id], school, numbers)
        for school in report.schools
        if school.school_id in by_id
    ]
    last = add_table(sheet, columns, rows)
    sheet.freeze_panes = "C2"
    if rows:
        for column in ("H", "L"):
            named = _colour("equal", f'"{evidence_wording.YES_NO[True]}"', _BAD)
            sheet.conditional_formatting.add(f"{column}2:{column}{last}", named)


def _identified_cells(
    line: IdentifiedLine, school: SchoolLine, numbers: Mapping[str, Mapping[str, int]]
) -> tuple[Any, ...]:
    held, low, flip, chance, social = (numbers[each].get(line.school_id) for each in _OF_IDENTIFIED)
    return (
        line.school_id,
        school.name_short,
        wording.GROUPS.get(school.programme_group or "") or None,
        held,
        low,
        evidence_wording.YES_NO[line.low_two_or_more],
        evidence_wording.YES_NO[line.low_same_twice],
        evidence_wording.YES_NO[line.low_results],
        _number(chance),
        flip,
        _number(social),
        evidence_wording.YES_NO[line.adverse],
        wording.STATUSES.get(line.status, line.status),
    )


def _number(value: float | None, decimals: int = 1) -> Styled:
    return Styled(value, MISSING if value is None else decimal_style(decimals))


def procedure_sheet(sheet: Worksheet, report: Report) -> None:
    """Write every procedure in every school, those who did not pass beside the cluster."""
    columns = (
        Column("Код школы", 10, CODE),
        Column("Школа", 34),
        Column("Процедура", 14),
        Column("Предмет", 18),
        Column("Класс", 8, COUNT),
        Column("Участников", 12, COUNT),
        Column("Не справились", 11, COUNT),
        Column("Доля не справившихся, %", 15),
        Column("Низкий результат", 12),
        Column("Низкий и раньше", 12),
        Column("Доля в кластере, %", 12),
        Column("Вне случайного разброса 95 %", 16),
    )
    names = {school.school_id: school.name_short for school in report.schools}
    order = {school.school_id: position for position, school in enumerate(report.schools)}
    took, failed, shares, of_cluster = (tally(report, f"procedure_{each}") for each in _OF_PROCEDURE)
    lines = sorted(report.evidence.procedures, key=lambda line: order.get(line.school_id, len(order)))
    rows = [
        (
            line.school_id,
            names.get(line.school_id, line.school_id),
            evidence_wording.PROCEDURES.get(line.kind, line.kind),
            line.subject,
            line.grade,
            took[procedure_key(line)],
            failed[procedure_key(line)],
            _number(shares[procedure_key(line)]),
            evidence_wording.YES_NO[line.low],
            evidence_wording.YES_NO[line.low_before],
            _number(of_cluster.get(procedure_key(line))),
            evidence_wording.YES_NO[line.outside_95],
        )
        for line in lines
    ]
    last = add_table(sheet, columns, rows)
    sheet.freeze_panes = "C2"
    if rows:
        low = _colour("equal", f'"{evidence_wording.YES_NO[True]}"', _BAD)
        sheet.conditional_formatting.add(f"I2:I{last}", low)


def cluster_sheet(sheet: Worksheet, report: Report) -> None:
    """Write every school beside the other schools of its cluster, indicator by indicator."""
    columns = (
        Column("Код школы", 10, CODE),
        Column("Школа", 32),
        Column("Кластер", 30),
        Column("Код показателя", 28, CODE),
        Column("Показатель", 56),
        Column("Школа, значение", 11),
        Column("Остальные школы кластера", 13),
        Column("Школ в сравнении", 11, COUNT),
        Column("Отличие", 11),
        Column("Интервал 95 %, от", 11),
        Column("Интервал 95 %, до", 11),
        Column("Вывод", 22),
    )
    schools = {school.school_id: school for school in report.schools}
    lines = {line.indicator_id: line for line in report.indicators}
    order = {school_id: position for position, school_id in enumerate(schools)}
    compared = [
        each
        for each in report.evidence.compared
        if each.value is not None and each.school_id in schools and each.indicator_id in lines
    ]
    compared.sort(key=lambda each: order[each.school_id])
    of = {name: tally(report, f"cluster_{name}") for name in COMPARED_COLUMNS}
    rows = [
        (
            each.school_id,
            schools[each.school_id].name_short,
            schools[each.school_id].cluster_title,
            each.indicator_id,
            lines[each.indicator_id].title_ru,
            _number(of["value"].get(key), lines[each.indicator_id].decimals),
            _number(of["others_value"].get(key), lines[each.indicator_id].decimals),
            of["others_schools"].get(key),
            _number(of["difference"].get(key), lines[each.indicator_id].decimals),
            _number(of["ci_low"].get(key)),
            _number(of["ci_high"].get(key)),
            evidence_wording.compared_verdict(each, lines[each.indicator_id].direction),
        )
        for each in compared
        for key in (key_of(each.indicator_id, each.school_id),)
    ]
    last = add_table(sheet, columns, rows)
    sheet.freeze_panes = "C2"
    if rows:
        worse = _colour("equal", f'"{evidence_wording.WORSE}"', _BAD)
        sheet.conditional_formatting.add(f"L2:L{last}", worse)


def effect_sheet(sheet: Worksheet, report: Report) -> None:
    """Write what changed in the programme's schools beyond what was to be expected."""
    columns = (
        Column("Код показателя", 28, CODE),
        Column("Показатель", 52),
        Column("С года", 8),
        Column("Школ программы", 11, COUNT),
        Column("Других школ", 9, COUNT),
        Column("В первый год", 10),
        Column("В отчётном году", 10),
        Column("Изменение, п.п.", 11),
        Column("Ожидалось, п.п.", 11),
        Column("Сверх ожидаемого, п.п.", 13),
        Column("Интервал 95 %, от", 11),
        Column("Интервал 95 %, до", 11),
        Column("Вывод", 20),
        Column("Вывод словами", 80),
    )
    titles = {line.indicator_id: line.title_ru for line in report.indicators}
    better = summary.directions(report)
    of = {name: tally(report, f"effect_{name}") for name in (*EFFECT_COLUMNS, *EFFECT_SCHOOLS)}
    rows = [
        (
            each.indicator_id,
            titles.get(each.indicator_id, each.indicator_id),
            each.base_year,
            *(of[name].get(each.indicator_id) for name in EFFECT_SCHOOLS),
            *(_number(of[name].get(each.indicator_id)) for name in EFFECT_COLUMNS),
            evidence_wording.effect_verdict(each, better)
            if each.net_change is not None
            else "сравнить нельзя",
            each.sentence_ru,
        )
        for each in report.evidence.effects
    ]
    add_table(sheet, columns, rows)
    sheet.freeze_panes = "C2"


def risk_sheet(sheet: Worksheet, report: Report) -> None:
    """Write the risk profile: a row for each school and factor, with its evidence."""
    columns = (
        Column("Код школы", 10, CODE),
        Column("Школа", 34),
        Column("Группа программы", 14),
        Column("Номер фактора", 10, COUNT),
        Column("Фактор риска", 50),
        Column("Значимость", 18),
        Column("Значение, %", 11),
        Column("Основание", 80),
    )
    schools = {school.school_id: school for school in report.schools}
    order = {school_id: position for position, school_id in enumerate(schools)}
    lines = [line for line in report.evidence.risks if line.school_id in schools]
    lines.sort(key=lambda line: (order[line.school_id], line.factor))
    values = tally(report, "risk_value")
    rows = [
        (
            line.school_id,
            schools[line.school_id].name_short,
            wording.GROUPS.get(schools[line.school_id].programme_group or "") or None,
            line.factor,
            line.factor_ru,
            line.level_ru,
            _number(values.get(risk_key(line))),
            line.evidence_ru,
        )
        for line in lines
    ]
    last = add_table(sheet, columns, rows)
    sheet.freeze_panes = "C2"
    for level, fill in (("высокая", _BAD), ("средняя", _MIDDLE)):
        if rows:
            rule = _colour("equal", f'"{level}"', fill)
            sheet.conditional_formatting.add(f"F2:F{last}", rule)


def advice_sheet(sheet: Worksheet, report: Report) -> None:
    """Write the recommendations, a row each."""
    columns = (
        Column("Кому", 26),
        Column("Школа", 32),
        Column("Показатель", 50),
        Column("Факт", 10),
        Column("Числитель", 11, COUNT),
        Column("Знаменатель", 13, COUNT),
        Column("План", 9),
        Column("Условие", 10, CODE),
        Column("Годы", 20),
        Column("Что сделать", 60),
        Column("Срок", 20),
    )
    rows = [
        (
            each.addressee,
            each.school.name_short,
            each.line.title_ru,
            _number(each.value.value, each.line.decimals),
            each.value.numerator,
            each.value.denominator,
            each.plan.target,
            each.plan.operator,
            ", ".join(str(year) for year in each.years),
            each.action_ru,
            each.term_ru,
        )
        for each in recommendations(report)
    ]
    add_table(sheet, columns, rows)
    sheet.freeze_panes = "A2"


def flag_sheet(sheet: Worksheet, report: Report) -> None:
    """Write the markers of objectivity that were found; they ask to look, they accuse nobody."""
    columns = (
        Column("Код школы", 10, CODE),
        Column("Школа", 34),
        Column("Процедура", 12),
        Column("Предмет", 18),
        Column("Класс", 8, COUNT),
        Column("Участников", 12, COUNT),
        Column("Величина признака", 12),
        Column("Граница признака", 12),
        Column("Пояснение", 90),
    )
    names = {school.school_id: school.name_short for school in report.schools}
    of = {name: tally(report, f"flag_{name}") for name in FLAG_COLUMNS}
    rows = [
        (
            each.school_id,
            names.get(each.school_id, each.school_id),
            evidence_wording.PROCEDURES.get(each.kind, each.kind),
            each.subject,
            each.grade,
            of["n"][flag_key(each)],
            _number(of["statistic"][flag_key(each)], 2),
            _number(of["threshold"][flag_key(each)], 2),
            each.sentence_ru,
        )
        for each in report.evidence.flags
        if each.flagged
    ]
    add_table(sheet, columns, rows)
    sheet.freeze_panes = "A2"


def override_sheet(sheet: Worksheet, report: Report) -> None:
    """Write the decisions about the status of schools."""
    columns = (
        Column("Школа", 34),
        Column("Признак", 30),
        Column("По правилу", 12),
        Column("Решено", 10),
        Column("Причина", 50),
        Column("Приказ", 14),
        Column("Дата", 12, CODE),
        Column("Действует по", 12, CODE),
        Column("Кто решил", 28),
        Column("Применено ли", 22),
        Column("Строка журнала", 10, COUNT),
    )
    names = {school.school_id: school.name_short for school in report.schools}
    rows = (
        (
            names.get(each.school_id, each.school_id),
            evidence_wording.OVERRIDE_FIELDS.get(each.field, each.field),
            evidence_wording.YES_NO[each.computed],
            evidence_wording.YES_NO[each.value],
            each.reason,
            each.order_number,
            each.date,
            each.expires,
            each.role,
            evidence_wording.OVERRIDE_STATUSES.get(each.status, each.status),
            each.line,
        )
        for each in report.evidence.overrides
    )
    add_table(sheet, columns, rows)
    sheet.freeze_panes = "A2"
