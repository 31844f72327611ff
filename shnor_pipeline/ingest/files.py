"""One file: what it is, of which year, and the drafts of its sheets.

Belongs here: everything that can be said of a file without the others. Does not belong here: what needs
the whole year (``intake``).
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cached_property, lru_cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from shnor_pipeline.ingest import cells
from shnor_pipeline.ingest.draft import Draft, draft_of, is_column_numbers, read_values, resolve_schools
from shnor_pipeline.ingest.grid import FileProblem, Sheet, read_sheets
from shnor_pipeline.ingest.header import Headers, Located, locate
from shnor_pipeline.ingest.preflight import no_access
from shnor_pipeline.ingest.source import SERVICE_SHEET
from shnor_pipeline.ingest.version import version_of
from shnor_pipeline.quality import Place, Sees, findings_of
from shnor_pipeline.quality.facts import FileFacts, HeaderCase, HeaderFacts, SheetFacts
from shnor_pipeline.spelling import comparable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from shnor_pipeline.ingest.source import Catalogue, Source
    from shnor_pipeline.quality import Finding
    from shnor_pipeline.reference import Reference

_SCHOOL_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*[/\-–—]\s*(20)?(\d\d)(?!\d)")
_MONTHS = "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря"
_DATE = re.compile(
    rf"(?<!\d)\d{{1,2}}\.\d{{1,2}}\.(?:20)?\d\d(?!\d)|\bот\s+\d{{1,2}}\s+(?:{_MONTHS})\s+20\d\d",
    re.IGNORECASE,
)
_LONE_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_CENTURY = "20"
_SIMILAR = 60.0
_OF_THE_SYSTEM = frozenset({"thumbs.db", "desktop.ini"})


@dataclass(frozen=True)
class Context:
    """What reading a file needs besides the file.

    Attributes:
        catalogue: Forms and canonical tables.
        reference: Register and lists.
        key_of: Turns the parts of an identity into a pseudonym.
        held: Whether a procedure of the programme's calendar took place in a year.
        weights: Number of indicators that read a canonical table, for the order of findings.
    """

    catalogue: Catalogue
    reference: Reference
    key_of: Callable[..., str]
    held: Callable[[str, int], bool] = field(default=lambda _procedure, _year: True)
    weights: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def headers(self) -> Headers:
        """Look-up of the headers of all forms that are plain tables."""
        return Headers([source for source in self.catalogue.sources if source.regrid is None])


@dataclass
class ReadFile:
    """What came of a file.

    Attributes:
        path: Path below the inbox, with ``/``.
        year: Reporting year: the folder's.
        sha256: Hash of the content.
        drafts: One for each sheet whose form is known.
        findings: What was found about the file as a whole and its sheets; drafts have their own.
        facts: What is known of the file as a whole.
    """

    path: str
    year: int
    sha256: str
    drafts: list[Draft] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    facts: FileFacts = field(init=False)

    def __post_init__(self) -> None:
        """Begin with nothing known but the name."""
        self.facts = FileFacts(self.path)


def inbox_files(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder in a stable order, without lock, hidden and the system's own files.

    A name comes before the same name with an addition, so that of two equal files «a (2)» is the copy.
    """
    for path in sorted(
        folder.rglob("*"), key=lambda each: (each.as_posix().removesuffix(each.suffix), each.suffix)
    ):
        is_ours = not path.name.startswith(("~$", ".")) and path.name.lower() not in _OF_THE_SYSTEM
        if path.is_file() and is_ours:
            yield path


def content_hash(path: Path) -> str:
    """Return the SHA-256 of a file's content, computed once while the file stays as it is."""
    facts = path.stat()
    return _content_hash(path, facts.st_mtime_ns, facts.st_size)


