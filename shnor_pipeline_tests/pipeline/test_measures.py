"""The form of measures: what was done, by the numbers of the programme; no school is needed."""

import datetime as dt
from pathlib import Path
from typing import Any

import duckdb
import pytest

from shnor_pipeline import chain
from shnor_pipeline_tests import builders as b
from shnor_pipeline_tests.layout_builders import MEASURES, said, send, take_in

MORNING = dt.datetime(2021, 3, 15, 9, 30)  # noqa: DTZ001 - cells know no time zone
ORDER = "приказ от 15.03.2021 № 12"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return b.home(tmp_path / "home")


def facts(home: Path, *rows: Any, header: tuple = MEASURES) -> list[dict[str, Any]]:
    send(home, Лист1=[header, *rows])
    records: list[dict[str, Any]] = take_in(home).tables["measure_fact"].to_dict("records")
    return records


def test_a_fact_is_kept_without_a_school(home: Path) -> None:
    send(home, Лист1=[["Мероприятия за 2020/2021 учебный год"], MEASURES, ["X 4.7", 2, ORDER, "15.03.2021"]])
    intake = take_in(home)
    row = intake.tables["measure_fact"].iloc[0]
    assert (row["measure_id"], row["done"], row["stated_as"]) == ("X 4.7", 2, "number")
    assert (row["document"], row["done_on"], row["source_row"]) == (ORDER, "2021-03-15", 3)
    assert intake.tables["measure_fact"]["school_id"].isna().tolist() == [True]
    assert said(intake) == []


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("X 4.7", "X 4.7"),
        ("Х 4.7", "X 4.7"),
        ("х 4.10", "X 4.10"),
        ("X. 4.7", "X 4.7"),
        ("X.4.7", "X 4.7"),
        ("X, п. 4.7.", "X 4.7"),
        ("Раздел X п. 4,7", "X 4.7"),
        (" III  2.1 ", "III 2.1"),
        ("iii\xa02.1", "III 2.1"),
        ("ІІІ 2.1", "III 2.1"),
    ],
)
def test_a_number_is_read_however_it_is_written(home: Path, text: str, measure: str) -> None:
    assert [row["measure_id"] for row in facts(home, [text, 1, ORDER, ""])] == [measure]


@pytest.mark.parametrize(("text", "near"), [("X 4.77", "X 4.7"), (4.7, "X 4.7"), ("II 2.1", "III 2.1")])
def test_an_unknown_measure_is_said_with_its_nearest(home: Path, text: Any, near: str) -> None:
    send(home, Лист1=[MEASURES, [text, 1, ORDER, ""]])
    intake = take_in(home)
    assert said(intake) == [("C016", "A2")]
    assert near in intake.findings["message_ru"].iloc[0]
    assert intake.source_files["rows_quarantined"].tolist() == [1]


@pytest.mark.parametrize(
    ("cell", "done", "kind"),
    [
        (3, 3, "number"),
        ("2,5", 2.5, "number"),
        (0, 0, "number"),
        ("да", 1, "yes_no"),
        ("+", 1, "yes_no"),
        (True, 1, "yes_no"),
        ("нет", 0, "yes_no"),
        ("75 %", 75, "percent"),
    ],
)
def test_what_was_done_is_a_number_a_percent_or_yes_and_no(
    home: Path, cell: Any, done: float, kind: str
) -> None:
    assert [(row["done"], row["stated_as"]) for row in facts(home, ["X 4.7", cell, ORDER, ""])] == [
        (done, kind)
    ]


@pytest.mark.parametrize(("cell", "rule"), [("", "C002"), ("частично", "C001"), ("<5", "C004"), (-1, "C003")])
def test_what_is_no_amount_is_said(home: Path, cell: Any, rule: str) -> None:
    send(home, Лист1=[MEASURES, ["X 4.7", cell, ORDER, ""]])
    assert [found for found, _ in said(take_in(home))] == [rule]


def test_one_and_yes_of_a_sheet_are_read_apart(home: Path) -> None:
    rows = facts(home, ["X 4.6", 1, ORDER, ""], ["X 4.7", True, ORDER, ""], ["X 4.8", 1.0, ORDER, ""])
    assert [row["stated_as"] for row in rows] == ["number", "yes_no", "number"]


@pytest.mark.parametrize("cell", ["15.03.2021", "15.03.21", "15.03.2021 г.", dt.date(2021, 3, 15), MORNING])
def test_a_date_is_text_or_a_date_cell(home: Path, cell: Any) -> None:
    assert [row["done_on"] for row in facts(home, ["X 4.7", 1, ORDER, cell])] == ["2021-03-15"]


@pytest.mark.parametrize(
    ("date", "warned"),
    [("31.08.2020", True), ("01.09.2020", False), ("31.08.2021", False), ("01.09.2021", True)],
)
def test_a_date_lies_in_the_school_year_to_the_day(home: Path, date: str, *, warned: bool) -> None:
    send(home, Лист1=[MEASURES, ["X 4.7", 1, ORDER, date]])
    intake = take_in(home)
    assert said(intake) == ([("R021", "D2")] if warned else [])
    assert len(intake.tables["measure_fact"]) == 1


@pytest.mark.parametrize("cell", ["весной", "31.02.2021", 44270])
def test_what_is_no_date_is_said(home: Path, cell: Any) -> None:
    send(home, Лист1=[MEASURES, ["X 4.7", 1, ORDER, cell]])
    assert said(take_in(home)) == [("C001", "D2")]


def test_a_measure_done_without_a_document_is_a_warning(home: Path) -> None:
    send(home, Лист1=[MEASURES, ["X 4.7", 1, "", ""], ["X 4.8", 0, "", ""], ["X 4.9", 2, "-", ""]])
    intake = take_in(home)
    assert said(intake) == [("R022", "C2"), ("R022", "C4")]
    assert len(intake.tables["measure_fact"]) == 3


def test_a_school_may_be_named_and_is_then_looked_up(home: Path) -> None:
    rows = [["163002", "X 4.7", 1, ORDER], ["", "X 4.7", 1, ORDER], ["163099", "X 4.7", 1, ORDER]]
    send(home, Лист1=[("Код ОО", *MEASURES[:3]), *rows])
    intake = take_in(home)
    assert intake.tables["measure_fact"]["school_id"].fillna("").tolist() == ["", "s02"]
    assert said(intake) == [("C005", "A4")]


def test_a_measure_may_be_done_several_times_and_a_copy_is_a_repeat(home: Path) -> None:
    rows = [["X 4.7", 1, ORDER, "15.03.2021"], ["X 4.7", 1, ORDER, "20.03.2021"]]
    send(home, Лист1=[MEASURES, *rows, rows[0]])
    intake = take_in(home)
    assert said(intake) == [("T001", "A4")]
    assert len(intake.tables["measure_fact"]) == 2


def test_facts_are_published(home: Path) -> None:
    send(home, Лист1=[MEASURES, ["X 4.7", 1, ORDER, "15.03.2021"]])
    space = b.workspace(home)
    chain.take_in_year(space, 2021)
    chain.compute_schools(space, 2021)
    chain.compute_parts(space, 2021)
    chain.compute_values(space, 2021)
    release = chain.publish_all(space)
    with duckdb.connect(str(release.path), read_only=True) as connection:
        found = connection.execute("SELECT school_id, measure_id, done FROM measure_fact").fetchall()
    assert found == [(None, "X 4.7", 1.0)]
