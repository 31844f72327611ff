"""The memo as a Word document, read back with python-docx."""

import io
import re
import zipfile
from functools import cache
from typing import Any

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from shnor_pipeline.reporting.memo import render_memo
from shnor_pipeline_tests import evidence_builders as facts
from shnor_pipeline_tests import report_builders as build

S = "\u00a0"


@cache
def memo(**other: Any) -> Any:
    return Document(io.BytesIO(render_memo(build.report(**other))))


@cache
def full() -> Any:
    return memo(evidence=facts.evidence())


def text_of(document: Any) -> str:
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def table_after(document: Any, caption: str) -> list[list[str]]:
    body = list(document.element.body)
    paragraph = next(
        each for each in document.paragraphs if each.style.name == "Caption" and caption in each.text
    )
    following = body[body.index(paragraph._p) + 1]
    table = next(each for each in document.tables if each._tbl is following)
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_the_same_report_gives_the_same_bytes() -> None:
    assert render_memo(build.report()) == render_memo(build.report())


def test_the_page_is_that_of_an_office_document() -> None:
    for section in memo().sections:
        wide = section.orientation == WD_ORIENT.LANDSCAPE
        size = (section.page_width.mm, section.page_height.mm)
        assert [round(side) for side in size] == ([297, 210] if wide else [210, 297])
        margins = (section.left_margin, section.right_margin, section.top_margin, section.bottom_margin)
        assert [round(margin.mm) for margin in margins] == [30, 15, 20, 20]


def test_the_text_is_times_new_roman_14_with_lines_apart() -> None:
    document = memo()
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault"))[0]
    assert defaults.find(qn("w:rFonts")).get(qn("w:ascii")) == "Times New Roman"
    assert defaults.find(qn("w:sz")).get(qn("w:val")) == "28"
    assert defaults.find(qn("w:lang")).get(qn("w:val")) == "ru-RU"
    body = document.styles["Normal"].paragraph_format
    # ГОСТ Р 7.0.97-2016 allows one line to one and a half.
    assert body.line_spacing == 1.2
    assert round(body.first_line_indent.cm, 2) == 1.25


def test_headings_are_those_of_word() -> None:
    headings = [each.text for each in memo().paragraphs if each.style.name == "Heading 1"]
    assert headings == [
        "1. Основание и источники",
        "2. Школы и кластеры",
        "3. Результаты по показателям: план и факт",
        "4. Сравнение с районом и с кластером",
        "5. Кадры",
        "6. Условия",
        "7. Выполнение мероприятий",
        "8. Риски",
        "9. Выявление ШНОР и ШНСУ",
        "10. Эффект программы и разрыв между школами",
        "11. Выводы",
        "12. Адресные рекомендации",
        "13. Проект управленческих решений",
        "14. Замечания к данным",
        "Приложение 1. Прочтения неоднозначных мест программы",
        "Приложение 2. Источники",
    ]


def test_pages_are_numbered_from_the_second_on() -> None:
    document = memo()
    first = document.sections[0]
    assert first.different_first_page_header_footer
    assert "PAGE" not in first.first_page_header._element.xml
    assert "PAGE" in first.header._element.xml
    assert not any(section.different_first_page_header_footer for section in list(document.sections)[1:])


def test_made_up_figures_are_marked_on_every_page() -> None:
    for section in memo().sections:
        assert "Демонстрационные данные" in section.header._element.xml
    assert "Демонстрационные данные" in memo().sections[0].first_page_header._element.xml
    assert text_of(memo()).startswith("Демонстрационные данные: значения вымышлены")


def test_real_figures_carry_no_such_mark() -> None:
    content = render_memo(build.report(demo=False))
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert not any(
            "емонстрационные" in parts.read(name).decode("utf-8", "ignore") for name in parts.namelist()
        )


def test_every_table_repeats_its_head_and_breaks_no_row() -> None:
    tables = full().tables
    # 2 of schools, 3 of indicators, 2 of comparison, staff, conditions, measures, 2 of risks, 2 of
    # identification, effect, order, 3 of faults, readings, 2 of sources; advice to heads and to tutors.
    assert len(tables) == 22 + 2
    for table in tables:
        rows = table._tbl.tr_lst
        assert rows[0].find(qn("w:trPr")).find(qn("w:tblHeader")) is not None
        assert all(row.find(qn("w:trPr")).find(qn("w:cantSplit")) is not None for row in rows)


def kept(row: Any) -> bool:
    """Tell whether all of a row stays on the page of the next."""
    return all(each.paragraph_format.keep_with_next for cell in row.cells for each in cell.paragraphs)


