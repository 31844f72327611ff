"""Changed numbers in words: two that differ never look alike."""

from __future__ import annotations

import pytest

from shnor_pipeline.reporting.change_lines import shown_difference, shown_sides
from shnor_pipeline.reporting.model import ChangeLine


def line(old: float | str | None, new: float | str | None, difference: float | None = None) -> ChangeLine:
    return ChangeLine(
        year=2021,
        title_ru="Средняя отметка ВПР",
        place_ru="все школы",
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
