"""Rules about the ledger of corrections: an entry that could not be applied.

Belongs here: entries whose cell is not there, is another one by now, or is not the only one. Does not
belong here: the corrected value, which is judged like any other by the rules of its cell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shnor_pipeline.quality.facts import Case, LedgerEntry, LedgerFacts, Place, case
from shnor_pipeline.quality.rule import Rule, Sees, Severity, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

LEDGER = "reference/corrections.csv"
"""Place of the findings: the ledger in the home folder."""


def _cases(facts: LedgerFacts, status: str) -> Iterator[tuple[LedgerEntry, Place]]:
    for entry in facts.entries:
        if entry.status == status:
            yield entry, Place(LEDGER, row=entry.line)


def _unmatched(facts: LedgerFacts) -> Iterator[Case]:
    for entry, place in _cases(facts, "unmatched"):
        yield case(place, line=entry.line, where=entry.where)


def _stale(facts: LedgerFacts) -> Iterator[Case]:
    for entry, place in _cases(facts, "stale"):
        expected = f"значение «{entry.old}»" if entry.old else "пустая ячейка"
        stands = f"стоит «{entry.stands}»" if entry.stands else "ячейка пуста"
        yield case(
            place,
            value=entry.stands or None,
            line=entry.line,
            where=entry.where,
            expected=expected,
            stands=stands,
            personal=entry.personal,
        )


def _ambiguous(facts: LedgerFacts) -> Iterator[Case]:
    for entry, place in _cases(facts, "ambiguous"):
        yield case(place, line=entry.line, where=entry.where, places=entry.places)


NOTHING_MATCHES = Rule(
    rule_id="L001",
    stage=Stage.LEDGER,
    severity=Severity.ERROR,
    title_ru="Исправление относится к данным, которые есть",
    message_ru="Запись журнала исправлений в строке {line} не применена: среди данных года нет места, "
    "которое она называет ({where}).",
    guidance_ru="Проверьте в записи год, файл, лист и адрес ячейки или форму, ключ и колонку; "
    "лишнюю запись удалите.",
    sees=Sees.LEDGER,
    look=_unmatched,
    whole_year=True,
)
OLD_VALUE_GONE = Rule(
    rule_id="L002",
    stage=Stage.LEDGER,
    severity=Severity.ERROR,
    title_ru="В ячейке стоит то значение, которое исправляют",
    message_ru="Запись журнала исправлений в строке {line} не применена ({where}): "
    "ожидается {expected}, а {stands}.",
    guidance_ru="Если отправитель уже исправил файл, удалите запись; иначе укажите в ней то, что стоит "
    "в ячейке.",
    sees=Sees.LEDGER,
    look=_stale,
)
SEVERAL_MATCH = Rule(
    rule_id="L003",
    stage=Stage.LEDGER,
    severity=Severity.ERROR,
    title_ru="Исправление относится к одному месту",
    message_ru="Запись журнала исправлений в строке {line} не применена: под неё подходит мест "
    "больше одного, а именно {places} ({where}).",
    guidance_ru="Дополните ключ, чтобы он подходил к одной строке, или укажите файл целиком, лист и адрес "
    "ячейки.",
    sees=Sees.LEDGER,
    look=_ambiguous,
)
