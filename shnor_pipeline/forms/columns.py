"""The columns of a blank form: what each takes, which words it offers, how wide it is.

Belongs here: facts of a column worked out of its declaration and of the reference lists. Does not belong
here: the sentences of hints (``hints``) and the cells themselves (``workbook``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shnor_pipeline.forms.hints import refusal_of_column, sentences_of_column
from shnor_pipeline.ingest.draft import PERSONAL_INPUTS, SCHOOL_INPUTS
from shnor_pipeline.spelling import school_code_digits
from shnor_pipeline.tables import wording
from shnor_pipeline.tables.canonical import PERIODS
from shnor_pipeline.tables.declare import DECIMAL, FLAG, INTEGER, TEXT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from shnor_pipeline.ingest import Source
    from shnor_pipeline.reference import Lists, Reference, School
    from shnor_pipeline.tables import ColumnSpec

type_of_cell = str | int
STOP, ASK, OFFER = "stop", "warning", ""
"""What a program does with a value that is not on the list: refuse it, ask back, nothing."""

THIRD_STATES = {"competence_growth": "не измерялся"}
"""Word for «not stated» in a yes-or-no column; contract, section 3."""
_NOT_STATED = "не указано"
_ABSENT = "неявка"
_STATED_MARKS = {f"stated_{mark}": f"mark_{mark}" for mark in (2, 3, 4, 5)}
_LEVELS = ("профильная", "базовая")
"""How ЕГЭ protocols tell the two examinations of one subject apart."""

_ANY, _AS_TEXT, _WHOLE, _PERCENT = "General", "@", "0", "0.0%"
_NARROWEST, _WIDEST, _FREE_TEXT = 9.0, 44.0, 22.0
_WIDEST_SCHOOL = 30.0
_WIDTHS = {
    "school_code": 10.0,
    "full_name": 30.0,
    "surname": 16.0,
    "given_name": 14.0,
    "patronymic": 16.0,
    "participant_code": 13.0,
    "personnel_number": 12.0,
}
_WORDS = re.compile(r"[^\s-]+-?")
_LETTER = 1.05
"""Width of a letter of the bold header in units of column width."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a blank form.

    Attributes:
        name: Canonical name.
        header: Text of the header, exactly as the column map has it.
        required: Whether the form is not accepted without the column.
        hint: What is shown while a cell is selected.
        refusal: What is shown when a value is refused.
        width: Width in characters.
        number_format: Number format of the data cells.
        choices: Values of the drop-down list; empty = none.
        other_choice: ``STOP``, ``ASK`` or ``OFFER``.
        low: Smallest number; ``None`` = no end.
        high: Largest number; ``None`` = no end.
        whole: Whether only whole numbers are taken.
    """

    name: str
    header: str
    required: bool
    hint: str
    refusal: str
    width: float
    number_format: str
    choices: tuple[type_of_cell, ...] = ()
    other_choice: str = STOP
    low: float | None = None
    high: float | None = None
    whole: bool = False


def columns_of(
    source: Source, year: int, reference: Reference, schools: Sequence[School]
) -> tuple[Column, ...]:
    """Work out the columns of a form in the order of its column map.

    Args:
        source: The form.
        year: Reporting year; decides which headers and lists are in force.
        reference: Register and lists, for the drop-downs.
        schools: Schools the form is for: one, or those of the register that year.

    Returns:
        One column per canonical name, under its first header of the year.
    """
    return tuple(_column(source, name, year, reference, schools) for name in source.names(year))


def code_of(school: School) -> type_of_cell:
    """Return the code of a school as a blank form has it: digits alone, which never change.

    A number, so that spreadsheets do not complain about digits kept as text; a code that begins with a zero
    stays text. Empty where the register has no code.
    """
    digits = next(filter(None, map(school_code_digits, school.codes)), "")
    return int(digits) if digits and not digits.startswith("0") else digits


def _column(source: Source, name: str, year: int, reference: Reference, schools: Sequence[School]) -> Column:
    spec = source.table.by_name.get(_STATED_MARKS.get(name, name))
    header = source.header_of(name, year).removesuffix("*")
    choices, other = _choices(name, spec, schools), STOP
    if name == "subject":
        choices, other = tuple(_subjects(source.form, year, reference.lists)), ASK
    elif name in SCHOOL_INPUTS and len(schools) > 1:
        other = ASK
    elif name in {"attendance", "period"} or (spec is not None and spec.reads == "grade"):
        other = OFFER
    low, high = (None, None) if choices or spec is None else _limits(spec)
    return Column(
        name=name,
        header=header,
        required=name in source.manifest.required,
        hint=sentences_of_column(source, name, spec, year, choices=choices, one_school=len(schools) == 1),
        refusal=refusal_of_column(name, spec, choices),
        width=_width(name, header, spec, (*choices, *(row.get(name, "") for row in source.prepared))),
        number_format=_number_format(name, spec, choices),
        choices=choices,
        other_choice=other,
        low=low,
        high=high,
        whole=spec is not None and spec.dtype == INTEGER and name not in _STATED_MARKS,
    )


def _choices(name: str, spec: ColumnSpec | None, schools: Sequence[School]) -> tuple[type_of_cell, ...]:
    known: dict[str, Iterable[type_of_cell]] = {
        "school_code": filter(None, map(code_of, schools)),
        "school_name": (school.name_short for school in schools),
        "attendance": (_ABSENT,),
        "period": PERIODS,
    }
    if name in known or spec is None:
        return tuple(known.get(name, ()))
    if spec.words is not None:
        third = (THIRD_STATES.get(name, _NOT_STATED),) if spec.dtype == FLAG and spec.nullable else ()
        return (*spec.words, *third)
    low, high = wording.limits(spec)
    if spec.reads == "grade" and low is not None and high is not None:
        return tuple(range(int(low), int(high) + 1))
    return ()


def _subjects(form: str, year: int, lists: Lists) -> Iterable[str]:
    """Name the subjects that the lists know for a form; two levels of one subject are told apart."""
    of_exam = {
        exam: dict.fromkeys(
            subject
            for first, last, each, subject, _ in lists.minimums
            if each == exam and first <= year <= last
        )
        for exam in ("ege", "ege_base", "oge")
    }
    known: dict[str, Iterable[str]] = {
        "ege": (
            each
            for subject in of_exam["ege"]
            for each in (
                [f"{subject} ({level})" for level in _LEVELS] if subject in of_exam["ege_base"] else [subject]
            )
        ),
        "oge": of_exam["oge"],
        "vpr_marks": dict.fromkeys(
            subject for first, last, subject, _, _ in lists.scales if first <= year <= last
        ),
        "vsosh": dict.fromkeys(subject for of_year, subject, _ in lists.pass_scores if of_year == year),
    }
    return (subject[:1].upper() + subject[1:] for subject in known.get(form, ()))


def _limits(spec: ColumnSpec) -> tuple[float | None, float | None]:
    """Return the limits of a number; those of a percent are fractions, as its cell holds one."""
    if spec.dtype not in {INTEGER, DECIMAL}:
        return None, None
    low, high = wording.limits(spec)
    if spec.unit == "%":
        return (None if low is None else low / 100, None if high is None else high / 100)
    return low, high


def _number_format(name: str, spec: ColumnSpec | None, choices: Sequence[type_of_cell]) -> str:
    if name in PERSONAL_INPUTS or (spec is not None and spec.dtype == TEXT and not choices):
        return _AS_TEXT
    if spec is None or choices or name in _STATED_MARKS:
        return _ANY
    if spec.unit == "%":
        return _PERCENT
    return _WHOLE if spec.dtype == INTEGER else _ANY


def _width(name: str, header: str, spec: ColumnSpec | None, values: Sequence[type_of_cell]) -> float:
    """Make room for the longest word of the header and for the values that are known to stand there."""
    word = max(map(len, _WORDS.findall(header))) * _LETTER + 1.5
    longest = max((len(str(value)) for value in values), default=0)
    usual = _FREE_TEXT if spec is not None and spec.dtype == TEXT else _NARROWEST
    usual = min(longest * 1.1 + 3, _WIDEST_SCHOOL if name == "school_name" else _WIDEST) if longest else usual
    return round(max(word, _WIDTHS.get(name, usual), _NARROWEST), 1)
