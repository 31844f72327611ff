"""Tables about releases: what one was made from, and what changed since the one before.

Belongs here: columns, types and titles. Does not belong here: how releases are compared (``release``).
"""

from __future__ import annotations

from shnor_pipeline.tables.declare import SCOPES, Decimal, Integer, Table, TableSpec, Text, column

COMPARED_TABLES = ("indicator_value", "target_progress", "identification")


class ReleaseInput(Table):
    """Что выпуск взял не из файлов школ: раздел программы или список справочника и его контрольная сумма."""

    input: Text = column("Раздел программы или список")
    sha256: Text = column("Контрольная сумма SHA-256")


class ReleaseChange(Table):
    """Изменённая величина: выпуск против предыдущего, с причиной. Лежит рядом с базой выпуска."""

    table_name: Text = column("Таблица", isin=list(COMPARED_TABLES))
    year: Integer = column("Отчётный год")
    indicator_id: Text = column("Показатель", nullable=True)
    kind: Text = column("Вид плана", nullable=True)
    scope: Text = column("Уровень", isin=list(SCOPES))
    scope_id: Text = column("Объект")
    column_name: Text = column("Колонка")
    old: Decimal = column("Было", nullable=True)
    new: Decimal = column("Стало", nullable=True)
    difference: Decimal = column("Разность", nullable=True)
    old_text: Text = column("Было (словом)", nullable=True)
    new_text: Text = column("Стало (словом)", nullable=True)
    reasons: Text = column("Причины через запятую, в принятом порядке")
    evidence_ru: Text = column("Чем причина подтверждена")


RELEASE_INPUT = TableSpec("release_input", "Из чего сделан выпуск", ReleaseInput, ("input",))
RELEASE_CHANGE = TableSpec(
    "release_change",
    "Изменения против предыдущего выпуска",
    ReleaseChange,
    ("table_name", "year", "indicator_id", "kind", "scope", "scope_id", "column_name"),
)
