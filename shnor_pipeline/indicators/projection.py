"""Where an indicator is heading: its value in the last year of the programme if the trend goes on.

Belongs here: the method and who gets a projection. Does not belong here: effects of the programme, causes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from shnor_pipeline.indicators.targets import scope_id_of
from shnor_pipeline.tables import INDICATOR_PROJECTION

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

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
    known = values[values["value"].notna() & (values["year"] <= year)]
    series: dict[tuple[str, ...], dict[int, float]] = {place: {} for place in places}
    of_plans = known[known["scope"].isin([scope for _, scope, _ in places])].sort_values("year")
    for row in of_plans.to_dict("records"):
        place = (row["indicator_id"], row["scope"], row["scope_id"])
        if place in series:
            series[place][int(row["year"])] = float(row["value"])
    rows = [
        dict(zip(("indicator_id", "scope", "scope_id"), place, strict=True))
        | {"year": year, "last_year": last_year}
        | _projected(found, year, last_year)
        for place, found in sorted(series.items())
    ]
    return INDICATOR_PROJECTION.of_rows(rows)


def _projected(found: Mapping[int, float], year: int, last_year: int) -> dict[str, Any]:
    """Project one series of values by year, or say why it can't be."""
    row: dict[str, Any] = {"years_used": ", ".join(map(str, found)) or None}
    row |= {"value": None, "ci_low": None, "ci_high": None}
    if year >= last_year:
        return row | {"method_ru": f"Прогноза нет: {last_year} год – последний год программы."}
    if len(found) < FEWEST_YEARS:
        reason = f"Прогноза нет: лет со значениями {len(found)}, нужно не меньше {FEWEST_YEARS}."
        return row | {"method_ru": reason}
    value, low, high = project(list(found), list(found.values()), last_year)
    return row | {"value": value, "ci_low": low, "ci_high": high, "method_ru": METHOD_RU}
