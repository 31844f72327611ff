"""The report «Статистика по отметкам» as the information system of ВПР gives it: percents by group.

Belongs here: columns, groups above the schools, titles. Does not belong here: marks (``vpr``), the other
ways in which ВПР comes (``layouts.vpr``).
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from shnor_pipeline.sample import vpr
from shnor_pipeline.sample.sheets import Book, Cell, Column, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from shnor_pipeline.sample.world import World

_COLUMNS = (
    Column("Группы участников", width=46),
    Column("Кол-во ОО", width=10),
    Column("Кол-во участников", width=13),
    *(Column(mark, width=9) for mark in "2345"),
)
_WIDER_GROUPS = (("Вся выборка", 36_120, 1_391_480), ("Республика Татарстан", 1_288, 44_630))
"""Name, schools and participants of the groups above the municipality."""


def books(world: World, year: int) -> Iterator[Book]:
    """Make the reports of a year.

    Args:
        world: The municipality.
        year: Reporting year.

    Yields:
        One workbook per subject, one sheet per grade.
    """
    for subject, works in groupby(sorted(vpr.AGGREGATE_WORKS), key=lambda work: work[0]):
        sheets = [_sheet(world, year, work) for work in works]
        name = f"ВПР/Статистика по отметкам. {subject}. ВПР {year}.xlsx"
        yield Book(f"{world.folder(year)}/{name}", sheets)


def _sheet(world: World, year: int, work: tuple[str, int]) -> Sheet:
    subject, grade = work
    titles = ["Статистика по отметкам", f"ВПР {year} {subject} {grade} класс"]
    return Sheet(f"{grade} класс", list(_COLUMNS), _rows(world, year, work), titles, ruled=False)


def _rows(world: World, year: int, work: tuple[str, int]) -> list[list[Cell]]:
    counted = []
    for school in world.schools:
        pupils = world.leavers(school, year, work[1])
        if pupils:
            name = f"{school.name_short} (edu{school.code})"
            counted.append((name, vpr.mark_counts(world.seed, school, year, work, pupils)))
    whole = np.array([counts for _, counts in counted]).reshape(-1, 4).sum(axis=0)
    expected = vpr.expected(*work, year)
    return [
        *([name, schools, people, *_percents(expected)] for name, schools, people in _WIDER_GROUPS),
        [world.municipality, len(counted), int(whole.sum()), *_percents(whole.tolist())],
        *([name, 1, sum(counts), *_percents(counts)] for name, counts in counted),
    ]


def _percents(shares: Sequence[float]) -> list[Cell]:
    """Write a distribution in percents with two digits; its parts need not sum to 100."""
    total = max(sum(shares), 1)
    return [round(100 * share / total, 2) for share in shares]
