"""Sentences by rule."""

import dataclasses
import re

import pytest

from shnor_pipeline.reporting import summary, wording
from shnor_pipeline.reporting.model import Report
from shnor_pipeline_tests import report_builders as build

S = "\u00a0"


def conclusions(*lines: object) -> str:
    return " ".join(wording.conclusions(build.report(indicators=lines, not_held=())))


@pytest.mark.parametrize(
    ("count", "shown"),
    [
        (1, "1 школа"),
        (2, "2 школы"),
        (4, "4 школы"),
        (5, "5 школ"),
        (11, "11 школ"),
        (12, "12 школ"),
        (21, "21 школа"),
        (111, "111 школ"),
        (0, "0 школ"),
        (1022, "1 022 школы"),
    ],
)
def test_a_count_agrees_with_its_noun(count: int, shown: str) -> None:
    assert wording.counted(count, "школа", "школы", "школ").replace(S, " ") == shown


def test_quotes_inside_quotes_are_of_the_other_kind() -> None:
    assert wording.quoted("Школы, ставшие «точками роста»") == "«Школы, ставшие „точками роста“»"


def test_what_xml_can_not_hold_becomes_visible() -> None:
    assert wording.printable("a\x0bб\x00\ud800\tв\n") == "a�б��\tв\n"
    assert wording.printable(None) == ""


@pytest.mark.parametrize(
    ("stage", "shown"),
    [("входной", "входного"), ("промежуточный", "промежуточного"), ("итоговый", "итогового"), ("", "")],
)
def test_a_stage_stands_in_the_genitive(stage: str, shown: str) -> None:
    assert wording.genitive(stage) == shown


def test_a_verdict_says_when_it_can_not_be_trusted() -> None:
    people = build.line({2023: build.value(45, 60)})
    schools = build.line({2023: build.value(15, 20, ci_low=None, ci_high=None)})
    certain, doubtful = build.plan(), build.plan(certain=False, verdict="not_met")
    assert wording.verdict_text(certain, people, 2023) == "достигнут"
    assert wording.verdict_text(doubtful, people, 2023) == (
        "не достигнут; вывод ненадёжен: интервал накрывает план"
    )
    assert (
        wording.verdict_text(doubtful, schools, 2023) == "не достигнут; вывод ненадёжен: данные не всех школ"
    )


def test_a_verdict_without_a_value_says_why_there_is_none() -> None:
    plan = build.plan(verdict="no_data", certain=None)
    assert wording.verdict_text(plan, build.line({2023: build.missing("not_held")}), 2023) == "не проводилась"
    assert wording.verdict_text(plan, build.line({}), 2023) == "нет данных"


def test_a_significant_rise_is_called_an_improvement_with_its_interval() -> None:
    text = conclusions(build.line({2022: build.value(48, 80), 2023: build.value(56, 70)}))
    # 80.0 - 60.0 and Newcombe's limits of 56/70 - 48/80.
    assert (
        f"улучшение, которое нельзя объяснить случайными колебаниями, есть по{S}1 из 1{S}сравнимого " in text
    )
    assert f"(+20,0{S}п.п., 95{S}% интервал от +5,2 до +33,4)" in text
    assert "ухудшение" not in text


@pytest.mark.parametrize("now", [64, 56, 60])
def test_a_change_within_chance_is_called_neither_better_nor_worse(now: int) -> None:
    text = conclusions(build.line({2022: build.value(60, 100), 2023: build.value(now, 100)}))
    assert re.search("улучшен|ухудшен|снижен|рост", text, re.IGNORECASE) is None
    assert f"по 1{S}сравнимому показателю не выходят за пределы случайных колебаний" in text


def test_a_rise_of_an_indicator_better_low_is_called_worse() -> None:
    text = conclusions(
        build.line({2022: build.value(60, 100), 2023: build.value(80, 100)}, direction="lower")
    )
    assert "ухудшение" in text
    assert "улучшение" not in text


def test_context_is_never_judged() -> None:
    text = conclusions(
        build.line({2022: build.value(60, 100), 2023: build.value(90, 100)}, direction="context")
    )
    assert re.search("улучшен|ухудшен", text) is None


def test_only_plans_missed_for_certain_are_named_as_farthest() -> None:
    sure = build.plan(90.0, verdict="not_met", gap=-15.0)
    doubtful = dataclasses.replace(sure, certain=False)
    values = {2023: build.value(45, 60)}
    named = conclusions(build.line(values, plans={2023: (sure,)}, title_ru="Первый"))
    assert (
        f"Дальше всего от плана: «Первый» (75,0{S}% при плане не менее 90{S}%, отклонение −15,0{S}п.п.)"
        in named
    )
    assert "Дальше всего" not in conclusions(build.line(values, plans={2023: (doubtful,)}))


