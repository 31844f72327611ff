"""Sums by scope, Wilson interval, coverage and status: contract, section 4.

Belongs here: what makes a row of ``indicator_value`` out of what schools report. Does not belong here: the
rules of the indicators (``definitions``).
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from shnor_pipeline_tests.second_computation.definitions import DEFINITIONS, Definition

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from shnor_pipeline_tests.second_computation.year import Parts, Row, Year

Z = 1.959964
FEW = 10
Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Value:
    """A row of ``indicator_value`` without its key."""

    numerator: Fraction | None
    denominator: Fraction | None
    value: Fraction | None
    interval: tuple[float, float] | None
    schools_reported: int
    schools_expected: int
    status: str


def values_of(year: Year, definitions: Mapping[str, Definition] = DEFINITIONS) -> dict[Key, Value]:
    """Return indicator, scope and object -> value, for every object of every scope."""
    return {
        (indicator_id, scope, scope_id): _value(year, definition, reported, members)
        for indicator_id, definition in definitions.items()
        for reported in [_reported(year, definition)]
        for scope, scope_id, members in _scopes(year.schools)
    }


def wilson(successes: Fraction, trials: Fraction) -> tuple[float, float]:
    """Return the interval in percent: centre and half-width of methodology, section 2."""
    n = float(trials)
    x = float(min(successes, trials))
    centre = (x + Z * Z / 2) / (n + Z * Z)
    half = Z * math.sqrt(x * (1 - x / n) + Z * Z / 4) / (n + Z * Z)
    return 100 * (centre - half if x else 0.0), 100 * (centre + half if x < n else 1.0)


def _reported(year: Year, definition: Definition) -> dict[str, Parts]:
    found = {}
    for row in year.schools:
        parts = definition.rule(year, row["school_id"])
        if parts is not None and not (definition.left_out and row["kind"] not in definition.expected):
            found[row["school_id"]] = parts
    return found


def _scopes(schools: Sequence[Row]) -> Iterator[tuple[str, str, list[Row]]]:
    """Yield scope, object and its schools; the programme is there even when it has no school."""
    if not schools:
        return
    for scope, column in (
        ("school", "school_id"),
        ("cluster", "cluster_id"),
        ("municipality", "municipality_id"),
    ):
        objects: dict[str, list[Row]] = defaultdict(list)
        for row in schools:
            objects[row[column]].append(row)
        yield from ((scope, scope_id, members) for scope_id, members in objects.items())
    yield "programme", "programme", [row for row in schools if row["programme_group"] is not None]
    yield "all", "all", list(schools)


def _value(
    year: Year, definition: Definition, reported: Mapping[str, Parts], members: Sequence[Row]
) -> Value:
    known = [reported[row["school_id"]] for row in members if row["school_id"] in reported]
    expected = [row["school_id"] for row in members if row["kind"] in definition.expected]
    coverage = (sum(school in reported for school in expected), len(expected))
    if definition.needs and not set(definition.needs) & year.held:
        return Value(None, None, None, None, *coverage, "not_held")
    if not known:
        return Value(None, None, None, None, *coverage, "none")
    numerator = sum((each for each, _ in known), Fraction(0))
    denominator = sum((each for _, each in known), Fraction(0))
    status = "few" if denominator < FEW else "partial" if coverage[0] < coverage[1] else "ok"
    return Value(numerator, denominator, *_worth(definition, numerator, denominator), *coverage, status)


def _worth(
    definition: Definition, numerator: Fraction, denominator: Fraction
) -> tuple[Fraction | None, tuple[float, float] | None]:
    if denominator <= 0:
        return None, None
    factor = 1 if definition.of == "mean" else 100
    interval = wilson(numerator, denominator) if definition.of == "people" else None
    return factor * numerator / denominator, interval
