"""What no school knows alone: the social index, the gap between schools, the measures of the programme.

Belongs here: what is not a sum of what schools know alone. Does not belong here: sums by scope (``values``).
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

from shnor_pipeline_tests.second_computation.exams import high_marks
from shnor_pipeline_tests.second_computation.year import Parts, Row, Year, exact, total

if TYPE_CHECKING:
    from collections.abc import Iterable

ADVERSE = ("low_income", "single_parent", "preventive_register")
FAVOURABLE = ("parents_higher_education",)
FEWEST_MARKS = 10


def social_index(year: Year) -> dict[str, float]:
    """Return school -> 50 + 10 x mean z-score of four shares over all schools with pupils."""
    reported = {
        row["school_id"]: rows
        for row in year.schools
        if total(rows := year.rows("social_passport", row["school_id"]), "pupils") > 0
    }
    scores: dict[str, list[float]] = {school: [] for school in reported}
    for column in (*ADVERSE, *FAVOURABLE):
        shares = {school: total(rows, column) / total(rows, "pupils") for school, rows in reported.items()}
        sign = -1 if column in ADVERSE else 1
        for school, score in _z_scores(shares).items():
            scores[school].append(sign * score)
    return {school: 50 + 10 * math.fsum(each) / len(each) for school, each in scores.items()}


def over_the_threshold(year: Year, school: str) -> Parts | None:
    """A school with an index of at least 50, of the schools with an index."""
    index = social_index(year).get(school)
    return None if index is None else (Fraction(index >= 50), Fraction(1))


def quality_gap(year: Year, schools: Iterable[str]) -> Fraction | None:
    """Share of high marks of the best quarter of schools minus that of the worst, in percentage points."""
    known = ((high_marks(year, school), school) for school in schools)
    counted = [(parts, school) for parts, school in known if parts and parts[1] >= FEWEST_MARKS]
    if len(counted) < 2:
        return None  # a school is at no distance from itself
    ordered = [parts for parts, _ in sorted(counted, key=lambda each: (-each[0][0] / each[0][1], each[1]))]
    quarter = max(len(ordered) // 4, 1)
    return _pooled(ordered[:quarter]) - _pooled(ordered[-quarter:])


def measures_done(measures: Iterable[Row]) -> Parts | None:
    """Sum of min(fact / plan, 1) over the measures with a plan that year; nothing where none was reported.

    Args:
        measures: Plan and fact of every measure; a measure nobody reported has no fact and adds nothing.
    """
    planned = [row for row in measures if row["plan"]]
    facts = [row for row in planned if row["fact"] is not None]
    done = sum((min(exact(row["fact"]) / exact(row["plan"]), Fraction(1)) for row in facts), Fraction(0))
    return (done, Fraction(len(planned))) if facts else None


def _pooled(parts: list[Parts]) -> Fraction:
    return 100 * sum(numerator for numerator, _ in parts) / Fraction(sum(marks for _, marks in parts))


def _z_scores(shares: dict[str, Fraction]) -> dict[str, float]:
    """Population standard deviation; 0 where it is 0."""
    if not shares:
        return {}
    mean = sum(shares.values(), Fraction(0)) / len(shares)
    variance = sum(((each - mean) ** 2 for each in shares.values()), Fraction(0)) / len(shares)
    if variance == 0:
        return dict.fromkeys(shares, 0.0)
    return {school: float(each - mean) / math.sqrt(variance) for school, each in shares.items()}
