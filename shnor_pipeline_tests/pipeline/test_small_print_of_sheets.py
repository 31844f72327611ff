"""What stands below a table, and what a cell may hold beside a number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from shnor_pipeline import chain
from shnor_pipeline.ingest.cells import decimal, integer, text
from shnor_pipeline.quality.facts import Miss
from shnor_pipeline_tests import builders as b

if TYPE_CHECKING:
    from pathlib import Path

    from shnor_pipeline.ingest import Intake

POST = ("163001", "педагог", "учитель", 3, 2.5)


def taken(tmp_path: Path, *rows: object) -> Intake:
    home = b.home(tmp_path / "home")
    b.workbook(home / "inbox" / "2021" / "a.xlsx", Лист1=[b.STAFFING, *rows])
    return chain.take_in_year(b.workspace(home), 2021)


@pytest.mark.parametrize("words", [("Директор школы ______", None, "И. И. Иванова"), ("Исполнитель: тел.",)])
def test_a_signature_below_the_table_is_no_row(tmp_path: Path, words: tuple) -> None:
    intake = taken(tmp_path, POST, (), words)
    assert intake.findings.empty
    assert intake.source_files["rows_read"].tolist() == [1]


def test_words_of_a_signature_in_the_middle_of_a_table_are_a_row(tmp_path: Path) -> None:
    intake = taken(tmp_path, ("Директор",), POST)
    assert intake.source_files["rows_read"].tolist() == [2]
    assert set(intake.findings["source_row"]) == {2}


def test_a_last_row_with_a_number_is_a_row(tmp_path: Path) -> None:
    assert taken(tmp_path, POST, ("Директор", None, None, 1)).source_files["rows_read"].tolist() == [2]


@pytest.mark.parametrize(
    ("cell", "number"),
    [("1 234,5", 1234.5), ("12 345 678", 12345678.0), ("12 13", Miss.WRONG), ("1975 1976", Miss.WRONG)],
)
def test_spaces_in_a_number_stand_between_thousands_only(cell: str, number: float | Miss) -> None:
    assert decimal(cell) == number


def test_a_percent_is_no_whole_number() -> None:
    assert integer("12 %") is Miss.WRONG
    assert decimal("12 %") == 12.0


@pytest.mark.parametrize("dash", ["-", "–", "—", "--"])
def test_a_dash_of_any_length_is_no_text(dash: str) -> None:
    assert text(dash) is Miss.MISSING
