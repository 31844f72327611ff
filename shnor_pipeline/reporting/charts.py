"""Charts of a report: declared in Vega-Lite, drawn by vl-convert without a browser.

Belongs here: the one theme, plan beside fact, schools beside their cluster. Does not belong here: colours
(``palette``), where a chart stands and its caption (``memo``, ``site``), the small lines of tables
(``sparkline``). Nothing here orders schools.
"""

from __future__ import annotations

import json
import os
import re
import struct
import textwrap
import zlib
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import vl_convert

from shnor_pipeline.reporting.figures import bare
from shnor_pipeline.reporting.numbers import NO_VALUE, condition, fact, signed
from shnor_pipeline.reporting.numbers import number as written
from shnor_pipeline.reporting.palette import INK, MET, MISSED, MUTED, RULE
from shnor_pipeline.reporting.summary import supported
from shnor_pipeline.reporting.wording import VERDICTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from shnor_pipeline.reporting.evidence import EffectLine
    from shnor_pipeline.reporting.model import Report
    from shnor_pipeline.reporting.summary import Judged

DPI = 200
# The typeface that vl-convert carries in itself: the same picture on every machine.
FONT = "Liberation Sans"
_NO_FONTS_OF_THE_MACHINE = Path(__file__).with_name("fonts.conf")
_WIDTH, _ROW_HEIGHT, _TEXT_SIZE = 168, 34, 9
_WIDE, _LOW_ROW = 190, 30
_LABEL_WIDTH, _LABEL_LINES, _LINE_HEIGHT = 46, 3, 10.5
KEY = "Столбик – факт, поперечная черта – план, тонкая линия – 95-процентный интервал; справа факт и план."
_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CLIP = re.compile(r"clip\d+")
_LETTERS = f' font-family="{FONT}" font-size="{_TEXT_SIZE}px"'
_UNSEEN = re.compile(
    r'<path (?:class="(?:back|fore)ground"|aria-hidden="true")[^>]*/>'
    r'| (?:class|role|aria-[a-z]+|pointer-events|version|xmlns:xlink)="[^"]*"'
    r'| (?:opacity|stroke-width)="1"| transform="translate\(0,0\)"'
)
_BARE_GROUP = re.compile(r"<g\s+>")

Specification = dict[str, Any]
"""A part of a chart as Vega-Lite reads it; a test holds charts against Vega-Lite's schema."""

_LEGEND: Specification = {
    "title": "План:",
    "orient": "top",
    "titleOrient": "left",
    "symbolSize": 70,
    "offset": 4,
    "padding": 0,
}
_LABELS_AXIS: Specification = {
    "labelExpr": "split(datum.label, '\\n')",
    "labelLimit": 0,
    "labelOverlap": False,
    "labelLineHeight": _LINE_HEIGHT,
    # Vega hangs further lines under the first one; lifted by half of them a label stands at its bar.
    "labelOffset": {
        "condition": [
            {
                "test": f"length(split(datum.label, '\\n')) === {lines}",
                "value": (1 - lines) * _LINE_HEIGHT / 2,
            }
            for lines in range(2, _LABEL_LINES + 1)
        ],
        "value": 0,
    },
    "domain": False,
    "ticks": False,
    "labelPadding": 8,
}
_TEXT: Specification = {
    "labelFont": FONT,
    "titleFont": FONT,
    "labelColor": INK,
    "titleColor": MUTED,
    "labelFontSize": _TEXT_SIZE,
    "titleFontSize": _TEXT_SIZE,
    "titleFontWeight": 400,
}
_THEME: Specification = {
    "font": FONT,
    "background": "white",
    "view": {"stroke": None},
    "axis": {**_TEXT, "gridColor": RULE},
    "legend": _TEXT,
    "locale": {"number": {"decimal": ",", "thousands": "\u00a0", "grouping": [3], "currency": ["", "₽"]}},
}


@lru_cache(maxsize=1)
def begin() -> None:
    """Start what draws, which takes half a second; it may be done before there is anything to draw.

    What draws looks for fonts once, at its first text. A font of the machine it would open anew for every
    letter, which takes most of the time of a picture, and machines have different ones of one name.
    """
    with _environment("FONTCONFIG_FILE", str(_NO_FONTS_OF_THE_MACHINE)):
        vl_convert.vegalite_to_svg({"data": {"values": []}, "mark": "point", "title": "a text"})


@contextmanager
def _environment(name: str, value: str) -> Iterator[None]:
    """Set a variable of the environment for a while."""
    before = os.environ.get(name)
    os.environ[name] = value
    try:
        yield
    finally:
        del os.environ[name]
        if before is not None:
            os.environ[name] = before


