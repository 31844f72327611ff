"""Sheets of the workbook about the plans themselves: projection, what they ask of a school, contradictions.

Belongs here: the rows of these sheets, under the titles that their tables declare. Does not belong here: how
anything is computed (``indicators``, ``programme/contradictions``), the order of the sheets (``workbook``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shnor_pipeline.reporting import prospect_wording, wording
from shnor_pipeline.reporting.counts import key_of, tally
from shnor_pipeline.reporting.excel_parts import (
    CODE,
    COUNT,
    MISSING,
    TEXT,
    Column,
    Styled,
    add_table,
    decimal_style,
)
from shnor_pipeline.tables import INDICATOR_PROJECTION, PROGRAMME_CONTRADICTION, TARGET_ATTAINABILITY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openpyxl.worksheet.worksheet import Worksheet

    from shnor_pipeline.reporting.evidence import AttainabilityLine, ProspectLine
    from shnor_pipeline.reporting.model import Report, SchoolLine
    from shnor_pipeline.tables import TableSpec

_CHANCE_DECIMALS = 3


def _declared(spec: TableSpec, name: str, width: float, style: str = TEXT) -> Column:
    """Make the column of a sheet from a column of a table."""
    return Column(spec.by_name[name].comment_ru, width, style)


def projection_sheet(sheet: Worksheet, report: Report) -> None:
    """Write where every indicator with a plan is heading, a row for each kind of plan."""
    spec = INDICATOR_PROJECTION
    columns = (
        Column("Код показателя", 28, CODE),
        _declared(spec, "indicator_id", 44),
        _declared(TARGET_ATTAINABILITY, "kind", 20),
        Column("Год последнего плана", 11),
        _declared(TARGET_ATTAINABILITY, "target", 9),
        _declared(TARGET_ATTAINABILITY, "operator", 9, CODE),
        _declared(spec, "last_year", 12),
        _declared(spec, "value", 11),
        _declared(spec, "ci_low", 13),
        _declared(spec, "ci_high", 13),
        Column("Вывод о плане", 20),
        _declared(spec, "years_used", 16),
        _declared(spec, "method_ru", 36),
    )
    titles = {line.indicator_id: line.title_ru for line in report.indicators}
    projected = [tally(report, f"projection{each}") for each in ("", "_low", "_high")]
    plans = tally(report, "last_plan")
    rows = [
        _projection_cells(
            line,
            titles[line.indicator_id],
            plans[key_of(line.indicator_id, line.kind)],
            [each.get(line.indicator_id) for each in projected],
        )
        for line in report.evidence.prospects
    ]
    add_table(sheet, columns, rows)
    sheet.freeze_panes = "C2"


def _projection_cells(
    line: ProspectLine, title: str, target: float, projected: list[int | None]
) -> tuple[Any, ...]:
    return (
        line.indicator_id,
        title,
        wording.PLAN_KIND[line.kind],
        Styled(line.plan_year, decimal_style(0)),
        target,
        line.operator,
        Styled(line.last_year, decimal_style(0)),
        *(Styled(each, MISSING if each is None else decimal_style(1)) for each in projected),
        prospect_wording.OUTLOOK[line.outlook],
        line.years_used,
        line.method_ru,
    )


def attainability_sheet(sheet: Worksheet, report: Report) -> None:
    """Write what every plan of the year asks of every school, beside what the school has."""
    spec = TARGET_ATTAINABILITY
    columns = (
        Column("Код школы", 10, CODE),
        _declared(spec, "school_id", 30),
        Column("Группа программы", 14),
        Column("Код показателя", 28, CODE),
        _declared(spec, "indicator_id", 44),
        _declared(spec, "kind", 20),
        _declared(spec, "target", 9),
        _declared(spec, "operator", 9, CODE),
        Column("Числитель школы, чел.", 11, COUNT),
        _declared(spec, "denominator", 13, COUNT),
        _declared(spec, "needed", 18, COUNT),
        _declared(spec, "chance", 18),
    )
    titles = {line.indicator_id: line.title_ru for line in report.indicators}
    asked = {name: tally(report, f"plan_{name}") for name in ("target", "needed", "chance")}
    of_school: dict[str, list[AttainabilityLine]] = {}
    for line in report.evidence.attainability:
        of_school.setdefault(line.school_id, []).append(line)
    rows = [
        _attainability_cells(line, school, titles[line.indicator_id], asked)
        for school in report.schools
        for line in of_school.get(school.school_id, ())
    ]
    add_table(sheet, columns, rows)
    sheet.freeze_panes = "C2"


def _attainability_cells(
    line: AttainabilityLine, school: SchoolLine, title: str, asked: Mapping[str, Mapping[str, int]]
) -> tuple[Any, ...]:
    value = school.values.get(line.indicator_id)
    key = key_of(line.indicator_id, line.kind, line.school_id)
    target, needed, chance = (asked[name].get(key) for name in ("target", "needed", "chance"))
    return (
        school.school_id,
        school.name_short,
        wording.GROUPS.get(school.programme_group or "") or None,
        line.indicator_id,
        title,
        wording.PLAN_KIND[line.kind],
        target,
        line.operator,
        value.numerator if value else None,
        value.denominator if value else None,
        needed,
        Styled(chance, MISSING if chance is None else decimal_style(_CHANCE_DECIMALS)),
    )


def contradiction_sheet(sheet: Worksheet, report: Report) -> None:
    """Write the contradictions of the programme's text with their arithmetic and what is done about them."""
    spec = PROGRAMME_CONTRADICTION
    widths = {
        "rule_id": 10,
        "number": 14,
        "title_ru": 30,
        "clauses": 30,
        "said_ru": 56,
        "arithmetic_ru": 36,
        "consequence_ru": 44,
    }
    styles = {"rule_id": CODE, "number": COUNT}
    columns = [_declared(spec, name, width, styles.get(name, TEXT)) for name, width in widths.items()]
    rows = [[getattr(line, name) for name in widths] for line in report.evidence.contradictions]
    add_table(sheet, columns, rows)
    sheet.freeze_panes = "C2"
