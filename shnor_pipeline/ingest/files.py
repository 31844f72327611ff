"""One file: what it is, of which year, and the drafts of its sheets.

Belongs here: everything that can be said of a file without the others. Does not belong here: what needs
the whole year (``intake``).
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from rapidfuzz import fuzz, process

from shnor_pipeline.ingest import cells
from shnor_pipeline.ingest.draft import Draft, draft_of, read_values, resolve_schools
from shnor_pipeline.ingest.grid import FileProblem, Sheet, read_sheets
from shnor_pipeline.ingest.header import Located, locate
from shnor_pipeline.ingest.preflight import no_access
from shnor_pipeline.quality import Finding, Place, finding, rules
from shnor_pipeline.spelling import comparable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from shnor_pipeline.ingest.source import Catalogue
    from shnor_pipeline.reference import Reference

_SCHOOL_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*[/\-–—]\s*(20)?(\d\d)(?!\d)")
_DATE = re.compile(r"(?<!\d)\d{1,2}\.\d{1,2}\.(?:20)?\d\d(?!\d)")
_LONE_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_SIMILAR = 60.0


@dataclass(frozen=True)
class Context:
    """What reading a file needs besides the file."""

    catalogue: Catalogue
    reference: Reference
    key_of: Callable[..., str]


@dataclass
class ReadFile:
    """What came of a file.

    Attributes:
        path: Path below the inbox, with ``/``.
        year: Reporting year: the folder's.
        sha256: Hash of the content.
        drafts: One for each sheet whose form is known.
        findings: What was found about the file as a whole; drafts have their own.
        unrecognised: Whether no sheet is of a known form.
    """

    path: str
    year: int
    sha256: str
    drafts: list[Draft] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    unrecognised: bool = False


def inbox_files(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder in a stable order, without lock and hidden files.

    A name comes before the same name with an addition, so that of two equal files «a (2)» is the copy.
    """
    for path in sorted(folder.rglob("*"), key=lambda each: (each.with_suffix("").as_posix(), each.suffix)):
        if path.is_file() and not path.name.startswith(("~$", ".")):
            yield path


def read_file(path: Path, inbox: Path, year: int, context: Context) -> ReadFile:
    """Read one file of a year's folder; whatever is wrong with it becomes findings, never an exception.

    Args:
        path: The file.
        inbox: The inbox it lies in.
        year: Reporting year of its folder.
        context: Forms, reference lists, pseudonyms.

    Returns:
        Drafts and findings.
    """
    name = path.relative_to(inbox).as_posix()
    # A file that can't be read has no content to hash; it must not pass for a copy of another one.
    read = ReadFile(name, year, hashlib.sha256(name.encode()).hexdigest())
    try:
        read.sha256 = _hash_of(path)
        sheets = read_sheets(path)
    except FileProblem as problem:
        read.unrecognised = True
        facts: dict[str, Any] = dict(problem.facts)
        read.findings.append(finding(problem.rule, Place(name), year=year, **facts))
        return read
    _read_sheets(read, sheets, context)
    return read


