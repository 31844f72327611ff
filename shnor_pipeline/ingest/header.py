"""Where the table of a sheet begins and what its columns are.

Belongs here: recognising a form by its header, wherever the header stands and however many rows it is
spread over. Does not belong here: reading the rows below it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from rapidfuzz import fuzz, process

from shnor_pipeline.ingest.cells import text_of
from shnor_pipeline.ingest.source import IGNORED
from shnor_pipeline.spelling import comparable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from shnor_pipeline.ingest.grid import Sheet
    from shnor_pipeline.ingest.source import Source

SEARCHED_ROWS = 30
_DEEPEST = 3
_RECOGNISED_SHARE = 0.6
_FEWEST_HEADERS = 2
"""One known word may stand in a title by chance."""


@dataclass(frozen=True)
class Located:
    """A recognised header.

    Attributes:
        source: The form.
        top: First row of the header, from 0.
        depth: How many rows the header takes.
        columns: Canonical name -> column, from 0; ignored columns are left out.
        texts: Column -> header text as a person reads it.
        text_rows: Column -> row in which that text stands, from 0.
        unknown: Columns with a header that the map does not know.
        repeated: Canonical name -> the columns after the first that carry it too.
        missing: Required canonical names without a column.
        resemblance: How much the unknown columns resemble the missing ones.
    """

    source: Source
    top: int
    depth: int
    columns: dict[str, int]
    texts: dict[int, str]
    text_rows: dict[int, int]
    unknown: tuple[int, ...]
    repeated: dict[str, tuple[int, ...]] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    resemblance: float = 0.0

    @property
    def first_data_row(self) -> int:
        """Row below the header, from 0."""
        return self.top + self.depth

    @property
    def recognised(self) -> bool:
        """Whether enough of the form is there to say it is meant."""
        required = len(self.source.manifest.required)
        return required - len(self.missing) >= max(_FEWEST_HEADERS, _RECOGNISED_SHARE * required)

    @property
    def is_exact(self) -> bool:
        """Whether nothing is missing and nothing is unknown: no other place can fit better."""
        return not self.missing and not self.unknown

    def moved_to(self, top: int) -> Located:
        """Return the same header on a sheet where it stands in another row."""
        if top == self.top:
            return self
        rows = {column: row - self.top + top for column, row in self.text_rows.items()}
        return replace(self, top=top, text_rows=rows)

    @property
    def score(self) -> tuple[float, ...]:
        """How well the header fits; larger is better, among equals the shallower and upper one.

        A missing column that resembles an unknown one is half there: it tells two similar forms apart.
        """
        return (
            not self.missing,
            len(self.columns) - len(self.missing),
            self.resemblance,
            -len(self.unknown),
            -self.depth,
            -self.top,
        )


class Headers:
    """Looks headers up, remembering those that fitted exactly: a district sends one header many times."""

    def __init__(self, sources: Sequence[Source]) -> None:
        """Keep the forms to choose from."""
        self._sources = tuple(sources)
        self._exact: dict[tuple[Any, ...], list[tuple[int, tuple[tuple[Any, ...], ...], Located]]] = {}

    def locate(self, sheet: Sheet, year: int) -> Located | None:
        """Find the best fitting form of a sheet, as :func:`locate` does."""
        for top, row in enumerate(sheet.rows[:SEARCHED_ROWS]):
            for of_year, rows, known in self._exact.get(tuple(row), ()):
                below = sheet.rows[top : top + len(rows)]
                if of_year == year and rows == tuple(map(tuple, below)):
                    return known.moved_to(top)
        located = locate(sheet, self._sources, year)
        if located is not None and located.is_exact:
            rows = tuple(map(tuple, sheet.rows[located.top : located.first_data_row]))
            self._exact.setdefault(rows[0], []).append((year, rows, located))
        return located


def locate(sheet: Sheet, sources: Sequence[Source], year: int) -> Located | None:
    """Find the best fitting form of a sheet.

    Args:
        sheet: The sheet; only its first 30 rows are searched.
        sources: Known forms.
        year: Reporting year; decides which column maps are in force.

    Returns:
        The best candidate, which may still miss columns, or ``None`` when no row resembles a header.
    """
    candidates = [(source, source.labels(year)) for source in sources if source.in_use(year)]
    texts = [{comparable(text_of(cell)) for cell in row} for row in sheet.rows[: SEARCHED_ROWS + _DEEPEST]]
    best: Located | None = None
    for top in range(min(SEARCHED_ROWS, len(texts))):
        for depth in range(1, min(_DEEPEST, len(texts) - top) + 1):
            window = set().union(*texts[top : top + depth])
            levels: list[tuple[str, ...]] | None = None
            for source, labels in candidates:
                if not texts[top] & labels.keys() or len(window & labels.keys()) < _FEWEST_HEADERS:
                    continue
                levels = levels or _levels(sheet, top, depth)
                fit = _fit(source, labels, levels, top)
                if best is None or fit.score > best.score:
                    best = fit
            if best is not None and best.is_exact:
                return best
    return best


def located_at(sheet: Sheet, source: Source, year: int, top: int, depth: int = 1) -> Located:
    """Take rows for the header of a form, whatever stands there."""
    return _fit(source, source.labels(year), _levels(sheet, top, depth), top)


def joined_texts(sheet: Sheet, located: Located) -> dict[int, str]:
    """Return the headers of a sheet by column with the titles of their groups before them."""
    levels = enumerate(_levels(sheet, located.top, located.depth))
    return {column: " ".join(filter(None, parts)) for column, parts in levels if any(parts)}


def _levels(sheet: Sheet, top: int, depth: int) -> list[tuple[str, ...]]:
    """Texts of each column from the upper to the lower header row, group titles carried to the right."""
    width = max(len(row) for row in sheet.rows[top : top + depth])
    rows = [
        [text_of(cell) for cell in row] + [""] * (width - len(row)) for row in sheet.rows[top : top + depth]
    ]
    for upper, lower in pairwise(rows):
        for column in range(1, width):
            if not upper[column] and lower[column]:
                upper[column] = upper[column - 1]
    return list(zip(*rows, strict=True))


def _fit(source: Source, labels: dict[str, str], levels: Iterable[tuple[str, ...]], top: int) -> Located:
    columns: dict[str, int] = {}
    texts: dict[int, str] = {}
    text_rows: dict[int, int] = {}
    unknown: list[int] = []
    repeated: dict[str, tuple[int, ...]] = {}
    depth = 1
    for column, parts in enumerate(levels):
        depth = len(parts)
        filled = [part for part in parts if part]
        if not filled:
            continue
        texts[column] = filled[-1]
        text_rows[column] = top + max(level for level, part in enumerate(parts) if part)
        canonical = _canonical(filled, labels)
        if canonical is None:
            unknown.append(column)
        elif canonical == IGNORED:
            continue
        elif canonical in columns:
            repeated[canonical] = (*repeated.get(canonical, ()), column)
        else:
            columns[canonical] = column
    missing = tuple(name for name in source.manifest.required if name not in columns)
    alike = _resemblance([texts[column] for column in unknown], missing, labels)
    return Located(source, top, depth, columns, texts, text_rows, tuple(unknown), repeated, missing, alike)


def _resemblance(unknown: list[str], missing: tuple[str, ...], labels: dict[str, str]) -> float:
    wanted = [label for label, canonical in labels.items() if canonical in missing]
    if not unknown or not wanted:
        return 0.0
    folded = [comparable(text) for text in unknown]
    return float(process.cdist(wanted, folded, scorer=fuzz.ratio).max(axis=1).sum())


def _canonical(filled: list[str], labels: dict[str, str]) -> str | None:
    """Look the joined header up, then its lowest row; a label ending in ``*`` matches a prefix."""
    for text in (comparable(" ".join(filled)), comparable(filled[-1])):
        if text in labels:
            return labels[text]
    lowest = comparable(filled[-1])
    for label, canonical in labels.items():
        if label.endswith("*") and lowest.startswith(label[:-1]):
            return canonical
    return None
