"""Indicators computed: one scan per table and year, then sums of parts for every scope.

Belongs here: the SQL made from the declarations and the status of a value. Does not belong here: the
declarations (``catalogue``), plans (``targets``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import numpy as np
import pandas as pd

from shnor_pipeline.indicators.computed import put_in
from shnor_pipeline.indicators.intervals import wilson
from shnor_pipeline.tables import INDICATOR_VALUE
from shnor_pipeline.tables.render import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from shnor_pipeline.indicators.declare import Indicator, Part

FEW = 10
"""A denominator below this is ``few`` (contract, section 4)."""

SCOPE_SQL = {
    "school": ("school_id", "true"),
    "cluster": ("cluster_id", "true"),
    "programme": ("'programme'", "programme_group IS NOT NULL"),
    "municipality": ("municipality_id", "true"),
    "all": ("'all'", "true"),
}
"""Levels: what stands for the object's id, and which schools belong."""


def part_columns(indicators: Iterable[Indicator]) -> Iterator[tuple[str, Part]]:
    """Name every part: ``n__<indicator>__<table>`` for numerators, ``d__…`` for denominators."""
    for indicator in indicators:
        for part in indicator.numerator:
            yield f"n__{indicator.indicator_id}__{part.table}", part
        for part in indicator.denominator:
            yield f"d__{indicator.indicator_id}__{part.table}", part


def scan_sql(table: str, rows_from: str, indicators: Sequence[Indicator]) -> str:
    """Write the one scan of a table that computes all parts on it.

    Args:
        table: Canonical table.
        rows_from: What stands after FROM: a file or a view of one year.
        indicators: Declarations.

    Returns:
        SQL with one row per school; a part is NULL where the school did not report.
    """
    parts = [(name, part) for name, part in part_columns(indicators) if part.table == table]
    columns = ",\n  ".join(f"{guarded(part)} AS {name}" for name, part in parts)
    return f"SELECT school_id,\n  {columns}\nFROM {rows_from}\nGROUP BY school_id"


def guarded(part: Part) -> str:
    """Write a part in SQL: missing, not 0, where the school did not report."""
    value = f"CAST({part.sql} AS DOUBLE)"
    if part.within == "true":
        return value
    return f"CASE WHEN count(*) FILTER (WHERE {part.within}) > 0 THEN {value} END"


def scan_year(
    path_of: Callable[[str], Path], indicators: Sequence[Indicator], threads: int = 2
) -> pd.DataFrame:
    """Compute the parts of one year.

    Args:
        path_of: Where the Parquet file of a table lies; a table without a file has no rows.
        indicators: Declarations.
        threads: Threads of the engine.

    Returns:
        One row per school that has rows in any table, one column per part.
    """
    tables = sorted({part.table for _, part in part_columns(indicators)})
    with duckdb.connect(config={"threads": threads}) as connection:
        scans = []
        for table in tables:
            path = path_of(table)
            if path.exists():
                sql = scan_sql(table, f"read_parquet({quoted(str(path))})", indicators)
                connection.execute(f"CREATE TEMP TABLE scan_{table} AS {sql}")
                scans.append(f"scan_{table}")
        names = [name for name, _ in part_columns(indicators)]
        if not scans:
            return pd.DataFrame({"school_id": pd.Series([], dtype="str")} | {n: [] for n in names})
        joined = scans[0] + "".join(f" FULL JOIN {scan} USING (school_id)" for scan in scans[1:])
        frame: pd.DataFrame = connection.sql(f"SELECT * FROM {joined} ORDER BY school_id").df()  # noqa: S608
    return frame.reindex(columns=["school_id", *names])


def values_of_year(
    schools: pd.DataFrame,
    parts: pd.DataFrame,
    previous: pd.DataFrame,
    indicators: Sequence[Indicator],
    held: Callable[[str], bool],
    office: Mapping[str, pd.DataFrame] | None = None,
) -> pd.DataFrame:
    """Add the parts up for every scope and say what each value is worth.

    Args:
        schools: Table ``school_year`` of the year.
        parts: Parts of the year, from :func:`scan_year`.
        previous: Parts of the year before; may be empty.
        indicators: Declarations.
        held: Whether a procedure was held in the year.
        office: Tables of the year that the office fills for all schools, by name; without one its
            indicators have no value.

    Returns:
        Table ``indicator_value`` of the year: a row for every indicator and every object of every scope.
    """
    with duckdb.connect(config={"threads": 1}) as connection:
        tables = {"schools": schools, "parts": parts, "previous": previous, **(office or {})}
        for name, frame in tables.items():
            connection.register(name, frame)
        connection.execute(f"CREATE TEMP TABLE wide AS {_wide_sql(indicators)}")
        for indicator in indicators:
            created = "INSERT INTO long" if indicator is not indicators[0] else "CREATE TEMP TABLE long AS"
            connection.execute(f"{created} {_long_sql(indicator)}")
        scopes = " UNION ALL ".join(_scope_sql(scope) for scope in SCOPE_SQL)
        sums = connection.sql(f"{scopes} ORDER BY ALL").df()
        sums = put_in(connection, sums, indicators, office or ())
    return _judged(sums, indicators, held)


