"""One municipality with its pupils and staff over the years: what the workbooks tell about.

Belongs here: the simulated state. Does not belong here: results of a year (drawn when a workbook needs
them), workbooks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shnor_pipeline.sample.municipality import PROGRAMME_DISTRICT
from shnor_pipeline.sample.people import GradeYear, Pupil, SchoolYear, simulate_pupils
from shnor_pipeline.sample.staff import Employee, simulate_staff

if TYPE_CHECKING:
    from shnor_pipeline.sample.municipality import School


@dataclass(frozen=True, slots=True)
class World:
    """A municipality over the simulated years.

    Attributes:
        seed: Seed of the sample.
        schools: Schools in order of their ids.
        pupils: Grades by school and year.
        staff: Staff by school and year.
        alone: Whether it is the only municipality of the sample.
    """

    seed: int
    schools: tuple[School, ...]
    pupils: dict[str, dict[int, SchoolYear]]
    staff: dict[str, dict[int, list[Employee]]]
    alone: bool

    @property
    def municipality(self) -> str:
        """Title of the municipality."""
        return self.schools[0].municipality

    @property
    def municipality_id(self) -> str:
        """Id of the municipality."""
        return self.schools[0].municipality_id

    @property
    def of_programme(self) -> bool:
        """Whether it is the district that the programme was written for."""
        return self.municipality_id == PROGRAMME_DISTRICT

    def folder(self, year: int) -> str:
        """Folder of the municipality's workbooks of a year, below ``inbox/``."""
        return str(year) if self.alone else f"{year}/{self.municipality}"

    def grade(self, school: School, year: int, grade: int) -> GradeYear:
        """A grade of a school in a year; empty when the school does not teach it."""
        return self.pupils[school.school_id][year].get(grade, GradeYear(()))

    def leavers(self, school: School, year: int, grade: int) -> tuple[Pupil, ...]:
        """Pupils of a grade at the end of a year, when exams and ВПР are written."""
        return self.grade(school, year, grade).end


def simulate(seed: int, schools: tuple[School, ...], last_year: int, *, alone: bool) -> World:
    """Play the years of one municipality.

    Args:
        seed: Seed of the sample.
        schools: Its schools.
        last_year: Last reporting year.
        alone: Whether it is the only municipality of the sample.

    Returns:
        The municipality over the years.
    """
    return World(
        seed,
        schools,
        {school.school_id: simulate_pupils(seed, school, last_year) for school in schools},
        {school.school_id: simulate_staff(seed, school, last_year) for school in schools},
        alone,
    )
