"""Tables of the identification of schools: status, procedures behind it, social index, decisions.

Belongs here: columns, types, titles and units. Does not belong here: how they are computed
(``identification/``).
"""

from __future__ import annotations

from shnor_pipeline.tables.declare import Decimal, Flag, Integer, Table, TableSpec, Text, column
from shnor_pipeline.tables.published import STATUSES

PROCEDURE_KINDS = {"ВПР": "vpr", "ОГЭ": "oge", "ЕГЭ": "ege", "ЕГЭ базового уровня": "ege_base"}
OVERRIDE_FIELDS = {"низкие результаты": "low_results", "неблагоприятные социальные условия": "adverse"}
OVERRIDE_STATUSES = {"применено": "applied", "срок истёк": "expired", "не к чему отнести": "unmatched"}


class Identification(Table):
    """Школа в отчётном году: признаки ШНОР и ШНСУ, на чём они держатся и насколько надёжны."""

    year: Integer = column("Отчётный год")
    school_id: Text = column("Школа")
    rule_set: Text = column("Набор правил выявления")
    procedures_held: Integer = column("Процедур, учтённых правилом", unit="ед.", ge=0)
    procedures_low: Integer = column("Из них с низкими результатами", unit="ед.", ge=0)
    low_two_or_more: Flag = column("Низкие результаты в нескольких процедурах года", nullable=True)
    low_same_twice: Flag = column("Низкие результаты в одной процедуре несколько лет подряд", nullable=True)
    low_results: Flag = column("Школа с низкими результатами (с учётом решений)", nullable=True)
    chance_misclassified: Decimal = column(
        "Вероятность, что вывод правила неверен", unit="доля от 0 до 1", nullable=True, ge=0, le=1
    )
    pupils_to_flip: Integer = column(
        "Наименьшее число результатов, при изменении которых вывод правила другой",
        unit="ед.",
        nullable=True,
        ge=1,
    )
    social_index: Decimal = column("Социальный индекс (неофициальный)", unit="балл", nullable=True)
    adverse: Flag = column("Неблагоприятные социальные условия (с учётом решений)", nullable=True)
    status: Text = column("Состояние", isin=list(STATUSES))


class ProcedureResult(Table):
    """Процедура в школе: год, вид, предмет и класс; участники, не справившиеся, сравнение с кластером."""

    year: Integer = column("Отчётный год")
    school_id: Text = column("Школа")
    kind: Text = column("Вид процедуры", words=PROCEDURE_KINDS)
    subject: Text = column("Предмет")
    grade: Integer = column("Класс", ge=1, le=12)
    participants: Integer = column("Участников (без неявившихся)", unit="чел.", ge=1)
    failed: Integer = column("Не справились («2» или ниже минимума)", unit="чел.", ge=0)
    share: Decimal = column("Доля не справившихся", unit="%", ge=0, le=100)
    left_out: Flag = column("Правилом не учтена: мало участников или вид школы")
    low: Flag = column("Низкий результат", nullable=True)
    low_before: Flag = column("Низкий результат и во все предыдущие годы правила", nullable=True)
    shrunk_share: Decimal = column("Доля, сглаженная внутри кластера", unit="%", ge=0, le=100)
    chance_low: Decimal = column(
        "Вероятность, что истинная доля не ниже порога", unit="доля от 0 до 1", ge=0, le=1
    )
    cluster_share: Decimal = column("Доля не справившихся в кластере", unit="%", nullable=True, ge=0, le=100)
    outside_95: Flag = column("Вне пределов случайного разброса 95 %", nullable=True)
    outside_998: Flag = column("Вне пределов случайного разброса 99,8 %", nullable=True)


class SocialIndex(Table):
    """Неофициальный социальный индекс школы в отчётном году; без всех составляющих индекса нет."""

    year: Integer = column("Отчётный год")
    school_id: Text = column("Школа")
    components_known: Integer = column("Известно составляющих", unit="ед.", ge=0)
    value: Decimal = column("Социальный индекс (неофициальный)", unit="балл", nullable=True)
    threshold: Decimal = column("Порог индекса", unit="балл")
    over_threshold: Flag = column("Индекс не ниже порога", nullable=True)


class SocialIndexComponent(Table):
    """Составляющая неофициального социального индекса: год, школа и показатель социального паспорта."""

    year: Integer = column("Отчётный год")
    school_id: Text = column("Школа")
    indicator_id: Text = column("Показатель")
    weight: Decimal = column("Вес", ge=0)
    reversed: Flag = column("Чем больше доля, тем хуже условия")
    share: Decimal = column("Доля", unit="%", nullable=True, ge=0, le=100)
    z_score: Decimal = column(
        "Отклонение от средней по школам (знак по смыслу)", unit="стандартных отклонений", nullable=True
    )


class Override(Table):
    """Решение о признаке школы: запись журнала, что сказало правило и применено ли решение."""

    year: Integer = column("Отчётный год")
    line: Integer = column("Строка журнала")
    school_id: Text = column("Школа")
    field: Text = column("Признак", words=OVERRIDE_FIELDS)
    value: Flag = column("Решено")
    computed: Flag = column("По правилу", nullable=True)
    reason: Text = column("Причина")
    order_number: Text = column("Номер приказа")
    role: Text = column("Кто решил (должность)")
    date: Text = column("Дата решения (ГГГГ-ММ-ДД)")
    expires: Text = column("Действует по (ГГГГ-ММ-ДД)", nullable=True)
    status: Text = column("Применено ли", words=OVERRIDE_STATUSES)


_SCHOOL = ("year", "school_id")

IDENTIFICATION = TableSpec("identification", "Выявление ШНОР и ШНСУ", Identification, _SCHOOL)
PROCEDURE_RESULT = TableSpec(
    "procedure_result",
    "Оценочные процедуры по школам",
    ProcedureResult,
    (*_SCHOOL, "kind", "subject", "grade"),
)
SOCIAL_INDEX = TableSpec("social_index", "Социальный индекс (неофициальный)", SocialIndex, _SCHOOL)
SOCIAL_INDEX_COMPONENT = TableSpec(
    "social_index_component",
    "Составляющие социального индекса (неофициального)",
    SocialIndexComponent,
    (*_SCHOOL, "indicator_id"),
)
OVERRIDE = TableSpec("override", "Решения о признаках школ", Override, ("line",))

IDENTIFICATION_TABLES = (IDENTIFICATION, PROCEDURE_RESULT, SOCIAL_INDEX, SOCIAL_INDEX_COMPONENT, OVERRIDE)
