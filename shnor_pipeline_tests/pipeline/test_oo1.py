"""Section 2.1 of ОО-1: grades are columns, every finding points to the sender's cell."""

from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from shnor_pipeline import chain
from shnor_pipeline_tests import builders as b
from shnor_pipeline_tests.layout_builders import OO1_HEADER, oo1, said, said_at, send, take_in


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return b.home(tmp_path / "home")


def rows(home: Path) -> list[tuple]:
    table = take_in(home).tables["enrollment"]
    columns = ["school_id", "grade", "class_letter", "classes", "pupils_start"]
    return list(table[columns].itertuples(index=False, name=None))


def test_every_grade_of_a_line_is_a_row_of_the_start_of_the_year(home: Path) -> None:
    send(home, Лист1=oo1([20, 18], [1, 1]))
    intake = take_in(home)
    table = intake.tables["enrollment"]
    assert table[["school_id", "grade", "classes", "pupils_start"]].to_numpy().tolist() == [
        ["s01", 1, 1, 20],
        ["s01", 2, 1, 18],
    ]
    assert table["pupils_end"].isna().all()
    assert said(intake) == []


def test_the_row_is_the_line_of_the_pupils_and_the_layout_is_named(home: Path) -> None:
    send(home, **{"2.1": oo1([20])})
    intake = take_in(home)
    row = intake.tables["enrollment"].iloc[0]
    assert (row["source_sheet"], row["source_row"]) == ("2.1", 8)
    assert intake.source_files[["form", "layout", "rows_read", "status"]].to_numpy().tolist() == [
        ["contingent", "oo1", 1, "accepted"]
    ]


@pytest.mark.parametrize("nothing", ["х", "x", "Х", "", "-", None])
def test_an_impossible_or_empty_grade_is_no_row(home: Path, nothing: str | None) -> None:
    send(home, Лист1=oo1([20, nothing, 18], [1, nothing, 1]))
    assert [grade for _, grade, *_ in rows(home)] == [1, 3]


def test_a_grade_of_zero_pupils_is_a_row(home: Path) -> None:
    send(home, Лист1=oo1([20, 0], [1, 0]))
    assert rows(home) == [("s01", 1, "", 1, 20), ("s01", 2, "", 0, 0)]


def test_classes_without_a_number_of_pupils_are_said(home: Path) -> None:
    send(home, Лист1=oo1([20, "", 18], [1, 1, 1]))
    intake = take_in(home)
    assert said(intake) == [("C002", "E8")]
    assert intake.source_files[["rows_read", "rows_accepted"]].to_numpy().tolist() == [[3, 2]]


def test_a_word_or_a_suppressed_number_is_said_in_its_cell(home: Path) -> None:
    send(home, Лист1=oo1([20, "много", "<5"], [1, 1, 1], totals=(3, 99)))
    assert said(take_in(home)) == [("C001", "E8"), ("C004", "F8")]


def test_a_total_that_is_not_the_sum_of_its_grades_holds_the_line(home: Path) -> None:
    send(home, Лист1=oo1([20, 18], totals=(2, 39)))
    intake = take_in(home)
    assert said_at(intake) == [("R002", "Лист1", "C8")]
    assert "стоит 39, а сумма по классам 38" in intake.findings["message_ru"].iloc[0]
    assert intake.source_files[["rows_read", "rows_quarantined"]].to_numpy().tolist() == [[2, 2]]


def test_the_returned_copy_marks_the_cell_of_the_sender(home: Path) -> None:
    send(home, Лист1=oo1([20, "много"], [1, 1], totals=(2, 20)))
    take_in(home)
    sheet = load_workbook(home / "returned/2021/a.xlsx")["Лист1"]
    marked = [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment is not None]
    assert marked == ["E8"]


def test_a_total_of_classes_is_checked_too(home: Path) -> None:
    send(home, Лист1=oo1([20, 18], totals=(3, 38)))
    assert said(take_in(home)) == [("R002", "C7")]


