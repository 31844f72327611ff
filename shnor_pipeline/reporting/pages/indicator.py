"""The page of an indicator: years, schools, clusters, formula.

Belongs here: what the page shows and in which order. Does not belong here: values and their formulas
(``indicators/``), looks (``indicator.html.j2``). Schools stand by name, whatever their values.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shnor_pipeline.reporting import wording
from shnor_pipeline.reporting.numbers import (
    SHARE_OF_SCHOOLS,
    change,
    condition,
    coverage,
    fact,
    number,
    plain,
    ratio,
)
from shnor_pipeline.reporting.pages.beside import compared
from shnor_pipeline.reporting.pages.drawing import trend
from shnor_pipeline.reporting.pages.school import concerns, value_row
from shnor_pipeline.reporting.pages.shell import render
from shnor_pipeline.reporting.summary import years_shown

if TYPE_CHECKING:
    from shnor_pipeline.reporting.model import IndicatorLine, Value
    from shnor_pipeline.reporting.pages.facts import Row, SiteFacts

SCHOOLS_SHOWN = 150
"""Above this the table would outgrow a page; it stands in the workbook."""


@dataclass(frozen=True, slots=True)
class _YearRow:
    """A year of the indicator, as text."""

    year: int
    value: str
    parts: str
    interval: str
    change: str
    plans: str
    verdicts: str
    look: str


@dataclass(frozen=True, slots=True)
class _ClusterRow:
    """A cluster, as text."""

    cluster_id: str
    title: str
    value: str
    parts: str
    interval: str
    coverage: str


def render_indicator(facts: SiteFacts, line: IndicatorLine) -> str:
    """Write the page of an indicator."""
    report = facts.report
    schools = report.schools if len(report.schools) <= SCHOOLS_SHOWN else ()
    return render(
        "indicator.html.j2",
        report,
        f"indicators/{line.indicator_id}.html",
        line=line,
        trend=trend(line, years_shown(report)),
        years=[_year_row(line, year) for year in years_shown(report)],
        schools=[
            (school, value_row(compared(facts, school, line)))
            for school in schools
            if concerns(facts, line, school)
        ],
        cluster_of=facts.cluster_of,
        numbers=_cluster_numbers(facts),
        clusters=_clusters(facts, line),
        effects=[row["sentence_ru"] for row in facts.effects.get(line.indicator_id, ())],
        projection=_projection(facts, line),
        formula=facts.formulas.get(line.indicator_id),
        measures=[
            row for row in facts.measures if line.indicator_id in (row["indicators"] or "").split(", ")
        ],
        drawn=line.unit.startswith("percent") and line.unit != SHARE_OF_SCHOOLS,
        too_many=len(report.schools) > SCHOOLS_SHOWN,
        coverage=coverage(line.values.get(report.year)),
    )


def _year_row(line: IndicatorLine, year: int) -> _YearRow:
    value = line.values.get(year)
    plans = line.plans.get(year, ())
    known = value is not None and value.value is not None
    looks = {"met": "met", "not_met": "missed"}
    return _YearRow(
        year=year,
        value=fact(value, line.decimals, plans[0].target if plans else None),
        parts=", ".join(filter(None, (ratio(value) if value and known else "", coverage(value)))),
        interval=_interval(line, value),
        change=wording.difference_text(line, change(line, year), with_unit=True),
        plans="; ".join(condition(plan) for plan in plans) or "—",
        verdicts="; ".join(dict.fromkeys(wording.verdict_text(plan, line, year) for plan in plans)),
        look=looks.get(plans[0].verdict, "none") if plans else "none",
    )


def _interval(line: IndicatorLine, value: Value | None) -> str:
    if value is None or value.ci_low is None or value.ci_high is None:
        return "—"
    return f"{number(value.ci_low, line.decimals)}–{number(value.ci_high, line.decimals)}"


def _cluster_numbers(facts: SiteFacts) -> dict[str, int]:
    """Number the clusters: rows of schools name theirs to the filter, and there are many rows."""
    of_values = {row["scope_id"] for rows in facts.cluster_values.values() for row in rows}
    return {
        each: place for place, each in enumerate(sorted({*facts.cluster_of.values(), *of_values}), start=1)
    }


def _clusters(facts: SiteFacts, line: IndicatorLine) -> list[_ClusterRow]:
    titles = {row["cluster_id"]: row["cluster_title"] for row in facts.clusters}
    return [
        _cluster_row(str(titles.get(row["scope_id"], row["scope_id"])), row, line)
        for row in facts.cluster_values.get(line.indicator_id, ())
        if row["schools_expected"]
    ]


def _cluster_row(title: str, row: Row, line: IndicatorLine) -> _ClusterRow:
    missing = {"not_held": "не проводилась"}.get(row["status"], "нет данных")
    known = row["value"] is not None
    limits = (row["ci_low"], row["ci_high"])
    parts = (row["numerator"], row["denominator"])
    return _ClusterRow(
        cluster_id=row["scope_id"],
        title=title,
        value=number(row["value"], line.decimals) if known else missing,
        parts=" из ".join(plain(each) for each in parts) if known and None not in parts else "",
        interval="—" if None in limits else "–".join(number(each, line.decimals) for each in limits),
        coverage=f"{row['schools_reported']} из {row['schools_expected']}",
    )


def _projection(facts: SiteFacts, line: IndicatorLine) -> str:
    row = facts.projections.get((line.indicator_id, line.scope))
    if row is None or row["value"] is None:
        return ""
    limits = f"от {number(row['ci_low'], line.decimals)} до {number(row['ci_high'], line.decimals)}"
    return (
        f"Прогноз на {row['last_year']} год: {number(row['value'], line.decimals)}, 95-процентный интервал "
        f"{limits} (годы: {row['years_used']})."
    )
