"""Rows of ``indicator_value`` beside those of the second computation.

Belongs here: what equal means. Does not belong here: either computation.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from fractions import Fraction

    import pandas as pd

    from shnor_pipeline_tests.second_computation.values import Key, Value

CLOSE = 1e-9


def rows_of(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Turn a table into plain rows: a missing value is ``None``, a number one of Python's own."""
    return pa.Table.from_pandas(frame, preserve_index=False).to_pylist()


def differences(rows: Iterable[Mapping[str, Any]], second: Mapping[Key, Value]) -> list[str]:
    """Say where two computations disagree.

    Args:
        rows: Table ``indicator_value`` of a year, only indicators that the second computation knows.
        second: Its values.

    Returns:
        A line for each difference; rows that only one of them has are differences too.
    """
    first = {(row["indicator_id"], row["scope"], row["scope_id"]): row for row in rows}
    lonely = [f"{key}: only one computation has it" for key in first.keys() ^ second.keys()]
    shared = sorted(first.keys() & second.keys())
    return lonely + [f"{key} {said}" for key in shared for said in _unequal(first[key], second[key])]


def _unequal(row: Mapping[str, Any], value: Value) -> Iterator[str]:
    low, high = value.interval or (None, None)
    exact = {"numerator": _float(value.numerator), "denominator": _float(value.denominator)}
    exact |= {name: getattr(value, name) for name in ("schools_reported", "schools_expected", "status")}
    for name, expected in exact.items():
        if row[name] != expected:
            yield f"{name}: {row[name]} and {expected}"
    for name, expected in {"value": _float(value.value), "ci_low": low, "ci_high": high}.items():
        if not _close(row[name], expected):
            yield f"{name}: {row[name]} and {expected}"


def _float(number: Fraction | None) -> float | None:
    return None if number is None else float(number)


def _close(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=0, abs_tol=CLOSE)
