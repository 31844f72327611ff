"""The documents beside the database: data dictionary and rule catalogue.

Belongs here: Markdown rendered from declarations. Does not belong here: reports of a year
(``reporting/``).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from shnor_pipeline.quality.rule import ALWAYS
from shnor_pipeline.tables.render import dictionary

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
    from typing import Any

    import pandas as pd

    from shnor_pipeline.quality import Rule
    from shnor_pipeline.tables import TableSpec, ViewSpec


def dictionary_text(
    specs: Sequence[TableSpec], indicators: pd.DataFrame, views: Sequence[ViewSpec] = ()
) -> str:
    """Write ``published/dictionary.md``: every table and column, every indicator with its formula.

    Args:
        specs: Published tables.
        indicators: Tables ``indicator`` and ``indicator_formula`` side by side.
        views: Published views.
    """
    lines = [
        "# Словарь данных",
        "",
        "Таблицы файла `shnor.duckdb`. Открывайте файл только на чтение (`read_only=True`).",
        "",
        dictionary(specs),
        *(f"## `{each.name}`: {each.title_ru}\n\nКолонки как в `{each.table.name}`.\n" for each in views),
        "# Показатели",
        "",
        "Запрос под показателем даёт его значения по годам на названном уровне.",
        "",
        *(line for row in indicators.to_dict("records") for line in _indicator_lines(row)),
    ]
    return "\n".join(lines)


def _indicator_lines(row: Mapping[Hashable, Any]) -> Iterator[str]:
    """Describe an indicator: title, clause, formula, reading, query."""
    yield from (f"## `{row['indicator_id']}`", "", f"{row['title_ru']}.", "")
    yield f"- Пункт: {row['clause']}"
    yield f"- Формула: {row['formula_ru']}"
    yield f"- Числитель: {row['numerator_ru']}"
    yield f"- Знаменатель: {row['denominator_ru']}"
    yield f"- Таблицы: {row['source_table']}"
    if isinstance(row["reading_ru"], str):
        yield f"- Прочтение: {row['reading_ru']}"
    yield f"- Запрос, уровень `{row['scope']}`:"
    yield from ("", "```sql", row["sql"], "```", "")


def rules_text(rules: Iterable[Rule]) -> str:
    """Write ``published/rules.md``: every rule with its id, severity and advice."""
    by_stage: dict[str, list[Rule]] = {}
    for rule in rules:
        by_stage.setdefault(rule.stage, []).append(rule)
    lines = [
        "# Правила проверки",
        "",
        f"Правил: {sum(map(len, by_stage.values()))}. Код правила не меняется.",
        "Ошибка не пускает строку (или файл) в расчёт, предупреждение пускает.",
    ]
    for stage, of_stage in by_stage.items():
        lines += ["", f"## {_STAGES[stage]}", "", "| " + " | ".join(_RULE_HEADER) + " |", "|---" * 6 + "|"]
        lines += ["| " + " | ".join(_rule_cells(rule)) + " |" for rule in of_stage]
    return "\n".join([*lines, ""])


_RULE_HEADER = ("код", "тяжесть", "требование", "что сообщает", "как исправить", "годы")
_SEVERITIES = {"error": "ошибка", "warning": "предупреждение"}
_STAGES = {
    "file": "Файл",
    "sheet": "Лист",
    "header": "Шапка таблицы",
    "cell": "Ячейка",
    "row": "Строка",
    "table": "Таблица",
    "between_tables": "Между формами",
    "between_years": "Между годами",
    "ledger": "Журналы исправлений и решений",
}


def _rule_cells(rule: Rule) -> tuple[str, ...]:
    """Return the cells of a rule; what a message fills in from the case stands as «…»."""
    message = re.sub(r"\{[^}]*\}\.?", "…", rule.message_ru)
    first = f"с {rule.first_year}" if rule.first_year else ""
    last = f"по {rule.last_year}" if rule.last_year != ALWAYS else ""
    years = " ".join(filter(None, (first, last))) or "все"
    texts = (rule.title_ru, message, rule.guidance_ru)
    return (rule.rule_id, _SEVERITIES[rule.severity], *(text.replace("|", "/") for text in texts), years)
