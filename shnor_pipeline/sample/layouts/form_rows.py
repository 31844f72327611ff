"""Rows of the five forms that schools fill, without the school in front.

Belongs here: which figure goes to which column. Does not belong here: headers (``form_columns``), how forms
are gathered into workbooks (``schools``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shnor_pipeline.sample.spelling import three_way, units, yes_no

if TYPE_CHECKING:
    from shnor_pipeline.sample.conditions import Activity, SocialPassport
    from shnor_pipeline.sample.people import SchoolYear
    from shnor_pipeline.sample.posts import Position
    from shnor_pipeline.sample.sheets import Cell
    from shnor_pipeline.sample.staff import Employee


@dataclass(frozen=True, slots=True)
class Hand:
    """How one school writes in one year.

    Attributes:
        code: Its code: digits as text or number, or a login.
        name: Its name.
        yes_no: Yes and no.
        commas: Whether units are typed as text with a decimal comma.
        grade_words: Whether a grade is written «5 класс».
    """

    code: Cell
    name: str
    yes_no: tuple[Cell, Cell]
    commas: bool
    grade_words: bool


def contingent_rows(grades: SchoolYear, hand: Hand) -> list[list[Cell]]:
    """Rows of the contingent after the school: one per grade, zeros where no class was opened."""
    rows: list[list[Cell]] = []
    for number, grade in sorted(grades.items()):
        label: Cell = f"{number} класс" if hand.grade_words else number
        counts = (len(grade.start), len(grade.end), len(grade.arrived), len(grade.departed))
        rows.append([label, grade.classes, *counts])
    return rows


def passport_row(passport: SocialPassport) -> list[Cell]:
    """Cells of the social passport after the school."""
    return [
        passport.pupils,
        passport.low_income,
        passport.single_parent,
        passport.many_children,
        passport.higher_education,
        passport.register,
        passport.disability,
        passport.extra_education,
    ]


def staff_row(person: Employee, hand: Hand) -> list[Cell]:
    """Cells of one employee after the school."""
    total, teaching, managing = person.experience
    head = person.category != "педагог"
    growth = three_way(("да", "нет"), person.growth, None if head else "не измерялся")
    return [
        person.who.full,
        person.number,
        person.position,
        person.category,
        person.born,
        total,
        teaching,
        managing or None,
        person.education,
        person.qualification,
        yes_no(hand.yes_no, person.external),
        person.subjects,
        three_way(hand.yes_no, person.matches),
        person.course_year,
        *(
            yes_no(hand.yes_no, name in person.flags)
            for name in ("deficit", "deficit_course", "tutor", "community", "contests")
        ),
        growth,
    ]


def position_row(position: Position, hand: Hand) -> list[Cell]:
    """Cells of one line of the staffing table after the school."""
    return [
        position.category,
        position.title,
        units(position.planned, as_text=hand.commas),
        units(position.occupied, as_text=hand.commas),
    ]


def activity_row(activity: Activity, hand: Hand) -> list[Cell]:
    """Cells of the activity form after the school."""
    return [
        yes_no(hand.yes_no, activity.network),
        yes_no(hand.yes_no, activity.base_site),
        yes_no(hand.yes_no, activity.resource_centre),
        activity.programmes,
        activity.distance,
    ]
