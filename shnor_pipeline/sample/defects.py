"""Kinds of mistakes and how each is put into a workbook, and decisions to correct a cell.

Belongs here: what a declared mistake consists of and what it does to a workbook or file. Does not belong
here: the mistakes of the sample (``declared``), spellings that a careful reader understands (``spelling``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shnor_pipeline.sample.sheets import Book, Cell, Column, Sheet, address, is_data

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from shnor_pipeline.sample.world import World


@dataclass(frozen=True, slots=True)
class SeededDefect:
    """A mistake as it stands in a written file.

    Attributes:
        defect_id: Stable id.
        year: Reporting year.
        file: Path below ``inbox/``.
        sheet: Sheet; empty when the whole file is wrong.
        cell: Address of the wrong cell, or of the first cell of a wrong row; empty for a whole file.
        value: What stands there, as text.
        area: Area of the rule that should notice.
        what_ru: What was done.
        effect_ru: What should come of it.
    """

    defect_id: str
    year: int
    file: str
    sheet: str
    cell: str
    value: str
    area: str
    what_ru: str
    effect_ru: str


@dataclass(frozen=True, slots=True)
class Defect:
    """What every declaration says: id, year, file below the year's folder, and words about it."""

    defect_id: str
    year: int
    file: str
    area: str
    what_ru: str
    effect_ru: str

    def seeded(self, file: str, sheet: str = "", cell: str = "", value: Cell = "") -> SeededDefect:
        """Say where the mistake stands now."""
        texts = (
            file,
            sheet,
            cell,
            "" if value is None else str(value),
            self.area,
            self.what_ru,
            self.effect_ru,
        )
        return SeededDefect(self.defect_id, self.year, *texts)


@dataclass(frozen=True, slots=True)
class WrongCells(Defect):
    """Cells of one data row are changed.

    Attributes:
        change: New value by header text, made from the row; the first one is the address given.
        row: Which of the rows that match.
        where: Cells that a row must have to match, by header text.
    """

    change: Mapping[str, Callable[[dict[str, Cell]], Cell]]
    row: int = 0
    where: Mapping[str, Cell] | None = None

    def put(self, book: Book) -> SeededDefect | None:
        """Change the cells; nothing happens when no row matches."""
        first = next(iter(self.change))
        for sheet in _sheets_with(book, first):
            titles = [column.title for column in sheet.columns]
            matching = _matching(sheet, self.where or {})
            if not matching:
                continue
            place = matching[self.row % len(matching)]
            before = dict(zip(titles, sheet.rows[place], strict=True))
            for title, make in self.change.items():
                sheet.rows[place][titles.index(title)] = make(before)
            column = titles.index(first)
            cell = address(sheet.first_data_row + place, column + 1)
            return self.seeded(book.path, sheet.name, cell, sheet.rows[place][column])
        return None


@dataclass(frozen=True, slots=True)
class RepeatedRow(Defect):
    """A data row stands twice."""

    row: int

    def put(self, book: Book) -> SeededDefect | None:
        """Repeat the row below itself."""
        sheet = book.sheets[0]
        places = [place for place, row in enumerate(sheet.rows) if is_data(row)]
        place = places[self.row % len(places)]
        sheet.rows.insert(place + 1, list(sheet.rows[place]))
        cell = address(sheet.first_data_row + place + 1, 1)
        return self.seeded(book.path, sheet.name, cell, sheet.rows[place][0])


@dataclass(frozen=True, slots=True)
class MissingRows(Defect):
    """Rows that should be there are not, whatever sheet they belong to."""

    where: Mapping[str, Cell]

    def put(self, book: Book) -> SeededDefect | None:
        """Leave the rows out; nothing happens when there are none."""
        found = None
        for sheet in book.sheets:
            gone = set(_matching(sheet, self.where))
            if gone:
                sheet.rows[:] = [row for place, row in enumerate(sheet.rows) if place not in gone]
                found = self.seeded(book.path)
        return found


