"""Saved reports against the store: untouched, changed by hand, and with a store that was changed."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import Workbook, load_workbook
from typer.testing import CliRunner

from shnor_pipeline import chain
from shnor_pipeline.cli import app
from shnor_pipeline.references import Ref
from shnor_pipeline.release import Releases
from shnor_pipeline.run import run_chain
from shnor_pipeline.tables import INDICATOR_VALUE, RELEASE_CHANGE
from shnor_pipeline_tests import builders as b

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

MEMO, BOOK = "memo.docx", "monitoring.xlsx"
# Of the schools of the programme (163002, 163003) three of four passed, of all schools four of six.
MARKS = (
    *(("163002", "Алов", 5), ("163002", "Белов", 4), ("163003", "Волков", 3), ("163003", "Голов", 2)),
    *(("163001", "Дубов", 4), ("163001", "Ежов", 2)),
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = b.home(tmp_path_factory.mktemp("verify") / "home")
    for year, occupied in ((2020, 8), (2021, 9)):
        rows = [["163002", "педагог", "учитель", 10, occupied], ["163003", "педагог", "учитель", 6, "5,5"]]
        b.workbook(root / f"inbox/{year}/units.xlsx", Ш=[b.STAFFING, *rows])
    run_chain(b.workspace(root))
    return root


def shnor(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def copy_of(home: Path, name: str, folder: Path) -> Path:
    return shutil.copy(home / "reports/2021" / name, folder / name)


def change_memo(path: Path, old: str, new: str) -> None:
    """Change a number of the memo's tables that is printed as ``old``."""
    document: Any = Document(str(path))
    texts = [run for run in document.element.body.iter(qn("w:t")) if run.text == old]
    texts[0].text = new
    document.save(str(path))


@pytest.mark.parametrize("name", [MEMO, BOOK])
def test_an_untouched_report_agrees_with_the_store(home: Path, name: str) -> None:
    done = shnor("verify", str(home / "reports/2021" / name), "--home", str(home))
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{name}. Проверено чисел: ")
    assert done.stdout.rstrip().endswith("(годы: 2020, 2021); расхождений: 0.")


def test_one_digit_changed_in_the_memo_is_found_and_named(home: Path, tmp_path: Path) -> None:
    memo = copy_of(home, MEMO, tmp_path)
    # 1 - (9 + 5.5) / 16 = 9.375 %
    change_memo(memo, "9,4", "9,7")
    done = shnor("verify", str(memo), "--home", str(home))
    assert done.exit_code == 3
    (line, total) = done.stdout.splitlines()
    assert "напечатано «9,7», должно быть «9,4»" in line
    assert "vacancy_share, 2021 год, programme, значение" in line
    assert total.endswith("расхождений: 1.")


def test_one_digit_changed_in_a_cell_is_found_and_named(home: Path, tmp_path: Path) -> None:
    book = copy_of(home, BOOK, tmp_path)
    workbook = load_workbook(book)
    sheet = workbook["Показатели"]
    (cell,) = (
        row[6]
        for row in sheet.iter_rows(min_row=2)
        if (row[0].value, row[5].value) == ("vacancy_share", 2021)
    )
    assert cell.value == 9.375
    cell.value = 9.475
    workbook.save(book)
    done = shnor("verify", str(book), "--home", str(home), "--json")
    assert done.exit_code == 3
    (difference,) = json.loads(done.stdout)["differences"]
    assert difference["place"] == f"лист «Показатели», ячейка {cell.coordinate}"
    assert (difference["printed"], difference["expected"]) == ("9,475", "9,375")
    about = ("year", "indicator_id", "scope", "scope_id", "field")
    assert [difference[each] for each in about] == [2021, "vacancy_share", "programme", "programme", "value"]


def change_count(path: Path, name: str, new: str) -> str:
    """Change a count of the whole report in the memo and return what stood there."""
    return change_number(path, Ref(2021, name, "report", "report", "count"), new)


def change_number(path: Path, ref: Ref, new: str) -> str:
    """Change the first number of the memo with a reference and return what stood there."""
    document: Any = Document(str(path))
    wanted = f"_{ref.name}_"
    marks = document.element.body.iter(qn("w:bookmarkStart"))
    text = next(each for each in marks if each.get(qn("w:name")).startswith(wanted)).getnext().find(qn("w:t"))
    old: str = text.text
    text.text = new
    document.save(str(path))
    return old


