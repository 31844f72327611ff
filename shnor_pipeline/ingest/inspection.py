"""What a file is to us: form and layout of each sheet, its header map, what moved in it, what is new.

Belongs here: one answer about one file, for people who keep the column maps. Does not belong here: findings
(``quality``), rows (``draft``), printing.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from shnor_pipeline.ingest import cells
from shnor_pipeline.ingest.draft import draft_of
from shnor_pipeline.ingest.examples import examples, names_on
from shnor_pipeline.ingest.files import RETURNED_SHEETS, Context, form_of, header_facts
from shnor_pipeline.ingest.grid import FileProblem, letters, read_sheets
from shnor_pipeline.ingest.header import joined_texts, located_at
from shnor_pipeline.ingest.likeness import (
    Candidate,
    Nearest,
    Proposal,
    candidate_row,
    described,
    nearest_forms,
    nearest_header,
    nearness,
    proposals,
)
from shnor_pipeline.ingest.preflight import no_access
from shnor_pipeline.ingest.source import IGNORED, SERVICE_SHEET, SHIPPED
from shnor_pipeline.reference import Lists, Reference, Register
from shnor_pipeline.spelling import comparable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from shnor_pipeline.ingest.draft import Draft
    from shnor_pipeline.ingest.grid import Sheet
    from shnor_pipeline.ingest.header import Located
    from shnor_pipeline.ingest.source import Catalogue, Source

FORM, UNKNOWN, SERVICE, BLANK = "form", "unknown", "service", "blank"
"""Kinds of sheets: with a table of a known form, with something else, expected to hold no table, empty."""

REQUIRED, OPTIONAL, SKIPPED, NEW, AGAIN = "required", "optional", "ignored", "unknown", "repeated"
"""What a column is to the form."""

_CLOSE = 0.6
"""Share of the required columns from which it is worth while to propose a map for an unknown sheet."""

_NOBODY = Reference(Register(()), Lists())
"""A header is judged without any register."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a file can't be read: the rule and its sentence, as the finding has them."""

    rule_id: str
    message_ru: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a header.

    Attributes:
        column: Letters of the column; ``None`` where the layout has no such column and its code makes one.
        cell: Cell of the header; of a made column the cell of its first value, ``None`` = not on the sheet.
        header: Header as it stands; of a made column as the column map has it.
        canonical: Canonical name; ``None`` where the column is not known, ``-`` where it is not read.
        title_ru: Title in the canonical table, or the header of the blank form.
        status: ``required``, ``optional``, ``ignored``, ``unknown`` or ``repeated``.
        examples: At most two values; none of columns that may tell of a person.
    """

    column: str | None
    cell: str | None
    header: str
    canonical: str | None
    title_ru: str | None
    status: str
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Moved:
    """A column that stands elsewhere among the others than in the column map.

    Attributes:
        column: Letters of the column.
        header: Its header.
        after: Header of the known column before it; ``None`` = it is the first one.
        expected_after: Header of the column that the map has before it, of those that are there.
    """

    column: str
    header: str
    after: str | None
    expected_after: str | None


@dataclass(frozen=True, slots=True)
class OtherYears:
    """A column whose header the map knows, but from other years.

    Attributes:
        column: Letters of the column.
        header: Its header.
        canonical: What the header means in those years.
        now: Header of the year of the file.
        first_year: First year in which the header is in force; ``None`` = from the beginning.
        last_year: Last one; ``None`` = still.
        when: The same in words that ``now`` may follow.
    """

    column: str | None
    header: str
    canonical: str
    now: str
    first_year: int | None
    last_year: int | None
    when: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """A column that no map of the form knows, with the nearest free header and its similarity in percent."""

    column: str | None
    header: str
    nearest: str | None
    percent: int | None


@dataclass(frozen=True, slots=True)
class Missing:
    """A column of the map that the sheet lacks."""

    canonical: str
    header: str
    required: bool


@dataclass(frozen=True, slots=True)
class Repeated:
    """A column that stands there more than once; the first one is read."""

    canonical: str
    header: str
    cells: str


@dataclass(frozen=True, slots=True)
class SheetReport:
    """What a sheet is.

    Attributes:
        sheet: Name.
        kind: ``form``, ``unknown``, ``service`` or ``blank``; what follows is filled in for a form.
        hidden: Whether the sheet is hidden.
        form: Form.
        layout: Layout of the form.
        title_ru: What the form is.
        plain: Whether the layout is a plain table, and not one that the form's own code lays out.
        header_rows: First and last row of the header, from 1.
        first_data_row: First row of data, from 1; ``None`` where there is none.
        data_rows: Number of rows of data.
        columns: The header map, in the order of the columns.
        moved: Columns that stand elsewhere.
        other_years: Columns under a header of other years.
        unknown: Columns under a header that is not known.
        missing: Columns that are not there, required ones first.
        repeated: Columns that are there more than once.
        unnamed: First cells of columns that hold data and have no header.
        proposed: Rows for the column map; of an unknown sheet, for that of the nearest form.
        map_file: The column map they are for.
        nearest: Of an unknown sheet the forms it resembles.
        candidate: Of an unknown sheet that resembles no form, the row that may be its header.
    """

    sheet: str
    kind: str
    hidden: bool = False
    form: str | None = None
    layout: str | None = None
    title_ru: str | None = None
    plain: bool = True
    header_rows: tuple[int, int] | None = None
    first_data_row: int | None = None
    data_rows: int | None = None
    columns: tuple[Column, ...] = ()
    moved: tuple[Moved, ...] = ()
    other_years: tuple[OtherYears, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    missing: tuple[Missing, ...] = ()
    repeated: tuple[Repeated, ...] = ()
    unnamed: tuple[str, ...] = ()
    proposed: tuple[Proposal, ...] = ()
    map_file: str | None = None
    nearest: tuple[Nearest, ...] = ()
    candidate: Candidate | None = None


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a file is.

    Attributes:
        file: Name of the file.
        year: Reporting year whose maps it was compared with.
        problem: Why it can't be read, or ``None``.
        sheets: Its sheets in their order.
    """

    file: str
    year: int
    problem: Problem | None = None
    sheets: tuple[SheetReport, ...] = ()

    def rows_by_map(self) -> dict[str, tuple[Proposal, ...]]:
        """Gather the proposed rows of all sheets by the column map they are for, each row once."""
        found: dict[str, dict[tuple[str, str], Proposal]] = {}
        for each in self.sheets:
            for row in each.proposed:
                rows = found.setdefault(each.map_file or "", {})
                rows.setdefault((row.canonical, comparable(row.header)), row)
        return {name: tuple(rows.values()) for name, rows in found.items()}


