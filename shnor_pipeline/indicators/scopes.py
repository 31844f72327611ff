"""Sums of the parts of schools for every scope: a value of a wider scope is never a mean of means.

Belongs here: who reported, who was expected, exact sums. Does not belong here: the parts (``engine``) and
what a sum is worth (``engine``).

Sums are taken of whole thousandths: parts of a unit (0.33 of a post) have no exact binary form, and their
sum would depend on the order of the schools.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from shnor_pipeline.indicators.declare import Indicator, Part

    Matrix = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Whole = NDArray[np.int64]

THOUSANDTHS = 1000

PROGRAMME_SCHOOLS = "programme_group IS NOT NULL"
"""Which schools the scope ``programme`` holds, as a condition on ``school_year``."""


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums of every object of every scope: a row per indicator, a column per object.

    Attributes:
        scope: Scope of the columns, in order.
        scope_id: Object of the columns, in order inside its scope.
        numerator: Sums over the schools that reported, ``nan`` where none did.
        denominator: The same.
        schools_reported: Schools that reported and were expected to.
        schools_expected: Schools that have the grades the indicator needs.
        nobody: Whether no school reported, expected or not.
    """

    scope: NDArray[np.object_]
    scope_id: NDArray[np.object_]
    numerator: Matrix
    denominator: Matrix
    schools_reported: Whole
    schools_expected: Whole
    nobody: Flags


@dataclass(frozen=True, slots=True)
class SchoolSums:
    """What every school brings: a row per indicator, a column per school; sums in whole thousandths."""

    numerator: Whole
    denominator: Whole
    reported: Flags
    expected: Flags


def part_name(side: str, indicator: Indicator, part: Part) -> str:
    """Name a part: ``n__<indicator>__<table>`` for numerators, ``d__…`` for denominators."""
    return f"{side}__{indicator.indicator_id}__{part.table}"


def sums_of_schools(
    schools: pd.DataFrame, parts: pd.DataFrame, previous: pd.DataFrame, indicators: Sequence[Indicator]
) -> SchoolSums:
    """Bring both sums of every indicator to the register; a school reported where neither is missing.

    Args:
        schools: Table ``school_year`` of the year.
        parts: Parts of the year; a school outside the register is left out.
        previous: Parts of the year before; may be empty.
        indicators: Declarations, in the order of the rows.

    Returns:
        Columns in the order of ``schools``.
    """
    aligned = {
        before: frame.set_index("school_id").reindex(schools["school_id"])
        for before, frame in ((False, parts), (True, previous))
    }
    expected = _expected(schools["kind"], indicators)
    counted = expected | ~np.array([each.only_expected for each in indicators], dtype=bool)[:, None]
    numerator, denominator = (
        np.array([_sum_of(side, each, schools, aligned) for each in indicators]) for side in ("n", "d")
    )
    reported = ~np.isnan(numerator) & ~np.isnan(denominator) & counted
    return SchoolSums(
        _thousandths(numerator, reported), _thousandths(denominator, reported), reported, expected
    )


def sums_of_scopes(schools: pd.DataFrame, each: SchoolSums) -> Sums:
    """Add schools up for every scope.

    Args:
        schools: Table ``school_year`` of the year.
        each: What they bring.

    Returns:
        Columns in order of scope and object.
    """
    members = _memberships(schools)
    return _joined([_added(scope, *members[scope], each) for scope in sorted(members)])


def _joined(blocks: Sequence[Sums]) -> Sums:
    """Put the scopes beside each other."""
    names = [field.name for field in fields(Sums)]
    return Sums(**{name: np.concatenate([getattr(block, name) for block in blocks], -1) for name in names})


def _memberships(schools: pd.DataFrame) -> dict[str, tuple[pd.Series, Flags]]:
    """Say for every scope which object a school belongs to, and whether it counts there."""
    everyone = np.ones(len(schools), dtype=bool)
    constant = {name: pd.Series(name, index=schools.index) for name in ("programme", "all")}
    return {
        "school": (schools["school_id"], everyone),
        "cluster": (schools["cluster_id"], everyone),
        "programme": (constant["programme"], schools["programme_group"].notna().to_numpy(bool)),
        "municipality": (schools["municipality_id"], everyone),
        "all": (constant["all"], everyone),
    }


def _added(scope: str, ids: pd.Series, member: Flags, each: SchoolSums) -> Sums:
    """Add up one scope; an object whose schools are no members stays, with nothing in it."""
    objects, place = np.unique(ids.to_numpy(object), return_inverse=True)
    order = np.argsort(place, kind="stable")
    order = order[member[order]]
    ends = np.searchsorted(place[order], np.arange(len(objects)), side="right")
    nobody = _total(each.reported, order, ends) == 0
    return Sums(
        scope=np.full(len(objects), scope, object),
        scope_id=objects,
        numerator=np.where(nobody, np.nan, _total(each.numerator, order, ends) / THOUSANDTHS),
        denominator=np.where(nobody, np.nan, _total(each.denominator, order, ends) / THOUSANDTHS),
        schools_reported=_total(each.reported & each.expected, order, ends),
        schools_expected=_total(each.expected, order, ends),
        nobody=nobody,
    )


def _total(matrix: Whole | Flags, order: Whole, ends: Whole) -> Whole:
    """Add up schools by object: ``order`` puts those of an object together, ``ends`` says where it ends."""
    running = np.zeros((len(matrix), len(order) + 1), dtype=np.int64)
    np.cumsum(np.take(matrix, order, axis=1), axis=1, dtype=np.int64, out=running[:, 1:])
    upto = np.take(running, ends, axis=1)
    upto[:, 1:] -= upto[:, :-1].copy()
    return upto


def _expected(kinds: pd.Series, indicators: Sequence[Indicator]) -> Flags:
    names, place = np.unique(kinds.to_numpy(object), return_inverse=True)
    return np.array([[name in each.expected for name in names] for each in indicators], dtype=bool).take(
        place, axis=1
    )


def _sum_of(
    side: str, indicator: Indicator, schools: pd.DataFrame, aligned: Mapping[bool, pd.DataFrame]
) -> Matrix:
    """Add parts of several tables; missing only where all of them are, or where there are none."""
    parts = indicator.numerator if side == "n" else indicator.denominator
    if not parts:
        return np.full(len(schools), np.nan)
    columns = []
    for part in parts:
        column = aligned[part.previous_year].get(part_name(side, indicator, part))
        values = np.full(len(schools), np.nan) if column is None else column.to_numpy(float, na_value=np.nan)
        columns.append(_with_zeros(values, schools["municipality_id"]) if part.by_organiser else values)
    stacked = np.array(columns)
    missing = np.isnan(stacked)
    return np.where(missing.all(axis=0), np.nan, np.where(missing, 0, stacked).sum(axis=0))


def _with_zeros(values: Matrix, municipality: pd.Series) -> Matrix:
    """Fill the schools without rows with 0 where the organiser of their municipality reported."""
    known = pd.Series(~np.isnan(values), index=municipality.index)
    reported = known.groupby(municipality).transform("any").to_numpy(bool)
    return np.where(np.isnan(values) & reported, 0.0, values)


def _thousandths(values: Matrix, reported: Flags) -> Whole:
    """Write sums as whole thousandths, 0 where the school did not report."""
    whole: Whole = np.rint(np.where(reported, values, 0) * THOUSANDTHS).astype(np.int64)
    return whole
