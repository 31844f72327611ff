"""The ways people write one and the same thing: names of schools, yes and no, units, classes.

Belongs here: variants of spelling that a careful reader understands. Does not belong here: mistakes
(``defects``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shnor_pipeline.sample.draw import Generator
    from shnor_pipeline.sample.municipality import School
    from shnor_pipeline.sample.sheets import Cell

NBSP = "\N{NO-BREAK SPACE}"

YES_NO_STYLES: tuple[tuple[Cell, Cell], ...] = (
    ("да", "нет"),
    ("Да", "Нет"),
    ("+", "-"),
    (1, 0),
    ("V", None),
    ("+", None),
    ("да", None),
)
"""Yes and no as one school writes them in one year; an empty cell means no."""

_QUOTES = (("«", "»"), ('"', '"'), ("“", "”"), ("„", "“"))


def yes_no(style: tuple[Cell, Cell], answer: bool) -> Cell:  # noqa: FBT001 - the answer is the value itself
    """Write a yes-or-no answer in a school's style."""
    return style[0] if answer else style[1]


def three_way(style: tuple[Cell, Cell], answer: bool | None, unknown: Cell = None) -> Cell:  # noqa: FBT001
    """Write an answer in a column where an empty cell means «not stated», so that no is never empty."""
    if answer is None:
        return unknown
    return style[0] if answer else style[1] if style[1] is not None else "нет"


def units(value: float, *, as_text: bool) -> Cell:
    """Write units of the staffing table: «12,75» as text, or a number."""
    if as_text:
        return f"{value:g}".replace(".", ",")
    return int(value) if value.is_integer() else value


def percent_text(share: float) -> str:
    """Write a percent with a decimal comma and one digit: «43,4», «50»."""
    return f"{share:.1f}".removesuffix(".0").replace(".", ",")


def school_name(rng: Generator, school: School) -> str:
    """Write a school's name in one of the ways in which protocols hold it.

    Every way comes down to a name or alias of the register once case, blanks, quotes, the space after №
    and Ё are folded.

    Args:
        rng: Stream of the draw.
        school: The school.

    Returns:
        A name of the register, differently quoted, spaced or cased.
    """
    draw = float(rng.random())
    names = (school.name_short, school.name_plain, *school.aliases, school.name_official)
    name = names[0] if draw < 0.4 else names[int(rng.integers(len(names)))]  # noqa: PLR2004
    opening, closing = _QUOTES[int(rng.integers(len(_QUOTES)))]
    name = name.replace("«", opening).replace("»", closing)
    folds = rng.random(4)
    if folds[0] < 0.35:  # noqa: PLR2004
        name = name.replace("№", "№ ")
    if folds[1] < 0.2:  # noqa: PLR2004
        name = name.replace(" ", NBSP, 1)
    if folds[2] < 0.5:  # noqa: PLR2004
        name = name.replace("ё", "е")
    return f"{name} " if folds[3] < 0.15 else name  # noqa: PLR2004


def class_label(rng: Generator, grade: int, letter: str) -> Cell:
    """Write a class as exports hold it: 4А, 4а, the letter alone, the grade alone."""
    draw = float(rng.random())
    if draw < 0.08:  # noqa: PLR2004
        return grade
    if draw < 0.16:  # noqa: PLR2004
        return letter
    label = f"{grade}{letter}"
    return label.lower() if draw < 0.5 else label  # noqa: PLR2004


def without_yo(text: str) -> str:
    """Write Ё as Е."""
    return text.replace("ё", "е").replace("Ё", "Е")
