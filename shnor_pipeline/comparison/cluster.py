"""A school beside the other schools of its cluster.

Belongs here: the leave-one-out comparison (methodology, section 3) and the list of clusters. Does not belong
here: which school is in which cluster (``reference``) and the proposal of new groups (``proposal``).
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

from shnor_pipeline.indicators import newcombe
from shnor_pipeline.tables import CLUSTER, CLUSTER_COMPARISON

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

_PARTS = ["numerator", "denominator"]


def clusters_of_year(
    schools: pd.DataFrame, titles: Mapping[str, str], *, stated: frozenset[str], order_date: str | None
) -> pd.DataFrame:
    """List the clusters of a year.

    Args:
        schools: Table ``school_year`` of the year.
        titles: Title by cluster.
        stated: Clusters that the list of the year names; the others are locality x kind.
        order_date: Date of the order behind that list, where the list gives it.

    Returns:
        Table ``cluster``: one row per cluster that has a school, by id.
    """
    counted = Counter(schools["cluster_id"])
    return CLUSTER.of_rows(
        [
            {
                "year": int(schools["year"].iloc[0]),
                "cluster_id": cluster,
                "cluster_title": titles[cluster],
                "schools": size,
                "stated": cluster in stated,
                "order_date": order_date if cluster in stated else None,
            }
            for cluster, size in sorted(counted.items())
        ]
    )


def compare_with_clusters(
    schools: pd.DataFrame, values: pd.DataFrame, indicators: pd.DataFrame
) -> pd.DataFrame:
    """Compare every school with the other schools of its cluster, pooled from parts.

    The interval of the difference is Newcombe's, from the Wilson intervals of both shares; only shares of
    people have one. A cluster without another school that reported gives neither value nor difference.

    Args:
        schools: Table ``school_year`` of the year.
        values: Table ``indicator_value`` of the year.
        indicators: Table ``indicator``.

    Returns:
        Table ``cluster_comparison``: a row for every indicator and school of the year, by ids.
    """
    of_schools = values[values["scope"] == "school"].rename(columns={"scope_id": "school_id"})
    rows = of_schools.merge(schools[["school_id", "cluster_id"]], on="school_id")
    rows = rows.merge(indicators[["indicator_id", "unit"]], on="indicator_id")
    rows = rows.sort_values(["indicator_id", "school_id"], ignore_index=True)
    rows[_PARTS] = rows[_PARTS].astype(float)
    return _filled(_with_others(rows))


def _with_others(rows: pd.DataFrame) -> pd.DataFrame:
    """Add the sums of the other schools of the cluster."""
    cluster = rows.groupby(["indicator_id", "cluster_id"])
    reported = rows["denominator"].notna()
    for part in _PARTS:
        others = cluster[part].transform("sum") - rows[part].fillna(0)
        rows[f"others_{part}"] = others
    rows["others_schools"] = reported.groupby([rows["indicator_id"], rows["cluster_id"]]).transform("sum")
    rows["others_schools"] -= reported
    nobody = (rows["others_schools"] == 0) | (rows["others_denominator"] <= 0)
    rows.loc[nobody, ["others_numerator", "others_denominator"]] = np.nan
    return rows


def _filled(rows: pd.DataFrame) -> pd.DataFrame:
    """Turn sums into values, differences and intervals."""
    factor = np.where(rows["unit"].str.startswith("percent"), 100.0, 1.0)
    value = rows["value"].to_numpy(float, na_value=np.nan)
    others = (factor * rows["others_numerator"] / rows["others_denominator"]).to_numpy(float)
    low, high = newcombe(*(rows[name] for name in (*_PARTS, "others_numerator", "others_denominator")))
    shown = (rows["unit"] == "percent").to_numpy() & ~np.isnan(value) & ~np.isnan(others)
    columns: dict[str, Any] = {name: list(rows[name]) for name in ("year", "indicator_id", "school_id")}
    return CLUSTER_COMPARISON.frame(
        columns
        | {
            "cluster_id": list(rows["cluster_id"]),
            "value": value.tolist(),
            "others_numerator": list(rows["others_numerator"]),
            "others_denominator": list(rows["others_denominator"]),
            "others_value": others.tolist(),
            "others_schools": list(rows["others_schools"]),
            "difference": (value - others).tolist(),
            "ci_low": np.where(shown, 100 * low, np.nan).tolist(),
            "ci_high": np.where(shown, 100 * high, np.nan).tolist(),
            "method": ["newcombe" if each else None for each in shown],
        }
    )