def _wide_sql(indicators: Sequence[Indicator]) -> str:
    """Join parts of this and of the last year to the register; fill organisers' zeros."""
    columns = []
    for name, part in part_columns(indicators):
        source = f"{'previous' if part.previous_year else 'parts'}.{name}"
        if part.by_organiser:
            reported = f"count({source}) OVER (PARTITION BY schools.municipality_id) > 0"
            source = f"CASE WHEN {reported} THEN coalesce({source}, 0) END"
        columns.append(f"{source} AS {name}")
    return (
        f"SELECT schools.*, {', '.join(columns)} FROM schools "  # noqa: S608 - own declarations
        "LEFT JOIN parts USING (school_id) LEFT JOIN previous USING (school_id)"
    )


def _long_sql(indicator: Indicator) -> str:
    """One row per school: both sums, whether it reported, whether it was expected to."""
    numerator = _sum_of("n", indicator, indicator.numerator)
    denominator = _sum_of("d", indicator, indicator.denominator)
    expected = f"kind IN ({', '.join(quoted(kind) for kind in sorted(indicator.expected))})"
    counted = expected if indicator.only_expected else "true"
    return (
        f"SELECT year, {quoted(indicator.indicator_id)} AS indicator_id, school_id, cluster_id, "  # noqa: S608
        f"municipality_id, programme_group, {expected} AS expected, "
        f"({numerator}) IS NOT NULL AND ({denominator}) IS NOT NULL AND {counted} AS reported, "
        f"{numerator} AS numerator, {denominator} AS denominator FROM wide"
    )


def _sum_of(side: str, indicator: Indicator, parts: Sequence[Part]) -> str:
    """Add parts of several tables; missing only where all of them are."""
    return added([f"{side}__{indicator.indicator_id}__{part.table}" for part in parts])


def added(names: Sequence[str]) -> str:
    """Add columns in SQL; missing only where all of them are, or where there are none."""
    if not names:
        return "CAST(NULL AS DOUBLE)"
    if len(names) == 1:
        return names[0]
    total = " + ".join(f"coalesce({name}, 0)" for name in names)
    return f"CASE WHEN coalesce({', '.join(names)}) IS NOT NULL THEN {total} END"


def _scope_sql(scope: str) -> str:
    scope_id, member = SCOPE_SQL[scope]
    return (
        f"SELECT year, indicator_id, {quoted(scope)} AS scope, {scope_id} AS scope_id, "  # noqa: S608
        f"sum(numerator) FILTER (WHERE reported AND {member}) AS numerator, "
        f"sum(denominator) FILTER (WHERE reported AND {member}) AS denominator, "
        f"count(*) FILTER (WHERE reported AND expected AND {member}) AS schools_reported, "
        f"count(*) FILTER (WHERE expected AND {member}) AS schools_expected, "
        f"count(*) FILTER (WHERE reported AND {member}) AS any_reported "
        "FROM long GROUP BY year, indicator_id, scope_id"
    )


def _judged(sums: pd.DataFrame, indicators: Sequence[Indicator], held: Callable[[str], bool]) -> pd.DataFrame:
    by_id = {indicator.indicator_id: indicator for indicator in indicators}
    share = sums["indicator_id"].map({key: each.is_share for key, each in by_id.items()}).to_numpy(bool)
    people = sums["indicator_id"].map({key: each.has_interval for key, each in by_id.items()}).to_numpy(bool)
    cancelled = {key: _not_held(each, held) for key, each in by_id.items()}
    not_held = sums["indicator_id"].map(cancelled).to_numpy(bool)
    numerator = sums["numerator"].to_numpy(float, na_value=np.nan)
    denominator = sums["denominator"].to_numpy(float, na_value=np.nan)
    factor = np.where(share, 100.0, 1.0)
    numerator, denominator = np.where(not_held, np.nan, numerator), np.where(not_held, np.nan, denominator)
    positive = denominator > 0
    value = np.divide(factor * numerator, denominator, out=np.full(len(sums), np.nan), where=positive)
    is_given = sums["is_given"].to_numpy(bool) & ~not_held
    value = np.where(is_given, sums["given"].to_numpy(float), value)
    low, high = wilson(numerator, denominator)
    shown = people & positive
    too_few = np.where(is_given, np.isnan(value), ~(denominator >= FEW))
    status = _status(sums, too_few, not_held)
    return INDICATOR_VALUE.frame(
        {
            "year": list(sums["year"]),
            "indicator_id": list(sums["indicator_id"]),
            "scope": list(sums["scope"]),
            "scope_id": list(sums["scope_id"]),
            "numerator": _or_none(numerator),
            "denominator": _or_none(denominator),
            "value": _or_none(value),
            "ci_low": _or_none(np.where(shown, 100 * low, np.nan)),
            "ci_high": _or_none(np.where(shown, 100 * high, np.nan)),
            "schools_reported": list(sums["schools_reported"]),
            "schools_expected": list(sums["schools_expected"]),
            "status": list(status),
        }
    )


def _status(sums: pd.DataFrame, few: np.ndarray, not_held: np.ndarray) -> np.ndarray:
    """Take the first that applies, in the order of the contract."""
    nobody = sums["any_reported"].to_numpy() == 0
    partial = sums["schools_reported"].to_numpy() < sums["schools_expected"].to_numpy()
    return np.select([not_held, nobody, few, partial], ["not_held", "none", "few", "partial"], "ok")


def _not_held(indicator: Indicator, held: Callable[[str], bool]) -> bool:
    return bool(indicator.procedures) and not any(map(held, indicator.procedures))


def _or_none(values: np.ndarray) -> list[float | None]:
    return [None if np.isnan(value) else float(value) for value in values]
