"""Pages of the site: what stands on them, links that lead somewhere, drawings, the file of values."""

from __future__ import annotations

import csv
import dataclasses
import io
import re
from functools import cache
from html.parser import HTMLParser
from posixpath import dirname, join, normpath

import pytest

from shnor_pipeline.reporting.pages import render_school, render_site
from shnor_pipeline.reporting.pages.downloads import DOWNLOADS, columns_of_values, values_csv
from shnor_pipeline.reporting.pages.drawing import HEIGHT, WIDTH, strip, trend
from shnor_pipeline.reporting.site import render_page
from shnor_pipeline.tables import INDICATOR_VALUE
from shnor_pipeline_tests import report_builders as build
from shnor_pipeline_tests import site_builders as site

ELSEWHERE = {"status.html", "changes.html", *(file.address for file in DOWNLOADS)}


@cache
def pages() -> dict[str, str]:
    facts = site.usual()
    schools = {
        f"schools/{school.school_id}.html": render_school(facts, school, ())
        for school in facts.report.schools
    }
    return {"index.html": render_page(facts.report), **dict(render_site(facts)), **schools}


HTML = (
    *("index.html", "identification.html", "measures.html", "method.html", "quality.html"),
    *(f"indicators/{name}.html" for name in ("gia9_pass_share", "network_share", "vpr_pass_share")),
    *("schools/s01.html", "schools/s02.html"),
)
"""A page of every kind."""


