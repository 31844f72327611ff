"""Decisions about a status: the ledger, what holds in a year, what the rule says beside it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from shnor_pipeline.identification.overrides import Decision, apply, frame_of, last_day, settle
from shnor_pipeline.reference import Override, ReferenceFileError
from shnor_pipeline.reference.overrides import COLUMNS, load_overrides

if TYPE_CHECKING:
    from pathlib import Path

LINE = {
    "year": "2021",
    "school_id": "s01",
    "field": "low_results",
    "value": "нет",
    "reason": "работы перепроверены",
    "order_number": "57-о",
    "role": "начальник отдела",
    "date": "2021-06-15",
    "expires": "2022-08-31",
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "overrides.csv"


def load(path: Path, *lines: dict[str, str]) -> tuple[Override, ...]:
    rows = [COLUMNS, *(tuple(line[name] for name in COLUMNS) for line in lines)]
    path.write_text("".join(",".join(row) + "\n" for row in rows), encoding="utf-8")
    return load_overrides(path)


def decided(path: Path, *lines: dict[str, str]) -> list[Decision]:
    return settle(load(path, *lines), 2021, {"s01", "s02"})


def test_no_ledger_is_no_overrides(path: Path) -> None:
    assert load_overrides(path) == ()


def test_a_line_sets_a_status_by_an_order_until_a_day(path: Path) -> None:
    (found,) = load(path, LINE)
    assert (found.line, found.year, found.school_id, found.field) == (2, 2021, "s01", "low_results")
    assert (found.value, found.order_number, found.role) == (False, "57-о", "начальник отдела")
    assert (found.date, found.expires) == (dt.date(2021, 6, 15), dt.date(2022, 8, 31))


@pytest.mark.parametrize(("text", "value"), [("да", True), ("Нет", False), ("1", True), ("FALSE", False)])
def test_yes_and_no_are_read_as_people_write_them(path: Path, text: str, value: bool) -> None:  # noqa: FBT001
    assert load(path, LINE | {"value": text, "expires": ""})[0].value is value


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"school_id": ""}, "колонка school_id.*schools.csv"),
        ({"field": "status"}, "колонка field.*low_results | adverse"),
        ({"value": "может быть"}, "колонка value.*да или нет"),
        ({"value": ""}, "колонка value"),
        ({"reason": ""}, "колонка reason"),
        ({"order_number": ""}, "колонка order_number.*номер приказа"),
        ({"role": ""}, "колонка role"),
        ({"date": "15.06.2021"}, "колонка date: стоит «15.06.2021»"),
        ({"expires": "скоро"}, "колонка expires.*последний день"),
        ({"expires": "2021-06-14"}, "колонка expires.*не раньше дня решения 2021-06-15"),
        ({"year": "прошлый"}, "колонка year.*целое число"),
        ({}, "колонка field.*одно решение на школу, год и признак"),
    ],
)
def test_an_error_names_line_and_column(path: Path, wrong: dict[str, str], says: str) -> None:
    with pytest.raises(ReferenceFileError, match=f"overrides.csv, строка 3, {says}"):
        load(path, LINE, LINE | wrong)


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({}, "applied"),
        ({"expires": ""}, "applied"),
        ({"expires": "2021-12-31"}, "applied"),
        ({"expires": "2021-12-30"}, "expired"),
        ({"school_id": "s99"}, "unmatched"),
    ],
)
def test_a_decision_holds_when_it_does_so_at_the_end_of_the_year(
    path: Path, change: dict[str, str], status: str
) -> None:
    assert [each.status for each in decided(path, LINE | change)] == [status]


def test_decisions_of_other_years_are_left_out_and_the_year_ends_in_december(path: Path) -> None:
    assert decided(path, LINE | {"year": "2022"}) == []
    assert last_day(2021) == dt.date(2021, 12, 31)


def test_a_status_is_set_and_what_the_rule_says_is_kept_beside_it(path: Path) -> None:
    decisions = decided(path, LINE, LINE | {"school_id": "s02", "field": "adverse", "expires": "2021-07-01"})
    computed = {"low_results": {"s01": True, "s02": None}, "adverse": {"s01": None, "s02": True}}
    in_force, settled = apply(decisions, computed)
    assert in_force == {"low_results": {"s01": False, "s02": None}, "adverse": {"s01": None, "s02": True}}
    assert computed["low_results"]["s01"] is True
    rows = frame_of(settled)[["line", "school_id", "value", "computed", "expires", "status"]]
    assert rows.to_numpy().tolist() == [
        [2, "s01", False, True, "2022-08-31", "applied"],
        [3, "s02", False, True, "2021-07-01", "expired"],
    ]
