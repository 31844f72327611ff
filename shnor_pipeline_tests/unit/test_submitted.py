"""Which file follows which, and what became of its findings."""

from __future__ import annotations

from typing import Any

import pytest

from shnor_pipeline.quality.comparison import LEFT, NEW, Comparison, compare
from shnor_pipeline.quality.submitted import Sent, Submitted, advance


def found(cell: str | None, value: str = "6", rule: str = "C003", **facts: Any) -> dict[str, Any]:
    usual = {"file": "2021/a.xlsx", "sheet": "Лист1", "column_name": "mark"}
    return {**usual, "cell": cell, "value": value, "rule_id": rule} | facts


def sent(file: str, content: str, **facts: Any) -> Sent:
    usual: dict[str, Any] = {"forms": ("oge",), "school_id": "s01", "rows_read": 5, "findings": [found("H2")]}
    return Sent(file=file, sha256=content, **usual | facts)


def earlier_of(sent_now: Sent, *kept: Sent) -> str | None:
    """Content of the state that a file follows, where others were kept."""
    states = advance([Submitted(each) for each in kept], [sent_now])
    state = next(each for each in states if each.now.file == sent_now.file)
    return state.before and state.before.sha256


def test_another_wrong_value_in_the_same_cell_is_still_wrong() -> None:
    assert compare([found("H2", "7")], [found("H2", "6")], rows_moved=False) == Comparison((LEFT,), ())


def test_another_rule_in_the_same_cell_is_new_and_the_old_one_is_mended() -> None:
    old, new = found("H2"), found("H2", rule="C004")
    assert compare([new], [old], rows_moved=False) == Comparison((NEW,), (old,))


def test_a_deleted_row_moves_the_findings_below_it_without_making_them_new() -> None:
    before = [found("H2", "1"), found("H6", "6"), found("H7", "7")]
    now = [found("H5", "6"), found("H6", "7")]
    assert compare(now, before, rows_moved=True) == Comparison((LEFT, LEFT), (before[0],))


def test_the_same_mistake_in_another_row_is_new_where_no_row_moved() -> None:
    before, now = found("H3"), found("H9")
    assert compare([now], [before], rows_moved=False) == Comparison((NEW,), (before,))


def test_of_two_equal_remarks_on_a_sheet_one_may_be_mended() -> None:
    remark = found(None)
    assert compare([remark], [remark, remark], rows_moved=False) == Comparison((LEFT,), (remark,))


def test_the_sheet_of_a_text_file_has_the_name_of_the_file() -> None:
    before = found("H2", file="2021/a.csv", sheet="a")
    now = found("H2", file="2021/a (1).csv", sheet="a (1)")
    assert compare([now], [before], rows_moved=False).changes == (LEFT,)


def test_counts_are_said_in_one_phrase() -> None:
    comparison = Comparison((LEFT, NEW, NEW), (found("H2"),))
    assert comparison.counts == "исправлено: 1, осталось: 1, новых: 2"


def test_time_passes_only_when_the_content_changes() -> None:
    first = advance([], [sent("a.xlsx", "1")])
    again = advance(first, [sent("a.xlsx", "1", findings=[])])
    changed = advance(again, [sent("a.xlsx", "2")])
    assert [each[0].before and each[0].before.sha256 for each in (first, again, changed)] == [None, None, "1"]
    assert advance(changed, [sent("a.xlsx", "2")]) == changed


def test_a_file_that_was_clean_before_has_nothing_to_be_compared_with() -> None:
    (state,) = advance([Submitted(sent("a.xlsx", "1", findings=[]))], [sent("a.xlsx", "2")])
    assert state.comparison is None


@pytest.mark.parametrize(
    "name",
    [
        "a (1).xlsx",
        "a исправл.xlsx",
        "a_испр.xlsx",
        "a.xls",
        "Копия a.xlsx",
        "A новый.xlsx",
    ],
)
def test_a_name_with_an_addition_follows_the_bare_one(name: str) -> None:
    assert earlier_of(sent(name, "2", school_id=None), sent("a.xlsx", "1", school_id=None)) == "1"


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("b.xlsx", {"school_id": None}),
        ("Новотатарская a.xlsx", {"school_id": None}),
        ("other/a.xlsx", {"school_id": None}),
        ("a (1).xlsx", {"forms": ("ege",)}),
        ("a (1).xlsx", {"school_id": "s02"}),
    ],
)
def test_what_speaks_against_it_makes_a_file_a_first_one(name: str, facts: dict[str, Any]) -> None:
    assert earlier_of(sent(name, "2", **facts), sent("a.xlsx", "1")) is None


def test_the_form_of_a_school_whose_file_is_gone_is_followed_under_any_name() -> None:
    assert earlier_of(sent("b.xlsx", "2"), sent("a.xlsx", "1")) == "1"


def test_of_two_that_are_gone_none_is_guessed() -> None:
    assert earlier_of(sent("c.xlsx", "3"), sent("a.xlsx", "1"), sent("b.xlsx", "2")) is None


def test_a_state_whose_file_is_gone_waits_for_the_corrected_file() -> None:
    waiting = advance(advance([], [sent("a.xlsx", "1")]), [])
    (state,) = advance(waiting, [sent("b.xlsx", "2")])
    assert (state.now.file, state.before and state.before.file) == ("b.xlsx", "a.xlsx")


def test_a_clean_file_that_is_gone_is_forgotten() -> None:
    assert advance([Submitted(sent("a.xlsx", "1", findings=[]))], []) == []
