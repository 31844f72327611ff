"""The risk profile of a school: the significance of every factor with its evidence.

Belongs here: the level of a factor and the sentence behind it. Does not belong here: factors and bounds
(``factors``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shnor_pipeline.figures import NBSP, percent, plain
from shnor_pipeline.profile.factors import FACTORS
from shnor_pipeline.tables import RISK_PROFILE
from shnor_pipeline.tables.comparison import LEVELS

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from shnor_pipeline.profile.factors import Evidence, Factor

FEW = 10
"""A denominator below this is a small sample (methodology, section 4)."""

_WORDS = {stored: word for word, stored in LEVELS.items()}
_WORST_FIRST = ("high", "medium", "low", "not_found")
_SIGNS = {"above": "от", "below": "до"}

Found = tuple[str, "Evidence", "Mapping[str, Any]"]


def level_of(value: float, evidence: Evidence) -> str:
    """Return the significance that a value in percent reaches; equal to a bound has reached it."""
    sign = 1 if evidence.worse == "above" else -1
    for level in ("high", "medium", "low"):
        if sign * value >= sign * getattr(evidence, level):
            return level
    return "not_found"


def risk_profile(schools: pd.DataFrame, values: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Judge every factor of every school of a year.

    Args:
        schools: Table ``school_year`` of the year.
        values: Table ``indicator_value`` of the year.
        indicators: Table ``indicator``, for the titles.

    Returns:
        Table ``risk_profile``: a row per school and factor, ten to a school, whether or not there are data.
    """
    titles = dict(zip(indicators["indicator_id"], indicators["title_ru"], strict=True))
    known = values[(values["scope"] == "school") & values["value"].notna()]
    by_key = known.set_index(["scope_id", "indicator_id"]).to_dict("index")
    rows = [
        {"year": int(school["year"]), "school_id": school["school_id"]}
        | _judged(factor, school["school_id"], by_key, titles)
        for school in schools.sort_values("school_id").to_dict("records")
        for factor in FACTORS
    ]
    return RISK_PROFILE.of_rows(rows)


def _judged(
    factor: Factor, school_id: str, by_key: Mapping[Any, Mapping[Any, Any]], titles: Mapping[str, str]
) -> dict[str, Any]:
    facts = {"factor": factor.number, "factor_ru": factor.title_ru}
    found: list[Found] = []
    for each in factor.evidence:
        value = by_key.get((school_id, each.indicator_id))
        if value is not None:
            found.append((level_of(float(value["value"]), each), each, value))
    if not found:
        return facts | _level("no_data") | {"evidence_ru": _why_none(factor, titles)}
    level, deciding, value = min(found, key=lambda each: _WORST_FIRST.index(each[0]))
    return facts | {
        **_level(level),
        "indicator_id": deciding.indicator_id,
        "value": value["value"],
        "denominator": value["denominator"],
        "few": bool(value["denominator"] < FEW),
        "evidence_ru": "; ".join(_shown(each, titles) for each in found) + ".",
    }


def _level(level: str) -> dict[str, str]:
    return {"level": level, "level_ru": _WORDS[level]}


def _why_none(factor: Factor, titles: Mapping[str, str]) -> str:
    if not factor.evidence:
        return "Нет данных в системе: ни одна форма об этом не спрашивает."
    asked = "; ".join(f"«{titles[each.indicator_id]}»" for each in factor.evidence)
    return f"Нет данных за год: {asked}."


def _shown(found: Found, titles: Mapping[str, str]) -> str:
    """Write one indicator with its parts and the bound of its level, or of the nearest one."""
    level, evidence, value = found
    bound = evidence.low if level == "not_found" else getattr(evidence, level)
    word = _WORDS["low" if level == "not_found" else level]
    few = ", малая выборка" if value["denominator"] < FEW else ""
    parts = f"{plain(float(value['numerator']))} из {plain(float(value['denominator']))}{few}"
    limit = f"{word} значимость {_SIGNS[evidence.worse]} {plain(bound)}{NBSP}%"
    return f"«{titles[evidence.indicator_id]}»: {percent(float(value['value']), 1)} ({parts}; {limit})"
