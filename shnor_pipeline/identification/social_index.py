"""The unofficial index of the social conditions a school works in.

Source: methodology, section 3; the programme names an index and gives neither formula nor threshold. Belongs
here: the index from shares of the social passport. Does not belong here: weights and threshold
(``programme.yaml``), the shares' own formulas (``indicators``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from shnor_pipeline.indicators import BY_ID, part_columns, scan_year
from shnor_pipeline.tables import SOCIAL_INDEX, SOCIAL_INDEX_COMPONENT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from shnor_pipeline.programme import SocialIndex
    from shnor_pipeline.programme.rules import IndexComponent

_NOISE = 9
"""Decimals that are kept: what is beyond comes from binary floats and could tip an index of exactly 50."""


def component_shares(
    path_of: Callable[[str], Path], index: SocialIndex, schools: Sequence[str]
) -> pd.DataFrame:
    """Compute the shares an index is made of.

    Args:
        path_of: Where the Parquet file of a canonical table of the year lies.
        index: Parameters of the index.
        schools: Schools of the year.

    Returns:
        One row per school in the given order, one column per component: a share in percent, missing where
        the school did not report it or has no pupils.
    """
    indicators = [BY_ID[each.indicator] for each in index.components]
    parts = scan_year(path_of, indicators).set_index("school_id").reindex(list(schools)).astype(float)
    shares = {}
    for indicator in indicators:
        names = [name for name, _ in part_columns([indicator])]
        numerator, denominator = (
            parts[[name for name in names if name.startswith(side)]].sum(axis=1, min_count=1)
            for side in ("n__", "d__")
        )
        shares[indicator.indicator_id] = 100 * numerator / denominator.where(denominator > 0)
    return pd.DataFrame(shares)


def components_of_year(year: int, shares: pd.DataFrame, index: SocialIndex) -> pd.DataFrame:
    """Build the table ``social_index_component``: share and deviation of each component and school.

    The deviation is from the mean of all schools that have the share, in standard deviations of that
    population (0 where all are alike), with the sign turned where more is worse: above 0 is always better.
    """
    parts = [_component_rows(year, shares[each.indicator], each) for each in index.components]
    frame = pd.concat([SOCIAL_INDEX_COMPONENT.frame(), *parts])
    return frame.sort_values(["school_id", "indicator_id"], ignore_index=True)


def _component_rows(year: int, shares: pd.Series[float], component: IndexComponent) -> pd.DataFrame:
    values = np.asarray(shares, dtype=np.float64)
    size = len(values)
    sign = -1 if component.reversed else 1
    return SOCIAL_INDEX_COMPONENT.frame(
        {
            "year": [year] * size,
            "school_id": list(shares.index),
            "indicator_id": [component.indicator] * size,
            "weight": [component.weight] * size,
            "reversed": [component.reversed] * size,
            "share": _or_none(values),
            "z_score": _or_none(sign * z_scores(values)),
        }
    )


def z_scores(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return deviations from the mean in population standard deviations; 0 where nothing deviates.

    Args:
        values: Values; ``nan`` is left out of mean and deviation and stays.
    """
    known = values[~np.isnan(values)]
    # all alike is told by the values themselves: their mean may be off by a bit, and with it the deviation
    if not len(known) or known.min() == known.max():
        return values * 0.0
    return np.asarray((values - known.mean()) / known.std())


def index_of_year(
    year: int, schools: Sequence[str], components: pd.DataFrame, index: SocialIndex
) -> pd.DataFrame:
    """Build the table ``social_index``: the weighted mean of the deviations, rescaled.

    Args:
        year: Reporting year.
        schools: Schools of the year.
        components: Table ``social_index_component`` of the year.
        index: Weights, centre, scale and threshold.

    Returns:
        One row per school; no index where any component is missing, for nothing is guessed.
    """
    scores = components.pivot_table(
        index="school_id", columns="indicator_id", values="z_score", dropna=False, aggfunc="first"
    ).reindex(index=list(schools), columns=[each.indicator for each in index.components])
    known = scores.to_numpy(float, na_value=np.nan)
    weights = np.array([each.weight for each in index.components])
    values = np.round(index.center + index.scale * (known @ weights) / weights.sum(), _NOISE)
    missing = np.isnan(values)
    reached = zip((values >= index.threshold).tolist(), missing, strict=True)
    return SOCIAL_INDEX.frame(
        {
            "year": [year] * len(schools),
            "school_id": list(schools),
            "components_known": [int(each) for each in (~np.isnan(known)).sum(axis=1)],
            "value": _or_none(values),
            "threshold": [index.threshold] * len(schools),
            "over_threshold": [None if unknown else over for over, unknown in reached],
        }
    )


def _or_none(values: NDArray[np.float64]) -> list[float | None]:
    return [None if np.isnan(value) else float(value) for value in values]
