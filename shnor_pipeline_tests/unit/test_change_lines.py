"""Changes of a release as lines: which of them a terminal shows first."""

from __future__ import annotations

from shnor_pipeline.reporting.change_lines import change_lines, headlines, told
from shnor_pipeline.tables import RELEASE_CHANGE


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
