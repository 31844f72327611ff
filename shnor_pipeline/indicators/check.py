"""The catalogue against the declared tables: every id once, every table and column there.

Belongs here: mistakes of a declaration, told before anything is read. Does not belong here: the declarations
(``catalogue``) and the computation (``engine``).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import duckdb
from rapidfuzz import process

from shnor_pipeline.tables.render import ddl

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from shnor_pipeline.indicators.declare import Indicator, Part
    from shnor_pipeline.tables import TableSpec

_LIKENESS = 60
_UNKNOWN_COLUMN = re.compile(r'Referenced column "([^"]+)"')


class IndicatorError(ValueError):
    """The catalogue of indicators can't be computed; the message names indicator, part and the mistake."""

    def __init__(self, problems: Iterable[str]) -> None:
        """Join the problems into the message."""
        told = list(problems)
        lines = [f"Каталог показателей indicators/catalogue.py: ошибок – {len(told)}."]
        super().__init__("\n".join([*lines, *(f"  {problem}" for problem in told)]))


@lru_cache(maxsize=4)
def check_indicators(indicators: tuple[Indicator, ...], tables: tuple[TableSpec, ...]) -> None:
    """Check that declarations can be computed over the declared tables.

    Args:
        indicators: The catalogue.
        tables: Every table a part may be computed from.

    Raises:
        IndicatorError: An id stands twice, or a part names a table or a column that is not declared.
    """
    problems = [*_repeated_ids(indicators), *_unknown_names(indicators, {each.name: each for each in tables})]
    if problems:
        raise IndicatorError(problems)


def _repeated_ids(indicators: tuple[Indicator, ...]) -> Iterator[str]:
    ids = [each.indicator_id for each in indicators]
    for place, indicator_id in enumerate(ids):
        first = ids.index(indicator_id)
        if first < place:
            titles = f"«{indicators[first].title_ru}» и «{indicators[place].title_ru}»"
            yield f"{indicator_id}: идентификатор стоит дважды, {titles}; ожидается свой у каждого"


def _unknown_names(indicators: tuple[Indicator, ...], tables: dict[str, TableSpec]) -> Iterator[str]:
    named = sorted({name for each in indicators for name in each.tables} & set(tables))
    with duckdb.connect(config={"threads": 1}) as connection:
        for name in named:
            create, *_comments = ddl(tables[name], "main")
            connection.execute(create)
        for key, part in _parts(indicators):
            if part.table not in tables:
                yield f"{key}: таблицы «{part.table}» нет{_nearest(part.table, tables)}"
        for name in named:
            yield from _unbound_parts(connection, indicators, tables[name])


def _parts(indicators: tuple[Indicator, ...]) -> Iterator[tuple[str, Part]]:
    for each in indicators:
        for side, parts in (("numerator", each.numerator), ("denominator", each.denominator)):
            yield from ((f"{each.indicator_id}.{side}[{place}]", part) for place, part in enumerate(parts))


def _unbound_parts(
    connection: duckdb.DuckDBPyConnection, indicators: tuple[Indicator, ...], table: TableSpec
) -> Iterator[str]:
    """Look at all parts of a table at once, and one by one only when something is wrong with them."""
    parts = [(key, part) for key, part in _parts(indicators) if part.table == table.name]
    if _unbound(connection, [part for _, part in parts], table) is None:
        return
    for key, part in parts:
        problem = _unbound(connection, [part], table)
        if problem is not None:
            yield f"{key}: {problem}"


def _unbound(connection: duckdb.DuckDBPyConnection, parts: list[Part], table: TableSpec) -> str | None:
    """Let the engine itself look the names up in an empty table; nothing is computed."""
    columns = ", ".join(f"{part.sql}, count(*) FILTER (WHERE {part.within})" for part in parts)
    try:
        connection.sql(f"SELECT {columns} FROM {table.name}")  # noqa: S608 - own declarations
    except duckdb.Error as error:
        unknown = _UNKNOWN_COLUMN.search(str(error))
        if unknown is None:
            return f"запись не читается: {str(error).splitlines()[0]}"
        column = unknown.group(1)
        return f"колонки «{column}» в таблице {table.name} нет{_nearest(column, table.by_name)}"
    return None


def _nearest(wrong: str, known: Iterable[str]) -> str:
    match = process.extractOne(wrong, sorted(known), score_cutoff=_LIKENESS)
    return "" if match is None else f"; похоже на «{match[0]}»"
