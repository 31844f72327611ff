"""The home folder of the sample: plays the municipalities and writes their files.

Belongs here: the order of the work, files on disk, the README of the sample. Does not belong here: what
stands in a workbook.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from shnor_pipeline.programme import BAVLY_2021
from shnor_pipeline.sample import declared
from shnor_pipeline.sample.layouts import exams, measures, olympiad, oo1, schools, survey, vpr
from shnor_pipeline.sample.places import build_municipalities
from shnor_pipeline.sample.reference import reference_files
from shnor_pipeline.sample.traits import FIRST_SIMULATED_YEAR
from shnor_pipeline.sample.workbooks import render
from shnor_pipeline.sample.world import simulate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from shnor_pipeline.sample.defects import SeededDefect
    from shnor_pipeline.sample.municipality import School
    from shnor_pipeline.sample.sheets import Book
    from shnor_pipeline.sample.world import World

DEFAULT_YEARS = range(2018, 2024)
_SLOW = 40
"""Schools x years from which on the work takes seconds, so that a progress bar is of use."""
_LARGE = 400
"""Schools x years from which on municipalities are played in processes of their own."""
_MOST_SCHOOLS = 9_000


class SampleError(RuntimeError):
    """The sample can't be written as asked; the message says why."""


@dataclass(frozen=True, slots=True)
class SampleSummary:
    """What was written.

    Attributes:
        files: Files below ``inbox/``.
        rows: Rows of data in them.
        defects: Number of seeded mistakes.
        seeded: The mistakes with their places.
    """

    files: int
    rows: int
    defects: int
    seeded: tuple[SeededDefect, ...]


@dataclass(slots=True)
class _Inbox:
    """Files on their way to ``inbox/``, and the count of what was written."""

    folder: Path
    files: int = 0
    rows: int = 0
    found: list[SeededDefect] = field(default_factory=list)
    corrections: list[dict[str, object]] = field(default_factory=list)

    def add(self, other: _Inbox) -> None:
        self.files += other.files
        self.rows += other.rows
        self.found += other.found
        self.corrections += other.corrections

    def write(self, path: str, content: bytes) -> None:
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        self.files += 1


def write_sample(
    out: Path,
    *,
    municipalities: int = 1,
    schools: int = 20,
    years: range = DEFAULT_YEARS,
    seed: int = 2021,
    defects: bool = True,
) -> SampleSummary:
    """Write the home folder of a synthetic region: ``inbox/``, ``reference/``, programme and README.

    The same arguments give the same bytes on any day.

    Args:
        out: Folder to write to; made when missing.
        municipalities: How many municipalities; the first is the district of the programme.
        schools: How many schools in each municipality.
        years: Reporting years, from 2018 on.
        seed: Seed, not negative.
        defects: Whether mistakes are seeded.

    Returns:
        Counts, and the mistakes with their places.

    Raises:
        SampleError: An argument is out of its range, or ``out/inbox`` already holds something.
    """
    _check(out, municipalities, schools, years, seed)
    places = build_municipalities(seed, municipalities, schools)
    inbox = _Inbox(out / "inbox")
    size = len(places) * len(years) * schools
    play = partial(_write_municipality, inbox.folder, seed, years, alone=municipalities == 1, defects=defects)
    with _progress(size) as step, _workers(size, len(places)) as run:
        for written in run(play, places):
            inbox.add(written)
            step(schools * len(years))
    everyone = [school for members in places for school in members]
    for name, text in reference_files(seed, everyone, years, inbox.corrections).items():
        _write_text(out / "reference" / name, text)
    found = tuple(sorted(inbox.found, key=lambda one: one.defect_id))
    _write_text(out / "README.md", readme(len(everyone), years, found, corrected=bool(inbox.corrections)))
    _write_text(out / "programme.yaml", BAVLY_2021.read_text(encoding="utf-8"))
    return SampleSummary(inbox.files, inbox.rows, len(found), found)


def _check(out: Path, municipalities: int, schools: int, years: range, seed: int) -> None:
    if municipalities < 1 or not 1 <= schools <= _MOST_SCHOOLS or seed < 0:
        raise SampleError(
            "Нужны хотя бы один муниципалитет, от 1 до 9000 школ в каждом и неотрицательное зерно."
        )
    if not years or years[0] < FIRST_SIMULATED_YEAR or years.step != 1:
        raise SampleError(f"Годы задаются подряд, начиная с {FIRST_SIMULATED_YEAR}: например, 2018-2023.")
    inbox = out / "inbox"
    if inbox.exists() and any(inbox.iterdir()):
        raise SampleError(f"В {inbox} уже лежат файлы. Выберите пустую папку или уберите их.")


