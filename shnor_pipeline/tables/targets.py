"""Published tables about what can be expected of a plan: attainability and projection.

Belongs here: columns, types, titles and units. Does not belong here: how the values are computed
(``indicators/attainability``, ``indicators/projection``).
"""

from __future__ import annotations

from shnor_pipeline.tables.declare import SCOPES, Decimal, Integer, Table, TableSpec, Text, column


class TargetAttainability(Table):
    """Достижимость плана: год, показатель, вид плана и школа; только для долей людей."""

    year: Integer = column("Отчётный год")
    indicator_id: Text = column("Показатель")
    kind: Text = column("Вид плана", isin=["target", "monitoring"])
    school_id: Text = column("Школа")
    target: Decimal = column("План", unit="%")
    operator: Text = column("Условие", isin=[">=", "<="])
    denominator: Integer = column("Знаменатель школы", unit="чел.", nullable=True)
    needed: Integer = column(
        "Числитель, при котором план выполнен: наименьший при условии >=, наибольший при <=",
        unit="чел.",
        nullable=True,
        made_of=("indicator_value.denominator",),
    )
    chance: Decimal = column(
        "Вероятность выполнить план, если истинная доля равна ему",
        unit="доля от 0 до 1",
        nullable=True,
        made_of=("indicator_value.denominator",),
        ge=0,
        le=1,
    )


class IndicatorProjection(Table):
    """Прогноз показателя на последний год программы по данным до отчётного года включительно."""

    year: Integer = column("Отчётный год")
    indicator_id: Text = column("Показатель")
    scope: Text = column("Уровень", isin=list(SCOPES))
    scope_id: Text = column("Объект")
    last_year: Integer = column("Последний год программы")
    years_used: Text = column("Годы со значениями", nullable=True)
    value: Decimal = column("Прогноз", unit="%", nullable=True, ge=0, le=100)
    ci_low: Decimal = column("Нижняя граница прогноза 95 %", nullable=True, ge=0, le=100)
    ci_high: Decimal = column("Верхняя граница прогноза 95 %", nullable=True, ge=0, le=100)
    method_ru: Text = column("Метод или причина, по которой прогноза нет")


TARGET_ATTAINABILITY = TableSpec(
    "target_attainability",
    "Достижимость планов",
    TargetAttainability,
    ("year", "indicator_id", "kind", "school_id"),
)
INDICATOR_PROJECTION = TableSpec(
    "indicator_projection",
    "Прогнозы показателей",
    IndicatorProjection,
    ("year", "indicator_id", "scope", "scope_id"),
)
