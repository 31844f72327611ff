"""The ФИС ОКО report «Статистика по отметкам»: schools are rows, groups above them are not."""

from pathlib import Path
from typing import Any

import pytest

from shnor_pipeline_tests import builders as b
from shnor_pipeline_tests.layout_builders import REPORT, said, said_at, send, take_in

GROUPS = [
    ("Вся выборка", 39000, 1400000, 3.0, 30.0, 45.0, 22.0),
    ("Республика Татарстан", 1300, 45000, 3.0, 28.0, 46.0, 23.0),
    ("Бавлинский муниципальный район", 20, 300, 5.0, 35.0, 40.0, 20.0),
]
FIRST = ("МБОУ СОШ №1 (edu163001)", 1, 20, 5.0, 20.0, 50.0, 25.0)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return b.home(tmp_path / "home")


def report(*rows: Any, title: str = "ВПР 2021 Математика 4 класс") -> list[Any]:
    return [[title], ["Статистика по отметкам"], [], REPORT, *GROUPS, *rows]


def marks(home: Path) -> list[list[Any]]:
    columns = ["school_id", "subject", "grade", "participants", "mark_2", "mark_3", "mark_4", "mark_5"]
    return take_in(home).tables["vpr_marks"][columns].to_numpy().tolist()


def test_percents_of_a_school_become_counts_of_the_work_in_the_title(home: Path) -> None:
    send(home, Лист1=report(FIRST))
    intake = take_in(home)
    row = intake.tables["vpr_marks"].iloc[0]
    # of 20: 5 % = 1, 20 % = 4, 50 % = 10, 25 % = 5
    assert marks(home) == [["s01", "математика", 4, 20, 1, 4, 10, 5]]
    assert (row["stated_as"], row["source_row"]) == ("percents", 8)
    assert intake.source_files[["form", "layout", "rows_read"]].to_numpy().tolist() == [
        ["vpr_marks", "report", 1]
    ]
    assert said(intake) == []


@pytest.mark.parametrize(
    "name",
    ["МБОУ СОШ №1 (edu163001)", "edu163001 | МБОУ «СОШ № 1»", "sch163001 МБОУ СОШ №1", "СОШ №1", "edu163001"],
)
def test_a_school_is_named_with_or_without_its_login(home: Path, name: str) -> None:
    send(home, Лист1=report((name, *FIRST[1:])))
    assert [row[0] for row in marks(home)] == ["s01"]


def test_schools_of_one_name_are_told_apart_by_login(tmp_path: Path) -> None:
    twins = [(f"s0{n}", "МБОУ СОШ №2", "school", "town", f"16300{n}") for n in (1, 2)]
    home = b.home(tmp_path / "home", twins)
    rows = [(f"МБОУ СОШ №2 (edu16300{n})", *FIRST[1:]) for n in (1, 2)]
    send(home, Лист1=report(*rows, ("МБОУ СОШ №2", *FIRST[1:])))
    intake = take_in(home)
    assert intake.tables["vpr_marks"]["school_id"].tolist() == ["s01", "s02"]
    assert said(intake) == [("C006", "A10")]


@pytest.mark.parametrize(
    ("titles", "sheet", "name", "work"),
    [
        ([["ВПР 2021 Русский язык 5 класс"]], "Лист1", "a.xlsx", ("русский язык", 5)),
        ([["Предмет: Биология"], ["Класс: 6"]], "Лист1", "a.xlsx", ("биология", 6)),
        ([["Предмет:", "Химия"], ["Класс:", 8]], "Лист1", "a.xlsx", ("химия", 8)),
        ([], "История, 7 класс", "a.xlsx", ("история", 7)),
        ([], "Лист1", "География 6 класс.xlsx", ("география", 6)),
    ],
)
def test_the_work_stands_in_titles_or_names(
    home: Path, titles: list[Any], sheet: str, name: str, work: tuple[str, int]
) -> None:
    send(home, name, **{sheet: [*titles, REPORT, FIRST]})
    assert [tuple(row[1:3]) for row in marks(home)] == [work]


