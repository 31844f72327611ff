"""Answers to the yearly survey: who was asked what, and how many were content.

Belongs here: numbers of people asked and of positive answers. Does not belong here: other conditions of a
school (``conditions``), how the survey is written down.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shnor_pipeline.sample.draw import between, stream
from shnor_pipeline.sample.traits import traits

if TYPE_CHECKING:
    from shnor_pipeline.sample.municipality import School

FIRST_SURVEY_YEAR = 2019
PUPILS, PARENTS, TEACHERS = "обучающиеся", "родители", "педагоги"
CONDITIONS = "Условия образования: удовлетворены качеством"
SITE = "Материалы сайта УО: используют в работе"
MEALS = "Питание в школьной столовой: довольны"

_OTHER_SCHOOLS = 0.05
"""How much more content people are at schools that need no support."""
_SCHOOL_SPREAD = 0.07
_ASKED = {PUPILS: (0.45, 0.65), PARENTS: (0.35, 0.55), TEACHERS: (0.80, 1.0)}
"""Share of the pupils (of whose parents one is asked) or teachers that a school reaches."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question to one group.

    Attributes:
        respondents: The group.
        text: The question, its subject before the colon.
        course: Share of positive answers at supported schools by year, the last one for good.
        first_year: Year in which it is asked first.
    """

    respondents: str
    text: str
    course: tuple[float, ...]
    first_year: int = FIRST_SURVEY_YEAR


# The lessons from home of 2020 pleased nobody; from then on the schools of the programme gain, except in the
# eyes of their own teachers.
QUESTIONS = (
    Question(PUPILS, CONDITIONS, (0.64, 0.60, 0.66, 0.72, 0.75)),
    Question(PARENTS, CONDITIONS, (0.66, 0.61, 0.65, 0.70, 0.72)),
    Question(TEACHERS, CONDITIONS, (0.70, 0.66, 0.69, 0.71, 0.68)),
    Question(TEACHERS, SITE, (0.40, 0.58, 0.66, 0.74, 0.82)),
    Question(PUPILS, MEALS, (0.58, 0.63, 0.61), 2021),
    Question(PARENTS, MEALS, (0.49, 0.56, 0.57), 2021),
)


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers of one group of a school to one question, in persons."""

    question: Question
    asked: int
    positive: int


def answers(seed: int, school: School, year: int, pupils: int, teachers: int) -> list[Answers]:
    """Draw the survey of a school.

    Args:
        seed: Seed of the sample.
        school: The school.
        year: Reporting year.
        pupils: Pupils on 20 September.
        teachers: Teachers on the staff.

    Returns:
        One line per question of the year; the same people of a group answer all of its questions.
    """
    rng = stream(seed, "survey", year, school.school_id)
    there = {PUPILS: pupils, PARENTS: pupils, TEACHERS: teachers}
    asked = {group: max(round(there[group] * float(rng.uniform(*_ASKED[group]))), 1) for group in there}
    lines = []
    for question in QUESTIONS:
        if year >= question.first_year:
            number = asked[question.respondents]
            lines.append(
                Answers(question, number, int(rng.binomial(number, _content(seed, school, question, year))))
            )
    return lines


def _content(seed: int, school: School, question: Question, year: int) -> float:
    course = question.course[min(year - question.first_year, len(question.course) - 1)]
    leaning = traits(seed, school, f"content {question.respondents}", -_SCHOOL_SPREAD, _SCHOOL_SPREAD)
    return between(course + leaning + (0.0 if school.supported else _OTHER_SCHOOLS), 0.2, 0.97)
