"""Posts of a school: whom it needs, and its staffing table in units.

Belongs here: positions and units. Does not belong here: the persons who hold them (``staff``).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shnor_pipeline.sample.draw import stream
from shnor_pipeline.sample.traits import FIRST_SIMULATED_YEAR

if TYPE_CHECKING:
    from shnor_pipeline.sample.municipality import School
    from shnor_pipeline.sample.staff import Employee

HEAD, TEACHER, OTHER = "руководитель", "педагог", "иное"
EXTERNAL = "external"
"""Stands for the category of a post that an external part-timer holds; the form says «педагог»."""
NOT_TEACHING = "-"

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
        ("Педагог-психолог", NOT_TEACHING),
        ("Учитель музыки", "музыка, ИЗО"),
        ("Преподаватель-организатор ОБЖ", "ОБЖ"),
        ("Социальный педагог", NOT_TEACHING),
    ),
}
_DEPUTIES = (
    "Заместитель директора по учебной работе",
    "Заместитель директора по воспитательной работе",
    "Заместитель директора по национальному образованию",
)
_VACANCY = {True: (10, 9, 6.5, 5.5, 3.5, 2.5), False: (3, 2.5, 2.5, 2, 1.5, 1.5)}


@dataclass(frozen=True, slots=True)
class Position:
    """A line of the staffing table, in units."""

    category: str
    title: str
    planned: float
    occupied: float


def needed_posts(school: School) -> list[tuple[str, str, str]]:
    """List everybody a school needs.

    Args:
        school: The school.

    Returns:
        Position category (or :data:`EXTERNAL`), position and subjects, one entry per person.
    """
    primary = school.kind == "primary"
    teachers = 5 if primary else round(min(8.5 + school.pupils * 0.058, 45))
    ring = _POSTS["primary" if primary else "other"]
    deputies = _DEPUTIES[: 0 if school.pupils < 80 else 1 if school.pupils < 200 else 3]  # noqa: PLR2004
    return [
        (HEAD, "Директор", NOT_TEACHING),
        *((HEAD, deputy, NOT_TEACHING) for deputy in deputies),
        *((TEACHER, *ring[place % len(ring)]) for place in range(teachers)),
        *((EXTERNAL, *ring[-1 - place]) for place in range(2 if school.supported else 1)),
    ]


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
    # Half of the other schools have no vacancy, of the supported ones a few more every year.
    full = 0.06 * (year - FIRST_SIMULATED_YEAR) if school.supported else 0.5
    if rng.random() < full:
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
