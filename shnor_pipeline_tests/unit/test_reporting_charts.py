"""Charts: the same picture every time, gaps as gaps, words beside the picture."""

import json
import os
import re
import struct
from pathlib import Path
from xml.etree import ElementTree as ET

import altair as alt
import pytest
from jsonschema import ValidationError

from shnor_pipeline.reporting import charts, summary
from shnor_pipeline.reporting.sparkline import sparkline
from shnor_pipeline_tests import report_builders as build


def test_a_chart_is_the_same_whatever_was_drawn_before() -> None:
    lines = summary.judged(build.report(), "target")
    first = charts.plan_and_fact_svg(lines, 2023)
    charts._svg.cache_clear()
    charts.plan_and_fact_svg(summary.judged(build.report(), "monitoring"), 2023)
    assert charts.plan_and_fact_svg(lines, 2023) == first


DOT = {"label": "Школа", "value": 50.0, "low": 40.0, "high": 60.0, "other": 55.0}


@pytest.mark.parametrize(
    "declared",
    [
        charts._plan_and_fact(charts._rows(summary.judged(build.report(), "target"), 2023)),
        charts._compared([DOT]),
        charts._effects([DOT]),
    ],
)
def test_a_chart_is_as_the_schema_of_vega_lite_demands(declared: str) -> None:
    alt.LayerChart.from_dict(json.loads(declared))
    with pytest.raises(ValidationError):
        alt.LayerChart.from_dict(json.loads(declared.replace('"quantitative"', '"quantity"')))


@pytest.mark.parametrize("of_the_machine", [None, "/etc/fonts/fonts.conf"])
def test_what_draws_begins_without_the_fonts_of_the_machine(
    monkeypatch: pytest.MonkeyPatch, of_the_machine: str | None
) -> None:
    seen: list[str | None] = []
    monkeypatch.delenv("FONTCONFIG_FILE", raising=False)
    if of_the_machine:
        monkeypatch.setenv("FONTCONFIG_FILE", of_the_machine)
    monkeypatch.setattr(
        charts.vl_convert, "vegalite_to_svg", lambda _chart: seen.append(os.environ.get("FONTCONFIG_FILE"))
    )
    charts.begin.__wrapped__()
    assert os.environ.get("FONTCONFIG_FILE") == of_the_machine
    [settings] = seen
    folders = [Path(str(each.text)) for each in ET.parse(str(settings)).iter("dir")]  # noqa: S314 - ours
    assert folders, "without a folder it would look where fonts usually lie"
    assert not any(each.exists() for each in folders)


def test_a_picture_for_word_is_printed_at_200_dots_per_inch() -> None:
    png = charts.plan_and_fact_png(summary.judged(build.report(), "target"), 2023)
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    place = png.index(b"pHYs") + 4
    # 200 dots per inch are 7874 per metre.
    assert struct.unpack_from(">IIB", png, place) == (7874, 7874, 1)


def test_a_chart_keeps_the_order_of_the_table_and_not_of_the_values() -> None:
    svg = charts.plan_and_fact_svg(summary.judged(build.report(), "target"), 2023)
    assert re.findall(r">(\d)\. Доля", svg) == ["1", "2", "3", "4", "5", "6"]


def test_there_is_no_chart_of_nothing() -> None:
    assert charts.plan_and_fact_svg((), 2023) == ""
    assert charts.plan_and_fact_png((), 2023) == b""


def test_the_text_of_a_chart_gives_its_numbers() -> None:
    told = charts.plan_and_fact_text(summary.judged(build.report(), "monitoring"), 2023)
    assert "Процент справляемости обучающихся по ВПР: 83,5 / ≥\u00a075" in told
    assert "Доля педагогов, демонстрирующих прирост компетенций: нет данных" in told


def test_a_year_without_a_value_interrupts_the_line() -> None:
    line = build.line({2021: build.value(1, 2), 2022: build.missing("not_held"), 2023: build.value(2, 2)})
    svg = sparkline(line, (2021, 2022, 2023))
    assert re.search(r'<path d="([^"]*)"', svg)[1].count("M") == 2  # type: ignore[index]
    assert (svg.count("h.01"), svg.count("<circle")) == (1, 1)
    assert "2021 – 50,0*, 2022 – не проводилась, 2023 – 100,0*" in svg


def test_neighbouring_years_are_joined() -> None:
    line = build.line({2022: build.value(45, 60), 2023: build.value(51, 60)})
    # The lower value at the bottom (26), the higher at the top (6).
    assert 'd="M6.0 26.0L114.0 6.0"' in sparkline(line, (2022, 2023))


def test_an_indicator_without_values_draws_nothing_and_says_so() -> None:
    svg = sparkline(build.line({}), (2022, 2023))
    assert "<circle" not in svg
    assert "2022 – нет данных, 2023 – нет данных" in svg


def test_a_title_can_not_break_out_of_a_sparkline() -> None:
    svg = sparkline(build.line({2023: build.value(1, 2)}, title_ru='"><script>'), (2023,))
    assert "<script" not in svg


def test_equal_years_draw_a_level_line_in_the_middle() -> None:
    line = build.line({2022: build.value(45, 60), 2023: build.value(45, 60)})
    assert 'd="M6.0 16.0L114.0 16.0"' in sparkline(line, (2022, 2023))


def test_a_title_too_long_for_its_bar_is_cut_with_a_sign() -> None:
    label = charts._wrapped("1. " + "показатель " * 30)
    assert len(label.split("\n")) == 3
    assert label.endswith("…")