def inspect_file(path: Path, year: int, catalogue: Catalogue) -> Inspection:
    """Look at a file without judging its rows; whatever is wrong with it is part of the answer.

    Args:
        path: The file.
        year: Reporting year whose column maps are in force.
        catalogue: Known forms.

    Returns:
        What each sheet is. No value of a column that may tell of a person is in it.
    """
    try:
        sheets = read_sheets(path)
    except OSError as error:
        return Inspection(path.name, year, _said(no_access(error)))
    except FileProblem as problem:
        return Inspection(path.name, year, _said(problem))
    context = Context(catalogue, _NOBODY, key_of=lambda *_parts: "")
    seen = [_seen(sheet, path.name, year, context) for sheet in sheets]
    return Inspection(path.name, year, sheets=tuple(_with_service(seen, catalogue)))


def _said(problem: FileProblem) -> Problem:
    return Problem(problem.rule.rule_id, problem.rule.sentence(value="", **problem.facts))


def _seen(sent: Sheet, file: str, year: int, context: Context) -> SheetReport:
    if all(cells.is_blank(cell) for row in sent.rows for cell in row):
        return SheetReport(sent.name, BLANK, sent.hidden)
    if comparable(sent.name) == comparable(SERVICE_SHEET):
        return SheetReport(sent.name, SERVICE, sent.hidden)
    sheet, located = form_of(sent, file, year, context)
    if located is None or not located.recognised:
        return _unrecognised(sent, context.catalogue, year)
    return _recognised(sent, sheet, located, file, year)


