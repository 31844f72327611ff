"""Declared tables and findings as Dagster metadata.

Belongs here: column schemas, check results from findings. Does not belong here: which assets exist.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import dagster as dg

from shnor_pipeline.tables.render import SQL_TYPES

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import pandas as pd

    from shnor_pipeline.tables import TableSpec

OWNERS = ["team:monitoring"]
_WORST = 10


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
    spec: TableSpec, group: str, deps: Sequence[str | dg.AssetDep], *, kind: str = "parquet"
) -> dg.AssetSpec:
    """Declare the asset of a table: name, description, group, owner, kinds and columns."""
    return dg.AssetSpec(
        spec.name,
        description=f"{spec.title_ru}. {spec.description}",
        group_name=group,
        owners=OWNERS,
        kinds={kind},
        metadata={"dagster/column_schema": column_schema(spec), "dagster/table_name": spec.name},
        deps=deps,
    )


def findings_check(table: str, findings: pd.DataFrame, forms: Collection[str]) -> dg.AssetCheckResult:
    """Turn the findings of a table's forms into a check: it fails when a row or file was kept out.

    Bad rows are quarantined and good ones stored, so the failure is a warning and blocks nothing.
    """
    of_table = findings[findings["form"].isin(list(forms))]
    errors = of_table[of_table["severity"] == "error"]
    return dg.AssetCheckResult(
        asset_key=table,
        check_name=check_name(table),
        passed=errors.empty,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={
            "errors": len(errors),
            "warnings": len(of_table) - len(errors),
            "worst": dg.MetadataValue.md(_worst(errors if len(errors) else of_table)),
        },
    )


def check_name(table: str) -> str:
    """Name of the check that shows the findings of a table."""
    return f"{table}_rows_accepted"


def _worst(findings: pd.DataFrame) -> str:
    if findings.empty:
        return "no findings"
    lines = ["| file | sheet | cell | rule | message |", "|---|---|---|---|---|"]
    for row in findings.head(_WORST).to_dict("records"):
        cells = (row[name] for name in ("file", "sheet", "cell", "rule_id", "message_ru"))
        shown = (str(cell).replace("|", "/") if isinstance(cell, str) else "" for cell in cells)
        lines.append("| " + " | ".join(shown) + " |")
    return "\n".join(lines)
