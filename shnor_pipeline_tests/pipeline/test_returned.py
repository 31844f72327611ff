"""A workbook with findings comes back marked; the sender's own content stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import xlwt
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.datavalidation import DataValidation

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


def test_the_bad_cell_is_coloured_and_says_what_to_do(home: Path) -> None:
    b.workbook(home / "inbox/2021/a.xlsx", Лист1=[b.OGE, GOOD, BAD])
    cell = returned(home)["Лист1"]["H3"]
    assert cell.fill.fgColor.rgb == "FFFFC7CE"
    assert "допускается от 2 до 5" in cell.comment.text


def test_the_first_sheet_lists_the_findings_with_links(home: Path) -> None:
    b.workbook(home / "inbox/2021/a.xlsx", Лист1=[b.OGE, GOOD, BAD])
    sheet = returned(home).worksheets[0]
    assert sheet.title == "Замечания"
    assert sheet["A1"].value == "Ошибок: 1, предупреждений: 0"
    assert [cell.value for cell in sheet[5]][:4] == [1, "ошибка", "Лист1", "H3"]
    assert sheet["D5"].hyperlink.location == "'Лист1'!H3"


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
