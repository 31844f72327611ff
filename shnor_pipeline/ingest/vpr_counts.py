"""What ВПР mark tables share: counts or percents, told apart by their sum.

Belongs here: steps that the ``shape.py`` of every aggregate of ВПР marks calls. Does not belong here: the
headers of a layout (its own folder) and pupil-level exports (``vpr_exports``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shnor_pipeline.ingest.cells import decimal
from shnor_pipeline.quality.facts import Miss
from shnor_pipeline.spelling import comparable

if TYPE_CHECKING:
    from shnor_pipeline.ingest.draft import Draft
    from shnor_pipeline.reference import Reference

MARKS = (2, 3, 4, 5)
_WHOLE = 100.0
_FRACTION = 1.0
_FINEST = 2
_NOTHING = 1e-9


def shape_marks(draft: Draft, _reference: Reference) -> None:
    """Turn the four stated cells of each row into counts of pupils."""
    draft.values["subject"] = [subject and comparable(subject) for subject in draft.values["subject"]]
    draft.constant("superseded", False)
    participants = draft.values["participants"]
    stated = _stated(draft)
    kinds = [
        "counts" if four is None or people is None else kind_of(four, people)
        for four, people in zip(stated, participants, strict=True)
    ]
    draft.stated["marks"], draft.values["stated_as"] = stated, kinds
    draft.stated["off"] = [four is not None and not near_whole(four) for four in stated]
    counts = [_counts(*row) for row in zip(stated, kinds, participants, strict=True)]
    for position, mark in enumerate(MARKS):
        draft.values[f"mark_{mark}"] = [None if each is None else each[position] for each in counts]


def _stated(draft: Draft) -> list[list[float] | None]:
    """Read the four cells of each row; a dash or an empty cell among others means nobody."""
    columns: list[list[float | None]] = []
    for mark in MARKS:
        name = f"stated_{mark}"
        read = [decimal(cell) for cell in draft.raw[name]]
        draft.misses[name] = {
            index: cell
            for index, cell in enumerate(read)
            if isinstance(cell, Miss) and cell is not Miss.MISSING
        }
        columns.append([_or_nobody(cell) for cell in read])
    return [None if None in four else [cell or 0.0 for cell in four] for four in zip(*columns, strict=True)]


def _or_nobody(cell: float | Miss) -> float | None:
    if isinstance(cell, Miss):
        return 0.0 if cell is Miss.MISSING else None
    return cell


def kind_of(stated: list[float], participants: int) -> str:
    """Tell counts from percents.

    Counts are whole and add up to the participants; percents add up to 100 (or to 1, in percent cells).
    What does neither is taken for percents when it has parts of a whole, for counts otherwise.
    """
    whole = all(value.is_integer() for value in stated)
    if whole and sum(stated) == participants:
        return "counts"
    return "percents" if near_whole(stated) or not whole else "counts"


def near_whole(stated: list[float]) -> bool:
    """Tell whether four shares add up to 100 % within the rounding they are written with."""
    total = sum(stated)
    whole = _FRACTION if total <= 2 * _FRACTION else _WHOLE
    scale = _WHOLE / whole
    return abs(total - whole) * scale <= len(stated) / 2 * 10.0 ** -_decimals(stated, scale) + 1e-6


def _decimals(stated: list[float], scale: float) -> int:
    """Count the decimals of shares in percent, two at most."""
    return next(
        (d for d in range(_FINEST) if all(abs(round(s * scale, d) - s * scale) < _NOTHING for s in stated)),
        _FINEST,
    )


def _counts(stated: list[float] | None, kind: str, participants: int | None) -> list[int] | None:
    if stated is None or participants is None:
        return None
    if kind == "percents":
        return whole_counts(stated, participants)
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
