"""The documents beside the database: data dictionary and rule catalogue.

Belongs here: Markdown rendered from declarations. Does not belong here: reports of a year
(``reporting/``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shnor_pipeline.tables.render import dictionary

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from shnor_pipeline.quality import Rule
    from shnor_pipeline.tables import TableSpec


def dictionary_text(specs: Sequence[TableSpec], indicators: pd.DataFrame) -> str:
    """Write ``published/dictionary.md``: every table and column, every indicator with its formula."""
    lines = [
        "# Словарь данных",
        "",
        "Таблицы файла `shnor.duckdb`. Открывайте файл только на чтение (`read_only=True`).",
        "",
        dictionary(specs),
        "# Показатели",
        "",
    ]
    for row in indicators.to_dict("records"):
        lines += [
            f"## `{row['indicator_id']}`",
            "",
            f"{row['title_ru']}.",
            "",
            f"- Пункт: {row['clause']}",
            f"- Числитель: {row['numerator_ru']}",
            f"- Знаменатель: {row['denominator_ru']}",
            f"- Таблицы: {row['source_table']}",
        ]
        if isinstance(row["reading_ru"], str):
            lines.append(f"- Прочтение: {row['reading_ru']}")
        lines.append("")
    return "\n".join(lines)


def rules_text(rules: Iterable[Rule]) -> str:
    """Write ``published/rules.md``: every rule with its id, severity and advice."""
    lines = [
        "# Правила проверки",
        "",
        "Ошибка не пускает строку (или файл) в расчёт, предупреждение пускает.",
        "",
        "| код | этап | тяжесть | требование | как исправить |",
        "|---|---|---|---|---|",
    ]
    severities = {"error": "ошибка", "warning": "предупреждение"}
    for rule in rules:
        cells = (rule.rule_id, rule.stage, severities[rule.severity], rule.title_ru, rule.guidance_ru)
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join([*lines, ""])
