"""Schools with low results: methodology, section 3, rule set ``rosobrnadzor_2025``.

Belongs here: procedures of a school (kind x subject x grade) and whether it is low in them. Does not belong
here: chances and shrunk estimates.
"""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING

from shnor_pipeline_tests.second_computation.exams import best_marks, is_passed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shnor_pipeline_tests.second_computation.year import Parts, Row, Year

Procedure = tuple[str, str, int]
Outcome = tuple[int, int]
SUBJECTS = ("русский язык", "математика")


def low_result(year: Year, school: str) -> Parts | None:
    """Low in two or more procedures, or in the same one in this year and the one before.

    None where no procedure was held.
    """
    now = _procedures(*(year.rows(table, school) for table in ("exam_result", "vpr_result", "vpr_marks")))
    then = _procedures(
        *(year.rows_before(table, school) for table in ("exam_result", "vpr_result", "vpr_marks"))
    )
    if not now:
        return None
    low, was_low = _low(now), _low(then)
    return Fraction(len(low) >= 2 or bool(low & was_low)), Fraction(1)


def _low(outcomes: dict[Procedure, Outcome]) -> set[Procedure]:
    """At least 30 % failed; exactly 30 % is low."""
    return {key for key, (failed, sat) in outcomes.items() if failed * 100 >= sat * 30}


def _procedures(
    exams: Sequence[Row], named: Sequence[Row], stated: Sequence[Row]
) -> dict[Procedure, Outcome]:
    """Return procedure -> failed and participants, for procedures that had any."""
    found: dict[Procedure, list[bool]] = defaultdict(list)
    oge = [row for row in exams if row["exam"] == "oge" and row["subject"] in SUBJECTS]
    for (_, subject), marks in best_marks(oge).items():
        found["oge", subject, 9] += [mark == 2 for mark in marks]
    for row in exams:
        passed = is_passed(row) if row["sat"] and row["exam"] != "oge" else None
        if passed is not None and row["subject"] in SUBJECTS:
            found[row["exam"], row["subject"], 11].append(not passed)
    works = {(row["subject"], row["grade"]) for row in named}
    for row in named:
        if _is_counted(row) and row["sat"] and row["mark"] is not None:
            found["vpr", row["subject"], row["grade"]].append(row["mark"] == 2)
    for row in stated:
        if _is_counted(row) and (row["subject"], row["grade"]) not in works:
            others = sum(row[f"mark_{mark}"] for mark in (3, 4, 5))
            found["vpr", row["subject"], row["grade"]] += [True] * row["mark_2"] + [False] * others
    return {key: (sum(failed), len(failed)) for key, failed in found.items() if failed}


def _is_counted(row: Row) -> bool:
    return row["subject"] in SUBJECTS and 4 <= row["grade"] <= 8
