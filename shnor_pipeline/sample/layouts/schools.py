"""Forms that schools fill: contingent, social passport, staff, staffing table, activity.

Belongs here: one table per form, and how forms are gathered into workbooks: one per form and district
until 2019, one per school from 2020 on. Does not belong here: the figures, the federal form that some
schools send in place of the contingent (``oo1``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shnor_pipeline.sample import conditions
from shnor_pipeline.sample.draw import stream
from shnor_pipeline.sample.layouts import form_columns, form_rows, oo1
from shnor_pipeline.sample.posts import staffing_table
from shnor_pipeline.sample.sheets import Book, Cell, Sheet
from shnor_pipeline.sample.spelling import YES_NO_STYLES
from shnor_pipeline.sample.workbooks import XLS_ROWS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shnor_pipeline.sample.layouts.form_columns import Form
    from shnor_pipeline.sample.layouts.form_rows import Hand
    from shnor_pipeline.sample.municipality import School
    from shnor_pipeline.sample.world import World

_DISTRICT_WORKBOOKS_UNTIL = 2019
_DISTRICT_FILES = {
    (2018, "contingent"): "Контингент/Контингент обучающихся 2017-2018.xls",
    (2018, "social_passport"): "Соцпаспорт/Социальный паспорт района 2017-2018.ods",
    (2018, "staff"): "Кадры/Педагогические кадры 2017-2018.xlsx",
    (2018, "staffing_table"): "Кадры/Штатное расписание 2017-2018.xls",
    (2018, "activity"): "Разное/Сетевое взаимодействие 2017-2018.ods",
    (2019, "contingent"): "Контингент/Движение обучающихся 2018-2019.ods",
    (2019, "social_passport"): "Соцпаспорт/Соцпаспорт 2018-2019 свод.xlsx",
    (2019, "staff"): "Кадры/Кадры 2018-2019.xls",
    (2019, "staffing_table"): "Кадры/Штаты 2018-2019.xlsx",
    (2019, "activity"): "Разное/Сеть и программы 2018-2019.xls",
}


@dataclass(frozen=True, slots=True)
class _Filled:
    """One form as one school fills it."""

    form: Form
    rows: list[list[Cell]]


def books(world: World, year: int) -> Iterator[Book]:
    """Make the workbooks of the schools of a year.

    Args:
        world: The municipality.
        year: Reporting year.

    Yields:
        One workbook per form until 2019, one per school later.
    """
    if year <= _DISTRICT_WORKBOOKS_UNTIL:
        yield from _district_books(world, year)
        return
    for school in world.schools:
        yield _school_book(world, school, year)


def _filled(world: World, school: School, year: int, hand: Hand) -> list[_Filled]:
    grades = world.pupils[school.school_id][year]
    people = world.staff[school.school_id][year]
    enrolled = sum(len(grade.start) for grade in grades.values())
    passport = conditions.social_passport(world.seed, school, year, enrolled)
    positions = staffing_table(world.seed, school, year, people)
    activity = conditions.activity(world.seed, school, year)
    who: list[Cell] = [hand.code, hand.name]
    contingent = [
        _Filled(form_columns.CONTINGENT, [who + row for row in form_rows.contingent_rows(grades, hand)])
    ]
    return [
        *([] if oo1.sends(world, school, year) else contingent),
        _Filled(form_columns.SOCIAL_PASSPORT, [who + form_rows.passport_row(passport)]),
        _Filled(form_columns.STAFF, [who + form_rows.staff_row(person, hand) for person in people]),
        _Filled(form_columns.STAFFING_TABLE, [who + form_rows.position_row(one, hand) for one in positions]),
        _Filled(form_columns.ACTIVITY, [who + form_rows.activity_row(activity, hand)]),
    ]


def _district_books(world: World, year: int) -> Iterator[Book]:
    gathered: dict[str, tuple[Form, list[list[Cell]]]] = {}
    for school in world.schools:
        hand = _hand(world, school, year)
        for filled in _filled(world, school, year, hand):
            gathered.setdefault(filled.form.name, (filled.form, []))[1].extend(filled.rows)
    for form, rows in gathered.values():
        name = _DISTRICT_FILES[year, form.name]
        if len(rows) > XLS_ROWS:
            name = name.removesuffix(".xls") + ".xlsx" if name.endswith(".xls") else name
        sheet = Sheet(
            form.sheet_names[0] if year % 2 else "Лист1",
            form.columns(grouped=True),
            [*rows, *form.totals(rows, "Итого по району")],
            [form.title, world.municipality, f"на {year - 1}/{year} учебный год"],
            numbered=year < _DISTRICT_WORKBOOKS_UNTIL and form.name in {"contingent", "social_passport"},
        )
        yield Book(f"{world.folder(year)}/{name}", [sheet])


def _school_book(world: World, school: School, year: int) -> Book:
    rng = stream(world.seed, "workbook", year, school.school_id)
    hand = _hand(world, school, year)
    naming = int(rng.integers(3))
    grouped = bool(rng.random() < 0.35)  # noqa: PLR2004
    blank_rows = bool(rng.random() < 0.3)  # noqa: PLR2004
    numbered = bool(rng.random() < 0.2)  # noqa: PLR2004
    sheets = []
    for number, filled in enumerate(_filled(world, school, year, hand), start=1):
        form = filled.form
        rows = [*filled.rows, *form.totals(filled.rows, "Итого" if naming else "Всего")]
        if blank_rows and len(filled.rows) > 1:
            rows.insert(len(filled.rows), [])
        sheets.append(
            Sheet(
                (form.sheet_names[0], form.sheet_names[1], f"{number}. {form.sheet_names[0]}")[naming],
                form.columns(grouped=grouped),
                rows,
                _titles(form, school, year, naming),
                numbered=numbered,
            )
        )
    if rng.random() < 0.25:  # noqa: PLR2004 - some offices begin with the staff
        sheets = [*sheets[-3:-1], *sheets[:-3], sheets[-1]]
    name = f"Школы/{school.name_plain} кадры и контингент {year - 1}-{year}.xlsx"
    return Book(f"{world.folder(year)}/{name}", sheets)


def _titles(form: Form, school: School, year: int, naming: int) -> list[str]:
    season = f"на {year - 1}/{year} учебный год"
    if naming == 0:
        return [form.title, school.name_short, season]
    if naming == 1:
        return [f"{form.title} {season}", f"{school.name_short} ({school.code})"]
    return [school.name_official, f"{form.title} {season}"]


def _hand(world: World, school: School, year: int) -> Hand:
    """How the person who fills the forms of this school writes this year."""
    rng = stream(world.seed, "handwriting", year, school.school_id)
    codes: tuple[Cell, ...] = (school.code, int(school.code), f"sch{school.code}", f"edu{school.code}")
    code = codes[int(rng.integers(2 if year <= _DISTRICT_WORKBOOKS_UNTIL else 4))]
    name = school.name_short if rng.random() < 0.7 else school.name_plain  # noqa: PLR2004
    return form_rows.Hand(
        code=code,
        name=name,
        yes_no=YES_NO_STYLES[int(rng.integers(len(YES_NO_STYLES)))],
        commas=bool(rng.random() < 0.5),  # noqa: PLR2004
        grade_words=bool(rng.random() < 0.2),  # noqa: PLR2004
    )
