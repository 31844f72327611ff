"""The overview page in a real browser: nothing overflows, nothing is asked of the network, both themes."""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from shnor_pipeline.reporting.site import render_page
from shnor_pipeline_tests import report_builders as build

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DARK = "--blink-settings=preferredColorScheme=0"
# The page forbids scripts, so a second page looks into it through a frame and writes down what it sees.
LOOK = """<!DOCTYPE html><meta charset="utf-8"><body style="margin:0">
<iframe id="page" src="index.html" style="border:0;width:%(width)dpx;height:900px"></iframe>
<pre id="seen"></pre>
<script>
document.getElementById("page").onload = (event) => {
  const inside = event.target.contentDocument, view = event.target.contentWindow;
  const root = inside.documentElement;
  const style = (selector) => view.getComputedStyle(inside.querySelector(selector));
  const head = inside.querySelector(".matrix tbody th"), region = head.closest(".scroll");
  const bars = [...inside.querySelectorAll('.chart [fill="#0072b2"]')];
  const before = head.getBoundingClientRect().left;
  region.scrollLeft = 400;
  const skip = inside.querySelector(".skip");
  skip.focus();
  document.getElementById("seen").textContent = JSON.stringify({
    width: root.clientWidth, needed: root.scrollWidth,
    scrolled: region.scrollLeft, headMoved: Math.round(head.getBoundingClientRect().left - before),
    ground: style("body").backgroundColor, ink: style("body").color,
    bars: [...new Set(bars.map((bar) => view.getComputedStyle(bar).fill))],
    skip: Math.round(skip.getBoundingClientRect().left), outline: view.getComputedStyle(skip).outlineStyle,
    fetched: view.performance.getEntriesByType("resource").length,
  });
};
</script></body>"""


@pytest.fixture(scope="module")
def look(tmp_path_factory: pytest.TempPathFactory, browse: Callable[..., str]) -> Callable[..., Any]:
    folder = tmp_path_factory.mktemp("report")
    (folder / "index.html").write_text(render_page(build.report()), encoding="utf-8")

    def see(width: int, *options: str) -> Any:
        frame: Path = folder / f"look{width}.html"
        frame.write_text(LOOK % {"width": width}, encoding="utf-8")
        printed = browse(
            frame,
            "--allow-file-access-from-files",
            "--virtual-time-budget=5000",
            "--window-size=1700,1000",
            "--dump-dom",
            *options,
        )
        seen = re.search(r'<pre id="seen">(.*?)</pre>', printed, re.DOTALL)
        assert seen is not None
        assert seen[1], "the page did not load"
        return json.loads(html.unescape(seen[1]))

    return see


@pytest.mark.parametrize("width", [320, 375, 768, 1280, 1600])
def test_only_tables_scroll_sideways_and_names_stay_in_view(look: Callable[..., Any], width: int) -> None:
    seen = look(width)
    assert seen["needed"] <= seen["width"]
    assert seen["scrolled"] == 400
    assert seen["headMoved"] == 0


def test_the_page_loads_nothing_beside_itself(look: Callable[..., Any]) -> None:
    assert look(1280)["fetched"] == 0


def test_the_skip_link_comes_into_view_with_a_visible_focus(look: Callable[..., Any]) -> None:
    seen = look(1280)
    assert seen["skip"] >= 0
    assert seen["outline"] == "solid"


def test_page_and_chart_follow_the_theme_of_the_system(look: Callable[..., Any]) -> None:
    light, dark = look(1280), look(1280, DARK)
    assert (light["ground"], light["ink"]) == ("rgb(255, 255, 255)", "rgb(31, 35, 40)")
    assert (dark["ground"], dark["ink"]) == ("rgb(18, 22, 27)", "rgb(230, 234, 239)")
    assert (light["bars"], dark["bars"]) == (["rgb(0, 114, 178)"], ["rgb(74, 168, 224)"])


def test_the_page_prints_every_school(
    tmp_path: Path, browse: Callable[..., str], pages_of: Callable[[Path], list[str]]
) -> None:
    page, pdf = tmp_path / "index.html", tmp_path / "index.pdf"
    page.write_text(render_page(build.report()), encoding="utf-8")
    browse(page, f"--print-to-pdf={pdf}", "--no-pdf-header-footer")
    printed = "".join(pages_of(pdf))
    for word in ("Белоозёрская", "Яблоневская", "Демонстрационные данные"):
        assert word in printed
