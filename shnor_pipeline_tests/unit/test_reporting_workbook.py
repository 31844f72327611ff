"""The monitoring workbook, read back with openpyxl."""

import dataclasses
import io
import zipfile
from functools import cache
from typing import Any

import pytest
from openpyxl import load_workbook

from shnor_pipeline.reporting.workbook import render_workbook
from shnor_pipeline_tests import evidence_builders as facts
from shnor_pipeline_tests import report_builders as build

BESIDE = (
    *("Мероприятия", "Выявление", "Процедуры", "Сравнение с кластером", "Эффект программы"),
    *("Рисковый профиль", "Признаки внимания", "Рекомендации", "Динамика"),
)
TABLES = ("План и факт", "Показатели", "Данные школ", "Замечания", "Источники", "Словарь", "Прочтения")
MATRIX = "Школы × показатели"


@cache
def book() -> Any:
    return load_workbook(io.BytesIO(render_workbook(build.report())))


@cache
def full() -> Any:
    return load_workbook(io.BytesIO(render_workbook(build.report(evidence=facts.evidence()))))


def rows(sheet: Any, head: int = 1) -> list[dict[str, Any]]:
    names = [cell.value for cell in sheet[head]]
    return [
        dict(zip(names, (cell.value for cell in row), strict=True))
        for row in sheet.iter_rows(min_row=head + 1)
    ]


def indicator_row(indicator_id: str, year: int) -> dict[str, Any]:
    return next(
        row
        for row in rows(book()["Показатели"])
        if (row["Код показателя"], row["Год"]) == (indicator_id, year)
    )


def test_the_same_report_gives_the_same_bytes() -> None:
    assert render_workbook(build.report()) == render_workbook(build.report())


def test_sheets_stand_in_the_order_of_reading() -> None:
    assert book().sheetnames == [
        *("Титул", "Содержание", "План и факт", "Динамика", "Показатели", MATRIX),
        *("Данные школ", "Рекомендации", "Замечания", "Источники", "Словарь", "Прочтения"),
    ]


def test_what_stands_beside_values_has_sheets_of_its_own() -> None:
    assert full().sheetnames[7:] == [
        *("Мероприятия", "Выявление", "Процедуры", "Сравнение с кластером", "Эффект программы"),
        *("Рисковый профиль", "Признаки внимания", "Рекомендации"),
        *("Замечания", "Источники", "Словарь", "Прочтения"),
    ]


def test_the_contents_link_to_every_other_sheet() -> None:
    sheet = book()["Содержание"]
    links = [row[0].hyperlink.location for row in sheet.iter_rows(min_row=2)]
    assert links == [f"'{name}'!A1" for name in book().sheetnames if name != "Содержание"]


def test_numbers_are_unrounded_numbers_with_formats() -> None:
    row = indicator_row("gia9_pass_share", 2022)
    assert (row["Факт"], row["Числитель"], row["Знаменатель"]) == (95.0, 190, 200)
    assert indicator_row("ege_mean_score", 2023)["Факт"] == pytest.approx(9876 / 168, abs=1e-12)
    sheet = book()["Показатели"]
    facts = {cell.number_format for (cell,) in sheet["G2:G200"] if cell.value is not None}
    assert facts == {"0.0", "0.00"}


def test_a_missing_value_is_an_empty_cell_with_its_reason_beside() -> None:
    not_held = indicator_row("gia9_pass_share", 2020)
    assert (not_held["Факт"], not_held["Состояние данных"]) == (None, "не проводилась")
    assert (not_held["Вывод"], not_held["Надёжность вывода"]) == ("нет данных", None)
    assert indicator_row("competence_growth_share", 2023)["Состояние данных"] == "нет данных"
    assert indicator_row("olympiad_prize_share", 2023)["Состояние данных"] == "малая выборка"
    assert indicator_row("ege_mean_score", 2023)["Состояние данных"] == "данные части школ"


def test_every_plan_of_a_year_has_its_row() -> None:
    found = [
        (row["План"], row["Условие"], row["Отклонение"], row["Вывод"])
        for row in rows(book()["Показатели"])
        if (row["Код показателя"], row["Год"]) == ("extra_education_share", 2023)
    ]
    # 1400 / 1860 = 75.2688...
    assert [(each[0], each[1], each[3]) for each in found] == [
        (75, ">=", "достигнут"),
        (100, ">=", "не достигнут"),
    ]
    assert found[1][2] == pytest.approx(75.268817 - 100, abs=1e-6)


def test_an_uncertain_verdict_says_so() -> None:
    row = indicator_row("tutoring_share", 2023)
    assert row["Надёжность вывода"] == "вывод ненадёжен: интервал накрывает план"
    assert indicator_row("gia9_pass_share", 2023)["Надёжность вывода"] == "надёжен"


