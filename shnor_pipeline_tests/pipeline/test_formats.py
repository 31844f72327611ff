"""The same table gives the same rows with the same addresses in every format that is read."""

from pathlib import Path

import pytest

from shnor_pipeline.ingest import read_sheets
from shnor_pipeline_tests import builders as b
from shnor_pipeline_tests.layout_builders import said, take_in
from shnor_pipeline_tests.workbook_formats import WRITERS

# A blank row, a quoted cell with a line break, all delimiters inside, and a wrong cell in row 6.
TABLE = [
    ["Штатное расписание; 2020/2021, учебный год"],
    [None],
    list(b.STAFFING),
    ["163001", "педагог", 'учитель\nначальных классов; "1-4", основной', 5.5, 5],
    ["163001", "педагог", "учитель, физика", 1, 0.5],
    ["163001", "педагог", "логопед", 1, 2],
]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return b.home(tmp_path / "home")


@pytest.mark.parametrize("name", WRITERS)
def test_a_format_gives_the_same_rows_and_addresses(home: Path, name: str) -> None:
    extension, write = WRITERS[name]
    path = home / "inbox/2021" / f"Ставки{extension}"
    path.parent.mkdir()
    write(path, TABLE)
    intake = take_in(home)
    table = intake.tables["staff_position"]
    assert table[
        ["school_id", "position", "units_planned", "units_occupied", "source_row"]
    ].to_numpy().tolist() == [
        ["s01", 'учитель начальных классов; "1-4", основной', 5.5, 5, 4],
        ["s01", "учитель, физика", 1, 0.5, 5],
    ]
    assert set(table["source_sheet"]) == {"Ставки" if extension == ".csv" else "Лист1"}
    assert said(intake) == [("R004", "E6")]
    assert intake.source_files[["rows_read", "rows_accepted"]].to_numpy().tolist() == [[3, 2]]


@pytest.mark.parametrize("name", WRITERS)
def test_cells_keep_their_places(home: Path, name: str) -> None:
    extension, write = WRITERS[name]
    path = home / f"a{extension}"
    write(path, TABLE)
    (sheet,) = read_sheets(path)
    assert len(sheet.rows) == 6
    assert str(sheet.rows[3][2]).replace("\r\n", "\n") == TABLE[3][2]
    assert sheet.rows[4][1:3] == TABLE[4][1:3]


def rows_of(tmp_path: Path, text: bytes) -> list[list[str]]:
    path = tmp_path / "a.csv"
    path.write_bytes(text)
    return read_sheets(path)[0].rows


def test_decimal_commas_do_not_outvote_semicolons(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, "а;б\n1,5;2,5\n3,5;4,5\n".encode())
    assert rows == [["а", "б"], ["1,5", "2,5"], ["3,5", "4,5"]]


def test_delimiters_inside_quotes_do_not_count(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, 'а,б\n"1;2;3;4","5;6;7"\n'.encode())
    assert rows == [["а", "б"], ["1;2;3;4", "5;6;7"]]


def test_a_record_is_a_row_whatever_ends_its_lines(tmp_path: Path) -> None:
    for end in ("\n", "\r\n", "\r"):
        rows = rows_of(tmp_path, end.join(["а;б", '"1\n2";3', "", "4;5"]).encode())
        assert rows == [["а", "б"], ["1\n2", "3"], [], ["4", "5"]]


def test_a_quote_that_never_ends_is_a_finding(home: Path) -> None:
    path = home / "inbox/2021/a.csv"
    path.parent.mkdir()
    path.write_text('а;"б' + "в" * 200_000, encoding="utf-8")
    assert said(take_in(home)) == [("F002", None)]


def test_one_true_and_one_point_zero_are_read_apart(home: Path) -> None:
    rows = [["163001", grade, start, 0, 0, start] for grade, start in ((1, 1), (2, True), (3, 1.0))]
    b.workbook(home / "inbox/2021/a.xlsx", Лист1=[b.CONTINGENT, *rows])
    intake = take_in(home)
    assert intake.tables["enrollment"]["grade"].tolist() == [1, 3]
    assert said(intake) == [("C001", "C3"), ("C001", "F3")]
