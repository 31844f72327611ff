"""Teachers and heads: persons who age, learn, leave and are replaced.

Belongs here: the staff of a school over the years. Does not belong here: which posts a school has
(``posts``), how staff is written in a workbook.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from shnor_pipeline.sample.draw import between, stream
from shnor_pipeline.sample.names import FullName, draw_name
from shnor_pipeline.sample.posts import EXTERNAL, HEAD, NOT_TEACHING, TEACHER, needed_posts
from shnor_pipeline.sample.traits import FIRST_SIMULATED_YEAR, traits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shnor_pipeline.sample.draw import Generator
    from shnor_pipeline.sample.municipality import School

# Percent of supported schools' teachers by year from 2018, along the targets of the programme.
_SUPPORT_COURSE = {
    "tutor": (15, 58, 72, 79, 90, 96),
    "community": (62, 70, 74, 80, 92, 97),
    "contests": (9, 14, 29, 37, 48, 53),
    "deficit": (35, 38, 40, 42, 40, 36),
    "deficit_course": (84, 90, 94, 96, 98, 99),
    "growth": (48, 52, 58, 66, 74, 80),
    "matching": (70, 72, 76, 82, 86, 90),
}
_ORDINARY_COURSE = {
    "tutor": (10, 14, 20, 24, 28, 30),
    "community": (70, 74, 78, 82, 88, 90),
    "contests": (30, 34, 36, 42, 48, 52),
    "deficit": (20, 22, 24, 25, 24, 22),
    "deficit_course": (88, 90, 93, 95, 97, 98),
    "growth": (60, 62, 66, 70, 74, 78),
    "matching": (86, 87, 88, 90, 92, 93),
}


@dataclass(frozen=True, slots=True)
class Employee:
    """A head, teacher or external part-timer in one year; fields are those of the form.

    Attributes:
        number: Personnel number, unique within the school.
        who: Name and sex.
        position: Position.
        category: Position category (руководитель, педагог).
        subjects: Subjects taught; a dash for those who don't teach.
        born: Year of birth.
        experience: Years of work: total, pedagogical, managerial.
        education: Education.
        qualification: Qualification category.
        external: Whether an external part-timer.
        matches: Whether the diploma matches the subjects; ``None`` when not stated.
        course_year: Year of the last course.
        units: Units of the staffing table that the person occupies.
        flags: Yes-or-no answers by name.
        growth: Measured growth: ``True``, ``False``, or ``None`` when not measured.
    """

    number: int
    who: FullName
    position: str
    category: str
    subjects: str
    born: int
    experience: tuple[int, int, int]
    education: str
    qualification: str
    external: bool
    matches: bool | None
    course_year: int
    units: float
    flags: frozenset[str] = frozenset()
    growth: bool | None = None


def course(table: Mapping[str, tuple[int, ...]], name: str, year: int) -> float:
    """Share (0-1) that a course of years prescribes; years beyond its end keep the last value."""
    values = table[name]
    return values[min(max(year - FIRST_SIMULATED_YEAR, 0), len(values) - 1)] / 100


def simulate_staff(seed: int, school: School, last_year: int) -> dict[int, list[Employee]]:
    """Play the school's staff from the first simulated year.

    Args:
        seed: Seed of the sample.
        school: The school.
        last_year: Last reporting year.

    Returns:
        Heads first, then teachers, then external part-timers, by year.
    """
    crew = _Crew(seed, school)
    years = {}
    for year in range(FIRST_SIMULATED_YEAR, last_year + 1):
        years[year] = crew.play(year)
    return years


class _Crew:
    """The staff of one school as it stands while the years are played."""

    def __init__(self, seed: int, school: School) -> None:
        self.seed, self.school = seed, school
        self._taken: set[str] = set()
        self._count = 0
        self._people: list[Employee] = []

    def play(self, year: int) -> list[Employee]:
        rng = stream(self.seed, "staff", year, self.school.school_id)
        if not self._people:
            self._people = [self._hire(rng, year, *post, founding=True) for post in needed_posts(self.school)]
        else:
            self._people = [self._next(rng, person, year) for person in self._people]
        return [self._answers(rng, person, year) for person in self._people]

    def _hire(
        self,
        rng: Generator,
        year: int,
        category: str,
        position: str,
        subjects: str,
        *,
        founding: bool = False,
    ) -> Employee:
        self._count += 1
        head, external = category == HEAD, category == EXTERNAL
        age = self._age(rng, head=head, founding=founding)
        teaching = max(age - 22 - int(rng.integers(0, 4)), 0)
        managing = min(int(rng.integers(1, 24)), max(teaching - 4, 0)) if head else 0
        education = (
            "высшее"
            if rng.random() < (0.80 if self.school.supported else 0.90) or head
            else ("среднее профессиональное")
        )
        matching = _SUPPORT_COURSE if self.school.supported else _ORDINARY_COURSE
        return Employee(
            number=100 + self._count,
            who=draw_name(rng, self._taken, girls=0.55 if head else 0.84, adult=True),
            position=position,
            category=TEACHER if external else category,
            subjects=subjects,
            born=year - 1 - age,
            experience=(min(teaching + int(rng.integers(0, 4)), age - 17), teaching, managing),
            education=education,
            qualification=self._qualification(rng, teaching, head=head),
            external=external,
            matches=None
            if subjects == NOT_TEACHING
            else bool(rng.random() < course(matching, "matching", year)),
            course_year=year - int(rng.integers(0, 4)),
            units=_units(rng, head=head, external=external, small=self.school.pupils < 80),  # noqa: PLR2004
        )

    def _age(self, rng: Generator, *, head: bool, founding: bool) -> int:
        if head:
            return int(rng.integers(40, 62))
        if not founding:
            return int(
                rng.choice([int(rng.integers(22, 30)), int(rng.integers(30, 50)), int(rng.integers(50, 58))])
            )
        mean = 54 if self.school.supported else 46
        return round(between(float(rng.normal(mean, 8.5)), 22, 68))

    def _qualification(self, rng: Generator, teaching: int, *, head: bool) -> str:
        if head:
            return "соответствие"
        if teaching < 2:  # noqa: PLR2004 - nobody is attested in the first two years
            return "нет"
        shares = (0.05, 0.22, 0.63, 0.10) if self.school.supported else (0.22, 0.40, 0.29, 0.09)
        return ("высшая", "первая", "соответствие", "нет")[int(rng.choice(4, p=shares))]

    def _next(self, rng: Generator, person: Employee, year: int) -> Employee:
        age = year - 1 - person.born
        leaves = 0.28 if age > 64 else 0.14 if age > 60 else 0.04  # noqa: PLR2004 - around retirement
        if rng.random() < leaves:
            category = EXTERNAL if person.external else person.category
            return self._hire(rng, year, category, person.position, person.subjects)
        total, teaching, managing = person.experience
        due = person.course_year < year - 2
        taught = rng.random() < (0.9 if due else 0.3)
        return replace(
            person,
            experience=(total + 1, teaching + 1, managing + 1 if person.category == HEAD else managing),
            qualification=_attested(rng, person, supported=self.school.supported),
            matches=_retrained(rng, person),
            course_year=year - int(rng.integers(0, 2)) if taught else person.course_year,
        )

    def _answers(self, rng: Generator, person: Employee, year: int) -> Employee:
        """Fill in what is asked anew each year."""
        table = _SUPPORT_COURSE if self.school.supported else _ORDINARY_COURSE
        lean = traits(self.seed, self.school, "activity of teachers", -0.05, 0.05)
        draws = rng.random(6)
        if person.category == HEAD:
            return person
        names = ("tutor", "community", "contests", "deficit")
        flags = {
            name for name, draw in zip(names, draws, strict=False) if draw < course(table, name, year) + lean
        }
        if "deficit" in flags and draws[4] < course(table, "deficit_course", year):
            flags.add("deficit_course")
        # Growth is measured from the year of the programme on, and not of everybody.
        measured = year > FIRST_SIMULATED_YEAR and not person.external and rng.random() < 0.85  # noqa: PLR2004
        growth = bool(draws[5] < course(table, "growth", year) + lean) if measured else None
        return replace(person, flags=frozenset(flags), growth=growth)


def _units(rng: Generator, *, head: bool, external: bool, small: bool) -> float:
    if head:
        return 1.0
    if external:
        return float(rng.choice([0.25, 0.5]))
    return float(rng.choice([0.75, 1.0, 1.25] if small else [1.0, 1.25, 1.5]))


def _attested(rng: Generator, person: Employee, *, supported: bool) -> str:
    steps = {"нет": "соответствие", "соответствие": "первая", "первая": "высшая"}
    chance = {"нет": 0.30, "соответствие": 0.035, "первая": 0.02}.get(person.qualification, 0.0)
    if person.category == HEAD or rng.random() >= chance * (1 if supported else 1.4):
        return person.qualification
    return steps[person.qualification]


def _retrained(rng: Generator, person: Employee) -> bool | None:
    draw = rng.random()
    return True if person.matches is False and draw < 0.14 else person.matches  # noqa: PLR2004
