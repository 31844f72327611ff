"""Changed numbers in words: two that differ never look alike, the value of an object comes first."""

from __future__ import annotations

import pytest

from shnor_pipeline.reporting.change_lines import (
    change_lines,
    headlines,
    shown_difference,
    shown_sides,
    told,
)
from shnor_pipeline.reporting.model import ChangeLine
from shnor_pipeline.tables import RELEASE_CHANGE


def line(old: float | str | None, new: float | str | None, difference: float | None = None) -> ChangeLine:
    return ChangeLine(
        year=2021,
        title_ru="Средняя отметка ВПР",
        place_ru="все школы",
        column_name="value",
        column_ru="Значение",
        old=old,
        new=new,
        difference=difference,
        reasons=("late_data",),
        evidence_ru="файл заменён",
    )


@pytest.mark.parametrize(
    ("old", "new", "difference", "shown"),
    [
        (12107.0, 12105.0, -2.0, ("12\u00a0107", "12\u00a0105", "−2")),
        (87.0839, 87.0265, -0.0574, ("87,08", "87,03", "−0,06")),
        (3.4502, 3.4496, -0.0006, ("3,4502", "3,4496", "−0,0006")),
        (100.0, 99.97, -0.03, ("100", "99,97", "−0,03")),
        (None, 3.45, None, ("—", "3,45", "")),
        ("достигнут", "не достигнут", None, ("достигнут", "не достигнут", "")),
    ],
)
def test_sides_are_written_with_the_decimals_that_tell_them_apart(
    old: float | str | None, new: float | str | None, difference: float | None, shown: tuple[str, str, str]
) -> None:
    changed = line(old, new, difference)
    assert (*shown_sides(changed), shown_difference(changed)) == shown


def change(column: str, old: float, new: float, school: str = "s01") -> dict[str, object]:
    return {
        "table_name": "indicator_value",
        "year": 2021,
        "indicator_id": "gia_pass_share",
        "scope": "school",
        "scope_id": school,
        "column_name": column,
        "old": old,
        "new": new,
        "difference": new - old,
        "reasons": "late_data",
        "evidence_ru": "файл заменён",
    }


def test_a_terminal_shows_the_value_of_each_object_and_counts_what_changed_beside_it() -> None:
    rows = [
        change("numerator", 4, 3),
        change("value", 100, 75),
        change("ci_low", 51, 30),
        change("numerator", 2, 1, school="s02"),
    ]
    lines = change_lines(RELEASE_CHANGE.of_rows(rows), {"gia_pass_share": "Сдали ГИА"}, {"s01": "Школа 1"})
    first, second = headlines(lines)
    assert (first[0].column_name, first[1]) == ("value", 2)
    assert (second[0].column_name, second[1]) == ("numerator", 0)
    assert told(*first) == (
        "2021\xa0год, школа: Школа 1: Сдали ГИА, значение: 100 → 75 (−25); вместе с ним других колонок: 2; "
        "файл заменён"
    )
