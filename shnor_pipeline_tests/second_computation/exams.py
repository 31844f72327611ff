"""ОГЭ, ЕГЭ and ВПР: tables ``exam_result``, ``vpr_result``, ``vpr_marks``.

Belongs here: what counts as a result, a mark, a passed examination. Does not belong here: whole procedures of
a school (``procedures``).
"""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING

from shnor_pipeline_tests.second_computation.year import Parts, Row, Year, total

if TYPE_CHECKING:
    from collections.abc import Sequence

MARKS = (2, 3, 4, 5)
Counts = dict[int, int]


def exam_rows(year: Year, school: str, *exams: str) -> list[Row]:
    """Return the rows of some exams, those of absent pupils included."""
    return [row for row in year.rows("exam_result", school) if row["exam"] in exams]


def best_marks(rows: Sequence[Row]) -> dict[tuple[str, str], list[int]]:
    """Return pupil and subject -> the best mark over the periods; empty where no mark is known."""
    known: dict[tuple[str, str], list[int]] = {}
    for row in rows:
        if row["sat"]:
            marks = known.setdefault((row["person_key"], row["subject"]), [])
            if row["mark"] is not None:
                marks[:] = [max([*marks, row["mark"]])]
    return known


def is_passed(row: Row) -> bool | None:
    """Say whether a result is at or above the minimum; ``None`` where mark, score or minimum is unknown."""
    if row["exam"] == "oge":
        return None if row["mark"] is None else row["mark"] >= 3
    result = row["mark"] if row["exam"] == "ege_base" else row["score"]
    if result is None or row["minimum"] is None:
        return None
    return bool(result >= row["minimum"])


def gia9_pass(year: Year, school: str) -> Parts | None:
    """Pupils with no «2» in any subject sat (best of the periods), of those who sat at least one."""
    rows = exam_rows(year, school, "oge")
    if not rows:
        return None
    of_pupil: dict[str, list[int]] = defaultdict(list)
    for (pupil, _), marks in best_marks(rows).items():
        of_pupil[pupil] += marks
    return Fraction(sum(2 not in marks for marks in of_pupil.values())), Fraction(len(of_pupil))


def gia_pass(year: Year, school: str) -> Parts | None:
    """ОГЭ marks of at least 3 and ЕГЭ results at or above the minimum, of all results."""
    rows = exam_rows(year, school, "oge", "ege", "ege_base")
    if not rows:
        return None
    judged = [is_passed(row) for row in rows if row["sat"]]
    return Fraction(judged.count(True)), Fraction(judged.count(True) + judged.count(False))


def gia_quality(year: Year, school: str) -> Parts | None:
    """Marks 4 and 5 among results that carry a mark."""
    rows = exam_rows(year, school, "oge", "ege_base")
    marks = [row["mark"] for row in rows if row["sat"] and row["mark"] is not None]
    return _marks_from(4, {mark: marks.count(mark) for mark in MARKS}) if rows else None


def ege_mean(year: Year, school: str) -> Parts | None:
    """Sum of ЕГЭ scores over their number; base mathematics has marks and no score."""
    rows = exam_rows(year, school, "ege")
    scored = [row for row in rows if row["sat"] and row["score"] is not None]
    return (total(scored, "score"), Fraction(len(scored))) if rows else None


def oge_mean(year: Year, school: str) -> Parts | None:
    """Sum of ОГЭ marks over their number."""
    counts = _oge_counts(year, school)
    return None if counts is None else _mean(counts)


def vpr_counts(year: Year, school: str) -> Counts | None:
    """Count marks of ВПР: of pupils, and of aggregates for works that no pupil-level file holds."""
    named, stated = year.rows("vpr_result", school), year.rows("vpr_marks", school)
    if not named and not stated:
        return None
    works = {(row["subject"], row["grade"]) for row in named}
    counts = dict.fromkeys(MARKS, 0)
    for row in named:
        if row["sat"] and row["mark"] is not None:
            counts[row["mark"]] += 1
    for row in stated:
        if (row["subject"], row["grade"]) not in works:
            for mark in MARKS:
                counts[mark] += row[f"mark_{mark}"]
    return counts


def high_marks(year: Year, school: str) -> Parts | None:
    """Marks 4 and 5 in ВПР and ОГЭ of all marks in ВПР and ОГЭ."""
    known = [counts for counts in (vpr_counts(year, school), _oge_counts(year, school)) if counts is not None]
    if not known:
        return None
    return _marks_from(4, {mark: sum(counts[mark] for counts in known) for mark in MARKS})


def vpr_pass(year: Year, school: str) -> Parts | None:
    """ВПР marks of at least 3."""
    counts = vpr_counts(year, school)
    return None if counts is None else _marks_from(3, counts)


def vpr_quality(year: Year, school: str) -> Parts | None:
    """ВПР marks 4 and 5."""
    counts = vpr_counts(year, school)
    return None if counts is None else _marks_from(4, counts)


def vpr_mean(year: Year, school: str) -> Parts | None:
    """Sum of ВПР marks over their number."""
    counts = vpr_counts(year, school)
    return None if counts is None else _mean(counts)


def _oge_counts(year: Year, school: str) -> Counts | None:
    rows = exam_rows(year, school, "oge")
    marks = [row["mark"] for row in rows if row["sat"]]
    return {mark: marks.count(mark) for mark in MARKS} if rows else None


def _marks_from(lowest: int, counts: Counts) -> Parts:
    above = sum(number for mark, number in counts.items() if mark >= lowest)
    return Fraction(above), Fraction(sum(counts.values()))


def _mean(counts: Counts) -> Parts:
    marks = sum(mark * number for mark, number in counts.items())
    return Fraction(marks), Fraction(sum(counts.values()))
