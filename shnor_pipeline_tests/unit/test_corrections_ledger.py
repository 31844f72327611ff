"""Lines of the ledger of corrections: what they hold, and errors that name line and column."""

import datetime as dt
from pathlib import Path

import pytest

from shnor_pipeline.reference import Correction, ReferenceFileError
from shnor_pipeline.reference.corrections import COLUMNS, load_corrections

BY_CELL = {
    "year": "2021",
    "file": "ГИА/ОГЭ.xlsx",
    "sheet": "Математика",
    "cell": "j24",
    "old": "пять",
    "new": "5",
    "reason": "описка",
    "order_number": "57-о",
    "role": "методист",
    "date": "2021-04-12",
}
BY_KEY = {
    **BY_CELL,
    "file": "",
    "sheet": "",
    "cell": "",
    "form": "contingent",
    "key": " school_code = 163005 ; grade=9А ;",
    "column": "Прибыло",
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "corrections.csv"


def load(path: Path, *lines: dict[str, str]) -> tuple[Correction, ...]:
    rows = [COLUMNS, *(tuple(line.get(name, "") for name in COLUMNS) for line in lines)]
    path.write_text("".join(",".join(row) + "\n" for row in rows), encoding="utf-8")
    return load_corrections(path)


def test_no_ledger_is_no_corrections(path: Path) -> None:
    assert load_corrections(path) == ()


def test_a_line_names_a_cell_by_its_address(path: Path) -> None:
    (found,) = load(path, BY_CELL)
    assert (found.line, found.year, found.file) == (2, 2021, "ГИА/ОГЭ.xlsx")
    assert (found.sheet, found.cell, found.key) == ("Математика", "J24", ())
    assert (found.old, found.new, found.order_number) == ("пять", "5", "57-о")
    assert found.date == dt.date(2021, 4, 12)


def test_a_line_names_a_row_by_the_texts_of_its_columns(path: Path) -> None:
    (found,) = load(path, BY_KEY)
    assert (found.form, found.column, found.cell) == ("contingent", "Прибыло", "")
    assert found.key == (("school_code", "163005"), ("grade", "9А"))


def test_the_cell_may_become_empty_or_cease_to_be(path: Path) -> None:
    emptied, filled = load(path, BY_CELL | {"new": ""}, BY_CELL | {"old": ""})
    assert (emptied.new, filled.old, filled.line) == ("", "", 3)


@pytest.mark.parametrize(
    ("base", "wrong", "says"),
    [
        (BY_CELL, {"order_number": ""}, "колонка order_number.*номер приказа"),
        (BY_CELL, {"reason": ""}, "колонка reason"),
        (BY_CELL, {"role": ""}, "колонка role"),
        (BY_CELL, {"date": "12.04.2021"}, "колонка date: стоит «12.04.2021»"),
        (BY_CELL, {"date": "2021-02-30"}, "колонка date"),
        (BY_CELL, {"date": ""}, "колонка date"),
        (BY_CELL, {"year": "2020/2021"}, "колонка year.*целое число"),
        (BY_CELL, {"cell": ""}, "колонка cell.*ключ строки"),
        (BY_CELL, {"cell": "24J"}, "колонка cell: стоит «24J»"),
        # the first letter is Cyrillic and can't be told from the Latin one on a screen
        (BY_CELL, {"cell": "С5"}, "колонка cell.*латинскими буквами"),
        (BY_CELL, {"cell": "A0"}, "колонка cell"),
        (BY_CELL, {"file": ""}, "колонка file"),
        (BY_CELL, {"new": "пять"}, "колонка new.*другое значение"),
        (BY_CELL, {"key": "grade=9"}, "колонка key"),
        (BY_KEY, {"form": ""}, "колонка form"),
        (BY_KEY, {"column": ""}, "колонка column"),
        (BY_KEY, {"key": "grade"}, "колонка key.*school_code=163005"),
        (BY_KEY, {"key": "=9А"}, "колонка key"),
    ],
)
def test_an_error_names_line_and_column(
    path: Path, base: dict[str, str], wrong: dict[str, str], says: str
) -> None:
    with pytest.raises(ReferenceFileError, match=f"corrections.csv, строка 3, {says}"):
        load(path, BY_CELL, base | wrong)


def test_an_old_header_is_named_as_such(path: Path) -> None:
    path.write_text("file,sheet,cell,column,old,new\n", encoding="utf-8")
    with pytest.raises(ReferenceFileError, match="нет колонок year, form, key"):
        load_corrections(path)
