"""Indicators computed: one scan per table and year, then sums of parts for every scope.

Belongs here: the SQL made from the declarations and the status of a value. Does not belong here: the
declarations (``catalogue``), plans (``targets``).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
import pandas as pd

from shnor_pipeline.indicators.computed import put_in
from shnor_pipeline.indicators.declare import count_of
from shnor_pipeline.indicators.intervals import wilson
from shnor_pipeline.indicators.scopes import part_name, sums_of_schools, sums_of_scopes
from shnor_pipeline.tables import INDICATOR_VALUE
from shnor_pipeline.tables.published import STATUSES
from shnor_pipeline.tables.render import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from shnor_pipeline.indicators.declare import Indicator, Part
    from shnor_pipeline.indicators.scopes import Sums

FEW = 10
"""A denominator below this is ``few`` (contract, section 4)."""


def part_columns(indicators: Iterable[Indicator]) -> Iterator[tuple[str, Part]]:
    """Name the parts of all indicators, in order."""
    for indicator in indicators:
        for part in indicator.numerator:
            yield part_name("n", indicator, part), part
        for part in indicator.denominator:
            yield part_name("d", indicator, part), part


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
    columns = ",\n  ".join(f"{_of_rows(part)} AS {name}" for name, part in parts)
    of_rows = f"SELECT school_id,\n  {columns}\nFROM {rows_from}\nGROUP BY school_id"
    counted = {name: part for name, part in parts if part.who}
    if not counted:
        return of_rows
    added = (
        f"of_rows.{name} + coalesce(of_persons.{name}, 0) AS {name}" if part.who else name
        for name, part in parts
    )
    return (
        f"WITH of_rows AS (\n{of_rows}\n),\nof_persons AS (\n{_persons_sql(rows_from, counted)}\n)\n"
        f"SELECT school_id, {', '.join(added)}\nFROM of_rows LEFT JOIN of_persons USING (school_id)"
    )


def _persons_sql(rows_from: str, parts: Mapping[str, Part]) -> str:
    """Count persons in two steps: many times faster than ``count(DISTINCT …)`` of millions, and the same."""
    flags = ", ".join(f"{_is_counted(part)} AS {name}" for name, part in parts.items())
    counts = ", ".join(f"{count_of(name)} AS {name}" for name in parts)
    anyone = " OR ".join(f"({who})" for who in dict.fromkeys(part.who for part in parts.values()))
    return (
        f"SELECT school_id, {counts} FROM (SELECT school_id, {flags} FROM {rows_from} "  # noqa: S608
        f"WHERE {anyone} GROUP BY school_id, person_key) GROUP BY school_id"
    )


def _is_counted(part: Part) -> str:
    """Say of the rows of one person whether the part counts it; a row that does not know is no «unless»."""
    if not part.unless:
        return f"bool_or({part.who})"
    return f"bool_or({part.who}) AND NOT coalesce(bool_or(({part.who}) AND ({part.unless})), false)"


def _of_rows(part: Part) -> str:
    """Write what the scan of rows gives of a part: of persons, only whether there is anything to count."""
    return guarded(replace(part, sql="0") if part.who else part)


def guarded(part: Part) -> str:
    """Write a part in SQL: missing, not 0, where the school did not report."""
    value = f"CAST({part.sql} AS DOUBLE)"
    if part.within == "true":
        return value
    return f"CASE WHEN {count_of(part.within)} > 0 THEN {value} END"


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
    ordered = sorted(indicators, key=lambda indicator: indicator.indicator_id)
    year = schools["year"].iloc[0] if len(schools) else 0
    each = sums_of_schools(schools, parts, previous, ordered)
    sums, given = put_in(sums_of_scopes(schools, each), schools, each, ordered, office or {})
    return _judged(sums, given, ordered, held, year)


def _judged(
    sums: Sums,
    given: NDArray[np.float64],
    indicators: Sequence[Indicator],
    held: Callable[[str], bool],
    year: int,
) -> pd.DataFrame:
    """Turn sums into rows, indicator by indicator; ``indicators`` in the order of their ids.

    A ``given`` value stands where an indicator is no quotient of the row's own parts.
    """
    cancelled = _by_row(sums, [_not_held(each, held) for each in indicators])
    numerator, denominator = (
        np.where(cancelled, np.nan, side) for side in (sums.numerator, sums.denominator)
    )
    factor = _by_row(sums, [100.0 if each.is_share else 1.0 for each in indicators])
    positive = denominator > 0
    value = np.divide(factor * numerator, denominator, out=np.full_like(numerator, np.nan), where=positive)
    shown = positive & _by_row(sums, [each.has_interval for each in indicators])
    value = np.where(cancelled, np.nan, np.where(np.isnan(given), value, given))
    low, high = (np.where(shown, 100 * limit, np.nan) for limit in wilson(numerator, denominator))
    status = _status(sums, np.isnan(given) & ~(denominator >= FEW), cancelled)
    size = len(sums.scope_id)
    columns: dict[str, Any] = {
        "year": np.full(numerator.size, year),
        "indicator_id": _texts([each.indicator_id for each in indicators]).repeat(size),
        "scope": _texts(sums.scope).take(np.tile(np.arange(size), len(indicators))),
        "scope_id": _texts(sums.scope_id).take(np.tile(np.arange(size), len(indicators))),
        "status": _texts(STATUSES).take(status.ravel()),
    }
    numbers = {"numerator": numerator, "denominator": denominator, "value": value}
    numbers |= {"ci_low": low, "ci_high": high}
    numbers |= {"schools_reported": sums.schools_reported, "schools_expected": sums.schools_expected}
    return INDICATOR_VALUE.frame(columns | {name: matrix.ravel() for name, matrix in numbers.items()})


def _by_row(sums: Sums, facts: Sequence[Any]) -> NDArray[Any]:
    """Lay a fact of every indicator over the shape of the sums."""
    return np.broadcast_to(np.array(facts)[:, None], sums.numerator.shape)


def _texts(texts: Sequence[str] | NDArray[np.object_]) -> Any:
    return pd.array(list(texts), dtype="str")


def _status(sums: Sums, few: NDArray[np.bool_], not_held: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Take the first that applies, in the order of the contract, as its place in ``STATUSES``."""
    partial = sums.schools_reported < sums.schools_expected
    applies = [not_held, sums.nobody, few, partial]
    return np.select(applies, np.arange(len(applies)), len(applies))


def _not_held(indicator: Indicator, held: Callable[[str], bool]) -> bool:
    return bool(indicator.procedures) and not any(map(held, indicator.procedures))
