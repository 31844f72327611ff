"""What olympiad protocols share: pass scores by the grade competed for, codes that name no one.

Belongs here: steps that the ``shape.py`` of every olympiad layout calls. Does not belong here: the headers
of a layout (its own folder).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shnor_pipeline.ingest.shaping import attendance, name_pupils
from shnor_pipeline.spelling import comparable

if TYPE_CHECKING:
    from shnor_pipeline.ingest.draft import Draft
    from shnor_pipeline.reference import Reference

_LOWEST_GRADE_OF_MUNICIPAL_STAGE = 7


def shape_protocol(draft: Draft, reference: Reference) -> None:
    """Complete the rows of an olympiad protocol."""
    values = draft.values
    values["subject"] = [subject and comparable(subject) for subject in values["subject"]]
    stated = values.get("grade_competed", [None] * draft.size)
    values["grade_competed"] = [
        competed or grade for competed, grade in zip(stated, values["grade"], strict=True)
    ]
    attendance(draft, "score", status="award")
    awards = zip(values["award"], values["sat"], strict=True)
    values["award"] = [award if sat else "absent" for award, sat in awards]
    _thresholds(draft, reference)
    name_pupils(draft)


def _thresholds(draft: Draft, reference: Reference) -> None:
    """Compare school-stage scores with the pass score of subject, grade competed for and year."""
    values = draft.values
    passes: list[float | None] = []
    passed: list[bool | None] = []
    wanting: list[tuple[str, int] | None] = []
    rows = zip(values["stage"], values["subject"], values["grade_competed"], values["score"], strict=True)
    for stage, subject, grade, score in rows:
        needed, work = None, None
        if stage == "school" and subject and grade and grade >= _LOWEST_GRADE_OF_MUNICIPAL_STAGE:
            needed = reference.lists.pass_score(draft.year, subject, grade)
            work = (subject, grade) if needed is None else None
        wanting.append(work)
        passes.append(needed)
        passed.append(None if needed is None or score is None else score >= needed)
    values["pass_score"], values["passed_threshold"] = passes, passed
    draft.stated["wanting_pass_score"] = wanting
