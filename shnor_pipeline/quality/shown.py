"""How values stand in a Russian sentence: decimal comma, dates as written by hand.

Belongs here: one function from a value to its text. Does not belong here: sentences (``rules/``) and the
numbers of reports, which are rounded.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

_MOST_DECIMALS = 6


def shown(value: Any) -> str:
    """Return a value as a school reads it: ``3,75``, ``9``, ``05.09.2021``, ``да``.

    Args:
        value: A cell as read, or a number computed from cells.

    Returns:
        The text; a number is not rounded beyond its sixth decimal.
    """
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, float):
        text = f"{value:.{_MOST_DECIMALS}f}".rstrip("0").rstrip(".")
        return text.replace(".", ",") if text != "-0" else "0"
    if isinstance(value, dt.datetime) and value.time() != dt.time():
        return value.strftime("%d.%m.%Y %H:%M")
    if isinstance(value, dt.date):
        return value.strftime("%d.%m.%Y")
    if isinstance(value, dt.time):
        return value.strftime("%H:%M")
    return " ".join(str(value).split())
