"""What a sheet or a column resembles where it is not known: nearest forms, proposed rows of a column map.

Belongs here: similarity of headers and what is proposed from it. Does not belong here: what is known for
certain (``header``) and what is said of a whole file (``inspection``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from shnor_pipeline.ingest import cells
from shnor_pipeline.ingest.header import SEARCHED_ROWS, Located, locate, located_at
from shnor_pipeline.ingest.source import IGNORED
from shnor_pipeline.person_names import MASK
from shnor_pipeline.spelling import comparable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from shnor_pipeline.ingest.grid import Sheet
    from shnor_pipeline.ingest.source import Catalogue, Source

SIMILAR = 60.0
"""Percent from which two headers resemble each other."""

PROPOSED_BY = "предложено shnor inspect"

_ALIKE = 75.0
_SHORT = 2
_PART_OF = 0.75
_KNOWN = 100.0
_BONUS = 10.0
_MOST_FORMS = 3
_FEWEST_ALIKE = 2
_FEWEST_TEXTS = 3
_WORD = re.compile(r"[^\W\d_]{4,}")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A row that a column map may get, and why.

    Attributes:
        canonical: Canonical name, or ``-`` for a column that is to be ignored.
        header: Header as it stands in the file.
        first_year: Year of the file.
        last_year: Empty: the row stays in force.
        note: Where the row comes from.
        resembles: Known header of the canonical name that it resembles.
        percent: How much, from 60 to 100; ``None`` for an ignored column.
    """

    canonical: str
    header: str
    first_year: int
    last_year: None = None
    note: str = PROPOSED_BY
    resembles: str | None = None
    percent: int | None = None


@dataclass(frozen=True, slots=True)
class Nearest:
    """A form that an unknown sheet resembles.

    Attributes:
        form: Form.
        layout: Its layout.
        title_ru: What the form is.
        year: Year with whose map the sheet is compared; another than asked for where only that one fits.
        recognised: Whether the sheet would be recognised in that year.
        present: Headers of required columns that are there.
        resembling: Headers of required columns that only resemble one that is there.
        missing: Headers of required columns that are not there at all.
        header_rows: First and last row of what was taken for the header, from 1.
    """

    form: str
    layout: str
    title_ru: str
    year: int
    recognised: bool
    present: tuple[str, ...]
    resembling: tuple[str, ...]
    missing: tuple[str, ...]
    header_rows: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row that may be the header of a form nobody knows.

    Attributes:
        row: Row of the sheet, from 1.
        cells: Texts that contain a word of known headers; the others are masked, as they may be names.
    """

    row: int
    cells: tuple[str, ...]


def similarity(text: str, header: str) -> float:
    """Return in percent how much two headers resemble each other.

    A header of one or two letters («ОО», «%») is part of many texts by chance; it counts as a whole word.
    """
    one, other = comparable(text), comparable(header)
    if min(len(one), len(other)) > _SHORT:
        return fuzz.WRatio(one, other)
    return max(fuzz.ratio(one, other), _PART_OF * fuzz.token_set_ratio(one, other))


def nearest_header(text: str, located: Located, year: int) -> tuple[str, int] | None:
    """Return the known header that a text resembles most, with its similarity in percent.

    Columns that the sheet already has are no answer: their headers are there.
    """
    source = located.source
    known = source.of_other_years(text, year)
    if known is not None:
        return source.header_of(known.canonical, year), round(_KNOWN)
    free = [source.header_of(name, year) for name in source.names(year) if name not in located.columns]
    best = max(((similarity(text, header), header) for header in free), default=(0.0, ""))
    return (best[1], round(best[0])) if best[0] >= SIMILAR else None


def proposals(located: Located, year: int, texts: Mapping[int, str]) -> tuple[Proposal, ...]:
    """Propose a row of the column map for every unknown column.

    Each missing column is given away once, the best resemblance first; a required column counts for more
    than an optional one.

    Args:
        located: The header.
        year: Year from which the rows are to be in force.
        texts: Unknown column -> its header, as the map must have it.

    Returns:
        Rows in the order of the columns; one that resembles nothing is proposed as ignored.
    """
    source = located.source
    pairs = []
    for name in source.names(year):
        if name in located.columns:
            continue
        bonus = _BONUS if name in located.missing else 0.0
        for column, text in texts.items():
            percent, header = _resemblance(source, name, text, year)
            if percent >= SIMILAR:
                closer = fuzz.ratio(comparable(text), comparable(header))
                pairs.append((-percent - bonus, -closer, column, name, header, percent))
    given: dict[int, tuple[str, str, float]] = {}
    for _, _, column, name, header, percent in sorted(pairs):
        if column not in given and name not in {each for each, *_ in given.values()}:
            given[column] = (name, header, percent)
    found: dict[str, Proposal] = {}
    for column, text in texts.items():
        if column in given:
            name, header, percent = given[column]
            proposal = Proposal(name, text, year, resembles=header, percent=round(percent))
        else:
            proposal = Proposal(IGNORED, text, year)
        if comparable(text) not in found or found[comparable(text)].canonical == IGNORED:
            found[comparable(text)] = proposal
    return tuple(found.values())


def _resemblance(source: Source, name: str, text: str, year: int) -> tuple[float, str]:
    """Compare a text with all headers that a canonical name has, the year's own ones in force first."""
    known = source.of_other_years(text, year)
    if known is not None:
        return (_KNOWN if known.canonical == name else 0.0), known.header
    headers = dict.fromkeys(row.header for row in source.headers if row.canonical == name)
    return max((similarity(text, header), header) for header in headers)


