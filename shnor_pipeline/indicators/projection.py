"""Where an indicator is heading: its value in the last year of the programme if the trend goes on.

Belongs here: the method and who gets a projection. Does not belong here: effects of the programme, causes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from shnor_pipeline.indicators.targets import scope_id_of
from shnor_pipeline.tables import INDICATOR_PROJECTION

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from shnor_pipeline.programme import TargetLine

FEWEST_YEARS = 3
"""Two years always lie on a line; the third is the first that can contradict it."""

METHOD_RU = (
    "Линейный тренд методом наименьших квадратов по годам, в которых есть значение, без весов; интервал "
    "прогноза 95 % по распределению Стьюдента; границы от 0 до 100 %."
)


def project(years: Sequence[int], values: Sequence[float], year: int) -> tuple[float, float, float]:
    """Extend a straight line through yearly values.

    Args:
        years: At least three different years.
        values: Percents of these years.
        year: Year to project to.

    Returns:
        Projected percent and the ends of its 95 % prediction interval (ordinary least squares, Student's t
        with n - 2 degrees of freedom), each clipped to 0-100.
    """
    from scipy.special import stdtrit  # noqa: PLC0415 - heavy, only here

    x, y = np.asarray(years, dtype=float), np.asarray(values, dtype=float)
    centred = x - x.mean()
    spread = float(centred @ centred)
    slope = float(centred @ y) / spread
    distance = year - float(x.mean())
    expected = float(y.mean()) + slope * distance
    residuals = y - y.mean() - slope * centred
    freedom = len(x) - 2
    deviation = np.sqrt(float(residuals @ residuals) / freedom * (1 + 1 / len(x) + distance**2 / spread))
    half = float(stdtrit(freedom, 0.975)) * float(deviation)
    low, middle, high = np.clip([expected - half, expected, expected + half], 0, 100).tolist()
    return middle, low, high


def projections(
    lines: Iterable[TargetLine], values: pd.DataFrame, year: int, last_year: int, municipality_id: str
) -> pd.DataFrame:
    """Project every indicator that has a plan to the last year of the programme.

    Args:
        lines: Targets of section III and thresholds of section VIII.
        values: Table ``indicator_value`` of the year and of all years before it.
        year: Reporting year; nothing later is used.
        last_year: Last year of the programme.
        municipality_id: The municipality the programme is about.

    Returns:
        Table ``indicator_projection`` of the year: a row for each indicator and level of a plan; where fewer
        than three years have values, or nothing is left to project, the row says so instead of a value.
    """
    places = {(each.indicator_id, each.scope, scope_id_of(each, municipality_id)) for each in lines}
    known = values[values["value"].notna() & (values["year"] <= year)].sort_values("year")
    series = dict(list(known.groupby(["indicator_id", "scope", "scope_id"])))
    rows = []
    for indicator_id, scope, scope_id in sorted(places):
        found = series.get((indicator_id, scope, scope_id), known.iloc[:0])
        place = {"year": year, "indicator_id": indicator_id, "scope": scope, "scope_id": scope_id}
        rows.append(place | {"last_year": last_year} | _projected(found, year, last_year))
    return INDICATOR_PROJECTION.of_rows(rows)


def _projected(found: pd.DataFrame, year: int, last_year: int) -> dict[str, Any]:
    years = [int(each) for each in found["year"]]
    row: dict[str, Any] = {"years_used": ", ".join(map(str, years)) or None}
    row |= {"value": None, "ci_low": None, "ci_high": None}
    if year >= last_year:
        return row | {"method_ru": f"Прогноза нет: {last_year} год – последний год программы."}
    if len(years) < FEWEST_YEARS:
        reason = f"Прогноза нет: лет со значениями {len(years)}, нужно не меньше {FEWEST_YEARS}."
        return row | {"method_ru": reason}
    value, low, high = project(years, [float(each) for each in found["value"]], last_year)
    return row | {"value": value, "ci_low": low, "ci_high": high, "method_ru": METHOD_RU}
