"""A finding: one sentence about one place of one file.

Belongs here: the record, its id, the masking of personal data. Does not belong here: the rules
(``rules``) and how findings are shown.
"""

from __future__ import annotations

import hashlib
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shnor_pipeline.quality.rules import Rule

MASK = "•••"
_LONGEST_VALUE = 120


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a file, and in it a sheet, a cell, a row of the sheet (from 1)."""

    file: str
    sheet: str | None = None
    cell: str | None = None
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding, as the table ``finding`` holds it (without its id)."""

    year: int | None
    form: str | None
    file: str
    sheet: str | None
    cell: str | None
    source_row: int | None
    rule_id: str
    severity: str
    column_name: str | None
    value: str | None
    message_ru: str

    @property
    def finding_id(self) -> str:
        """Hash of the content: the same fault in the same file has the same id in every run."""
        return hashlib.blake2b(repr(astuple(self)).encode(), digest_size=8).hexdigest()


def finding(
    rule: Rule,
    place: Place,
    *,
    year: int | None,
    form: str | None = None,
    column: str | None = None,
    value: Any = None,
    personal: bool = False,
    **facts: Any,
) -> Finding:
    """Say what a rule has to say about a place.

    Args:
        rule: The rule that was broken.
        place: File, sheet, cell, row.
        year: Reporting year, ``None`` where the file belongs to none.
        form: Form of the file, where known.
        column: Canonical column.
        value: What stands in the cell.
        personal: Whether the value tells of a person; it is then masked.
        **facts: What the rule's sentence needs.

    Returns:
        The finding; ``value`` is cut to 120 characters.
    """
    shown = None if value is None else MASK if personal else str(value)[:_LONGEST_VALUE]
    return Finding(
        year=year,
        form=form,
        file=place.file,
        sheet=place.sheet,
        cell=place.cell,
        source_row=place.row,
        rule_id=rule.rule_id,
        severity=rule.severity,
        column_name=column,
        value=shown,
        message_ru=rule.sentence(value=shown or "", **facts),
    )


def as_columns(findings: Iterable[Finding]) -> dict[str, list[Any]]:
    """Turn findings into columns of the table ``finding``, worst first, then by place, without repeats."""
    ordered = sorted(set(findings), key=_order)
    columns: dict[str, list[Any]] = {"finding_id": [each.finding_id for each in ordered]}
    for name in Finding.__dataclass_fields__:
        columns[name] = [getattr(each, name) for each in ordered]
    return columns


def _order(each: Finding) -> tuple[Any, ...]:
    return (
        each.severity,
        each.file,
        each.sheet or "",
        each.source_row or 0,
        each.cell or "",
        each.rule_id,
        each.message_ru,
    )
