"""Charts: one specification, rendered as SVG for pages and as PNG for Word, without a browser.

Belongs here: what a chart shows and how it looks. Does not belong here: values and wording.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

import altair as alt
import vl_convert

if TYPE_CHECKING:
    from shnor_pipeline.reporting.model import IndicatorLine, Report

FACT, PLAN = "#2b6cb0", "#c05621"
_DOTS_PER_INCH = 200
_LABEL_WIDTH = 52


def plan_and_fact(report: Report) -> alt.LayerChart | None:
    """Draw fact (bar) and plan (tick) of the year for every indicator with a target.

    Returns:
        The chart, or ``None`` when no target of the year has a value.
    """
    rows = [row for line in report.indicators for row in _rows(line, report.year)]
    if not rows:
        return None
    order = [row["label"] for row in rows]
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        y=alt.Y(
            "label:N",
            sort=order,
            title=None,
            axis=alt.Axis(labelLimit=420, labelExpr="split(datum.label, '|')", labelLineHeight=13),
        )
    )
    scale = alt.Scale(domain=[0, 100])
    bars = base.mark_bar(color=FACT, height=12).encode(x=alt.X("fact:Q", scale=scale, title="%"))
    intervals = base.mark_rule(color="#1a202c", strokeWidth=1.5).encode(x="low:Q", x2="high:Q")
    ticks = base.mark_tick(color=PLAN, thickness=4, size=22).encode(x=alt.X("plan:Q", scale=scale))
    layers: Any = alt.layer(bars, intervals, ticks)
    sized: alt.LayerChart = layers.properties(width=420, height=alt.Step(44)).configure(**_theme())
    return sized


def as_svg(chart: alt.LayerChart) -> str:
    """Render a chart as SVG."""
    return str(vl_convert.vegalite_to_svg(chart.to_json()))


def as_png(chart: alt.LayerChart) -> bytes:
    """Render a chart as PNG for print, 200 dpi."""
    return bytes(vl_convert.vegalite_to_png(chart.to_json(), ppi=_DOTS_PER_INCH))


def _rows(line: IndicatorLine, year: int) -> list[dict[str, Any]]:
    value = line.values.get(year)
    plans = [plan for plan in line.plans.get(year, ()) if plan.kind == "target" and plan.target is not None]
    if value is None or value.value is None or not plans:
        return []
    label = "|".join(textwrap.wrap(line.title_ru, _LABEL_WIDTH))
    low = value.value if value.ci_low is None else value.ci_low
    high = value.value if value.ci_high is None else value.ci_high
    return [{"label": label, "fact": value.value, "plan": plans[0].target, "low": low, "high": high}]


def _theme() -> dict[str, Any]:
    font = "Liberation Sans, Arial, DejaVu Sans"
    return {
        "background": "white",
        "font": font,
        "axis": {"labelFontSize": 11, "titleFontSize": 11, "gridColor": "#e2e8f0", "domainColor": "#718096"},
        "view": {"stroke": None},
    }
