"""The plainest attack on the public site: subtraction of printed totals, by linear algebra and no solver.

Belongs here: what a reader with the lists of schools can subtract. Does not belong here: the product's own
attack (``disclosure``), of which nothing is used.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

FEWEST, FEW = 5, 10
_CLOSE = 0.25
"""One person among four: a value known closer than this tells of a person."""


@dataclass(frozen=True)
class Group:
    """Schools whose common value a reader may be after."""

    name: str
    members: frozenset[str]


def groups_of(schools: Sequence[Mapping[str, Any]]) -> list[Group]:
    """Name every group that levels make: clusters, the programme, the rest, and where they cross."""
    supported = frozenset(row["school_id"] for row in schools if row["programme_group"])
    everyone = frozenset(row["school_id"] for row in schools)
    clusters = {row["cluster_id"]: frozenset[str]() for row in schools}
    for row in schools:
        clusters[row["cluster_id"]] |= {row["school_id"]}
    whole = [Group("programme", supported), Group("rest", everyone - supported)]
    crossed = (
        Group(f"{name} {side.name}", members & side.members)
        for name, members in clusters.items()
        for side in whole
    )
    return [*whole, *(Group(name, members) for name, members in clusters.items()), *crossed]


def recomputed(
    schools: Sequence[Mapping[str, Any]],
    sums: Mapping[str, tuple[float, float]],
    printed: Collection[tuple[str, str]],
    decimals: int,
) -> Iterator[str]:
    """Yield the groups that must stay hidden and whose percent follows from printed ones.

    Args:
        schools: Rows of ``school_year``: a reader knows who belongs where.
        sums: Numerator and denominator by school of one indicator, a share.
        printed: Scope and scope id of each printed value of it.
        decimals: Decimals that are printed.
    """
    if not printed:
        return
    known = [_members(schools, *place) for place in sorted(printed)]
    there = [school for school, (_, denominator) in sums.items() if denominator > 0]
    rows = np.array([[float(school in each) for school in there] for each in known])
    widths = np.array([_sum(sums, each)[1] * 10**-decimals / 100 for each in known])
    for group in groups_of(schools):
        numerator, denominator = _sum(sums, group.members)
        if not _must_be_hidden(numerator, denominator):
            continue
        wanted = np.array([float(school in group.members) for school in there])
        weights = np.linalg.lstsq(rows.T, wanted, rcond=None)[0]
        width = float(np.abs(weights) @ widths)
        if np.allclose(rows.T @ weights, wanted) and width < _CLOSE * denominator:
            yield group.name


def _members(schools: Sequence[Mapping[str, Any]], scope: str, scope_id: str) -> frozenset[str]:
    asked = {"cluster": "cluster_id", "municipality": "municipality_id"}
    if scope == "programme":
        return frozenset(row["school_id"] for row in schools if row["programme_group"])
    return frozenset(row["school_id"] for row in schools if row[asked[scope]] == scope_id)


def _sum(sums: Mapping[str, tuple[float, float]], members: Collection[str]) -> tuple[float, float]:
    chosen = [sums[school] for school in members if school in sums]
    return sum(each[0] for each in chosen), sum(each[1] for each in chosen)


def _must_be_hidden(numerator: float, denominator: float) -> bool:
    alike = numerator <= 0 or numerator >= denominator
    return 0 < denominator < FEWEST or (alike and 0 < denominator < FEW)