def _hash_of(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise no_access(error) from None


def _read_sheets(read: ReadFile, sheets: list[Sheet], context: Context) -> None:
    nearest: Located | None = None
    unread: list[Sheet] = []
    for sent in sheets:
        if all(cells.is_blank(cell) for row in sent.rows for cell in row):
            continue
        sheet, located = _located(sent, context.catalogue, read)
        if located is None or not located.recognised:
            unread.append(sheet)
            if located is not None and (nearest is None or located.score > nearest.score):
                nearest = located
            continue
        read.drafts.append(_draft(read, sheet, located, context))
    if not read.drafts:
        read.unrecognised = True
        shown = f"; ближе всего форма «{nearest.source.manifest.title_ru}»" if nearest else ""
        read.findings.append(finding(rules.UNKNOWN_FORM, Place(read.path), year=read.year, nearest=shown))
        return
    service = {
        comparable(name) for draft in read.drafts for name in draft.located.source.manifest.service_sheets
    }
    for sheet in unread:
        if comparable(sheet.name) in service:
            continue
        place = Place(read.path, sheet.name)
        read.findings.append(finding(rules.NO_FORM_ON_SHEET, place, year=read.year, sheet=sheet.name))


def _located(sheet: Sheet, catalogue: Catalogue, read: ReadFile) -> tuple[Sheet, Located | None]:
    """Find the form of a sheet, first among the layouts that are no plain tables."""
    plain = [source for source in catalogue.sources if source.regrid is None]
    for source in catalogue.sources:
        if source.regrid is None or not source.in_use(read.year):
            continue
        regridded = source.regrid(sheet, read.path)
        located = regridded and locate(regridded, [source], read.year)
        if regridded and located and located.recognised:
            return regridded, located
    return sheet, locate(sheet, plain, read.year)


def _draft(read: ReadFile, sheet: Sheet, located: Located, context: Context) -> Draft:
    draft = draft_of(sheet, located, year=read.year, file=read.path, key_of=context.key_of)
    _say_header(draft, located)
    if not draft.size:
        place = Place(read.path, sheet.name)
        draft.say_at(rules.EMPTY_SHEET, place, sheet=sheet.name)
        return draft
    stated = _stated_year(sheet, located, read)
    if stated is not None:
        draft.findings.append(stated)
        draft.hold_all(rules.WRONG_YEAR)
    if located.missing:
        draft.hold_all(rules.MISSING_COLUMN)
        return draft
    resolve_schools(draft, context.reference.register)
    read_values(draft)
    if located.source.shape is not None:
        located.source.shape(draft, context.reference)
    return draft


def _say_header(draft: Draft, located: Located) -> None:
    """Say which columns are missing, unknown or repeated, each with its nearest relative."""
    year, source = draft.year, located.source
    unknown = {located.texts[column]: column for column in located.unknown}
    for name in located.missing:
        header = source.header_of(name, year)
        near = _nearest(header, list(unknown))
        place = _header_place(draft, unknown.get(near or ""))
        shown = f"; похожа колонка «{near}»" if near else ""
        draft.say_at(rules.MISSING_COLUMN, place, column=name, value=near, header=header, nearest=shown)
    free = {source.header_of(name, year) for name in source.names(year) if name not in located.columns}
    for text, column in unknown.items():
        near = _nearest(text, sorted(free))
        shown = f", ближе всего «{near}»" if near else ""
        place = _header_place(draft, column)
        draft.say_at(rules.UNKNOWN_COLUMN, place, value=text, header=text, nearest=shown)
    for name, columns in located.repeated.items():
        places = [_header_place(draft, column) for column in (located.columns[name], *columns)]
        where = ", ".join(str(each.cell) for each in places)
        header, place = source.header_of(name, year), places[1]
        draft.say_at(rules.REPEATED_COLUMN, place, column=name, header=header, cells=where)


def _header_place(draft: Draft, column: int | None) -> Place:
    if column is None:
        return Place(draft.file, draft.sheet, None, draft.located.first_data_row)
    cell, row = draft.grid.address(draft.located.text_rows[column], column)
    return Place(draft.file, draft.sheet, cell, row)


def _nearest(text: str, choices: list[str]) -> str | None:
    found = process.extractOne(text.lower(), choices, scorer=fuzz.WRatio, processor=str.lower)
    return found[0] if found and found[1] >= _SIMILAR else None


def _stated_year(sheet: Sheet, located: Located, read: ReadFile) -> Finding | None:
    """Compare what titles and file name say of the year with the folder; ``None`` when nothing disagrees."""
    titles = [
        (cells.text_of(cell), sheet.address(row, column)[0])
        for row in range(located.top)
        for column, cell in enumerate(sheet.rows[row])
        if isinstance(cell, str)
    ]
    spring = located.source.manifest.calendar == "spring"
    for text, cell in (*titles, (PurePosixPath(read.path).name, None)):
        wrong = disagreeing_year(text, read.year, spring=spring)
        if wrong is not None:
            return finding(
                rules.WRONG_YEAR,
                Place(read.path, sheet.name, cell),
                year=read.year,
                form=located.source.form,
                value=text,
                stated=wrong,
                folder=read.year,
                expected=f"{read.year - 1}/{read.year} учебный год",
            )
    return None


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
