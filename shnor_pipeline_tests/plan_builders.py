"""Builders of plans, values and reported measures, without a home folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shnor_pipeline.programme import TargetLine
from shnor_pipeline.tables import CANONICAL_TABLES, INDICATOR_VALUE

if TYPE_CHECKING:
    import pandas as pd

MEASURE_FACT = next(spec for spec in CANONICAL_TABLES if spec.name == "measure_fact")


def target_line(**facts: Any) -> TargetLine:
    """Write a plan: at least 65 % in 2021 at the programme's schools, but for the facts given."""
    usual = {
        "kind": "target",
        "no": 1,
        "indicator_id": "category_share",
        "clause": "III",
        "base_stated": 20.0,
    }
    usual |= {"scope": "programme", "operator": ">=", "by_year": {2021: 65.0}, "reading_ru": None}
    return TargetLine(**(usual | {"title_ru": "Доля"} | facts))


def value_row(**facts: Any) -> dict[str, Any]:
    """Write a row of ``indicator_value``: 7 of 10 of the programme's schools, but for the facts given."""
    usual = {"year": 2021, "indicator_id": "category_share", "scope": "programme", "scope_id": "programme"}
    usual |= {"numerator": 7.0, "denominator": 10.0, "value": 70.0, "ci_low": None, "ci_high": None}
    return usual | {"schools_reported": 8, "schools_expected": 8, "status": "ok"} | facts


def values(*rows: dict[str, Any]) -> pd.DataFrame:
    """Put rows of ``indicator_value`` together."""
    return INDICATOR_VALUE.of_rows(rows)


def measure_facts(*rows: tuple[Any, ...], year: int = 2021) -> pd.DataFrame:
    """Write ``measure_fact``: id, done, how it was stated; after that document, school, year."""
    names = ("measure_id", "done", "stated_as", "document", "school_id", "year")
    filled = [
        dict(zip(names, (*row, *(None, None, year)[len(row) - 3 :]), strict=True))
        | {"source_file": "a.xlsx", "source_sheet": "Лист1", "source_row": number, "done_on": None}
        for number, row in enumerate(rows, start=2)
    ]
    return MEASURE_FACT.of_rows(filled)
