"""The comparisons of a reporting year as published tables.

Belongs here: which schools, years and indicators are compared. Does not belong here: the estimates
(``effect``, ``gap``) and reading the store (``chain``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from shnor_pipeline.comparison.effect import NOBODY, Panel, programme_effect
from shnor_pipeline.comparison.gap import LEAST_MARKS, Gap, change_interval, gap_of_quarters
from shnor_pipeline.comparison.sentences import (
    effect_sentence,
    gap_sentence,
    no_effect_sentence,
    no_gap_sentence,
    trend_sentence,
)
from shnor_pipeline.tables import PROGRAMME_EFFECT, QUALITY_GAP_YEAR

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shnor_pipeline.comparison.effect import Effect

GAP_INDICATOR = "high_marks_share"
_GROUPS = {"municipality": "municipality_id", "all": None}


def effects_of_year(
    schools: pd.DataFrame,
    first_years: Mapping[str, int],
    values: Mapping[int, pd.DataFrame],
    indicators: pd.DataFrame,
    year: int,
) -> pd.DataFrame:
    """Compare the growth of programme schools with the growth to be expected without the programme.

    Schools that joined in one year are judged together, whether or not they are still listed; beside them
    stand the schools that have not joined by the reporting year. Shares of people that have a better
    direction are judged.

    Args:
        schools: Table ``school_year`` of the reporting year.
        first_years: First year in the programme by school; schools never in it are not named.
        values: Table ``indicator_value`` of the reporting year and of every first year before it.
        indicators: Table ``indicator``.
        year: Reporting year.

    Returns:
        Table ``programme_effect``: a row per first year before the reporting year and indicator.
    """
    judged = indicators[(indicators["unit"] == "percent") & (indicators["direction"] != "context")]
    joined = schools["school_id"].map(first_years)
    rows = []
    for base_year in sorted({int(each) for each in joined.dropna() if each < year}):
        compared = schools[(joined == base_year) | joined.isna() | (joined > year)]
        treated = frozenset(schools.loc[joined == base_year, "school_id"])
        panels = _panels(compared, treated, values[base_year], values[year])
        for each in judged.to_dict("records"):
            panel = panels.get(each["indicator_id"], NOBODY)
            facts = {"year": year, "base_year": base_year, "indicator_id": each["indicator_id"]}
            rows.append(facts | _judged(panel, each["direction"], base_year, year))
    return PROGRAMME_EFFECT.of_rows(rows)


def _panels(
    schools: pd.DataFrame, treated: frozenset[str], base: pd.DataFrame, later: pd.DataFrame
) -> dict[str, Panel]:
    """Pair both years of every school, for all indicators at once."""
    keys = ["indicator_id", "school_id"]
    rows = _counts(base).merge(_counts(later), on=keys, suffixes=("_base", ""))
    rows = rows.merge(schools[["school_id", "cluster_id"]], on="school_id").sort_values("school_id")
    rows["treated"] = rows["school_id"].isin(treated)
    return {str(indicator): _panel(group) for indicator, group in rows.groupby("indicator_id")}


def _panel(rows: pd.DataFrame) -> Panel:
    return Panel(
        cluster=rows["cluster_id"].to_numpy(str),
        treated=rows["treated"].to_numpy(bool),
        x_base=rows["numerator_base"].to_numpy(float),
        n_base=rows["denominator_base"].to_numpy(float),
        x=rows["numerator"].to_numpy(float),
        n=rows["denominator"].to_numpy(float),
    )


def _counts(values: pd.DataFrame) -> pd.DataFrame:
    """Counts by indicator and school; a numerator above its denominator (retention) is taken as equal."""
    rows = values[(values["scope"] == "school") & (values["denominator"] > 0)]
    rows = rows.rename(columns={"scope_id": "school_id"})
    rows = rows[["indicator_id", "school_id", "numerator", "denominator"]]
    return rows.assign(
        numerator=np.minimum(rows["numerator"].astype(float), rows["denominator"].astype(float))
    )


def _judged(panel: Panel, direction: str, base_year: int, year: int) -> dict[str, Any]:
    effect = programme_effect(panel)
    if effect is None:
        kept = panel.comparable()
        return {
            "schools_programme": int(kept.treated.sum()),
            "schools_comparison": int((~kept.treated).sum()),
            "claim": "no_data",
            "sentence_ru": no_effect_sentence(kept, base_year, year),
        }
    claim = claim_of(effect, direction)
    low, high = effect.interval()
    return {
        "schools_programme": effect.schools_programme,
        "schools_comparison": effect.schools_comparison,
        "value_base": 100 * effect.value_base,
        "value": 100 * effect.value,
        "growth": 100 * effect.growth,
        "growth_comparison": 100 * effect.growth_comparison,
        "growth_expected": 100 * effect.expected,
        "net_change": 100 * effect.net,
        "ci_low": 100 * low,
        "ci_high": 100 * high,
        "power_5": effect.power(),
        "claim": claim,
        "sentence_ru": effect_sentence(effect, claim, base_year, year),
    }


def claim_of(effect: Effect, direction: str) -> str:
    """Return ``improved`` only where the whole interval lies on the better side of zero."""
    low, high = effect.interval()
    improved = high < 0 if direction == "lower" else low > 0
    return "improved" if improved else "not_shown"


def gaps_of_year(
    schools: Mapping[int, pd.DataFrame], values: Mapping[int, pd.DataFrame], year: int
) -> pd.DataFrame:
    """Measure the gap between schools and its change since the year before.

    Args:
        schools: Table ``school_year`` of the reporting year and, where there is one, of the year before.
        values: Table ``indicator_value`` of the same years.
        year: Reporting year.

    Returns:
        Table ``quality_gap_year``: a row per municipality and one for all schools.
    """
    gaps = {each: _gaps(schools[each], values[each], each) for each in values}
    before = gaps.get(year - 1, {})
    rows = []
    for (scope, scope_id), gap in gaps[year].items():
        facts = {"year": year, "scope": scope, "scope_id": scope_id}
        rows.append(facts | _measured(gap, before.get((scope, scope_id)), year))
    return QUALITY_GAP_YEAR.of_rows(rows)


def _gaps(schools: pd.DataFrame, values: pd.DataFrame, year: int) -> dict[tuple[str, str], Gap]:
    parts = _counts(values)
    parts = parts[parts["indicator_id"] == GAP_INDICATOR]
    rows = schools.merge(parts, on="school_id", how="left").sort_values("school_id")
    gaps = {}
    for scope, column in _GROUPS.items():
        named = rows[column] if column else pd.Series("all", index=rows.index)
        for scope_id, group in rows.groupby(named):
            counts = group[["numerator", "denominator"]].fillna(0).to_numpy(float)
            gaps[scope, str(scope_id)] = gap_of_quarters(counts[:, 0], counts[:, 1], year)
    return gaps


def _measured(gap: Gap, before: Gap | None, year: int) -> dict[str, Any]:
    facts: dict[str, Any] = {"schools": gap.schools, "quarter": gap.quarter}
    interval = gap.interval()
    if gap.value is None or interval is None:
        return facts | {"sentence_ru": no_gap_sentence(gap.schools, LEAST_MARKS, year)}
    facts |= {"value": gap.value, "ci_low": interval[0], "ci_high": interval[1]}
    sentence = gap_sentence(gap.value, interval, gap.quarter, year)
    change = change_interval(gap, before) if before is not None else None
    if before is None or before.value is None or change is None:
        return facts | {"sentence_ru": sentence}
    difference = gap.value - before.value
    facts |= {"compared_year": year - 1, "change": difference}
    facts |= {"change_low": change[0], "change_high": change[1]}
    return facts | {"sentence_ru": f"{sentence} {trend_sentence(difference, change, year - 1)}"}
