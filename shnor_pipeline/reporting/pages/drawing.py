"""Two small drawings: a line over the years with intervals and plans, a strip from 0 to 100 percent.

Belongs here: where things stand in a drawing. Does not belong here: their looks (``parts.html.j2``,
``strip.css``). Not drawn by Vega: a page has one line and dozens of strips, a region thousands of pages, and
a chart of Vega costs a hundred times the milliseconds and five times the bytes of a line drawn here (``make
bench`` measures it); besides, these follow the theme of the reader's system as text does.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from shnor_pipeline.reporting.numbers import fact, number, plain
from shnor_pipeline.reporting.summary import reference_plan

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shnor_pipeline.reporting.model import IndicatorLine, Value

WIDTH, HEIGHT = 360, 170
_LEFT, _RIGHT, _TOP, _BOTTOM = 34, 14, 18, 24
_ABOVE, _BELOW = 6, 13
_TICKS = 4
_NICE = (1, 2, 2.5, 5, 10)
_FULL = 100


@dataclass(frozen=True, slots=True)
class Dot:
    """A value of a year in a drawing.

    Attributes:
        year: The year.
        x: Place from the left.
        y: Place from the top.
        low: Where its interval ends below.
        high: Where its interval ends above.
        text: The value.
        label: Where the text stands: on the side of the dot that the line does not take.
    """

    year: int
    x: float
    y: float
    low: float | None
    high: float | None
    text: str
    label: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the grid, or the plan of a year, with its text."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Trend:
    """A line over the years.

    Attributes:
        title: What is drawn.
        told: All values in words, for those who do not see the drawing.
        years: Years along the bottom.
        grid: Lines of the scale.
        plans: Plan of a year: ``at`` is its height; ``text`` its year's place from the left.
        dots: Values; a year without one is a gap, never a zero.
        path: The line between values of neighbouring years.
        half: Half the width of a stroke of the plan.
    """

    title: str
    told: str
    years: tuple[Tick, ...]
    grid: tuple[Tick, ...]
    plans: tuple[tuple[float, float], ...]
    dots: tuple[Dot, ...]
    path: str
    half: float


@dataclass(frozen=True, slots=True)
class Strip:
    """A value between 0 and 100 percent: own dot and interval, plan, other schools, the year before."""

    value: float
    low: float | None
    high: float | None
    plan: float | None
    others: float | None
    before: float | None

    @property
    def style(self) -> str:
        """Where everything stands, for ``strip.css``."""
        places = zip(
            "vlhpob", (self.value, self.low, self.high, self.plan, self.others, self.before), strict=True
        )
        return ";".join(f"--{name}:{place:.0f}" for name, place in places if place is not None)


def trend(line: IndicatorLine, years: Sequence[int]) -> Trend | None:
    """Place the values of an indicator over the years.

    Args:
        line: Indicator with values and plans by year.
        years: Years along the bottom, in order.

    Returns:
        The drawing; ``None`` where no year has a value.
    """
    values = {year: value for year in years if (value := line.values.get(year)) and value.value is not None}
    if not values:
        return None
    plans = {year: plan.target for year in years if (plan := reference_plan(line, year))}
    grid = _scale(_heights(values, plans), percents=line.unit.startswith("percent"))
    across = {year: _LEFT + _step(years) * (place + 0.5) for place, year in enumerate(years)}
    dots = _labelled([_dot(line, year, across[year], value, grid) for year, value in values.items()])
    return Trend(
        title=f"{line.title_ru}: {years[0]}–{years[-1]} годы",
        told="; ".join(f"{year} – {fact(line.values.get(year), line.decimals)}" for year in years),
        years=tuple(Tick(x, str(year)) for year, x in across.items()),
        grid=tuple(Tick(_height(each, grid), plain(each)) for each in grid),
        plans=tuple((across[year], _height(each, grid)) for year, each in plans.items() if each is not None),
        dots=dots,
        path=_path(dots),
        half=round(_step(years) * 0.36, 1),
    )


def strip(
    value: Value | None, plan: float | None = None, others: float | None = None, before: Value | None = None
) -> Strip | None:
    """Place a percent beside what it is compared with; ``None`` where there is no value."""
    if value is None or value.value is None:
        return None
    return Strip(
        value=_within(value.value) or 0.0,
        low=_within(value.ci_low),
        high=_within(value.ci_high),
        plan=_within(plan),
        others=_within(others),
        before=_within(before.value) if before else None,
    )


def _within(value: float | None) -> float | None:
    return None if value is None else round(min(max(value, 0.0), _FULL), 1)


def _step(years: Sequence[int]) -> float:
    return (WIDTH - _LEFT - _RIGHT) / len(years)


def _heights(values: Mapping[int, Value], plans: Mapping[int, float | None]) -> list[float]:
    known = [each for value in values.values() for each in (value.value, value.ci_low, value.ci_high)]
    return [each for each in (*known, *plans.values()) if each is not None]


def _scale(heights: Sequence[float], *, percents: bool) -> list[float]:
    """Return round numbers around all heights; a scale of percents ends at 0 and 100 when values do."""
    low, high = min(heights), max(heights)
    raw = max((high - low) / _TICKS, 0.5)
    power = 10 ** math.floor(math.log10(raw))
    step = next(each * power for each in _NICE if each * power >= raw)
    first, last = math.floor(low / step), math.ceil(high / step)
    if first == last:
        last += 1
    ticks = [round(each * step, 6) for each in range(first, last + 1)]
    return [each for each in ticks if not percents or each <= max(_FULL, high)] or ticks


def _height(value: float, grid: Sequence[float]) -> float:
    share = (value - grid[0]) / (max(grid[-1], value) - grid[0] or 1)
    return round(HEIGHT - _BOTTOM - share * (HEIGHT - _TOP - _BOTTOM), 1)


def _dot(line: IndicatorLine, year: int, x: float, value: Value, grid: Sequence[float]) -> Dot:
    low, high = (None if each is None else _height(each, grid) for each in (value.ci_low, value.ci_high))
    shown = number(value.value or 0.0, line.decimals)
    y = _height(value.value or 0.0, grid)
    return Dot(year, round(x, 1), y, low, high, shown, y - _ABOVE)


def _labelled(dots: Sequence[Dot]) -> tuple[Dot, ...]:
    """Put a label below its dot where the line rises to the next one and the years leave room for it."""
    rising = [then.year == now.year + 1 and then.y < now.y for now, then in pairwise(dots)]
    lowest = HEIGHT - _BOTTOM - _ABOVE
    return tuple(
        replace(dot, label=dot.y + _BELOW) if rises and dot.y <= lowest else dot
        for dot, rises in zip(dots, [*rising, False], strict=True)
    )


def _path(dots: Sequence[Dot]) -> str:
    """Join values of neighbouring years."""
    known = {dot.year for dot in dots}
    return "".join(f"{'L' if dot.year - 1 in known else 'M'}{dot.x:g} {dot.y:g}" for dot in dots)
