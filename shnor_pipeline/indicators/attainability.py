"""What a plan asks of a school: how many of its people, and how likely that is at the planned share itself.

Belongs here: methodology, section 3, «Attainability». Does not belong here: whether the plan was met
(``targets``).
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING, Any

import pandas as pd

from shnor_pipeline.tables import TARGET_ATTAINABILITY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from shnor_pipeline.indicators.declare import Indicator
    from shnor_pipeline.programme import TargetLine


def attainable(people: int, target: float, condition: str) -> tuple[int, float]:
    """Return what meets a plan and the chance of it when the true share equals the plan exactly.

    Args:
        people: Denominator of the school, at least 1.
        target: Plan in percent.
        condition: ``>=`` or ``<=``.

    Returns:
        For ``>=`` the smallest numerator k with 100 k / n at or above the plan and P(X >= k); for ``<=`` the
        largest k at or below it and P(X <= k); X is binomial with n people and the plan as the share.
    """
    from scipy.special import bdtr, bdtrc  # noqa: PLC0415 - heavy, only here

    exact = people * Fraction(str(target)) / 100
    if condition == ">=":
        least = ceil(exact)
        return least, float(bdtrc(least - 1, people, target / 100)) if least else 1.0
    most = floor(exact)
    return most, float(bdtr(most, people, target / 100))


def attainability_of_year(
    lines: Iterable[TargetLine], values: pd.DataFrame, indicators: Iterable[Indicator], year: int
) -> pd.DataFrame:
    """Say for each plan of a year and each school what the plan asks of it.

    Args:
        lines: Targets of section III and thresholds of section VIII.
        values: Table ``indicator_value`` of the year.
        indicators: Declarations; only shares of people are asked about, for only they are drawn one by one.
        year: Reporting year.

    Returns:
        Table ``target_attainability``: a row for each such plan and each school of the year; nothing is
        needed of a school without people to count.
    """
    of_people = {each.indicator_id for each in indicators if each.has_interval}
    schools = values[values["scope"] == "school"]
    by_indicator = dict(list(schools.groupby("indicator_id")))
    rows = [
        _row(line, year, value)
        for line in lines
        if year in line.by_year and line.indicator_id in of_people
        for value in by_indicator.get(line.indicator_id, schools.iloc[:0]).to_dict("records")
    ]
    rows.sort(key=lambda row: [row[name] for name in TARGET_ATTAINABILITY.key])
    return TARGET_ATTAINABILITY.of_rows(rows)


def _row(line: TargetLine, year: int, value: Mapping[Any, Any]) -> dict[str, Any]:
    target = float(line.by_year[year])
    people = 0 if pd.isna(value["denominator"]) else int(value["denominator"])
    needed, chance = attainable(people, target, line.operator) if people else (None, None)
    return {
        "year": year,
        "indicator_id": line.indicator_id,
        "kind": line.kind,
        "school_id": value["scope_id"],
        "target": target,
        "operator": line.operator,
        "denominator": people or None,
        "needed": needed,
        "chance": chance,
    }
