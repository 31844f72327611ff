"""Declared tables as Dagster shows them.

Belongs here: column schemas, previews. Does not belong here: which assets exist, checks (``checks``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import dagster as dg

from shnor_pipeline.tables.render import SQL_TYPES

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from shnor_pipeline.tables import TableSpec

Upstream = str | dg.AssetKey | dg.AssetDep
"""How an asset names what it is made from."""

OWNERS = ["team:monitoring"]
_ROWS, _COLUMNS, _LETTERS = 5, 12, 40
"""Size of a preview: rows, columns, letters of a cell."""


def column_schema(spec: TableSpec) -> dg.TableSchema:
    """Render a declared table as Dagster's column schema."""
    return dg.TableSchema(
        [
            dg.TableColumn(
                name=column.name,
                type=SQL_TYPES[column.dtype],
                description=column.comment_ru,
                constraints=dg.TableColumnConstraints(
                    nullable=column.nullable,
                    other=[str(check.error or check.name) for check in column.checks],
                ),
                tags={"personal": "pseudonym"} if column.personal else {},
            )
            for column in spec.columns
        ]
    )


def table_spec(
    spec: TableSpec, group: str, deps: Sequence[Upstream], *, kind: str = "parquet"
) -> dg.AssetSpec:
    """Declare the asset of a table: name, description, group, owner, kinds and columns."""
    return dg.AssetSpec(
        spec.name,
        description=f"{spec.title_ru}. {spec.description}",
        group_name=group,
        owners=OWNERS,
        kinds={kind},
        tags={"personal": "pseudonyms"} if any(each.personal for each in spec.columns) else {},
        metadata={"dagster/column_schema": column_schema(spec), "dagster/table_name": spec.name},
        deps=deps,
    )


def preview(spec: TableSpec, frame: pd.DataFrame) -> dg.MetadataValue:
    """Show the first rows of a table; a column about a person is left out."""
    shown = [column.name for column in spec.columns if not column.personal][:_COLUMNS]
    rows = frame[shown].head(_ROWS).astype("string").fillna("").to_dict("records")
    lines = [f"| {' | '.join(shown)} |", "|" + "---|" * len(shown)]
    lines += ["| " + " | ".join(map(_cell, row.values())) + " |" for row in rows]
    return dg.MetadataValue.md("\n".join(lines))


def _cell(text: str) -> str:
    short = text if len(text) <= _LETTERS else f"{text[: _LETTERS - 1]}…"
    return short.replace("|", "/").replace("\n", " ")
