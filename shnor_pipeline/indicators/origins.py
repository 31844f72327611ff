"""Which columns stand behind a part and behind a value, read out of the declarations' own SQL.

Belongs here: columns named in declared SQL. Does not belong here: the declarations (``catalogue``), cells of
one value (``chain``), the drawing of a lineage (``orchestration``).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import duckdb

from shnor_pipeline.indicators.declare import OfficeShare
from shnor_pipeline.indicators.engine import part_columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from shnor_pipeline.indicators.declare import Indicator

Columns = tuple[tuple[str, str], ...]
"""Pairs of table and column."""

_OF_ROWS = ["school_id"]


def part_origins(indicators: Iterable[Indicator]) -> dict[str, Columns]:
    """Return part -> columns of the tables that its SQL names, in the order of their names.

    A part whose SQL names none counts rows, whatever they hold: it comes from the school they are of.
    """
    with duckdb.connect(config={"threads": 1}) as connection:
        return {
            name: tuple(
                (part.table, column) for column in _columns(connection, part.sql, part.within) or _OF_ROWS
            )
            for name, part in part_columns(indicators)
        }


def value_origins(indicators: Iterable[Indicator], parts: str) -> dict[str, Columns]:
    """Return the columns behind numerator, denominator and value of the table ``indicator_value``.

    Args:
        indicators: Declarations.
        parts: Name of the table of parts.

    Returns:
        Column -> parts that are added up, and columns of the tables that the office fills for all schools.
    """
    declared = tuple(indicators)
    names = [name for name, _ in part_columns(declared)]
    numerator = tuple((parts, name) for name in names if name.startswith("n__"))
    denominator = tuple((parts, name) for name in names if name.startswith("d__"))
    with duckdb.connect(config={"threads": 1}) as connection:
        for each in declared:
            if isinstance(each.computed, OfficeShare):
                table, of = each.computed.table, each.computed
                numerator += tuple((table, name) for name in _columns(connection, of.numerator))
                denominator += tuple((table, name) for name in _columns(connection, of.denominator))
    both = tuple(dict.fromkeys((*numerator, *denominator)))
    return {"numerator": numerator, "denominator": denominator, "value": both}


def _columns(connection: duckdb.DuckDBPyConnection, *expressions: str) -> list[str]:
    """Let the engine's own parser find the columns that expressions name."""
    sql = f"SELECT {', '.join(expressions)}"
    parsed: str = connection.execute("SELECT json_serialize_sql(?)", [sql]).fetchall()[0][0]
    return sorted(set(_named(json.loads(parsed))))


def _named(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if node.get("class") == "COLUMN_REF":
            yield node["column_names"][-1]
        for inner in node.values():
            yield from _named(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from _named(inner)
