"""What is made from a declared table: DDL with comments and the data dictionary.

Belongs here: renderings that need nothing but the declaration. Does not belong here: the schema for
Dagster (``orchestration/``, the only folder that knows it).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shnor_pipeline.tables.declare import DECIMAL, FLAG, INTEGER, TEXT, ColumnSpec, TableSpec

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SQL_TYPES = {INTEGER: "BIGINT", DECIMAL: "DOUBLE", FLAG: "BOOLEAN", TEXT: "VARCHAR"}


def quoted(text: str) -> str:
    """Write ``text`` as an SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def ddl(spec: TableSpec, schema: str) -> Iterator[str]:
    """Yield the statements that create a table with its comments.

    Args:
        spec: The declared table.
        schema: Database or schema the table goes to.

    Yields:
        One ``CREATE TABLE`` and one ``COMMENT ON`` for the table and for each column.
    """
    name = f"{schema}.{spec.name}"
    body = ", ".join(
        f'"{column.name}" {SQL_TYPES[column.dtype]}{"" if column.nullable else " NOT NULL"}'
        for column in spec.columns
    )
    yield f"CREATE TABLE {name} ({body})"
    yield f"COMMENT ON TABLE {name} IS {quoted(f'{spec.title_ru}. {spec.description}')}"
    for column in spec.columns:
        yield f'COMMENT ON COLUMN {name}."{column.name}" IS {quoted(column.comment_ru)}'


def dictionary(specs: Iterable[TableSpec]) -> str:
    """Write the data dictionary of the given tables as Markdown, in Russian."""
    return "\n".join(_section(spec) for spec in specs)


def _section(spec: TableSpec) -> str:
    lines = [
        f"## `{spec.name}`: {spec.title_ru}",
        "",
        spec.description,
        "",
        "| колонка | тип | что значит | единица | значения | пусто | личные данные |",
        "|---|---|---|---|---|---|---|",
        *(_line(column) for column in spec.columns),
        "",
    ]
    return "\n".join(lines)


def _line(column: ColumnSpec) -> str:
    words = column.words or {}
    values = ", ".join(f"`{value}` = {word}" for word, value in words.items() if value not in (True, False))
    empty = "бывает" if column.nullable else ""
    personal = "псевдоним или признак" if column.personal else ""
    cells = (f"`{column.name}`", SQL_TYPES[column.dtype], column.title_ru, column.unit)
    return "| " + " | ".join((*cells, values, empty, personal)) + " |"
