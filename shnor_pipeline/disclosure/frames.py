"""Blocks of a year from the tables of schools and values.

Belongs here: which schools stand in which group, which indicators share amounts. Does not belong here: the
attack (``block``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from shnor_pipeline.disclosure.block import Block, Measure, Sums

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    import pandas as pd

_PROGRAMME, _OTHERS = "программа", "вне программы"


class Group(NamedTuple):
    """Schools that no printed total tells apart."""

    cluster_id: str
    municipality_id: str
    programme: str

    def __str__(self) -> str:
        """Name the group for people."""
        return f"{self.cluster_id} ({self.programme})"


def blocks_of_year(
    schools: pd.DataFrame, values: pd.DataFrame, measures: Sequence[Measure]
) -> tuple[Block, ...]:
    """Build the systems of a year.

    Args:
        schools: Table ``school_year`` of the year.
        values: Table ``indicator_value`` of the year; the rows of schools are read.
        measures: Indicators whose sums over schools are additive.

    Returns:
        One block per set of indicators that share a part, directly or through others.
    """
    group_of = _groups(schools)
    groups = tuple(sorted(dict.fromkeys(group_of.values())))
    places = _places(groups)
    unions: list[tuple[Hashable, ...]] = [(group,) for group in groups]
    unions.append(tuple(group for group in groups if group.programme == _OTHERS))
    sums = _sums(values, group_of, groups)
    known = [each for each in measures if each.indicator_id in sums]
    return tuple(Block(each, sums, places, unions) for each in _families(known))


def _groups(schools: pd.DataFrame) -> dict[str, Group]:
    names = ["school_id", "cluster_id", "municipality_id", "programme_group"]
    return {
        school: Group(cluster, municipality, _PROGRAMME if isinstance(group, str) else _OTHERS)
        for school, cluster, municipality, group in schools[names].itertuples(index=False)
    }


def _places(groups: Sequence[Group]) -> dict[tuple[str, str], tuple[Hashable, ...]]:
    """Say for each printed level which groups it adds up."""
    places: dict[tuple[str, str], tuple[Hashable, ...]] = {}
    for group in groups:
        keys = [("cluster", group.cluster_id), ("municipality", group.municipality_id)]
        if group.programme == _PROGRAMME:
            keys.append(("programme", "programme"))
        for key in keys:
            places[key] = (*places.get(key, ()), group)
    return places


def _sums(values: pd.DataFrame, group_of: dict[str, Group], groups: Iterable[Group]) -> dict[str, Sums]:
    rows = values[values["scope"] == "school"]
    rows = rows.assign(group=rows["scope_id"].map(group_of.get))
    rows = rows[rows["group"].notna() & rows["denominator"].notna() & rows["numerator"].notna()]
    sums = {}
    for indicator_id, of_indicator in rows.groupby("indicator_id"):
        added: dict[str, dict[Hashable, float]] = {
            side: dict.fromkeys(groups, 0.0) for side in ("numerator", "denominator")
        }
        for group, over, under in of_indicator[["group", *added]].itertuples(index=False):
            added["numerator"][group] += float(over)
            added["denominator"][group] += float(under)
        sums[str(indicator_id)] = Sums(added["numerator"], added["denominator"])
    return sums


def _families(measures: Sequence[Measure]) -> list[list[Measure]]:
    """Put together the indicators that share a part."""
    families: list[tuple[set[str], list[Measure]]] = []
    for measure in measures:
        parts = set(measure.numerator | measure.denominator)
        touched = [family for family in families if family[0] & parts]
        families = [family for family in families if not family[0] & parts]
        members = [each for family in touched for each in family[1]]
        families.append((parts.union(*(family[0] for family in touched)), [*members, measure]))
    return [members for _, members in families]


def office_block(values: pd.DataFrame, measure: Measure, level: tuple[str, str]) -> Block | None:
    """Build the block of a value that the office reports for all schools together.

    Args:
        values: Table ``indicator_value`` of the year.
        measure: The indicator.
        level: Scope and object it is printed at: the municipality whose office it is.

    Returns:
        A block of one group; ``None`` where the office reported nothing.
    """
    rows = values[(values["indicator_id"] == measure.indicator_id) & (values["denominator"] > 0)]
    if rows.empty:
        return None
    numerator, denominator = (float(rows.iloc[0][side]) for side in ("numerator", "denominator"))
    sums = Sums({"office": numerator}, {"office": denominator})
    return Block([measure], {measure.indicator_id: sums}, {level: ("office",)}, ())
