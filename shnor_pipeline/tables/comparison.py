"""Published tables of comparison: clusters, effect of the programme, gap, risk profile, objectivity.

Belongs here: columns, types, titles and units. Does not belong here: how the values are computed
(``comparison/``, ``profile/``).
"""

from __future__ import annotations

from shnor_pipeline.tables.declare import Decimal, Flag, Integer, Table, TableSpec, Text, column

CLAIMS = ("improved", "not_shown", "no_data")
LEVELS = {
    "высокая": "high",
    "средняя": "medium",
    "низкая": "low",
    "риск не выявлен": "not_found",
    "нет данных": "no_data",
}
"""Significance of a risk factor in the words of the project «500+», and where nothing is known."""
MARKERS = ("inflated_mean", "mark_mismatch", "cohort_fall", "cohort_rise")


class Cluster(Table):
    """Кластер школ в отчётном году: название и чем он установлен."""

    year: Integer = column("Отчётный год")
    cluster_id: Text = column("Кластер")
    cluster_title: Text = column("Название")
    schools: Integer = column("Школ", unit="ед.", ge=1)
    stated: Flag = column("Установлен списком (иначе – местность и вид школы)")
    order_date: Text = column("Дата приказа (ГГГГ-ММ-ДД)", nullable=True)


class ClusterComparison(Table):
    """Школа и остальные школы её кластера: год, показатель, школа."""

    year: Integer = column("Отчётный год")
    indicator_id: Text = column("Показатель")
    school_id: Text = column("Школа")
    cluster_id: Text = column("Кластер")
    value: Decimal = column("Значение школы", unit="% или единица показателя", nullable=True)
    others_numerator: Decimal = column("Числитель остальных школ кластера", nullable=True)
    others_denominator: Decimal = column("Знаменатель остальных школ кластера", nullable=True)
    others_value: Decimal = column(
        "Значение остальных школ кластера", unit="% или единица показателя", nullable=True
    )
    others_schools: Integer = column("Остальных школ кластера с данными", unit="ед.", ge=0)
    difference: Decimal = column("Отличие от кластера", unit="п.п. или единица показателя", nullable=True)
    ci_low: Decimal = column("Нижняя граница 95 % отличия", unit="п.п.", nullable=True)
    ci_high: Decimal = column("Верхняя граница 95 % отличия", unit="п.п.", nullable=True)
    method: Text = column("Способ интервала (для долей людей)", nullable=True, isin=["newcombe"])


class ProgrammeEffect(Table):
    """Изменение в школах программы сверх ожидаемого: год, год начала участия, показатель."""

    year: Integer = column("Отчётный год")
    base_year: Integer = column("Первый год участия этих школ в программе")
    indicator_id: Text = column("Показатель")
    schools_programme: Integer = column("Школ программы в сравнении", unit="ед.", ge=0)
    schools_comparison: Integer = column("Других школ тех же кластеров", unit="ед.", ge=0)
    value_base: Decimal = column("В первый год, в среднем по школам программы", unit="%", nullable=True)
    value: Decimal = column("В отчётном году, в среднем по школам программы", unit="%", nullable=True)
    growth: Decimal = column("Изменение в школах программы", unit="п.п.", nullable=True)
    growth_comparison: Decimal = column("Изменение в других школах кластеров", unit="п.п.", nullable=True)
    growth_expected: Decimal = column(
        "Ожидаемое изменение (возврат к среднему и общее изменение)", unit="п.п.", nullable=True
    )
    net_change: Decimal = column("Изменение сверх ожидаемого", unit="п.п.", nullable=True)
    ci_low: Decimal = column("Нижняя граница 95 %", unit="п.п.", nullable=True)
    ci_high: Decimal = column("Верхняя граница 95 %", unit="п.п.", nullable=True)
    power_5: Decimal = column(
        "Вероятность заметить настоящее изменение в 5 п.п.", unit="доля", nullable=True, ge=0, le=1
    )
    claim: Text = column("Вывод", isin=list(CLAIMS))
    sentence_ru: Text = column("Вывод словами")