def _with_service(seen: Sequence[SheetReport], catalogue: Catalogue) -> Iterator[SheetReport]:
    """Tell the sheets that belong to a form of the file, or were written by us, from unknown ones."""
    forms = {(each.form, each.layout) for each in seen if each.kind == FORM}
    known = [
        comparable(name)
        for source in catalogue.sources
        if (source.form, source.manifest.layout) in forms
        for name in source.manifest.service_sheets
    ]
    for each in seen:
        name = comparable(each.sheet)
        expected = name in RETURNED_SHEETS or any(fnmatchcase(name, pattern) for pattern in known)
        if each.kind == UNKNOWN and forms and expected:
            yield SheetReport(each.sheet, SERVICE, each.hidden)
        else:
            yield each


def _recognised(sent: Sheet, sheet: Sheet, located: Located, file: str, year: int) -> SheetReport:
    source = located.source
    draft = draft_of(sheet, located, year=year, file=file, key_of=lambda *_parts: "", reference=_NOBODY)
    facts = header_facts(draft)
    texts = _texts_for_map(sheet, located)
    missing = [name for name in source.names(year) if name not in located.columns]
    missing.sort(key=lambda name: name not in located.missing)
    return SheetReport(
        sent.name,
        FORM,
        sent.hidden,
        source.form,
        source.manifest.layout,
        source.manifest.title_ru,
        plain=sheet is sent,
        header_rows=(located.top + 1, located.first_data_row),
        first_data_row=min(draft.row_numbers, default=None),
        data_rows=draft.size,
        columns=tuple(_columns(draft, located)),
        moved=tuple(_moved(draft, located)),
        other_years=tuple(_other_years(draft, located)),
        unknown=tuple(_unknown(draft, located)),
        missing=tuple(
            Missing(name, source.header_of(name, year), name in located.missing) for name in missing
        ),
        repeated=tuple(Repeated(each.name or "", each.text, each.cells) for each in facts.repeated),
        unnamed=tuple(str(each.place.cell) for each in facts.unnamed),
        proposed=proposals(located, year, texts),
        map_file=map_file(source),
    )


def _unrecognised(sheet: Sheet, catalogue: Catalogue, year: int) -> SheetReport:
    """Name the nearest forms; if it is the nearest one, these rows of its map would make it known."""
    fits = nearest_forms(sheet, catalogue, year)
    if not fits:
        return SheetReport(sheet.name, UNKNOWN, sheet.hidden, candidate=candidate_row(sheet, catalogue))
    nearest = fits[0][0]
    forms = tuple(described(located, its_year) for located, its_year in fits)
    rows: tuple[Proposal, ...] = ()
    if nearness(forms[0]) >= _CLOSE and nearest.source.in_use(year):
        here = located_at(sheet, nearest.source, year, nearest.top, nearest.depth)
        rows = proposals(here, year, _texts_for_map(sheet, here))
    return SheetReport(
        sheet.name,
        UNKNOWN,
        sheet.hidden,
        proposed=tuple(row for row in rows if row.canonical != IGNORED),
        map_file=map_file(nearest.source),
        nearest=forms,
    )


def map_file(source: Source) -> str:
    """Return where the column map of a form lies: a shipped one within the project, others as they are."""
    path = source.folder / "columns.csv"
    return (path.relative_to(SHIPPED.parent.parent) if path.is_relative_to(SHIPPED) else path).as_posix()


