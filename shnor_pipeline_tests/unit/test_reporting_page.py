"""The overview page: what stands in it, read as text and as a tree."""

import dataclasses
import itertools
import re
from functools import cache
from html.parser import HTMLParser
from importlib import resources

import pytest
from jinja2 import UndefinedError

from shnor_pipeline.reporting.site import SCHOOLS_SHOWN, render_page
from shnor_pipeline.reporting.templates import template
from shnor_pipeline_tests import report_builders as build

VOID = {"meta", "br", "link", "img", "input", "hr"}


class _Tree(HTMLParser):
    """Collects tags and complains about those that are not closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag, tag


@cache
def page() -> str:
    return render_page(build.report())


@cache
def tree() -> _Tree:
    parsed = _Tree()
    parsed.feed(page())
    return parsed


def attributes(tag: str) -> list[dict[str, str | None]]:
    return [attrs for name, attrs in tree().tags if name == tag]


def test_the_same_report_gives_the_same_text() -> None:
    assert render_page(build.report()) == page()


def test_every_tag_is_closed() -> None:
    assert tree().open == []


def test_the_page_asks_nothing_of_the_network() -> None:
    assert not {"script", "link", "img", "iframe", "object"} & {tag for tag, _ in tree().tags}
    references = [attrs.get("href") or "" for attrs in attributes("a")]
    assert references
    assert not [each for each in references if each.startswith((".", "/")) or ":" in each]
    assert "url(" not in page()
    assert "@import" not in page()
    policy = next(attrs["content"] for attrs in attributes("meta") if "http-equiv" in attrs)
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"


def test_links_within_the_page_lead_somewhere() -> None:
    ids = [attrs["id"] for _, attrs in tree().tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    within = [each for attrs in attributes("a") if (each := attrs["href"] or "").startswith("#")]
    assert within
    assert {each[1:] for each in within} <= set(ids)


def test_the_page_is_russian_with_one_title_and_ordered_headings() -> None:
    assert attributes("html") == [{"lang": "ru"}]
    levels = [int(tag[1]) for tag, _ in tree().tags if re.fullmatch(r"h\d", tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_every_region_that_scrolls_can_be_reached_by_keyboard_and_has_a_name() -> None:
    regions = [attrs for attrs in attributes("div") if "scroll" in (attrs.get("class") or "")]
    assert len(regions) >= 6
    assert all(attrs["tabindex"] == "0" and attrs["aria-label"] for attrs in regions)


def test_every_picture_has_words() -> None:
    drawn = [attrs for attrs in attributes("svg") if attrs.get("class") == "spark"]
    assert len(drawn) == 16
    assert all(attrs["role"] == "img" for attrs in drawn)
    assert page().count('role="img"><title>') == 16
    chart = next(attrs for attrs in attributes("div") if attrs.get("class") == "chart")
    assert "ГИА-9: 75,0" in (chart["aria-label"] or "")


def test_made_up_figures_are_marked_before_anything_else() -> None:
    assert page().index("Демонстрационные данные") < page().index("<h1>")
    assert "емонстрационные" not in render_page(build.report(demo=False))


def test_the_tiles_count_plans_of_both_sections() -> None:
    tiles = re.findall(r"<dt>(.*?)</dt>\s*<dd><strong class=\"\w+\">(\d+)</strong>(.*?)</dd>", page())
    assert [(label, count) for label, count, _ in tiles] == [
        ("достигнуто", "5"),
        ("не достигнуто", "4"),
        ("нет данных", "1"),
    ]
    assert "4 из 6 целевых показателей" in tiles[0][2]
    assert "1 из 4 порогов мониторинга" in tiles[0][2]


def test_a_row_gives_plan_fact_parts_and_change() -> None:
    row = re.search(
        r'<th scope="row"><a href="indicators/gia9_pass_share.html">Доля обучающихся, успешно.*?</tr>',
        page(),
        re.DOTALL,
    )
    assert row is not None
    for text in ("≥\u00a090", "75,0<small>45 из 60</small>", "−20,0\u00a0п.п.", "не достигнут"):
        assert text in row[0]


def test_a_school_is_marked_only_against_the_plan_and_never_on_a_small_sample() -> None:
    matrix = page()[page().index('class="matrix"') :]
    cells = re.findall(r'<td(?: class="(beyond|missing)")?>(▾ |▴ )?(.*?)(?:<small>.*?</small>)?</td>', matrix)
    columns = len(build.INDICATORS)
    first, fifth, sixth = cells[0], cells[4 * columns], cells[5 * columns]
    # 1 of 5; nothing; 6 of 10 against a plan of 90.
    assert first == ("", "", "20,0*")
    assert fifth == ("missing", "", "нет данных")
    assert sixth == ("beyond", "▾ ", "60,0")
    # Vacancies of the first school: 3 of 37 is 8.1 against at most 5, on people enough.
    assert cells[2] == ("beyond", "▴ ", "8,1")


def test_schools_stand_by_name() -> None:
    matrix = page()[page().index('class="matrix"') : page().index('id="findings"')]
    names = re.findall(r'<th scope="row"><a href="schools/s\d\d.html">(.*?)</a><small>', matrix)
    assert names == [school.name_short for school in build.report().schools]


def test_too_many_schools_for_a_page_stand_in_the_workbook() -> None:
    schools = tuple(
        dataclasses.replace(build.report().schools[0], school_id=f"s{number}", name_short=f"Школа {number}")
        for number in range(SCHOOLS_SHOWN + 1)
    )
    text = render_page(build.report(schools=schools))
    assert 'class="matrix"' not in text
    assert "Школ больше 150" in text


def test_text_from_a_workbook_stays_text() -> None:
    hostile = "<script>alert(1)</script>"
    finding = dataclasses.replace(build.report().findings[0], file=hostile, sheet=hostile, message_ru=hostile)
    source = dataclasses.replace(build.report().sources[0], file=hostile)
    school = dataclasses.replace(build.report().schools[0], name_short=hostile)
    line = dataclasses.replace(build.report().indicators[0], title_ru=hostile)
    text = render_page(
        build.report(
            findings=(finding,),
            sources=(source,),
            schools=(school,),
            indicators=(line,),
            municipality=hostile,
            readings=((hostile, hostile, hostile),),
        )
    )
    assert "<script" not in text


def test_a_year_weighs_less_than_a_megabyte() -> None:
    assert len(page().encode()) < 1_000_000


def test_a_report_with_nothing_in_it_is_still_a_page() -> None:
    empty = build.report(indicators=(), schools=(), findings=(), sources=(), readings=(), not_held=())
    text = render_page(empty)
    assert "Замечаний к данным отчётного года нет." in text
    assert "Школ в отчётном году нет." in text


def test_a_name_the_template_is_not_given_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        template("page.html.j2").render(report=build.report())


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def palettes(sheet: str = "page.css") -> dict[str, dict[str, str]]:
    style = resources.files("shnor_pipeline.reporting").joinpath(sheet).read_text(encoding="utf-8")
    light, dark, *_ = re.findall(r":root \{(.*?)\}", style, re.DOTALL)
    return {
        name: dict(re.findall(r"--([\w-]+): (#\w{6})", part))
        for name, part in (("light", light), ("dark", dark))
    }


def contrast(colours: dict[str, str], ground: str, text: str) -> float:
    bright, dim = sorted((luminance(colours[ground]), luminance(colours[text])), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["page", "panel", "beyond"])
@pytest.mark.parametrize("text", ["ink", "muted", "accent", "met", "missed"])
def test_text_stands_out_from_its_ground(theme: str, ground: str, text: str) -> None:
    # WCAG 2.2, level AA.
    assert contrast(palettes()[theme], ground, text) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["page", "panel"])
@pytest.mark.parametrize("text", ["ink", "muted", "accent", "met", "missed", "medium"])
def test_text_of_a_school_sheet_stands_out_from_its_ground(theme: str, ground: str, text: str) -> None:
    assert contrast(palettes("pages/school.css")[theme], ground, text) >= 4.5


def test_corrections_stand_on_the_page_beside_the_findings() -> None:
    text = render_page(build.report(corrections=build.CORRECTIONS))
    parsed = _Tree()
    parsed.feed(text)
    assert parsed.open == []
    section = text[text.index('<section id="corrections"') : text.index('<section id="sources"')]
    assert text.index('<section id="findings"') < text.index(section)
    assert '<a href="#corrections">Исправления</a>' in text
    assert section.count('<th scope="row"') == 5
    assert "<td>2020</td><td>2019<small>внесено</small></td>" in section
    assert "форма «Контингент»" in section
    assert "не внесено 2" in section


def test_what_a_correction_says_is_text_and_no_markup() -> None:
    text = render_page(build.report(corrections=(build.correction(new="<b>1</b>"),)))
    assert "&lt;b&gt;1&lt;/b&gt;" in text


def test_without_corrections_the_page_does_not_speak_of_them() -> None:
    assert "справления" not in page()
