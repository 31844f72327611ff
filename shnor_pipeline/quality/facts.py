"""What rules look at: facts that reading has gathered, without any judgement.

Belongs here: the records handed to the functions of rules, and the case a function yields. Does not
belong here: how the facts are gathered (``ingest``) and what is wrong with them (``rules/``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    import pandas as pd

    from shnor_pipeline.tables import ColumnSpec, TableSpec


class Miss(Enum):
    """Why a cell holds no value."""

    MISSING = "missing"
    ABSENT = "absent"
    SUPPRESSED = "suppressed"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a file, and in it a sheet, a cell, a row of the sheet (from 1)."""

    file: str
    sheet: str | None = None
    cell: str | None = None
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One case in which a rule is broken.

    Attributes:
        at: Index of a data row, or a place; ``None`` = the file or sheet as a whole.
        column: Canonical column.
        value: What stands there; ``None`` = as read.
        facts: What the rule's sentence needs.
        alike: Further data rows that an error keeps out for the same reason, said once for all of them.
    """

    at: int | Place | None
    column: str | None
    value: Any
    facts: Mapping[str, Any]
    alike: tuple[int, ...] = ()


def case(
    at: int | Place | None = None,
    column: str | None = None,
    value: Any = None,
    *,
    alike: Iterable[int] = (),
    **facts: Any,
) -> Case:
    """Make a case."""
    return Case(at, column, value, facts, tuple(alike))


@dataclass(frozen=True)
class InboxFacts:
    """What lies in the inbox, or in the folder of a year that is missing.

    Attributes:
        missing: Folder that does not exist, as people know it; ``None`` when all is well.
        strays: Entries of the inbox that are no folder of a programme year.
        years: First and last year of the programme.
    """

    missing: str | None = None
    strays: tuple[str, ...] = ()
    years: str = ""


@dataclass
class FileFacts:
    """What is known of a file as a whole.

    Attributes:
        name: Path below the inbox.
        problem: Id of the rule that says why the file could not be read, with the facts of its sentence.
        nearest_form: Title of the form it resembles most, where no sheet is of a known form.
        unrecognised: Whether no sheet is of a known form.
        same_as: File of the same year with the same content.
        same_elsewhere: File of an earlier year with the same content.
        lossy: Whether characters were lost because the encoding is unknown.
        old_stamp: Version of the blank form it was made from, where it is not that of the year.
    """

    name: str
    problem: tuple[str, Mapping[str, str]] | None = None
    nearest_form: str | None = None
    unrecognised: bool = False
    same_as: str | None = None
    same_elsewhere: str | None = None
    lossy: bool = False
    old_stamp: str | None = None


@dataclass(frozen=True)
class SheetFacts:
    """What is known of a sheet that is not blank.

    Attributes:
        place: File and sheet.
        form: Its form; ``None`` where the header is not known.
        rows: Number of data rows.
        first_data_row: Row below the header, from 1.
        hidden: Whether the sheet is hidden.
        hidden_rows: Hidden rows with data, from 1.
    """

    place: Place
    form: str | None
    rows: int = 0
    hidden: bool = False
    hidden_rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class HeaderCase:
    """A column of the header that is not as expected.

    Attributes:
        place: Its cell.
        text: Header as it stands; for a missing column, as it should stand.
        name: Canonical name, where known.
        near: The nearest relative: of an unknown column a free known one, of a missing one an unknown one.
        cells: Of a repeated column all its cells.
        when: Of an unknown header that ``near`` has in other years: in which, as words before ``near``.
    """

    place: Place
    text: str
    name: str | None = None
    near: str | None = None
    cells: str = ""
    when: str = ""


@dataclass
class HeaderFacts:
    """What is known of a located header."""

    missing: tuple[HeaderCase, ...] = ()
    unknown: tuple[HeaderCase, ...] = ()
    repeated: tuple[HeaderCase, ...] = ()
    unnamed: tuple[HeaderCase, ...] = ()
    stated_year: tuple[Place, str, str] | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """A value that the declaration of its table does not allow.

    Attributes:
        index: Data row.
        column: Canonical column.
        empty: Whether the value is missing though required.
        value: The value.
        expected: What is allowed, in Russian.
    """

    index: int
    column: str
    empty: bool
    value: Any
    expected: str


class Rows(Protocol):
    """The data rows of a sheet as rules see them (``ingest.draft.Draft``)."""

    year: int
    file: str
    header: HeaderFacts
    values: dict[str, list[Any]]
    stated: dict[str, list[Any]]
    misses: dict[str, dict[int, Miss]]
    failures: list[Failure]
    repeats: dict[int, str]
    required: set[str]
    told: dict[str, list[Case]]
    held: dict[int, set[str]]
    schools: list[Any]
    school_problems: frozenset[str]
    result: str | None
    grid: Any
    reference: Any

    @property
    def size(self) -> int: ...  # noqa: D102

    @property
    def sheet(self) -> str: ...  # noqa: D102

    @property
    def table(self) -> TableSpec: ...  # noqa: D102

    @property
    def raw(self) -> Mapping[str, list[Any]]: ...  # noqa: D102

    def raw_texts(self, name: str) -> list[str]: ...  # noqa: D102

    def title(self, name: str) -> str: ...  # noqa: D102

    def grid_cells(self, name: str) -> Iterator[tuple[int, int]]: ...  # noqa: D102


def told(kind: str) -> Callable[[Rows], Iterator[Case]]:
    """Return a function that yields the cases which only a form's own code can see."""

    def look(rows: Rows) -> Iterator[Case]:
        yield from rows.told.get(kind, ())

    return look


