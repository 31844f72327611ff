"""The page of submissions: what stands in it, read as text."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest

from shnor_pipeline.reporting import status_page
from shnor_pipeline.reporting.pages.shell import NAVIGATION
from shnor_pipeline.reporting.status_page import render_status
from shnor_pipeline_tests import status_builders as build


def page() -> str:
    return render_status(build.facts())


def tiles(text: str) -> dict[str, str]:
    return dict(re.findall(r"<div><dt>(.*?)</dt><dd><strong class=\"\w+\">(.*?)</strong>", text))


def row_of(text: str, heading: str) -> list[str]:
    found = re.search(rf'<th scope="row">{heading}</th>(.*?)</tr>', text, re.DOTALL)
    assert found is not None
    return re.findall(r"<td.*?>(.*?)</td>", found[1])


def test_the_same_facts_give_the_same_text() -> None:
    assert page() == page()


def test_what_is_owed_is_counted_by_status() -> None:
    # 7 forms x 12 schools - 1 not owed + 1 of the municipality: 84 = 70 received, 1 rejected, 13 missing
    assert tiles(page()) == {"принято": "70", "частично": "0", "отклонено": "1", "нет": "13"}


def test_a_form_says_who_sends_it_until_when_and_what_came() -> None:
    assert row_of(page(), "Протоколы ОГЭ по обучающимся") == [
        *("организатор", "30.06.2021", "11", "11", "0", "0", "0", "7")
    ]
    assert row_of(page(), "Мероприятия программы") == [
        *("отдел образования", "30.06.2021", "1", "0", "0", "0", "1", "0")
    ]


def test_a_cell_says_what_came_and_until_when_it_may_come() -> None:
    staff = list(build.FORMS).index("staff")
    text = page()[page().index('class="matrix status"') :]
    fifth = row_of(text, build.SCHOOLS["s05"])
    assert fifth[staff] == '<b class="missed">отклонено</b><small>принято 0 из 7, ошибок 7</small>'
    assert fifth[0] == '<b class="met">принято</b><small>20\u00a0строк</small>'
    assert row_of(text, build.SCHOOLS["s12"])[1] == "—"
    assert text.count(f'data-due="{build.DUE}"') == 1
    assert text.count(f'data-due="{build.FAR}"') == 12


def test_only_the_pages_own_script_may_run() -> None:
    text = page()
    (script,) = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in text.replace("&#39;", "'").replace("&#43;", "+")
    assert re.findall(r'href="(.*?)"', text) == [
        "#content",
        *(place.address for place in NAVIGATION),
        *("#overview", "#forms", "#schools"),
    ]
    assert "http:" not in text
    assert "https:" not in text


def test_text_from_outside_stays_text() -> None:
    hostile = "<script>alert(1)</script>"
    rows = [build.submission("staff", "s01", "received", form_title=hostile)]
    text = render_status(build.facts(rows, schools={"s01": hostile}, municipality=hostile))
    assert text.count("<script") == 1


def test_a_year_without_submissions_is_still_a_page() -> None:
    text = render_status(build.facts([]))
    assert "Сведений о сдаче форм за этот год нет." in text
    assert "<script>" not in text


def test_too_many_schools_for_a_page_stand_in_the_database() -> None:
    schools = [f"s{number}" for number in range(status_page.SCHOOLS_SHOWN + 1)]
    text = render_status(build.facts([build.submission("staff", school, "received") for school in schools]))
    assert "Школ больше 150" in text
    assert 'class="matrix' not in text


@pytest.mark.parametrize("demo", [True, False])
def test_made_up_figures_are_called_so(demo: bool) -> None:  # noqa: FBT001 - a case of the table
    assert ("Демонстрационные данные" in render_status(build.facts(demo=demo))) is demo
