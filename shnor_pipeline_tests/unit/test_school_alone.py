"""A row of a list that holds a school and nothing else is how a blank form comes, not data."""

from typing import Any

import pytest

from shnor_pipeline.ingest import load_catalogue
from shnor_pipeline.ingest.draft import draft_of
from shnor_pipeline.ingest.grid import Sheet
from shnor_pipeline.ingest.header import locate
from shnor_pipeline.reference import Lists, Reference, Register, School
from shnor_pipeline_tests import builders as b

SCHOOL = School(
    *("s01", "bavly", "Бавлинский район", "СОШ №1", "СОШ №1", "school", "town"),
    codes=("163001",),
    aliases=(),
    first_year=2000,
    last_year=2030,
)
SOURCES = load_catalogue().sources
REFERENCE = Reference(Register((SCHOOL,)), Lists())
STAFFING = ["Код ОО", "ОО", *b.STAFFING[1:]]


def rows_of(header: list[str], *rows: list[Any]) -> list[int]:
    sheet = Sheet("Лист1", [header, *rows])
    located = locate(sheet, SOURCES, 2021)
    assert located is not None
    return draft_of(
        sheet, located, year=2021, file="a.xlsx", key_of=lambda *parts: "".join(parts), reference=REFERENCE
    ).row_numbers


@pytest.mark.parametrize("row", [[163001, "СОШ №1"], [163001, "", " ", None], ["", "СОШ №1", ""]])
def test_a_school_alone_is_no_row_of_a_list(row: list[Any]) -> None:
    assert rows_of(STAFFING, row, [163001, "СОШ №1", "педагог", "учитель", 5, 5]) == [3]


def test_a_word_alone_that_is_no_school_is_a_row() -> None:
    assert rows_of(STAFFING, ["Прочее"]) == [2]


@pytest.mark.parametrize("last", [0, "-", "нет"])
def test_whatever_stands_beside_the_school_makes_it_a_row(last: Any) -> None:
    assert rows_of(STAFFING, [163001, "СОШ №1", "", "", "", last]) == [2]


def test_a_cell_of_a_column_that_is_not_read_makes_it_a_row_too() -> None:
    assert rows_of(["№ п/п", *STAFFING], [1, 163001, "СОШ №1"]) == [2]


def test_where_a_school_has_one_row_a_school_alone_is_a_report_not_filled_in() -> None:
    assert rows_of(list(b.PASSPORT), [163001]) == [2]
