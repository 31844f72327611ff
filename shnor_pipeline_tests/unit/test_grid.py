"""A sheet tells what the reader leaves out: hidden rows and columns, errors, formulas without a value."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
import xlwt
from openpyxl import Workbook

from shnor_pipeline.ingest.grid import FileProblem, Sheet, read_sheets
from shnor_pipeline.ingest.sheet_xml import see_sheet, see_tables
from shnor_pipeline_tests import bad_files as bad

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ERRORS = ("#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!")


def read(folder: Path, name: str, content: bytes) -> list[Sheet]:
    (folder / name).write_bytes(content)
    return read_sheets(folder / name)


def written(fill: Callable[[Workbook], None]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    fill(book)
    book.save(out)
    return out.getvalue()


def test_errors_and_formulas_without_a_value_are_told_by_cell(tmp_path: Path) -> None:
    row = (
        '<row r="2"><c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="C2"><f>A1</f></c>'
        '<c r="D2"><f>A1</f><v></v></c><c r="E2" t="str"><f>""</f><v></v></c>'
        '<c r="F2"><f>1+1</f><v>2</v></c><c r="G2" t="e"><v>#REF!</v></c></row>'
    )
    (sheet,) = read(tmp_path, "a.xlsx", bad.xlsx('<row r="1"><c r="A1"><v>1</v></c></row>' + row))
    assert sheet.errors == {(1, 1): "#DIV/0!", (1, 6): "#REF!"}
    assert sheet.unvalued == {(1, 2), (1, 3)}
    assert sheet.rows[1] == ["", "", "", "", "", 2.0, ""]


def test_a_sheet_of_formulas_alone_keeps_its_shape(tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        book.worksheets[0]["B3"] = "=1+1"

    (sheet,) = read(tmp_path, "a.xlsx", written(fill))
    assert sheet.unvalued == {(2, 1)}
    assert sheet.rows == [["", ""], ["", ""], ["", ""]]


def test_every_error_value_is_told(tmp_path: Path) -> None:
    cells = "".join(
        f'<row r="{n}"><c r="A{n}" t="e"><v>{text}</v></c></row>' for n, text in enumerate(ERRORS, start=1)
    )
    (sheet,) = read(tmp_path, "a.xlsx", bad.xlsx(cells))
    assert sheet.errors == {(n, 0): text for n, text in enumerate(ERRORS)}


def test_hidden_rows_columns_and_sheets_are_told(tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        for name, state in (("б", "hidden"), ("в", "veryHidden")):
            book.create_sheet(name).sheet_state = state
        sheet = book.worksheets[0]
        for row in range(1, 5):
            sheet.append([row, row, row])
        sheet.row_dimensions[3].hidden = True
        sheet.row_dimensions[90].hidden = True
        sheet.column_dimensions["B"].hidden = True

    first, *others = read(tmp_path, "a.xlsx", written(fill))
    assert (first.hidden, first.hidden_rows, first.hidden_columns) == (False, {2}, {1})
    assert [each.hidden for each in others] == [True, True]


def test_facts_belong_to_the_sheet_the_workbook_names_not_to_the_order_of_parts(tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        book.worksheets[0]["A1"] = "первый"
        book.create_sheet("второй", 0)["C1"] = "=1"

    first, second = read(tmp_path, "a.xlsx", written(fill))
    assert (first.name, first.unvalued) == ("второй", {(0, 2)})
    assert (second.rows, second.unvalued) == ([["первый"]], frozenset())


def test_an_old_workbook_tells_errors_and_hidden_rows(tmp_path: Path) -> None:
    book, out = xlwt.Workbook(), io.BytesIO()
    sheet = book.add_sheet("а")
    for row in range(4):
        sheet.write(row, 0, row)
        sheet.write(row, 1, "текст")
    sheet.row(1).set_cell_error(2, 42)  # the code of #N/A
    sheet.row(2).hidden = True
    sheet.col(1).hidden = True
    book.add_sheet("б").visibility = 1
    book.save(out)
    first, second = read(tmp_path, "a.xls", out.getvalue())
    assert (first.errors, first.hidden_rows, first.hidden_columns) == ({(1, 2): "#N/A"}, {2}, {1})
    assert (first.hidden, second.hidden) == (False, True)


def test_an_open_document_tells_the_same(tmp_path: Path) -> None:
    error = (
        '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" '
        'calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
    )
    formula = '<table:table-cell table:formula="of:=1"/>'
    table = (
        '<table:table-column table:number-columns-repeated="2"/>'
        '<table:table-column table:visibility="collapse"/>'
        + bad.ods_row("а", "б", "в", options=' table:number-rows-repeated="2"')
        + bad.ods_row("а", options=' table:visibility="filter"')
        + f"<table:table-row>{bad.ods_row('а')[17:-18]}{error}{formula}</table:table-row>"
    )
    (sheet,) = read(tmp_path, "a.ods", bad.ods(table))
    assert (sheet.hidden_rows, sheet.hidden_columns) == ({2}, {2})
    assert (sheet.errors, sheet.unvalued) == ({(3, 1): "#DIV/0!"}, {(3, 2)})


@pytest.mark.parametrize(
    ("content", "first", "lossy"),
    [
        ("школа;класс".encode("cp1251"), "школа", False),
        ("школа;класс".encode("utf-8-sig"), "школа", False),
        ("школа;класс".encode("utf-16"), "школа", False),
        ("школа\x98;класс".encode("latin-1", "replace").replace(b"?", b"\xf8"), "шшшшш\ufffd", True),
        (("школа № 1 имени Героя;" * 3).encode()[:-2] + b"\xd0;x", "школа № 1 имени Героя", True),
    ],
)
def test_a_text_tells_when_letters_were_lost(
    tmp_path: Path,
    content: bytes,
    first: str,
    lossy: bool,  # noqa: FBT001 - a column of the table
) -> None:
    (sheet,) = read(tmp_path, "a.csv", content)
    assert (sheet.rows[0][0], sheet.lossy) == (first, lossy)


def test_an_ordinary_sheet_states_nothing(tmp_path: Path) -> None:
    (sheet,) = read(tmp_path, "a.xlsx", bad.good_xlsx())
    assert sheet == Sheet("Sheet", [list(bad.HEADER), ["163001", 9.0, 20.0, 1.0, 1.0, 20.0]])


def test_a_merged_range_ends_where_the_sheet_ends(tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        book.worksheets[0].append(["а", "б"])
        book.worksheets[0].merge_cells("A1:XFD1")

    (sheet,) = read(tmp_path, "a.xlsx", written(fill))
    assert sheet.merged == ((0, 0, 0, 0),)


@pytest.mark.parametrize("rows", ['<row r="9" ht="15">', '<row r="9" hidden="0">', '<row spans="1:9" r="9">'])
def test_ordinary_rows_of_other_programs_are_no_exception(rows: str) -> None:
    part = (
        f'<sheetData>{rows}<c r="C9" s="1"><v>1</v></c></row><row r="10" hidden="true"/></sheetData>'.encode()
    )
    seen = see_sheet(part)
    assert seen.hidden_rows == {9}
    assert seen.area.columns >= 3


def test_two_sheets_of_one_name_are_refused(tmp_path: Path) -> None:
    sheets = "".join(f'<sheet name="а" sheetId="{n}" r:id="rId1"/>' for n in (1, 2))
    with pytest.raises(FileProblem):
        read(tmp_path, "a.xlsx", bad.xlsx(sheets=sheets))


def test_an_open_document_without_tables_is_refused(tmp_path: Path) -> None:
    parts = {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}
    with pytest.raises(FileProblem):
        read(tmp_path, "a.ods", bad.zipped(parts))


def test_a_row_of_an_open_document_may_hold_no_cells() -> None:
    (seen,) = see_tables(b"<table:table ><table:table-row><!-- repeated= --></table:table-row></table:table>")
    assert seen.area == (0, 0)
