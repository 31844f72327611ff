"""What the regional ВПР exports share: file and folder name the work, no cell holds a mark.

Belongs here: steps that the ``shape.py`` of every pupil-level ВПР layout calls. Does not belong here: the
headers of a year (each layout's own folder).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shnor_pipeline.ingest.cells import class_letter, integer, text_of
from shnor_pipeline.ingest.cells import grade as class_grade
from shnor_pipeline.ingest.shaping import attendance
from shnor_pipeline.ingest.titles import grade_named, subject_named
from shnor_pipeline.quality.facts import Failure, Miss

if TYPE_CHECKING:
    from shnor_pipeline.ingest.draft import Draft
    from shnor_pipeline.reference import Reference

MARKS = (2, 3, 4, 5)


def work_named(path: str) -> tuple[str | None, int | None]:
    """Read subject and grade of the work from the path of a file («… по математике, 4 класс. ВПР 2021»)."""
    return subject_named(path), grade_named(path)


def shape_export(draft: Draft, reference: Reference) -> None:
    """Complete the rows of an export: work, class letter, journal mark, attendance, mark, pseudonym."""
    subject, grade = work_named(draft.file)
    draft.constant("subject", subject)
    labels = draft.raw["class_label"]
    read = {label: (grade or _grade(label), class_letter(text_of(label))) for label in set(labels)}
    draft.values["grade"] = [read[label][0] for label in labels]
    draft.values["class_letter"] = [read[label][1] for label in labels]
    journal = draft.raw_texts("stated_journal_mark")
    marks = {text: _journal_mark(text) for text in set(journal)}
    draft.values["journal_mark"] = [marks[text] for text in journal]
    attendance(draft, "primary_score", status="variant")
    _marks(draft, reference)
    _name_pupils(draft)


def _grade(label: object) -> int | None:
    """Take the grade of the class where the file does not name the work's."""
    read = class_grade(label)
    return None if isinstance(read, Miss) else read


def _journal_mark(text: str) -> int | None:
    """Keep a mark; the column also holds genders, 1, 6, 8, 12 and words, and no result needs it."""
    read = integer(text)
    return read if read in MARKS and not isinstance(read, Miss) else None


def _marks(draft: Draft, reference: Reference) -> None:
    """Turn scores into marks by the official scale of the work."""
    works = list(zip(draft.values["subject"], draft.values["grade"], strict=True))
    scales = {
        (subject, grade): reference.lists.scale(draft.year, subject, grade) if subject and grade else None
        for subject, grade in set(works)
    }
    scores = draft.values["primary_score"]
    draft.values["mark"] = [
        scale.mark(score) if score is not None and (scale := scales[work]) is not None else None
        for score, work in zip(scores, works, strict=True)
    ]
    if None in scales.values():
        draft.stated["unscaled_work"] = [
            work if score is not None and scales[work] is None else None
            for score, work in zip(scores, works, strict=True)
        ]
    for index, (score, work) in enumerate(zip(scores, works, strict=True)):
        scale = scales[work]
        if score is not None and scale is not None and score > scale.max_score:
            expected = f"от 0 до {scale.max_score:g} (максимум работы)"
            draft.failures.append(Failure(index, "primary_score", False, score, expected))


def _name_pupils(draft: Draft) -> None:
    """Give every row the pseudonym of its pupil: the code is one per school and year."""
    codes = draft.raw_texts("participant_code")
    draft.values["person_key"] = [
        draft.key_of("vpr", school or "", str(draft.year), code) if code else None
        for school, code in zip(draft.values["school_id"], codes, strict=True)
    ]
