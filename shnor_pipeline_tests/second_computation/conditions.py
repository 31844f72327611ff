"""Passport, survey, activity, olympiad: tables with few rows per school.

Belongs here: shares of what a school states of itself, and the olympiad, which one organiser reports for the
whole municipality. Does not belong here: the social index (``whole_year``).
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from shnor_pipeline_tests.second_computation.people import seniors
from shnor_pipeline_tests.second_computation.year import Parts, Row, Year, share_of, total

if TYPE_CHECKING:
    from collections.abc import Callable

    Rule = Callable[[Year, str], Parts | None]


def of_pupils(column: str) -> Rule:
    """Pupils of a kind of all pupils of the social passport."""

    def rule(year: Year, school: str) -> Parts | None:
        rows = year.rows("social_passport", school)
        return (total(rows, column), total(rows, "pupils")) if rows else None

    return rule


def answers(question: str, *respondents: str) -> Rule:
    """Positive answers of the answers of some groups to a question."""

    def rule(year: Year, school: str) -> Parts | None:
        rows = [
            row
            for row in year.rows("survey_answer", school)
            if row["question"] == question and row["respondents"] in respondents
        ]
        return (total(rows, "positive"), total(rows, "asked")) if rows else None

    return rule


def schools_with(column: str) -> Rule:
    """Schools with a feature of the schools that reported."""

    def rule(year: Year, school: str) -> Parts | None:
        rows = year.rows("school_activity", school)
        return share_of(rows, lambda row: row[column]) if rows else None

    return rule


def distance_programmes(year: Year, school: str) -> Parts | None:
    """Programmes that use distance technologies."""
    rows = year.rows("school_activity", school)
    return (total(rows, "distance_programmes"), total(rows, "programmes")) if rows else None


def olympiad_threshold(year: Year, school: str) -> Parts | None:
    """Unique pupils at or above the pass score of the school stage, of the pupils of grades 7-11."""
    rows, pupils = _stage(year, school, "school"), seniors(year, school)
    if rows is None or pupils is None:
        return None
    return Fraction(len({row["person_key"] for row in rows if _reached(row)})), pupils


def olympiad_municipal(year: Year, school: str) -> Parts | None:
    """Unique pupils who took part in the municipal stage, of the pupils of grades 7-11."""
    rows, pupils = _stage(year, school, "municipal"), seniors(year, school)
    if rows is None or pupils is None:
        return None
    return Fraction(len({row["person_key"] for row in rows if row["sat"]})), pupils


def olympiad_prize(year: Year, school: str) -> Parts | None:
    """Winners and prize-winners of the participations in the municipal stage."""
    rows = _stage(year, school, "municipal")
    if rows is None:
        return None
    return share_of(
        [row for row in rows if row["sat"]], lambda row: row["award"] in {"winner", "prize_winner"}
    )


def _reached(row: Row) -> bool:
    needed, score = row["pass_score"], row["score"]
    return bool(row["sat"] and needed is not None and score is not None and score >= needed)


def _stage(year: Year, school: str, stage: str) -> list[Row] | None:
    """Rows of a stage; a school without them had nobody there if its municipality sent the protocols."""

    def of_stage(one: str) -> list[Row]:
        return [row for row in year.rows("olympiad_result", one) if row["stage"] == stage]

    rows = of_stage(school)
    return rows if rows or any(map(of_stage, year.neighbours(school))) else None
