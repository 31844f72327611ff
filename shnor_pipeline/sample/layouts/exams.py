"""Protocols of ОГЭ and ЕГЭ as the exam centre sends them: one workbook per year and exam.

Belongs here: columns, sheets and titles of the protocols by year. Does not belong here: results.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from shnor_pipeline.sample import exams
from shnor_pipeline.sample.draw import stream
from shnor_pipeline.sample.sheets import Book, Cell, Column, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shnor_pipeline.sample.exams import ExamResult
    from shnor_pipeline.sample.municipality import School
    from shnor_pipeline.sample.world import World

_OLD_HEADERS_UNTIL = 2019
_YEARS_WITHOUT_CLASS = (2020,)
_YEARS_WITH_NUMERIC_CODES = (2018, 2021)
_YEARS_IN_ONE_SHEET = (2019, 2023)
_YEARS_WITH_OWN_RESIT_SHEET = (2022,)
_YEARS_WITH_TOTALS = (2018,)
_SHEET_NAME_LENGTH = 31

_FILES = {
    2018: "ГИА/{exam}_2018_протоколы.xlsx",
    2019: "ГИА/Результаты {exam} 2019.xlsx",
    2020: "ГИА/{exam} 2020.xlsx",
    2021: "ГИА/{exam}-2021 результаты по предметам.xlsx",
    2022: "ГИА/Протоколы {exam} 2022.xlsx",
}
_NINTH, _ELEVENTH = 9, 11


def books(world: World, year: int) -> Iterator[Book]:
    """Make the protocols of a year; an exam that was not held has no workbook.

    Args:
        world: The municipality.
        year: Reporting year.

    Yields:
        ОГЭ, then ЕГЭ.
    """
    for exam, grade, play in (("ОГЭ", _NINTH, exams.oge), ("ЕГЭ", _ELEVENTH, exams.ege)):
        rows = []
        for school in world.schools:
            results = play(world.seed, school, year, world.leavers(school, year, grade))
            rows += [(result, _row(world, school, year, exam, result)) for result in results]
        if rows:
            name = _FILES.get(year, "ГИА/{exam} {year} (сводный протокол).xlsx").format(exam=exam, year=year)
            yield Book(f"{world.folder(year)}/{name}", _sheets(exam, year, rows))


def _sheets(exam: str, year: int, rows: list[tuple[ExamResult, list[Cell]]]) -> list[Sheet]:
    columns = _columns(exam, year)
    subjects = list(exams.OGE_SUBJECTS if exam == "ОГЭ" else exams.EGE_SUBJECTS)
    if exam == "ЕГЭ":
        subjects.insert(1, exams.MATHEMATICS_BASE)

    def sheet(name: str, kept: list[list[Cell]], title: str) -> Sheet:
        totals = _totals(columns, kept) if year in _YEARS_WITH_TOTALS else []
        return Sheet(
            name[:_SHEET_NAME_LENGTH], columns, kept + totals, [f"{exam} {year} года", title], ruled=False
        )

    if year in _YEARS_IN_ONE_SHEET:
        name = "Результаты" if year == min(_YEARS_IN_ONE_SHEET) else f"{exam} {year}"
        # The centre sorts the one sheet by school, as the rows come; sorting is stable by subject otherwise.
        return [sheet(name, [row for _, row in rows], "Сводный протокол по всем предметам")]
    rows = sorted(rows, key=lambda pair: subjects.index(pair[0].subject))
    made = []
    resits: list[list[Cell]] = []
    for subject, members in groupby(rows, key=lambda pair: pair[0].subject):
        kept: list[list[Cell]] = []
        for result, row in members:
            own_sheet = year in _YEARS_WITH_OWN_RESIT_SHEET and result.period != exams.MAIN
            (resits if own_sheet else kept).append(row)
        made.append(sheet(subject, kept, f"Протокол результатов. Предмет: {subject}"))
    if resits:
        made.append(sheet("Пересдача", resits, "Дополнительный период"))
    return made


def _columns(exam: str, year: int) -> list[Column]:
    old = year <= _OLD_HEADERS_UNTIL
    common = [
        Column("Код школы" if old else "Код ОО", width=11),
        Column("ОО", width=30),
        Column("Класс", width=8),
        Column("Фамилия", width=18),
        Column("Имя", width=14),
        Column("Отчество", width=18),
        Column("Код участника", width=16),
        Column("Предмет", width=24),
        Column("Первичный балл", width=11),
    ]
    if exam == "ОГЭ":
        common.append(Column("Отметка" if old else "Оценка", width=9))
    else:
        common += [
            Column("Тестовый балл" if old else "Балл", width=10),
            Column("Минимальный балл", width=13),
        ]
    common += [Column("Статус", width=11), Column("Период", width=17)]
    return [one for one in common if one.title != "Класс" or year not in _YEARS_WITHOUT_CLASS]


def _row(world: World, school: School, year: int, exam: str, result: ExamResult) -> list[Cell]:
    grade = _NINTH if exam == "ОГЭ" else _ELEVENTH
    pupil = result.pupil
    away = result.result is None
    # Protocols say «н/я» in some years and leave the cell empty in others.
    value: Cell = result.result if not away else ("н/я" if year % 2 else None)
    letter = world.grade(school, year, grade).letters()[pupil.number]
    row: list[Cell] = [
        int(school.code) if year in _YEARS_WITH_NUMERIC_CODES else school.code,
        school.name_short if year != min(_FILES) else school.name_plain,
        f"{grade}{letter}" if year % 2 else grade,
        *pupil.who[:3],
        _participant_code(world, school, year, exam, pupil.number),
        result.subject,
        result.primary,
        value,
        "неявка" if away else "явился",
        None if result.period == exams.MAIN and year in _YEARS_WITH_NUMERIC_CODES else result.period,
    ]
    if exam == "ЕГЭ":
        row.insert(-2, result.minimum)
    if year in _YEARS_WITHOUT_CLASS:
        del row[2]
    return row


def _participant_code(world: World, school: School, year: int, exam: str, number: int) -> str:
    """Twelve digits, one code per pupil and exam of a year."""
    shift = int(stream(world.seed, f"codes {exam}", year, school.school_id).integers(1000, 5000))
    return f"{16 if exam == 'ОГЭ' else 61}{year % 100}{school.code[-4:]}{(shift + number) % 10000:04d}"


def _totals(columns: list[Column], rows: list[list[Cell]]) -> list[list[Cell]]:
    values = [row[8 + 1] for row in rows]
    given = [value for value in values if isinstance(value, int)]
    line: list[Cell] = [None] * len(columns)
    line[0], line[7] = "Итого по району", f"участников: {len(given)}"
    line[9] = round(sum(given) / len(given), 2) if given else None
    return [line]
