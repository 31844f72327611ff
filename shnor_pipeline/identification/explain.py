"""Why a school has its status, in Russian sentences made by rule.

Belongs here: sentences with the pupils' counts. Does not belong here: the status itself (``identify``),
printing (``commands``).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from shnor_pipeline.tables import PROCEDURE_RESULT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from shnor_pipeline.programme import RuleSet

    Row = Mapping[str, Any]

_KINDS = {value: word for word, value in (PROCEDURE_RESULT.by_name["kind"].words or {}).items()}
_ORDER = list(_KINDS)
_WITH_GRADE = frozenset({"vpr"})
"""Kinds of procedures whose grade is not told by their name."""

_SURE_PERCENT = 99
_VERDICTS = {True: "школа с низкими результатами", False: "низких результатов нет", None: "вывода нет"}


@dataclass(frozen=True)
class Facts:
    """What a status is explained from; rows hold ``None`` where a value is missing.

    Attributes:
        school: Short name of the school.
        rule: Rule set in force.
        row: Row of ``identification``.
        procedures: Rows of ``procedure_result`` of the school and year.
        before: The same of the year before.
        overrides: Rows of ``override`` on this school, year and field.
    """

    school: str
    rule: RuleSet
    row: Row
    procedures: Sequence[Row]
    before: Sequence[Row]
    overrides: Sequence[Row]


def explain_low_results(facts: Facts) -> list[str]:
    """Say why a school is or is not one with low results.

    Args:
        facts: Rows of the school.

    Returns:
        Sentences: the status, the rule, each procedure with its counts, how sure it is, decisions.
    """
    row = facts.row
    verdict = f"{facts.school}, {row['year']} год: {_VERDICTS[row['low_results']]}."
    rule = f"{facts.rule.title_ru}. {facts.rule.reading_ru}"
    return [verdict, rule, *_grounds(facts), *_procedures(facts), *_certainty(row), *_decisions(facts)]


def _grounds(facts: Facts) -> Iterator[str]:
    row, rule = facts.row, facts.rule
    if row["status"] == "not_held":
        yield "В этом году ни одна из процедур правила не проводилась."
        return
    if not row["procedures_held"]:
        yield "Результатов процедур, на которые смотрит правило, у школы нет."
        return
    yield (
        f"Учтено процедур: {row['procedures_held']}; с низкими результатами: {row['procedures_low']}, "
        f"правилу достаточно {rule.low_procedures}."
    )
    if rule.same_procedure_years is not None:
        answer = "есть" if row["low_same_twice"] else "нет"
        yield f"Процедура с низкими результатами {rule.same_procedure_years} года подряд: {answer}."


def _procedures(facts: Facts) -> Iterator[str]:
    """One sentence per procedure, low ones first."""
    before = {_key(each): each for each in facts.before}
    for each in sorted(facts.procedures, key=_low_first):
        yield f"{_title(each)}: {_counts(each)}{_judged(each, facts.rule)}{_earlier(before.get(_key(each)))}."


def _low_first(row: Row) -> tuple[Any, ...]:
    return not row["low"], _ORDER.index(row["kind"]), row["grade"], row["subject"]


def _key(row: Row) -> tuple[str, str, int]:
    return row["kind"], row["subject"], row["grade"]


def _title(row: Row) -> str:
    name = f"{_KINDS[row['kind']]}, {row['subject']}"
    return f"{name}, {row['grade']} класс" if row["kind"] in _WITH_GRADE else name


def _counts(row: Row) -> str:
    return f"не справились {row['failed']} из {row['participants']} ({_share(row)})"


def _share(row: Row) -> str:
    tenths = (2000 * row["failed"] + row["participants"]) // (2 * row["participants"])
    return f"{tenths // 10},{tenths % 10} %"


def _judged(row: Row, rule: RuleSet) -> str:
    if row["left_out"]:
        return ", правилом не учтено"
    if row["low"]:
        return f", результат низкий (не меньше {_plain(rule.share_percent)} %)"
    return ""


def _earlier(row: Row | None) -> str:
    if row is None:
        return ""
    low = ", тоже низкий" if row["low"] else ""
    return f"; годом раньше {row['failed']} из {row['participants']} ({_share(row)}{low})"


def _plain(value: float) -> str:
    return f"{value:g}".replace(".", ",")


def _certainty(row: Row) -> Iterator[str]:
    if row["chance_misclassified"] is not None:
        yield (
            f"Вероятность того, что вывод правила неверен из-за случайного разброса: "
            f"{_chance(row['chance_misclassified'])}."
        )
    if row["pupils_to_flip"] is not None:
        yield (
            "Вывод правила стал бы другим, если бы изменились результаты обучающихся; достаточно "
            f"результатов: {row['pupils_to_flip']}."
        )
    if row["status"] == "few":
        yield "Малая выборка: в процедуре с низкими результатами меньше 10 участников."
    if row["status"] == "partial":
        yield "Результаты не всех процедур поступили: в школе есть классы, по которым их нет."


def _chance(value: float) -> str:
    percent = int((100 * Decimal(repr(value))).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    if percent < 1:
        return "меньше 1 %"
    return f"{percent} %" if percent <= _SURE_PERCENT else f"больше {_SURE_PERCENT} %"


def _decisions(facts: Facts) -> Iterator[str]:
    for each in facts.overrides:
        decided = _VERDICTS[each["value"]]
        term = f", действует по {_day(each['expires'])}" if each["expires"] else ""
        order = f"приказ № {each['order_number']} от {_day(each['date'])}, {each['role']}{term}"
        if each["status"] == "applied":
            computed = _VERDICTS[each["computed"]]
            yield f"Решение ({order}): {decided}; причина: {each['reason']}. По правилу: {computed}."
        else:
            yield f"Решение ({order}) не применено: {decided}; к концу года срок истёк."


def _day(iso: str) -> str:
    year, month, day = iso.split("-")
    return f"{day}.{month}.{year}"