def _texts_for_map(sheet: Sheet, located: Located) -> dict[int, str]:
    """Return the unknown headers as a map must have them: with their group where the text stands twice."""
    texts = {column: located.texts[column] for column in located.unknown}
    if located.depth == 1:
        return texts
    folded = [comparable(text) for text in located.texts.values()]
    joined = joined_texts(sheet, located)
    return {
        column: joined[column] if folded.count(comparable(text)) > 1 else text
        for column, text in texts.items()
    }


def _columns(draft: Draft, located: Located) -> Iterator[Column]:
    names = {column: name for name, column in located.columns.items()}
    again = {column: name for name, columns in located.repeated.items() for column in columns}
    persons = names_on(draft)
    for column, text in sorted(located.texts.items()):
        letter, cell = _place(draft, located, column)
        name = names.get(column)
        if name is None:
            status = NEW if column in located.unknown else AGAIN if column in again else SKIPPED
            known = again.get(column, None if status == NEW else IGNORED)
            yield Column(letter, cell, text, known, None, status)
            continue
        status = REQUIRED if name in located.source.manifest.required else OPTIONAL
        shown = examples(draft, name, persons)
        yield Column(letter, cell, text, name, draft.title(name), status, shown)


def _place(draft: Draft, located: Located, column: int) -> tuple[str | None, str | None]:
    """Return letters and cell of a header; a made column has no letters, but its first value has a cell.

    A value that the sheet does not hold (its name does, or the file's) is said to stand where the header
    begins.
    """
    row = located.text_rows[column]
    if (row, column) not in draft.grid.origin:
        return letters(column), draft.grid.address(row, column)[0]
    first = next(iter(draft.grid_rows), None)
    origin = None if first is None else draft.grid.origin.get((first, column))
    if first is None or origin is None or origin == (located.top, 0):
        return None, None
    return None, draft.grid.address(first, column)[0]


def _moved(draft: Draft, located: Located) -> Iterator[Moved]:
    """Find the fewest columns that would have to be moved for the order to be that of the map."""
    source = located.source
    sent = [
        name
        for name, column in sorted(located.columns.items(), key=lambda item: item[1])
        if (located.text_rows[column], column) not in draft.grid.origin
    ]
    expected = [name for name in source.names(draft.year) if name in sent]
    text = {name: located.texts[located.columns[name]] for name in sent}
    staying = _longest_rising([expected.index(name) for name in sent])
    for at, name in enumerate(sent):
        position = expected.index(name)
        if position not in staying:
            before, wanted = sent[at - 1 : at], expected[max(position - 1, 0) : position]
            yield Moved(
                letters(located.columns[name]),
                text[name],
                text[before[0]] if before else None,
                text[wanted[0]] if wanted else None,
            )


def _longest_rising(numbers: Sequence[int]) -> set[int]:
    """Return the members of a longest rising subsequence of numbers that are all different."""
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for number in numbers:
        at = bisect_left(ends, number)
        before[number] = ends[at - 1] if at else None
        ends[at : at + 1] = [number]
    kept: set[int] = set()
    last = ends[-1] if ends else None
    while last is not None:
        kept.add(last)
        last = before[last]
    return kept


def _other_years(draft: Draft, located: Located) -> Iterator[OtherYears]:
    source, year = located.source, draft.year
    for column in located.unknown:
        text = located.texts[column]
        row = source.of_other_years(text, year)
        if row is not None:
            yield OtherYears(
                _place(draft, located, column)[0],
                text,
                row.canonical,
                source.header_of(row.canonical, year),
                row.first_year or None,
                row.last_year if row.last_year < year else None,
                row.when(year),
            )


def _unknown(draft: Draft, located: Located) -> Iterator[Unknown]:
    for column in located.unknown:
        text = located.texts[column]
        if located.source.of_other_years(text, draft.year) is None:
            nearest, percent = nearest_header(text, located, draft.year) or (None, None)
            yield Unknown(_place(draft, located, column)[0], text, nearest, percent)
