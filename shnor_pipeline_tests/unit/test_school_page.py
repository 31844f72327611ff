"""The sheet of a school: what may be said of it, and what stands on it."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Any

import pytest

from shnor_pipeline.reporting.pages import render_school
from shnor_pipeline.reporting.pages.beside import against_plan, beside_cluster, compared
from shnor_pipeline.reporting.pages.school import value_row
from shnor_pipeline.reporting.pages.school_text import sentences
from shnor_pipeline.reporting.recommendations import recommendations_by_school
from shnor_pipeline_tests import report_builders as build
from shnor_pipeline_tests import site_builders as site

if TYPE_CHECKING:
    from shnor_pipeline.reporting.model import Plan, SchoolLine, Value
    from shnor_pipeline.reporting.pages.beside import Compared


def page(number: int = 0) -> str:
    facts = site.usual()
    school = facts.report.schools[number]
    return render_school(facts, school, recommendations_by_school(facts.report).get(school.school_id, ()))


def school_with(now: Value, before: Value | None = None, **other: Any) -> SchoolLine:
    past = {2023: now} | ({2022: before} if before else {})
    own = {"values": {"vpr_pass_share": now}, "past": {"vpr_pass_share": past}, "programme_group": "both"}
    return dataclasses.replace(build.report().schools[0], **(own | other))


def one_indicator(school: SchoolLine, row: dict[str, Any] | None = None) -> Compared:
    line = build.line({}, indicator_id="vpr_pass_share", plans={2023: (build.plan(75.0),)})
    facts = site.facts(cluster_comparison=[row] if row else [])
    return compared(facts, school, line)


@pytest.mark.parametrize(
    ("value", "plan", "said"),
    [
        (build.value(30, 60), build.plan(75.0), "worse"),  # Wilson 37.7-62.3
        (build.value(42, 60), build.plan(75.0), "unclear"),  # 57.5-80.1
        (build.value(58, 60), build.plan(75.0), "not_worse"),  # 88.6-99.1
        (build.value(0, 9), build.plan(75.0), "few"),
        (build.value(30, 60), build.plan(75.0, "<="), "not_worse"),
        (build.value(1, 40, ci_low=None, ci_high=None), build.plan(5.0, "<="), "kept"),
        (build.value(2, 40, ci_low=None, ci_high=None), build.plan(5.0, "<="), "kept"),  # 5 is not above 5
        (build.value(3, 40, ci_low=None, ci_high=None), build.plan(5.0, "<="), "missed"),
        (build.missing(), build.plan(75.0), "no_plan"),
        (build.value(30, 60), None, "no_plan"),
    ],
)
def test_the_whole_interval_decides_what_is_said_of_a_plan(
    value: Value, plan: Plan | None, said: str
) -> None:
    assert against_plan(value, plan) == said


@pytest.mark.parametrize(
    ("value", "row", "direction", "said"),
    [
        (build.value(80, 100), {}, "higher", "worse"),
        (build.value(80, 100), {}, "lower", "better"),
        (build.value(80, 100), {}, "context", "lower"),
        (build.value(80, 100), {"ci_low": -15.0, "ci_high": 0.0}, "higher", "unclear"),
        (build.value(8, 9), {}, "higher", "none"),
        (build.value(80, 100), {"others_denominator": 9.0}, "higher", "none"),
        (build.value(80, 100), {"ci_low": None, "ci_high": None}, "higher", "none"),
    ],
)
def test_a_school_differs_from_its_cluster_only_when_the_interval_leaves_out_zero(
    value: Value, row: dict[str, Any], direction: str, said: str
) -> None:
    assert beside_cluster(value, site.compared("s01", **row), direction) == said


def test_improvement_is_said_only_of_a_change_beyond_chance() -> None:
    # 60 of 100 after 40 of 100: +20, Newcombe 6.1 to 32.6; 45 after 40: -8.6 to 18.4 covers zero
    risen = school_with(build.value(60, 100), build.value(40, 100))
    said = sentences(risen, [one_indicator(risen)], 2023)[1]
    assert "улучшение по\u00a01 из 1\u00a0сравнимого показателя" in said
    assert "+20,0\u00a0п.п." in said
    level = school_with(build.value(45, 100), build.value(40, 100))
    assert "не выходят за пределы случайных колебаний" in sentences(level, [one_indicator(level)], 2023)[1]


def test_nothing_is_concluded_about_fewer_than_ten() -> None:
    small = school_with(build.value(1, 9), build.value(8, 9))
    said = sentences(small, [one_indicator(small, site.compared(small.school_id))], 2023)
    assert "малые выборки" in said[0]
    assert "сравнимых показателей с десятью и более участниками нет" in said[1]
    assert "слишком мало участников" in said[2]


def test_a_school_outside_the_programme_is_told_what_the_plan_is_for() -> None:
    outside = school_with(build.value(30, 60), programme_group=None)
    assert "не входит в программу" in sentences(outside, [one_indicator(outside)], 2023)[0]


def test_the_sheet_gives_value_plan_cluster_and_the_rule_s_reasons() -> None:
    text = page()
    for expected in (
        "<h1>МБОУ «Гимназия №4»</h1>",
        "Вероятность, что вывод правила неверен: <b>31\u00a0%</b>",
        "Вывод стал бы другим, если бы изменились результаты: <b>2</b>",
        "ВПР, математика, 4\u00a0класс: не справились 12 из 36 (33,3\u00a0%), год назад тоже",
        "Социальный индекс 41,3 (неофициальный",
        "решено «нет», по правилу «да»; приказ\u00a0№\u00a012 от\u00a030.08.2023, начальник отдела",
        "Не сдано: Кадры.",
    ):
        assert expected in text


@pytest.mark.parametrize(("numerator", "said"), [(1, "да"), (0, "нет")])
def test_of_a_share_of_schools_a_school_has_yes_or_no(numerator: int, said: str) -> None:
    school = school_with(build.value(numerator, 1, status="few"))
    line = build.line({}, indicator_id="vpr_pass_share", unit="percent_of_schools")
    row = value_row(compared(site.facts(), school, line))
    assert (row.value, row.parts) == (said, "")


def test_the_sheet_needs_no_other_file() -> None:
    assert re.findall(r"<(?:link|script|img)\b", page()) == []
    assert "<style>:root{" in page()


def test_a_finding_leads_to_the_marked_copy_of_its_file() -> None:
    address = re.search(r'<a href="(\.\./\.\./\.\./returned/[^"]+)">Лицей №3 кадры.xlsx</a>', page())
    assert address is not None
    assert address[1].startswith("../../../returned/2023/%D0%A8")
    assert " " not in address[1]


def test_a_finding_of_a_file_of_several_schools_is_no_schools() -> None:
    assert "стоит 2930" not in page(1)
    assert "Замечаний к файлам, в которых только эта школа, нет." in page(1)


def test_the_same_facts_give_the_same_sheet() -> None:
    assert page() == page()


def test_the_drawing_has_a_title_and_all_values_in_words() -> None:
    facts = site.usual()
    past = {year: build.value(80 + year - 2018, 100) for year in build.YEARS}
    school = dataclasses.replace(facts.report.schools[0], past={"vpr_pass_share": past})
    text = render_school(facts, school, ())
    assert 'role="img" aria-labelledby="trend-title trend-desc"' in text
    assert '<desc id="trend-desc">2018 – 80,0; 2019 – 81,0;' in text


def test_text_of_a_workbook_stays_text() -> None:
    hostile = "<script>alert(1)</script>"
    sent = site.SentFile(hostile, "s01", ({"sheet": hostile, "cell": None} | _MESSAGE,), None)
    facts = dataclasses.replace(site.usual(), files=(sent,))
    assert "<script" not in render_school(facts, facts.report.schools[0], ())


_MESSAGE = {"severity": "error", "message_ru": "<script>alert(2)</script>"}
