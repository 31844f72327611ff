"""What every ledger of decisions says of a line: why, by which order, who and when.

Belongs here: the columns that both ledgers share. Does not belong here: what is decided (``corrections``,
``overrides``).
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shnor_pipeline.reference.csv_rows import Line

SAID = {
    "reason": "почему так решено",
    "order_number": "номер приказа или другого решения",
    "role": "должность того, кто решил",
}
"""Columns of a decision that can't be empty -> what is expected there."""

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def said(line: Line) -> dict[str, str]:
    """Return reason, order and role of a line.

    Raises:
        ReferenceFileError: One of them is empty.
    """
    for name, expected in SAID.items():
        if not line.text(name):
            raise line.error(name, expected)
    return {name: line.text(name) for name in SAID}


def day(line: Line, column: str, expected: str) -> dt.date:
    """Return a date of a line.

    Raises:
        ReferenceFileError: It is no date written as 2021-04-12.
    """
    text = line.text(column)
    try:
        if _ISO_DATE.fullmatch(text):
            return dt.date.fromisoformat(text)
    except ValueError:
        pass
    raise line.error(column, f"{expected} в виде 2021-04-12")
