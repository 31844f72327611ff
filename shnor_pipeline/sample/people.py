"""Pupils: persons who stay with their cohort, arrive, leave and move up year by year.

Belongs here: the roll of a school over the years and its classes. Does not belong here: results, and how
the roll is written in a workbook.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shnor_pipeline.sample.draw import between, stream
from shnor_pipeline.sample.names import FullName, draw_name
from shnor_pipeline.sample.traits import FIRST_SIMULATED_YEAR, traits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shnor_pipeline.sample.draw import Generator
    from shnor_pipeline.sample.municipality import School

SMALLEST_CLASS, LARGEST_CLASS = 3, 25
_LETTERS = "АБВГДЕЖЗИК"
_NINTH, _TENTH = 9, 10
_LIFT_OF_STAYING = 0.6
_MOVES_SHARE = 0.012
"""Share of a grade that arrives, and the same that leaves, within a year."""
_SUMMER_SHARE = 0.012
"""Share of a grade that leaves, and the same that arrives, between two years."""


@dataclass(frozen=True, slots=True, eq=False)
class Pupil:
    """A person at school.

    Attributes:
        number: Number unique within the school, for good.
        who: Name and sex.
        ability: Lasting part of the pupil's results, standard normal.
    """

    number: int
    who: FullName
    ability: float


@dataclass(frozen=True, slots=True)
class GradeYear:
    """A grade of a school in a year: who was there on 20 September, who came, who left."""

    start: tuple[Pupil, ...]
    arrived: tuple[Pupil, ...] = ()
    departed: tuple[Pupil, ...] = ()

    @property
    def end(self) -> tuple[Pupil, ...]:
        """Pupils at the end of the year."""
        gone = {pupil.number for pupil in self.departed}
        return tuple(pupil for pupil in (*self.start, *self.arrived) if pupil.number not in gone)

    @property
    def classes(self) -> int:
        """Number of classes that the grade is split into."""
        return -(-(len(self.start) + len(self.arrived)) // LARGEST_CLASS)

    def letters(self) -> dict[int, str]:
        """Letter of the class by pupil's number; one class per grade still has the letter А."""
        everyone = sorted((*self.start, *self.arrived), key=lambda pupil: pupil.number)
        count = max(self.classes, 1)
        return {
            pupil.number: _LETTERS[place * count // len(everyone)] for place, pupil in enumerate(everyone)
        }


SchoolYear = dict[int, GradeYear]
"""Grades of a school in one year."""


class Roll:
    """Everyone who ever entered one school; makes new pupils."""

    def __init__(self, seed: int, school: School) -> None:
        """Open an empty roll."""
        self.seed, self.school = seed, school
        self._taken: set[str] = set()
        self._count = 0

    def enter(self, rng: Generator, count: int, *, lift: float = 0.0) -> tuple[Pupil, ...]:
        """Take in ``count`` new pupils, ``lift`` more able than the average."""
        abilities = rng.standard_normal(count) + lift
        return tuple(self._one(rng, float(ability)) for ability in abilities)

    def _one(self, rng: Generator, ability: float) -> Pupil:
        self._count += 1
        return Pupil(self._count, draw_name(rng, self._taken), ability)


def simulate_pupils(seed: int, school: School, last_year: int) -> dict[int, SchoolYear]:
    """Play the school's years from the first simulated one.

    Args:
        seed: Seed of the sample.
        school: The school.
        last_year: Last reporting year.

    Returns:
        Grades by year. Classes have 3 to 25 pupils; grades 10 and 11 may be empty.
    """
    roll = Roll(seed, school)
    years = {FIRST_SIMULATED_YEAR: _first_year(roll)}
    for year in range(FIRST_SIMULATED_YEAR + 1, last_year + 1):
        years[year] = _next_year(roll, years[year - 1], year)
    return years


def _typical_grade(school: School, stay: float) -> float:
    full = len([grade for grade in school.grades if grade <= _NINTH])
    upper = len(school.grades) - full
    return school.pupils / (full + upper * stay)


def _stay(roll: Roll) -> float:
    low, high = (0.30, 0.40) if roll.school.supported else (0.42, 0.55)
    return traits(roll.seed, roll.school, "stays in grade 10", low, high)


def _first_year(roll: Roll) -> SchoolYear:
    rng = stream(roll.seed, "pupils", FIRST_SIMULATED_YEAR, roll.school.school_id)
    stay = _stay(roll)
    typical = _typical_grade(roll.school, stay)
    grades = {}
    for grade in roll.school.grades:
        size = round(typical * float(rng.uniform(0.85, 1.15)) * (stay if grade > _NINTH else 1))
        needed = size if grade > _NINTH and size < SMALLEST_CLASS else max(size, SMALLEST_CLASS)
        # Those who stayed after grade 9 were chosen by ability before the history begins.
        lift = _LIFT_OF_STAYING if grade > _NINTH else 0.0
        start = roll.enter(rng, needed if needed >= SMALLEST_CLASS else 0, lift=lift)
        grades[grade] = _movement(rng, roll, start)
    return grades


def _next_year(roll: Roll, before: SchoolYear, year: int) -> SchoolYear:
    rng = stream(roll.seed, "pupils", year, roll.school.school_id)
    typical = _typical_grade(roll.school, _stay(roll))
    grades = {}
    for grade in roll.school.grades:
        if grade == 1:
            intake = max(round(typical * float(rng.uniform(0.85, 1.2))), SMALLEST_CLASS)
            start = roll.enter(rng, intake)
        elif grade == _TENTH:
            start = _tenth(rng, roll, before[_NINTH].end)
        else:
            start = _summer(rng, roll, before[grade - 1].end)
        grades[grade] = _movement(rng, roll, start)
    return grades


def _tenth(rng: Generator, roll: Roll, graduates: Sequence[Pupil]) -> tuple[Pupil, ...]:
    share = between(_stay(roll) + float(rng.normal(0, 0.04)), 0.30, 0.55)
    # Who stays is decided by ability and by chance in equal parts.
    wish = [(pupil.ability + float(rng.standard_normal()), pupil) for pupil in graduates]
    wish.sort(key=lambda pair: pair[0], reverse=True)
    stayed = tuple(pupil for _, pupil in wish[: round(share * len(graduates))])
    others = roll.enter(rng, int(rng.binomial(len(stayed), 0.06)))
    together = (*stayed, *others)
    return together if len(together) >= SMALLEST_CLASS else ()


def _summer(rng: Generator, roll: Roll, before: Sequence[Pupil]) -> tuple[Pupil, ...]:
    if not before:
        return ()
    stayed = _without(rng, before, int(rng.binomial(len(before), _SUMMER_SHARE)))
    return (*stayed, *roll.enter(rng, int(rng.binomial(len(before), _SUMMER_SHARE))))


def _movement(rng: Generator, roll: Roll, start: tuple[Pupil, ...]) -> GradeYear:
    if not start:
        return GradeYear(())
    arrived = roll.enter(rng, int(rng.binomial(len(start), _MOVES_SHARE)))
    stayed = _without(rng, start, int(rng.binomial(len(start), _MOVES_SHARE)))
    kept = {pupil.number for pupil in stayed}
    return GradeYear(start, arrived, tuple(pupil for pupil in start if pupil.number not in kept))


def _without(rng: Generator, pupils: Sequence[Pupil], leaving: int) -> tuple[Pupil, ...]:
    """Leave out some pupils, never so many that no class remains."""
    possible = min(leaving, max(len(pupils) - SMALLEST_CLASS, 0))
    gone = set(rng.choice(len(pupils), size=possible, replace=False).tolist()) if possible else set()
    return tuple(pupil for place, pupil in enumerate(pupils) if place not in gone)
