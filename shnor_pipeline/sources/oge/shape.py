"""What is special about ОГЭ protocols: the result is a mark, the grade is 9 where not stated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shnor_pipeline.ingest.shaping import attendance, judge_marks, name_periods, name_pupils

if TYPE_CHECKING:
    from shnor_pipeline.ingest.draft import Draft
    from shnor_pipeline.reference import Reference

GRADE = 9


def shape(draft: Draft, _reference: Reference) -> None:
    """Complete the rows of an ОГЭ protocol."""
    draft.constant("exam", "oge")
    draft.values["grade"] = [grade or GRADE for grade in draft.values.get("grade", [None] * draft.size)]
    draft.constant("score", None)
    attendance(draft, "mark")
    judge_marks(draft)
    name_periods(draft)
    name_pupils(draft)
