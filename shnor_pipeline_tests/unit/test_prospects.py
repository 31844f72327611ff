"""Plans beside their trends and schools: what is said of them in memo and workbook."""

import io
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from shnor_pipeline.reporting import prospect_wording as wording
from shnor_pipeline.reporting.evidence import Evidence
from shnor_pipeline.reporting.memo import render_memo
from shnor_pipeline.reporting.model import Report
from shnor_pipeline.reporting.workbook import render_workbook
from shnor_pipeline_tests import evidence_builders as facts
from shnor_pipeline_tests import report_builders as build

S = "\u00a0"


def report(**parts: Any) -> Report:
    return build.report(evidence=Evidence(**parts))


def sheet(name: str, **parts: Any) -> list[dict[str, Any]]:
    table = load_workbook(io.BytesIO(render_workbook(report(**parts))))[name]
    assert (table.freeze_panes, table.auto_filter.ref is None, table.print_area is None) == (
        "C2",
        False,
        False,
    )
    heads = [cell.value for cell in table[1]]
    return [dict(zip(heads, (cell.value for cell in row), strict=True)) for row in table.iter_rows(min_row=2)]


def memo_text(**parts: Any) -> str:
    document: Any = Document(io.BytesIO(render_memo(report(**parts))))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in document.paragraphs), *cells])


@pytest.mark.parametrize(
    ("low", "high", "operator", "outlook"),
    [
        (80.0, 90.0, ">=", "within_reach"),
        (79.9, 90.0, ">=", "open"),
        (60.0, 80.0, ">=", "open"),
        (60.0, 79.9, ">=", "out_of_reach"),
        (60.0, 80.0, "<=", "within_reach"),
        (80.0, 90.0, "<=", "open"),
        (80.1, 90.0, "<=", "out_of_reach"),
        (None, None, ">=", "none"),
    ],
)
def test_a_plan_is_out_of_reach_only_with_the_whole_interval(
    low: float | None, high: float | None, operator: str, outlook: str
) -> None:
    assert facts.prospect(ci_low=low, ci_high=high, operator=operator).outlook == outlook


def test_plans_out_of_reach_stand_in_the_memo_with_their_projection() -> None:
    lines = (facts.prospect(), facts.prospect("vacancy_share", operator="<=", target=5.0, kind="monitoring"))
    text = memo_text(prospects=lines)
    assert "Последних планов программы – 2, из них при нынешнем темпе к 2024 году недостижимых – 1" in text
    assert f"≤{S}5 (2023)" in text
    assert "84,3 (от 70,0 до 98,5)" in text
    assert f"≥{S}80 (2023)" not in text


def test_without_values_of_three_years_the_memo_says_that_there_is_no_projection() -> None:
    nothing = facts.prospect(value=None, ci_low=None, ci_high=None, years_used="2023")
    text = memo_text(prospects=(nothing,))
    assert "Прогноза на 2024 год ещё нет: годовых значений мало." in text
    assert "недостижим" not in text


@pytest.mark.parametrize(
    ("demand", "forgives_nobody"),
    [
        ({"denominator": 10, "needed": 9}, False),
        ({"denominator": 5, "needed": 5}, True),
        ({"denominator": 5, "needed": 5, "target": 100.0}, False),
        ({"operator": "<=", "target": 5.0, "needed": 0}, True),
        ({"denominator": None, "needed": None}, False),
    ],
)
def test_a_plan_below_everyone_may_still_ask_for_everyone(
    demand: dict[str, Any], *, forgives_nobody: bool
) -> None:
    assert facts.demand(**demand).forgives_nobody is forgives_nobody


def test_the_memo_counts_what_plans_ask_of_the_schools_of_the_programme() -> None:
    supported = [each.school_id for each in build.report().schools if each.programme_group]
    first, second = supported[:2]
    lines = (
        facts.demand(first, denominator=5, needed=5, chance=0.59),
        facts.demand(second, denominator=12, needed=11, chance=0.45),
        facts.demand("nobody of the programme", chance=0.1),
    )
    told = wording.demands_sentence(report(attainability=lines))
    assert f"(вероятность меньше 50{S}%), в 1 из 2{S}сочетаний школы и плана" in told
    assert f"а в 1 план ниже 100{S}% выполним только без единого исключения" in told


def test_projections_have_a_sheet_under_the_titles_of_their_table() -> None:
    lines = (facts.prospect(), facts.prospect("vacancy_share", value=None, ci_low=None, ci_high=None))
    first, second = sheet("Прогноз", prospects=lines)
    assert (first["Прогноз, %"], first["Нижняя граница прогноза 95 %"]) == (84.25, 70.0)
    assert (first["Вывод о плане"], first["Последний год программы"]) == ("интервал накрывает план", 2024)
    assert (second["Прогноз, %"], second["Вывод о плане"]) == (None, "прогноза нет")


def test_what_plans_ask_of_schools_has_a_sheet_beside_what_the_schools_have() -> None:
    (row,) = sheet("Достижимость планов", attainability=(facts.demand("s03"),))
    # the third school of the report has 3 of 7 in this indicator
    assert (row["Код школы"], row["Числитель школы, чел."], row["Знаменатель школы, чел."]) == ("s03", 3, 7)
    assert row["Вероятность выполнить план, если истинная доля равна ему, доля от 0 до 1"] == 0.736


def test_contradictions_are_counted_in_the_memo_and_listed_in_the_workbook() -> None:
    lines = (
        facts.contradiction(),
        facts.contradiction(2),
        facts.contradiction(rule_id="S001", title_ru="Сумма"),
    )
    text = memo_text(contradictions=lines)
    assert f"Текст программы противоречит сам себе в 3{S}местах" in text
    assert "«План не хуже базового значения» – 2; «Сумма» – 1" in text
    rows = sheet("Противоречия", contradictions=lines)
    assert [row["Пункты программы"] for row in rows] == [each.clauses for each in lines]
    assert rows[0]["Арифметика"] == "80 > 70 (2019)"


def test_without_such_facts_neither_memo_nor_workbook_speaks_of_them() -> None:
    names = load_workbook(io.BytesIO(render_workbook(build.report()))).sheetnames
    assert not {"Прогноз", "Достижимость планов", "Противоречия"} & set(names)
    assert "противоречит сам себе" not in memo_text()
