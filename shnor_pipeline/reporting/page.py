"""``index.html``: the year at a glance, one file that works from disk.

Belongs here: what the page is given. Does not belong here: its layout (``overview.html.j2``) and words.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from shnor_pipeline.reporting import phrases as w
from shnor_pipeline.reporting.drawing import as_svg, plan_and_fact
from shnor_pipeline.reporting.figures import change, fraction, shown, value_text

if TYPE_CHECKING:
    from shnor_pipeline.reporting.model import IndicatorLine, Report

_SPARK_WIDTH, _SPARK_HEIGHT, _SPARK_EDGE = 96, 26, 4


def render_page(report: Report) -> str:
    """Render the overview page of a year.

    Returns:
        One self-contained HTML file without external references.
    """
    environment = Environment(
        loader=PackageLoader("shnor_pipeline.reporting", "."),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    chart = plan_and_fact(report)
    return environment.get_template("overview.html.j2").render(
        report=report,
        w=w,
        counts=w.verdict_counts(report),
        sentences=w.summary_sentences(report),
        planned=[line for line in report.indicators if line.plans.get(report.year)],
        others=[line for line in report.indicators if not line.plans.get(report.year)],
        value_text=value_text,
        fraction=fraction,
        shown=shown,
        moved=lambda line: _moved(line, report.year),
        spark=lambda line: _sparkline(line, report.years),
        chart="" if chart is None else Markup(_accessible(as_svg(chart), report.year)),  # noqa: S704 - our own SVG
    )


def _moved(line: IndicatorLine, year: int) -> str:
    later, earlier = line.values.get(year), line.values.get(year - 1)
    if later is None or earlier is None or later.value is None or earlier.value is None:
        return "—"
    return change(later.value, earlier.value, line.decimals)


def _accessible(svg: str, year: int) -> str:
    """Give the chart a text alternative and let it shrink with the page."""
    named = f'<svg role="img" aria-label="План и факт {year} года; те же числа в таблице ниже" '
    flexible = re.sub(r'(<svg[^>]*?) width="\d+(?:\.\d+)?" height="\d+(?:\.\d+)?"', r"\1", svg, count=1)
    return flexible.replace("<svg ", named, 1)


def _sparkline(line: IndicatorLine, years: tuple[int, ...]) -> Markup:
    """Draw the trend as a small line; years without a value leave a gap."""
    points = [
        (position, value.value)
        for position, year in enumerate(years)
        if (value := line.values.get(year)) is not None and value.value is not None
    ]
    if len(points) < 2:  # noqa: PLR2004 - one point is no trend
        return Markup("")
    low, high = min(y for _, y in points), max(y for _, y in points)
    span = (high - low) or 1.0
    step = (_SPARK_WIDTH - 2 * _SPARK_EDGE) / max(1, len(years) - 1)
    drawn = [
        (
            _SPARK_EDGE + position * step,
            _SPARK_HEIGHT - _SPARK_EDGE - (y - low) / span * (_SPARK_HEIGHT - 2 * _SPARK_EDGE),
        )
        for position, y in points
    ]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in drawn)
    label = "; ".join(f"{years[position]}: {shown(y, line.decimals)}" for position, y in points)
    last_x, last_y = drawn[-1]
    return Markup(
        '<svg class="spark" role="img" aria-label="{label}" viewBox="0 0 {width} {height}" '
        'width="{width}" height="{height}"><title>{label}</title><polyline points="{path}"/>'
        '<circle cx="{x}" cy="{y}" r="2.5"/></svg>'
    ).format(
        label=label, width=_SPARK_WIDTH, height=_SPARK_HEIGHT, path=path, x=f"{last_x:.1f}", y=f"{last_y:.1f}"
    )
