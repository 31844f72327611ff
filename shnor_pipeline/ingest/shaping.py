"""Steps that the own code of several forms shares: attendance, marks, pseudonyms, parts of a whole.

Belongs here: steps that more than one form's ``shape.py`` calls. Does not belong here: anything that
only one form needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shnor_pipeline.ingest.cells import Miss, expected, is_absent
from shnor_pipeline.quality import rules
from shnor_pipeline.spelling import comparable
from shnor_pipeline.tables.canonical import PERIODS

if TYPE_CHECKING:
    from shnor_pipeline.ingest.draft import Draft

PASS_MARK = 3


def attendance(draft: Draft, result: str, status: str = "attendance") -> None:
    """Tell who sat: absent by status or by «н/я» in the result cell; a result must be there otherwise.

    Args:
        draft: Rows with the typed column ``result``.
        result: Column that holds the result of the work.
        status: Input that says who did not come.
    """
    misses = draft.misses.get(result, {})
    sat: list[bool] = []
    for index, stated in enumerate(draft.raw_texts(status)):
        absent = is_absent(stated) or misses.get(index) is Miss.ABSENT
        if absent:
            draft.values[result][index] = None
        elif draft.values[result][index] is None and misses.get(index) is not Miss.WRONG:
            spec = draft.located.source.table.by_name[result]
            draft.say(rules.NO_RESULT, index, result, title=spec.title_ru)
        sat.append(not absent)
    draft.values["sat"] = sat


def require(draft: Draft, name: str) -> None:
    """Hold rows without a value that this form must give though its table can do without it."""
    spec = draft.located.source.table.by_name[name]
    for index, value in enumerate(draft.values.get(name, [])):
        if value is None and index not in draft.held:
            suppressed = draft.misses.get(name, {}).get(index) is Miss.SUPPRESSED
            rule = rules.SUPPRESSED if suppressed else rules.EMPTY_CELL
            draft.say(rule, index, name, title=spec.title_ru, expected=expected(spec))


def name_periods(draft: Draft) -> None:
    """Give the usual periods their names; a period worded otherwise keeps its words and stays apart."""
    draft.values["period"] = [_period(text) for text in draft.values["period"]]


def _period(text: str) -> str:
    folded = comparable(text)
    for word, name in PERIODS.items():
        if folded.startswith(word):
            return name
    return folded


def judge_marks(draft: Draft) -> None:
    """Set minimum and ``passed`` where the result is a mark: «3» passes."""
    draft.constant("minimum", float(PASS_MARK))
    draft.values["passed"] = [None if mark is None else mark >= PASS_MARK for mark in draft.values["mark"]]
    draft.values["subject"] = [subject and comparable(subject) for subject in draft.values["subject"]]


def name_pupils(draft: Draft) -> None:
    """Give every row the pseudonym of its pupil.

    A pupil is school + year of entering the first grade + name, which stays the same from year to year
    and from form to form; where no name is given, the participant's code of that year.
    """
    surnames, given = draft.raw_texts("surname"), draft.raw_texts("given_name")
    patronymics, codes = draft.raw_texts("patronymic"), draft.raw_texts("participant_code")
    keys: list[str | None] = []
    for index, school in enumerate(draft.values["school_id"]):
        grade = draft.values["grade"][index]
        cohort = draft.year - grade if grade is not None else 0
        if surnames[index] and given[index]:
            name = (surnames[index], given[index], patronymics[index])
            keys.append(draft.key_of("pupil", school or "", str(cohort), *name))
        elif codes[index]:
            keys.append(draft.key_of("code", school or "", str(draft.year), codes[index]))
        else:
            draft.say(rules.NO_PERSON, index, "participant_code")
            keys.append(None)
    draft.values["person_key"] = keys


def hold_parts_above_whole(draft: Draft, part: str, whole: str) -> None:
    """Hold rows in which a part is larger than the whole it belongs to."""
    if part not in draft.values:
        return
    specs = draft.located.source.table.by_name
    for index, (piece, total) in enumerate(zip(draft.values[part], draft.values[whole], strict=True)):
        if piece is not None and total is not None and piece > total:
            draft.say(
                rules.PART_ABOVE_WHOLE,
                index,
                part,
                title=specs[part].title_ru,
                part=piece,
                whole_title=specs[whole].title_ru,
                whole=total,
            )
