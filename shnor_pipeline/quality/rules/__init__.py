"""The rules: what can be wrong, how to see it, how to mend it; one module per stage.

A rule is declared in the module of its stage, beside its function, and nowhere else. An id never changes
and is never used again.
"""

from __future__ import annotations

from functools import lru_cache

from shnor_pipeline.quality.rule import Rule, Sees, Severity
from shnor_pipeline.quality.rules import (
    between_tables,
    between_years,
    cells,
    files,
    ledger,
    overrides,
    rows,
    sheets,
    tables,
)
from shnor_pipeline.quality.rules.files import ENCRYPTED, NOT_A_WORKBOOK, TOO_LARGE, UNREADABLE

ERROR, WARNING = Severity.ERROR, Severity.WARNING

RULES: dict[str, Rule] = {
    each.rule_id: each
    for module in (files, sheets, cells, rows, tables, between_tables, between_years, ledger, overrides)
    for each in vars(module).values()
    if isinstance(each, Rule)
}
"""All rules by id, in the order of the chain."""


@lru_cache(maxsize=4096)
def rules_for(sees: Sees, year: int, table: str | None = None) -> tuple[Rule, ...]:
    """Rules to apply to one kind of facts in a reporting year, to rows of one canonical table."""
    return tuple(
        each
        for each in RULES.values()
        if each.sees is sees and each.in_force(year) and (table is None or each.concerns(table))
    )


__all__ = [
    "ENCRYPTED",
    "ERROR",
    "NOT_A_WORKBOOK",
    "RULES",
    "TOO_LARGE",
    "UNREADABLE",
    "WARNING",
    "rules_for",
]