@lru_cache(maxsize=100_000)
def _content_hash(path: Path, _changed: int, _size: int) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def read_file(
    path: Path,
    inbox: Path,
    year: int,
    context: Context,
    sheets_of: Callable[[Path], list[Sheet]] | None = None,
) -> ReadFile:
    """Read one file of a year's folder; whatever is wrong with it becomes findings, never an exception.

    Its rows are as the sender wrote them; :func:`complete` makes values of them.

    Args:
        path: The file.
        inbox: The inbox it lies in.
        year: Reporting year of its folder.
        context: Forms, reference lists, pseudonyms.
        sheets_of: What reads its sheets, where they are not read here and now.

    Returns:
        Drafts and findings.
    """
    name = path.relative_to(inbox).as_posix()
    # A file that can't be read has no content to hash; it must not pass for a copy of another one.
    read = ReadFile(name, year, hashlib.sha256(name.encode()).hexdigest())
    try:
        read.sha256 = content_hash(path)
        sheets = (sheets_of or read_sheets)(path)
    except FileProblem as problem:
        # kept under a name, it would keep through its traceback all that was read of the file
        read.facts.problem = (problem.rule.rule_id, problem.facts)
        return read
    except OSError as error:
        denied = no_access(error)
        read.facts.problem = (denied.rule.rule_id, denied.facts)
        return read
    _read_sheets(read, sheets, context)
    return read


def forms_of_file(path: Path, inbox: Path, year: int, context: Context) -> tuple[str, ...]:
    """Return the forms that a file holds, each once; none where it can't be read or is of no form."""
    drafts = read_file(path, inbox, year, context).drafts
    return tuple(dict.fromkeys(draft.located.source.form for draft in drafts))


def _read_sheets(read: ReadFile, sheets: list[Sheet], context: Context) -> None:
    nearest: Located | None = None
    drafts: list[tuple[Sheet, Draft | None]] = []
    stamp: dict[str, str] = {}
    for sent in sheets:
        if comparable(sent.name) == _SERVICE:
            stamp = {cells.text_of(row[0]): cells.text_of(row[1]) for row in sent.rows if len(row) > 1}
            continue
        if all(cells.is_blank(cell) for row in sent.rows for cell in row):
            continue
        read.facts.lossy |= sent.lossy
        sheet, located = _located(sent, context, read)
        if located is not None and located.recognised:
            drafts.append((sheet, _draft(read, sheet, located, context)))
            continue
        drafts.append((sheet, None))
        if located is not None and (nearest is None or located.score > nearest.score):
            nearest = located
    read.drafts = [draft for _, draft in drafts if draft is not None]
    read.facts.old_stamp = _old_stamp(stamp, read)
    if not read.drafts:
        read.facts.unrecognised = True
        read.facts.nearest_form = nearest.source.manifest.title_ru if nearest else None
        return
    service = [
        comparable(name) for draft in read.drafts for name in draft.located.source.manifest.service_sheets
    ]
    for sheet, draft in drafts:
        name = comparable(sheet.name)
        if draft is not None or not (
            name in RETURNED_SHEETS or any(fnmatchcase(name, each) for each in service)
        ):
            facts = _sheet_facts(read, sheet, draft)
            read.findings += findings_of(Sees.SHEET, facts, facts.place, year=read.year, form=facts.form)


def _old_stamp(stamp: dict[str, str], read: ReadFile) -> str | None:
    """Say from which blank a file was made, where it is not the one of this year's declaration."""
    if stamp.get("year", str(read.year)) != str(read.year):
        return f"бланк {stamp['year']} года"
    of_form = [each.located.source for each in read.drafts if each.form == stamp.get("form")]
    if stamp.get("version") and of_form:
        versions = {version_of(source, read.year) for source in of_form}
        return None if stamp["version"] in versions else f"редакция {stamp['version']}"
    return None


_SERVICE = comparable(SERVICE_SHEET)
RETURNED_SHEETS = frozenset({comparable("Замечания"), comparable("Замечания проверки")})
"""Sheets that we wrote ourselves into a workbook that was returned and is sent again."""


