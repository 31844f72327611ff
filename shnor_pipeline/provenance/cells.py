"""In which cells of the senders' files the values of a canonical row stand.

Belongs here: from a row and a column to an address. Does not belong here: which rows count (``evidence``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from shnor_pipeline.tables.declare import ADDRESS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pandas as pd

    from shnor_pipeline.tables import TableSpec

READ_FROM: Mapping[str, tuple[str, ...]] = {
    "sat": ("attendance", "award", "variant"),
    "passed": ("mark", "score"),
    "best_mark": ("mark",),
    "mark": ("stated_mark", "primary_score"),
    "passed_threshold": ("score",),
    "mark_2": ("stated_2",),
    "mark_3": ("stated_3",),
    "mark_4": ("stated_4",),
    "mark_5": ("stated_5",),
    "done": ("stated_done",),
}
"""Canonical column that no form has -> input columns it is made from."""

_NOT_SHOWN = {"year", "school_id", "person_key", "superseded", *ADDRESS}
_NAME = re.compile(r"[a-z_][a-z_0-9]*")
_TEXT = re.compile(r"'[^']*'")


@dataclass(frozen=True, slots=True)
class SourceCell:
    """A cell behind a row: the column it is read into, its address, the value that was read.

    Attributes:
        value: Value as the form words it; ``None`` where it is missing or is about a person.
    """

    column: str
    title_ru: str
    cell: str
    value: Any


@dataclass(frozen=True)
class Addresses:
    """Where the columns of sheets stand.

    Attributes:
        letters: (file, sheet) -> input column -> letters.
        cells: (file, sheet, row, key of the row) -> input column -> cell, for sheets that are no plain table.
    """

    letters: Mapping[tuple[str, str], Mapping[str, str]]
    cells: Mapping[tuple[str, str, int, str], Mapping[str, str]] = field(default_factory=dict)

    def of_row(self, row: Mapping[str, Any], spec: TableSpec, columns: Iterable[str]) -> list[SourceCell]:
        """Return the cells that columns of a row were read from; its first read cell where none is known.

        Args:
            row: Canonical row.
            spec: Its table.
            columns: Canonical columns.
        """
        known = self._known(row, spec)
        found = [
            SourceCell(name, spec.by_name[name].title_ru, known[at], _value(row, spec, name))
            for name in columns
            for at in _read_from(name, known)
        ]
        first = next(iter(known.values()), "")
        return found or [SourceCell("", "", first, None)]

    def _known(self, row: Mapping[str, Any], spec: TableSpec) -> dict[str, str]:
        place, number = (row["source_file"], row["source_sheet"]), int(row["source_row"])
        known = {name: f"{at}{number}" for name, at in self.letters.get(place, {}).items()}
        return known | dict(self.cells.get((*place, number, spec.row_key(row)), {}))


def addresses(columns: pd.DataFrame, cells: pd.DataFrame) -> Addresses:
    """Turn the tables ``source_column`` and ``source_cell`` into a look-up."""
    letters: dict[tuple[str, str], dict[str, str]] = {}
    for row in columns.to_dict("records"):
        letters.setdefault((row["file"], row["sheet"]), {})[row["column_name"]] = row["letters"]
    single: dict[tuple[str, str, int, str], dict[str, str]] = {}
    for row in cells.to_dict("records"):
        place = (row["file"], row["sheet"], int(row["source_row"]), row["row_key"])
        single.setdefault(place, {})[row["column_name"]] = row["cell"]
    return Addresses(letters, single)


def columns_named(sql: str, spec: TableSpec) -> tuple[str, ...]:
    """Return the columns of a table that an expression names, in its order; words in quotes are values."""
    names = dict.fromkeys(_NAME.findall(_TEXT.sub("", sql)))
    return tuple(name for name in names if name in spec.by_name and name not in _NOT_SHOWN)


def _read_from(name: str, known: Mapping[str, str]) -> Iterator[str]:
    if name in known:
        yield name
    else:
        yield from (each for each in READ_FROM.get(name, ()) if each in known)


def _value(row: Mapping[str, Any], spec: TableSpec, name: str) -> Any:
    column = spec.by_name[name]
    words = {value: word for word, value in (column.words or {}).items()}
    return None if column.personal else words.get(row[name], row[name])
