"""Rows of a reference CSV with errors for people.

Belongs here: reading a small CSV that people keep by hand. Does not belong here: what its rows mean.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

from rapidfuzz import process

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from pathlib import Path


_LIKENESS = 60
"""Least likeness of two words, of 100, at which one is offered for the other."""


class ReferenceFileError(ValueError):
    """A reference file can't be used; the message names file, line, column and what is expected."""


def read_rows(
    path: Path, columns: tuple[str, ...], *, optional: bool = False, extra: tuple[str, ...] = ()
) -> Iterator[Line]:
    """Read a CSV (UTF-8, comma) that must have the given columns.

    Args:
        path: The file.
        columns: Columns of the contract, section 1.
        optional: Whether a missing file means no rows.
        extra: Columns that may be there too; empty where they are not.

    Yields:
        One line per row.

    Raises:
        ReferenceFileError: The file or a column is missing.
    """
    if not path.exists():
        if optional:
            return
        raise ReferenceFileError(f"Нет файла {path.name} в папке {path.parent}. Положите его туда.")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        missing = [name for name in columns if name not in (reader.fieldnames or ())]
        if missing:
            raise ReferenceFileError(
                f"{path.name}: нет колонок {', '.join(missing)}. Ожидаются: {', '.join(columns)}."
            )
        for number, row in enumerate(reader, start=2):
            yield Line(path.name, number, _texts(row, (*columns, *extra)))


def _texts(row: dict[str, str | None], columns: tuple[str, ...]) -> dict[str, str]:
    return {name: (row.get(name) or "").strip() for name in columns}


class Line:
    """One line of a reference file; gives typed values or an error that names file and line."""

    def __init__(self, file: str, number: int, values: dict[str, str]) -> None:
        """Keep the line with its place."""
        self._file, self._number, self._values = file, number, values

    @property
    def number(self) -> int:
        """Line of the file, from 1."""
        return self._number

    def text(self, column: str) -> str:
        """Return the text of a column, stripped."""
        return self._values[column]

    def integer(self, column: str) -> int:
        """Return a whole number."""
        return int(self._number_of(column, int, "целое число"))

    def decimal(self, column: str) -> float:
        """Return a decimal number."""
        return float(self._number_of(column, float, "число"))

    def integer_or(self, column: str, default: int) -> int:
        """Return a whole number, or ``default`` where the column is empty."""
        return self.integer(column) if self._values[column] else default

    def error(self, column: str, expected: str, known: Collection[str] = ()) -> ReferenceFileError:
        """Make an error that names this line and, of the known values, the one most like the wrong."""
        match = process.extractOne(self._values[column], known, score_cutoff=_LIKENESS)
        return ReferenceFileError(
            f"{self._file}, строка {self._number}, колонка {column}: "
            f"стоит «{self._values[column]}», ожидается {expected}"
            f"{f'; похоже на «{match[0]}»' if match else ''}."
        )

    def _number_of(self, column: str, kind: Callable[[str], Any], expected: str) -> Any:
        try:
            return kind(self._values[column].replace(",", "."))
        except ValueError:
            raise self.error(column, expected) from None