class _Tags(HTMLParser):
    """Collects tags with their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


@cache
def tags(address: str) -> list[tuple[str, dict[str, str | None]]]:
    parsed = _Tags()
    parsed.feed(pages()[address])
    return parsed.tags


@cache
def ids(address: str) -> list[str]:
    return [attrs["id"] or "" for _, attrs in tags(address) if "id" in attrs]


@pytest.mark.parametrize("address", HTML)
def test_every_link_leads_to_a_page_and_a_place_on_it(address: str) -> None:
    for tag, attrs in tags(address):
        target = attrs.get("href") or attrs.get("src")
        if target is None or tag == "use" or "returned/" in target:
            continue
        file, _, place = target.partition("#")
        wanted = normpath(join(dirname(address), file)) if file else address
        assert wanted in pages() or wanted in ELSEWHERE, target
        assert not place or wanted in ELSEWHERE or place in ids(wanted), target


@pytest.mark.parametrize("address", HTML)
def test_a_page_is_russian_with_unique_ids_and_ordered_headings(address: str) -> None:
    assert ("html", {"lang": "ru"}) in tags(address)
    assert len(ids(address)) == len(set(ids(address)))
    levels = [int(tag[1]) for tag, _ in tags(address) if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1


@pytest.mark.parametrize("address", HTML)
def test_what_scrolls_can_be_reached_by_keyboard_and_fields_have_labels(address: str) -> None:
    regions = [attrs for tag, attrs in tags(address) if "scroll" in (attrs.get("class") or "").split()]
    assert all(attrs["tabindex"] == "0" and attrs["aria-label"] for attrs in regions)
    fields = len(re.findall(r"<(?:input|select) ", pages()[address]))
    assert len(re.findall(r"<label>[^<]+<(?:input|select) ", pages()[address])) == fields


@pytest.mark.parametrize("address", HTML)
def test_made_up_figures_are_marked_before_anything_else(address: str) -> None:
    assert pages()[address].index("Демонстрационные данные") < pages()[address].index("<h1")


def test_every_filter_names_a_table_whose_rows_have_its_values() -> None:
    for address in HTML:
        for form in re.findall(r"<form.*?</form>", pages()[address], re.DOTALL):
            table = re.search(r'data-filters="(\w+)"', form)
            assert table is not None
            body = pages()[address].split(f'<table id="{table[1]}"')[1].split("</table>")[0]
            for name in set(re.findall(r'<select name="(\w+)"', form)):
                assert f"data-{name}=" in body, (address, name)


def test_an_indicator_page_has_years_schools_clusters_and_the_formula() -> None:
    text = pages()["indicators/vpr_pass_share.html"]
    for expected in (
        '<desc id="trend-desc">2018 – 83,3; 2019 – 84,1;',  # 2000 of 2400, 2010 of 2390
        "1\u00a0420 из 1\u00a0700",
        "100 × (отметки) / (все)",
        "SELECT a &lt; 1",
        "Городские школы",
        "6 из 7",
        "Обучающийся считается один раз.",
    ):
        assert expected in text, expected


def test_schools_stand_by_name_on_an_indicator_page() -> None:
    text = pages()["indicators/vpr_pass_share.html"]
    names = re.findall(r'<th scope="row"><a href="\.\./schools/\w+\.html">(.*?)</a>', text)
    assert names == [school.name_short for school in build.report().schools]


def test_a_measure_without_facts_is_not_one_that_was_not_done() -> None:
    text = pages()["measures.html"]
    rows = dict(re.findall(r'<tr id="(X-4\.\d)" data-section="X" data-outcome="(\w+)"', text))
    assert rows == {"X-4.7": "partly_done", "X-4.8": "not_reported"}
    assert "Доля выполнения 50\u00a0%" in text


def test_identification_shows_how_sure_it_is_and_that_the_index_is_unofficial() -> None:
    text = pages()["identification.html"]
    # twenty schools with a chance of error of 31 % each
    assert "<dt>ошибочных выводов в среднем<dd><strong>6,2</strong>" in text.replace("\n", "")
    assert "Социальный индекс неофициальный" in text
    assert site.RULE in text


def test_rows_of_a_form_add_up_on_the_page_of_quality() -> None:
    text = pages()["quality.html"]
    # 25 files of 100 to 124 rows, the eighth rejected as unknown: 2800 - 107, one row of the fourth held back
    assert re.search(r"Кадры\s*<td class=\"number\">24\s*<td class=\"number\">2\u00a0693", text)
    assert re.search(r"2\u00a0692\s*<td class=\"number\">1\s*<td>да", text)


def test_a_drawing_keeps_within_its_frame_and_breaks_its_line_at_a_gap() -> None:
    line = next(each for each in build.report().indicators if each.indicator_id == "gia9_pass_share")
    drawn = trend(line, build.YEARS)
    assert drawn is not None
    assert [dot.year for dot in drawn.dots] == [2018, 2019, 2021, 2022, 2023]
    assert drawn.path.count("M") == 2
    heights = [each for dot in drawn.dots for each in (dot.y, dot.low, dot.high) if each is not None]
    assert all(0 < each < HEIGHT for each in heights)
    assert all(0 < dot.x < WIDTH for dot in drawn.dots)
    # 50 of 60 is below 190 of 200: the higher share stands higher
    assert drawn.dots[0].y > drawn.dots[3].y


def test_a_label_stands_below_a_dot_from_which_the_line_rises() -> None:
    line = build.line({2021: build.value(50, 60), 2022: build.value(55, 60), 2023: build.value(40, 60)})
    drawn = trend(line, (2021, 2022, 2023))
    assert drawn is not None
    # up to 2022, down to 2023: 13 below the dot, else 6 above
    assert [round(dot.label - dot.y) for dot in drawn.dots] == [13, -6, -6]


def test_an_indicator_that_no_school_has_stands_on_no_sheet_and_says_so_on_its_page() -> None:
    none = build.line(
        {2023: build.value(26, 36)}, indicator_id="measures_done_share", title_ru="Выполнение мер"
    )
    schools = tuple(
        dataclasses.replace(school, values={"measures_done_share": build.missing()})
        for school in build.report().schools
    )
    facts = site.facts(build.report(indicators=(none,), schools=schools))
    assert "не вычисляется по школам" in dict(render_site(facts))["indicators/measures_done_share.html"]
    assert "Выполнение мер" not in render_school(facts, schools[0], ())


def test_an_indicator_without_values_has_no_drawing() -> None:
    assert trend(build.line({2023: build.missing()}), (2022, 2023)) is None


def test_a_strip_ends_at_0_and_100() -> None:
    drawn = strip(build.value(21, 20, ci_low=90.0, ci_high=130.0), plan=75.0)
    assert drawn is not None
    assert drawn.style == "--v:100;--l:90;--h:100;--p:75"
    assert strip(build.missing()) is None


def test_the_file_of_values_opens_in_a_russian_spreadsheet_program() -> None:
    row = {"year": 2023, "indicator_id": "vpr_pass_share", "scope": "school", "scope_id": "=1+1"}
    row |= {"value": 82.5, "schools_reported": 1, "schools_expected": 1, "status": "ok"}
    content = values_csv(build.report(), INDICATOR_VALUE.of_rows([row]))
    assert content.startswith(b"\xef\xbb\xbfyear;indicator_id;title_ru;")
    (read,) = csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")
    assert list(read) == [name for name, _ in columns_of_values()]
    assert (read["value"], read["numerator"], read["scope_id"]) == ("82,5", "", "'=1+1")
    assert read["title_ru"] == "Процент справляемости обучающихся по ВПР"


def test_the_same_facts_give_the_same_pages() -> None:
    facts = site.facts()
    assert dict(render_site(facts)) == {address: pages()[address] for address, _ in render_site(facts)}


def test_a_year_with_nothing_in_it_still_has_pages() -> None:
    empty = build.report(indicators=(), schools=(), findings=(), sources=(), readings=(), not_held=())
    names = ("measure_progress", "submission", "identification")
    texts = dict(render_site(site.facts(empty, **{name: [] for name in names})))
    assert "Замечаний нет." in texts["quality.html"]
    assert set(texts) >= {"measures.html", "identification.html", "method.html"}


def test_above_150_schools_an_indicator_page_names_the_workbook() -> None:
    first = build.report().schools[0]
    many = tuple(dataclasses.replace(first, school_id=f"s{number}") for number in range(151))
    texts = dict(render_site(site.facts(build.report(schools=many))))
    assert "Школ больше 150" in texts["indicators/vpr_pass_share.html"]
