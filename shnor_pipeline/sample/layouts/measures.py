"""The form «Мероприятия» as the education office fills it once a year.

Belongs here: columns, titles, ways to write a measure's number. Does not belong here: what was done.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shnor_pipeline.sample import measures
from shnor_pipeline.sample.sheets import Book, Cell, Column, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shnor_pipeline.sample.measures import Fact
    from shnor_pipeline.sample.world import World

_CYRILLIC_YEARS, _WORDED_YEARS = (2020,), (2021,)
_YEARS_WITH_YES = (2021, 2023)
_ODS_YEARS = (2020,)
_COLUMNS = (
    Column("Номер мероприятия", width=16),
    Column("Мероприятие", width=70),
    Column("Выполнено", width=11),
    Column("Подтверждающий документ", width=44),
    Column("Дата", width=12),
)


def books(world: World, year: int) -> Iterator[Book]:
    """Make the form of a year; only the municipality of the programme has measures to report on.

    Args:
        world: The municipality.
        year: Reporting year.

    Yields:
        The workbook; none in a year without plans.
    """
    found = measures.facts(world.seed, year) if world.of_programme else []
    if not found:
        return
    suffix = "ods" if year in _ODS_YEARS else "xlsx"
    titles = ["Выполнение мероприятий программы поддержки", f"за {year - 1}/{year} учебный год"]
    sheet = Sheet("Мероприятия", list(_COLUMNS), [_row(fact, year) for fact in found], titles)
    name = f"Мероприятия/Выполнение мероприятий {year - 1}-{year}.{suffix}"
    yield Book(f"{world.folder(year)}/{name}", [sheet])


def _row(fact: Fact, year: int) -> list[Cell]:
    return [
        _number(fact.measure.id, year),
        fact.measure.title_ru,
        _done(fact, year),
        fact.document or None,
        fact.day or None,
    ]


def _number(measure_id: str, year: int) -> str:
    """Write «X 4.7» as people do: with a Cyrillic Х, or in words."""
    section, number = measure_id.split(" ")
    if year in _CYRILLIC_YEARS:
        return f"{section.replace('X', 'Х')} {number}"
    return f"Раздел {section}, п. {number}" if year in _WORDED_YEARS else measure_id


def _done(fact: Fact, year: int) -> Cell:
    if year in _YEARS_WITH_YES and fact.measure.plans[year] == 1:
        return "да" if fact.done else "нет"
    return fact.done
