"""Builders of schools and values for the comparison of schools, without a home folder.

Belongs here: what several tests of ``comparison`` and ``profile`` need. Does not belong here: expectations.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from shnor_pipeline.comparison.effect import Panel
from shnor_pipeline.indicators import BY_ID, INDICATORS, indicator_table
from shnor_pipeline.tables import INDICATOR_VALUE, SCHOOL_YEAR

if TYPE_CHECKING:
    import pandas as pd

INDICATOR_TABLE = indicator_table(INDICATORS)


def schools(clusters: dict[str, str], year: int = 2022, **facts: dict[str, Any]) -> pd.DataFrame:
    """Make ``school_year``: cluster by school; other columns by school as keywords."""
    usual = {
        "municipality_id": "bavly",
        "municipality": "Бавлинский район",
        "kind": "school",
        "locality": "rural",
        "pupils": 100,
    }
    rows = [
        {"year": year, "school_id": each, "name_short": each, "cluster_id": cluster}
        | {name: facts.get(name, {}).get(each, value) for name, value in usual.items()}
        for each, cluster in clusters.items()
    ]
    return SCHOOL_YEAR.of_rows(rows)


def values(indicator_id: str, year: int = 2022, **counts: tuple[float, float] | None) -> pd.DataFrame:
    """Make ``indicator_value`` at the level of schools: (numerator, denominator) by school, or nothing."""
    factor = 100 if BY_ID[indicator_id].is_share else 1
    rows = []
    for school, parts in counts.items():
        numerator, denominator = parts or (None, None)
        value = factor * numerator / denominator if numerator is not None and denominator else None
        row = {"year": year, "indicator_id": indicator_id, "scope": "school", "scope_id": school}
        row |= {"numerator": numerator, "denominator": denominator, "value": value}
        rows.append(row | {"schools_reported": 1, "schools_expected": 1, "status": "ok" if parts else "none"})
    return INDICATOR_VALUE.of_rows(rows)


def region(rng: np.random.Generator, effect: float = 0.0, schools: int = 20, treated: int = 8) -> Panel:
    """Draw a region whose lowest schools of the first year join the programme.

    True shares differ between schools (standard deviation 8 points) and, by 3 points, between the years of a
    school; pupils add their own chance. Without an effect all that the chosen schools gain is luck regained.
    """
    cluster = np.arange(schools) % 3
    mean = 0.68 + 0.04 * cluster
    weight = mean * (1 - mean) / 0.08**2 - 1
    true = rng.beta(mean * weight, (1 - mean) * weight)
    pupils = rng.integers(20, 120, schools)
    base = rng.binomial(pupils, _of_year(rng, true))
    chosen = np.isin(np.arange(schools), np.argsort(base / pupils, kind="stable")[:treated])
    later = rng.binomial(pupils, _of_year(rng, true + effect * chosen))
    counts = (each.astype(float) for each in (base, pupils, later, pupils))
    names = ("x_base", "n_base", "x", "n")
    return Panel(cluster=cluster.astype(str), treated=chosen, **dict(zip(names, counts, strict=True)))


def _of_year(rng: np.random.Generator, true: np.ndarray) -> np.ndarray:
    return np.clip(true + rng.normal(0, 0.03, len(true)), 0.01, 0.99)
