"""The pages of the site in a real browser: no error, nothing overflows, filters work, a sheet fits one A4."""

from __future__ import annotations

import html
import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from shnor_pipeline.reporting.pages import render_school, render_site
from shnor_pipeline.reporting.recommendations import recommendations
from shnor_pipeline_tests import site_builders as build
from shnor_pipeline_tests.browser.looking import DARK, OPENER

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from shnor_pipeline.reporting.pages import SiteFacts

ONE_OF_A_KIND = ("schools/s01.html", "indicators/vpr_pass_share.html", "indicators/network_share.html")
LOADED = "--virtual-time-budget=30000"
LOOK = (
    OPENER
    + """(async () => {
  for (const address of %(pages)s) {
    const inside = await open(address), view = frame.contentWindow, root = inside.documentElement;
    const body = view.getComputedStyle(inside.body);
    seen[address] = {width: root.clientWidth, needed: root.scrollWidth,
      ground: body.backgroundColor, ink: body.color,
      filters: [...inside.querySelectorAll("form[data-filters]")].map((form) => form.hidden)};
  }
  const inside = await open("indicators/vpr_pass_share.html");
  const form = inside.querySelector("form"), told = form.querySelector("output");
  const rows = [...inside.querySelectorAll("#schools > tbody > tr")];
  const shown = () => rows.filter((row) => !row.hidden).length;
  const put = (name, value) => {
    form.elements[name].value = value;
    form.elements[name].dispatchEvent(new Event("input", {bubbles: true}));
    return [shown(), told.textContent];
  };
  const steps = [[shown(), told.textContent], put("text", "белоозЕрская"), put("text", ""),
    put("c", [...form.elements.c.options].find((each) => each.text === "Городские школы").value)];
  form.querySelector("button").click();
  setTimeout(() => {
    steps.push([shown(), told.textContent]);
    document.getElementById("seen").textContent = JSON.stringify({pages: seen, steps});
  }, 50);
})();
</script></body>"""
)


def written(facts: SiteFacts, folder: Path) -> list[str]:
    """Write all pages; return the addresses of those a reader opens."""
    advice = recommendations(facts.report)
    texts = dict(render_site(facts))
    for school in facts.report.schools:
        own = [each for each in advice if each.school == school]
        texts[f"schools/{school.school_id}.html"] = render_school(facts, school, own)
    for address, text in texts.items():
        (folder / address).parent.mkdir(parents=True, exist_ok=True)
        (folder / address).write_text(text, encoding="utf-8")
    return sorted(address for address in texts if address.endswith(".html"))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    folder = tmp_path_factory.mktemp("site")
    addresses = written(build.usual(), folder)
    # pages of a kind differ in their figures alone, and a browser takes its time
    return folder, [each for each in addresses if "/" not in each or each in ONE_OF_A_KIND]


@pytest.fixture(scope="module")
def look(site: tuple[Path, list[str]], browse: Callable[..., str]) -> Callable[..., Any]:
    folder, pages = site

    @cache
    def see(width: int, *options: str) -> Any:
        frame = folder / f"look{width}.html"
        frame.write_text(LOOK % {"width": width, "pages": json.dumps(pages)}, encoding="utf-8")
        usual = ("--allow-file-access-from-files", LOADED, "--window-size=1700,1000", "--dump-dom")
        seen = re.search(r'<pre id="seen">(.*?)</pre>', browse(frame, *usual, *options), re.DOTALL)
        assert seen is not None
        assert seen[1], "the pages did not load"
        return json.loads(html.unescape(seen[1]))

    return see


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_only_tables_scroll_sideways(look: Callable[..., Any], width: int) -> None:
    wide = {page: seen for page, seen in look(width)["pages"].items() if seen["needed"] > seen["width"]}
    assert wide == {}


def test_pages_load_their_style_and_script_and_follow_the_theme(look: Callable[..., Any]) -> None:
    light, dark = look(1280)["pages"].values(), look(1280, DARK)["pages"].values()
    assert {(seen["ground"], seen["ink"]) for seen in light} == {("rgb(255, 255, 255)", "rgb(31, 35, 40)")}
    assert {(seen["ground"], seen["ink"]) for seen in dark} == {("rgb(18, 22, 27)", "rgb(230, 234, 239)")}
    assert {hidden for seen in light for hidden in seen["filters"]} == {False}


def test_filters_leave_the_rows_that_match_and_say_how_many(look: Callable[..., Any]) -> None:
    everything, one, again, town, reset = look(1280)["steps"]
    assert everything == again == reset == [20, "Показано строк: 20 из 20"]
    assert one == [1, "Показано строк: 1 из 20"]
    # the builder puts every other school into the cluster of the town
    assert town == [10, "Показано строк: 10 из 20"]


def test_no_page_makes_an_error(
    site: tuple[Path, list[str]], browse: Callable[..., str], tmp_path: Path
) -> None:
    folder, pages = site
    frame, log = folder / "errors.html", tmp_path / "chrome.log"
    frame.write_text(LOOK % {"width": 1280, "pages": json.dumps(pages)}, encoding="utf-8")
    logged = ("--enable-logging", f"--log-file={log}", "--allow-file-access-from-files", LOADED, "--dump-dom")
    browse(frame, *logged)
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    assert [line for line in lines if "CONSOLE" in line] == []


@pytest.mark.parametrize("facts", [build.usual, build.crowded], ids=["usual", "crowded"])
def test_the_sheet_of_a_school_prints_on_one_page(
    facts: Callable[[], SiteFacts],
    tmp_path: Path,
    browse: Callable[..., str],
    pages_of: Callable[[Path], list[str]],
) -> None:
    written(facts(), tmp_path)
    pdf = tmp_path / "s01.pdf"
    browse(tmp_path / "schools/s01.html", f"--print-to-pdf={pdf}", "--no-pdf-header-footer")
    (printed,) = pages_of(pdf)
    for heading in ("Показатели с планом", "Рекомендации", "Рисковый профиль", "Демонстрационные данные"):
        assert heading in printed
