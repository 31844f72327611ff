"""Steps that the own code of several forms shares: attendance, marks, pseudonyms.

Belongs here: steps that more than one form's ``shape.py`` calls. Does not belong here: anything that
only one form needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shnor_pipeline.ingest.cells import is_absent
from shnor_pipeline.quality.facts import Failure, Miss
from shnor_pipeline.spelling import comparable
from shnor_pipeline.tables.canonical import PERIODS
from shnor_pipeline.tables.wording import expected

if TYPE_CHECKING:
    from shnor_pipeline.ingest.draft import Draft

PASS_MARK = 3


def attendance(draft: Draft, result: str, status: str = "attendance") -> None:
    """Tell who sat: absent by status or by «н/я» in the result cell; who is absent has no result.

    Args:
        draft: Rows with the typed column ``result``.
        result: Column that holds the result of the work.
        status: Input that says who did not come.
    """
    misses, values = draft.misses.get(result, {}), draft.values[result]
    texts = draft.raw_texts(status)
    absent_by = {text: is_absent(text) for text in set(texts)}
    absent = [absent_by[text] for text in texts]
    for index, miss in misses.items():
        absent[index] = absent[index] or miss is Miss.ABSENT
    if any(absent):
        pairs = list(zip(values, absent, strict=True))
        draft.stated["result_of_absent"] = [value if away else None for value, away in pairs]
        draft.values[result] = [None if away else value for value, away in pairs]
    draft.stated["result"] = list(draft.values[result])
    draft.values["sat"] = [not away for away in absent]
    draft.result = result


def require(draft: Draft, name: str) -> None:
    """Hold rows without a value that this form must give though its table can do without it."""
    spec, misses = draft.table.by_name[name], draft.misses.get(name, {})
    draft.required.add(name)
    for index, value in enumerate(draft.values.get(name, [])):
        if value is None and misses.get(index) in {None, Miss.MISSING, Miss.ABSENT}:
            draft.failures.append(Failure(index, name, empty=True, value=None, expected=expected(spec)))


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
            keys.append(None)
    draft.values["person_key"] = keys
