"""What becomes of a year's folder: good rows kept, bad ones quarantined, all of them said."""

import json
from pathlib import Path

import pandas as pd
import pytest

from shnor_pipeline import chain
from shnor_pipeline.ingest import Intake
from shnor_pipeline_tests import builders as b

YEAR = 2021


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return b.home(tmp_path / "home")


def take_in(home: Path, year: int = YEAR) -> Intake:
    return chain.take_in_year(b.workspace(home), year)


def send(
    home: Path, *rows: object, header: tuple[str, ...] = b.OGE, name: str = "a.xlsx", year: int = YEAR
) -> Path:
    return b.workbook(home / "inbox" / str(year) / name, Лист1=[header, *rows])


def said(intake: Intake) -> list[tuple[str, str | None]]:
    return [
        (row["rule_id"], row["cell"] if isinstance(row["cell"], str) else None)
        for row in b.found(intake).to_dict("records")
    ]


def test_good_rows_are_kept_with_the_cells_they_come_from(home: Path) -> None:
    send(home, b.pupil("163001", "Иванов", "Русский язык", 4))
    row = take_in(home).tables["exam_result"].iloc[0]
    assert (row["year"], row["school_id"], row["exam"], row["mark"]) == (2021, "s01", "oge", 4)
    assert (row["source_file"], row["source_sheet"], row["source_row"]) == ("2021/a.xlsx", "Лист1", 2)


@pytest.mark.parametrize(
    ("row", "rule", "cell"),
    [
        (b.pupil("163001", "Иванов", "Математика", 6), "C003", "H2"),
        (b.pupil("163001", "Иванов", "Математика", "пять"), "C001", "H2"),
        (b.pupil("163001", "Иванов", "Математика", ""), "R005", "H2"),
        (b.pupil("163001", "Иванов", "", 5), "C002", "G2"),
        (b.pupil("163001", "", "Математика", 5), "R001", "F2"),
        (b.pupil("163099", "Иванов", "Математика", 5), "C005", "A2"),
        (b.pupil("", "Иванов", "Математика", 5), "C005", "A2"),
    ],
)
def test_a_bad_cell_is_named_and_its_row_quarantined(home: Path, row: tuple, rule: str, cell: str) -> None:
    send(home, row, b.pupil("163001", "Петров", "Математика", 5))
    intake = take_in(home)
    assert said(intake) == [(rule, cell)]
    assert len(intake.tables["exam_result"]) == 1
    assert intake.quarantine["exam_result"]["rule_ids"].tolist() == [rule]


def test_all_faults_of_a_row_are_said_not_only_the_first(home: Path) -> None:
    send(home, b.pupil("163099", "Иванов", "Математика", 7))
    assert said(take_in(home)) == [("C005", "A2"), ("C003", "H2")]


def test_an_absent_pupil_is_kept_and_has_no_result(home: Path) -> None:
    send(
        home,
        b.pupil("163001", "Иванов", "Математика", "н/я"),
        b.pupil("163001", "Петров", "Математика", "", "неявка"),
    )
    rows = take_in(home).tables["exam_result"]
    assert rows["sat"].tolist() == [False, False]
    assert rows["mark"].isna().all()


def test_a_period_worded_otherwise_stays_apart(home: Path) -> None:
    send(
        home,
        b.pupil("163001", "Иванов", "Математика", 2, period="Основной период"),
        b.pupil("163001", "Иванов", "Математика", 3, period="Сентябрь"),
    )
    assert take_in(home).tables["exam_result"]["period"].tolist() == ["main", "сентябрь"]


def test_a_status_that_begins_with_absence_is_absence(home: Path) -> None:
    send(home, b.pupil("163001", "Иванов", "Математика", "", "Не явился по уважительной причине"))
    assert take_in(home).tables["exam_result"]["sat"].tolist() == [False]


def test_totals_column_numbers_and_blank_rows_are_not_data(home: Path) -> None:
    numbers = tuple(range(1, len(b.OGE) + 1))
    good = b.pupil("163001", "Иванов", "Математика", 5)
    send(home, numbers, good, (), ("Итого", "", "", "", "", "", "", 1), ("", "Всего по району"))
    assert take_in(home).source_files["rows_read"].tolist() == [1]


