"""Values that are no quotient of sums over the schools of a scope.

Belongs here: the SQL of each kind of such values and putting them among the sums. Does not belong here: their
declarations (``catalogue``), the status of a value (``engine``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import numpy as np

from shnor_pipeline.indicators.declare import QuarterGap
from shnor_pipeline.indicators.scopes import THOUSANDTHS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from shnor_pipeline.indicators.declare import Indicator, OfficeShare
    from shnor_pipeline.indicators.scopes import SchoolSums, Sums

_GROUPS = {"municipality": "municipality_id", "all": "'all'"}
"""What stands for the object's id at the levels where schools are compared with each other."""


def gap_sql(gap: QuarterGap, rows_from: str, by: str) -> str:
    """Write the gap between the best and the worst quarter of schools.

    Args:
        gap: Declaration.
        rows_from: What stands after FROM: rows with ``school_id``, ``numerator``, ``denominator``.
        by: Columns that name a group of schools.

    Returns:
        SQL with a row per group of at least two schools: its columns ``by`` and ``value`` in percentage
        points.
    """
    order = "ORDER BY numerator / denominator DESC, school_id"
    return (
        f"SELECT {by},\n"  # noqa: S608 - own declarations
        "  100 * (list_sum(numerators[:quarter]) / list_sum(denominators[:quarter])\n"
        "    - list_sum(numerators[-quarter:]) / list_sum(denominators[-quarter:])) AS value\n"
        "FROM (\n"
        f"  SELECT {by}, greatest(count(*) // 4, 1) AS quarter,\n"
        f"    list(numerator {order}) AS numerators,\n"
        f"    list(denominator {order}) AS denominators\n"
        f"  FROM {rows_from}\n"
        f"  WHERE numerator IS NOT NULL AND denominator >= {gap.fewest}\n"
        f"  GROUP BY {by}\n"
        "  HAVING count(*) > 1\n"
        ")"
    )


def share_sql(share: OfficeShare) -> str:
    """Write both parts of a share by year; no row for a year without anything reported."""
    return (
        f"SELECT year, {share.numerator} AS numerator, {share.denominator} AS denominator\n"
        f"FROM {share.table}\n"
        "GROUP BY year\n"
        f"HAVING {share.reported} > 0"
    )


def put_in(
    sums: Sums,
    schools: pd.DataFrame,
    each: SchoolSums,
    indicators: Sequence[Indicator],
    office: Mapping[str, pd.DataFrame],
) -> tuple[Sums, NDArray[np.float64]]:
    """Put computed values among the sums of all scopes.

    Args:
        sums: Sums of every object.
        schools: Table ``school_year`` of the year.
        each: What the schools bring.
        indicators: Declarations, in the order of the rows of ``sums``.
        office: The office's tables of the year by name.

    Returns:
        The sums, and the values that are not made of the row's own parts (``nan`` elsewhere). At a level
        where an indicator is not defined nobody counts as having reported.
    """
    given = np.full(sums.numerator.shape, np.nan)
    for row, indicator in enumerate(indicators):
        computed = indicator.computed
        if computed is None:
            continue
        defined = np.isin(sums.scope.astype(str), computed.scopes)
        _clear(sums, row, ~defined)
        if isinstance(computed, QuarterGap):
            found = _gaps(schools, each, row, computed)
            places = zip(sums.scope, sums.scope_id, strict=True)
            given[row] = [found.get(place, np.nan) for place in places]
            sums.numerator[row] = sums.denominator[row] = np.nan
        elif computed.table in office:
            _put_share(sums, row, defined, computed, office[computed.table])
    return sums, given


def _clear(sums: Sums, row: int, where: NDArray[np.bool_]) -> None:
    """Take an indicator away from objects at whose level it is not defined."""
    sums.numerator[row, where] = sums.denominator[row, where] = np.nan
    sums.schools_reported[row, where] = 0
    sums.nobody[row, where] = True


def _gaps(schools: pd.DataFrame, each: SchoolSums, row: int, gap: QuarterGap) -> dict[tuple[str, str], float]:
    """Compute the gap of every object that has one."""
    reported = each.reported[row]
    of_school = schools[["school_id", "municipality_id"]].assign(
        numerator=each.numerator[row] / THOUSANDTHS, denominator=each.denominator[row] / THOUSANDTHS
    )[reported]
    found: dict[tuple[str, str], float] = {}
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.register("of_school", of_school)
        for scope in gap.scopes:
            rows = f"(SELECT {_GROUPS[scope]} AS scope_id, * FROM of_school)"  # noqa: S608 - own declarations
            values = connection.sql(gap_sql(gap, rows, "scope_id")).fetchall()
            found |= {(scope, scope_id): value for scope_id, value in values}
    return found


def _put_share(
    sums: Sums, row: int, defined: NDArray[np.bool_], share: OfficeShare, table: pd.DataFrame
) -> None:
    """Give both parts; an office that reported did so for every school."""
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.register(share.table, table)
        found = connection.sql(share_sql(share)).fetchall()
    for _, numerator, denominator in found:
        sums.numerator[row, defined], sums.denominator[row, defined] = numerator, denominator
        sums.schools_reported[row, defined] = sums.schools_expected[row, defined]
        sums.nobody[row, defined] = False
