"""A value opened, as text that an official can check against the file on the desk.

Belongs here: the lines of an answer. Does not belong here: what they are about (``explanation``).
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Any

from shnor_pipeline.provenance.evidence import DENOMINATOR, NUMERATOR

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from shnor_pipeline.provenance.cells import SourceCell
    from shnor_pipeline.provenance.evidence import CountedRow
    from shnor_pipeline.provenance.explanation import Explanation, MeasurePart, SchoolPart

SHOWN_ROWS = 5
"""Rows shown of each school and side unless all are asked for."""
_SHOWN_NUMBERS = 12
_NO_VALUE = {"not_held": "процедура не проводилась", "none": "нет данных"}
_STATUSES = _NO_VALUE | {"ok": "полные данные", "partial": "данные части школ", "few": "малая выборка"}
_SIDES = {NUMERATOR: "Числитель", DENOMINATOR: "Знаменатель"}
_SCOPES = {
    "school": "школа",
    "cluster": "кластер",
    "programme": "школы программы",
    "municipality": "все школы района",
    "all": "все школы",
}
_NOT_COUNTED = "в расчёт не вошла"
_QUARTERS = {"best": "лучшая четверть", "worst": "худшая четверть"}
_WHY = {
    "quarantined": "отклонены проверкой",
    "superseded": "заменены поимёнными результатами",
}
_INDENT = "  "


def explained(explanation: Explanation, shown: int | None = SHOWN_ROWS) -> str:
    """Write an answer.

    Args:
        explanation: The answer.
        shown: Rows of each school and side that are written out; ``None`` = all of them.

    Returns:
        Lines of Russian text.
    """
    return "\n".join(
        (
            *_head(explanation),
            *_schools(explanation.schools),
            *_measures(explanation.measures),
            *_sources(explanation, shown),
            *_corrections(explanation),
            *_left_out(explanation),
        )
    )


def _head(explanation: Explanation) -> Iterator[str]:
    indicator, value = explanation.indicator, explanation.value
    scope = _SCOPES[value["scope"]]
    place = scope if value["scope"] in {"programme", "all"} else f"{scope} {value['scope_id']}"
    yield f"{indicator['title_ru']} ({indicator['indicator_id']})"
    yield f"{value['year']} год, {place}; {indicator['clause']}"
    yield f"Значение: {_value(indicator, value)}; состояние: {_STATUSES[value['status']]}"
    yield f"Школ сдали: {value['schools_reported']} из {value['schools_expected']}"
    yield f"Формула: {explanation.formula_ru}"
    if indicator["reading_ru"]:
        yield f"Прочтение: {indicator['reading_ru']}"
    yield "Запрос к базе:"
    yield from (f"{_INDENT}{line}" for line in explanation.sql.splitlines())


def _value(indicator: Mapping[str, Any], value: Mapping[str, Any]) -> str:
    if value["value"] is None:
        return "нет"
    decimals = indicator["decimals"]
    text = f"{_number(value['value'], decimals)}{_unit(indicator['unit'])}"
    if value["numerator"] is not None:
        text += f" = {_plain(value['numerator'])} / {_plain(value['denominator'])}"
    if value["ci_low"] is not None:
        limits = f"от {_number(value['ci_low'], decimals)} до {_number(value['ci_high'], decimals)}"
        text += f", интервал 95 % {limits}"
    return text


def _unit(unit: str) -> str:
    if unit == "points":
        return " п.п."
    return " %" if unit.startswith("percent") else ""


def _schools(schools: Sequence[SchoolPart]) -> Iterator[str]:
    if schools:
        yield "По школам (числитель / знаменатель):"
    outside = "не в крайней четверти" if any(each.quarter for each in schools) else _NOT_COUNTED
    for each in schools:
        yield f"{_INDENT}{each.school_id} {each.name_short}: {_of_school(each, outside)}"


def _of_school(part: SchoolPart, outside: str) -> str:
    if part.numerator is None or part.denominator is None:
        return f"{_NO_VALUE.get(part.status, 'нет данных')}, {_NOT_COUNTED}"
    shown = f"{_plain(part.numerator)} / {_plain(part.denominator)}"
    if part.quarter:
        return f"{shown}, {_QUARTERS[part.quarter]}"
    return shown if part.counts else f"{shown}, {outside}"


def _measures(measures: Sequence[MeasurePart]) -> Iterator[str]:
    if measures:
        yield "По мероприятиям (факт / план, доля выполнения):"
    for each in measures:
        fact = "нет сведений" if each.fact is None else _plain(each.fact)
        share = "нет" if each.done_share is None else _number(each.done_share, 3)
        yield f"{_INDENT}{each.measure_id} {each.title_ru}: {fact} / {_plain(each.plan or 0)}, {share}"


def _sources(explanation: Explanation, shown: int | None) -> Iterator[str]:
    names = {each.school_id: each.name_short for each in explanation.schools}
    for side, title in _SIDES.items():
        rows = [row for row in explanation.rows if row.side == side]
        if rows:
            yield f"{title}, строки источников: {len(rows)}"
        for school, group in groupby(_by_school(rows), key=lambda row: row.school_id):
            yield f"{_INDENT}{names.get(school or '', school or 'район')}"
            yield from _of_group(list(group), shown)


def _by_school(rows: Sequence[CountedRow]) -> list[CountedRow]:
    return sorted(rows, key=lambda row: row.school_id or "")


def _of_group(rows: Sequence[CountedRow], shown: int | None) -> Iterator[str]:
    for (file, sheet), of_sheet in groupby(rows[:shown], key=lambda row: (row.file, row.sheet)):
        yield f"{_INDENT * 2}{file}, лист «{sheet}»"
        for row in of_sheet:
            yield f"{_INDENT * 3}строка {row.row}: {', '.join(map(_cell, row.cells))}"
    rest = 0 if shown is None else len(rows) - shown
    if rest > 0:
        yield f"{_INDENT * 2}… и ещё {rest} (все – с ключом --all)"


def _cell(cell: SourceCell) -> str:
    title = f"{cell.cell} «{cell.title_ru}»" if cell.title_ru else cell.cell
    return title if cell.value is None else f"{title} = {_shown(cell.value)}"


def _corrections(explanation: Explanation) -> Iterator[str]:
    if explanation.corrections:
        yield "Исправлено по решению:"
    for each in explanation.corrections:
        change = f"было {each.old or 'пусто'}, стало {each.new or 'пусто'}"
        order = f"приказ № {each.order_number.lstrip('№ ')} от {each.date}: {each.reason}"
        yield f"{_INDENT}{each.file}, лист «{each.sheet}», {each.cell}: {change}; {order}"


def _left_out(explanation: Explanation) -> Iterator[str]:
    if explanation.left_out:
        yield "Не считаются строки:"
    for each in explanation.left_out:
        numbers = ", ".join(map(str, each.rows[:_SHOWN_NUMBERS]))
        more = f" и ещё {len(each.rows) - _SHOWN_NUMBERS}" if len(each.rows) > _SHOWN_NUMBERS else ""
        place = f"{each.file}, лист «{each.sheet}»"
        yield f"{_INDENT}{place}: {_WHY[each.why]} {len(each.rows)} (строки {numbers}{more})"


def _number(value: float, decimals: int) -> str:
    rounded = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return f"{rounded:f}".replace(".", ",").replace("-", "−")


def _plain(value: float) -> str:
    text = _number(value, 3)
    return text.rstrip("0").rstrip(",")


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "да" if value else "нет"
    return _plain(value) if isinstance(value, float) else str(value)