@pytest.mark.parametrize(
    ("name", "right", "place"),
    [
        # one file with two rows was sent, the register of the test has four schools
        ("files", "1", "абзац «Справка составлена"),
        ("rows_read", "2", "абзац «Справка составлена"),
        ("schools", "4", "абзац «В районе"),
    ],
)
def test_a_count_changed_in_the_memo_is_found_and_named(
    home: Path, tmp_path: Path, name: str, right: str, place: str
) -> None:
    memo = copy_of(home, MEMO, tmp_path)
    assert change_count(memo, name, "77") == right
    done = shnor("verify", str(memo), "--home", str(home))
    assert done.exit_code == 3
    (line, _total) = done.stdout.splitlines()
    assert line.startswith(place)
    assert f"напечатано «77», должно быть «{right}» ({name}, 2021 год, report, количество)" in line


def test_a_count_changed_in_the_workbook_is_found_and_named(home: Path, tmp_path: Path) -> None:
    book = copy_of(home, BOOK, tmp_path)
    workbook = load_workbook(book)
    sheet = workbook["Источники"]
    assert (sheet["C1"].value, sheet["C2"].value) == ("Прочитано строк", 2)
    sheet["C2"].value = 3
    workbook.save(book)
    done = shnor("verify", str(book), "--home", str(home))
    assert done.exit_code == 3
    (line, _total) = done.stdout.splitlines()
    assert line.startswith(
        "лист «Источники», ячейка C2: напечатано «3», должно быть «2» (rows_read_of_source"
    )


def test_a_count_in_a_sentence_of_the_cover_is_found_and_named(home: Path, tmp_path: Path) -> None:
    book = copy_of(home, BOOK, tmp_path)
    workbook = load_workbook(book)
    cell = next(row[1] for row in workbook["Титул"].iter_rows() if row[0].value == "Файлы")
    assert cell.value == "получено 1, использовано 1"
    cell.value = "получено 1, использовано 2"
    workbook.save(book)
    done = shnor("verify", str(book), "--home", str(home))
    assert done.exit_code == 3
    assert f"лист «Титул», ячейка {cell.coordinate}: напечатано «2», должно быть «1»" in done.stdout


