"""Teachers and heads: persons who age, learn, leave and are replaced.

Belongs here: the staff of a school over the years and its staffing table. Does not belong here: pupils,
the social side of a school, how staff is written in a workbook.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from shnor_pipeline.sample.draw import between, stream
from shnor_pipeline.sample.municipality import FIRST_SIMULATED_YEAR, traits
from shnor_pipeline.sample.names import FullName, draw_name

if TYPE_CHECKING:
    from shnor_pipeline.sample.draw import Generator
    from shnor_pipeline.sample.municipality import School

HEAD, TEACHER, OTHER = "руководитель", "педагог", "иное"
_NOT_TEACHING = "-"

# Position, subjects taught; the first ones exist in every school, the later ones as a school grows.
_POSTS = {
    "primary": (
        ("Учитель начальных классов", "начальные классы"),
        ("Учитель начальных классов", "начальные классы"),
        ("Учитель родного языка и литературы", "родной язык, литературное чтение на родном языке"),
        ("Учитель английского языка", "английский язык"),
    ),
    "other": (
        ("Учитель начальных классов", "начальные классы"),
        ("Учитель русского языка и литературы", "русский язык, литература"),
        ("Учитель математики", "математика"),
        ("Учитель начальных классов", "начальные классы"),
        ("Учитель истории и обществознания", "история, обществознание"),
        ("Учитель физики и информатики", "физика, информатика"),
        ("Учитель английского языка", "английский язык"),
        ("Учитель биологии и химии", "биология, химия"),
        ("Учитель родного языка и литературы", "татарский язык, татарская литература"),
        ("Учитель физической культуры", "физическая культура"),
        ("Учитель географии", "география"),
        ("Учитель технологии", "технология, ИЗО"),
        ("Учитель русского языка и литературы", "русский язык, литература"),
        ("Учитель начальных классов", "начальные классы"),
        ("Учитель математики", "математика, информатика"),
        ("Педагог-психолог", _NOT_TEACHING),
        ("Учитель музыки", "музыка, ИЗО"),
        ("Преподаватель-организатор ОБЖ", "ОБЖ"),
        ("Социальный педагог", _NOT_TEACHING),
    ),
}
_DEPUTIES = (
    "Заместитель директора по учебной работе",
    "Заместитель директора по воспитательной работе",
    "Заместитель директора по национальному образованию",
)
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
_VACANCY = {True: (10, 9, 6.5, 5.5, 3.5, 2.5), False: (3, 2.5, 2.5, 2, 1.5, 1.5)}


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


@dataclass(frozen=True, slots=True)
class Position:
    """A line of the staffing table, in units."""

    category: str
    title: str
    planned: float
    occupied: float


def course(table: dict[str, tuple[int, ...]], name: str, year: int) -> float:
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
            self._people = [self._hire(rng, year, *post, founding=True) for post in self._posts()]
        else:
            self._people = [self._next(rng, person, year) for person in self._people]
        return [self._answers(rng, person, year) for person in self._people]

    def _posts(self) -> list[tuple[str, str, str]]:
        """Position category, position and subjects of everybody the school needs."""
        school = self.school
        primary = school.kind == "primary"
        teachers = 5 if primary else round(min(8.5 + school.pupils * 0.058, 45))
        ring = _POSTS["primary" if primary else "other"]
        deputies = _DEPUTIES[: 0 if school.pupils < 80 else 1 if school.pupils < 200 else 3]  # noqa: PLR2004
        return [
            (HEAD, "Директор", _NOT_TEACHING),
            *((HEAD, deputy, _NOT_TEACHING) for deputy in deputies),
            *((TEACHER, *ring[place % len(ring)]) for place in range(teachers)),
            *(("external", *ring[-1 - place]) for place in range(2 if school.supported else 1)),
        ]

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
        head, external = category == HEAD, category == "external"
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
            who=draw_name(rng, self._taken, girls=0.55 if head else 0.84),
            position=position,
            category=TEACHER if external else category,
            subjects=subjects,
            born=year - 1 - age,
            experience=(min(teaching + int(rng.integers(0, 4)), age - 17), teaching, managing),
            education=education,
            qualification=self._qualification(rng, teaching, head=head),
            external=external,
            matches=None
            if subjects == _NOT_TEACHING
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
        mean = 50.5 if self.school.supported else 45
        return round(between(float(rng.normal(mean, 9.5)), 22, 68))

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
            category = "external" if person.external else person.category
            return self._hire(rng, year, category, person.position, person.subjects)
        total, teaching, managing = person.experience
        return replace(
            person,
            experience=(total + 1, teaching + 1, managing + 1 if person.category == HEAD else managing),
            qualification=_attested(rng, person, supported=self.school.supported),
            matches=_retrained(rng, person),
            course_year=year - int(rng.integers(0, 2))
            if person.course_year < year - 2 or rng.random() < 0.3  # noqa: PLR2004
            else person.course_year,
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


def staffing_table(seed: int, school: School, year: int, people: list[Employee]) -> list[Position]:
    """Make the staffing table that agrees with the staff: units occupied by persons, and vacancies.

    Args:
        seed: Seed of the sample.
        school: The school.
        year: Reporting year.
        people: Staff of that year.

    Returns:
        One line per position, heads first; vacancies are whole quarters of a unit.
    """
    rng = stream(seed, "staffing table", year, school.school_id)
    occupied: dict[tuple[str, str], float] = defaultdict(float)
    for person in people:
        occupied[person.category, person.position] += person.units
    planned = dict(occupied)
    values = _VACANCY[school.supported]
    share = values[min(year - FIRST_SIMULATED_YEAR, len(values) - 1)] / 100 * float(rng.uniform(0.4, 1.6))
    if not school.supported and rng.random() < 0.45:  # noqa: PLR2004 - nearly half of them have no vacancy
        share = 0.0
    posts = [key for key in planned if key[0] == TEACHER]
    for _ in range(round(share * sum(occupied.values()) / 0.25)):
        planned[posts[int(rng.integers(len(posts)))]] += 0.25
    lines = [Position(*key, planned[key], occupied[key]) for key in sorted(planned, key=_staffing_order)]
    return [*lines, *_other_positions(school)]


def _staffing_order(key: tuple[str, str]) -> tuple[bool, str]:
    return (key[0] != HEAD, key[1])


def _other_positions(school: School) -> list[Position]:
    half = 0.5 if school.pupils < 80 else 1.0  # noqa: PLR2004
    cleaners = max(round(school.pupils / 90), 1) * 1.0
    return [
        Position(OTHER, "Заведующий хозяйством", half, half),
        Position(OTHER, "Секретарь", 0.5, 0.5),
        Position(OTHER, "Уборщик служебных помещений", cleaners + 0.5, cleaners),
        Position(OTHER, "Сторож", 3.0, 3.0),
    ]
