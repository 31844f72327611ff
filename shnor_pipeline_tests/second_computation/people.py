"""Staff, posts, pupils by grade: tables ``staff_member``, ``staff_position``, ``enrollment``.

Belongs here: who is a teacher, what is vacant, who stayed. Does not belong here: results of pupils
(``exams``).
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from shnor_pipeline_tests.second_computation.year import Parts, Row, Year, exact, share_of, total

if TYPE_CHECKING:
    from collections.abc import Callable

    Rule = Callable[[Year, str], Parts | None]


def of_teachers(counts: Callable[[Row, int], Any], among: Callable[[Row], Any] = lambda _row: True) -> Rule:
    """Share of teachers («педагог», without external part-timers) among those a condition picks."""

    def rule(year: Year, school: str) -> Parts | None:
        staff = year.rows("staff_member", school)
        teachers = [row for row in staff if row["position_category"] == "teacher"]
        own = [row for row in teachers if not row["external_part_timer"] and among(row)]
        return share_of(own, lambda row: counts(row, year.number)) if staff else None

    return rule


def stated(column: str) -> Callable[[Row], bool]:
    """Pick the rows that say anything in a column with a third state."""
    return lambda row: row[column] is not None


def age(row: Row, year: int) -> int:
    """Return the age on 31 December before the year."""
    born: int = row["birth_year"]
    return year - 1 - born


def over(limit: int, experience: int | None) -> bool:
    """Say whether more years than the limit are stated."""
    return experience is not None and experience > limit


def part_time(year: Year, school: str) -> Parts | None:
    """External part-timers of all persons of category «педагог»."""
    staff = year.rows("staff_member", school)
    teachers = [row for row in staff if row["position_category"] == "teacher"]
    return share_of(teachers, lambda row: row["external_part_timer"]) if staff else None


def head_experience(year: Year, school: str) -> Parts | None:
    """Heads with over 10 years of management."""
    staff = year.rows("staff_member", school)
    heads = [row for row in staff if row["position_category"] == "head"]
    return share_of(heads, lambda row: over(10, row["experience_managing"])) if staff else None


def vacancy(year: Year, school: str) -> Parts | None:
    """Planned minus occupied units of heads and teachers, of their planned units."""
    posts = year.rows("staff_position", school)
    wanted = _heads_and_teachers(posts)
    planned = total(wanted, "units_planned")
    return (planned - total(wanted, "units_occupied"), planned) if posts else None


def fully_staffed(year: Year, school: str) -> Parts | None:
    """A school with no vacant unit of heads and teachers, of the schools that reported."""
    posts = year.rows("staff_position", school)
    vacant = [
        row
        for row in _heads_and_teachers(posts)
        if exact(row["units_planned"]) > exact(row["units_occupied"])
    ]
    return (Fraction(not vacant), Fraction(1)) if posts else None


def staffed_units(year: Year, school: str) -> Parts | None:
    """Occupied of planned units, of every category."""
    posts = year.rows("staff_position", school)
    return (total(posts, "units_occupied"), total(posts, "units_planned")) if posts else None


def retention(grade: int) -> Rule:
    """Pupils of the next grade at the start of the year, of the grade at the end of the year before."""

    def rule(year: Year, school: str) -> Parts | None:
        now, before = year.rows("enrollment", school), year.rows_before("enrollment", school)
        leaving = [row for row in before if row["grade"] == grade]
        if not now or not before or any(row["pupils_end"] is None for row in leaving):
            return None
        came = [row for row in now if row["grade"] == grade + 1]
        return total(came, "pupils_start"), total(leaving, "pupils_end")

    return rule


def seniors(year: Year, school: str) -> Fraction | None:
    """Pupils of grades 7-11 at the start of the year."""
    rows = year.rows("enrollment", school)
    return total((row for row in rows if 7 <= row["grade"] <= 11), "pupils_start") if rows else None


def _heads_and_teachers(posts: Any) -> list[Row]:
    return [row for row in posts if row["position_category"] in {"head", "teacher"}]
