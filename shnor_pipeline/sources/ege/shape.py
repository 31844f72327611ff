"""What is special about ЕГЭ protocols: base mathematics gives a mark, all else a score with a minimum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shnor_pipeline.ingest.shaping import attendance, name_periods, name_pupils
from shnor_pipeline.quality.facts import Failure
from shnor_pipeline.spelling import comparable

if TYPE_CHECKING:
    from shnor_pipeline.ingest.draft import Draft
    from shnor_pipeline.reference import Reference

GRADE = 11
MARKS = (2, 3, 4, 5)
_LEVELS = {"базовая": "ege_base", "базовый": "ege_base", "профильная": "ege", "профильный": "ege"}


def shape(draft: Draft, reference: Reference) -> None:
    """Complete the rows of a ЕГЭ protocol."""
    split = [_exam_and_subject(subject) for subject in draft.values["subject"]]
    draft.values["exam"] = [exam for exam, _ in split]
    draft.values["subject"] = [subject for _, subject in split]
    draft.values["grade"] = [grade or GRADE for grade in draft.values.get("grade", [None] * draft.size)]
    attendance(draft, "score")
    _refuse_marks_outside_the_scale(draft)
    _minimums(draft, reference)
    _judge(draft)
    name_periods(draft)
    name_pupils(draft)


def _exam_and_subject(subject: str | None) -> tuple[str, str | None]:
    """Split «Математика (базовая)» into the exam and the subject."""
    if subject is None:
        return "ege", None
    folded = comparable(subject)
    for word, exam in _LEVELS.items():
        if word in folded:
            return exam, "математика"
    return "ege", folded


def _minimums(draft: Draft, reference: Reference) -> None:
    """Take the official minimum; the form's own counts only where the list has none."""
    stated = draft.values.get("minimum", [None] * draft.size)
    works = list(zip(draft.values["exam"], draft.values["subject"], strict=True))
    official = {
        (exam, subject): reference.lists.minimum(draft.year, exam, subject) if subject else None
        for exam, subject in set(works)
    }
    draft.stated["minimum"] = stated
    draft.values["minimum"] = [
        own if official[work] is None else official[work] for own, work in zip(stated, works, strict=True)
    ]


def _refuse_marks_outside_the_scale(draft: Draft) -> None:
    """Name the cell that was read: the declared bounds are those of a test score."""
    for index, (exam, score) in enumerate(zip(draft.values["exam"], draft.values["score"], strict=True)):
        if exam == "ege_base" and score is not None and score not in MARKS:
            draft.failures.append(Failure(index, "score", False, score, "отметка 2, 3, 4 или 5"))
            draft.values["score"][index] = None


def _judge(draft: Draft) -> None:
    """Set ``passed``; in base mathematics the score cell holds a mark."""
    values = draft.values
    is_base = [exam == "ege_base" for exam in values["exam"]]
    scores = values["score"]
    values["passed"] = [
        None if score is None or minimum is None else score >= minimum
        for score, minimum in zip(scores, values["minimum"], strict=True)
    ]
    values["mark"] = [
        int(score) if base and score is not None else None
        for base, score in zip(is_base, scores, strict=True)
    ]
    values["score"] = [None if base else score for base, score in zip(is_base, scores, strict=True)]
