"""The desk of one case: a small home folder with the files a kind of error needs, and chance.

Belongs here: taking clean files, opening their tables, choosing places. Does not belong here: what is
damaged (``kinds_*``) and whether it is found (``trial``).
"""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from shnor_pipeline_tests.mutation.registry import NoPlaceError
from shnor_pipeline_tests.mutation.workbooks import Table, tables_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from shnor_pipeline.sample.draw import Generator

NEW_FORMS = (2020, 2021, 2022, 2023)
"""Years in which each school sends one .xlsx with all of its forms."""
ALL = (2018, 2019, *NEW_FORMS)
GROUPS: dict[str, tuple[tuple[str, ...], tuple[int, ...]]] = {
    "school": (("Школы/*.xlsx",), NEW_FORMS),
    "schools": (("Школы/*.xlsx",), NEW_FORMS),
    "oge": (("ГИА/*ОГЭ*",), (2018, 2019, 2021, 2022, 2023)),
    "ege": (("ГИА/*ЕГЭ*",), ALL),
    "marks": (("ВПР/*",), (2018, 2019, 2020, 2022)),
    "export": (("ВПР/*",), (2021,)),
    "stage": (("ВсОШ/ШЭ*", "ВсОШ/*школьный*"), ALL),
    "municipal": (("ВсОШ/МЭ*", "ВсОШ/*муниципальный*"), ALL),
    "survey": (("Опрос/*",), ALL[1:]),
}
"""Files of a year's folder by name, and the years in which they are there."""
ONE_OF = {"school", "export"}
FORMS = {
    "contingent": ("school", "Прибыло"),
    "passport": ("school", "С ОВЗ"),
    "staff": ("school", "ФИО"),
    "staffing": ("school", "Занято ставок"),
    "activity": ("school", "Опорная площадка"),
    "oge": ("oge", "Период"),
    "ege": ("ege", "Минимальный балл"),
    "marks": ("marks", "Кол-во участников"),
    "export": ("export", "код обучающегося"),
    "stage": ("stage", "Итоговый балл"),
    "municipal": ("municipal", "Итоговый балл"),
    "survey": ("survey", "Опрошено"),
}
"""Form -> group of files, and a header that only this form has."""


@dataclass
class Desk:
    """One case.

    Attributes:
        clean: Home folder of the clean sample.
        home: Home folder of the case; its inbox begins empty.
        rng: Chance.
        year: Reporting year; 0 until files are taken.
        taken: Clean files at the desk, below the inbox.
        before: Whether files of the year before are there too.
    """

    clean: Path
    home: Path
    rng: Generator
    year: int = 0
    taken: list[str] = field(default_factory=list)
    before: bool = False

    def pick(self, choices: Sequence[Any]) -> Any:
        """Choose one."""
        if not len(choices):
            raise NoPlaceError
        return choices[int(self.rng.integers(len(choices)))]

    def path(self, file: str) -> Path:
        """Return a file of the case by its path below the inbox."""
        return self.home / "inbox" / file

    def take(
        self, *groups: str, years: Sequence[int] = ALL, like: str = "", before: bool = False
    ) -> list[str]:
        """Copy clean files of a year to the desk.

        Args:
            *groups: Names of ``GROUPS``.
            years: Years to choose from, where the year is not chosen yet.
            like: Words in the name of the one school that is taken.
            before: Whether the same files of the year before come too.

        Returns:
            The first file of each group, in order; all files of a group that is taken whole.
        """
        fit = [year for year in years if all(year in GROUPS[group][1] for group in groups)]
        if before:
            fit = [year for year in fit if all(year - 1 in GROUPS[group][1] for group in groups)]
        self.year = self.year or self.pick(fit)
        self.before = self.before or before
        names = []
        for group in groups:
            found = self._chosen(group, like)
            names += found
            for file in found:
                self._copy(file)
                if before:
                    self._copy(self.file_before(group, file))
        return names

    def _chosen(self, group: str, like: str) -> list[str]:
        found = [file for file in self._named(group, self.year) if like in file]
        return [self.pick(found)] if group in ONE_OF else found

    def _named(self, group: str, year: int) -> list[str]:
        inbox = self.clean / "inbox"
        paths = {path for glob in GROUPS[group][0] for path in (inbox / str(year)).glob(glob)}
        return sorted(path.relative_to(inbox).as_posix() for path in paths)

    def file_before(self, group: str, file: str) -> str:
        """Return the file of the year before that answers to a file."""
        school = file.rpartition("/")[2].partition(" кадры")[0]
        names = self._named(group, self.year - 1)
        return next(name for name in names if group not in {"school", "schools"} or f"/{school} " in name)

    def _copy(self, file: str) -> None:
        target = self.path(file)
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(self.clean / "inbox" / file, target)
            self.taken.append(file)

    @contextmanager
    def tables(self, form: str, file: str = "", **how: Any) -> Iterator[list[Table]]:
        """Open the tables of a form; the workbook is saved afterwards.

        Args:
            form: Name of ``FORMS``.
            file: File at the desk; taken now where none is given.
            **how: Options of :meth:`take`.

        Yields:
            One table per sheet that holds the form.
        """
        group, marker = FORMS[form]
        file = file or self.take(group, **how)[0]
        book, found = tables_of(self.path(file), file, marker)
        if not found:
            raise NoPlaceError
        yield found
        book.save(self.path(file))

    @contextmanager
    def table(self, form: str, file: str = "", **how: Any) -> Iterator[Table]:
        """Open one table of a form, chosen by chance among its sheets."""
        with self.tables(form, file, **how) as found:
            yield self.pick([table for table in found if len(table.rows)])

    def swap(self, file: str, name: str) -> str:
        """Rename a file within its folder; return the new path below the inbox."""
        target = self.path(file).with_name(name)
        self.path(file).rename(target)
        return f"{file.rpartition('/')[0]}/{name}"