def _write_municipality(
    folder: Path, seed: int, years: range, members: tuple[School, ...], *, alone: bool, defects: bool
) -> _Inbox:
    """Play one municipality and write its workbooks; it touches no other, so several can at once."""
    inbox = _Inbox(folder)
    world = simulate(seed, members, years[-1], alone=alone)
    for year in years:
        _write_year(inbox, world, year, defects=defects)
    return inbox


def _write_year(inbox: _Inbox, world: World, year: int, *, defects: bool) -> None:
    # Mistakes are declared for the workbooks of the programme's district.
    spoiled = defects and world.of_programme
    folder = world.folder(year)
    for book in _books(world, year):
        if spoiled:
            _spoil(inbox, book, folder)
        for decision in declared.DECISIONS if world.of_programme else ():
            if decision.year == year and book.path == f"{folder}/{decision.file}":
                inbox.corrections += filter(None, [decision.entry(book)])
        content = render(book)
        inbox.write(book.path, content)
        inbox.rows += book.data_rows
        for copy in declared.COPIES if spoiled else ():
            if book.path == f"{folder}/{copy.file}":
                one, damaged = copy.copy(folder, content)
                inbox.write(one.file, damaged)
                inbox.found.append(one)
    for further in declared.FURTHER_FILES if spoiled else ():
        written = further.written(world) if further.year == year else None
        if written:
            one, content = written
            inbox.write(one.file, content)
            inbox.found.append(one)


def _books(world: World, year: int) -> Iterator[Book]:
    return chain(
        exams.books(world, year),
        vpr.books(world, year),
        olympiad.books(world, year),
        schools.books(world, year),
        oo1.books(world, year),
        survey.books(world, year),
        measures.books(world, year),
    )


def _spoil(inbox: _Inbox, book: Book, folder: str) -> None:
    for edit in declared.EDITS:
        if book.path == f"{folder}/{edit.file}":
            one = edit.put(book)
            if one:
                inbox.found.append(one)


def readme(schools: int, years: range, found: tuple[SeededDefect, ...], *, corrected: bool = False) -> str:
    """Write the README of a sample.

    Args:
        schools: Number of schools.
        years: Reporting years.
        found: Seeded mistakes with their places.
        corrected: Whether the ledger of corrections has its example.

    Returns:
        Markdown in Russian, the table of mistakes made from their declarations.
    """
    lines = [
        "# Демонстрационные данные",
        "",
        "Все числа, фамилии и имена здесь **выдуманы**. Из программы взяты только названия района и семи",
        "школ: Гимназия №4, СОШ №5, СОШ №6, СОШ №7, ООШ №1, Исергаповская и Покровско-Урустамакская СОШ;",
        "остальные школы выдуманы вместе с названиями. О настоящих школах данные ничего не говорят.",
        "",
        f"Школ: {schools}. Годы: {years[0]}-{years[-1]} (год, в котором заканчивается учебный год).",
        "Папку пишет `shnor sample`; одно и то же зерно даёт одни и те же файлы.",
        "",
        "| папка | что в ней |",
        "|---|---|",
        "| `inbox/<год>/` | книги школ, отдела образования, экзаменационного центра, оргкомитета олимпиады |",
        "| `reference/` | реестр школ, группы программы, кластеры, минимумы, шкалы, журналы решений |",
        "| `programme.yaml` | программа в виде данных |",
        "",
    ]
    if corrected:
        lines += [
            "В журнале `reference/corrections.csv` для примера есть решение заменить значение одной ячейки;",
            "сама книга не изменена.",
            "",
        ]
    lines += ["## Намеренные ошибки", ""]
    if not found:
        return "\n".join([*lines, "В этих данных намеренных ошибок нет.", ""])
    lines += [
        "Остальное в книгах читается без ошибок, хотя и написано по-разному.",
        "",
        "| № | год | файл | лист | ячейка | что сделано | чего ждать | область правила |",
        "|---|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {one.defect_id} | {one.year} | {one.file} | {one.sheet} | {one.cell} "
        f"| {one.what_ru} | {one.effect_ru} | `{one.area}` |"
        for one in found
    ]
    return "\n".join([*lines, ""])


def _write_text(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


@contextmanager
def _workers(size: int, municipalities: int) -> Iterator[Callable[..., Iterable[_Inbox]]]:
    """Play a region on all cores; a start of processes takes longer than a small sample."""
    cores = min(os.cpu_count() or 1, municipalities)
    if size < _LARGE or cores == 1:
        yield map
        return
    # threads of libraries don't survive a fork
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(cores, mp_context=fresh) as pool:
        yield pool.map


@contextmanager
def _progress(total: int) -> Iterator[Callable[[int], None]]:
    """Show a progress bar on a terminal when the work takes seconds; say nothing otherwise."""
    if total < _SLOW or not sys.stderr.isatty():
        yield lambda _done: None
        return
    # Importing rich costs more than a small sample.
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Пишу книги", total=total)
        yield lambda done: bar.update(task, advance=done)
