"""Section 2.1 of the federal form ОО-1: grades are columns, lines come in pairs.

Belongs here: columns and lines of the section, and which schools send it. Does not belong here: the roll
(``people``), the office form of the contingent (``schools``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shnor_pipeline.sample.sheets import Book, Cell, Column, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shnor_pipeline.sample.municipality import School
    from shnor_pipeline.sample.people import GradeYear
    from shnor_pipeline.sample.world import World

_YEARS = (2021, 2023)
_FIRST_SCHOOL, _EVERY = 10, 4
_GRADES = range(1, 13)
_IMPOSSIBLE = "х"
_COLUMNS = (
    Column("Наименование показателей", width=34),
    Column("№ строки", width=8),
    Column("Всего (сумма граф 4-15)", width=12),
    *(Column(f"{grade}-й класс", width=8) for grade in _GRADES),
)


def sends(world: World, school: School, year: int) -> bool:
    """Whether a school sends ОО-1 in place of the form «Контингент».

    The federal form knows 20 September only, so a school where a grade has grown since then does not.
    """
    grades = world.pupils[school.school_id][year].values()
    return (
        year in _YEARS
        and school in world.schools[_FIRST_SCHOOL::_EVERY]
        and all(len(grade.end) <= len(grade.start) for grade in grades)
    )


def books(world: World, year: int) -> Iterator[Book]:
    """Make the forms of the schools that send one.

    Args:
        world: The municipality.
        year: Reporting year.

    Yields:
        One workbook per school.
    """
    for school in world.schools:
        if sends(world, school, year):
            name = f"ОО-1/{school.name_plain} ОО-1 {year - 1}-{year}.xlsx"
            yield book(world, school, year, f"{world.folder(year)}/{name}")


def book(world: World, school: School, year: int, path: str) -> Book:
    """Make the form of one school, whether or not it is one that should send it.

    Args:
        world: The municipality.
        school: The school.
        year: Reporting year.
        path: Path below ``inbox/``.

    Returns:
        One sheet with lines 01-03.
    """
    titles = [
        "Сведения об организации, осуществляющей образовательную деятельность (форма № ОО-1)",
        f"Наименование отчитывающейся организации: {school.name_official}",
        f"на начало {year - 1}/{year} учебного года",
        "2.1. Число классов и численность обучающихся в них",
    ]
    sheet = Sheet("2.1", list(_COLUMNS), _lines(world, school, year), titles, numbered=True)
    return Book(path, [sheet])


def _lines(world: World, school: School, year: int) -> list[list[Cell]]:
    grades = {grade: world.grade(school, year, grade) for grade in school.grades}
    return [
        _line("Число классов, ед", "01", {grade: one.classes for grade, one in grades.items()}),
        _line("В них обучающихся, чел", "02", {grade: len(one.start) for grade, one in grades.items()}),
        _line("из них девочки", "03", {grade: _girls(one) for grade, one in grades.items()}),
    ]


def _girls(grade: GradeYear) -> int:
    return sum(pupil.who.girl for pupil in grade.start)


def _line(title: str, number: str, counts: dict[int, int]) -> list[Cell]:
    cells: list[Cell] = [counts.get(grade, _IMPOSSIBLE) for grade in _GRADES]
    return [title, number, sum(counts.values()), *cells]