def table_of(document: Any, first_head: str, rows: int) -> Any:
    return next(
        each for each in document.tables if each.cell(0, 0).text == first_head and len(each.rows) == rows + 1
    )


def test_no_row_of_a_long_table_stands_alone() -> None:
    # 25 files under a head: the first stays with the second, the last but one with the last
    rows = table_of(memo(), "Файл", 25).rows
    assert [number for number, row in enumerate(rows) if kept(row)] == [1, 24, 25]


def test_a_short_table_stays_whole_with_its_note() -> None:
    finding = build.report().findings[0]
    document = memo(findings=(finding,) * 3, corrections=(build.correction(),))
    assert all(map(kept, table_of(document, "Файл, лист и ячейка", 1).rows[1:]))


def test_signatures_stand_below_something_of_the_note() -> None:
    document = memo()
    first = next(n for n, each in enumerate(document.paragraphs) if each.text.startswith("Руководитель"))
    assert document.paragraphs[first - 1].paragraph_format.keep_with_next


def test_tables_are_captioned_and_numbered_by_a_field() -> None:
    document = full()
    captions = [each.text for each in document.paragraphs if each.style.name == "Caption"]
    # The instruction of the field stands in the text of no run.
    assert captions[0] == f"Таблица{S}1 — Кластеры школ"
    assert captions[1] == f"Таблица{S}2 — Школы, включённые в программу"
    assert captions[2] == f"Таблица{S}3 — Целевые показатели (раздел III программы), 2023 год"
    for label, count in (("Таблица", len(document.tables)), ("Рисунок", len(document.inline_shapes))):
        numbers = [each.split(S)[1].split(" ")[0] for each in captions if each.startswith(label)]
        assert numbers == [str(number) for number in range(1, count + 1)]
        assert f"SEQ {label}" in document.element.xml


def test_a_row_gives_plan_fact_parts_change_and_verdict() -> None:
    head, first, *_ = table_after(memo(), "Целевые показатели (раздел III")
    assert head == [
        *("№", "Показатель, пункт программы", "План", "2018", "2019", "2020", "2021", "2022"),
        *("2023, отчётный год", "К 2022 году", "Вывод"),
    ]
    # 50/60, 51/60, not held, 198/201, 190/200, 45/60; 75 - 95.
    assert first == [
        "1",
        "Доля обучающихся, успешно прошедших ГИА-9\nIII, целевой показатель 10; школы программы",
        f"≥{S}90",
        "83,3",
        "85,0",
        "не проводилась",
        "98,5",
        "95,0",
        "75,0\n45 из 60",
        f"−20,0{S}п.п.",
        "не достигнут",
    ]


def test_a_verdict_that_chance_could_turn_is_called_unreliable() -> None:
    rows = table_after(memo(), "Целевые показатели (раздел III")
    # 141 of 175 is 80.6 % with an interval of 74 to 86: the plan of 80 lies inside.
    assert rows[5][-1] == "достигнут\nвывод ненадёжен"
    assert "Вывод ненадёжен, если план лежит внутри 95-процентного интервала" in text_of(memo())


def test_an_indicator_with_two_plans_stands_in_both_tables() -> None:
    targets = table_after(memo(), "Целевые показатели (раздел III")
    thresholds = table_after(memo(), "Показатели мониторинга с порогом (раздел VIII")
    # 1400 of 1860 is 75.3 %: the target of 75 is met, the threshold of 100 is not.
    assert (targets[2][2], targets[2][-1].split("\n")[0]) == (f"≥{S}75", "достигнут")
    assert (thresholds[1][2], thresholds[1][-1]) == (f"≥{S}100", "не достигнут")


def test_small_samples_and_missing_schools_are_marked() -> None:
    rows = table_after(memo(), "Показатели без плана на отчётный год")
    by_title = {row[1].split("\n")[0]: row for row in rows}
    # 3 of 7 is 42.857; 9876 / 168 is 58.786.
    assert by_title["Доля призёров и победителей муниципального этапа ВсОШ"][7] == "42,9*\n3 из 7"
    assert by_title["Средний балл ЕГЭ"][7] == f"58,8\n9{S}876 из 168\nпо{S}5 из{S}6{S}школ"
    assert "* Малая выборка" in text_of(memo())


def test_a_program_can_find_the_row_of_an_indicator() -> None:
    marks = set(re.findall(r'w:name="_(\w+)"', memo().element.xml))
    assert {"target_gia9_pass_share", "monitoring_vpr_pass_share", "context_ege_mean_score"} <= marks
    assert all(len(mark) < 40 for mark in marks)