@dataclass(frozen=True, slots=True)
class WrongHeader(Defect):
    """A header is misspelt."""

    title: str
    written: str

    def put(self, book: Book) -> SeededDefect | None:
        """Misspell the header."""
        for sheet in _sheets_with(book, self.title):
            place = sheet.place(self.title)
            old = sheet.columns[place]
            sheet.columns[place] = Column(self.written, old.group, old.width, old.percent)
            row = sheet.top + bool(old.group)
            return self.seeded(book.path, sheet.name, address(row, place + 1), self.written)
        return None


@dataclass(frozen=True, slots=True)
class WrongTitles(Defect):
    """The title lines of all sheets say something else."""

    old: str
    new: str

    def put(self, book: Book) -> SeededDefect | None:
        """Replace the text wherever the titles hold it."""
        found = None
        for sheet in book.sheets:
            for place, line in enumerate(sheet.titles):
                if self.old in line:
                    sheet.titles[place] = line.replace(self.old, self.new)
                    cell = address(place + 1, 1)
                    found = found or self.seeded(book.path, sheet.name, cell, sheet.titles[place])
        return found


@dataclass(frozen=True, slots=True)
class DamagedCopy(Defect):
    """A further file made from a good one: the same bytes, or only their beginning."""

    name: str
    share: float = 1.0

    def copy(self, folder: str, good: bytes) -> tuple[SeededDefect, bytes]:
        """Make the further file from the good one's bytes."""
        return self.seeded(f"{folder}/{self.name}"), good[: int(len(good) * self.share)]


@dataclass(frozen=True, slots=True)
class FurtherFile(Defect):
    """A file that nobody asked for: no form at all, or one whose facts another form states already.

    Attributes:
        make: Makes the bytes from municipality and path; ``None`` where the municipality has no such school.
    """

    make: Callable[[World, str], bytes | None]

    def written(self, world: World) -> tuple[SeededDefect, bytes] | None:
        """Make the file."""
        path = f"{world.folder(self.year)}/{self.file}"
        content = self.make(world, path)
        return None if content is None else (self.seeded(path), content)


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision to take another value than the one a cell holds; the workbook stays as it is.

    Attributes:
        year: Reporting year.
        file: Path below the year's folder.
        title: Header of the column.
        where: Cells that the row must have, by header text; of several rows the first is meant.
        new: The value decided on.
        reason: Why.
        order_number: Number of the order.
        role: Who decided.
        date: Day of the decision, ISO.
    """

    year: int
    file: str
    title: str
    where: Mapping[str, Cell]
    new: str
    reason: str
    order_number: str
    role: str
    date: str

    def entry(self, book: Book) -> dict[str, object] | None:
        """Find the cell and write the line of the ledger, by column; ``None`` when no row matches."""
        for sheet in _sheets_with(book, self.title):
            for place in _matching(sheet, self.where)[:1]:
                column = sheet.place(self.title)
                return {
                    "year": self.year,
                    "file": book.path,
                    "sheet": sheet.name,
                    "cell": address(sheet.first_data_row + place, column + 1),
                    "column": self.title,
                    "old": sheet.rows[place][column],
                    **{
                        name: getattr(self, name)
                        for name in ("new", "reason", "order_number", "role", "date")
                    },
                }
        return None


Edit = WrongCells | RepeatedRow | MissingRows | WrongHeader | WrongTitles


def _sheets_with(book: Book, title: str) -> list[Sheet]:
    return [sheet for sheet in book.sheets if any(column.title == title for column in sheet.columns)]


def _matching(sheet: Sheet, where: Mapping[str, Cell]) -> list[int]:
    """Find the data rows that have all the given cells."""
    titles = [column.title for column in sheet.columns]
    if not where.keys() <= set(titles):
        return []
    return [
        place
        for place, row in enumerate(sheet.rows)
        if is_data(row) and all(row[titles.index(title)] == value for title, value in where.items())
    ]