def test_a_repeated_row_is_quarantined_and_names_the_first(home: Path) -> None:
    row = b.pupil("163001", "Иванов", "Математика", 5)
    send(home, row, row)
    intake = take_in(home)
    assert len(intake.tables["exam_result"]) == 1
    assert b.found(intake)["message_ru"].str.contains("строка 2").tolist() == [True]


def test_namesakes_with_different_codes_are_two_pupils(home: Path) -> None:
    rows = [
        ("163001", "", "Иванов", "Пётр", "", code, subject, 5, "", "")
        for subject in ("Математика", "Русский язык")
        for code in ("9001", "9002")
    ]
    send(home, *rows, rows[0])
    intake = take_in(home)
    assert [rule for rule, _ in said(intake)] == ["T001"]
    exams = intake.tables["exam_result"]
    assert len(exams) == 4
    assert exams["person_key"].nunique() == 2


def test_a_resit_is_not_a_repeat_and_the_best_mark_counts(home: Path) -> None:
    send(
        home,
        b.pupil("163001", "Иванов", "Математика", 2),
        b.pupil("163001", "Иванов", "Математика", 4, period="дополнительный"),
    )
    assert take_in(home).tables["exam_result"]["best_mark"].tolist() == [4, 4]


def test_names_reach_neither_store_nor_findings_nor_quarantine(home: Path) -> None:
    send(home, b.pupil("163001", "Щукин", "Математика", 5), b.pupil("163001", "Щукин", "Физика", "Щукин"))
    take_in(home)
    for path in (*home.rglob("*.parquet"),):
        assert "щукин" not in pd.read_parquet(path).drop(columns="value", errors="ignore").to_csv().lower()


def test_a_finding_about_a_personal_column_hides_the_value(home: Path) -> None:
    send(home, b.teacher("163001", "Щукин Пётр", **{"Год рождения": "Щукин"}), header=b.STAFF)
    finding = take_in(home).findings.iloc[0]
    assert (finding["column_name"], finding["value"]) == ("birth_year", "•••")
    assert "Щукин" not in finding["message_ru"]


def test_a_quarantined_row_keeps_its_cells_without_the_person(home: Path) -> None:
    send(home, b.pupil("163001", "Щукин", "Математика", 6))
    cells = json.loads(take_in(home).quarantine["exam_result"]["cells"].iloc[0])
    assert (cells["mark"], cells["surname"]) == ("6", "•••")


def test_a_missing_column_rejects_the_sheet_and_names_the_nearest(home: Path) -> None:
    header = tuple("Оцнка" if text == "Оценка" else text for text in b.OGE)
    send(home, b.pupil("163001", "Иванов", "Математика", 5), header=header)
    intake = take_in(home)
    assert [rule for rule, _ in said(intake)] == ["H001", "H002"]
    assert "«Оцнка»" in intake.findings["message_ru"].iloc[0]
    assert intake.source_files["status"].tolist() == ["rejected"]
    assert intake.source_files["rows_quarantined"].tolist() == [1]


def test_an_unknown_column_is_an_error_and_the_rows_are_kept(home: Path) -> None:
    send(home, (*b.pupil("163001", "Иванов", "Математика", 5), "x"), header=(*b.OGE, "Коментарий"))
    intake = take_in(home)
    assert said(intake) == [("H002", "K1")]
    assert intake.source_files["status"].tolist() == ["accepted"]


def test_a_file_of_another_year_is_kept_out_whole(home: Path) -> None:
    path = home / "inbox/2021/a.xlsx"
    b.workbook(path, Лист1=[["на 2019/2020 учебный год"], b.CONTINGENT, ["163001", 9, 20, 0, 0, 20]])
    intake = take_in(home)
    assert said(intake) == [("F005", "A1")]
    assert len(intake.tables["enrollment"]) == 0
    assert intake.source_files["rows_quarantined"].tolist() == [1]


