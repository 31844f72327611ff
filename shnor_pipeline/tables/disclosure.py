"""The internal table of what the public site leaves out.

Belongs here: columns, types, titles. Does not belong here: the rules (``disclosure/``).
"""

from __future__ import annotations

from shnor_pipeline.tables.declare import SCOPES, Integer, Table, TableSpec, Text, column

REASONS = {
    "малый знаменатель": "small",
    "одинаковый результат малой группы": "extreme",
    "защита других значений": "complementary",
    "сравнение с прежним выпуском": "earlier_release",
}
"""Why a value is hidden, in words of the log."""


class Suppression(Table):
    """Скрытое в открытой версии значение: год, показатель, уровень, объект; самих значений здесь нет."""

    year: Integer = column("Отчётный год")
    indicator_id: Text = column("Показатель")
    scope: Text = column("Уровень", isin=list(SCOPES))
    scope_id: Text = column("Объект")
    reason: Text = column("Почему скрыто", words=REASONS)


SUPPRESSION = TableSpec(
    "suppression",
    "Скрытое в открытой версии",
    Suppression,
    ("year", "indicator_id", "scope", "scope_id"),
)
