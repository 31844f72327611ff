"""A cell gives a value of the declared type or a named miss, never a number by accident."""

import datetime as dt
from typing import Any

import pytest

from shnor_pipeline.ingest import cells
from shnor_pipeline.ingest.cells import Miss
from shnor_pipeline.tables import CANONICAL_TABLES

TABLES = {spec.name: spec for spec in CANONICAL_TABLES}


def read(table: str, column: str, cell: Any) -> Any:
    return cells.reader(TABLES[table].by_name[column])(cell)


@pytest.mark.parametrize(
    ("cell", "value"), [("43,4", 43.4), ("43.4", 43.4), ("43,4 %", 43.4), (43.4, 43.4), ("1 234,5", 1234.5)]
)
def test_a_number_is_read_from_every_way_to_write_it(cell: Any, value: float) -> None:
    assert cells.decimal(cell) == value


@pytest.mark.parametrize("cell", ["-", "х", "x", "", "  ", None, "нет", "нет данных", "\xa0"])
def test_a_dash_or_an_empty_cell_is_missing(cell: Any) -> None:
    assert cells.decimal(cell) is Miss.MISSING


@pytest.mark.parametrize("cell", ["н/я", "неявка", "Отсутствовал"])
def test_a_pupil_who_did_not_come_is_absent_and_not_zero(cell: str) -> None:
    assert cells.decimal(cell) is Miss.ABSENT


def test_a_value_below_five_is_suppressed_and_not_five() -> None:
    assert cells.decimal("<5") is Miss.SUPPRESSED


@pytest.mark.parametrize("cell", ["пять", "12-13", "1e5", dt.date(2021, 5, 4), True])
def test_anything_else_is_not_a_number(cell: Any) -> None:
    assert cells.decimal(cell) is Miss.WRONG


def test_a_number_too_large_to_count_anything_is_not_one() -> None:
    assert cells.integer(9.3e18) is Miss.WRONG


def test_a_fraction_is_not_a_whole_number() -> None:
    assert cells.integer(12.0) == 12
    assert cells.integer("12,5") is Miss.WRONG


@pytest.mark.parametrize(("cell", "percent"), [(0.434, 43.4), ("43,4 %", 43.4), (43.4, 43.4), (0.0, 0.0)])
def test_a_percent_cell_holds_a_fraction(cell: Any, percent: float) -> None:
    assert cells.percent(cell) == pytest.approx(percent)


@pytest.mark.parametrize(
    ("cell", "number", "letter"),
    [("9А", 9, "А"), ("9 «б»", 9, "Б"), (9.0, 9, ""), ("10", 10, ""), ("4а", 4, "А")],
)
def test_a_class_is_a_number_and_a_letter(cell: Any, number: int, letter: str) -> None:
    assert cells.grade(cell) == number
    assert cells.class_letter(cell) == letter


@pytest.mark.parametrize("cell", ["Ш", "А", "девятый"])
def test_a_class_without_a_number_is_wrong(cell: str) -> None:
    assert cells.grade(cell) is Miss.WRONG


@pytest.mark.parametrize("cell", ["да", "Да", "+", "1", 1, 1.0, "v", "V", True])
def test_yes_is_written_in_many_ways(cell: Any) -> None:
    assert read("staff_member", "tutor", cell) is True


@pytest.mark.parametrize("cell", ["нет", "-", 0, "0"])
def test_no_is_written_in_many_ways(cell: Any) -> None:
    assert read("staff_member", "tutor", cell) is False


def test_an_empty_third_state_is_not_stated() -> None:
    assert read("staff_member", "diploma_match", None) is Miss.MISSING
    assert read("staff_member", "competence_growth", "не измерялся") is Miss.MISSING


def test_perhaps_is_neither_yes_nor_no() -> None:
    assert read("staff_member", "tutor", "возможно") is Miss.WRONG


@pytest.mark.parametrize(
    ("cell", "award"), [("Призер", "prize_winner"), ("призёр", "prize_winner"), ("неявка", "absent")]
)
def test_words_of_a_closed_list_are_read_in_any_spelling(cell: str, award: str) -> None:
    assert read("olympiad_result", "award", cell) == award
