"""The survey as the education office gathers it: one workbook per year, later one sheet per group.

Belongs here: columns, sheets, titles. Does not belong here: the answers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shnor_pipeline.sample import survey
from shnor_pipeline.sample.posts import TEACHER
from shnor_pipeline.sample.sheets import Book, Cell, Column, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shnor_pipeline.sample.municipality import School
    from shnor_pipeline.sample.world import World

_ONE_SHEET_UNTIL = 2020
"""Until then one sheet held all groups, and a question was named by its subject alone."""
_COLUMNS = (
    Column("Код ОО", width=11),
    Column("ОО", width=32),
    Column("Группа", width=14),
    Column("Вопрос", width=46),
    Column("Опрошено", width=11),
    Column("Ответили положительно", width=15),
)
_GROUP = 2


def books(world: World, year: int) -> Iterator[Book]:
    """Make the workbook of a year's survey; there is none before the first survey.

    Args:
        world: The municipality.
        year: Reporting year.

    Yields:
        The workbook.
    """
    if year < survey.FIRST_SURVEY_YEAR:
        return
    rows = [row for school in world.schools for row in _rows(world, school, year)]
    names = {group: group.capitalize() for group in (survey.PUPILS, survey.PARENTS, survey.TEACHERS)}
    if year <= _ONE_SHEET_UNTIL:
        sheets = [_sheet(world, year, "Свод", rows)]
    else:
        sheets = [
            _sheet(world, year, name, [row for row in rows if row[_GROUP] == group])
            for group, name in names.items()
        ]
    yield Book(f"{world.folder(year)}/Опрос/Опрос удовлетворённости {year - 1}-{year}.xlsx", sheets)


def _sheet(world: World, year: int, name: str, rows: list[list[Cell]]) -> Sheet:
    titles = [f"Анкетирование за {year - 1}/{year} учебный год", world.municipality]
    return Sheet(name, list(_COLUMNS), rows, titles)


def _rows(world: World, school: School, year: int) -> list[list[Cell]]:
    pupils = sum(len(grade.start) for grade in world.pupils[school.school_id][year].values())
    people = world.staff[school.school_id][year]
    teachers = sum(person.category == TEACHER and not person.external for person in people)
    return [
        [
            school.code,
            school.name_short,
            line.question.respondents,
            _text(line.question.text, year),
            line.asked,
            line.positive,
        ]
        for line in survey.answers(world.seed, school, year, pupils, teachers)
    ]


def _text(question: str, year: int) -> str:
    return question.partition(":")[0] if year <= _ONE_SHEET_UNTIL else question
