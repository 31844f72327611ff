"""Public pages, changes, results of the gate and the site of a year in a real browser, as they are written.

Everything lies in one tree as in a home folder, so that links between the pages lead somewhere.
"""

from __future__ import annotations

import dataclasses
import re
import subprocess
from html.parser import HTMLParser
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from shnor_pipeline.reporting.changes_page import render_changes
from shnor_pipeline.reporting.model import ChangeLine
from shnor_pipeline.reporting.pages import render_school, render_site
from shnor_pipeline.reporting.pages.lean import lean
from shnor_pipeline.reporting.quality_page import QualityFacts, QualityLine, render_quality
from shnor_pipeline.reporting.site import render_page
from shnor_pipeline.reporting.status_page import render_status
from shnor_pipeline_tests import builders as b
from shnor_pipeline_tests import public_builders, site_builders, status_builders
from shnor_pipeline_tests import report_builders as build
from shnor_pipeline_tests.browser.looking import DARK, Looked, look_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from shnor_pipeline.reporting.model import Report

PUBLIC = ("index", "2021", "indicator_extra_education_share", "method")
OF_THE_YEAR = ("index", "changes", "status", "measures", "quality", "identification", "method")
PAGES = (
    *(f"public/{name}.html" for name in PUBLIC),
    *(f"reports/2023/{name}.html" for name in (*OF_THE_YEAR, "indicators/vpr_pass_share", "schools/s01")),
    "published/quality/index.html",
)
LONG = "Сумма числа обучающихся по классам равна числу обучающихся школы на начало учебного года"


def report() -> Report:
    """Build a year that differs from the release before and one of whose rules has a long title."""
    usual = {"year": 2023, "title_ru": "Средняя отметка ВПР", "place_ru": "школа: МБОУ Белоозёрская ООШ"}
    proof = "файл 2023/ВПР/Проведение работы по математике, 5 класс. ВПР 2023.xlsx: заменён"
    lines = [
        ChangeLine(
            **usual,
            column_name=name,
            column_ru=column,
            old=3.5,
            new=new,
            difference=new - 3.5,
            reasons=why,
            evidence_ru=proof,
        )
        for name, column, new, why in (
            ("value", "Значение", 3.4996, ("late_data",)),
            ("numerator", "Числитель", 120.0, ("correction",)),
        )
    ]
    named = (dataclasses.replace(each, rule_title_ru=LONG) for each in build.report().findings)
    return build.report(changes=tuple(lines), since="65972d283418", findings=tuple(named))


def pages_of_the_year() -> Iterator[tuple[str, str]]:
    facts = site_builders.facts(report())
    yield "index.html", render_page(facts.report)
    yield "changes.html", render_changes(facts.report)
    yield "status.html", render_status(status_builders.facts())
    yield from render_site(facts)
    for school in facts.report.schools:
        yield f"schools/{school.school_id}.html", render_school(facts, school, ())


def gate() -> str:
    held = QualityLine("rows_accounted", f"{LONG}, и так по всем формам", "выполнено", 153, 0, (), "")
    broken = QualityLine(
        "monotone_denominator", LONG, "не выполнено", 10, 2, ("indicator_value, строка 7",), "Пересчитать."
    )
    groups = [("Итоги между таблицами", [held]), ("Части не больше целого", [broken])]
    return render_quality(QualityFacts(True, "Бавлинский район", "066c91aeb5f0", (2022, 2023), groups))


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(lean(text) if path.suffix == ".html" else text, encoding="utf-8")


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root: Path = tmp_path_factory.mktemp("pages") / "home"
    workspace = b.workspace(b.home(root))
    public_builders.compute(workspace, 2020)
    public_builders.publish(workspace)
    for address, text in pages_of_the_year():
        write(root / "reports/2023" / address, text)
    (root / "published/quality").mkdir(parents=True)
    (root / "published/quality/index.html").write_text(gate(), encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def narrow(tree: Path, browse: Callable[..., str]) -> Looked:
    return look_at(browse, tree, PAGES, 360)


@pytest.fixture(scope="module")
def dark(tree: Path, browse: Callable[..., str]) -> Looked:
    return look_at(browse, tree, PAGES, 1280, DARK)


def test_what_is_looked_for_is_found(tmp_path: Path, browse: Callable[..., str]) -> None:
    # a page with one fault of every kind, so that a clean page is clean because of what stands on it
    (tmp_path / "bad.html").write_text(
        '<!DOCTYPE html><html lang="en"><meta charset="utf-8"><style>a:focus{outline:none}</style>'
        '<h3>Мимо</h3><p style="color:#999">Бледно</p><a href="#x">Без рамки</a><svg></svg>'
        '<div style="overflow-x:auto;width:9px"><p style="width:900px">Широко</p></div>'
        '<p style="width:700px">Вширь</p><img src="https://example.org/a.png"><script>console.error("!")</script>',
        encoding="utf-8",
    )
    looked = look_at(browse, tmp_path, ["bad.html"], 360)
    seen = looked.pages["bad.html"]
    assert (seen["faint"], seen["unfocused"], seen["wordless"]) == (["p Бледно"], ["a #x"], ["svg "])
    assert (seen["stuck"], seen["fetched"]) == (["div Широко"], ["https://example.org/a.png"])
    assert (seen["needed"] > seen["width"], seen["levels"], seen["language"]) == (True, [3], "en")
    assert len(looked.complaints) == 1


def test_pages_load_without_an_error_and_ask_nothing_of_a_network(narrow: Looked, dark: Looked) -> None:
    assert set(narrow.pages) == set(PAGES)
    assert narrow.complaints + dark.complaints == []
    assert (narrow.wrong("fetched"), dark.wrong("fetched")) == ({}, {})


def test_on_a_phone_only_tables_scroll_sideways_and_a_keyboard_scrolls_them(narrow: Looked) -> None:
    assert {page for page, seen in narrow.pages.items() if seen["needed"] > seen["width"]} == set()
    assert narrow.wrong("stuck") == {}


def test_pages_follow_the_theme_and_every_text_stands_out_in_both(narrow: Looked, dark: Looked) -> None:
    assert {seen["ground"] for seen in narrow.pages.values()} == {"rgb(255, 255, 255)"}
    assert {seen["ground"] for seen in dark.pages.values()} == {"rgb(18, 22, 27)"}
    assert (narrow.wrong("faint"), dark.wrong("faint")) == ({}, {})


def test_everything_that_can_be_used_takes_the_focus_and_shows_it(narrow: Looked, dark: Looked) -> None:
    assert (narrow.wrong("unfocused"), dark.wrong("unfocused")) == ({}, {})


def test_every_drawing_is_told_in_words(narrow: Looked) -> None:
    assert narrow.wrong("wordless") == {}


def test_pages_are_russian_with_one_main_heading_and_no_level_left_out(narrow: Looked) -> None:
    assert {seen["language"] for seen in narrow.pages.values()} == {"ru"}
    for page, seen in narrow.pages.items():
        levels = seen["levels"]
        assert (levels[0], levels.count(1)) == (1, 1), page
        assert all(then <= now + 1 for now, then in pairwise(levels)), page


class _Anchors(HTMLParser):
    """Collects where a page leads and the places it has."""

    def __init__(self) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.places: set[str] = set()

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value for name, value in attrs if value}
        self.links |= {unquote(given[name]) for name in ("href", "src") if name in given}
        self.places |= {given["id"]} if "id" in given else set()


