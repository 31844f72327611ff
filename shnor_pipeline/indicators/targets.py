"""Plan and fact: the programme's targets and thresholds beside the values.

Belongs here: the verdict and whether it is certain. Does not belong here: the plans (``programme.yaml``)
and the values (``engine``).
"""

from __future__ import annotations

import math
import operator
from typing import TYPE_CHECKING, Any

from shnor_pipeline.tables import TARGET_PROGRESS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

    from shnor_pipeline.programme import TargetLine

_COMPARE = {">=": operator.ge, "<=": operator.le}


def progress_of_year(
    lines: Iterable[TargetLine], values: pd.DataFrame, year: int, municipality_id: str
) -> pd.DataFrame:
    """Compare the values of a year with its plans.

    Args:
        lines: Targets of section III and thresholds of section VIII.
        values: Table ``indicator_value`` of the year.
        year: Reporting year.
        municipality_id: The municipality the programme is about.

    Returns:
        Table ``target_progress``: a row for each plan that the year has, also where there is no value to
        judge (``no_data``).
    """
    known = values.set_index(["indicator_id", "scope", "scope_id"]).to_dict("index")
    rows: list[dict[str, Any]] = []
    for line in lines:
        if year not in line.by_year:
            continue
        scope_id = scope_id_of(line, municipality_id)
        found = known.get((line.indicator_id, line.scope, scope_id), {"value": None})
        facts = {"year": year, "indicator_id": line.indicator_id, "kind": line.kind}
        place = {"scope": line.scope, "scope_id": scope_id, "base_stated": line.base_stated}
        rows.append(facts | place | verdict(found, float(line.by_year[year]), line.operator))
    rows.sort(key=lambda row: (row["indicator_id"], row["kind"]))
    return TARGET_PROGRESS.of_rows(rows)


def scope_id_of(line: TargetLine, municipality_id: str) -> str:
    """Return the object a plan speaks of: the programme's municipality, or the only one of its level."""
    return municipality_id if line.scope == "municipality" else line.scope


def verdict(value: Mapping[Any, Any], target: float, condition: str) -> dict[str, Any]:
    """Judge one value: on the unrounded number, equal to the target is met (methodology, section 2).

    Args:
        value: Row of ``indicator_value``.
        target: Plan in the unit of the value.
        condition: ``>=`` or ``<=``.

    Returns:
        The columns of ``target_progress`` from ``target`` on. ``verdict_certain`` is false when the
        interval covers the target, and without an interval when schools are missing.
    """
    judged: dict[str, Any] = {"target": target, "operator": condition, "value": None, "gap": None}
    fact = _number(value["value"])
    if fact is None:
        return judged | {"verdict": "no_data", "verdict_certain": None}
    met = _COMPARE[condition](fact, target)
    low, high = _number(value["ci_low"]), _number(value["ci_high"])
    if low is None or high is None:
        certain = value["status"] != "partial" and value["schools_reported"] >= value["schools_expected"]
    else:
        certain = not low <= target <= high
    outcome = {"verdict": "met" if met else "not_met", "verdict_certain": bool(certain)}
    return judged | {"value": fact, "gap": fact - target} | outcome


def _number(value: Any) -> float | None:
    try:
        return None if value is None or math.isnan(value) else float(value)
    except TypeError:  # pandas' own missing value
        return None