def plan_and_fact_svg(lines: Sequence[Judged], year: int) -> str:
    """Draw plan and fact of a year as SVG for a page; empty when there is nothing to draw.

    Args:
        lines: Indicators with their plans, in the order of the table beside the chart.
        year: Reporting year.
    """
    rows = _rows(lines, year)
    return _plain_svg(_svg(_plan_and_fact(rows))) if rows else ""


def plan_and_fact_png(lines: Sequence[Judged], year: int) -> bytes:
    """Draw the same chart as PNG, 200 dpi, for a Word document; empty when there is nothing to draw."""
    rows = _rows(lines, year)
    return _png(_plan_and_fact(rows)) if rows else b""


def plan_and_fact_text(lines: Sequence[Judged], year: int) -> str:
    """Tell in words what the chart shows, for those who do not see it."""
    rows = _rows(lines, year)
    told = "; ".join(f"{row['name']}: {row['shown'] or 'нет данных'}" for row in rows)
    return f"План и факт {year} года в процентах. {told}."


def compared_png(report: Report, indicator_id: str) -> bytes:
    """Draw the programme's schools and the rest of their clusters as PNG; empty without anything to draw.

    Schools stand by name. A point is the school's value with its 95 % interval, a stroke the other schools.
    """
    rows = _compared_rows(report, indicator_id)
    return _png(_compared(rows)) if rows else b""


def compared_text(report: Report, indicator_id: str) -> str:
    """Tell in words what that chart shows."""
    told = "; ".join(f"{row['name']}: {row['shown']}" for row in _compared_rows(report, indicator_id))
    return f"Школы программы и остальные школы их кластеров, проценты. {told}."


def effect_png(report: Report, effects: Sequence[EffectLine]) -> bytes:
    """Draw the changes beyond the expected with their intervals as PNG."""
    return _png(_effects(_effect_rows(report, effects)))


def effect_text(report: Report, effects: Sequence[EffectLine]) -> str:
    """Tell in words what that chart shows."""
    told = "; ".join(f"{row['name']}: {row['shown']}" for row in _effect_rows(report, effects))
    return f"Изменение сверх ожидаемого в школах программы, процентные пункты. {told}."


def _compared_rows(report: Report, indicator_id: str) -> list[dict[str, Any]]:
    others = {
        line.school_id: line.others_value
        for line in report.evidence.compared
        if line.indicator_id == indicator_id and line.others_value is not None
    }
    rows = []
    for school in supported(report):
        value = school.values.get(indicator_id)
        if value is None or value.value is None or school.school_id not in others:
            continue
        beside = others[school.school_id] or 0.0
        rows.append(
            {
                "name": school.name_short,
                "label": _wrapped(school.name_short),
                "value": value.value,
                "low": value.ci_low,
                "high": value.ci_high,
                "other": beside,
                "shown": f"{written(float(value.value), 1)} / {written(beside, 1)}",
            }
        )
    return rows


def _effect_rows(report: Report, effects: Sequence[EffectLine]) -> list[dict[str, Any]]:
    titles = {line.indicator_id: line.title_ru for line in report.indicators}
    rows = []
    for each in effects:
        title = titles.get(each.indicator_id, each.indicator_id)
        rows.append(
            {
                "name": title,
                "label": _wrapped(title),
                "value": each.net_change,
                "low": each.ci_low,
                "high": each.ci_high,
                "other": 0.0,
                "shown": signed(each.net_change or 0.0, 1),
            }
        )
    return rows


def _compared(rows: list[dict[str, Any]]) -> str:
    return _dots(rows, "процентов; справа школа / остальные школы кластера", {"domain": [0, 100]})


def _effects(rows: list[dict[str, Any]]) -> str:
    return _dots(rows, "процентных пунктов сверх ожидаемого", {"zero": True})


def _dots(rows: list[dict[str, Any]], title: str, scale: Specification) -> str:
    """Declare points with intervals, a stroke to compare with, numbers at the right."""
    layers = [
        _layer(
            {"type": "rule", "color": INK, "strokeWidth": 1},
            x=_amount("low", scale, axis=_amounts_axis(title)),
            x2={"field": "high"},
        ),
        _layer(
            {"type": "tick", "color": MISSED, "thickness": 3, "height": 18, "opacity": 1},
            x=_amount("other", scale),
        ),
        _layer({"type": "circle", "color": MET, "size": 50, "opacity": 1}, x=_amount("value", scale)),
        _shown_at(_WIDE),
    ]
    return _chart(rows, layers, _WIDE, _LOW_ROW)


def _png(specification: str) -> bytes:
    return _repacked(vl_convert.svg_to_png(_svg(specification), ppi=DPI, scale=1))


