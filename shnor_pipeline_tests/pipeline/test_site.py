"""The site of a small home folder: values are those of the database, links lead to files, stale pages go."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote

import duckdb
import pytest

from shnor_pipeline import chain
from shnor_pipeline.figures import number
from shnor_pipeline.run import run_chain
from shnor_pipeline.sample import write_sample
from shnor_pipeline_tests import builders as b

if TYPE_CHECKING:
    from pathlib import Path

YEAR = 2021


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A town of five schools, through the whole chain."""
    root = tmp_path_factory.mktemp("site") / "home"
    write_sample(root, municipalities=1, schools=5, years=range(YEAR, YEAR + 1), seed=3)
    run_chain(b.workspace(root))
    return root


class _Links(HTMLParser):
    """Collects what a page leads to or loads."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= {value for name, value in attrs if name in {"href", "src"} and value and tag != "use"}


def links(page: Path) -> set[str]:
    parsed = _Links()
    parsed.feed(page.read_text(encoding="utf-8"))
    return {unquote(each.partition("#")[0]) for each in parsed.found} - {""}


def test_every_link_of_every_page_leads_to_a_file(home: Path) -> None:
    pages = sorted((home / "reports").rglob("*.html"))
    assert len(pages) > 50 + 5
    broken = [
        (page.name, each) for page in pages for each in links(page) if not (page.parent / each).is_file()
    ]
    assert broken == []


def test_values_of_schools_on_the_pages_are_those_of_the_database(home: Path) -> None:
    with duckdb.connect(str(home / "published/shnor.duckdb"), read_only=True) as database:
        rows = database.execute(
            "SELECT indicator_id, scope_id, numerator, denominator, value FROM indicator_value "
            "WHERE year = ? AND scope = 'school' AND value IS NOT NULL AND indicator_id IN "
            "('vpr_pass_share', 'tutoring_share', 'extra_education_share')",
            [YEAR],
        ).fetchall()
    assert len(rows) >= 12
    for indicator, school, numerator, denominator, value in rows:
        few = "*" if denominator < 10 else ""
        parts = f"{number(numerator, 0)} из {number(denominator, 0)}"
        for page, key in ((f"indicators/{indicator}", school), (f"schools/{school}", indicator)):
            text = (home / f"reports/{YEAR}/{page}.html").read_text(encoding="utf-8")
            row = re.search(
                rf"<a href=\.\./\w+/{key}\.html>.*?<tr|<a href=\.\./\w+/{key}\.html>.*", text, re.DOTALL
            )
            assert row is not None, (page, key)
            assert f"<b>{number(value, 1)}{few}</b>" in row[0]
            assert parts in row[0]


def test_the_file_of_values_has_every_row_of_the_year(home: Path) -> None:
    lines = (home / f"reports/{YEAR}/values.csv").read_text(encoding="utf-8-sig").splitlines()
    with duckdb.connect(str(home / "published/shnor.duckdb"), read_only=True) as database:
        (count,) = database.execute("SELECT count(*) FROM indicator_value WHERE year = ?", [YEAR]).fetchall()[
            0
        ]
    assert len(lines) == count + 1


def test_written_again_the_pages_are_the_same_and_stale_ones_go(home: Path) -> None:
    workspace = b.workspace(home)
    folder = home / f"reports/{YEAR}"
    before = {path: path.read_bytes() for path in folder.rglob("*.html")}
    (folder / "schools/closed.html").write_text("", encoding="utf-8")
    site = chain.site_of_year(workspace, chain.report_of_year(workspace, YEAR))
    pages: list[None] = []
    chain.write_school_pages(workspace, site, lambda: pages.append(None))
    chain.write_site(workspace, site)
    assert {path: path.read_bytes() for path in folder.rglob("*.html")} == before
    assert len(pages) == 5


def test_no_page_names_a_person(home: Path) -> None:
    # the sample's pupils and teachers bear patronymics, which nothing else on a page does
    named = re.compile(r"\b[А-ЯЁ][а-яё]+(?:ович|евич|овна|евна)\b")
    assert [
        page.name
        for page in (home / f"reports/{YEAR}").rglob("*.html")
        if named.search(page.read_text(encoding="utf-8"))
    ] == []