@pytest.mark.parametrize(
    ("content", "name", "rule"),
    [
        (b"", "a.xlsx", "F002"),
        (b"PK\x03\x04 broken", "a.xlsx", "F002"),
        (b"just text", "a.xls", "F002"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", "F003"),
        (b"%PDF-1.4", "a.pdf", "F006"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_finding_and_the_rest_goes_on(
    home: Path, content: bytes, name: str, rule: str
) -> None:
    send(home, b.pupil("163001", "Иванов", "Математика", 5), name="good.xlsx")
    (home / "inbox/2021" / name).write_bytes(content)
    intake = take_in(home)
    assert said(intake) == [(rule, None)]
    assert len(intake.tables["exam_result"]) == 1


def test_an_unknown_form_is_a_finding(home: Path) -> None:
    b.workbook(home / "inbox/2021/menu.xlsx", Меню=[["Суп", "Каша"], ["Щи", "Гречка"]])
    intake = take_in(home)
    assert said(intake) == [("F004", None)]
    assert intake.source_files["status"].tolist() == ["unrecognised"]


def test_a_sheet_of_no_form_beside_a_good_one_is_a_warning(home: Path) -> None:
    good = [b.OGE, b.pupil("163001", "Иванов", "Математика", 5)]
    b.workbook(home / "inbox/2021/a.xlsx", Лист1=good, Заметки=[["позвонить в школу"]])
    intake = take_in(home)
    assert said(intake) == [("S001", None)]
    assert b.found(intake)["severity"].tolist() == ["warning"]


def test_a_missing_year_folder_is_a_finding(home: Path) -> None:
    assert said(take_in(home)) == [("F001", None)]


def test_the_same_file_sent_twice_is_counted_once(home: Path) -> None:
    path = send(home, b.pupil("163001", "Иванов", "Математика", 5))
    (path.parent / "copy.xlsx").write_bytes(path.read_bytes())
    intake = take_in(home)
    assert said(intake) == [("F009", None)]
    assert sorted(intake.source_files["status"]) == ["accepted", "duplicate"]


def test_several_forms_in_one_workbook_are_reconciled_apart(home: Path) -> None:
    b.workbook(
        home / "inbox/2021/school.xlsx",
        Контингент=[b.CONTINGENT, ["163001", 9, 20, 0, 0, 20], ["163001", 10, 9, 1, 0, 99]],
        Ставки=[b.STAFFING, ["163001", "педагог", "учитель", "5,5", 5]],
    )
    files = take_in(home).source_files
    assert files["form"].tolist() == ["contingent", "staffing_table"]
    assert files["rows_read"].tolist() == [2, 1]
    assert files["rows_accepted"].tolist() == [1, 1]
    assert files["status"].tolist() == ["partial", "accepted"]


@pytest.mark.parametrize(
    ("header", "row", "rule"),
    [
        (b.CONTINGENT, ("163001", 9, 20, 1, 2, 20), "R002"),
        (b.STAFFING, ("163001", "педагог", "учитель", 5, 6), "R004"),
        (b.ACTIVITY, ("163001", "да", "нет", "нет", 10, 11), "R003"),
        (b.SURVEY, ("163001", "родители", "условия", 10, 11), "R003"),
        (b.PASSPORT, ("163001", 100, 101, 0, 0, 0, 0, 0), "R003"),
        (b.VPR_MARKS, ("163001", "", 4, "Математика", 20, 1, 2, 3, 4), "R002"),
        (b.VPR_MARKS, ("163001", "", 4, "Математика", "<5", 1, 2, 0, 1), "C004"),
    ],
)
def test_a_row_that_contradicts_itself_is_quarantined(
    home: Path, header: tuple, row: tuple, rule: str
) -> None:
    send(home, row, header=header)
    intake = take_in(home)
    assert [found for found, _ in said(intake)] == [rule]
    assert intake.source_files["rows_quarantined"].tolist() == [1]


def test_percents_and_counts_of_vpr_are_told_apart_by_their_sum(home: Path) -> None:
    send(
        home,
        ("163001", "", 4, "Математика", 20, 1, 4, 10, 5),
        ("163001", "", 5, "Математика", 20, "5,0", "20,0", "50,0", "25,0"),
        ("163001", "", 6, "Математика", 20, 0.05, 0.2, 0.5, 0.25),
        header=b.VPR_MARKS,
    )
    marks = take_in(home).tables["vpr_marks"]
    assert marks["stated_as"].tolist() == ["counts", "percents", "percents"]
    assert marks[["mark_2", "mark_3", "mark_4", "mark_5"]].drop_duplicates().to_numpy().tolist() == [
        [1, 4, 10, 5]
    ]


def export(home: Path, *pupils: tuple) -> None:
    rows = [
        ("sch163001", "район", 1, code, mark, "м", "4а", variant, score, 1)
        for code, mark, variant, score in pupils
    ]
    name = "Проведение работы по математике, 4 класс. ВПР 2021.xlsx"
    send(home, *rows, header=b.VPR_EXPORT, name=name)


def test_a_pupil_level_export_takes_marks_from_the_scale(home: Path) -> None:
    # scale of grade 4: up to 5 is a 2, up to 9 a 3, up to 14 a 4
    export(home, ("40001", "4", 1, 5), ("40002", "\xa04", 2, 6), ("40003", "ж", 2, 14), ("40004", 8, 1, 15))
    intake = take_in(home)
    results = intake.tables["vpr_result"].sort_values("source_row")
    assert results["mark"].tolist() == [2, 3, 4, 5]
    assert results["journal_mark"].fillna(0).tolist() == [4, 4, 0, 0]
    assert said(intake) == []


def test_the_export_of_autumn_2020_is_read_by_its_own_headers(home: Path) -> None:
    header = (
        "groups",
        "user",
        "id",
        "code",
        "otc",
        "gender",
        "klass",
        "var-1",
        "var-2",
        "sum",
        "a-1-grade",
        "Учебник",
    )
    rows = [
        ("x" * 99, "sch163001", 1, "40001", 4, "ж", "4а", 1, 2, 15, 1, 1),
        ("x" * 99, "sch163001", 2, "40002", "нет отметки", "м", "4а", "отсутствовал", "", "", "X", ""),
    ]
    send(home, *rows, header=header, name="Математика 4 класс осень 2020.xlsx", year=2020)
    intake = take_in(home, 2020)
    results = intake.tables["vpr_result"].sort_values("source_row")
    assert results["mark"].fillna(0).tolist() == [5, 0]
    assert (results["subject"].iloc[0], results["grade"].iloc[0]) == ("математика", 4)
    assert intake.source_files["layout"].tolist() == ["export_2020"]
    assert said(intake) == []


def test_prefilled_rows_of_the_collection_form_are_no_pupils(home: Path) -> None:
    header = (
        *(
            "Пользователь",
            "Код региона",
            "Регион",
            "Муниципалитет",
            "Школа",
            "Дата загрузки",
            "Код",
            "Вариант",
        ),
        *(
            "1 (1б)",
            "2 (2б)",
            "Наименование класса",
            "Пол",
            "Отметка за предыдущий триместр/ четверть",
            "Итого баллов",
        ),
    )
    school = 'edu163001 | МБОУ "СОШ № 1"'
    rows = [
        (school, 16, "р", "м", school, "", "4001", 1, 1, 2, "4А", "ж", 4, 15),
        (school, 16, "р", "м", school, "", "4002", "", "", "", "", "", "", 0),
    ]
    path = home / "inbox/2022/Математика.xlsx"
    b.workbook(
        path, Классы=[["Пользователь", "Основной учебник"], [school, "Моро"]], Протокол=[header, *rows]
    )
    intake = take_in(home, 2022)
    assert intake.tables["vpr_result"][["school_id", "grade", "mark"]].to_numpy().tolist() == [["s01", 4, 5]]
    assert intake.source_files[["layout", "rows_read"]].to_numpy().tolist() == [["form_2022", 1]]
    assert said(intake) == []


def test_an_absent_pupil_of_an_export_has_no_mark(home: Path) -> None:
    export(home, ("40001", "4", "отсутствовал", ""))
    row = take_in(home).tables["vpr_result"].iloc[0]
    assert row["sat"] is False or not row["sat"]
    assert pd.isna(row["mark"])


def test_a_total_above_the_maximum_of_the_work_is_an_error(home: Path) -> None:
    export(home, ("40001", "4", 1, 21))
    assert said(take_in(home)) == [("C003", "I2")]


def test_a_pupil_level_file_replaces_the_aggregate_and_a_difference_is_said(home: Path) -> None:
    export(home, ("40001", "4", 1, 5), ("40002", "4", 1, 9))
    send(home, ("163001", "", 4, "Математика", 3, 0, 1, 1, 1), header=b.VPR_MARKS, name="marks.xlsx")
    intake = take_in(home)
    assert intake.tables["vpr_marks"]["superseded"].tolist() == [True]
    assert [rule for rule, _ in said(intake)] == ["B005"]


def test_the_official_minimum_prevails_over_the_form(home: Path) -> None:
    send(home, ("163001", "1", "Русский язык", 24, 36, ""), header=b.EGE)
    intake = take_in(home)
    row = intake.tables["exam_result"].iloc[0]
    assert (row["minimum"], bool(row["passed"])) == (24, True)
    assert said(intake) == [("B001", "E2")]


def test_base_mathematics_gives_a_mark_and_no_score(home: Path) -> None:
    send(home, ("163001", "1", "Математика (базовая)", 4, "", ""), header=b.EGE)
    row = take_in(home).tables["exam_result"].iloc[0]
    assert (row["exam"], row["subject"], row["mark"], bool(row["passed"])) == (
        "ege_base",
        "математика",
        4,
        True,
    )
    assert pd.isna(row["score"])


def test_every_word_for_absence_in_an_olympiad_protocol_is_absence(home: Path) -> None:
    pupil = ("школьный", "Математика", "МБОУ СОШ №1")
    send(
        home,
        (*pupil, "Иванов", "Пётр", 9, 9, "", "неявка"),
        (*pupil, "Петров", "Пётр", 9, 9, "", "н/я"),
        (*pupil, "Сидоров", "Пётр", 9, 9, "н/я", ""),
        header=b.VSOSH,
    )
    rows = take_in(home).tables["olympiad_result"]
    assert rows["award"].tolist() == ["absent", "absent", "absent"]
    assert rows["sat"].tolist() == [False, False, False]


def test_the_pass_score_goes_by_the_grade_competed_for(home: Path) -> None:
    send(
        home,
        ("школьный", "Математика", "МБОУ СОШ №1", "Иванов", "Пётр", 9, 8, 20, "участник"),
        ("школьный", "Математика", "МБОУ СОШ №1", "Петров", "Пётр", 9, 9, 19.5, "участник"),
        header=b.VSOSH,
    )
    rows = take_in(home).tables["olympiad_result"].sort_values("source_row")
    assert rows["passed_threshold"].tolist() == [True, False]


def test_rows_read_are_rows_accepted_plus_rows_quarantined(home: Path) -> None:
    send(
        home,
        b.pupil("163001", "Иванов", "Математика", 5),
        b.pupil("163001", "Иванов", "Математика", 5),
        b.pupil("163099", "Петров", "Математика", 9),
    )
    files = take_in(home).source_files.iloc[0]
    assert (files["rows_read"], files["rows_accepted"], files["rows_quarantined"]) == (3, 1, 2)


def test_what_lies_outside_the_years_of_the_programme_is_said(home: Path) -> None:
    b.workbook(home / "inbox/1999/a.xlsx", Лист1=[["x"]])
    (home / "inbox/readme.txt").write_text("x")
    frame = chain.survey_inbox(b.workspace(home))
    assert frame["file"].tolist() == ["1999", "readme.txt"]
    assert set(frame["rule_id"]) == {"F007"}
