"""Rules about one cell: its kind, its bounds, the school it names."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from shnor_pipeline.quality.facts import Case, Miss, Rows, case, spec_of, told
from shnor_pipeline.quality.rule import Rule, Sees, Severity, Stage
from shnor_pipeline.tables.canonical import SUBJECTS
from shnor_pipeline.tables.declare import TEXT
from shnor_pipeline.tables.wording import expected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ERROR, WARNING = Severity.ERROR, Severity.WARNING

EXCEL_ERRORS = frozenset({"#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"})
_MIXED = re.compile(r"[A-Za-z][А-Яа-яЁё]|[А-Яа-яЁё][A-Za-z]")
_NAMES = ("surname", "given_name", "patronymic", "full_name")
_SIMILAR = 75.0
_STATED = {
    "stated_done": "число, процент, да или нет",
    "stated_date": "дата, например 15.03.2021",
    "total_pupils": "целое число",
    "total_classes": "целое число",
}
"""What inputs take that are no columns of a table themselves."""
_TITLES = {"stated_date": "Дата", "total_pupils": "Всего обучающихся", "total_classes": "Всего классов"}
_SUBJECTS = frozenset(SUBJECTS)


def _title(rows: Rows, name: str) -> str:
    spec = spec_of(rows, name) or spec_of(rows, name.removeprefix("stated_"))
    return spec.title_ru if spec else _TITLES.get(name, name.removeprefix("stated_"))


def _wrong(rows: Rows) -> Iterator[tuple[int, str, bool]]:
    """Yield the unreadable cells: row, column, whether a date stands there."""
    for name, misses in rows.misses.items():
        for index, miss in misses.items():
            if miss is Miss.WRONG:
                yield index, name, isinstance(rows.raw[name][index], (dt.date, dt.time, dt.timedelta))


def _says(rows: Rows, name: str) -> str:
    spec = spec_of(rows, name)
    return expected(spec) if spec else _STATED.get(name, "число или процент")


def _wrong_type(rows: Rows) -> Iterator[Case]:
    for index, name, is_date in _wrong(rows):
        if not is_date and rows.raw_texts(name)[index] not in EXCEL_ERRORS:
            yield case(index, name, title=_title(rows, name), expected=_says(rows, name))


def _date_for_number(rows: Rows) -> Iterator[Case]:
    for index, name, is_date in _wrong(rows):
        if is_date:
            yield case(index, name, title=_title(rows, name), expected=_says(rows, name))


def _suppressed(rows: Rows) -> Iterator[Case]:
    for name, misses in rows.misses.items():
        spec = spec_of(rows, name)
        if spec is not None and spec.nullable and name not in rows.required:
            continue
        for index, miss in misses.items():
            if miss is Miss.SUPPRESSED:
                yield case(index, name, title=_title(rows, name))


def _empty(rows: Rows) -> Iterator[Case]:
    """A required value is missing, unless the row is held for the reason that made it so.

    A value that we compute is missing because a cell is, so the cell is named where there is one.
    """
    held = set(rows.held)
    named = {each.index for each in rows.failures if each.empty and each.column in rows.raw}
    for failure in rows.failures:
        computed = failure.column not in rows.raw and failure.index in named
        if failure.empty and failure.index not in held and not computed:
            title = _title(rows, failure.column)
            yield case(failure.index, failure.column, title=title, expected=failure.expected)


def _out_of_range(rows: Rows) -> Iterator[Case]:
    for failure in rows.failures:
        if not failure.empty:
            value = f"{failure.value:g}" if isinstance(failure.value, float) else str(failure.value)
            title = _title(rows, failure.column)
            yield case(failure.index, failure.column, value, title=title, expected=failure.expected)


def _school(problem: str) -> Callable[[Rows], Iterator[Case]]:
    """Look at what came of looking the school of each row up."""

    def look(rows: Rows) -> Iterator[Case]:
        codes, names = rows.raw_texts("school_code"), rows.raw_texts("school_name")
        for index, found in enumerate(rows.schools):
            if found.problem != problem:
                continue
            code, name = codes[index], names[index]
            listed = "; ".join(each.name_short for each in found.candidates)
            yield case(
                index,
                "school_name" if name and not code else "school_code",
                " ".join(filter(None, (code, name))) or "пусто",
                nearest=f"; похожие: {listed}" if listed else "",
                candidates=listed,
                of_year=rows.year,
            )

    return look


def _unknown_school(rows: Rows) -> Iterator[Case]:
    yield from _school("unknown")(rows)
    yield from _school("empty")(rows)


def _mixed_alphabets(rows: Rows) -> Iterator[Case]:
    names = [each.name for each in rows.table.columns if each.dtype == TEXT and each.words is None]
    for name in (*names, *_NAMES):
        if name not in rows.raw:
            continue
        texts = rows.raw_texts(name)
        mixed = {text for text in set(texts) if _MIXED.search(text)}
        for index, text in enumerate(texts if mixed else ()):
            if text in mixed:
                yield case(index, name, title=_title(rows, name))


def _unvalued(rows: Rows) -> Iterator[Case]:
    yield from _at(rows, rows.grid.unvalued)


def _excel_error(rows: Rows) -> Iterator[Case]:
    yield from _at(rows, rows.grid.errors)
    for index, name, _ in _wrong(rows):
        if rows.raw_texts(name)[index] in EXCEL_ERRORS:
            yield case(index, name, title=_title(rows, name))


def _at(rows: Rows, cells: object) -> Iterator[Case]:
    """Yield the read cells that stand in a collection of grid cells."""
    if not cells:
        return
    for name in rows.raw:
        for index, cell in enumerate(rows.grid_cells(name)):
            if cell in cells:  # type: ignore[operator] # a set or a mapping of cells
                value = cells[cell] if isinstance(cells, dict) else ""
                yield case(index, name, value, title=_title(rows, name))


def _unknown_subject(rows: Rows) -> Iterator[Case]:
    known = _SUBJECTS | rows.reference.lists.subjects
    subjects = rows.values.get("subject", [])
    strange = {each for each in set(subjects) if each and each not in known}
    near = {each: process.extractOne(each, known, scorer=fuzz.WRatio) for each in strange}
    for index, subject in enumerate(subjects if strange else ()):
        if subject in strange:
            found = near[subject]
            shown = f"; ближе всего «{found[0]}»" if found and found[1] >= _SIMILAR else ""
            yield case(index, "subject", subject, nearest=shown)


WRONG_TYPE = Rule(
    rule_id="C001",
    stage=Stage.CELL,
    severity=ERROR,
    title_ru="Значение нужного вида",
    message_ru="«{title}»: стоит «{value}», ожидается {expected}.",
    guidance_ru="Исправьте значение.",
    sees=Sees.ROWS,
    look=_wrong_type,
)
EMPTY_CELL = Rule(
    rule_id="C002",
    stage=Stage.CELL,
    severity=ERROR,
    title_ru="Обязательная ячейка заполнена",
    message_ru="«{title}»: ячейка пуста или в ней прочерк, а значение обязательно ({expected}).",
    guidance_ru="Впишите значение.",
    sees=Sees.VERDICT,
    look=_empty,
)
OUT_OF_RANGE = Rule(
    rule_id="C003",
    stage=Stage.CELL,
    severity=ERROR,
    title_ru="Значение в допустимых пределах",
    message_ru="«{title}»: стоит {value}, допускается {expected}.",
    guidance_ru="Исправьте значение.",
    sees=Sees.VERDICT,
    look=_out_of_range,
)
SUPPRESSED = Rule(
    rule_id="C004",
    stage=Stage.CELL,
    severity=ERROR,
    title_ru="Обязательное значение не скрыто",
    message_ru="«{title}»: значение скрыто источником («{value}»), число неизвестно.",
    guidance_ru="Пришлите точное число отделу образования: оно не публикуется, если детей меньше пяти.",
    sees=Sees.ROWS,
    look=_suppressed,
)
UNKNOWN_SCHOOL = Rule(
    rule_id="C005",
    stage=Stage.CELL,
    severity=ERROR,
    title_ru="Школа есть в реестре",
    message_ru="Школа «{value}» не найдена в реестре{nearest}.",
    guidance_ru="Укажите код школы из бланка или её название, как в реестре.",
    sees=Sees.ROWS,
    look=_unknown_school,
)
AMBIGUOUS_SCHOOL = Rule(
    rule_id="C006",
    stage=Stage.CELL,
    severity=ERROR,
    title_ru="Школа названа однозначно",
    message_ru="«{value}» подходит нескольким школам: {candidates}.",
    guidance_ru="Укажите код школы.",
    sees=Sees.ROWS,
    look=_school("ambiguous"),
)
CONFLICTING_SCHOOL = Rule(
    rule_id="C007",
    stage=Stage.CELL,
    severity=ERROR,
    title_ru="Код и название школы согласны",
    message_ru="Код и название указывают на разные школы: {candidates}.",
    guidance_ru="Исправьте код или название.",
    sees=Sees.ROWS,
    look=_school("conflict"),
)
CLOSED_SCHOOL = Rule(
    rule_id="C008",
    stage=Stage.CELL,
    severity=ERROR,
    title_ru="Школа работает в этом году",
    message_ru="Школа «{value}» по реестру не работает в {of_year} году.",
    guidance_ru="Проверьте год файла и школу.",
    sees=Sees.ROWS,
    look=_school("closed"),
)
UNKNOWN_CODE = Rule(
    rule_id="C009",
    stage=Stage.CELL,
    severity=WARNING,
    title_ru="Код школы есть в реестре",
    message_ru="Кода «{value}» нет в реестре; школа определена по названию.",
    guidance_ru="Исправьте код школы.",
    sees=Sees.ROWS,
    look=_school("code_unknown"),
)
MIXED_ALPHABETS = Rule(
    rule_id="C010",
    stage=Stage.CELL,
    severity=ERROR,
    title_ru="В слове буквы одного алфавита",
    message_ru="«{title}»: в слове «{value}» смешаны русские и латинские буквы.",
    guidance_ru="Наберите слово заново русскими буквами.",
    sees=Sees.ROWS,
    look=_mixed_alphabets,
)
UNVALUED_FORMULA = Rule(
    rule_id="C011",
    stage=Stage.CELL,
    severity=ERROR,
    title_ru="Формула вычислена",
    message_ru="«{title}»: в ячейке формула без сохранённого результата, значение неизвестно.",
    guidance_ru="Откройте файл, дождитесь пересчёта, сохраните; лучше замените формулу числом.",
    sees=Sees.ROWS,
    look=_unvalued,
)
EXCEL_ERROR = Rule(
    rule_id="C012",
    stage=Stage.CELL,
    severity=ERROR,
    title_ru="В ячейке нет ошибки вычисления",
    message_ru="«{title}»: вместо значения ошибка табличного редактора {value}.",
    guidance_ru="Исправьте формулу или впишите число.",
    sees=Sees.ROWS,
    look=_excel_error,
)
DATE_FOR_NUMBER = Rule(
    rule_id="C013",
    stage=Stage.CELL,
    severity=ERROR,
    title_ru="Вместо числа не стоит дата",
    message_ru="«{title}»: стоит дата {value}, ожидается {expected}.",
    guidance_ru="Табличный редактор принял число за дату: задайте числовой формат и впишите число заново.",
    sees=Sees.ROWS,
    look=_date_for_number,
)
UNKNOWN_SUBJECT = Rule(
    rule_id="C014",
    stage=Stage.CELL,
    severity=WARNING,
    title_ru="Предмет известен",
    message_ru="Предмет «{value}» неизвестен{nearest}; результаты учтены под этим названием.",
    guidance_ru="Исправьте название предмета.",
    sees=Sees.ROWS,
    look=_unknown_subject,
    tables=("exam_result", "vpr_marks", "vpr_result", "olympiad_result"),
)
UNKNOWN_MEASURE = Rule(
    rule_id="C016",
    stage=Stage.CELL,
    severity=ERROR,
    title_ru="Мероприятие есть в программе",
    message_ru="Мероприятия «{value}» нет в программе{nearest}.",
    guidance_ru="Укажите раздел и номер, как в программе, например «X 4.7».",
    sees=Sees.ROWS,
    look=told("unknown_measure"),
    tables=("measure_fact",),
)