@pytest.fixture(scope="module")
def changed(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose second release has all positions occupied, and a file more for the results."""
    root = tmp_path_factory.mktemp("changed") / "home"
    shutil.copytree(home, root)
    rows = [["163002", "педагог", "учитель", 10, 10], ["163003", "педагог", "учитель", 6, 6]]
    b.workbook(root / "inbox/2021/units.xlsx", Ш=[b.STAFFING, *rows])
    marks = [b.pupil(code, name, "Математика", mark) for code, name, mark in MARKS]
    b.workbook(root / "inbox/2021/oge.xlsx", Лист1=[b.OGE, *marks])
    run_chain(b.workspace(root))
    return root


def change_cell(root: Path, folder: Path, wanted: object, new: object) -> tuple[Path, str]:
    """Change the first cell of the sheet of changes that holds a value and return the book and the cell."""
    book = copy_of(root, BOOK, folder)
    workbook = load_workbook(book)
    cells = (cell for row in workbook["Изменения"].iter_rows(min_row=2) for cell in row)
    cell = next(each for each in cells if each.value == wanted)
    cell.value = new
    workbook.save(book)
    return book, cell.coordinate


@pytest.mark.parametrize("name", [MEMO, BOOK])
def test_a_report_with_changes_agrees_with_the_two_releases(changed: Path, name: str) -> None:
    done = shnor("verify", str(changed / "reports/2021" / name), "--home", str(changed), "--json")
    told = json.loads(done.stdout)
    assert (told["differences"], told["left_out"]) == ([], [])


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (9.375, 9.475, "напечатано «9,475», должно быть «9,375»"),
        (-9.375, -8.375, "напечатано «-8,375», должно быть «-9,375»"),
        (
            "файл 2021/units.xlsx: заменён",
            "файл 2022/units.xlsx: заменён",
            "напечатано «2022», должно быть «2021»",
        ),
    ],
)
def test_one_digit_changed_on_the_sheet_of_changes_is_found_and_named(
    changed: Path, tmp_path: Path, old: object, new: object, told: str
) -> None:
    book, cell = change_cell(changed, tmp_path, old, new)
    done = shnor("verify", str(book), "--home", str(changed))
    assert done.exit_code == 3
    (line, _total) = done.stdout.splitlines()
    assert line.startswith(f"лист «Изменения», ячейка {cell}: {told} (release_change, 2021 год, ")


def test_changes_that_were_stored_are_not_believed(changed: Path, tmp_path: Path) -> None:
    root = tmp_path / "home"
    shutil.copytree(changed, root)
    workspace = b.workspace(root)
    releases = Releases(workspace.home.releases)
    store = chain.changes_of(releases, releases.current())
    changes = store.read(RELEASE_CHANGE, 2021)
    store.write(RELEASE_CHANGE, 2021, changes.assign(old=changes["old"].replace(9.375, 1.5)))
    book = chain.write_workbook(workspace, chain.report_of_year(workspace, 2021))
    done = shnor("verify", str(book), "--home", str(root))
    assert done.exit_code == 3
    assert "напечатано «1,5», должно быть «9,375»" in done.stdout


def test_changes_of_a_release_that_is_not_kept_are_said_to_be_left_out(changed: Path, tmp_path: Path) -> None:
    root = tmp_path / "home"
    shutil.copytree(changed, root)
    releases = Releases(b.workspace(root).home.releases)
    first = releases.parent_of(releases.current())
    shutil.rmtree(releases.folder(first))
    book, _ = change_cell(root, tmp_path, 9.375, 1.5)
    done = shnor("verify", str(book), "--home", str(root))
    assert done.exit_code == 0, done.stdout
    told, _total = done.stdout.splitlines()
    assert told.startswith("Лист «Изменения»: не сверено чисел – ")
    assert f"а выпуска {first} среди хранимых уже нет" in told
    assert "shnor restore" in told
    assert json.loads(shnor("verify", str(book), "--home", str(root), "--json").stdout)["left_out"] == [told]


def test_a_sheet_of_changes_whose_references_are_gone_is_said_to_be_left_out(
    changed: Path, tmp_path: Path
) -> None:
    book = copy_of(changed, BOOK, tmp_path)
    workbook = load_workbook(book)
    names = [name for name, each in workbook.defined_names.items() if "Изменения" in each.attr_text]
    for name in names:
        if name.startswith("_numbers_"):
            del workbook.defined_names[name]
    workbook.save(book)
    done = shnor("verify", str(book), "--home", str(changed), "--json")
    (told,) = json.loads(done.stdout)["left_out"]
    assert told.startswith("Лист «Изменения» не сверен: ссылок на его числа в файле нет.")


def test_changes_of_content_that_returned_agree_with_the_release_before_its_return(
    home: Path, changed: Path, tmp_path: Path
) -> None:
    root = tmp_path / "home"
    shutil.copytree(changed, root)
    (root / "inbox/2021/oge.xlsx").unlink()
    shutil.copy(home / "inbox/2021/units.xlsx", root / "inbox/2021/units.xlsx")
    run_chain(b.workspace(root))
    releases = Releases(b.workspace(root).home.releases)
    assert releases.current() == Releases(b.workspace(home).home.releases).current()
    done = shnor("verify", str(root / "reports/2021" / BOOK), "--home", str(root), "--json")
    told = json.loads(done.stdout)
    assert (told["differences"], told["left_out"]) == ([], [])


def test_a_difference_to_the_municipality_changed_in_the_memo_is_found_and_named(
    changed: Path, tmp_path: Path
) -> None:
    memo = copy_of(changed, MEMO, tmp_path)
    ref = Ref(2021, "beyond_municipality", "indicator", "gia9_pass_share", "count")
    # 3 of 4 are 75 %, 4 of 6 are 66.7 %
    assert change_number(memo, ref, "+9,3") == "+8,3"
    done = shnor("verify", str(memo), "--home", str(changed))
    assert done.exit_code == 3
    (line, _total) = done.stdout.splitlines()
    assert line.startswith("строка таблицы «Доля обучающихся, успешно прошедших")
    assert "напечатано «+9,3», должно быть «8,3» (beyond_municipality, 2021 год" in line


def test_a_remainder_of_a_list_changed_in_the_memo_is_found_and_named(home: Path, tmp_path: Path) -> None:
    memo = copy_of(home, MEMO, tmp_path)
    kinds = chain.compute_contradictions(b.workspace(home).programme)["rule_id"].nunique()
    right = str(kinds - 3)
    assert change_count(memo, "contradiction_rules_unnamed", "99") == right
    done = shnor("verify", str(memo), "--home", str(home))
    assert done.exit_code == 3
    (line, _total) = done.stdout.splitlines()
    assert line.startswith("абзац «Текст программы противоречит сам себе")
    assert f"напечатано «99», должно быть «{right}»" in line


def test_a_report_without_changes_leaves_nothing_out(home: Path) -> None:
    done = shnor("verify", str(home / "reports/2021" / BOOK), "--home", str(home), "--json")
    assert json.loads(done.stdout)["left_out"] == []


def test_a_stored_value_that_was_tampered_with_is_noticed_in_the_report_made_from_it(
    home: Path, tmp_path: Path
) -> None:
    root = tmp_path / "home"
    shutil.copytree(home, root)
    workspace = b.workspace(root)
    values = workspace.store.read(INDICATOR_VALUE, 2021)
    here = (values["indicator_id"] == "vacancy_share") & (values["scope"] == "programme")
    workspace.store.write(INDICATOR_VALUE, 2021, values.assign(value=values["value"].mask(here, 4.0)))
    memo = chain.write_memo(workspace, chain.report_of_year(workspace, 2021))
    done = shnor("verify", str(memo), "--home", str(root))
    assert done.exit_code == 3
    assert "напечатано «4,0», должно быть «9,4»" in done.stdout


def test_a_report_of_rows_that_changed_since_is_noticed(home: Path, tmp_path: Path) -> None:
    root = tmp_path / "home"
    shutil.copytree(home, root)
    memo = copy_of(root, MEMO, tmp_path)
    rows = [["163002", "педагог", "учитель", 10, 10], ["163003", "педагог", "учитель", 6, 6]]
    b.workbook(root / "inbox/2021/units.xlsx", Ш=[b.STAFFING, *rows])
    chain.take_in_year(b.workspace(root), 2021)
    done = shnor("verify", str(memo), "--home", str(root))
    assert done.exit_code == 3
    assert "напечатано «9,4», должно быть «0,0»" in done.stdout


def test_verifying_changes_nothing_in_the_home_folder(home: Path) -> None:
    def state() -> dict[str, tuple[int, bytes]]:
        files = sorted(path for path in home.rglob("*") if path.is_file())
        return {str(path): (path.stat().st_mtime_ns, path.read_bytes()) for path in files}

    before = state()
    shnor("verify", str(home / "reports/2021" / MEMO), "--home", str(home))
    assert state() == before


def test_a_file_without_references_is_refused_with_what_to_do(home: Path, tmp_path: Path) -> None:
    letter, table = tmp_path / "letter.docx", tmp_path / "table.xlsx"
    Document().save(str(letter))
    Workbook().save(table)
    for path in (letter, table):
        done = shnor("verify", str(path), "--home", str(home))
        assert (done.exit_code, done.stdout) == (2, "")
        assert "ссылок на числа в файле нет" in done.stderr
        assert "shnor run" in done.stderr


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("memo.docx", "не открывается как документ Word"),
        ("book.xlsx", "не открывается как книга Excel"),
        ("memo.pdf", "проверяются справка (.docx) и книга (.xlsx)"),
    ],
)
def test_a_file_that_is_no_report_is_refused(home: Path, tmp_path: Path, name: str, told: str) -> None:
    (tmp_path / name).write_text("не документ", encoding="utf-8")
    done = shnor("verify", str(tmp_path / name), "--home", str(home))
    assert done.exit_code == 2
    assert told in done.stderr


def test_a_report_of_years_that_the_store_has_not_is_said(home: Path, tmp_path: Path) -> None:
    other = b.home(tmp_path / "other")
    done = shnor("verify", str(home / "reports/2021" / MEMO), "--home", str(other))
    assert done.exit_code == 1
    assert "Чисел за 2020, 2021 в хранилище нет" in done.stderr
