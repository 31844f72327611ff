"""Rules about one cell: its kind, its bounds, the school it names."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from rapidfuzz import fuzz, process

from shnor_pipeline.quality.facts import Case, Failure, Miss, Rows, case, spec_of, told, unread
from shnor_pipeline.quality.rule import Rule, Sees, Severity, Stage
from shnor_pipeline.quality.shown import shown
from shnor_pipeline.tables.canonical import SUBJECTS
from shnor_pipeline.tables.declare import TEXT
from shnor_pipeline.tables.wording import expected

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from shnor_pipeline.tables import TableSpec

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
        value = shown(rows.raw[name][index])
        if not is_date and value not in EXCEL_ERRORS:
            yield case(index, name, value, title=rows.title(name), expected=_says(rows, name))


def _date_for_number(rows: Rows) -> Iterator[Case]:
    for index, name, is_date in _wrong(rows):
        if is_date:
            value = shown(rows.raw[name][index])
            yield case(index, name, value, title=rows.title(name), expected=_says(rows, name))


def _suppressed(rows: Rows) -> Iterator[Case]:
    for name, misses in rows.misses.items():
        spec = spec_of(rows, name)
        if spec is not None and spec.nullable and name not in rows.required:
            continue
        for index, miss in misses.items():
            if miss is Miss.SUPPRESSED:
                yield case(index, name, title=rows.title(name))


def _empty(rows: Rows) -> Iterator[Case]:
    """A required value is missing, and no other rule says why."""
    gaps = [(each, _cell_of(rows, each.column)) for each in rows.failures if each.empty]
    missing = [rows.misses.get(name, {}).get(gap.index) for gap, name in gaps]
    # what we compute is missing because a cell is, and that cell is named
    named = rows.held.keys() | {gap.index for (gap, _), miss in zip(gaps, missing, strict=True) if miss}
    bad = {name: unread(rows, name) for _, name in gaps}
    for (gap, name), miss in zip(gaps, missing, strict=True):
        explained = gap.index in named if miss is None else miss in _SAID_OTHERWISE
        if not explained and gap.index not in bad[name]:
            yield case(gap.index, name, title=rows.title(name), expected=gap.expected)


_SAID_OTHERWISE = {Miss.WRONG, Miss.SUPPRESSED}


def _cell_of(rows: Rows, column: str) -> str:
    """Return the input that a value is read from: counts of marks come from cells that may hold percents."""
    stated = column.replace("mark_", "stated_")
    return stated if column not in rows.raw and stated in rows.raw else column


def _out_of_range(rows: Rows) -> Iterator[Case]:
    for failure in rows.failures:
        if not failure.empty:
            yield _outside(rows, failure)


def _outside(rows: Rows, failure: Failure) -> Case:
    name = _cell_of(rows, failure.column)
    value = shown(failure.value)
    return case(failure.index, name, value, title=rows.title(name), expected=failure.expected)


def _school(problem: str) -> Callable[[Rows], Iterator[Case]]:
    """Look at what came of looking the school of each row up."""

    def look(rows: Rows) -> Iterator[Case]:
        if problem not in rows.school_problems:
            return
        codes, names = rows.raw_texts("school_code"), rows.raw_texts("school_name")
        for index, found in enumerate(rows.schools):
            if found.problem != problem:
                continue
            code, name = codes[index], names[index]
            listed = "; ".join(map(_with_code, found.candidates))
            yield case(
                index,
                _school_column(rows, code, name),
                code if problem == "code_unknown" else " ".join(filter(None, (code, name))),
                nearest=f"; похожие: {listed}" if listed else "",
                candidates=listed,
                of_year=rows.year,
            )

    return look


def _with_code(school: Any) -> str:
    """Name a school of the register with its code: two schools may have one name."""
    code = min(school.codes, key=len, default="")
    return f"{school.name_short} (код {code})" if code else str(school.name_short)


def _school_column(rows: Rows, code: str, name: str) -> str:
    by_name = (name and not code) or "school_code" not in rows.raw
    return "school_name" if by_name else "school_code"


def _unknown_school(rows: Rows) -> Iterator[Case]:
    for each in _school("unknown")(rows):
        what = f"Школа «{each.value}» не найдена в реестре"
        yield replace(each, facts={**each.facts, "what": what})
    nameless = list(_school("empty")(rows))
    bad = unread(rows, "school_code") | unread(rows, "school_name") if nameless else frozenset()
    for each in nameless:
        if each.at not in bad:
            yield replace(each, facts={**each.facts, "what": "Школа не указана"})


def _mixed_alphabets(rows: Rows) -> Iterator[Case]:
    for name in _columns_of_words(rows.table):
        if name not in rows.raw:
            continue
        texts = rows.raw_texts(name)
        mixed = {text for text in set(texts) if _is_mixed(text)}
        for index, text in enumerate(texts if mixed else ()):
            if text in mixed:
                yield case(index, name, title=rows.title(name))


@lru_cache(maxsize=256)
def _columns_of_words(table: TableSpec) -> tuple[str, ...]:
    texts = (each.name for each in table.columns if each.dtype == TEXT and each.words is None)
    return (*texts, *_NAMES)


@lru_cache(maxsize=100_000)
def _is_mixed(text: str) -> bool:
    return _MIXED.search(text) is not None


def _unvalued(rows: Rows) -> Iterator[Case]:
    yield from _at(rows, rows.grid.unvalued)


def _excel_error(rows: Rows) -> Iterator[Case]:
    yield from _at(rows, rows.grid.errors)
    for index, name, _ in _wrong(rows):
        if shown(rows.raw[name][index]) in EXCEL_ERRORS:
            yield case(index, name, title=rows.title(name))


def _at(rows: Rows, cells: Collection[tuple[int, int]]) -> Iterator[Case]:
    """Yield the read cells that stand in a collection of grid cells."""
    errors: Mapping[tuple[int, int], str] = rows.grid.errors
    for name in rows.raw if cells else ():
        for index, cell in enumerate(rows.grid_cells(name)):
            if cell in cells:
                yield case(index, name, errors.get(cell, ""), title=rows.title(name))


def _unknown_subject(rows: Rows) -> Iterator[Case]:
    known = _SUBJECTS | rows.reference.lists.subjects
    subjects = rows.values.get("subject", [])
    strange = {each for each in set(subjects) if each and each not in known}
    near = {each: process.extractOne(each, known, scorer=fuzz.WRatio) for each in strange}
    for index, subject in enumerate(subjects if strange else ()):
        if subject in strange:
            found = near[subject]
            nearest = f"; ближе всего «{found[0]}»" if found and found[1] >= _SIMILAR else ""
            yield case(index, "subject", None if "subject" in rows.raw else subject, nearest=nearest)


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
    message_ru="«{title}»: значения нет, а оно обязательно (ожидается {expected}).",
    guidance_ru="Впишите значение; прочерк и «н/я» здесь не подходят.",
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
    message_ru="{what}{nearest}.",
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
    message_ru="Кода школы «{value}» нет в реестре; школа определена по названию.",
    guidance_ru="Исправьте код школы: он есть в бланке.",
    sees=Sees.ROWS,
    look=_school("code_unknown"),
)
MIXED_ALPHABETS = Rule(
    rule_id="C010",
    stage=Stage.CELL,
    severity=ERROR,
    title_ru="В слове буквы одного алфавита",
    message_ru="«{title}»: в одном слове смешаны русские и латинские буквы («{value}»).",
    guidance_ru="Наберите текст заново русскими буквами.",
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
    message_ru="«{title}»: вместо значения в ячейке ошибка «{value}».",
    guidance_ru="Исправьте формулу или впишите само значение.",
    sees=Sees.ROWS,
    look=_excel_error,
)
DATE_FOR_NUMBER = Rule(
    rule_id="C013",
    stage=Stage.CELL,
    severity=ERROR,
    title_ru="Вместо числа не стоит дата",
    message_ru="«{title}»: стоит дата или время ({value}), ожидается {expected}.",
    guidance_ru="Табличный редактор принял число за дату: задайте числовой формат и впишите число заново.",
    sees=Sees.ROWS,
    look=_date_for_number,
)
UNKNOWN_SUBJECT = Rule(
    rule_id="C014",
    stage=Stage.CELL,
    severity=WARNING,
    title_ru="Предмет известен",
    message_ru="Предмет «{value}» неизвестен{nearest}. Результаты учтены под названием из файла.",
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
