"""The declarations as tables: ``indicator`` for analysts, and the columns of the parts for the store.

Belongs here: rendering the catalogue. Does not belong here: the catalogue itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shnor_pipeline.indicators.engine import part_columns
from shnor_pipeline.tables import INDICATOR, Table, TableSpec, column
from shnor_pipeline.tables.declare import Decimal, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from shnor_pipeline.indicators.declare import Indicator


class _Parts(Table):
    """Слагаемые показателей: школа в отчётном году, колонка на каждое слагаемое."""

    school_id: Text = column("Школа")


def indicator_table(indicators: Sequence[Indicator]) -> pd.DataFrame:
    """Build the table ``indicator``: one row per declaration, in the order of the methodology."""
    return INDICATOR.frame(
        {
            "indicator_id": [each.indicator_id for each in indicators],
            "title_ru": [each.title_ru for each in indicators],
            "clause": [each.clause for each in indicators],
            "unit": [each.unit for each in indicators],
            "direction": [each.direction for each in indicators],
            "numerator_ru": [each.numerator_ru for each in indicators],
            "denominator_ru": [each.denominator_ru for each in indicators],
            "source_table": [", ".join(each.tables) for each in indicators],
            "decimals": [each.decimals for each in indicators],
            "verdict_scope": [each.verdict_scope for each in indicators],
            "reading_ru": [each.reading_ru or None for each in indicators],
        }
    )


def parts_table(indicators: Sequence[Indicator]) -> TableSpec:
    """Declare the table of parts: a missing part means that the school did not report it.

    Args:
        indicators: Declarations.

    Returns:
        A table with one decimal column per part.
    """
    fields = {name: column(name, nullable=True) for name, _ in part_columns(indicators)}
    annotations = dict.fromkeys(fields, Decimal)
    model = type("Parts", (_Parts,), {"__annotations__": annotations, "__module__": __name__, **fields})
    model.__doc__ = _Parts.__doc__
    return TableSpec("indicator_part", "Слагаемые показателей", model, ("school_id",))
