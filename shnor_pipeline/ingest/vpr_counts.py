"""What ВПР mark tables share: counts or percents, told apart by their sum.

Belongs here: steps that the ``shape.py`` of every aggregate of ВПР marks calls. Does not belong here: the
headers of a layout (its own folder) and pupil-level exports (``vpr_exports``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shnor_pipeline.ingest.cells import Miss, decimal
from shnor_pipeline.quality import rules
from shnor_pipeline.spelling import comparable

if TYPE_CHECKING:
    from shnor_pipeline.ingest.draft import Draft
    from shnor_pipeline.reference import Reference

MARKS = (2, 3, 4, 5)
_WHOLE, _TOLERANCE = 100.0, 1.0


def shape_marks(draft: Draft, _reference: Reference) -> None:
    """Turn the four stated cells of each row into counts of pupils."""
    draft.values["subject"] = [subject and comparable(subject) for subject in draft.values["subject"]]
    draft.constant("superseded", False)
    counts: list[list[int] | None] = []
    stated_as: list[str] = []
    for index, participants in enumerate(draft.values["participants"]):
        stated = _stated(draft, index)
        kind = "counts" if stated is None or participants is None else _kind(stated, participants)
        stated_as.append(kind)
        counts.append(None if stated is None else _counts(draft, index, stated, kind))
    draft.values["stated_as"] = stated_as
    for position, mark in enumerate(MARKS):
        draft.values[f"mark_{mark}"] = [None if each is None else each[position] for each in counts]


def _stated(draft: Draft, index: int) -> list[float] | None:
    """Read the four cells; a dash or an empty cell among others means nobody."""
    values: list[float] = []
    for mark in MARKS:
        read = decimal(draft.raw[f"stated_{mark}"][index])
        if isinstance(read, Miss) and read is not Miss.MISSING:
            rule = rules.SUPPRESSED if read is Miss.SUPPRESSED else rules.WRONG_TYPE
            draft.say(rule, index, f"stated_{mark}", title=str(mark), expected="число или процент")
            return None
        values.append(0.0 if isinstance(read, Miss) else read)
    return values


def _kind(stated: list[float], participants: int) -> str:
    """Counts add up to the participants; percents to 100 (or 1, in percent cells)."""
    total = sum(stated)
    if total == participants and all(value.is_integer() for value in stated):
        return "counts"
    near_whole = abs(total - _WHOLE) <= _TOLERANCE or abs(total - 1) <= _TOLERANCE / _WHOLE
    return "percents" if near_whole else "counts"


def _counts(draft: Draft, index: int, stated: list[float], kind: str) -> list[int] | None:
    participants = draft.values["participants"][index]
    if participants is None:
        return None
    if kind == "percents":
        return whole_counts(stated, participants)
    total = sum(stated)
    if total != participants or not all(value.is_integer() for value in stated):
        explanation = f"Сумма отметок 2, 3, 4 и 5 ({total:g}) не равна числу участников ({participants})"
        draft.say(rules.PARTS_DISAGREE, index, "participants", explanation=explanation)
        return None
    return [int(value) for value in stated]


def whole_counts(percents: list[float], participants: int) -> list[int]:
    """Rebuild counts from rounded percents so that they add up to the participants.

    Largest remainders: each count is rounded down, the pupils left over go to the largest fractions.

    Args:
        percents: Shares of the four marks, of any common total.
        participants: Number of pupils.

    Returns:
        Four counts whose sum is ``participants``.
    """
    total = sum(percents)
    exact = [participants * value / total if total else 0.0 for value in percents]
    counts = [int(value + 1e-9) for value in exact]
    by_fraction = sorted(
        range(len(exact)), key=lambda position: (counts[position] - exact[position], position)
    )
    for position in by_fraction[: participants - sum(counts)]:
        counts[position] += 1
    return counts