def test_a_report_that_names_no_work_is_not_guessed(home: Path) -> None:
    send(home, Лист1=[REPORT, FIRST])
    intake = take_in(home)
    assert [rule for rule, _ in said(intake)] == ["C002", "C002"]
    assert len(intake.tables["vpr_marks"]) == 0


def test_two_reports_on_one_sheet_keep_their_works_apart(home: Path) -> None:
    send(home, Лист1=[*report(FIRST), [], *report(FIRST, title="ВПР 2021 Русский язык 5 класс")])
    intake = take_in(home)
    table = intake.tables["vpr_marks"]
    assert table[["subject", "grade", "source_row"]].to_numpy().tolist() == [
        ["математика", 4, 8],
        ["русский язык", 5, 17],
    ]
    assert said(intake) == []


@pytest.mark.parametrize(
    "group",
    [
        ("Бавлинский", 20, 300, 5, 35, 40, 20),
        ("Бавлинский муниципальный район", 1, 20, 5, 35, 40, 20),
        ("г. Бавлы", 1, 20, 5, 35, 40, 20),
        ("городской округ город Бавлы", "", 20, 5, 35, 40, 20),
        ("Алтайский край", "", 20, 5, 35, 40, 20),
    ],
)
def test_groups_above_the_schools_are_no_data(home: Path, group: tuple) -> None:
    send(home, Лист1=report(group, FIRST))
    intake = take_in(home)
    assert intake.source_files["rows_read"].tolist() == [1]
    assert said(intake) == []


@pytest.mark.parametrize(
    "unknown",
    ["МБОУ СОШ №99", "Филиал", "МБОУ СОШ №9 Бавлинского муниципального района", "Озёрная (edu163099)"],
)
def test_a_row_that_is_neither_a_school_nor_a_group_is_said(home: Path, unknown: str) -> None:
    send(home, Лист1=report((unknown, 1, 20, 5, 20, 50, 25)))
    intake = take_in(home)
    assert [(rule, sheet) for rule, sheet, _ in said_at(intake)] == [("C005", "Лист1")]
    assert intake.source_files[["rows_read", "rows_quarantined"]].to_numpy().tolist() == [[1, 1]]


def test_a_school_without_numbers_is_said_and_not_dropped(home: Path) -> None:
    send(home, Лист1=report(("МБОУ СОШ №1", 1, "", "", "", "", "")))
    assert said(take_in(home)) == [("C002", "C8")]


def test_percents_that_are_no_percents_are_said(home: Path) -> None:
    send(home, Лист1=report(("МБОУ СОШ №1", 1, 20, 5, 20, 50, 5)))
    assert said(take_in(home)) == [("R002", "C8")]


def test_percent_cells_hold_fractions(home: Path) -> None:
    send(home, Лист1=report(("МБОУ СОШ №1", 1, 20, 0.05, 0.2, 0.5, 0.25)))
    assert marks(home) == [["s01", "математика", 4, 20, 1, 4, 10, 5]]


@pytest.mark.parametrize("name", ["0.xlsx", "я.xlsx"])
def test_the_form_by_classes_counts_and_not_the_report_on_the_grade(home: Path, name: str) -> None:
    send(home, "классы.xlsx", Лист1=[b.VPR_MARKS, ("163001", "", "4А", "Математика", 20, 1, 4, 10, 5)])
    send(home, name, Лист1=report(FIRST))
    intake = take_in(home)
    assert intake.tables["vpr_marks"]["class_letter"].tolist() == ["А"]
    assert said(intake) == [("B021", "A8")]


def test_the_office_form_is_not_taken_for_the_report(home: Path) -> None:
    send(home, Лист1=[b.VPR_MARKS, ("163001", "", 4, "Математика", 20, 1, 4, 10, 5)])
    assert take_in(home).source_files["layout"].tolist() == ["office"]
