"""What a column takes, in Russian: for messages, hints and limits of blank forms.

Belongs here: sentences made from a declaration. Does not belong here: reading of cells.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shnor_pipeline.tables.declare import DECIMAL, FLAG, INTEGER

if TYPE_CHECKING:
    from shnor_pipeline.tables.declare import ColumnSpec


def expected(spec: ColumnSpec) -> str:
    """Say in Russian what a column takes, for a message."""
    if spec.dtype == FLAG:
        return "да или нет"
    if spec.words is not None:
        return "одно из: " + ", ".join(spec.words)
    if spec.reads == "grade":
        return "номер класса, например 9 или 9А"
    kind = {INTEGER: "целое число", DECIMAL: "число"}.get(spec.dtype, "текст")
    return " ".join(filter(None, (kind, bounds(spec))))


def limits(spec: ColumnSpec) -> tuple[float | None, float | None]:
    """Return the smallest and the largest value the declaration allows; ``None`` where there is no end."""
    facts = {check.name: check.statistics or {} for check in spec.checks}
    low = facts.get("greater_than_or_equal_to", {}).get("min_value")
    high = facts.get("less_than_or_equal_to", {}).get("max_value")
    return low, high


def bounds(spec: ColumnSpec) -> str:
    """Say in Russian which values the declaration allows; empty where any."""
    low, high = limits(spec)
    ends = (f"от {low}" if low is not None else "", f"до {high}" if high is not None else "")
    return " ".join(filter(None, ends))