def test_each_table_has_a_frozen_filtered_head_that_prints_on_every_page() -> None:
    for name in TABLES:
        sheet = book()[name]
        assert sheet.freeze_panes is not None, name
        assert sheet.freeze_panes.endswith("2"), name
        assert sheet.auto_filter.ref.startswith("A1:"), name
        assert sheet.print_title_rows == "$1:$1", name
    assert (book()[MATRIX].freeze_panes, book()[MATRIX].auto_filter.ref[:3]) == ("B3", "A2:")
    assert (book()[MATRIX].print_title_rows, book()[MATRIX].print_title_cols) == ("$2:$2", "$A:$A")


def test_every_sheet_prints_across_a4_as_wide_as_the_page() -> None:
    for sheet in book().worksheets:
        assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToHeight == 0


def test_no_cells_are_merged() -> None:
    assert all(not sheet.merged_cells.ranges for sheet in book().worksheets)


def test_made_up_figures_are_marked_on_every_sheet() -> None:
    for sheet in book().worksheets:
        assert sheet.oddHeader.center.text == "Демонстрационные данные"
    assert book()["Титул"]["B1"].value.startswith("Демонстрационные данные")
    real: Any = load_workbook(io.BytesIO(render_workbook(build.report(demo=False))))
    assert all(sheet.oddHeader.center.text is None for sheet in real.worksheets)
    assert real["Титул"]["B1"].value == "Мониторинг за 2022/2023 учебный год"


