"""A value opened: what it is, what it is made of, which cells stand behind it, what does not count.

Belongs here: the parts of an answer and how they follow from tables. Does not belong here: reading tables
(``chain``), sentences (``sentences``).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from shnor_pipeline.provenance.evidence import CountedRow

    Row = Mapping[str, Any]

_NUMBERS = ("value", "numerator", "denominator", "ci_low", "ci_high")
_BEST, _WORST = "best", "worst"


@dataclass(frozen=True, slots=True)
class SchoolPart:
    """What one school adds to a value.

    Attributes:
        counts: Whether the school is in the sums.
        quarter: ``best`` or ``worst`` where a value compares quarters of schools.
    """

    school_id: str
    name_short: str
    numerator: float | None
    denominator: float | None
    status: str
    counts: bool
    quarter: str | None = None


@dataclass(frozen=True, slots=True)
class MeasurePart:
    """What one measure of the programme adds to a value."""

    measure_id: str
    title_ru: str
    plan: float | None
    fact: float | None
    done_share: float | None


@dataclass(frozen=True, slots=True)
class CorrectedCell:
    """A cell behind a value that a decision changed."""

    file: str
    sheet: str
    cell: str
    old: str | None
    new: str | None
    reason: str
    order_number: str
    date: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Rows that do not count: why, and how many in which file."""

    why: str
    file: str
    sheet: str
    rows: tuple[int, ...]


@dataclass(frozen=True)
class Explanation:
    """An answer to «where does this number come from».

    Attributes:
        indicator: ``indicator_id``, ``title_ru``, ``clause``, ``unit``, ``decimals``, ``reading_ru``.
        value: Row of ``indicator_value``; ``None`` where something is missing.
        formula_ru: The formula in words.
        sql: The formula as a query over the published database.
        schools: Schools of the scope, by name.
        measures: Measures, where the value is made of them.
        rows: Rows that count, in the order of the files.
        corrections: Cells among them that a decision changed.
        left_out: Rows that do not count.
    """

    indicator: Row
    value: Row
    formula_ru: str
    sql: str
    schools: tuple[SchoolPart, ...]
    measures: tuple[MeasurePart, ...]
    rows: tuple[CountedRow, ...]
    corrections: tuple[CorrectedCell, ...] = ()
    left_out: tuple[LeftOut, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        """Return the whole answer for ``--json``: every row and cell."""
        facts = {"indicator": self.indicator["indicator_id"], "title_ru": self.indicator["title_ru"]}
        facts |= {"clause": self.indicator["clause"], "reading_ru": self.indicator["reading_ru"]}
        facts |= {name: value for name, value in self.value.items() if name != "indicator_id"}
        lists = {
            "schools": [asdict(each) for each in self.schools],
            "measures": [asdict(each) for each in self.measures],
            "rows": [asdict(each) for each in self.rows],
            "corrections": [asdict(each) for each in self.corrections],
            "left_out": [asdict(each) for each in self.left_out],
        }
        return facts | {"formula_ru": self.formula_ru, "sql": self.sql} | lists


def school_parts(
    members: pd.DataFrame, values: pd.DataFrame, quarters: Mapping[str, str]
) -> tuple[SchoolPart, ...]:
    """Return what each school of a scope adds.

    Args:
        members: Rows of ``school_year``: the schools of the scope.
        values: Rows of ``indicator_value`` of the indicator at the level of schools.
        quarters: School -> quarter, where schools are compared.
    """
    by_school = {row["scope_id"]: row for row in map(plain, values.to_dict("records"))}
    parts = []
    for member in members.sort_values(["name_short", "school_id"]).to_dict("records"):
        school = member["school_id"]
        own = by_school.get(school, {})
        counts = own.get("numerator") is not None and own.get("denominator") is not None
        parts.append(
            SchoolPart(
                school_id=school,
                name_short=member["name_short"],
                numerator=own.get("numerator"),
                denominator=own.get("denominator"),
                status=own.get("status", "none"),
                counts=counts and (not quarters or school in quarters),
                quarter=quarters.get(school),
            )
        )
    return tuple(parts)


def quarters_of(parts: Iterable[tuple[str, float | None, float | None]], fewest: int) -> dict[str, str]:
    """Tell the schools of the best and of the worst quarter.

    Args:
        parts: School, numerator, denominator.
        fewest: Smallest denominator with which a school takes part.

    Returns:
        School -> ``best`` or ``worst``; empty where fewer than two schools take part. Order and size of the
        quarters are those of ``indicators.declare.QuarterGap``.
    """
    known = [(-top / low, school) for school, top, low in parts if top is not None and low and low >= fewest]
    schools = [school for _, school in sorted(known)]
    size = max(len(schools) // 4, 1)
    if len(schools) < 2:  # noqa: PLR2004 - a single school makes no gap
        return {}
    return dict.fromkeys(schools[:size], _BEST) | dict.fromkeys(schools[-size:], _WORST)


def corrected_cells(corrections: pd.DataFrame, rows: Sequence[CountedRow]) -> tuple[CorrectedCell, ...]:
    """Return the applied corrections of any cell of the rows that count."""
    places = {(row.file, row.sheet, row.row) for row in rows}
    found = []
    for entry in map(plain, corrections[corrections["status"] == "applied"].to_dict("records")):
        number = int("".join(filter(str.isdigit, entry["cell"] or "")) or 0)
        if (entry["file"], entry["sheet"], number) in places:
            names = ("file", "sheet", "cell", "old", "new", "reason", "order_number", "date")
            found.append(CorrectedCell(**{name: entry[name] for name in names}))
    return tuple(found)


def left_out(why: str, places: Iterable[tuple[str, str, int]]) -> list[LeftOut]:
    """Group rows that do not count by file and sheet."""
    grouped: dict[tuple[str, str], list[int]] = {}
    for file, sheet, row in sorted(places):
        grouped.setdefault((file, sheet), []).append(row)
    return [LeftOut(why, *place, tuple(rows)) for place, rows in grouped.items()]


def plain(row: Mapping[Any, Any]) -> dict[str, Any]:
    """Return a row with plain values, ``None`` where one is missing."""
    return {str(name): None if pd.isna(value) else value for name, value in row.items()}
