"""A workbook with findings comes back marked; the sender's own content stays."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest
import xlwt
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation

from shnor_pipeline.quality.marked import can_be_loaded
from shnor_pipeline_tests import bad_files as bad
from shnor_pipeline_tests import builders as b

if TYPE_CHECKING:
    from pathlib import Path

BAD = b.pupil("163001", "Иванов", "Математика", 6)
GOOD = b.pupil("163001", "Петров", "Математика", 5)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return b.home(tmp_path / "home")


def returned(home: Path, name: str = "a.xlsx") -> Any:
    b.take_in(home)
    return load_workbook(home / "returned/2021" / name)


def listed(sheet: Any) -> list[list[Any]]:
    """Rows below the head of the list."""
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    return rows[[row[0] for row in rows].index("№") + 1 :]


def changes(home: Path, name: str = "a.xlsx") -> list[tuple[str, str]]:
    """Cell and change of every finding of a copy."""
    return [(row[4], row[2]) for row in listed(returned(home, name).worksheets[0])]


def marks(home: Path, *given: Any, name: str = "a.xlsx") -> Path:
    """Write an ОГЭ protocol with these marks in H2, H3, ..., each of another pupil."""
    rows = [
        b.pupil("163001", f"Фамилия{'абвгд'[place]}", "Математика", mark) for place, mark in enumerate(given)
    ]
    return b.workbook(home / "inbox/2021" / name, Лист1=[b.OGE, *rows])


def stored(home: Path) -> dict[str, bytes]:
    """Everything that returning leaves behind."""
    made = [*(home / "returned").rglob("*.xlsx"), *(home / "store/returned_file").iterdir()]
    return {path.relative_to(home).as_posix(): path.read_bytes() for path in made}


def test_the_bad_cell_is_coloured_and_says_what_to_do(home: Path) -> None:
    b.workbook(home / "inbox/2021/a.xlsx", Лист1=[b.OGE, GOOD, BAD])
    cell = returned(home)["Лист1"]["H3"]
    assert cell.fill.fgColor.rgb == "FFFFC7CE"
    assert "допускается от 2 до 5" in cell.comment.text


def test_the_first_sheet_sums_up_the_file_then_lists_the_findings_with_links(home: Path) -> None:
    b.workbook(home / "inbox/2021/a.xlsx", Лист1=[b.OGE, GOOD, BAD])
    sheet = returned(home).worksheets[0]
    assert sheet.title == "Замечания"
    assert sheet["A1"].value == "Ошибок: 1, предупреждений: 0"
    said = {sheet.cell(row, 1).value: sheet.cell(row, 3).value for row in range(2, 7)}
    assert said["Файл"] == "2021/a.xlsx"
    assert said["Форма"] == "Протоколы ОГЭ по обучающимся (бланк)"
    assert said["Строки"] == "прочитано 2, принято 1, не принято 1"
    assert "Процент справляемости обучающихся по ГИА" in said["Показатели"]
    assert said["Что делать"].endswith("пришлите файл снова.")
    (row,) = listed(sheet)
    assert row[:4] == [1, "ошибка", "Лист1", "H3"]
    assert sheet["D8"].hyperlink.location == "'Лист1'!H3"
    assert sheet.freeze_panes == "A8"


def test_formulas_formats_and_drop_downs_of_the_sender_are_kept(home: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Лист1"
    for row in (b.OGE, GOOD, BAD):
        sheet.append(list(row))
    sheet["L1"] = "=SUM(H2:H3)"
    sheet["H2"].number_format = "0.00"
    choice = DataValidation(type="list", formula1='"2,3,4,5"')
    choice.add("H2:H9")
    sheet.add_data_validation(choice)
    (home / "inbox/2021").mkdir()
    book.save(home / "inbox/2021/a.xlsx")
    kept = returned(home)["Лист1"]
    assert kept["L1"].value == "=SUM(H2:H3)"
    assert kept["H2"].number_format == "0.00"
    assert str(kept.data_validations.dataValidation[0].sqref) == "H2:H9"


def test_a_text_that_looks_like_a_formula_never_becomes_one(home: Path) -> None:
    b.workbook(home / "inbox/2021/a.csv.xlsx", Лист1=[b.OGE, GOOD])
    (home / "inbox/2021/b.csv").write_text(
        ";".join(b.OGE) + "\n" + "163001;=cmd|x;Ив;И;О;;Математика;+5-1;;\n", encoding="utf-8"
    )
    book = returned(home, "b.xlsx")
    types = {cell.data_type for sheet in book.worksheets for row in sheet for cell in row}
    assert "f" not in types


def test_a_clean_workbook_does_not_come_back(home: Path) -> None:
    b.workbook(home / "inbox/2021/a.xlsx", Лист1=[b.OGE, GOOD])
    b.take_in(home)
    assert not list((home / "returned").rglob("*.xlsx"))


def test_a_mended_workbook_takes_its_marked_copy_away(home: Path) -> None:
    b.workbook(home / "inbox/2021/a.xlsx", Лист1=[b.OGE, BAD])
    returned(home)
    b.workbook(home / "inbox/2021/a.xlsx", Лист1=[b.OGE, GOOD])
    b.take_in(home)
    assert not list((home / "returned").rglob("*.xlsx"))


def test_no_name_is_told_by_a_finding(home: Path) -> None:
    b.workbook(
        home / "inbox/2021/a.xlsx", Лист1=[b.STAFF, b.teacher("163001", "Щукин", **{"Год рождения": "щукин"})]
    )
    sheet = returned(home).worksheets[0]
    told = " ".join(str(cell.value) for row in sheet for cell in row)
    assert "Щукин" not in told
    assert "щукин" not in told


def test_a_workbook_under_a_false_extension_comes_back_too(tmp_path: Path) -> None:
    home = b.home(tmp_path / "home")
    book = xlwt.Workbook()
    sheet = book.add_sheet("Лист1")
    for row, cells in enumerate([b.OGE, b.pupil("163001", "Иванов", "Математика", 6)]):
        for column, value in enumerate(cells):
            sheet.write(row, column, value)
    path = home / "inbox/2021/a.xlsx"
    path.parent.mkdir(parents=True)
    book.save(str(path))
    b.take_in(home)
    assert load_workbook(home / "returned/2021/a.xlsx")["Лист1"]["H2"].comment is not None


def test_a_second_submission_says_what_is_mended_left_and_new(home: Path) -> None:
    marks(home, 6, 7, 5)
    b.take_in(home)
    marks(home, 4, 8, 1)
    assert changes(home) == [("H3", "осталось"), ("H4", "новое"), ("H2", "исправлено")]
    title = returned(home).worksheets[0]["A1"].value
    assert title.endswith("С прошлого раза исправлено: 1, осталось: 1, новых: 1")


def test_a_first_submission_has_no_column_of_changes(home: Path) -> None:
    marks(home, 6)
    sheet = returned(home).worksheets[0]
    assert [cell.value for cell in sheet[7]][:3] == ["№", "Тяжесть", "Лист"]


def test_reading_the_same_files_again_changes_nothing(home: Path) -> None:
    marks(home, 6, 7)
    b.take_in(home)
    marks(home, 4, 7)
    b.take_in(home)
    once = stored(home)
    b.take_in(home)
    assert stored(home) == once


@pytest.mark.parametrize("name", ["a (1).xlsx", "a исправл.xlsx", "совсем иначе.xlsx"])
def test_a_corrected_file_under_another_name_is_compared_with_the_one_it_replaces(
    home: Path, name: str
) -> None:
    first = marks(home, 6, 7)
    b.take_in(home)
    first.unlink()
    marks(home, 4, 7, name=name)
    assert changes(home, name) == [("H3", "осталось"), ("H2", "исправлено")]


def test_the_corrected_file_may_come_while_the_first_one_still_lies_there(home: Path) -> None:
    marks(home, 6, 7)
    b.take_in(home)
    marks(home, 4, 7, name="a (1).xlsx")
    assert ("H2", "исправлено") in changes(home, "a (1).xlsx")


def test_two_files_that_came_together_are_not_compared(home: Path) -> None:
    marks(home, 5)
    b.workbook(home / "inbox/2021/a (1).xlsx", Лист1=[["ничего", "знакомого"]])
    for _ in range(2):
        book = returned(home, "a (1).xlsx")
        assert "С прошлого раза" not in str(book.worksheets[0]["A1"].value)


def test_a_renamed_file_keeps_what_was_said_of_it(home: Path) -> None:
    marks(home, 6, 7)
    b.take_in(home)
    second = marks(home, 4, 7)
    before = changes(home)
    second.rename(second.with_name("б.xlsx"))
    assert changes(home, "б.xlsx") == before


def test_a_copy_that_would_be_the_same_is_not_written_again(home: Path) -> None:
    marks(home, 6)
    b.take_in(home)
    copy = home / "returned/2021/a.xlsx"
    written = copy.stat().st_mtime_ns
    b.take_in(home)
    assert copy.stat().st_mtime_ns == written
    copy.write_bytes(b"changed by hand")
    assert "Замечания" in returned(home).sheetnames


def test_a_copy_follows_its_findings(home: Path) -> None:
    marks(home, 6)
    b.take_in(home)
    b.ledger(home, "2021,2021/a.xlsx,Лист1,H2,,,,6,4,описка,12,методист,2021-07-01")
    b.take_in(home)
    assert not list((home / "returned").rglob("*.xlsx"))


@pytest.mark.parametrize(
    ("name", "content", "copy", "sheets"),
    [
        ("a.docx", bad.zipped({"word/document.xml": "<w/>"}), "a.xlsx", ["Замечания"]),
        ("a.xlsx", bad.locked(), "a.xlsx", ["Замечания"]),
        ("a.xls", bad.good_xls()[:1500], "a.xlsx", ["Замечания"]),
        ("a.xlsx", b"", "a.xlsx", ["Замечания"]),
        ("a.xlsx", bad.good_xlsx([["ничего", "знакомого"]]), "a.xlsx", ["Замечания", "Sheet"]),
        ("a.ods", bad.good_ods([["ничего", "знакомого"]]), "a.xlsx", ["Замечания", "Лист1"]),
    ],
)
def test_a_file_with_a_finding_as_a_whole_comes_back(
    home: Path, name: str, content: bytes, copy: str, sheets: list[str]
) -> None:
    (home / "inbox/2021").mkdir()
    (home / "inbox/2021" / name).write_bytes(content)
    book = returned(home, copy)
    assert book.sheetnames == sheets
    (row,) = listed(book.worksheets[0])
    assert row[1:4] == ["ошибка", "весь файл", None]


def test_a_file_sent_twice_comes_back_with_that_remark(home: Path) -> None:
    first = marks(home, 5)
    shutil.copy(first, first.with_name("б.xlsx"))
    (row,) = listed(returned(home, "б.xlsx").worksheets[0])
    assert "уже есть" in row[4]
    assert not (home / "returned/2021/a.xlsx").exists()


def test_two_files_that_differ_in_their_ending_have_a_copy_each(home: Path) -> None:
    marks(home, 6)
    (home / "inbox/2021/a.docx").write_bytes(b"x")
    b.take_in(home)
    names = sorted(path.name for path in (home / "returned/2021").iterdir())
    assert names == ["a.docx.xlsx", "a.xlsx"]


def test_the_marks_of_an_earlier_return_are_taken_off_and_the_senders_comment_stays(home: Path) -> None:
    path = marks(home, 6, 7)
    book = load_workbook(path)
    book["Лист1"]["H2"].comment = Comment("спросить завуча", "школа")
    book.save(path)
    sent_back = returned(home)
    sent_back["Лист1"]["H2"].value = 4
    sent_back.save(path)
    sheet = returned(home)["Лист1"]
    assert sheet["H2"].comment.text == "спросить завуча"
    assert sheet["H2"].fill.fill_type is None
    assert sheet["H3"].comment.text.count("Замечание при проверке:") == 1


def test_a_sheet_of_remarks_of_the_sender_stays(home: Path) -> None:
    b.workbook(home / "inbox/2021/a.xlsx", Лист1=[b.OGE, BAD], Замечания=[["нет замечаний"]])
    book = returned(home)
    assert book.sheetnames == ["Замечания проверки", "Лист1", "Замечания"]
    assert book["Замечания"]["A1"].value == "нет замечаний"


def test_a_finding_in_merged_cells_is_shown_in_the_cell_that_is_seen(home: Path) -> None:
    path = marks(home, 5, 6)
    book = load_workbook(path)
    book["Лист1"].merge_cells("H3:I3")
    book.save(path)
    assert returned(home)["Лист1"]["H3"].comment is not None


def test_drop_downs_whose_list_stands_on_another_sheet_are_kept(home: Path) -> None:
    path = marks(home, 6)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.microsoft.com/office"
    extension = (
        f'<extLst xmlns="{main}"><ext uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}" '
        f'xmlns:x14="{office}/spreadsheetml/2009/9/main"><x14:dataValidations count="1" '
        f'xmlns:xm="{office}/excel/2006/main"><x14:dataValidation type="list" allowBlank="1">'
        "<x14:formula1><xm:f>Список!$A$1:$A$4</xm:f></x14:formula1><xm:sqref>H2:H9</xm:sqref>"
        "</x14:dataValidation></x14:dataValidations></ext></extLst></worksheet>"
    ).encode()
    path.write_bytes(
        bad.stored_again(path.read_bytes(), lambda part: part.replace(b"</worksheet>", extension))
    )
    (kept,) = returned(home)["Лист1"].data_validations.dataValidation
    assert (kept.type, kept.formula1, str(kept.sqref)) == ("list", "Список!$A$1:$A$4", "H2:H9")


def test_only_the_first_sheet_is_selected(home: Path) -> None:
    marks(home, 6)
    selected = [sheet.sheet_view.tabSelected for sheet in returned(home).worksheets]
    assert selected == [True, False]


def test_a_workbook_of_very_many_formatted_rows_comes_back_as_its_cells(home: Path) -> None:
    (home / "inbox/2021").mkdir()
    content = bad.xlsx(bad.cells([b.OGE, BAD]) + bad.empty_rows(200_001))
    (home / "inbox/2021/a.xlsx").write_bytes(content)
    assert not can_be_loaded(content)
    book = returned(home)
    assert book["Лист1"]["H2"].comment is not None
    assert book["Лист1"].max_row == 2
    said = [row[2].value for row in book.worksheets[0].iter_rows(max_row=7) if row[0].value == "Копия"]
    assert said == ["Оформление файла не перенесено: исправлять можно и в этой копии, и в своём файле."]