@pytest.mark.parametrize(
    "text", ["=1+1", "+7", "-5", "@SUM(A1)", "=cmd|'/c calc'!A1", "#N/A", "=HYPERLINK(1)"]
)
def test_text_from_a_workbook_never_becomes_a_formula(text: str) -> None:
    finding = dataclasses.replace(build.report().findings[0], value=text, message_ru=text)
    content = render_workbook(build.report(findings=(finding,)))
    cell = load_workbook(io.BytesIO(content))["Замечания"]["G2"]
    assert (cell.value, cell.data_type) == (text, "s")
    if not text.startswith("#"):
        assert cell.quotePrefix
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheets = [name for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
        assert not any(b"<f>" in parts.read(name) for name in sheets)


def test_signs_that_a_workbook_can_not_hold_do_not_stop_it() -> None:
    finding = dataclasses.replace(build.report().findings[0], value="a\x0bb", message_ru="x" * 40_000)
    sheet = load_workbook(io.BytesIO(render_workbook(build.report(findings=(finding,)))))["Замечания"]
    assert sheet["G2"].value == "a�b"
    assert len(sheet["H2"].value) == 32_767


def test_schools_stand_in_rows_by_name_under_codes_and_titles_of_indicators() -> None:
    sheet = book()[MATRIX]
    names = [row[0].value for row in sheet.iter_rows(min_row=3)]
    assert names == [school.name_short for school in build.report().schools]
    assert sheet["H1"].value == "gia9_pass_share"
    assert sheet["H2"].value == "Доля обучающихся, успешно прошедших ГИА-9, %\nплан ≥\u00a090"
    # The first school has 1 of 5, the fifth nothing.
    assert (sheet["H3"].value, sheet["H3"].number_format) == (20.0, "0.0")
    assert sheet["H7"].value is None


def test_only_reliable_values_are_coloured_and_only_against_the_plan() -> None:
    formats = book()[MATRIX].conditional_formatting
    rules = {str(each.sqref).split()[0]: each.rules[0] for each in formats}
    # Schools 1-4 have denominators 5-8, the fifth no value, the sixth 10.
    assert rules["H8"].operator == "lessThan"
    assert rules["H8"].formula == ["90.0"]
    covered = next(str(each.sqref) for each in formats if str(each.sqref).startswith("H8"))
    assert not {"H3", "H4", "H5", "H6", "H7"} & set(covered.split())
    assert {rule.type for rule in rules.values()} == {"cellIs"}
    # Better low: vacancy and register are coloured above their plans.
    assert sorted(rule.operator for rule in rules.values()).count("greaterThan") == 2


def test_values_of_schools_come_with_their_parts() -> None:
    first = rows(book()["Данные школ"])[0]
    assert (first["Код показателя"], first["Факт"]) == ("gia9_pass_share", 20.0)
    assert (first["Числитель"], first["Знаменатель"], first["Состояние данных"]) == (1, 5, "малая выборка")
    assert first["Интервал 95 %, от"] == pytest.approx(3.6224, abs=1e-3)


def test_the_charts_are_native() -> None:
    with zipfile.ZipFile(io.BytesIO(render_workbook(build.report()))) as parts:
        names = sorted(name for name in parts.namelist() if name.startswith("xl/charts/"))
    assert names == ["xl/charts/chart1.xml", "xl/charts/chart2.xml"]


def test_the_dictionary_defines_every_indicator() -> None:
    defined = rows(book()["Словарь"])
    assert [row["Код показателя"] for row in defined] == [each[0] for each in build.INDICATORS]
    assert defined[0]["Числитель"] == "сдавшие"
    assert defined[2]["Лучше, когда"] == "меньше"


def test_a_report_with_nothing_in_it_is_still_a_workbook() -> None:
    empty = build.report(indicators=(), schools=(), findings=(), sources=(), readings=(), not_held=())
    assert load_workbook(io.BytesIO(render_workbook(empty))).sheetnames[0] == "Титул"


def test_properties_name_no_author_and_no_day() -> None:
    properties = book().properties
    assert (properties.creator or "", properties.lastModifiedBy or "") == ("", "")
    assert properties.created.year == properties.modified.year == 1980


def test_corrections_have_a_sheet_when_there_are_any() -> None:
    content = render_workbook(build.report(corrections=build.CORRECTIONS))
    corrected = load_workbook(io.BytesIO(content))
    names = corrected.sheetnames
    assert names[names.index("Замечания") + 1] == "Исправления"
    listed = [row[0].value for row in corrected["Содержание"].iter_rows(min_row=2)]
    assert listed == [name for name in names if name != "Содержание"]
    found = rows(corrected["Исправления"])
    assert [row["Строка журнала"] for row in found] == [2, 3, 4, 5, 6]
    assert (found[0]["Лист"], found[0]["Ячейка"], found[0]["Колонка"]) == (
        *("Кадры", "P10"),
        "Год последних курсов",
    )
    assert (found[0]["Было"], found[0]["Стало"], found[0]["Применено ли"]) == ("2020", "2019", "внесено")
    assert (found[1]["Было"], found[2]["Было"], found[4]["Файл"]) == ("•••", None, None)


def test_a_corrected_value_that_looks_like_a_formula_stays_a_text() -> None:
    content = render_workbook(build.report(corrections=(build.correction(new="=1+1"),)))
    cell = load_workbook(io.BytesIO(content))["Исправления"]["G2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_sheets_beside_values_have_a_frozen_filtered_head_too() -> None:
    for name in BESIDE:
        sheet = full()[name]
        assert sheet.freeze_panes.endswith("2"), name
        assert sheet.auto_filter.ref.startswith("A1:"), name
        assert (sheet.print_title_rows, sheet.sheet_properties.pageSetUpPr.fitToPage) == ("$1:$1", True), name
        assert sheet.max_row >= 2, name


def test_an_indicator_stands_in_one_row_over_the_years() -> None:
    first = rows(full()["Динамика"])[0]
    # 50/60, not held in 2020, 190/200, 45/60; the plan of 2023 is 90.
    assert first["2018"] == pytest.approx(83.333333, abs=1e-6)
    assert [first[year] for year in ("2020", "2022", "2023")] == [None, 95.0, 75.0]
    assert (first["План"], first["Условие"], first["Вывод"]) == (90, ">=", "не достигнут")


def test_measures_are_numbers_and_say_what_became_of_them() -> None:
    found = {row["Номер"]: row for row in rows(full()["Мероприятия"])}
    assert (found["X 4.2"]["План"], found["X 4.2"]["Факт"], found["X 4.2"]["Выполнено, %"]) == (4, 1, 25)
    assert [found[each]["Вывод"] for each in ("X 4.1", "X 4.2", "X 4.6", "III 1.1")] == [
        *("выполнено", "выполнено не полностью", "нет сведений", "плана на год нет"),
    ]
    # An empty cell would pass for zero: the third and fourth measure are left out of the colouring.
    (coloured,) = full()["Мероприятия"].conditional_formatting
    assert str(coloured.sqref) == "F2 F3"


def test_identification_is_numbers_with_their_chances() -> None:
    first, second, *_ = rows(full()["Выявление"])
    assert (first["Вероятность ошибки, %"], first["Работ до смены вывода"]) == (41, 2)
    assert (first["ШНОР"], first["Состояние данных"]) == ("да", "малая выборка")
    assert (second["Социальный индекс (неофициальный)"], second["ШНСУ"]) == (38.5, "да")


def test_a_difference_from_the_cluster_is_judged_only_when_it_is_certain() -> None:
    found = [row["Вывод"] for row in rows(full()["Сравнение с кластером"])]
    assert found == ["хуже кластера", "не отличается"]


def test_only_markers_that_were_found_are_listed() -> None:
    assert [row["Предмет"] for row in rows(full()["Признаки внимания"])] == ["математика"]


def test_decisions_about_schools_have_a_sheet_when_there_are_any() -> None:
    content = render_workbook(build.report(evidence=facts.evidence(overrides=(facts.override(),))))
    (decided,) = rows(load_workbook(io.BytesIO(content))["Решения о признаках"])
    assert (decided["По правилу"], decided["Решено"], decided["Приказ"]) == ("да", "нет", "61-о")


def test_the_whole_workbook_is_the_same_twice() -> None:
    first, second = (render_workbook(build.report(evidence=facts.evidence())) for _ in range(2))
    assert first == second
