"""From an indicator that got worse to the measures that should have moved it.

Belongs here: which values got worse and how the measures behind them stand. Does not belong here: whether a
measure is the cause (nobody can say that from these data), effects of the programme.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, Any

import pandas as pd

from shnor_pipeline.tables import INDICATOR_DECLINE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from shnor_pipeline.programme import Programme

Row = dict[Hashable, Any]

_SCOPES = ("school", "programme", "municipality")
_WORSE = {"higher": -1, "lower": 1}
"""Sign of a change for the worse."""


def declines_of_year(
    programme: Programme,
    values: pd.DataFrame,
    progress: pd.DataFrame,
    directions: Mapping[str, str],
    year: int,
) -> pd.DataFrame:
    """Name for every value that got worse the measures of the year that work for it.

    Args:
        programme: The programme: which measure works for which indicators.
        values: Table ``indicator_value`` of the year and of all years before it.
        progress: Table ``measure_progress`` of the year.
        directions: What is better, by indicator.
        year: Reporting year.

    Returns:
        Table ``indicator_decline``: a row for each value of a school, of the programme's schools or of the
        municipality that is worse than that of the last year before with a value, and each measure planned
        for the year.
    """
    planned = progress[progress["plan"].fillna(0) > 0].to_dict("records")
    behind: dict[str, list[Row]] = {}
    linked = {measure.id: measure.indicators for measure in programme.measures_in_force()}
    for measure in planned:
        for indicator_id in linked.get(measure["measure_id"], ()):
            behind.setdefault(indicator_id, []).append(measure)
    known = values[values["value"].notna() & values["indicator_id"].isin(list(behind))]
    rows = [
        decline | _measure_facts(measure)
        for decline in _declines(known, directions, year)
        for measure in behind[decline["indicator_id"]]
    ]
    rows.sort(key=lambda row: [row[name] for name in INDICATOR_DECLINE.key])
    return INDICATOR_DECLINE.of_rows(rows)


def _declines(known: pd.DataFrame, directions: Mapping[str, str], year: int) -> Iterator[Row]:
    """Yield the values that are worse than the last one before them."""
    in_scope = known[known["scope"].isin(_SCOPES) & (known["year"] <= year)].sort_values("year")
    series: dict[tuple[Any, ...], list[Row]] = {}
    for row in in_scope.to_dict("records"):
        series.setdefault((row["indicator_id"], row["scope"], row["scope_id"]), []).append(row)
    for *earlier, now in series.values():
        worse = _WORSE.get(directions.get(now["indicator_id"], ""))
        if now["year"] != year or not earlier or worse is None:
            continue
        before = earlier[-1]
        if worse * (now["value"] - before["value"]) > 0:
            yield _decline(now, before)


def _decline(now: Row, before: Row) -> Row:
    place: Row = {name: now[name] for name in ("year", "indicator_id", "scope", "scope_id", "value")}
    return place | {
        "year_before": before["year"],
        "value_before": before["value"],
        "change": now["value"] - before["value"],
        "intervals_apart": _apart(now, before),
    }


def _apart(now: Row, before: Row) -> bool | None:
    if any(pd.isna(each[end]) for each in (now, before) for end in ("ci_low", "ci_high")):
        return None
    return bool(now["ci_high"] < before["ci_low"] or now["ci_low"] > before["ci_high"])


def _measure_facts(measure: Row) -> Row:
    facts: Row = {name: measure[name] for name in ("measure_id", "title_ru", "plan", "fact", "done_share")}
    return facts | {"outcome": _outcome(measure["done_share"])}


def _outcome(done_share: Any) -> str:
    if pd.isna(done_share):
        return "not_reported"
    if done_share == 0:
        return "not_done"
    return "done" if done_share == 1 else "partly_done"
