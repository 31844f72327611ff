"""What is special about the regional ВПР export: the file name has subject and grade, no cell a mark."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from shnor_pipeline.ingest.cells import Miss, class_letter, is_absent, text_of
from shnor_pipeline.quality import rules
from shnor_pipeline.spelling import comparable

if TYPE_CHECKING:
    from shnor_pipeline.ingest.draft import Draft
    from shnor_pipeline.reference import Reference

_NAME = re.compile(r"по (?P<subject>[а-я ]+?),? (?P<grade>\d{1,2}) класс")
_SUBJECTS = {
    "математике": "математика",
    "русскому языку": "русский язык",
    "окружающему миру": "окружающий мир",
    "биологии": "биология",
    "истории": "история",
    "географии": "география",
    "обществознанию": "обществознание",
    "физике": "физика",
    "химии": "химия",
    "английскому языку": "английский язык",
    "немецкому языку": "немецкий язык",
    "французскому языку": "французский язык",
}


def shape(draft: Draft, reference: Reference) -> None:
    """Complete the rows of an export with what its file name says."""
    named = _NAME.search(comparable(PurePosixPath(draft.file).stem))
    subject = _SUBJECTS.get(named["subject"], named["subject"]) if named else None
    grade = int(named["grade"]) if named else None
    draft.constant("subject", subject)
    draft.constant("grade", grade)
    draft.values["class_letter"] = [class_letter(text_of(cell)) for cell in draft.raw["class_label"]]
    _forgive_journal_marks(draft)
    _sat(draft)
    _marks(draft, reference, subject, grade)
    codes = draft.raw_texts("participant_code")
    draft.values["person_key"] = [
        draft.key_of("vpr", school or "", str(draft.year), code) if code else None
        for school, code in zip(draft.values["school_id"], codes, strict=True)
    ]
    for index, code in enumerate(codes):
        if not code:
            draft.say(rules.NO_PERSON, index, "participant_code")


def _forgive_journal_marks(draft: Draft) -> None:
    """Drop what the column of journal marks holds besides marks (a gender, 6, 8, 12): no result needs it."""
    marks = draft.values.get("journal_mark")
    if marks is None:
        return
    draft.values["journal_mark"] = [mark if mark in (2, 3, 4, 5) else None for mark in marks]
    draft.findings[:] = [each for each in draft.findings if each.column_name != "journal_mark"]
    wrong = [index for index, miss in draft.misses["journal_mark"].items() if miss is Miss.WRONG]
    for index in wrong:
        draft.held.pop(index, None)


def _sat(draft: Draft) -> None:
    scores, misses = draft.values["primary_score"], draft.misses["primary_score"]
    sat: list[bool] = []
    for index, variant in enumerate(draft.raw_texts("variant")):
        absent = is_absent(variant) or misses.get(index) is Miss.ABSENT
        if absent:
            scores[index] = None
        elif scores[index] is None and misses.get(index) is not Miss.WRONG:
            draft.say(rules.NO_RESULT, index, "primary_score", title="Всего баллов")
        sat.append(not absent)
    draft.values["sat"] = sat


def _marks(draft: Draft, reference: Reference, subject: str | None, grade: int | None) -> None:
    """Turn scores into marks by the official scale of the work."""
    scale = reference.lists.scale(draft.year, subject, grade) if subject and grade else None
    marks: list[int | None] = []
    for index, score in enumerate(draft.values["primary_score"]):
        if score is None:
            marks.append(None)
        elif scale is None:
            draft.say(rules.NO_SCALE, index, subject=subject or "?", grade=grade or "?", of_year=draft.year)
            marks.append(None)
        elif score > scale.max_score:
            draft.say(
                rules.OUT_OF_RANGE,
                index,
                "primary_score",
                title="Всего баллов",
                expected=f"от 0 до {scale.max_score:g} (максимум работы)",
            )
            marks.append(None)
        else:
            marks.append(scale.mark(score))
    draft.values["mark"] = marks
