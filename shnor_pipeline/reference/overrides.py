"""The ledger of overrides: a status of a school that a decision sets, whatever the rule says.

Belongs here: reading ``overrides.csv`` and what a line must have. Does not belong here: applying it
(``identification/overrides``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shnor_pipeline.reference.csv_rows import Line, read_rows
from shnor_pipeline.reference.decisions import day, said
from shnor_pipeline.spelling import comparable

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

COLUMNS = (
    *("year", "school_id", "field", "value"),
    *("reason", "order_number", "role", "date", "expires"),
)
FIELDS = ("low_results", "adverse")
_VALUES = {"да": True, "нет": False, "true": True, "false": False, "1": True, "0": False}


@dataclass(frozen=True, slots=True)
class Override:
    """One line of the ledger.

    Attributes:
        line: Line of the ledger, from 1; its header is line 1.
        year: Reporting year whose status is set.
        school_id: The school.
        field: ``low_results`` or ``adverse``.
        value: The status decided.
        reason: Why; published, so it names no person.
        order_number: Number of the order.
        role: Who decided, as an office and not a name.
        date: Day of the decision.
        expires: Last day on which it holds; ``None`` = without end.
    """

    line: int
    year: int
    school_id: str
    field: str
    value: bool
    reason: str
    order_number: str
    role: str
    date: dt.date
    expires: dt.date | None


def load_overrides(path: Path) -> tuple[Override, ...]:
    """Read ``overrides.csv``; no file means no overrides.

    Raises:
        ReferenceFileError: A column is missing, a line says no status, order, reason, role or date, or two
            lines speak of the same status; the message names line and column.
    """
    seen: set[tuple[int, str, str]] = set()
    found = []
    for line in read_rows(path, COLUMNS, optional=True):
        override = _override(line)
        key = (override.year, override.school_id, override.field)
        if key in seen:
            raise line.error("field", "одно решение на школу, год и признак: прежнюю запись удалите")
        seen.add(key)
        found.append(override)
    return tuple(found)


def _override(line: Line) -> Override:
    if not line.text("school_id"):
        raise line.error("school_id", "код школы из schools.csv")
    if line.text("field") not in FIELDS:
        raise line.error("field", " | ".join(FIELDS))
    value = _VALUES.get(comparable(line.text("value")))
    if value is None:
        raise line.error("value", "да или нет")
    date = day(line, "date", "дата решения")
    expires = day(line, "expires", "последний день действия решения") if line.text("expires") else None
    if expires is not None and expires < date:
        raise line.error("expires", f"день не раньше дня решения {date}")
    return Override(
        line=line.number,
        year=line.integer("year"),
        school_id=line.text("school_id"),
        field=line.text("field"),
        value=value,
        date=date,
        expires=expires,
        **said(line),
    )