def test_the_chart_has_a_text_for_those_who_do_not_see_it() -> None:
    (picture,) = memo().inline_shapes
    assert all(each._inline.docPr.get("descr") for each in full().inline_shapes)
    assert "Доля обучающихся, успешно прошедших ГИА-9: 75,0" in picture._inline.docPr.get("descr")


def test_files_rows_and_hashes_are_named() -> None:
    rows = table_after(memo(), "Файлы отчётного года")
    assert len(rows) == 26
    assert [row[1] for row in (rows[4], rows[8])] == ["102 из 103", "0 из 0; отклонён"]
    # First twelve hex digits of the SHA-256 of «0».
    assert rows[1][2] == "5feceb66ffc8"
    # 24 files of 100 to 124 rows but 107; one row of them quarantined.
    forms = table_after(memo(), "Формы отчётного года")
    assert forms[1:] == [
        ["Кадры", "24", f"2{S}693", f"2{S}692", "1"],
        ["Форма не распознана", "1", "0", "0", "0"],
    ]


def test_findings_are_told_with_file_sheet_and_cell() -> None:
    rows = table_after(memo(), "Примеры замечаний")
    assert len(rows) == 9
    assert rows[2][0] == "2023/ГИА/ОГЭ-2023 часть 1.xlsx\nлист «Математика», ячейка J11"
    assert rows[1][0].endswith("файл целиком")


def test_a_report_with_nothing_in_it_is_still_a_memo() -> None:
    empty = build.report(indicators=(), schools=(), findings=(), sources=(), readings=(), not_held=())
    document = Document(io.BytesIO(render_memo(empty)))
    assert "Замечаний к данным отчётного года нет." in text_of(document)


def test_signs_that_xml_forbids_do_not_stop_the_memo() -> None:
    finding = build.report().findings[0]
    hostile = type(finding)(
        **{name: getattr(finding, name) for name in finding.__dataclass_fields__}
        | {"message_ru": "<w:p> & \x0b", "file": "a\x00.xlsx"}
    )
    document = Document(io.BytesIO(render_memo(build.report(findings=(hostile,)))))
    assert table_after(document, "Места замечаний")[1][1] == "<w:p> & �\nC001"


def test_properties_name_no_author_and_no_day() -> None:
    properties = memo().core_properties
    assert (properties.author, properties.last_modified_by, properties.language) == ("", "", "ru-RU")
    assert properties.created.year == properties.modified.year == 1980


@pytest.mark.parametrize("word", ["рейтинг", "место в", "лучш", "худш"])
def test_schools_are_never_ordered_by_results(word: str) -> None:
    content = "".join(memo().element.itertext()).lower()
    assert word not in content.replace("улучшение", "").replace("ухудшение", "")


def test_corrections_stand_in_the_memo_with_decision_and_what_came_of_them() -> None:
    document = memo(corrections=build.CORRECTIONS)
    headings = [each.text for each in document.paragraphs if each.style.name == "Heading 1"]
    assert headings[13:15] == ["14. Замечания к данным", "15. Исправления по решению"]
    assert f"внесено 3{S}исправления; не внесено 2 (причины" in text_of(document)
    rows = table_after(document, "Исправленные значения")
    assert rows[0] == ["Файл, лист и ячейка", "Было", "Стало", "Основание", "Кто решил"]
    assert "лист «Кадры», ячейка P10, «Год последних курсов»" in rows[1][0]
    assert rows[1][1:] == [
        "2020",
        "2019\nвнесено",
        f"приказ{S}№{S}57-о от{S}12.04.2023\nсверено с удостоверением",
        "методист отдела образования",
    ]
    assert rows[3][1] == "пусто"
    assert rows[3][3].startswith(f"приказ{S}№{S}58 от")
    assert rows[4][2].endswith("не внесено: в ячейке стоит другое значение")
    assert rows[5][0] == "форма «Контингент»\n«Прибыло»"


def test_a_long_ledger_is_cut_in_the_memo() -> None:
    document = memo(corrections=tuple(build.correction(line) for line in range(2, 30)))
    assert len(table_after(document, "Исправленные значения (первые 20)")) == 21
    assert "листе «Исправления» книги monitoring.xlsx" in text_of(document)


def test_without_corrections_the_memo_does_not_speak_of_them() -> None:
    assert "Исправления" not in text_of(memo())


def test_the_contents_name_every_section_and_point_to_its_page() -> None:
    document = full()
    headings = [each.text for each in document.paragraphs if each.style.name == "Heading 1"]
    lines = [each for each in document.paragraphs if each.style.name == "toc 1"]
    names = re.findall(r"PAGEREF (\S+) ", "".join(each._p.xml for each in lines))
    # A line also holds the tab and the sign that stands for a page before the first layout.
    texts = ["".join(each._p.itertext(qn("w:t"))) for each in lines]
    assert texts == [f"{heading}–" for heading in headings]
    marks = [re.findall(r'w:name="(_Toc\d+)"', each._p.xml) for each in document.paragraphs]
    assert [name for found in marks for name in found] == names