def _sheet_facts(read: ReadFile, sheet: Sheet, draft: Draft | None) -> SheetFacts:
    place = Place(read.path, sheet.name)
    if draft is None:
        return SheetFacts(place, None)
    return SheetFacts(
        place,
        draft.form,
        rows=draft.size,
        hidden=sheet.hidden,
        hidden_rows=tuple(row for row in draft.row_numbers if row - 1 in sheet.hidden_rows)
        if sheet.hidden_rows
        else (),
    )


def _located(sheet: Sheet, context: Context, read: ReadFile) -> tuple[Sheet, Located | None]:
    """Find the form of a sheet: an office form as it should be, else a layout that is no plain table."""
    plain = context.headers.locate(sheet, read.year)
    if plain is not None and plain.is_exact:
        return sheet, plain
    for source in context.catalogue.sources:
        if source.regrid is None or not source.in_use(read.year):
            continue
        regridded = source.regrid(sheet, read.path)
        located = regridded and locate(regridded, [source], read.year)
        if regridded and located and located.recognised:
            return regridded, located
    return sheet, plain


def _draft(read: ReadFile, sheet: Sheet, located: Located, context: Context) -> Draft:
    draft = draft_of(
        sheet, located, year=read.year, file=read.path, key_of=context.key_of, reference=context.reference
    )
    draft.weight = context.weights.get(draft.table.name, 1)
    draft.header = _header_facts(draft, located)
    draft.header.stated_year = _stated_year(sheet, located, read) if draft.size else None
    draft.apply(Sees.HEADER)
    return draft


def complete(draft: Draft, reference: Reference) -> None:
    """Make typed values of the rows of a draft and let the rules look at them, unless they have theirs."""
    if not draft.size or draft.located.missing or draft.values:
        return
    resolve_schools(draft)
    read_values(draft)
    if draft.located.source.shape is not None:
        draft.located.source.shape(draft, reference)
    draft.apply(Sees.ROWS)


def _header_facts(draft: Draft, located: Located) -> HeaderFacts:
    """Gather missing, unknown, repeated and unnamed columns, each with its nearest relative."""
    year, source = draft.year, located.source
    if located.is_exact and not located.repeated:
        return HeaderFacts(unnamed=_unnamed(draft, located))
    unknown = {located.texts[column]: column for column in located.unknown}
    free = sorted(
        {source.header_of(name, year) for name in source.names(year) if name not in located.columns}
    )
    missing = []
    for name in located.missing:
        header = source.header_of(name, year)
        near = _renamed(source, name, list(unknown), year) or _nearest(header, list(unknown))
        missing.append(HeaderCase(_header_place(draft, unknown.get(near or "")), header, name, near))
    return HeaderFacts(
        missing=tuple(missing),
        unknown=tuple(_unknown(draft, text, column, free) for text, column in unknown.items()),
        repeated=tuple(_repeated(draft, name, columns) for name, columns in located.repeated.items()),
        unnamed=_unnamed(draft, located),
    )


def _renamed(source: Source, name: str, texts: list[str], year: int) -> str | None:
    """Find among unknown headers the one that a column has in other years."""
    found = ((source.of_other_years(text, year), text) for text in texts)
    return next((text for row, text in found if row is not None and row.canonical == name), None)


def _unknown(draft: Draft, text: str, column: int, free: list[str]) -> HeaderCase:
    place, source, year = _header_place(draft, column), draft.located.source, draft.year
    row = source.of_other_years(text, year)
    if row is None:
        return HeaderCase(place, text, near=_nearest(text, free))
    return HeaderCase(place, text, near=source.header_of(row.canonical, year), when=row.when(year))


def _repeated(draft: Draft, name: str, columns: tuple[int, ...]) -> HeaderCase:
    places = [_header_place(draft, column) for column in (draft.located.columns[name], *columns)]
    where = ", ".join(str(each.cell) for each in places)
    return HeaderCase(places[1], draft.located.source.header_of(name, draft.year), name, cells=where)


