"""What is known of a year: schools, their rows, the rows of the year before.

Belongs here: finding rows of a school and adding up a column. Does not belong here: formulas.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

Row = Mapping[str, Any]
Tables = Mapping[str, Sequence[Row]]
Parts = tuple[Fraction, Fraction]


def exact(number: float | None) -> Fraction:
    """Return the decimal that was written in the form: 0.1 is a tenth. A missing number adds nothing."""
    return Fraction(0) if number is None else Fraction(repr(number))


def total(rows: Iterable[Row], column: str) -> Fraction:
    """Add up a column."""
    return sum((exact(row[column]) for row in rows), Fraction(0))


def share_of(rows: Sequence[Row], counts: Callable[[Row], Any]) -> Parts:
    """Return how many of the rows count, and how many there are."""
    return Fraction(sum(bool(counts(row)) for row in rows)), Fraction(len(rows))


@dataclass(frozen=True)
class Year:
    """One reporting year.

    Attributes:
        number: The year.
        schools: Rows of ``school_year``.
        tables: Canonical tables of the year.
        before: Canonical tables of the year before.
        held: Procedures that took place.
    """

    number: int
    schools: Sequence[Row]
    tables: Tables
    before: Tables
    held: frozenset[str]

    def rows(self, table: str, school: str) -> Sequence[Row]:
        """Return the rows of a school; the list is empty where it handed in nothing."""
        return self._by_school[table].get(school, [])

    def rows_before(self, table: str, school: str) -> Sequence[Row]:
        """Return the rows of a school a year ago."""
        return self._before_by_school[table].get(school, [])

    def neighbours(self, school: str) -> list[str]:
        """Return the schools of the same municipality, itself among them."""
        return self._neighbours[school]

    @cached_property
    def _neighbours(self) -> dict[str, list[str]]:
        of_place: dict[str, list[str]] = defaultdict(list)
        for row in self.schools:
            of_place[row["municipality_id"]].append(row["school_id"])
        return {school: schools for schools in of_place.values() for school in schools}

    @cached_property
    def _by_school(self) -> dict[str, dict[str, list[Row]]]:
        return _sorted_out(self.tables)

    @cached_property
    def _before_by_school(self) -> dict[str, dict[str, list[Row]]]:
        return _sorted_out(self.before)


def _sorted_out(tables: Tables) -> dict[str, dict[str, list[Row]]]:
    found: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for table, rows in tables.items():
        for row in rows:
            found[table][row["school_id"]].append(row)
    return found
