"""Published tables about the measures of the programme.

Belongs here: columns, types, titles and units. Does not belong here: how plan and fact are compared
(``measures/``) or the form they are reported by (``canonical``).
"""

from __future__ import annotations

from shnor_pipeline.tables.declare import (
    SCOPES,
    Decimal,
    Flag,
    Integer,
    Table,
    TableSpec,
    Text,
    ViewSpec,
    column,
)

OUTCOMES = {
    "выполнено": "done",
    "выполнено не полностью": "partly_done",
    "не выполнено": "not_done",
    "нет сведений": "not_reported",
}


class MeasureProgress(Table):
    """Мероприятие программы в отчётном году: план, факт, доля выполнения."""

    year: Integer = column("Отчётный год")
    measure_id: Text = column("Номер мероприятия")
    section: Text = column("Раздел программы")
    title_ru: Text = column("Мероприятие")
    plan: Decimal = column(
        "План на год; пуст, если действует план другого раздела",
        nullable=True,
        ge=0,
    )
    fact: Decimal = column(
        "Выполнено за год; пусто, если сведений нет",
        nullable=True,
        made_of=("measure_fact.done",),
        ge=0,
    )
    done_share: Decimal = column(
        "Доля выполнения плана, не больше 1",
        unit="доля от 0 до 1",
        nullable=True,
        made_of=("measure_fact.done",),
        ge=0,
        le=1,
    )
    document: Text = column("Подтверждающие документы", nullable=True)
    indicators: Text = column("Показатели, на которые направлено мероприятие", nullable=True)


class IndicatorDecline(Table):
    """Ухудшение показателя и мероприятие, которое должно было его улучшить: год, показатель, объект."""

    year: Integer = column("Отчётный год")
    indicator_id: Text = column("Показатель")
    scope: Text = column("Уровень", isin=list(SCOPES))
    scope_id: Text = column("Объект")
    year_before: Integer = column("Предыдущий год со значением")
    value_before: Decimal = column(
        "Значение предыдущего года", unit="% или единица показателя", made_of=("indicator_value.value",)
    )
    value: Decimal = column("Значение отчётного года", unit="% или единица показателя")
    change: Decimal = column(
        "Изменение", unit="п.п. или единица показателя", made_of=("indicator_value.value",)
    )
    intervals_apart: Flag = column("Интервалы 95 % двух лет не пересекаются", nullable=True)
    measure_id: Text = column("Номер мероприятия")
    title_ru: Text = column("Мероприятие")
    plan: Decimal = column("План мероприятия", ge=0)
    fact: Decimal = column("Выполнено", nullable=True, ge=0)
    done_share: Decimal = column(
        "Доля выполнения плана, не больше 1", unit="доля от 0 до 1", nullable=True, ge=0, le=1
    )
    outcome: Text = column("Выполнение мероприятия", words=OUTCOMES)


MEASURE_PROGRESS = TableSpec(
    "measure_progress", "План и факт мероприятий", MeasureProgress, ("year", "measure_id")
)
INDICATOR_DECLINE = TableSpec(
    "indicator_decline",
    "Ухудшившиеся показатели и мероприятия",
    IndicatorDecline,
    ("year", "indicator_id", "scope", "scope_id", "measure_id"),
)
OVERDUE_MEASURE = ViewSpec(
    "overdue_measure",
    "Мероприятия года, выполненные меньше плана",
    MEASURE_PROGRESS,
    "plan > 0 AND fact < plan",
)
UNREPORTED_MEASURE = ViewSpec(
    "unreported_measure",
    "Мероприятия с планом на год, о которых нет сведений",
    MEASURE_PROGRESS,
    "plan > 0 AND fact IS NULL",
)
