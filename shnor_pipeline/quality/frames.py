"""Small steps over frames that several rules take.

Belongs here: grouping with keys of any type. Does not belong here: rules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shnor_pipeline.tables.declare import ADDRESS

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd


def groups(frame: pd.DataFrame, key: str | list[str]) -> Iterator[tuple[Any, pd.DataFrame]]:
    """Yield the groups of a frame by the values of one or more columns, missing values too."""
    yield from frame.groupby(key, dropna=False)


def first_row(frame: pd.DataFrame) -> dict[str, Any]:
    """Return the row of a frame that stands first in the senders' files; the frame is not empty."""
    upper = frame.sort_values(list(ADDRESS), kind="stable")
    return {str(name): value for name, value in upper.iloc[0].items()}


def by_key(column: pd.Series[Any]) -> dict[Any, Any]:
    """Return a grouped column as a plain mapping."""
    return dict(column.items())
