"""Status of a school with what it rests on: reasons, chance of error, results that would turn it.

Belongs here: rows of the identification as text. Does not belong here: the rule and its uncertainty
(``identification/``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shnor_pipeline.reporting.numbers import NBSP, number, percent
from shnor_pipeline.reporting.wording import counted
from shnor_pipeline.tables import OVERRIDE, PROCEDURE_RESULT

if TYPE_CHECKING:
    from shnor_pipeline.reporting.pages.facts import Row, SiteFacts

_KINDS = {value: word for word, value in (PROCEDURE_RESULT.by_name["kind"].words or {}).items()}
_FIELDS = {value: word for word, value in (OVERRIDE.by_name["field"].words or {}).items()}
_OVERRIDDEN = {value: word for word, value in (OVERRIDE.by_name["status"].words or {}).items()}
_LOW = {True: ("низкие результаты", "missed"), False: ("низких результатов нет", "met")}
_ADVERSE = {True: ("неблагоприятные условия", "missed"), False: ("неблагоприятных условий нет", "met")}
_NO_ANSWER = ("вывода нет", "none")
_SURE = 0.01
_WITH_GRADE = frozenset({"vpr"})


@dataclass(frozen=True, slots=True)
class ProcedureRow:
    """A procedure of the school, as text."""

    title: str
    parts: str
    share: str
    low: bool
    low_before: bool
    few: bool
    chance: str
    cluster: str


@dataclass(frozen=True, slots=True)
class Status:
    """What is known of the status of a school, as text.

    Attributes:
        low: Answer of the rule with decisions, and its look.
        adverse: The same of social conditions.
        chance: Chance that the rule's answer is wrong; empty where there is none.
        share: The same as a number from 0 to 100.
        flip: Results that would have to change; empty where there are none.
        counted: Procedures counted and low ones.
        reasons: Procedures with low results.
        procedures: All procedures.
        index: Unofficial social index.
        decisions: Decisions about the status.
        few: Whether a procedure behind the answer has fewer than ten participants.
    """

    low: tuple[str, str]
    adverse: tuple[str, str]
    chance: str
    share: float | None
    flip: str
    counted: str
    reasons: tuple[ProcedureRow, ...]
    procedures: tuple[ProcedureRow, ...]
    index: str
    decisions: tuple[str, ...]
    few: bool


def status_of(facts: SiteFacts, school_id: str) -> Status | None:
    """Gather the status of a school; ``None`` where the year has none for it."""
    row = facts.identification.get(school_id)
    if row is None:
        return None
    procedures = tuple(_procedure(each) for each in facts.procedures.get(school_id, ()))
    chance = row["chance_misclassified"]
    return Status(
        low=_LOW.get(row["low_results"], _NO_ANSWER),
        adverse=_ADVERSE.get(row["adverse"], _NO_ANSWER),
        chance=_chance(chance),
        share=None if chance is None else round(100 * chance, 1),
        flip="" if row["pupils_to_flip"] is None else number(row["pupils_to_flip"], 0),
        counted=_counted(row),
        reasons=tuple(each for each in procedures if each.low),
        procedures=procedures,
        index="" if row["social_index"] is None else number(row["social_index"], 1),
        decisions=tuple(_decision(each) for each in facts.overrides.get(school_id, ())),
        few=row["status"] == "few",
    )


def _chance(chance: float | None) -> str:
    if chance is None:
        return ""
    return f"меньше 1{NBSP}%" if chance < _SURE else percent(100 * chance, 0)


def _counted(row: Row) -> str:
    if row["status"] == "not_held":
        return "процедуры в этом году не проводились"
    held = counted(row["procedures_held"], "процедура", "процедуры", "процедур")
    return f"{held} учтено, с низкими результатами {row['procedures_low']}"


def _procedure(row: Row) -> ProcedureRow:
    name = f"{_KINDS[row['kind']]}, {row['subject']}"
    return ProcedureRow(
        title=f"{name}, {row['grade']}{NBSP}класс" if row["kind"] in _WITH_GRADE else name,
        parts=f"{row['failed']} из {row['participants']}",
        share=percent(row["share"], 1),
        low=bool(row["low"]) and not row["left_out"],
        low_before=bool(row["low_before"]),
        few=row["participants"] < 10,  # noqa: PLR2004 - methodology, section 4
        chance=_chance(row["chance_low"]),
        cluster="—" if row["cluster_share"] is None else percent(row["cluster_share"], 1),
    )


def _decision(row: Row) -> str:
    day = ".".join(reversed(row["date"].split("-")))
    decided = {True: "да", False: "нет", None: "вывода нет"}
    order = f"приказ{NBSP}№{NBSP}{row['order_number'].lstrip('№ ')} от{NBSP}{day}"
    return (
        f"{_FIELDS[row['field']]}: решено «{decided[row['value']]}», по правилу "
        f"«{decided[row['computed']]}»; {order}, {row['role']}: {row['reason']} "
        f"({_OVERRIDDEN[row['status']]})"
    )
