"""Column lineage of every table, made from declarations: column maps, SQL of the parts, names.

Belongs here: who a column comes from, as Dagster draws it. Does not belong here: what the declarations say.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import dagster as dg

from shnor_pipeline import tables as declared
from shnor_pipeline.chain import PARTS
from shnor_pipeline.indicators import INDICATORS, part_origins, value_origins
from shnor_pipeline.orchestration.describe import column_schema
from shnor_pipeline.tables import INDICATOR_VALUE, TableSpec

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from shnor_pipeline.ingest import Catalogue
    from shnor_pipeline.tables import ColumnSpec

INBOX = "inbox"
"""Prefix of the assets that stand for the forms in the inbox."""


def form_key(form: str) -> dg.AssetKey:
    """Return the key of the asset that stands for a form in the inbox."""
    return dg.AssetKey([INBOX, form])


def tables_by_name(catalogue: Catalogue) -> dict[str, TableSpec]:
    """Return every declared table, those of forms from elsewhere included."""
    shipped = [each for each in vars(declared).values() if isinstance(each, TableSpec)]
    return {spec.name: spec for spec in (*shipped, PARTS, *catalogue.tables)}


class Lineage:
    """Where the columns of declared tables come from."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Keep the forms; SQL is parsed when first asked for."""
        self._catalogue = catalogue
        self._tables = tables_by_name(catalogue)

    @cached_property
    def _computed(self) -> dict[str, Mapping[str, tuple[tuple[str, str], ...]]]:
        """Tables whose columns are computed by declared SQL."""
        return {
            PARTS.name: part_origins(INDICATORS),
            INDICATOR_VALUE.name: value_origins(INDICATORS, PARTS.name),
        }

    def shown(self, spec: dg.AssetSpec) -> dict[str, Any]:
        """Return what is shown of the columns of an asset; nothing where it is no declared table."""
        name = spec.key.to_user_string()
        lineage = self.of(name, (dep.asset_key.to_user_string() for dep in spec.deps))
        if lineage is None or not lineage.deps_by_column:
            return {}
        schema = column_schema(self._tables[name], lineage)
        return {"dagster/column_lineage": lineage, "dagster/column_schema": schema}

    def of(self, table: str, upstream: Iterable[str]) -> dg.TableColumnLineage | None:
        """Return the lineage of a table.

        Args:
            table: Name of the table; one that is not declared has no columns to speak of.
            upstream: Names of the assets it is made from.

        Returns:
            Column -> columns it comes from: what the declaration says (``made_of``, SQL of a part, header of
            a form), else the columns of the same name upstream; a column without any is left out.
        """
        if table not in self._tables:
            return None
        above = [self._tables[name] for name in upstream if name in self._tables and name != table]
        found = {column.name: self._behind(table, column, above) for column in self._tables[table].columns}
        return dg.TableColumnLineage({name: behind for name, behind in found.items() if behind})

    def _behind(self, table: str, column: ColumnSpec, above: list[TableSpec]) -> list[dg.TableColumnDep]:
        by_sql = self._computed.get(table, {}).get(column.name, ())
        if by_sql:
            return [dg.TableColumnDep(asset, name) for asset, name in by_sql]
        stated = [name.split(".") for name in column.made_of if "." in name]
        if stated:
            return [dg.TableColumnDep(asset, name) for asset, name in stated]
        headers = list(dict.fromkeys(self._headers(table, {column.name, *column.made_of})))
        same = [dg.TableColumnDep(spec.name, column.name) for spec in above if column.name in spec.by_name]
        return headers or same

    def _headers(self, table: str, names: set[str]) -> Iterator[dg.TableColumnDep]:
        """Find the headers of the forms of a canonical table that hold any of some canonical names."""
        for source in self._catalogue.sources:
            if source.table.name == table:
                for row in source.headers:
                    if row.canonical in names:
                        yield dg.TableColumnDep(form_key(source.form), row.header)