def anchors(page: Path) -> _Anchors:
    parsed = _Anchors()
    parsed.feed(page.read_text(encoding="utf-8"))
    return parsed


PRINTED = {
    "public/index.html": ("Мониторинг программы", "План (год)"),
    "public/2021.html": ("2020/2021 учебный год", "Вывод"),
    "reports/2023/changes.html": ("Что изменилось с предыдущего выпуска", "Чем подтверждено"),
    "published/quality/index.html": ("Проверка выпуска 066c91aeb5f0", "Нарушают"),
}
_WORD = re.compile(r'<word xMin="([\d.-]+)".*? xMax="([\d.-]+)"')
_SHEET = re.compile(r'<page width="([\d.]+)" height="([\d.]+)"')


@pytest.mark.parametrize("address", PRINTED)
def test_a_printed_page_is_a_sheet_a4_with_nothing_cut_off(
    tree: Path,
    browse: Callable[..., str],
    pages_of: Callable[[Path], list[str]],
    find_program: Callable[..., str],
    address: str,
) -> None:
    pdf = tree / "printed.pdf"
    browse(tree / address, f"--print-to-pdf={pdf}", "--no-pdf-header-footer")
    pages = pages_of(pdf)
    heading, last_column = PRINTED[address]
    assert heading in " ".join(pages[0].split())
    assert last_column in "".join(pages)
    assert "Перейти к содержанию" not in "".join(pages)
    assert min(len(page.split()) for page in pages) > 5
    boxes = subprocess.run(
        [find_program("pdftotext"), "-bbox", str(pdf), "-"], capture_output=True, check=True, timeout=60
    ).stdout.decode()
    (sheet,) = {(round(float(width)), round(float(height))) for width, height in _SHEET.findall(boxes)}
    assert sheet == (842, 595)
    ends = [(float(left), float(right)) for left, right in _WORD.findall(boxes)]
    assert min(left for left, _ in ends) > 0
    assert max(right for _, right in ends) < sheet[0]


# Downloads and marked copies are written by other steps than pages are.
ELSEWHERE = re.compile(r"\.(?:docx|xlsx|csv|md)$")


def test_every_link_leads_to_a_page_and_a_place_on_it(tree: Path) -> None:
    parsed = {page.resolve(): anchors(page) for page in tree.rglob("*.html")}
    broken = []
    for page, known in parsed.items():
        for link in known.links:
            address, _, place = link.partition("#")
            target = (page.parent / address).resolve() if address else page
            if ELSEWHERE.search(address):
                continue
            if not target.is_file() or (place and place not in parsed[target].places):
                broken.append((page.name, link))
    assert broken == []


def test_public_downloads_are_there(tree: Path) -> None:
    files = {each for each in anchors(tree / "public/index.html").links if ELSEWHERE.search(each)}
    assert files == {"public_values.csv", "dictionary.csv", "published_cells.csv"}
    assert all((tree / "public" / each).is_file() for each in files)


def test_the_page_of_changes_is_one_of_the_site_and_shows_numbers_that_differ(tree: Path) -> None:
    for page in ("index", "changes", "quality", "schools/s01"):
        links = {link.rpartition("/")[2] for link in anchors(tree / f"reports/2023/{page}.html").links}
        assert {"changes.html", "measures.html", "method.html", "status.html"} <= links, page
    text = (tree / "reports/2023/changes.html").read_text(encoding="utf-8")
    assert "<td class=number>3,5000<td class=number>3,4996" in text.replace("</td>\n", "")
