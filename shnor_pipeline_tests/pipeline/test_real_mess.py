"""What files of schools and regions really contain (contract, section 3), a case each."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import load_workbook

from shnor_pipeline_tests import builders as b
from shnor_pipeline_tests.layout_builders import PROTOCOL, said, said_at, send, take_in

EXPORT = "Проведение работы по математике, 4 класс. ВПР 2021.xlsx"
GOOD = b.pupil("163001", "Иванов", "Математика", 5)
OLYMPIAN = ("школьный", "Математика", "МБОУ СОШ №1", "Иванов", "Пётр")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return b.home(tmp_path / "home")


def exported(*pupils: dict[str, Any]) -> list[tuple]:
    """Rows of a pupil-level export; facts by name, the rest is an ordinary pupil."""
    usual = {"login": "sch163001", "mark": 4, "gender": "м", "label": "4а", "variant": 1, "score": 10}
    rows = []
    for number, facts in enumerate(pupils, start=1):
        it = usual | facts
        head = (it["login"], "город Бавлы", number, it.get("code", 40000 + number))
        rows.append((*head, it["mark"], it["gender"], it["label"], it["variant"], it["score"], "X"))
    return [b.VPR_EXPORT, *rows]


def results(home: Path) -> pd.DataFrame:
    return take_in(home).tables["vpr_result"].sort_values("source_row")


# marks, classes, scores of the exports


@pytest.mark.parametrize("cell", ["нет отметки", "н/а", "*", 1, 6, 8, 12, "ж", "М", "", None])
def test_what_is_no_mark_of_the_journal_becomes_none(home: Path, cell: Any) -> None:
    send(home, EXPORT, Лист1=exported({"mark": cell}))
    intake = take_in(home)
    row = intake.tables["vpr_result"].iloc[0]
    assert pd.isna(row["journal_mark"])
    assert row["mark"] == 4
    assert said(intake) == []


@pytest.mark.parametrize("cell", ["\xa04", "4\xa0", " 4 ", "4", 4, 4.0])
def test_a_mark_padded_with_no_break_spaces_is_a_mark(home: Path, cell: Any) -> None:
    send(home, EXPORT, Лист1=exported({"mark": cell}))
    assert results(home)["journal_mark"].tolist() == [4]


@pytest.mark.parametrize(
    ("label", "letter"),
    [
        *(
            ("4а", "А"),
            ("4А", "А"),
            ("4 «а»", "А"),
            ("4", ""),
            (4, ""),
            ("нет", ""),
            ("Нет", ""),
            ("НЕТ", ""),
        ),
        *(("Ш", ""), ("", ""), ("4A", "А"), ("4B", "В"), ("4c", "С"), ("4D", "D")),
    ],
)
def test_a_class_is_written_in_every_form(home: Path, label: Any, letter: str) -> None:
    send(home, EXPORT, Лист1=exported({"label": label}))
    row = results(home).iloc[0]
    assert (row["grade"], row["class_letter"]) == (4, letter)


def test_a_latin_and_a_cyrillic_letter_are_one_class(home: Path) -> None:
    rows = [("163001", grade, 20, 0, 0, 20) for grade in ("9А", "9A")]
    send(home, Лист1=[b.CONTINGENT, *rows])
    assert said(take_in(home)) == [("T001", "A3")]


@pytest.mark.parametrize("label", ["нет", "Ш"])
def test_a_class_cell_without_a_number_is_said_where_the_number_is_needed(home: Path, label: str) -> None:
    send(home, Лист1=[b.CONTINGENT, ("163001", label, 20, 0, 0, 20)])
    assert said(take_in(home)) == [("C002" if label == "нет" else "C001", "B2")]


def test_a_total_above_the_maximum_of_the_work_is_kept_out(home: Path) -> None:
    send(home, EXPORT, Лист1=exported({"score": 20}, {"score": 21}))
    intake = take_in(home)
    assert said(intake) == [("C003", "I3")]
    assert intake.tables["vpr_result"]["mark"].tolist() == [5]


@pytest.mark.parametrize("variant", ["отсутствовал", "Отсутствовала", "н/я", "неявка"])
def test_an_absent_pupil_is_no_participant(home: Path, variant: str) -> None:
    send(home, EXPORT, Лист1=exported({"variant": variant, "score": ""}))
    intake = take_in(home)
    assert intake.tables["vpr_result"]["sat"].tolist() == [False]
    assert said(intake) == []


# schools


def test_different_schools_of_one_name_are_joined_by_login(tmp_path: Path) -> None:
    twins = [(f"s0{n}", "МБОУ СОШ №2", "school", "town", f"16300{n}") for n in (1, 2)]
    home = b.home(tmp_path / "home", twins)
    rows = [(f"edu16300{n}", "МБОУ СОШ №2", *GOOD[2:]) for n in (1, 2)]
    send(home, Лист1=[b.OGE, *rows, ("", "МБОУ СОШ №2", *GOOD[2:])])
    intake = take_in(home)
    assert sorted(intake.tables["exam_result"]["school_id"]) == ["s01", "s02"]
    assert said(intake) == [("C006", "B4")]


def test_a_login_keeps_its_digits_when_its_prefix_changes(home: Path) -> None:
    rows = [(login, *GOOD[1:6], subject, *GOOD[7:]) for login, subject in LOGINS]
    send(home, Лист1=[b.OGE, *rows])
    intake = take_in(home)
    assert set(intake.tables["exam_result"]["school_id"]) == {"s01"}
    assert len(intake.tables["exam_result"]) == len(LOGINS)


LOGINS = [("sch163001", "Физика"), ("edu163001", "Химия"), ("EDU163001", "История"), (163001, "Биология")]

# sheets and headers


def test_several_sheets_of_one_form_are_one_table(home: Path) -> None:
    other = b.pupil("163002", "Петров", "Физика", 4)
    send(home, Математика=[b.OGE, GOOD], Физика=[["Физика"], b.OGE, other])
    table = take_in(home).tables["exam_result"]
    places = table[["source_sheet", "source_row"]].to_numpy().tolist()
    assert sorted(places) == [["Математика", 2], ["Физика", 3]]


def test_several_forms_stand_in_one_workbook(home: Path) -> None:
    contingent = [b.CONTINGENT, ("163001", 9, 20, 0, 0, 20)]
    send(home, Результаты=[b.OGE, GOOD], Контингент=contingent)
    assert take_in(home).source_files["form"].tolist() == ["contingent", "oge"]


def test_a_header_merged_over_two_rows_is_read(home: Path) -> None:
    upper = ("Код ОО", "Класс", "Обучающихся", None, "Движение", None)
    lower = (None, None, "на начало года", "на конец года", "Прибыло", "Выбыло")
    path = send(home, Лист1=[["Движение обучающихся"], upper, lower, ("163001", 9, 20, 21, 1, 0)])
    book = load_workbook(path)
    for merged in ("A1:F1", "A2:A3", "B2:B3", "C2:D2", "E2:F2"):
        book["Лист1"].merge_cells(merged)
    book.save(path)
    intake = take_in(home)
    row = intake.tables["enrollment"].iloc[0]
    assert (row["pupils_start"], row["pupils_end"], row["arrived"], row["source_row"]) == (20, 21, 1, 4)
    assert said(intake) == []


@pytest.mark.parametrize("row", [1, 14, 30])
def test_a_header_is_found_down_to_row_30(home: Path, row: int) -> None:
    send(home, Лист1=[*[["Приложение"]] * (row - 1), b.OGE, GOOD])
    assert take_in(home).tables["exam_result"]["source_row"].tolist() == [row + 1]


def test_a_header_in_row_31_is_not_found_and_said(home: Path) -> None:
    send(home, Лист1=[*[["Приложение"]] * 30, b.OGE, GOOD])
    intake = take_in(home)
    assert said(intake) == [("F004", None)]
    assert intake.source_files["status"].tolist() == ["unrecognised"]


@pytest.mark.parametrize(
    "header",
    [
        (
            "Код\nОО",
            "КЛАСС",
            "Обучающихся\xa0на начало года",
            " Прибыло ",
            "ВЫБЫЛО",
            "Обучающихся на конец\r\nгода",
        ),
        (
            "«Код ОО»",
            '"Класс"',
            "Обучающихся  на  начало  года",
            "Прибыло",
            "Выбыло",
            "Обучающихся на конец года",
        ),
    ],
)
def test_breaks_spaces_case_and_quotes_in_a_header_do_not_matter(home: Path, header: tuple) -> None:
    send(home, Лист1=[header, ("163001", 9, 20, 0, 0, 20)])
    assert said(take_in(home)) == []


@pytest.mark.parametrize("dash", ["-", "–", "—", "‑", "−"])
def test_the_kind_of_dash_in_a_header_does_not_matter(home: Path, dash: str) -> None:
    header = ("Код ОО", "Класс", f"Классов{dash}комплектов", *b.CONTINGENT[2:])
    send(home, Лист1=[header, ("163001", 9, 1, 20, 0, 0, 20)])
    assert said(take_in(home)) == []


@pytest.mark.parametrize("yo", ["На профилактическом учёте", "На профилактическом учете"])
def test_the_dots_of_yo_in_a_header_do_not_matter(home: Path, yo: str) -> None:
    header = tuple(yo if text.startswith("На проф") else text for text in b.PASSPORT)
    send(home, Лист1=[header, ("163001", 100, 10, 10, 10, 1, 2, 50)])
    assert said(take_in(home)) == []


# rows that are no data


@pytest.mark.parametrize(
    "row",
    [
        *(("Итого", "", 1, 2), ("ИТОГО:", "", 1), ("", "Всего по школам", 5), ("Свод", 1), ("По району", 1)),
        *(
            ("", "", "итого по классу", 3),
            tuple(range(1, 11)),
            tuple(map(str, range(1, 11))),
            (),
            ("  ", "\xa0"),
        ),
    ],
)
def test_totals_column_numbers_and_blank_rows_are_no_data(home: Path, row: tuple) -> None:
    send(home, Лист1=[b.OGE, row, GOOD])
    intake = take_in(home)
    assert intake.source_files["rows_read"].tolist() == [1]
    assert said(intake) == []


# words in the place of numbers


@pytest.mark.parametrize("word", ["н/я", "Н/Я", "неявка", "отсутствовал", "не явился"])
@pytest.mark.parametrize("column", ["result", "status"])
def test_who_did_not_come_is_kept_and_no_participant(home: Path, word: str, column: str) -> None:
    result, status = (word, "") if column == "result" else ("", word)
    send(home, Лист1=[b.OGE, b.pupil("163001", "Иванов", "Математика", result, status)])
    intake = take_in(home)
    assert intake.tables["exam_result"]["sat"].tolist() == [False]
    assert intake.tables["exam_result"]["mark"].isna().all()
    assert said(intake) == []


@pytest.mark.parametrize("word", ["-", "–", "х", "Х", "x", "нет данных", "Нет данных", "", None])
def test_a_word_for_nothing_is_missing_and_never_zero(home: Path, word: str | None) -> None:
    send(home, Лист1=[b.CONTINGENT, ("163001", 9, 20, word, word, 20), ("163001", 10, word, 0, 0, 20)])
    intake = take_in(home)
    assert intake.tables["enrollment"][["arrived", "departed"]].isna().to_numpy().tolist() == [[True, True]]
    assert said(intake) == [("C002", "C3")]


@pytest.mark.parametrize("cell", ["<5", "< 5", "<\xa05", "<3"])
def test_a_suppressed_number_stays_unknown(home: Path, cell: str) -> None:
    send(home, Лист1=[b.CONTINGENT, ("163001", 9, cell, 0, 0, 20), ("163001", 10, 20, cell, 0, 20)])
    intake = take_in(home)
    assert said(intake) == [("C004", "C2")]
    assert intake.tables["enrollment"]["arrived"].isna().tolist() == [True]


@pytest.mark.parametrize(
    ("cell", "percent"), [("43,4 %", 43.4), ("43.4", 43.4), ("43,4%", 43.4), (43.4, 43.4)]
)
def test_a_percent_is_written_in_many_ways(home: Path, cell: Any, percent: float) -> None:
    header = (*b.VSOSH[:-1], "%", b.VSOSH[-1])
    send(home, Лист1=[header, (*OLYMPIAN, 9, 9, 20, cell, "участник")])
    assert take_in(home).tables["olympiad_result"]["percent"].tolist() == [percent]


def test_a_percent_cell_holds_a_fraction(home: Path) -> None:
    header = (*b.VSOSH[:-1], "%", b.VSOSH[-1])
    rows = [
        (*OLYMPIAN[:3], name, "Пётр", 9, 9, 20, cell, "участник") for name, cell in (("А", 0.434), ("Б", 1))
    ]
    path = send(home, Лист1=[header, *rows])
    book = load_workbook(path)
    for cell in ("I2", "I3"):
        book["Лист1"][cell].number_format = "0.0%"
    book.save(path)
    table = take_in(home).tables["olympiad_result"].sort_values("source_row")
    assert table["percent"].tolist() == pytest.approx([43.4, 100])


# two sources of one thing


def test_pupils_prevail_over_the_aggregate_and_a_difference_is_said(home: Path) -> None:
    send(home, EXPORT, Лист1=exported({}, {}))
    send(home, "свод.xlsx", Лист1=[b.VPR_MARKS, ("163001", "", 4, "Математика", 3, 0, 1, 1, 1)])
    intake = take_in(home)
    assert intake.tables["vpr_marks"]["superseded"].tolist() == [True]
    assert said_at(intake) == [("B005", "Лист1", "E2")]
    assert "в сводной таблице 3, а в поимённых результатах 2" in intake.findings["message_ru"].iloc[0]


def test_pupils_and_an_aggregate_that_agree_say_nothing(home: Path) -> None:
    send(home, EXPORT, Лист1=exported({}, {}))
    send(home, "свод.xlsx", Лист1=[b.VPR_MARKS, ("163001", "", 4, "Математика", 2, 0, 0, 2, 0)])
    intake = take_in(home)
    assert intake.tables["vpr_marks"]["superseded"].tolist() == [True]
    assert said(intake) == []


@pytest.mark.parametrize(("stated", "rules"), [(24, []), (36, [("B001", "E2")]), ("", [])])
def test_the_official_minimum_prevails(home: Path, stated: Any, rules: list[tuple[str, str]]) -> None:
    send(home, Лист1=[b.EGE, ("163001", "1", "Русский язык", 24, stated, "")])
    intake = take_in(home)
    assert intake.tables["exam_result"][["minimum", "passed"]].to_numpy().tolist() == [[24, True]]
    assert said(intake) == rules


def test_a_pass_score_goes_by_the_grade_competed_for(home: Path) -> None:
    # 20 points are needed in grade 9; grade 8 has no pass score in the list
    pupil = OLYMPIAN[:3]
    rows = [
        (*pupil, "А", "Пётр", 9, 8, 20, "участник"),
        (*pupil, "Б", "Пётр", 8, 9, 20, "участник"),
        (*pupil, "В", "Пётр", "", 9, 20, "участник"),
    ]
    send(home, Лист1=[b.VSOSH, *rows])
    intake = take_in(home)
    table = intake.tables["olympiad_result"].sort_values("source_row")
    assert table["passed_threshold"].tolist() == [True, pd.NA, True]
    # who studies in grade 9 competes for it or for an older one
    assert said(intake) == [("B004", "B3"), ("R014", "F3")]


def test_a_jury_protocol_goes_by_the_grade_competed_for_too(home: Path) -> None:
    row = ("Математика", "МБОУ СОШ №1", "1", "А", "Пётр", "", 9, 8, 20, 0.5, "участник")
    send(home, Лист1=[["Школьный этап"], PROTOCOL, row])
    assert take_in(home).tables["olympiad_result"]["passed_threshold"].tolist() == [True]
