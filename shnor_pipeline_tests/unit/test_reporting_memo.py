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
from shnor_pipeline_tests import report_builders as build

S = "\u00a0"


@cache
def memo(**other: Any) -> Any:
    return Document(io.BytesIO(render_memo(build.report(**other))))


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


def test_the_text_is_times_new_roman_14_at_one_and_a_half_lines() -> None:
    document = memo()
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault"))[0]
    assert defaults.find(qn("w:rFonts")).get(qn("w:ascii")) == "Times New Roman"
    assert defaults.find(qn("w:sz")).get(qn("w:val")) == "28"
    assert defaults.find(qn("w:lang")).get(qn("w:val")) == "ru-RU"
    body = document.styles["Normal"].paragraph_format
    assert body.line_spacing == 1.5
    assert round(body.first_line_indent.cm, 2) == 1.25


def test_headings_are_those_of_word() -> None:
    headings = [each.text for each in memo().paragraphs if each.style.name == "Heading 1"]
    assert headings[:4] == [
        "1. Основание и источники",
        "2. Школы",
        "3. Основные выводы",
        "4. Показатели: план и факт",
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
    tables = memo().tables
    assert len(tables) == 10
    for table in tables:
        rows = table._tbl.tr_lst
        assert rows[0].find(qn("w:trPr")).find(qn("w:tblHeader")) is not None
        assert all(row.find(qn("w:trPr")).find(qn("w:cantSplit")) is not None for row in rows)


def test_tables_are_captioned_and_numbered_by_a_field() -> None:
    captions = [each.text for each in memo().paragraphs if each.style.name == "Caption"]
    # The instruction of the field stands in the text of no run.
    assert captions[0] == f"Таблица{S}1 — Школы, включённые в программу"
    assert captions[1] == f"Таблица{S}2 — Целевые показатели (раздел III программы), 2023 год"
    assert sum(caption.startswith("Таблица") for caption in captions) == 10
    assert "SEQ Таблица" in memo().element.xml


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
    assert rows[5][-1] == "достигнут\nвывод ненадёжен: интервал накрывает план"


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
    assert "Доля обучающихся, успешно прошедших ГИА-9: 75,0" in picture._inline.docPr.get("descr")


def test_files_rows_and_hashes_are_named() -> None:
    rows = table_after(memo(), "Файлы отчётного года")
    assert len(rows) == 26
    assert rows[4][2:6] == ["103", "102", "1", "принят частично"]
    assert rows[8][1] == "не распознана"
    # First twelve hex digits of the SHA-256 of «0».
    assert rows[1][6] == "5feceb66ffc8"


def test_findings_are_told_with_file_sheet_and_cell() -> None:
    rows = table_after(memo(), "Примеры замечаний")
    assert len(rows) == 16
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
    assert table_after(document, "Примеры замечаний")[1][1] == "<w:p> & �\nC001"


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
    assert headings[5:7] == ["6. Замечания к данным", "7. Исправления по решению"]
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
