"""Contradictions of the document about itself: its periods, its headings, its date of approval.

Belongs here: rules about the title page and the frame of the text. Does not belong here: figures of schools
(``schools``), plans (``targets``, ``measures``), the order of the road maps (``road_map``).
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from shnor_pipeline.programme.contradictions.rule import Case, ContradictionRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shnor_pipeline.programme.model import Programme

_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_NUMERALS = (
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)


def _different_periods(programme: Programme) -> Iterator[Case]:
    periods = programme.document.periods
    spans = {(each.first_year, each.last_year) for each in periods}
    if len(spans) == 1:
        return
    said = (f"«{' … '.join(filter(None, (each.name_ru, each.name_rest_ru)))}»" for each in periods)
    years = ", ".join(f"{each.first_year}–{each.last_year}" for each in periods)
    first, last = max(span[0] for span in spans), min(span[1] for span in spans)
    common = f"во все входят только {first}–{last}" if first <= last else "общих для всех лет нет"
    readings = " ".join(f"{each.clause}: {each.reading_ru}" for each in periods if each.reading_ru)
    yield Case(
        tuple(each.clause for each in periods),
        "; ".join(said),
        f"мест, где назван срок, – {len(periods)}: {years}; {common}",
        readings,
    )


def _number(roman: str) -> int:
    digits = [_ROMAN[letter] for letter in roman]
    following = [*digits[1:], 0]
    return sum(-digit if digit < after else digit for digit, after in zip(digits, following, strict=True))


def _roman(number: int) -> str:
    text = ""
    for value, letters in _NUMERALS:
        text, number = text + letters * (number // value), number % value
    return text


def _broken_numbering(programme: Programme) -> Iterator[Case]:
    sections = programme.document.sections
    numbers = [_number(each.number) for each in sections]
    if not numbers:
        return
    repeated = [_roman(number) for number, times in Counter(numbers).items() if times > 1]
    missing = [_roman(each) for each in range(min(numbers), max(numbers)) if each not in numbers]
    empty = [each.number for each in sections if each.name_ru is None]
    kinds = (("повторяются", repeated), ("пропущены", missing), ("без названия", empty))
    wrong = [f"{what} {', '.join(which)}" for what, which in kinds if which]
    if numbers != sorted(numbers):
        wrong.append("стоят не по порядку")
    if wrong:
        yield Case(
            (programme.document.clause,), ", ".join(each.number for each in sections), "; ".join(wrong)
        )


def _monitoring_before_approval(programme: Programme) -> Iterator[Case]:
    approved = programme.document.approved
    for milestone in (*programme.road_map.programme, *programme.road_map.school):
        if milestone.ends < approved.date:
            days = (approved.date - milestone.ends).days
            yield Case(
                (milestone.clause, programme.document.clause),
                f"{milestone.name_ru}: {milestone.dates_ru}; утверждена {approved.date:%d.%m.%Y}",
                f"с {milestone.ends:%d.%m.%Y} до {approved.date:%d.%m.%Y} – {days} дн.",
            )


def _plans_before_approval(programme: Programme) -> Iterator[Case]:
    approved = programme.document.approved.date
    planned = [row for row in programme.targets if min(row.targets) < approved.year]
    if planned:
        years = sorted({year for row in planned for year in row.targets if year < approved.year})
        yield Case(
            (programme.document.clause, *(row.clause for row in planned)),
            f"планы на годы {', '.join(map(str, years))} в документе от {approved:%d.%m.%Y}",
            f"{min(years)} < {approved.year}; таких строк {len(planned)} из {len(programme.targets)}",
        )


DIFFERENT_PERIODS = ContradictionRule(
    rule_id="D001",
    title_ru="Срок программы назван один",
    consequence_ru="Каждое значение привязано к календарному году, а не к месту в сроке.",
    look=_different_periods,
)
BROKEN_NUMBERING = ContradictionRule(
    rule_id="D002",
    title_ru="Разделы пронумерованы подряд",
    consequence_ru="Пункт называется номером раздела и словом («целевой показатель», «мероприятие»).",
    look=_broken_numbering,
)
MONITORING_BEFORE_APPROVAL = ContradictionRule(
    rule_id="D003",
    title_ru="Мониторинг начинается после утверждения программы",
    consequence_ru="Сроки мониторинга берутся как напечатаны.",
    look=_monitoring_before_approval,
)
PLANS_BEFORE_APPROVAL = ContradictionRule(
    rule_id="D004",
    title_ru="Планы показателей стоят на годы не раньше утверждения",
    consequence_ru="Планы прошедших лет считаются планами, а не фактом.",
    look=_plans_before_approval,
)
