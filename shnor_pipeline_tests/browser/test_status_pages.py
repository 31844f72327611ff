"""The page of submissions in a real browser: no error, nothing overflows, late by the reader's date."""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from shnor_pipeline.reporting.status_page import render_status
from shnor_pipeline_tests import status_builders as build

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DARK = "--blink-settings=preferredColorScheme=0"
NO_SCRIPT = 'sandbox="allow-same-origin"'
LOOK = """<!DOCTYPE html><meta charset="utf-8"><body style="margin:0">
<iframe id="page" %(limits)s style="border:0;width:%(width)dpx;height:900px"></iframe>
<pre id="seen"></pre>
<script>
const frame = document.getElementById("page"), errors = [];
frame.onload = (event) => {
  const inside = event.target.contentDocument, view = event.target.contentWindow;
  const root = inside.documentElement;
  const style = (selector) => view.getComputedStyle(inside.querySelector(selector));
  const head = inside.querySelector(".matrix tbody th"), region = head.closest(".scroll");
  const before = head.getBoundingClientRect().left;
  region.scrollLeft = 100;
  const late = inside.querySelectorAll(".beyond");
  region.focus();
  document.getElementById("seen").textContent = JSON.stringify({
    width: root.clientWidth, needed: root.scrollWidth,
    headMoved: Math.round(head.getBoundingClientRect().left - before),
    ground: style("body").backgroundColor, ink: style("body").color,
    late: [...late].map((cell) => cell.textContent), tile: inside.querySelector("[data-late]").textContent,
    shown: !inside.querySelector("[data-late]").closest("div").hidden,
    dues: inside.querySelectorAll("thead small").length,
    told: inside.querySelector("noscript").children.length,
    outline: view.getComputedStyle(region).outlineStyle,
    fetched: view.performance.getEntriesByType("resource").length,
  });
};
frame.src = "status.html";
</script></body>"""


@pytest.fixture(scope="module")
def look(tmp_path_factory: pytest.TempPathFactory, browse: Callable[..., str]) -> Callable[..., Any]:
    folder = tmp_path_factory.mktemp("status")
    (folder / "status.html").write_text(render_status(build.facts()), encoding="utf-8")

    def see(width: int, *options: str, limits: str = "") -> Any:
        frame: Path = folder / f"look{width}.html"
        frame.write_text(LOOK % {"width": width, "limits": limits}, encoding="utf-8")
        usual = ("--allow-file-access-from-files", "--virtual-time-budget=5000", "--window-size=1700,1000")
        printed = browse(frame, *usual, "--dump-dom", *options)
        seen = re.search(r'<pre id="seen">(.*?)</pre>', printed, re.DOTALL)
        assert seen is not None
        assert seen[1], "the page did not load"
        return json.loads(html.unescape(seen[1]))

    return see


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_only_tables_scroll_sideways_and_names_stay_in_view(look: Callable[..., Any], width: int) -> None:
    seen = look(width)
    assert seen["needed"] <= seen["width"]
    assert seen["headMoved"] == 0


def test_the_readers_date_tells_what_is_late(look: Callable[..., Any]) -> None:
    seen = look(1280)
    # the survey is due in the year 2999; the form of the municipality stands in the table of forms
    assert seen["late"] == ["30.06.2021срок прошёл", "отклоненопринято 0 из 7, ошибок 7срок прошёл"]
    assert (seen["tile"], seen["shown"]) == ("2", True)


def test_the_page_follows_the_theme_and_loads_nothing(look: Callable[..., Any]) -> None:
    light, dark = look(1280), look(1280, DARK)
    assert (light["ground"], light["ink"]) == ("rgb(255, 255, 255)", "rgb(31, 35, 40)")
    assert (dark["ground"], dark["ink"]) == ("rgb(18, 22, 27)", "rgb(230, 234, 239)")
    assert light["fetched"] == 0
    assert light["outline"] == "solid"


def test_the_page_makes_no_error(tmp_path: Path, browse: Callable[..., str]) -> None:
    page, log = tmp_path / "status.html", tmp_path / "chrome.log"
    page.write_text(render_status(build.facts()), encoding="utf-8")
    browse(page, "--virtual-time-budget=3000", "--enable-logging", f"--log-file={log}", "--dump-dom")
    console = [
        line for line in log.read_text(encoding="utf-8", errors="replace").splitlines() if "CONSOLE" in line
    ]
    assert console == []


def test_without_scripts_the_page_shows_the_days_and_says_so(look: Callable[..., Any]) -> None:
    seen = look(1280, limits=NO_SCRIPT)
    assert (seen["late"], seen["shown"]) == ([], False)
    assert (seen["dues"], seen["told"]) == (len(build.FORMS), 1)


def test_the_page_prints_every_school(
    tmp_path: Path, browse: Callable[..., str], pages_of: Callable[[Path], list[str]]
) -> None:
    page, pdf = tmp_path / "status.html", tmp_path / "status.pdf"
    page.write_text(render_status(build.facts()), encoding="utf-8")
    browse(page, f"--print-to-pdf={pdf}", "--no-pdf-header-footer")
    printed = "".join(pages_of(pdf))
    assert all(f"№{number}" in printed for number in range(1, 13))
