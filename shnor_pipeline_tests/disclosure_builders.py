"""Builders of what disclosure control works on: a published table, indicators of a few groups of schools.

Belongs here: systems and blocks made by hand. Does not belong here: expectations.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shnor_pipeline.disclosure import Block, Measure, Place
from shnor_pipeline.disclosure.block import Sums
from shnor_pipeline.disclosure.system import Bound, System

if TYPE_CHECKING:
    from collections.abc import Mapping

    Pairs = Mapping[str, tuple[float, float]]

# Table of methodology, section 4: rows w-z, columns a-d.
TABLE = {
    (row, column): value
    for row, values in {
        "w": (30, 47, 64, 89),
        "x": (90, 124, 5, 31),
        "y": (92, 100, 59, 85),
        "z": (800, 991, 651, 685),
    }.items()
    for column, value in zip("abcd", values, strict=True)
}


def table_without(hidden: str) -> System:
    """Publish the table with all margins, but without the cells named like ``wa wb``."""
    names = {tuple(each) for each in hidden.split()}
    bounds = [Bound({cell: 1.0}, value, value, cell) for cell, value in TABLE.items() if cell not in names]
    for axis, lines in enumerate(("wxyz", "abcd")):
        for line in lines:
            cells = {cell: value for cell, value in TABLE.items() if cell[axis] == line}
            total = sum(cells.values())
            bounds.append(Bound(dict.fromkeys(cells, 1.0), total, total, line))
    return System(bounds)


def measure(indicator_id: str = "pass", parts: str = "passed", of: str = "sat") -> Measure:
    """Declare a share with one decimal; equal names of parts are the same pupils."""
    return Measure(
        indicator_id, frozenset(parts.split()), frozenset(of.split()), 0.0, 1.0, 100.0, 1, share=True
    )


def block(**indicators: Pairs) -> Block:
    """Build a block of clusters: numerator and denominator by cluster, for each indicator.

    All clusters together are the municipality; those whose name begins with ``p`` are the programme.
    """
    groups = tuple(next(iter(indicators.values())))
    places = {("cluster", group): (group,) for group in groups} | {("municipality", "m"): groups}
    programme = tuple(group for group in groups if group.startswith("p"))
    if programme:
        places["programme", "programme"] = programme
    sums = {
        name: Sums({g: pair[0] for g, pair in pairs.items()}, {g: pair[1] for g, pair in pairs.items()})
        for name, pairs in indicators.items()
    }
    return Block([measure(name) for name in indicators], sums, places, ())


def place(name: str, indicator_id: str = "share") -> Place:
    """Name the place of a cluster, or of ``municipality`` and ``programme``."""
    wide = {"municipality": ("municipality", "m"), "programme": ("programme", "programme")}
    return Place(indicator_id, *wide.get(name, ("cluster", name)))
