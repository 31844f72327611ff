"""Values that are no quotient of sums over the schools of a scope.

Belongs here: the SQL of each kind of such values and putting them among the sums. Does not belong here: their
declarations (``catalogue``), the status of a value (``engine``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from shnor_pipeline.indicators.declare import QuarterGap
from shnor_pipeline.tables.render import quoted

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import duckdb
    import pandas as pd

    from shnor_pipeline.indicators.declare import Indicator, OfficeShare

_GROUPS = {"municipality": "municipality_id", "all": "'all'"}
"""What stands for the object's id at the levels where schools are compared with each other."""

_PARTS = ["numerator", "denominator"]
_REPORTED = ["schools_reported", "any_reported"]


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
    connection: duckdb.DuckDBPyConnection,
    sums: pd.DataFrame,
    indicators: Sequence[Indicator],
    office: Collection[str],
) -> pd.DataFrame:
    """Put computed values among the sums of all scopes.

    Args:
        connection: Connection with the table ``long`` and the office's tables.
        sums: A row for every indicator and object.
        indicators: Declarations.
        office: Names of the office's tables that the connection has.

    Returns:
        The sums with two more columns: ``is_given`` where the value is not made of the row's own parts, and
        that ``given`` value. At a level where an indicator is not defined nobody counts as having reported.
    """
    sums = sums.assign(given=np.nan, is_given=False)
    for indicator in indicators:
        computed = indicator.computed
        if computed is None:
            continue
        here = sums["indicator_id"] == indicator.indicator_id
        defined = here & sums["scope"].isin(computed.scopes)
        sums.loc[here & ~defined, _PARTS] = np.nan
        sums.loc[here & ~defined, _REPORTED] = 0
        if isinstance(computed, QuarterGap):
            _put_gaps(connection, sums, defined, indicator.indicator_id, computed)
        elif computed.table in office:
            _put_share(connection, sums, defined, computed)
    return sums


def _put_gaps(
    connection: duckdb.DuckDBPyConnection,
    sums: pd.DataFrame,
    defined: pd.Series[bool],
    indicator_id: str,
    gap: QuarterGap,
) -> None:
    """Give the gaps; their rows keep the coverage of the shares and lose the parts, which are not theirs."""
    gaps: dict[tuple[str, str], float] = {}
    for scope in gap.scopes:
        rows = (
            f"(SELECT {_GROUPS[scope]} AS scope_id, school_id, numerator, denominator "  # noqa: S608
            f"FROM long WHERE reported AND indicator_id = {quoted(indicator_id)})"
        )
        found = connection.sql(gap_sql(gap, rows, "scope_id")).fetchall()
        gaps |= {(scope, scope_id): value for scope_id, value in found}
    places = zip(sums.loc[defined, "scope"], sums.loc[defined, "scope_id"], strict=True)
    sums.loc[defined, "given"] = [gaps.get(place, np.nan) for place in places]
    sums.loc[defined, "is_given"] = True
    sums.loc[defined, _PARTS] = np.nan


def _put_share(
    connection: duckdb.DuckDBPyConnection,
    sums: pd.DataFrame,
    defined: pd.Series[bool],
    share: OfficeShare,
) -> None:
    """Give both parts; an office that reported did so for every school."""
    for _, numerator, denominator in connection.sql(share_sql(share)).fetchall():
        sums.loc[defined, _PARTS] = [numerator, denominator]
        sums.loc[defined, "schools_reported"] = sums.loc[defined, "schools_expected"]
        sums.loc[defined, "any_reported"] = 1