def spec_of(rows: Rows, name: str) -> ColumnSpec | None:
    """Return the declaration of a column, where the table has it."""
    return rows.table.by_name.get(name)


def unread(rows: Rows, name: str) -> frozenset[int]:
    """Return the rows in which a column holds a formula without a value, or an error of the spreadsheet."""
    bad = rows.grid.errors.keys() | rows.grid.unvalued
    if not bad or name not in rows.raw:
        return frozenset()
    return frozenset(index for index, cell in enumerate(rows.grid_cells(name)) if cell in bad)


@dataclass(frozen=True)
class CellMap:
    """In which column of which sheet a canonical column stands.

    Attributes:
        letters: (file, sheet) -> canonical column -> letters of the column.
        forms: (file, sheet) -> form.
    """

    letters: Mapping[tuple[str, str], Mapping[str, str]]
    forms: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def place(self, row: Mapping[Any, Any], column: str) -> Place:
        """Return the cell of a canonical row; the first cell of the row where the column is not known."""
        file, sheet, number = row["source_file"], row["source_sheet"], int(row["source_row"])
        columns = self.letters.get((file, sheet), {})
        letters = columns.get(column) or next(iter(columns.values()), None)
        return Place(file, sheet, f"{letters or 'A'}{number}", number)


@dataclass(frozen=True)
class YearFacts:
    """Accepted rows of a year.

    Attributes:
        year: Reporting year.
        tables: Canonical tables by name.
        cells: Where their cells stand.
        reference: Register and lists.
        held: Whether a procedure of the calendar took place that year.
    """

    year: int
    tables: Mapping[str, pd.DataFrame]
    cells: CellMap
    reference: Any
    held: Callable[[str], bool] = field(default=lambda _procedure: True)


@dataclass(frozen=True)
class YearsFacts:
    """Accepted rows of a year and of the year before."""

    now: YearFacts
    before: Mapping[str, pd.DataFrame]


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """What came of one entry of the ledger of corrections.

    Attributes:
        line: Line of the ledger, from 1.
        status: ``applied``, ``unmatched``, ``stale`` or ``ambiguous``.
        where: The place it speaks of, in Russian; no person is named.
        old: What the entry expects in the cell.
        stands: What stands there.
        personal: Whether these values tell of a person.
        places: How many places it fits.
    """

    line: int
    status: str
    where: str
    old: str = ""
    stands: str = ""
    personal: bool = False
    places: int = 0


@dataclass(frozen=True)
class LedgerFacts:
    """What came of the entries of the ledger that speak of a year, in the order of their lines."""

    entries: tuple[LedgerEntry, ...]


@dataclass(frozen=True, slots=True)
class OverrideEntry:
    """What came of one entry of the ledger of overrides.

    Attributes:
        line: Line of the ledger, from 1.
        status: ``applied``, ``expired`` or ``unmatched``.
        year: Reporting year it speaks of.
        school_id: School it speaks of.
        expires: Its last day as people write it; empty = without end.
    """

    line: int
    status: str
    year: int
    school_id: str
    expires: str = ""


@dataclass(frozen=True)
class OverrideFacts:
    """What came of the entries of the ledger of overrides, in the order of their lines."""

    entries: tuple[OverrideEntry, ...]
