"""Declared tables as Dagster shows them.

Belongs here: column schemas, previews. Does not belong here: which assets exist, checks (``checks``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import dagster as dg
import pandas as pd

from shnor_pipeline.tables.render import SQL_TYPES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shnor_pipeline.tables import TableSpec

Upstream = str | dg.AssetKey | dg.AssetDep
"""How an asset names what it is made from."""

OWNERS = ["team:monitoring"]
_NAMED = 4
"""Columns named as the origin of another one."""

_ROWS, _COLUMNS, _LETTERS = 5, 8, 28
"""Size of a preview, which fits into a page of Dagster: rows, columns, letters of a cell."""


def column_schema(spec: TableSpec, lineage: dg.TableColumnLineage | None = None) -> dg.TableSchema:
    """Render a declared table as Dagster's column schema.

    Args:
        spec: The table.
        lineage: Where its columns come from, which the list of columns then says too.
    """
    behind = lineage.deps_by_column if lineage is not None else {}
    return dg.TableSchema(
        [
            dg.TableColumn(
                name=column.name,
                type=SQL_TYPES[column.dtype],
                description=f"{column.comment_ru}{_origins(behind.get(column.name, ()))}",
                constraints=dg.TableColumnConstraints(
                    nullable=column.nullable,
                    other=[str(check.error or check.name) for check in column.checks],
                ),
                tags={"personal": "pseudonym"} if column.personal else {},
            )
            for column in spec.columns
        ]
    )


def _origins(deps: Sequence[dg.TableColumnDep]) -> str:
    """Name the first columns that a column comes from, and how many more there are."""
    names = [f"{dep.asset_key.to_user_string()}.{dep.column_name}" for dep in deps[:_NAMED]]
    more = f" и ещё {len(deps) - _NAMED}" if len(deps) > _NAMED else ""
    return f" ← {', '.join(names)}{more}" if names else ""


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
    # column by column: a run shows 270 tables, and rows of a frame are four times as slow to take
    rows = zip(*(frame[name].iloc[:_ROWS] for name in shown), strict=True)
    lines = [f"| {' | '.join(shown)} |", "|" + "---|" * len(shown)]
    lines += ["| " + " | ".join(map(_cell, row)) + " |" for row in rows]
    return dg.MetadataValue.md("\n".join(lines))


def _cell(value: Any) -> str:
    if pd.isna(value):
        return ""
    text = f"{value:.6g}" if isinstance(value, float) else str(value)
    short = text if len(text) <= _LETTERS else f"{text[: _LETTERS - 1]}…"
    return short.replace("|", "/").replace("\n", " ")
