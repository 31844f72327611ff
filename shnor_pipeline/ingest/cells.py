"""What a cell says: a value of the declared type, or a named miss; never a number by accident.

Belongs here: reading one cell. Does not belong here: bounds (the table's declaration has them).
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from shnor_pipeline.quality.facts import Miss
from shnor_pipeline.spelling import comparable
from shnor_pipeline.tables.declare import DECIMAL, FLAG, INTEGER

if TYPE_CHECKING:
    from collections.abc import Callable

    from shnor_pipeline.tables import ColumnSpec


ABSENT_WORDS = frozenset({"н/я", "ня", "неявка", "не явился", "не явилась", "отсутствовал", "отсутствовала"})
_ABSENT_BEGINNINGS = ("неявк", "не яв", "отсутств")
_MISSING_WORDS = frozenset({"", "-", "--", "x", "х", "нет", "нет данных", "н/д", "нет отметки", "н/а", "*"})
_YES = frozenset({"да", "+", "1", "v", "есть"})
_NO = frozenset({"нет", "-", "0"})
_LARGEST = 10**12
"""A larger number in a cell is a code or an accident; the store could not hold the largest ones."""
_NUMBER = re.compile(r"^[+-]?(?:\d{1,12}|\d{1,3}(?: \d{3}){1,3})(?:[.,]\d+)?$")
"""Spaces stand between thousands only: «12 13» are two numbers and not 1213."""
_LOOK_ALIKES = str.maketrans("ABCEHKMOPTXY", "АВСЕНКМОРТХУ")
"""Latin letters that cannot be told from Cyrillic ones on paper."""
_GRADE = re.compile(r"^(\d{1,2})\s*[-«]?\s*([а-яa-z]?)[»]?(?:\s*класс)?$")


def is_absent(text: str) -> bool:
    """Tell whether a status says that the person did not come («неявка по болезни» too)."""
    folded = comparable(text)
    return folded in ABSENT_WORDS or folded.startswith(_ABSENT_BEGINNINGS)


def is_blank(cell: Any) -> bool:
    """Tell whether a cell holds nothing but white space."""
    return cell is None or (cell.__class__ is str and (not cell or cell.isspace()))


def text_of(cell: Any) -> str:
    """Return a cell as a person reads it: stripped text, whole numbers without ``.0``."""
    if type(cell) is str:
        # most texts are clean, and looking is cheaper than splitting
        return cell if cell.isalnum() else " ".join(cell.split())
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "да" if cell else "нет"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).split())


def word_miss(cell: Any) -> Miss | None:
    """Name the miss that a cell's text stands for, or ``None`` where it may be a value."""
    if not isinstance(cell, str):
        return Miss.MISSING if cell is None else None
    folded = comparable(cell)
    if folded in _MISSING_WORDS:
        return Miss.MISSING
    if folded in ABSENT_WORDS:
        return Miss.ABSENT
    return Miss.SUPPRESSED if folded.startswith("<") else None


def decimal(cell: Any) -> float | Miss:
    """Read a number: ``43,4``, ``43.4``, ``43,4 %``, ``1 234,5``."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return float(cell)
    missed = word_miss(cell)
    if missed:
        return missed
    if isinstance(cell, (bool, dt.date, dt.time, dt.timedelta)):
        return Miss.WRONG
    bare = comparable(cell).removesuffix("%").strip()
    return float(bare.replace(" ", "").replace(",", ".")) if _NUMBER.match(bare) else Miss.WRONG


def integer(cell: Any) -> int | Miss:
    """Read a whole number; 12,0 is one, 12,5 and 12 % are not."""
    number = decimal(cell)
    if isinstance(number, Miss):
        return number
    is_percent = isinstance(cell, str) and "%" in cell
    return int(number) if number.is_integer() and abs(number) < _LARGEST and not is_percent else Miss.WRONG


def percent(cell: Any) -> float | Miss:
    """Read a percent; a number up to 1 comes from a cell with a percent format and is a fraction."""
    number = decimal(cell)
    if isinstance(number, Miss) or isinstance(cell, str):
        return number
    return number * 100 if 0 < number <= 1 else number


def grade(cell: Any) -> int | Miss:
    """Read the number of a class: ``9``, ``9А``, ``9 "Б"``, ``9 класс``."""
    if isinstance(cell, str) and word_miss(cell) is None:
        match = _GRADE.match(comparable(cell))
        return int(match.group(1)) if match else Miss.WRONG
    return integer(cell)


def class_letter(cell: Any) -> str:
    """Return the letter of a class, upper case, or an empty text."""
    match = _GRADE.match(comparable(cell)) if isinstance(cell, str) else None
    return match.group(2).upper().translate(_LOOK_ALIKES) if match else ""


def text(cell: Any) -> str | Miss:
    """Read text; a dash of any length is a miss."""
    read = text_of(cell)
    return Miss.MISSING if comparable(read) in {"", "-", "--"} else read


def reader(spec: ColumnSpec) -> Callable[[Any], Any]:
    """Return the function that reads cells of a declared column."""
    if spec.dtype == FLAG:
        return _flag_reader(unstated_allowed=spec.nullable)
    if spec.words is not None:
        return _word_reader({comparable(word): value for word, value in spec.words.items()})
    if spec.reads == "grade":
        return grade
    if spec.unit == "%":
        return percent
    return {INTEGER: integer, DECIMAL: decimal}.get(spec.dtype, text)


def _word_reader(words: dict[str, Any]) -> Callable[[Any], Any]:
    def read(cell: Any) -> Any:
        folded = comparable(text_of(cell))
        if folded in words:
            return words[folded]
        for word, value in words.items():
            if folded.startswith(f"{word} ") or folded == f"{word} этап":
                return value
        return word_miss(cell) or Miss.WRONG

    return read


def _flag_reader(*, unstated_allowed: bool) -> Callable[[Any], Any]:
    def read(cell: Any) -> Any:
        if isinstance(cell, bool):
            return cell
        folded = comparable(text_of(cell))
        if folded in _YES:
            return True
        if folded in _NO:
            return False
        if unstated_allowed and folded.startswith("не "):
            return Miss.MISSING
        return Miss.MISSING if word_miss(cell) else Miss.WRONG

    return read
