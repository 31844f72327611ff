"""ВПР as it comes: tables of marks by school, and the pupil-level export of spring 2021.

Belongs here: columns, sheets, titles and the usual untidiness of both. Does not belong here: marks, the
report of the information system (``vpr_report``).
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from shnor_pipeline.sample import vpr
from shnor_pipeline.sample.draw import stream
from shnor_pipeline.sample.exams import MATHEMATICS, RUSSIAN
from shnor_pipeline.sample.layouts import vpr_report
from shnor_pipeline.sample.sheets import Book, Cell, Column, Sheet
from shnor_pipeline.sample.spelling import NBSP, class_label, percent_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shnor_pipeline.sample.draw import Generator
    from shnor_pipeline.sample.municipality import School
    from shnor_pipeline.sample.vpr import VprWork
    from shnor_pipeline.sample.world import World

_YEARS_IN_PERCENT = (2019, 2022)
_NUMBERED_YEARS = (2019, 2022)
_YEARS_OF_REPORTS = (2023,)
_GROUP_UNTIL_2020, _GROUP_LATER = "Распределение групп баллов", "Отметки"
_DATIVE = {MATHEMATICS: "математике", RUSSIAN: "русскому языку"}
_FILES = {
    2018: "ВПР/ВПР-2018 отметки по школам.xlsx",
    2019: "ВПР/Статистика ВПР 2019.xlsx",
    2020: "ВПР/ВПР осень 2020.xlsx",
    2022: "ВПР/ВПР 2022 (проценты).xlsx",
}
_TRAILING = 6
"""Columns after the tasks, half of them unnamed; nobody fills them."""
_UNTIDY_MARKS = ("нет отметки", "н/а", "*", f"{NBSP}4", f"5{NBSP}", f"{NBSP}3", f"4{NBSP}")


def books(world: World, year: int) -> Iterator[Book]:
    """Make the ВПР workbooks of a year.

    Args:
        world: The municipality.
        year: Reporting year.

    Yields:
        One workbook of marks, one export per work in the pupil-level year, one report per subject in a
        year of reports.
    """
    if year == vpr.PUPIL_LEVEL_YEAR:
        for work in vpr.PUPIL_LEVEL_WORKS:
            yield _export(world, work)
    elif year in _YEARS_OF_REPORTS:
        yield from vpr_report.books(world, year)
    else:
        name = _FILES.get(year, f"ВПР/Результаты ВПР {year} год.xlsx")
        works = sorted(vpr.AGGREGATE_WORKS)
        sheets = [
            _marks_sheet(world, year, subject, [grade for _, grade in members])
            for subject, members in groupby(works, key=lambda work: work[0])
        ]
        yield Book(f"{world.folder(year)}/{name}", sheets)


def _marks_sheet(world: World, year: int, subject: str, grades: list[int]) -> Sheet:
    rows: list[list[Cell]] = []
    for grade in grades:
        total = np.zeros(4, dtype=np.int64)
        for school in world.schools:
            pupils = world.leavers(school, year, grade)
            if pupils:
                counts = vpr.mark_counts(world.seed, school, year, (subject, grade), pupils)
                total += np.array(counts)
                rows.append(
                    [_code(school, year), school.name_short, grade, subject, *_distribution(year, counts)]
                )
        whole = (int(total[0]), int(total[1]), int(total[2]), int(total[3]))
        rows.append(["Итого по району", None, grade, subject, *_distribution(year, whole)])
    season = "осень 2020 года" if year == vpr.AUTUMN_YEAR else f"{year} год"
    unit = "в % от числа участников" if year in _YEARS_IN_PERCENT else "чел."
    group = _GROUP_LATER if year > vpr.PUPIL_LEVEL_YEAR else _GROUP_UNTIL_2020
    return Sheet(
        subject,
        [
            Column("Код ОО", width=12),
            Column("ОО", width=32),
            Column("Класс", width=8),
            Column("Предмет", width=18),
            Column("Кол-во участников", width=13),
            *(Column(mark, group, width=9) for mark in "2345"),
        ],
        rows,
        [f"Всероссийские проверочные работы, {season}", world.municipality, f"{subject}, {unit}"],
        numbered=year in _NUMBERED_YEARS,
    )


def _code(school: School, year: int) -> Cell:
    return f"sch{school.code}" if year < vpr.PUPIL_LEVEL_YEAR else f"edu{school.code}"


def _distribution(year: int, counts: tuple[int, int, int, int]) -> list[Cell]:
    participants = sum(counts)
    if year not in _YEARS_IN_PERCENT:
        return [participants, *counts]
    return [participants, *(percent_text(100 * count / max(participants, 1)) for count in counts)]


def _export(world: World, work: tuple[str, int]) -> Book:
    subject, grade = work
    year = vpr.PUPIL_LEVEL_YEAR
    tasks = len(vpr.task_maximums(subject, grade))
    columns = [
        Column("логин школы", width=13),
        Column("регион", width=28),
        *(Column(title) for title in ("номер обучающегося", "код обучающегося")),
        Column("отметка за предыдущую четверть/триместр", width=16),
        *(Column(title, width=8) for title in ("пол", "класс", "вариант", "всего баллов")),
        *(Column(f"балл за {number}", width=9) for number in range(1, tasks + 1)),
        *(Column(title) for title in ("Учебник", "Др.уч. автор", "Др.уч. название", *[""] * 3)),
    ]
    rows: list[list[Cell]] = []
    for school in world.schools:
        rng = stream(world.seed, f"vpr export {work}", year, school.school_id)
        pupils = world.leavers(school, year, grade)
        letters = world.grade(school, year, grade).letters()
        login = f"{'edu' if int(school.code) % 2 else 'sch'}{school.code}"
        for number, one in enumerate(vpr.works(world.seed, school, year, work, pupils), start=1):
            label = class_label(rng, grade, letters[one.pupil.number])
            rows.append([login, world.municipality, number, *_export_cells(rng, one, label, tasks)])
    name = f"Проведение работы по {_DATIVE[subject]}, {grade} класс. ВПР {year}.xlsx"
    return Book(f"{world.folder(year)}/ВПР/{name}", [Sheet("Sheet", columns, rows, ruled=False)])


def _export_cells(rng: Generator, work: VprWork, label: Cell, tasks: int) -> list[Cell]:
    sex = "ж" if work.pupil.who.girl else "м"
    code = f"{40000 + work.pupil.number * 7 % 9000}"
    journal = _journal_mark(rng, work)
    who: list[Cell] = [code, journal, sex.upper() if rng.random() < 0.05 else sex, label]  # noqa: PLR2004
    if work.score is None:
        return [*who, "отсутствовал", None, *([None] * (tasks + _TRAILING))]
    # A task left out altogether is an X, one that was tried in vain a zero.
    draws = rng.random(tasks).tolist()
    per_task: list[Cell] = [
        "X" if not got and draw < 0.3 else got  # noqa: PLR2004
        for got, draw in zip(work.tasks, draws, strict=True)
    ]
    variant: Cell = int(rng.integers(1, 3))
    if rng.random() < 0.01:  # noqa: PLR2004
        variant = (3, 0, None)[int(rng.integers(3))]
    return [*who, variant, work.score, *per_task, *([None] * _TRAILING)]


def _journal_mark(rng: Generator, work: VprWork) -> Cell:
    if rng.random() < 0.02:  # noqa: PLR2004
        return _UNTIDY_MARKS[int(rng.integers(len(_UNTIDY_MARKS)))]
    likely = (work.mark or 3) + int(rng.choice([-1, 0, 1], p=[0.12, 0.58, 0.30]))
    return min(max(likely, 2 if rng.random() < 0.1 else 3), 5)  # noqa: PLR2004