def test_a_school_that_surely_differs_from_its_cluster_is_named_with_the_interval() -> None:
    rows = table_after(full(), "Отличия школ программы от своего кластера")
    # The interval of the other school covers zero, so only one of two is named.
    assert len(rows) == 2
    assert rows[1][3] == "90,0\n270 из 300"
    assert rows[1][4] == "−30,0\nот −44,0 до −17,0"
    assert (
        "выше остальных школ кластера – 0, ниже – 1, отличие не выходит за пределы случайного – 1."
        in text_of(full())
    )


def test_measures_are_told_with_plan_fact_document_and_what_is_late() -> None:
    rows = table_after(full(), "План и факт мероприятий")
    # The measure without a plan for the year has no row.
    assert [row[0] for row in rows[1:]] == ["X 4.1", "X 4.2", "X 4.6"]
    assert rows[2][2:5] == ["4", "1", "25"]
    assert rows[3][3:] == ["нет сведений", "—", "—"]
    assert "X 4.2 (выполнено не полностью); X 4.6 (нет сведений)" in text_of(full())


def test_identification_says_how_sure_it_is() -> None:
    rows = {row[0]: row for row in table_after(full(), "Признаки школ и надёжность вывода")}
    names = {school.school_id: school.name_short for school in build.report().schools}
    assert rows[names["s01"]][1:] == [
        "14, 3",
        "да\nнесколько процедур; повторно\nмалая выборка",
        f"41{S}%",
        "2",
        "нет\n52,3",
    ]
    assert rows[names["s02"]][5] == "да\n38,5"
    # Of the two only the first has a chance of error of a fifth or more.
    text = text_of(full())
    assert "имеют 2 из 20" in text
    assert f"ненадёжны (вероятность ошибки не меньше 20{S}%) 1 из 2, держатся на малой выборке – 1." in text


def test_effect_speaks_of_improvement_only_where_it_is_shown() -> None:
    rows = table_after(full(), "Изменения в школах программы")
    assert [row[4].split("\n")[-1] for row in rows[1:]] == ["улучшение показано", "не показано"]
    assert f"по 2{S}показателям: улучшение сверх ожидаемого показано по 1" in text_of(full())


def test_the_draft_order_names_who_and_by_when() -> None:
    rows = table_after(full(), "Проект приказа")
    told = {row[1].split(":")[0].split(" X")[0]: row[2:] for row in rows[1:]}
    assert told["Утвердить аналитическую справку за 2022/2023 учебный год."][0] == "МКУ «ОО БМР РТ»"
    late = [row for row in rows if row[1].startswith("Выполнить мероприятия")]
    assert [row[2] for row in late] == ["тьюторы", "МКУ «ОО БМР РТ»"]
    # No step of the road map ends after 2023: the term is left to the head of the office.
    assert all("20___ г." in row[3] for row in late)


def test_terms_of_the_order_come_from_the_next_step_of_the_road_map() -> None:
    steps = (facts.step("промежуточный", "2023-06-30"), facts.step("итоговый", "2024-06-28"))
    rows = table_after(memo(evidence=facts.evidence(steps=steps)), "Проект приказа")
    late = [row for row in rows if row[1].startswith("Выполнить мероприятия")]
    assert {row[3] for row in late} == {"до 28.06.2024 (итоговый мониторинг)"}


def test_faults_are_told_by_school() -> None:
    rows = table_after(full(), "Замечания по школам")
    names = {school.school_id: school.name_short for school in build.report().schools}
    # The third school has no fault and is not named.
    assert rows[1:] == [[names["s01"], "2", "0", "1", "—"], [names["s02"], "0", "0", "0", "Кадры"]]


def test_only_readings_of_judged_indicators_stand_in_the_memo() -> None:
    assert len(table_after(full(), "Прочтения показателей")) == 2


def test_decisions_about_schools_stand_in_the_memo() -> None:
    document = memo(evidence=facts.evidence(overrides=(facts.override(),)))
    rows = table_after(document, "Решения о признаках школ")
    assert rows[1][1:4] == ["низкие результаты", "да", "нет\nприменено"]
    assert rows[1][4].startswith(f"приказ{S}№{S}61-о от{S}15.05.2023")


def test_the_whole_memo_is_the_same_twice() -> None:
    first, second = (render_memo(build.report(evidence=facts.evidence())) for _ in range(2))
    assert first == second