class QualityGapYear(Table):
    """Разрыв между наиболее и наименее успешными школами: год, уровень, объект."""

    year: Integer = column("Отчётный год")
    scope: Text = column("Уровень", isin=["municipality", "all"])
    scope_id: Text = column("Объект")
    schools: Integer = column("Школ с достаточным числом отметок", unit="ед.", ge=0)
    quarter: Integer = column("Школ в каждой четверти", unit="ед.", ge=0)
    value: Decimal = column("Разрыв", unit="п.п.", nullable=True)
    ci_low: Decimal = column("Нижняя граница 95 %", unit="п.п.", nullable=True)
    ci_high: Decimal = column("Верхняя граница 95 %", unit="п.п.", nullable=True)
    compared_year: Integer = column("С каким годом сравнивается", nullable=True)
    change: Decimal = column("Изменение разрыва", unit="п.п.", nullable=True)
    change_low: Decimal = column("Нижняя граница 95 % изменения", unit="п.п.", nullable=True)
    change_high: Decimal = column("Верхняя граница 95 % изменения", unit="п.п.", nullable=True)
    sentence_ru: Text = column("Вывод словами")


class RiskProfile(Table):
    """Рисковый профиль: год, школа, фактор риска."""

    year: Integer = column("Отчётный год")
    school_id: Text = column("Школа")
    factor: Integer = column("Номер фактора", ge=1, le=10)
    factor_ru: Text = column("Фактор риска")
    level: Text = column("Значимость", words=LEVELS)
    level_ru: Text = column("Значимость словами")
    indicator_id: Text = column("Показатель, по которому определена значимость", nullable=True)
    value: Decimal = column("Значение показателя", unit="%", nullable=True)
    denominator: Decimal = column("Знаменатель показателя", nullable=True)
    few: Flag = column("Малая выборка (знаменатель меньше 10)", nullable=True)
    evidence_ru: Text = column("Основание")


class ObjectivityFlag(Table):
    """Признак, требующий внимания (не вывод о необъективности): год, школа, признак, процедура."""

    year: Integer = column("Отчётный год")
    school_id: Text = column("Школа")
    marker: Text = column("Признак", isin=list(MARKERS))
    kind: Text = column("Процедура", isin=["vpr", "oge"])
    subject: Text = column("Предмет")
    grade: Integer = column("Класс")
    n: Integer = column("Участников", unit="чел.", ge=0)
    statistic: Decimal = column("Величина признака")
    threshold: Decimal = column("Граница признака")
    flagged: Flag = column("Признак есть")
    sentence_ru: Text = column("Пояснение", nullable=True)


CLUSTER = TableSpec("cluster", "Кластеры школ", Cluster, ("year", "cluster_id"))
CLUSTER_COMPARISON = TableSpec(
    "cluster_comparison",
    "Сравнение с другими школами кластера",
    ClusterComparison,
    ("year", "indicator_id", "school_id"),
)
PROGRAMME_EFFECT = TableSpec(
    "programme_effect", "Изменения в школах программы", ProgrammeEffect, ("year", "base_year", "indicator_id")
)
QUALITY_GAP_YEAR = TableSpec(
    "quality_gap_year", "Разрыв между школами", QualityGapYear, ("year", "scope", "scope_id")
)
RISK_PROFILE = TableSpec(
    "risk_profile", "Рисковый профиль школ", RiskProfile, ("year", "school_id", "factor")
)
OBJECTIVITY_FLAG = TableSpec(
    "objectivity_flag",
    "Признаки, требующие внимания к объективности",
    ObjectivityFlag,
    ("year", "school_id", "marker", "kind", "subject", "grade"),
)

COMPARISON_TABLES = (
    CLUSTER,
    CLUSTER_COMPARISON,
    PROGRAMME_EFFECT,
    QUALITY_GAP_YEAR,
    RISK_PROFILE,
    OBJECTIVITY_FLAG,
)