def _rows(lines: Sequence[Judged], year: int) -> list[dict[str, Any]]:
    """Return what the chart draws: percents only, since one axis serves all of them."""
    rows = []
    for number, (line, plan) in enumerate(lines, start=1):
        value = line.values.get(year)
        if plan.target is None or not line.unit.startswith("percent"):
            continue
        known = value is not None and value.value is not None
        shown, demand = bare(fact(value, line.decimals, plan.target)), bare(condition(plan))
        rows.append(
            {
                "order": number,
                "name": line.title_ru,
                "label": _wrapped(f"{number}. {line.title_ru}"),
                "fact": value.value if value else None,
                "low": value.ci_low if value and known else None,
                "high": value.ci_high if value and known else None,
                "plan": plan.target,
                "verdict": VERDICTS[plan.verdict],
                "shown": f"{shown} / {demand}" if known else f"{NO_VALUE.get(shown, shown)}",
            }
        )
    return rows


def _wrapped(text: str) -> str:
    lines = textwrap.wrap(text, _LABEL_WIDTH)
    if len(lines) > _LABEL_LINES:
        lines = [*lines[: _LABEL_LINES - 1], f"{lines[_LABEL_LINES - 1].rstrip(' ,;')}…"]
    return "\n".join(lines)


def _plan_and_fact(rows: list[dict[str, Any]]) -> str:
    """Declare bars for the fact, a mark for the plan, a thin line for the interval, numbers at the right."""
    scale = {"domain": [0, max([100.0, *(row["fact"] or 0.0 for row in rows)])], "nice": False}
    colours = {"domain": [VERDICTS["met"], VERDICTS["not_met"]], "range": [MET, MISSED]}
    verdict = {"field": "verdict", "type": "nominal", "scale": colours, "legend": _LEGEND}
    layers = [
        _layer(
            {"type": "bar", "height": 11},
            x=_amount("fact", scale, axis=_amounts_axis("процентов")),
            color=verdict,
        ),
        _layer(
            {"type": "rule", "color": INK, "strokeWidth": 1}, x=_amount("low", scale), x2={"field": "high"}
        ),
        _layer(
            {"type": "tick", "color": INK, "thickness": 2.5, "height": 20, "opacity": 1},
            x=_amount("plan", scale),
        ),
        _shown_at(_WIDTH),
    ]
    return _chart(rows, layers, _WIDTH, _ROW_HEIGHT)


def _chart(rows: list[dict[str, Any]], layers: list[Specification], width: float, row_height: float) -> str:
    """Lay marks of the same rows over each other, a row of the chart for each, in their order."""
    chart = {
        "data": {"values": rows},
        "encoding": {
            "y": {
                "field": "label",
                "type": "nominal",
                "sort": [row["label"] for row in rows],
                "title": None,
                "axis": _LABELS_AXIS,
            }
        },
        "layer": layers,
        "width": width,
        "height": row_height * len(rows),
        "config": _THEME,
    }
    return json.dumps(chart, ensure_ascii=False)


def _layer(mark: Specification, **encoding: Specification) -> Specification:
    return {"mark": mark, "encoding": encoding}


def _shown_at(right: float) -> Specification:
    """Write what is shown of a row beside the picture."""
    mark = {"type": "text", "align": "left", "dx": 8, "color": INK, "fontSize": _TEXT_SIZE}
    return _layer(mark, x={"value": right}, text={"field": "shown", "type": "nominal"})


def _amount(field: str, scale: Specification, **more: Specification) -> Specification:
    return {"field": field, "type": "quantitative", "scale": scale, **more}


def _amounts_axis(title: str) -> Specification:
    return {"title": title, "grid": True, "tickCount": 5, "domain": False, "ticks": False}


@lru_cache(maxsize=4)
def _svg(specification: str) -> str:
    """Draw a chart; memo and page of one year ask for the same one, and drawing is most of their time."""
    begin()
    names: dict[str, str] = {}
    # Vega counts clip paths through the life of the process; here they count through the picture.
    drawn = vl_convert.vegalite_to_svg(specification)
    return _CLIP.sub(lambda match: names.setdefault(match[0], f"clip{len(names)}"), drawn)


def _plain_svg(drawn: str) -> str:
    """Leave out what a page does not use: it styles by colour and tells the chart in words of its own."""
    named = drawn.replace(_LETTERS, "").replace("<svg ", f"<svg{_LETTERS} ", 1)
    return _BARE_GROUP.sub("<g>", _UNSEEN.sub("", named))


def _repacked(png: bytes) -> bytes:
    """Compress a PNG again: vl-convert favours speed so much that the file is four times too big."""
    chunks, pixels, place = [], b"", len(_PNG_SIGNATURE)
    while place < len(png):
        (length,) = struct.unpack_from(">I", png, place)
        kind, content = png[place + 4 : place + 8], png[place + 8 : place + 8 + length]
        place += length + 12
        if kind == b"IDAT":
            pixels += content
        else:
            chunks.append((kind, content))
    chunks.insert(-1, (b"IDAT", zlib.compress(zlib.decompress(pixels), 6)))
    return _PNG_SIGNATURE + b"".join(
        struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in chunks
    )