def test_a_preparatory_column_is_part_of_the_total_and_no_grade(home: Path) -> None:
    sheet = oo1([20, 18], totals=(3, 43))
    for row, cell in zip(sheet[4:], ("Подготовительный класс", 16, 1, 5), strict=True):
        row.insert(3, cell)
    send(home, Лист1=sheet)
    intake = take_in(home)
    assert intake.tables["enrollment"]["grade"].tolist() == [1, 2]
    assert said(intake) == []


def test_a_header_over_two_rows_is_read(home: Path) -> None:
    sheet = oo1([20, 18])
    upper = [*OO1_HEADER[:3], "в том числе по классам"]
    sheet[4][:3] = ["", "", ""]
    send(home, Лист1=[*sheet[:4], upper, *sheet[4:]])
    intake = take_in(home)
    assert intake.tables["enrollment"]["source_row"].tolist() == [9, 9]
    assert said(intake) == []


@pytest.mark.parametrize(
    "title",
    [
        ("Код ОО: 163002",),
        ("Код ОО:", "", "163002"),
        ("Наименование отчитывающейся организации", "", "МБОУ «СОШ № 2»"),
        (
            "Наименование отчитывающейся организации:",
            "Муниципальное бюджетное общеобразовательное учреждение «СОШ №2»",
        ),
        ("МБОУ СОШ №2",),
    ],
)
def test_the_school_stands_in_a_title_line(home: Path, title: tuple) -> None:
    send(home, Лист1=oo1([20], title=title))
    assert [school for school, *_ in rows(home)] == ["s02"]


def test_a_sheet_may_bear_the_name_of_the_school(home: Path) -> None:
    send(home, **{"СОШ №1": oo1([20], title=()), "СОШ №2": oo1([21], title=())})
    assert rows(home) == [("s01", 1, "", 1, 20), ("s02", 1, "", 1, 21)]


def test_several_schools_may_stand_below_each_other(home: Path) -> None:
    second = oo1([21, 22], title=["Код ОО: 163002"])
    send(home, Лист1=[*oo1([20]), [], *second])
    intake = take_in(home)
    assert intake.tables["enrollment"][["school_id", "pupils_start", "source_row"]].to_numpy().tolist() == [
        ["s01", 20, 8],
        ["s02", 21, 17],
        ["s02", 22, 17],
    ]


def test_an_unknown_school_is_said_in_its_title_cell(home: Path) -> None:
    send(home, Лист1=oo1([20], title=["", "Код ОО: 163099"]))
    assert said(take_in(home)) == [("C005", "B2")]


def test_a_form_of_another_year_is_kept_out(home: Path) -> None:
    send(home, year=2022, Лист1=oo1([20]))
    assert said(take_in(home, 2022)) == [("F005", "A3")]


def test_the_date_of_an_order_does_not_name_the_year(home: Path) -> None:
    sheet = oo1([20])
    sheet[3] = ["Приказ Росстата от 17 августа 2016 г. № 429"]
    send(home, Лист1=sheet)
    assert said(take_in(home)) == []


def test_other_sections_of_the_form_are_no_unread_sheets(home: Path) -> None:
    send(home, **{"Титульный лист": [["Форма № ОО-1"]], "2.1": oo1([20]), "2.4": [["Смены"]]})
    assert said(take_in(home)) == []


CLASSES = [("163001", "9А", 20, 0, 0, 20), ("163001", "9Б", 19, 0, 0, 19)]


@pytest.mark.parametrize("name", ["0 first.xlsx", "z last.xlsx"])
def test_the_form_by_classes_counts_and_not_the_grade_as_a_whole(home: Path, name: str) -> None:
    send(home, "классы.xlsx", Лист1=[b.CONTINGENT, *CLASSES])
    send(home, name, Лист1=oo1(["х"] * 8 + [39, 15]))
    intake = take_in(home)
    table = intake.tables["enrollment"]
    assert table[["grade", "class_letter", "pupils_start"]].to_numpy().tolist() == [
        [9, "А", 20],
        [9, "Б", 19],
        [10, "", 15],
    ]
    assert said(intake) == [("B021", "L8")]
    assert intake.quarantine["enrollment"]["rule_ids"].tolist() == ["B021"]