def test_plans_are_counted_by_section_of_the_programme() -> None:
    first, second, *_ = wording.conclusions(build.report())
    # Targets: ГИА-9 45/60 < 90, extra education 75.3 >= 75, vacancy 4.6 <= 5, network 90 >= 90,
    # tutoring 80.6 >= 80, resource centres 5 < 10; thresholds: extra education, register and growth.
    assert first.startswith("Целевые показатели раздела III программы: достигнуто 4 из 6, не достигнуто 2.")
    assert second.startswith(
        "Показатели мониторинга с порогом (раздел VIII): достигнуто 1 из 4, не достигнуто 2, нет данных по 1."
    )


def test_a_year_without_plans_says_so() -> None:
    bare = build.report(indicators=(build.line({2023: build.value(45, 60)}),), not_held=())
    assert wording.conclusions(bare)[0] == (
        "Целевые показатели раздела III программы: на этот год планов нет."
    )


def test_conclusions_are_two_to_six(year_report: Report) -> None:
    assert 2 <= len(wording.conclusions(year_report)) <= 6


@pytest.fixture
def year_report() -> Report:
    return build.report()


def test_files_are_counted_once_however_many_forms_they_hold() -> None:
    first = build.report().sources[0]
    rows = summary.count_rows([first, dataclasses.replace(first, form="contingent"), *build.report().sources])
    # 25 files, one of them rejected; rows: 100..124 without 107, and the first file's 100 twice more.
    assert (rows.files, rows.files_accepted) == (25, 24)
    assert rows.rows_read == sum(range(100, 125)) - 107 + 200
    assert (rows.rows_quarantined, rows.rows_accepted) == (1, rows.rows_read - 1)


def test_files_with_most_errors_come_first(year_report: Report) -> None:
    files = summary.count_files(year_report.findings)
    # 30 findings over 4 files in turn, the first 12 are errors: 3 errors each; 8, 8, 7 and 7 findings.
    assert [(each.errors, each.warnings) for each in files] == [(3, 5), (3, 5), (3, 4), (3, 4)]


def test_rules_are_counted_errors_first(year_report: Report) -> None:
    assert [(each.rule_id, each.count) for each in summary.count_rules(year_report.findings)] == [
        ("C001", 12),
        ("B001", 18),
    ]


def test_a_school_is_named_only_when_its_whole_interval_misses_the_plan() -> None:
    indicator = build.line({2023: build.value(45, 60)}, plans={2023: (build.plan(90.0),)})

    def named(value: object) -> int:
        school = dataclasses.replace(
            build.report().schools[0],
            programme_group="adverse",
            values={"gia9_pass_share": value},  # type: ignore[dict-item]
        )
        return len(summary.reasons_to_act(build.report(indicators=(indicator,), schools=(school,))))

    # Wilson: 65/100 reaches up to 73.6, 5/5 is small, 27/30 = 90 contains the plan.
    assert named(build.value(65, 100)) == 1
    assert named(build.value(27, 30)) == 0
    assert named(build.value(1, 5)) == 0
    assert named(build.missing()) == 0


def test_a_school_outside_the_programme_is_not_named() -> None:
    indicator = build.line({2023: build.value(45, 60)}, plans={2023: (build.plan(90.0),)})
    school = dataclasses.replace(
        build.report().schools[0], programme_group=None, values={"gia9_pass_share": build.value(65, 100)}
    )
    assert summary.reasons_to_act(build.report(indicators=(indicator,), schools=(school,))) == ()


def test_the_target_is_looked_at_before_the_threshold() -> None:
    plans = (build.plan(100.0, kind="monitoring"), build.plan(75.0))
    chosen = summary.reference_plan(build.line({}, plans={2023: plans}), 2023)
    assert chosen is not None
    assert chosen.target == 75.0
    assert summary.reference_plan(build.line({}), 2023) is None


def test_a_difference_has_points_only_where_the_unit_is_a_percent() -> None:
    share, mark = build.line({}), build.line({}, unit="mark", decimals=2)
    gap = build.line({}, unit="points")
    assert wording.difference_text(share, -1.42, with_unit=True) == f"−1,4{S}п.п."
    assert wording.difference_text(gap, 2.0, with_unit=True) == f"+2,0{S}п.п."
    assert wording.difference_text(mark, 0.165, with_unit=True) == "+0,17"
    assert wording.difference_text(share, None, with_unit=True) == "—"
