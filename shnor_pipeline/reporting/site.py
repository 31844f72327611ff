"""The overview of a year as one HTML file that opens from disk without a network.

Belongs here: what the page shows and in which order. Does not belong here: its looks (``page.html.j2``,
``page.css``), sentences (``wording``), charts (``charts``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from shnor_pipeline.reporting import summary, wording
from shnor_pipeline.reporting.charts import (
    KEY,
    plan_and_fact_svg,
    plan_and_fact_text,
)
from shnor_pipeline.reporting.numbers import (
    change,
    condition,
    coverage,
    fact,
    fact_of_school,
    number,
    ratio,
    ratio_of_school,
)
from shnor_pipeline.reporting.pages.downloads import DOWNLOADS
from shnor_pipeline.reporting.pages.shell import NAVIGATION
from shnor_pipeline.reporting.sparkline import sparkline
from shnor_pipeline.reporting.templates import template, text_beside

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shnor_pipeline.reporting.model import IndicatorLine, Plan, Report, SchoolLine

BELOW, ABOVE = "▾", "▴"
SCHOOLS_SHOWN = 150
"""Above this the matrix would outgrow a page; it stands in the workbook."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of an indicator table, as text."""

    indicator_id: str
    title: str
    small: str
    plan: str
    fact: str
    parts: str
    change: str
    spark: Markup
    verdict: str
    doubt: str
    mark: str


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of indicators under its heading; ``planned`` tables have columns for plan and verdict."""

    anchor: str
    title: str
    rows: tuple[_Row, ...]
    planned: bool


@dataclass(frozen=True, slots=True)
class _Tile:
    """A count of plans with the share of each kind of plan."""

    label: str
    mark: str
    count: int
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _SchoolCell:
    """A school's value; ``mark`` points to where it lies when that is worse than the programme's plan."""

    text: str
    parts: str = ""
    mark: str = ""
    missing: bool = False


@dataclass(frozen=True, slots=True)
class _Chart:
    """A picture with its title and a text for those who do not see it."""

    svg: Markup
    title: str
    told: str


def render_page(report: Report) -> str:
    """Write the overview page of a year.

    Args:
        report: The report model, the only input.

    Returns:
        A self-contained HTML document; the same report gives the same text.
    """
    return template(
        "page.html.j2"
    ).render(
        report=report,
        style=Markup(text_beside("page.css")),  # noqa: S704 - our own file
        demo_note=wording.DEMO_NOTE,
        conclusions=wording.conclusions(report),
        tiles=_tiles(report),
        rows_total=summary.count_rows(report.sources),
        tables=_tables(report),
        chart=_chart(report),
        chart_key=KEY,
        columns=[(line, summary.reference_plan(line, report.year)) for line in report.indicators],
        school_rows=_school_rows(report),
        schools_shown=SCHOOLS_SHOWN,
        below=BELOW,
        above=ABOVE,
        rule_counts=summary.count_rules(report.findings),
        file_counts=summary.count_files(report.findings)[: summary.FILES_SHOWN],
        navigation=NAVIGATION,
        downloads=DOWNLOADS,
        notes=(wording.INTERVAL_NOTE, wording.ADDITIVITY_NOTE, wording.FEW_NOTE, wording.NO_ORDER_NOTE),
        words=wording,
        number=number,
        condition=condition,
    )


def _tiles(report: Report) -> tuple[_Tile, ...]:
    counts = {
        name: summary.count_verdicts(summary.judged(report, kind))
        for kind, name in (
            (wording.TARGETS, "целевых показателей"),
            (wording.THRESHOLDS, "порогов мониторинга"),
        )
    }
    tiles = []
    for label, mark, field in (
        ("достигнуто", "met", "met"),
        ("не достигнуто", "missed", "not_met"),
        ("нет данных", "none", "no_data"),
    ):
        each = {name: getattr(count, field) for name, count in counts.items() if count.all}
        parts = tuple(f"{value} из {counts[name].all} {name}" for name, value in each.items())
        tiles.append(_Tile(label, mark, sum(each.values()), parts))
    return tuple(tiles)


def _tables(report: Report) -> tuple[_Table, ...]:
    tables = []
    for kind, title in wording.KINDS_OF_PLAN.items():
        rows = tuple(_row(report, line, plan) for line, plan in summary.judged(report, kind))
        tables.append(_Table(f"plan-{kind}", title, rows, planned=True))
    rest = tuple(_row(report, line, None) for line in summary.unplanned(report))
    tables.append(_Table("unplanned", "Показатели без плана на отчётный год", rest, planned=False))
    return tuple(table for table in tables if table.rows)


def _row(report: Report, line: IndicatorLine, plan: Plan | None) -> _Row:
    value = line.values.get(report.year)
    verdict, _, doubt = (
        wording.verdict_text(plan, line, report.year).partition("; ") if plan else ("", "", "")
    )
    known = value is not None and value.value is not None
    unit = wording.UNITS.get(line.unit, line.unit)
    marks = {"met": "met", "not_met": "missed"}
    return _Row(
        indicator_id=line.indicator_id,
        title=line.title_ru,
        small=f"{line.clause}; {wording.SCOPES.get(line.scope, line.scope)}; {unit}",
        plan=condition(plan) if plan else "",
        fact=fact(value, line.decimals, plan.target if plan else None),
        parts=", ".join(filter(None, (ratio(value) if value and known else "", coverage(value)))),
        change=wording.difference_text(line, change(line, report.year), with_unit=True),
        spark=Markup(sparkline(line, summary.years_shown(report))),  # noqa: S704 - escaped by sparkline
        verdict=verdict,
        doubt=doubt,
        mark=marks.get(plan.verdict, "none") if plan else "",
    )


def _chart(report: Report) -> _Chart | None:
    for kind in wording.KINDS_OF_PLAN:
        lines = summary.judged(report, kind)
        svg = plan_and_fact_svg(lines, report.year)
        if svg:
            title = f"План и факт {report.year} года, %: {wording.PLANS_IN_WORDS[kind]}"
            told = plan_and_fact_text(lines, report.year)
            return _Chart(Markup(svg), title, told)  # noqa: S704 - Vega escapes texts
    return None


def _school_rows(report: Report) -> Sequence[tuple[SchoolLine, list[_SchoolCell]]]:
    if len(report.schools) > SCHOOLS_SHOWN:
        return ()
    plans = [(line, summary.reference_plan(line, report.year)) for line in report.indicators]
    return [(school, [_school_cell(school, *pair) for pair in plans]) for school in report.schools]


def _school_cell(school: SchoolLine, line: IndicatorLine, plan: Plan | None) -> _SchoolCell:
    value = school.values.get(line.indicator_id)
    if value is None or value.value is None:
        return _SchoolCell(fact(value, line.decimals), missing=True)
    mark, target = "", plan.target if plan else None
    if plan is not None and target is not None and value.status != "few":
        if plan.operator == ">=" and value.value < target:
            mark = BELOW
        elif plan.operator == "<=" and value.value > target:
            mark = ABOVE
    return _SchoolCell(fact_of_school(value, line, target), ratio_of_school(value, line), mark)