def _unnamed(draft: Draft, located: Located) -> tuple[HeaderCase, ...]:
    """Find the columns that have no header and hold data in a row of the table; the first cell is named.

    A text between header and data (a subtitle below a group's title) is a name.
    """
    rows = draft.grid.rows
    below = rows[located.first_data_row : min(draft.grid_rows, default=0)]
    below = [row for row in below if not is_column_numbers(row)]
    subtitled = {column for row in below for column, cell in enumerate(row) if not cells.is_blank(cell)}
    width = max(map(len, rows[located.first_data_row :]), default=0)
    found = []
    for column in sorted(set(range(width)) - set(located.texts) - subtitled):
        filled = (row for row in draft.grid_rows if column < len(rows[row]))
        first = next((row for row in filled if not cells.is_blank(rows[row][column])), None)
        if first is not None:
            cell, number = draft.grid.address(first, column)
            found.append(
                HeaderCase(Place(draft.file, draft.sheet, cell, number), cells.text_of(rows[first][column]))
            )
    return tuple(found)


def _header_place(draft: Draft, column: int | None) -> Place:
    if column is None:
        return Place(draft.file, draft.sheet, None, draft.located.first_data_row)
    cell, row = draft.grid.address(draft.located.text_rows[column], column)
    return Place(draft.file, draft.sheet, cell, row)


def _nearest(text: str, choices: list[str]) -> str | None:
    found = process.extractOne(text.lower(), choices, scorer=fuzz.WRatio, processor=str.lower)
    return found[0] if found and found[1] >= _SIMILAR else None


def _stated_year(sheet: Sheet, located: Located, read: ReadFile) -> tuple[Place, str, str] | None:
    """Return where titles or file name name another year, their text and the year as stated."""
    titles = [
        (cells.text_of(cell), (row, column))
        for row in range(located.top)
        for column, cell in enumerate(sheet.rows[row])
        if cell.__class__ is str and _CENTURY in cell
    ]
    spring = located.source.manifest.calendar == "spring"
    for text, at in (*titles, (PurePosixPath(read.path).name, None)):
        wrong = disagreeing_year(text, read.year, spring=spring)
        if wrong is not None:
            return Place(read.path, sheet.name, at and sheet.address(*at)[0]), text, wrong
    return None


@lru_cache(maxsize=10_000)
def disagreeing_year(text: str, year: int, *, spring: bool) -> str | None:
    """Return what a text says of the year when it is not the reporting year.

    A school year («2020/2021», «2020-21») decides; a lone year may be the reporting year or, in forms of
    the whole school year, the autumn before it. Full dates (orders, «от 12.09.2019») say nothing.

    Args:
        text: Title line or file name.
        year: Reporting year of the folder.
        spring: Whether only the year itself is right.

    Returns:
        The year as stated, or ``None`` when the text agrees or says nothing.
    """
    bare = _DATE.sub(" ", text)
    school_years = [
        (match.group(0), int(match.group(1)[:2] + match.group(3)))
        for match in _SCHOOL_YEAR.finditer(bare)
        if int(match.group(1)[:2] + match.group(3)) == int(match.group(1)) + 1
    ]
    if school_years:
        return None if any(end == year for _, end in school_years) else school_years[0][0]
    lone = [int(found) for found in _LONE_YEAR.findall(bare)]
    right = {year} if spring else {year, year - 1}
    return None if not lone or right & set(lone) else str(lone[0])


def form_of(sheet: Sheet, file: str, year: int, context: Context) -> tuple[Sheet, Located | None]:
    """Find the form of a sheet of a file that is only looked at.

    Returns:
        The sheet, laid out as a plain table where its layout is none, and what was found.
    """
    return _located(sheet, context, ReadFile(file, year, sha256=""))


def header_facts(draft: Draft) -> HeaderFacts:
    """Say of a header that is only looked at what is not as expected."""
    return _header_facts(draft, draft.located)
