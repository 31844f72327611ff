"""The small line of an indicator over the years that stands in a row of a table.

Belongs here: this one drawing. Does not belong here: charts (``charts``), tables.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from shnor_pipeline.reporting.figures import bare
from shnor_pipeline.reporting.numbers import fact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shnor_pipeline.reporting.model import IndicatorLine


def sparkline(line: IndicatorLine, years: Sequence[int]) -> str:
    """Draw the values of an indicator over the years as a small SVG with a text alternative.

    Drawn by hand: forty charts of Vega of one line each would cost seconds and half a megabyte. A year
    without a value is a gap, never a zero. Colours come from the style sheet of the page.
    """
    values = [(index, _value(line, year)) for index, year in enumerate(years)]
    known = [(index, value) for index, value in values if value is not None]
    label = escape(_told(line, years))
    head = f'<svg class="spark" viewBox="0 0 120 32" role="img"><title>{label}</title>'
    if not known:
        return f"{head}</svg>"
    low, high = min(value for _, value in known), max(value for _, value in known)
    span = high - low or 1.0
    step = 108 / max(len(years) - 1, 1)
    points = [(6 + index * step, 26 - (value - low) / span * 20) for index, value in known]
    if low == high:
        points = [(x, 16.0) for x, _ in points]
    path = "".join(
        f"{'L' if place and known[place][0] == known[place - 1][0] + 1 else 'M'}{x:.1f} {y:.1f}"
        for place, (x, y) in enumerate(points)
    )
    dots = "".join(f"M{x:.1f} {y:.1f}h.01" for x, y in points[:-1])
    last = f'<circle cx="{points[-1][0]:.1f}" cy="{points[-1][1]:.1f}" r="3"/>'
    return f'{head}<path d="{path}"/><path class="dots" d="{dots}"/>{last}</svg>'


def _value(line: IndicatorLine, year: int) -> float | None:
    value = line.values.get(year)
    return value.value if value else None


def _told(line: IndicatorLine, years: Sequence[int]) -> str:
    told = ", ".join(f"{year} – {bare(fact(line.values.get(year), line.decimals))}" for year in years)
    return f"{line.title_ru}: {told}"
