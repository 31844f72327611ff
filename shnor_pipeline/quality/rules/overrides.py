"""Rules about the ledger of overrides: a decision about a school's status that does not hold.

Belongs here: entries whose term is over or whose school is not there. Does not belong here: the status that
the rule of the programme gives (``identification/``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shnor_pipeline.quality.facts import Case, OverrideFacts, Place, case
from shnor_pipeline.quality.rule import Rule, Sees, Severity, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

OVERRIDES = "reference/overrides.csv"
"""Place of the findings: the ledger in the home folder."""


def _expired(facts: OverrideFacts) -> Iterator[Case]:
    for entry in facts.entries:
        if entry.status == "expired":
            place = Place(OVERRIDES, row=entry.line)
            yield case(
                place, line=entry.line, school=entry.school_id, of_year=entry.year, expires=entry.expires
            )


def _unmatched(facts: OverrideFacts) -> Iterator[Case]:
    for entry in facts.entries:
        if entry.status == "unmatched":
            place = Place(OVERRIDES, row=entry.line)
            yield case(place, line=entry.line, school=entry.school_id, of_year=entry.year)


TERM_IS_OVER = Rule(
    rule_id="L004",
    stage=Stage.LEDGER,
    severity=Severity.WARNING,
    title_ru="Решение о признаке школы действует до конца отчётного года",
    message_ru="Решение о школе «{school}» в строке {line} журнала не применено: оно действовало по "
    "{expires} и к концу {of_year} года срок истёк. Признак определён по правилу.",
    guidance_ru="Если решение продлено, укажите новый срок и номер приказа; иначе удалите запись.",
    sees=Sees.OVERRIDES,
    look=_expired,
    whole_year=True,
)
NO_SUCH_SCHOOL = Rule(
    rule_id="L005",
    stage=Stage.LEDGER,
    severity=Severity.ERROR,
    title_ru="Решение относится к школе, которая есть",
    message_ru="Решение о школе «{school}» в строке {line} журнала не применено: в {of_year} году такой "
    "школы в реестре нет или данные за этот год не поступали.",
    guidance_ru="Проверьте в записи код школы по reference/schools.csv и отчётный год.",
    sees=Sees.OVERRIDES,
    look=_unmatched,
    whole_year=True,
)
