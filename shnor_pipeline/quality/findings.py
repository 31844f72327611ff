"""A finding: one sentence about one place of one file.

Belongs here: the record, its id, the masking of personal data. Does not belong here: the rules
(``rules``) and how findings are shown.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from shnor_pipeline.person_names import MASK, without_names
from shnor_pipeline.quality.facts import Place, YearFacts
from shnor_pipeline.quality.rule import Sees, Severity
from shnor_pipeline.quality.rules import rules_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from shnor_pipeline.quality.facts import CellMap
    from shnor_pipeline.quality.rule import Rule

_LONGEST_VALUE = 120


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding, as the table ``finding`` holds it (without its id).

    Attributes:
        effect: How much of the indicators it concerns, for the order only: rows kept out x indicators
            that read their table.
    """

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
    effect: float = field(default=0.0, compare=False)

    @property
    def finding_id(self) -> str:
        """Hash of the content: the same fault in the same file has the same id in every run."""
        stated = tuple(getattr(self, name) for name in COLUMNS)
        return hashlib.blake2b(repr(stated).encode(), digest_size=8).hexdigest()


COLUMNS = tuple(name for name in Finding.__dataclass_fields__ if name != "effect")


def finding(  # noqa: PLR0913 - one keyword per fact of a finding
    rule: Rule,
    place: Place,
    *,
    year: int | None,
    form: str | None = None,
    column: str | None = None,
    value: Any = None,
    personal: bool = False,
    effect: float = 0.0,
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
        effect: For the order of findings.
        **facts: What the rule's sentence needs.

    Returns:
        The finding; ``value`` is cut to 120 characters, and names of persons that strayed into it are masked.
    """
    shown = None if value is None else MASK if personal else without_names(str(value))[:_LONGEST_VALUE]
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
        message_ru=without_names(rule.sentence(value=shown or "", **facts)),
        effect=effect,
    )


def findings_of(
    sees: Sees,
    facts: Any,
    place: Place,
    *,
    year: int | None,
    form: str | None = None,
    whole_year: bool = True,
) -> Iterator[Finding]:
    """Let every rule look at facts that are no rows of a draft, and say what it finds.

    Args:
        sees: What kind of facts.
        facts: The facts.
        place: Where a case stands that names no place of its own.
        year: Reporting year; the rules in force then are applied.
        form: Form, where known.
        whole_year: Whether all files of the year are there.

    Yields:
        Findings; with facts of accepted tables the form is that of the sheet a case stands on.
    """
    cells: CellMap | None = getattr(getattr(facts, "now", facts), "cells", None)
    for rule in rules_for(sees, year or 0):
        if (rule.whole_year and not whole_year) or _is_idle(rule, facts):
            continue
        lost = math.inf if sees is Sees.FILE and rule.severity is Severity.ERROR else 0.0
        for found in rule.look(facts):
            at = found.at if isinstance(found.at, Place) else place
            of_form = form if cells is None else cells.forms.get((at.file, at.sheet or ""))
            said: dict[str, Any] = {"column": found.column, "value": found.value, **found.facts}
            yield finding(rule, at, year=year, form=of_form, effect=lost, **said)


def _is_idle(rule: Rule, facts: Any) -> bool:
    """Tell whether none of the tables whose rows a rule looks at has any this year."""
    is_of_year = isinstance(facts, YearFacts) and bool(rule.tables)
    return is_of_year and not any(len(facts.tables[name]) for name in rule.tables)


def as_columns(findings: Iterable[Finding]) -> dict[str, list[Any]]:
    """Turn findings into columns of the table ``finding``, without repeats.

    Errors come before warnings, within them what touches more of the indicators, then by place.
    """
    ordered = sorted(set(findings), key=_order)
    columns: dict[str, list[Any]] = {"finding_id": [each.finding_id for each in ordered]}
    for name in COLUMNS:
        columns[name] = [getattr(each, name) for each in ordered]
    return columns


def _order(each: Finding) -> tuple[Any, ...]:
    return (
        each.severity,
        -each.effect,
        each.file,
        each.sheet or "",
        each.source_row or 0,
        each.cell or "",
        each.rule_id,
        each.message_ru,
    )
