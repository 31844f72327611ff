"""The sentences of a blank form: what a column takes, what an empty cell means, how to fill the form in.

Belongs here: Russian texts made from declarations. Does not belong here: where they stand (``workbook``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shnor_pipeline.ingest.draft import PERSONAL_INPUTS, SCHOOL_INPUTS
from shnor_pipeline.tables import wording
from shnor_pipeline.tables.canonical import PERIODS
from shnor_pipeline.tables.declare import TEXT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shnor_pipeline.ingest import Source
    from shnor_pipeline.tables import ColumnSpec

LONGEST_HINT, LONGEST_REFUSAL, LONGEST_TITLE = 255, 225, 32
"""Excel calls a workbook with longer texts damaged."""

LEGEND = (
    "— обязательная колонка. Подсказка появляется, когда выделена ячейка; там, где есть список, "
    "нажмите на стрелку справа от ячейки."
)
_SHORTEST_LAST_WORD = 4
_PSEUDONYM = "Личные данные не хранятся: в базе остаётся только псевдоним."
_ENOUGH = {
    "surname": "Нужны фамилия и имя или код участника.",
    "given_name": "Нужны фамилия и имя или код участника.",
    "patronymic": "Если есть.",
    "participant_code": "Нужны фамилия и имя или код участника.",
    "full_name": "Фамилия, имя и отчество полностью; без них нужен табельный номер.",
    "personnel_number": "Нужен, если ФИО не указано.",
}
_SCHOOL_GIVEN = "Уже вписано, изменять не нужно."
_SCHOOL_CHOSEN = "Выберите из списка. Достаточно кода или названия школы."
_NOTES = {("ege", "score"): "По базовой математике вместо балла — оценка."}
"""What a form's own code makes of a column beyond its declaration."""


def sentences_of_column(
    source: Source,
    name: str,
    spec: ColumnSpec | None,
    year: int,
    *,
    choices: Sequence[str | int],
    one_school: bool,
) -> str:
    """Say what a column takes and what an empty cell means.

    Args:
        source: The form.
        name: Canonical name of the column.
        spec: Its declaration, where the table has the column.
        year: Reporting year.
        choices: Values of its drop-down list.
        one_school: Whether the form is made for one school.

    Returns:
        Up to 255 characters.
    """
    if name in SCHOOL_INPUTS:
        return _SCHOOL_GIVEN if one_school else _SCHOOL_CHOSEN
    if name in PERSONAL_INPUTS:
        return f"{_ENOUGH.get(name, '')} {_PSEUDONYM}".strip()
    if name == "attendance":
        return "Если участник не явился, выберите «неявка»; у явившихся оставьте ячейку пустой."
    if name.startswith("stated_") and spec is not None:
        return (
            f"Сколько участников получили отметку «{spec.title_ru}». Можно указать проценты, но тогда во "
            "всех четырёх колонках строки. Пустая ячейка: никто."
        )
    if spec is None:
        required = name in source.manifest.required
        return "Впишите сведения. Ячейка обязательна." if required else "Впишите сведения, если они есть."
    parts = (_takes(spec, choices), _NOTES.get((source.form, name), ""), _empty(source, name, spec, year))
    return " ".join(filter(None, parts))[:LONGEST_HINT]


def refusal_of_column(name: str, spec: ColumnSpec | None, choices: Sequence[str | int]) -> str:
    """Say what is expected instead of a refused value."""
    if name.startswith("stated_"):
        return "Ожидается число участников или процент."
    if choices and (spec is None or spec.words is None):
        return "Такого значения нет в списке (стрелка справа от ячейки)."
    if choices:
        return f"Ожидается одно из: {', '.join(map(str, choices))}."[:LONGEST_REFUSAL]
    if spec is not None and spec.unit == "%":
        return f"Ожидается процент {wording.bounds(spec)}."
    return "" if spec is None else f"Ожидается {wording.expected(spec)}."[:LONGEST_REFUSAL]


def short(text: str, longest: int, ending: str = "") -> str:
    """Cut a text at the end of a word, never after a conjunction or a comma."""
    if len(text) <= longest:
        return text
    words = text[: longest + 1 - len(ending)].split()[:-1]
    while len(words) > 1 and len(words[-1]) < _SHORTEST_LAST_WORD:
        words.pop()
    return (" ".join(words).rstrip(",:;") or text[: longest - len(ending)]) + ending


def guidance(source: Source, *, one_school: bool, has_school: bool) -> str:
    """Say in a few sentences how the form as a whole is filled in."""
    description = source.table.description.rstrip(".")
    # an abbreviation keeps its capitals
    shown = description if description[1:2].isupper() else description[:1].lower() + description[1:]
    parts = [f"В строке — {shown}."]
    one_row_each = set(source.table.key) == {"year", "school_id"}
    if has_school and not one_school and not one_row_each:
        parts.append("Школу выберите по коду или по названию.")
    if source.prepared:
        parts.append("Лишнюю подготовленную строку очистите, кроме кода и названия школы.")
    elif one_school and not one_row_each:
        parts.append("Если строк не хватило, скопируйте код и название школы ниже.")
    if "person_key" in source.table.by_name:
        parts.append("Имена нужны, чтобы узнать человека в другом году; в базе остаётся только псевдоним.")
    elif any(wording.limits(spec)[0] == 0 and not spec.nullable for spec in source.table.columns):
        parts.append("Где показателя нет, ставьте 0: пустая обязательная ячейка считается пропуском.")
    parts.append("Названия колонок не изменяйте.")
    return " ".join(parts)


def _takes(spec: ColumnSpec, choices: Sequence[str | int]) -> str:
    if spec.unit == "%":
        return f"Процент {wording.bounds(spec)}: впишите, например, 43,4."
    if spec.reads == "grade":
        return f"Впишите {wording.expected(spec)} ({wording.bounds(spec)})."
    if spec.words is not None:
        return f"Выберите: {', '.join(map(str, choices))}."
    if choices:
        return "Выберите из списка; если нужного там нет, впишите."
    if spec.dtype == TEXT:
        return "Впишите своими словами."
    return f"Впишите {wording.expected(spec)}{f' ({spec.unit})' if spec.unit else ''}."


def _empty(source: Source, name: str, spec: ColumnSpec, year: int) -> str:
    """Say what an empty cell means: a word of the list, a gap, or nothing good."""
    if spec.blank is not None:
        words = spec.words or PERIODS
        return (
            f"Пустая ячейка означает «{next(word for word, value in words.items() if value == spec.blank)}»."
        )
    if not spec.nullable:
        return "Ячейка обязательна."
    if name in source.manifest.required and "sat" in source.table.by_name:
        status = next((each for each in ("attendance", "award") if each in source.names(year)), name)
        header = source.header_of(status, year)
        return f"Ячейка бывает пустой только у неявившихся: отметьте неявку в колонке «{header}»."
    return "Если сведений нет, оставьте ячейку пустой."