def nearest_forms(sheet: Sheet, catalogue: Catalogue, year: int) -> list[tuple[Located, int]]:
    """Find the forms whose header a sheet resembles most.

    Args:
        sheet: A sheet that is of no known form.
        catalogue: All forms.
        year: Reporting year; where a form is recognised only in another year, that one is said.

    Returns:
        At most three headers with the year of their map, the nearest first; none that has less than half
        of what the nearest one has.
    """
    found: list[tuple[float, tuple[Located, int]]] = []
    for source in catalogue.sources:
        fits = [fit for fit in (_best_year(sheet, source, year), _alike(sheet, source, year)) if fit]
        scored = [(nearness(described(*fit)), fit) for fit in fits]
        found.extend(sorted(scored, key=lambda each: -each[0])[:1])
    ranked = sorted((each for each in found if each[0] > 0), key=lambda each: -each[0])
    return [fit for score, fit in ranked[:_MOST_FORMS] if score >= ranked[0][0] / 2]


def nearness(form: Nearest) -> float:
    """Return the share of required columns that are there, one that is only resembled counting less."""
    required = len(form.present) + len(form.resembling) + len(form.missing)
    return (len(form.present) + _PART_OF * len(form.resembling)) / required + form.recognised


def _best_year(sheet: Sheet, source: Source, year: int) -> tuple[Located, int] | None:
    """Fit a form in the year of the file, or in the nearest one in which the sheet is recognised."""
    here = locate(sheet, [source], year)
    for other in sorted(source.turning_years(), key=lambda each: abs(each - year)):
        there = locate(sheet, [source], other)
        if there is not None and there.recognised:
            return there, other
    return None if here is None else (here, year)


def _alike(sheet: Sheet, source: Source, year: int) -> tuple[Located, int] | None:
    """Look for the row whose texts resemble most of the required headers."""
    if not source.in_use(year):
        return None
    required = [source.header_of(name, year) for name in source.manifest.required]
    best = (_FEWEST_ALIKE - 1, -1)
    for top, row in enumerate(sheet.rows[:SEARCHED_ROWS]):
        texts = [cells.text_of(cell) for cell in row if isinstance(cell, str) and cells.text_of(cell)]
        if len(texts) < _FEWEST_ALIKE:
            continue
        alike = sum(any(similarity(text, header) >= _ALIKE for text in texts) for header in required)
        if alike > best[0]:
            best = alike, top
    return None if best[1] < 0 else (located_at(sheet, source, year, best[1]), year)


def described(located: Located, year: int) -> Nearest:
    """Say of a form what of its required columns is there."""
    source = located.source
    present, resembling, missing = [], [], []
    unknown = [located.texts[column] for column in located.unknown]
    for name in source.manifest.required:
        header = source.header_of(name, year)
        if name in located.columns:
            present.append(header)
        elif any(_resemblance(source, name, text, year)[0] >= SIMILAR for text in unknown):
            resembling.append(header)
        else:
            missing.append(header)
    return Nearest(
        form=source.form,
        layout=source.manifest.layout,
        title_ru=source.manifest.title_ru,
        year=year,
        recognised=located.recognised,
        present=tuple(present),
        resembling=tuple(resembling),
        missing=tuple(missing),
        header_rows=(located.top + 1, located.first_data_row),
    )


def candidate_row(sheet: Sheet, catalogue: Catalogue) -> Candidate | None:
    """Find the first row of texts alone, which may be a header; a word that no header has is not shown."""
    for row, line in enumerate(sheet.rows[:SEARCHED_ROWS]):
        filled = [cell for cell in line if not cells.is_blank(cell)]
        if len(filled) >= _FEWEST_TEXTS and all(isinstance(cell, str) for cell in filled):
            known = _words(header.header for source in catalogue.sources for header in source.headers)
            texts = [cells.text_of(cell) for cell in filled]
            return Candidate(row + 1, tuple(text if _words([text]) & known else MASK for text in texts))
    return None


def _words(texts: Iterable[str]) -> set[str]:
    return {word for text in texts for word in _WORD.findall(comparable(text))}
