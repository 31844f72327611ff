"""Protocols of the olympiad: one workbook per year and stage, a sheet per subject.

Belongs here: columns, titles and spellings of the protocols by year. Does not belong here: results.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from shnor_pipeline.sample import olympiad
from shnor_pipeline.sample.draw import stream
from shnor_pipeline.sample.sheets import Book, Cell, Column, Sheet
from shnor_pipeline.sample.spelling import school_name, without_yo

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shnor_pipeline.sample.draw import Generator
    from shnor_pipeline.sample.olympiad import Participation
    from shnor_pipeline.sample.world import World

_YEARS_WITH_CODES = (2019, 2021, 2023)
_YEARS_WITHOUT_PERCENT = (2020,)
_YEARS_WITH_LOW_HEADER = (2018, 2021, 2022)
_LOW_HEADER_ROW = 14
_YEARS_WITH_COMMAS = (2019,)


def books(world: World, year: int) -> Iterator[Book]:
    """Make the protocols of a year.

    Args:
        world: The municipality.
        year: Reporting year; both stages are held in its autumn.

    Yields:
        School stage, then municipal stage.
    """
    of_schools: list[Participation] = []
    for school in world.schools:
        of_schools += olympiad.school_stage(world.seed, school, year, world.pupils[school.school_id][year])
    order = list(olympiad.SUBJECTS)
    of_schools.sort(key=lambda one: (order.index(one.subject), one.school.school_id, one.competed))
    municipal = olympiad.municipal_stage(world.seed, year, of_schools, world.municipality_id)
    for stage, found in ((olympiad.SCHOOL_STAGE, of_schools), (olympiad.MUNICIPAL_STAGE, municipal)):
        if found:
            yield Book(f"{world.folder(year)}/{_file(stage, year)}", _sheets(world, year, stage, found))


def _file(stage: str, year: int) -> str:
    school_year = f"{year - 1}-{year}"
    short = "ШЭ" if stage == olympiad.SCHOOL_STAGE else "МЭ"
    if year % 2:
        return f"ВсОШ/{short} ВсОШ {school_year}.xlsx"
    return f"ВсОШ/Протоколы {stage} этап {school_year}.xlsx"


def _sheets(world: World, year: int, stage: str, found: list[Participation]) -> list[Sheet]:
    columns = _columns(world, year)
    sheets = []
    for subject, members in groupby(found, key=lambda one: one.subject):
        rng = stream(world.seed, f"protocol {stage} {subject}", year, world.municipality_id)
        rows = [_row(rng, world, year, stage, number, one) for number, one in enumerate(members, start=1)]
        sheets.append(
            Sheet(
                subject,
                columns,
                rows,
                _titles(world, year, stage, subject),
                header_row=_LOW_HEADER_ROW if year in _YEARS_WITH_LOW_HEADER else 0,
                ruled=False,
            )
        )
    return sheets


def _titles(world: World, year: int, stage: str, subject: str) -> list[str]:
    titles = [
        f"Протокол {'школьного' if stage == olympiad.SCHOOL_STAGE else 'муниципального'} этапа",
        "всероссийской олимпиады школьников",
        f"{year - 1}/{year} учебный год",
    ]
    if year in _YEARS_WITH_LOW_HEADER:
        titles += [
            world.municipality,
            f"Предмет: {subject}",
            f"Этап: {stage}",
            f"Максимальный балл: {olympiad.SUBJECTS[subject][0]}",
        ]
    return titles


def _with_code(world: World, year: int) -> bool:
    # Names repeat between municipalities, so a region can't do without codes.
    return year in _YEARS_WITH_CODES or not world.alone


def _columns(world: World, year: int) -> list[Column]:
    broken = "\n" if year in _YEARS_WITH_LOW_HEADER else " "
    columns = [
        Column("Этап", width=16),
        Column("Предмет", width=18),
        Column("ОО", width=40),
        Column("Код ОО", width=11),
        Column("Код участника", width=13),
        Column("Фамилия", width=18),
        Column("Имя", width=14),
        Column("Отчество", width=18),
        Column(f"Класс,{broken}за который выступает", width=14),
        Column(f"Класс,{broken}в котором учится", width=12),
        Column("Итоговый балл", width=11),
        Column("%", width=8, percent=True),
        Column("Статус", width=12),
    ]
    absent = {"Код ОО"} if not _with_code(world, year) else set()
    absent |= {"%"} if year in _YEARS_WITHOUT_PERCENT else set()
    return [column for column in columns if column.title not in absent]


def _row(rng: Generator, world: World, year: int, stage: str, number: int, one: Participation) -> list[Cell]:
    maximum = olympiad.SUBJECTS[one.subject][0]
    names: list[str] = list(one.pupil.who[:3])
    if rng.random() < 0.5:  # noqa: PLR2004 - whoever types a name writes Ё or Е
        names = [without_yo(name) for name in names]
    row: list[Cell] = [stage, one.subject, school_name(rng, one.school)]
    if _with_code(world, year):
        row.append(one.school.code)
    row += [_work_code(one, number), *names, one.competed, one.grade, _score(year, one.score)]
    if year not in _YEARS_WITHOUT_PERCENT:
        row.append(None if one.score is None else round(one.score / maximum, 3))
    row.append(_status(rng, one.status))
    return row


def _work_code(one: Participation, number: int) -> str:
    """Code of a work: subject, grade, running number; says nothing about the person."""
    return f"{one.subject[:2].upper()}-{one.competed:02d}-{number:03d}"


def _score(year: int, score: float | None) -> Cell:
    if score is None:
        return None
    if year in _YEARS_WITH_COMMAS and not score.is_integer():
        return str(score).replace(".", ",")
    return int(score) if score.is_integer() else score


def _status(rng: Generator, status: str) -> str:
    draw = float(rng.random())
    if status == olympiad.PRIZE and draw < 0.3:  # noqa: PLR2004
        return "призер"
    return status.capitalize() if draw > 0.85 else status  # noqa: PLR2004