def test_pupils_of_a_school_are_counted_once(home: Path) -> None:
    send(home, "классы.xlsx", Лист1=[b.CONTINGENT, *CLASSES])
    send(home, "оо1.xlsx", Лист1=oo1(["х"] * 8 + [39]))
    take_in(home)
    schools = chain.compute_schools(b.workspace(home), 2021).set_index("school_id")
    assert schools.loc["s01", "pupils"] == 39


def test_the_office_form_must_still_state_the_end_of_the_year(home: Path) -> None:
    send(home, Лист1=[b.CONTINGENT, ["163001", 9, 20, 0, 0, ""], ["163001", 10, 20, 0, 0, "<5"]])
    assert said(take_in(home)) == [("C002", "F2"), ("C004", "F3")]


def test_retention_is_missing_and_not_infinite_where_only_the_start_of_last_year_is_known(home: Path) -> None:
    send(home, year=2020, Лист1=[*oo1([10, 10, 10, 12])[:2], ["2019/2020"], *oo1([10, 10, 10, 12])[3:]])
    send(home, year=2021, Лист1=oo1([10, 10, 10, 10, 11]))
    send(home, "б.xlsx", 2020, Лист1=[b.CONTINGENT, ["163002", 4, 20, 0, 0, 20]])
    send(home, "б.xlsx", 2021, Лист1=[b.CONTINGENT, ["163002", 5, 19, 0, 0, 19]])
    space = b.workspace(home)
    for year in (2020, 2021):
        chain.take_in_year(space, year)
        chain.compute_schools(space, year)
        chain.compute_parts(space, year)
    values = chain.compute_values(space, 2021).query("indicator_id == 'retention_4_5'")
    by_id = values.set_index("scope_id")
    assert pd.isna(by_id.loc["s01", "value"])
    assert by_id.loc["s01", "status"] == "none"
    # 19 of the 20 of the only school whose end of last year is known
    assert by_id.loc["bavly", "value"] == pytest.approx(95.0)


def compared(home: Path, *, last_year: list[int], this_year: list[list]) -> list[tuple[str, str | None]]:
    """What is said of 2021 when a school sent ОО-1 in 2020."""
    old = oo1(last_year)
    send(home, year=2020, Лист1=[*old[:2], ["2019/2020"], *old[3:]])
    send(home, year=2021, Лист1=this_year)
    workspace = b.workspace(home)
    for year in (2020, 2021):
        chain.take_in_year(workspace, year)
    findings = chain.compare_years(workspace, 2021)
    return list(findings[["rule_id", "cell"]].itertuples(index=False, name=None))


def test_a_form_after_oo1_is_not_compared_with_an_end_of_year_that_nobody_stated(home: Path) -> None:
    this_year = [b.CONTINGENT, ["163001", 2, 20, 0, 0, 20], ["163001", 3, 18, 0, 0, 18]]
    assert compared(home, last_year=[20, 18], this_year=this_year) == []


def test_oo1_of_two_years_is_compared_by_what_both_state(home: Path) -> None:
    assert compared(home, last_year=[20, 18], this_year=oo1([20, 19])) == []


def test_the_same_oo1_in_two_years_is_said_though_the_social_passport_is_not_there(home: Path) -> None:
    assert [rule for rule, _ in compared(home, last_year=[20, 21], this_year=oo1([20, 21]))] == ["Y007"]


def test_a_published_row_of_oo1_has_no_end_of_year(home: Path) -> None:
    send(home, Лист1=oo1([20]))
    take_in(home)
    stored = pd.read_parquet(home / "store/enrollment/2021.parquet")
    assert stored[["pupils_start", "pupils_end"]].isna().to_numpy().tolist() == [[False, True]]
