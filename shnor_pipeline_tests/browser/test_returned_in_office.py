"""Marked copies in a real office suite: they open, nothing sent is lost, no text becomes a formula."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.datavalidation import DataValidation

from shnor_pipeline_tests import bad_files as bad
from shnor_pipeline_tests import builders as b

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

DANGEROUS = "=HYPERLINK(1)"
SIGNS = (DANGEROUS, "+5-1", "-Иванов", "@SUM(1)")
ROWS = (b.OGE, *(("163001", text, "Фам", text, "О", "", "Математика", 6, "", "") for text in SIGNS))
TEXTS = [row[1] for row in ROWS]


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the copies of the same rows sent in four formats, and of one file that does not open."""
    home = b.home(tmp_path_factory.mktemp("office") / "home")
    inbox = home / "inbox/2021"
    inbox.mkdir()
    sent = {"from_xls.xls": bad.good_xls, "from_ods.ods": bad.good_ods, "from_csv.csv": bad.good_csv}
    for name, write in sent.items():
        (inbox / name).write_bytes(write(ROWS))
    (inbox / "broken.xlsx").write_bytes(b"PK")
    own_workbook(inbox / "from_xlsx.xlsx")
    b.take_in(home)
    return home / "returned/2021"


def own_workbook(path: Path) -> None:
    """Write a sender's workbook with a formula, a drop-down and texts that look like formulas."""
    book = load_workbook(b.workbook(path, Лист1=[ROWS[0]]))
    sheet = book["Лист1"]
    for row, values in enumerate(ROWS[1:], start=2):
        for column, value in enumerate(values, start=1):
            cell = sheet.cell(row, column, value)
            if isinstance(value, str):
                cell.data_type = "s"
    sheet["L1"] = "=SUM(H2:H5)"
    choice = DataValidation(type="list", formula1='"2,3,4,5"')
    choice.add("H2:H9")
    sheet.add_data_validation(choice)
    book.save(path)


@pytest.fixture(scope="module")
def resaved(copies: Path, find_program: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the same copies, opened and saved by the office suite."""
    out = tmp_path_factory.mktemp("resaved")
    command = [find_program("soffice", "libreoffice"), f"-env:UserInstallation={(out / 'profile').as_uri()}"]
    options = ["--headless", "--convert-to", "xlsx", "--outdir", str(out)]
    files = [str(path) for path in sorted(copies.glob("*.xlsx"))]
    subprocess.run([*command, *options, *files], capture_output=True, timeout=180, check=True)
    return out


def values(sheet: Any) -> Iterator[tuple[str, Any]]:
    for row in sheet.iter_rows():
        yield from ((cell.coordinate, cell.value) for cell in row if cell.value is not None)


NAMES = ("from_xlsx", "from_xls", "from_ods", "from_csv", "broken")


@pytest.mark.parametrize("name", NAMES)
def test_the_office_reads_the_sheets_and_cells_that_were_written(
    name: str, copies: Path, resaved: Path
) -> None:
    written, read = (load_workbook(folder / f"{name}.xlsx") for folder in (copies, resaved))
    assert read.sheetnames == written.sheetnames
    for sheet in written.sheetnames:
        assert dict(values(read[sheet])) == dict(values(written[sheet]))


@pytest.mark.parametrize("name", NAMES[:-1])
def test_texts_with_the_sign_of_a_formula_stay_texts_and_comments_stay(name: str, resaved: Path) -> None:
    book = load_workbook(resaved / f"{name}.xlsx")
    sheet = book.worksheets[1]
    assert [sheet.cell(row, 2).value for row in range(1, len(ROWS) + 1)] == TEXTS
    assert {sheet.cell(row, 2).data_type for row in range(1, len(ROWS) + 1)} == {"s"}
    assert "допускается от 2 до 5" in sheet["H2"].comment.text
    assert "f" not in {cell.data_type for row in book.worksheets[0] for cell in row}


def test_formulas_are_calculated_and_drop_downs_stay(resaved: Path) -> None:
    path = resaved / "from_xlsx.xlsx"
    assert load_workbook(path)["Лист1"]["L1"].value == "=SUM(H2:H5)"
    assert load_workbook(path, data_only=True)["Лист1"]["L1"].value == 24
    (kept,) = load_workbook(path)["Лист1"].data_validations.dataValidation
    assert str(kept.sqref) == "H2:H9"


@pytest.mark.parametrize("name", NAMES[:-1])
def test_links_lead_to_the_cells(name: str, resaved: Path) -> None:
    book = load_workbook(resaved / f"{name}.xlsx")
    links = [cell.hyperlink.location for row in book.worksheets[0] for cell in row if cell.hyperlink]
    # the office writes the name of a sheet without the quotes that it does not need
    assert f"{book.sheetnames[1]}!H2" in [link.replace("'", "") for link in links]


def test_the_first_page_says_counts_next_step_and_findings(
    copies: Path, to_pdf: Callable[[Path], Path], pages_of: Callable[[Path], list[str]]
) -> None:
    first = " ".join(pages_of(to_pdf(copies / "from_xlsx.xlsx"))[0].split())
    for shown in ("Ошибок: 4, предупреждений: 0", "Что делать", "пришлите файл снова", "стр. 1 из"):
        assert shown in first
    assert "допускается от 2 до 5. Исправьте значение." in first
