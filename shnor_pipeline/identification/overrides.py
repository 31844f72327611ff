"""Decisions that set a status whatever the rule says, kept beside what the rule said.

Belongs here: which entry of the ledger holds in a year, and its application. Does not belong here: the
ledger's file (``reference/overrides``), findings about it (``quality``).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shnor_pipeline.tables import OVERRIDE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    import pandas as pd

    from shnor_pipeline.reference import Override

_AS_WRITTEN = ("year", "line", "school_id", "field", "value", "reason", "order_number", "role")

Flags = dict[str, bool | None]
"""Status by school; ``None`` = not known."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What came of an entry.

    Attributes:
        entry: The entry.
        status: ``applied``; ``expired``: its term was over at the end of the year; ``unmatched``: no such
            school works that year.
        computed: What the rule says; ``None`` where it says nothing.
    """

    entry: Override
    status: str
    computed: bool | None = None


def last_day(year: int) -> dt.date:
    """Return the end of a reporting year, to which terms are compared.

    31 December and not 31 August, since ВПР of an autumn can belong to the year (calendar of procedures); the
    clock is not asked, so that a year computed again later gives the same.
    """
    return dt.date(year, 12, 31)


def settle(entries: Iterable[Override], year: int, schools: Collection[str]) -> list[Decision]:
    """Tell which entries of a year hold.

    Args:
        entries: The ledger.
        year: Reporting year; other entries are left out.
        schools: Schools of the year.

    Returns:
        A decision per entry of the year, in the order of the ledger.
    """
    return [Decision(each, _status(each, schools)) for each in entries if each.year == year]


def _status(entry: Override, schools: Collection[str]) -> str:
    if entry.school_id not in schools:
        return "unmatched"
    if entry.expires is not None and entry.expires < last_day(entry.year):
        return "expired"
    return "applied"


def apply(
    decisions: Iterable[Decision], computed: Mapping[str, Flags]
) -> tuple[dict[str, Flags], list[Decision]]:
    """Set what was decided.

    Args:
        decisions: Decisions of a year.
        computed: Field -> status by school, as the rule says.

    Returns:
        The statuses in force, and the decisions with what the rule says beside them.
    """
    in_force = {field: dict(flags) for field, flags in computed.items()}
    settled = []
    for each in decisions:
        field, school = each.entry.field, each.entry.school_id
        settled.append(Decision(each.entry, each.status, computed[field].get(school)))
        if each.status == "applied":
            in_force[field][school] = each.entry.value
    return in_force, settled


def frame_of(decisions: Iterable[Decision]) -> pd.DataFrame:
    """Turn decisions into the table ``override``, in the order of the ledger."""
    rows = [
        {name: getattr(each.entry, name) for name in _AS_WRITTEN}
        | {
            "computed": each.computed,
            "date": each.entry.date.isoformat(),
            "expires": each.entry.expires and each.entry.expires.isoformat(),
            "status": each.status,
        }
        for each in decisions
    ]
    return OVERRIDE.frame({spec.name: [row[spec.name] for row in rows] for spec in OVERRIDE.columns})
