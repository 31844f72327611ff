"""The rows of one sheet on their way to a canonical table.

Belongs here: which rows are data, their typed values, and what is held against each row. Does not belong
here: what is special about a form (its ``shape.py``) and bounds (the table's declaration).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import takewhile, zip_longest
from typing import TYPE_CHECKING, Any

from shnor_pipeline.ingest import cells
from shnor_pipeline.person_names import MASK
from shnor_pipeline.quality import Place, Sees, Severity, finding, rules_for
from shnor_pipeline.quality.facts import Case, Failure, HeaderFacts, Miss, case
from shnor_pipeline.reference import Resolution
from shnor_pipeline.spelling import comparable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from shnor_pipeline.ingest.grid import Sheet
    from shnor_pipeline.ingest.header import Located
    from shnor_pipeline.quality import Finding, Rule
    from shnor_pipeline.reference import Reference
    from shnor_pipeline.tables import ColumnSpec, TableSpec

PERSONAL_INPUTS = frozenset(
    {"surname", "given_name", "patronymic", "full_name", "participant_code", "personnel_number"}
)
"""Inputs that name a person: read for the pseudonym, never stored, masked wherever a row is shown."""

SCHOOL_INPUTS = frozenset({"school_code", "school_name"})
"""Inputs that say whose row it is; a blank form comes with them filled in."""

_TOTALS = re.compile(r"^(?:итого|всего|свод|по району|по муниципалитету)\b")
_MAY_BEGIN_TOTALS = frozenset("иИвВсСпП \t\n\r\xa0\u00ad«»\"'`„“”‘’")
_SIGNATURE = re.compile(
    r"^(?:директор|руководитель|заведующ|исполнитель|ответственн|председатель|секретарь|член|эксперт"
    r"|подпис|тел\b|м\. ?п\.|дата\b|примечани)"
)
_BEGINNING = 4
"""Columns in which a row is called a total."""
_MOST_OF_SIGNATURE = 3
_FEWEST_NUMBERS = 3
_SHORTEST_NAME = 3


@dataclass
class Draft:
    """The data rows of a sheet, column by column.

    Attributes:
        located: The recognised header.
        year: Reporting year.
        file: Path of the file below the inbox.
        grid: The sheet.
        grid_rows: Row of the grid, from 0, for each data row.
        raw: Cells as read, for each canonical name of the header map.
        key_of: Turns the parts of an identity into a pseudonym.
        reference: Register and lists.
        header: What is not as expected in the header.
        schools: What came of looking the school of each row up.
        school_problems: What was wrong with any of them.
        values: Typed values by column of the canonical table.
        misses: Why a typed value is missing: column with such values -> row index -> reason.
        stated: What the form itself states where ``values`` hold something else, and other facts that the
            form's own code leaves for the rules, one entry per row.
        result: Column that holds the result of the work, where attendance was told.
        weight: Number of indicators that read the table.
        failures: Values that the declaration of the table does not allow.
        repeats: Row index -> where the same record stands first.
        required: Columns that this form must fill though the table can do without them.
        told: Cases that only the form's own code can see, by the name their rule looks for.
        findings: What was found so far.
        held: Row index -> rule ids that keep the row out.
    """

    located: Located
    year: int
    file: str
    grid: Sheet
    grid_rows: list[int]
    raw: Mapping[str, list[Any]]
    key_of: Callable[..., str]
    reference: Reference
    header: HeaderFacts = field(default_factory=HeaderFacts)
    schools: list[Resolution] = field(default_factory=list)
    school_problems: frozenset[str] = frozenset()
    values: dict[str, list[Any]] = field(default_factory=dict)
    misses: dict[str, dict[int, Miss]] = field(default_factory=dict)
    stated: dict[str, list[Any]] = field(default_factory=dict)
    result: str | None = None
    weight: int = 1
    failures: list[Failure] = field(default_factory=list)
    repeats: dict[int, str] = field(default_factory=dict)
    required: set[str] = field(default_factory=set)
    told: dict[str, list[Case]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    held: dict[int, set[str]] = field(default_factory=dict)
    _texts: dict[str, list[str]] = field(default_factory=dict, repr=False)

    @property
    def size(self) -> int:
        """Number of data rows."""
        return len(self.grid_rows)

    @property
    def table(self) -> TableSpec:
        """Canonical table of the form."""
        return self.located.source.table

    @property
    def sheet(self) -> str:
        """Name of the sheet."""
        return self.grid.name

    @cached_property
    def row_numbers(self) -> list[int]:
        """Row of the sender's sheet, from 1, for each data row."""
        if not self.grid.origin:
            return [row + 1 for row in self.grid_rows]
        first = min(self.located.columns.values())
        return [self.grid.address(row, first)[1] for row in self.grid_rows]

    @property
    def form(self) -> str:
        """Form of the sheet."""
        return self.located.source.form

    def raw_texts(self, name: str) -> list[str]:
        """Return an input column as texts; empty texts where the sheet has no such column."""
        texts = self._texts.get(name)
        if texts is None:
            column = self.raw.get(name)
            texts = [""] * self.size if column is None else _mapped(column, {}, cells.text_of)
            self._texts[name] = texts
        return texts

    def title(self, name: str) -> str:
        """Return what people call a column: its declared title, or its header in the blank form."""
        specs = self.table.by_name
        spec = specs.get(name) or specs.get(name.removeprefix("stated_"))
        return spec.title_ru if spec else self.located.source.header_of(name, self.year)

    def grid_cells(self, name: str) -> Iterator[tuple[int, int]]:
        """Yield row and column in the sender's sheet, from 0, of every cell of an input column."""
        column, origin = self.located.columns[name], self.grid.origin
        places = ((row, column) for row in self.grid_rows)
        return (origin.get(place, place) for place in places) if origin else places

    def tell(self, kind: str, at: int | Place, name: str | None = None, **facts: Any) -> None:
        """Leave a case for the rule that looks for cases of a kind."""
        self.told.setdefault(kind, []).append(case(at, name, facts.pop("value", None), **facts))

    def constant(self, column: str, value: Any) -> None:
        """Give every row the same value."""
        self.values[column] = [value] * self.size

    def place(self, index: int, name: str | None = None) -> Place:
        """Return the place of a cell; of a row as a whole, its first read cell."""
        columns = self.located.columns
        column = columns.get(name or "", columns.get(f"stated_{name}", min(columns.values())))
        cell, row = self.grid.address(self.grid_rows[index], column)
        return Place(self.file, self.sheet, cell, row)

    def apply(self, sees: Sees) -> None:
        """Let every rule of this year and table look at the rows."""
        for rule in rules_for(sees, self.year, self.table.name):
            for found in rule.look(self):
                if isinstance(found.at, int):
                    self.say(rule, found.at, found.column, value=found.value, **found.facts)
                    self._hold(rule, found.alike)
                    continue
                place = found.at or Place(self.file, self.sheet)
                rows = self.size if rule.severity is Severity.ERROR else 1
                facts = {"column": found.column, "value": found.value, "effect": rows * self.weight}
                self.say_at(rule, place, **facts, **found.facts)
                if rule.holds_all:
                    self.hold_all(rule)

    def say(self, rule: Rule, index: int, name: str | None = None, **facts: Any) -> None:
        """Record a finding about a row; an error keeps the row out of the store."""
        value = facts.pop("value", None)
        if value is None and name is not None and name in self.raw:
            value = cells.text_of(self.raw[name][index])
        personal = self.is_personal(index, name, value)
        facts |= {"column": name, "value": value, "personal": personal, "effect": self.weight}
        self.say_at(rule, self.place(index, name), **facts)
        self._hold(rule, (index,))

    def say_at(self, rule: Rule, place: Place, **facts: Any) -> None:
        """Record a finding about a place that is not one row: the header, the sheet."""
        self.findings.append(finding(rule, place, year=self.year, form=self.form, **facts))

    def is_personal(self, index: int, name: str | None, value: Any) -> bool:
        """Tell whether a value in a column of a row tells of the person the row is about."""
        spec = self.table.by_name.get(name or "")
        if name in PERSONAL_INPUTS or (spec is not None and spec.personal):
            return True
        return self._names_the_person(index, value)

    def stands(self, index: int, name: str) -> Any:
        """Return a cell as the sender sees it: as read, or the error value that was read as nothing."""
        at = (self.grid_rows[index], self.located.columns[name])
        return self.grid.errors.get(at, self.raw[name][index])

    def correct(self, index: int, name: str, text: str) -> None:
        """Put a text in the place of a cell as read; an empty one for no value.

        The cell is then no longer an error of the spreadsheet or a formula without a value.
        """
        self.raw[name][index] = text or None
        self._texts.pop(name, None)
        at = (self.grid_rows[index], self.located.columns[name])
        errors = {place: error for place, error in self.grid.errors.items() if place != at}
        self.grid = replace(self.grid, errors=errors, unvalued=self.grid.unvalued - {at})

    def _names_the_person(self, index: int, value: Any) -> bool:
        """Tell whether a cell repeats the row's name, as it does when columns are shifted."""
        folded = comparable(str(value or ""))
        words = {
            word
            for name in PERSONAL_INPUTS & self.raw.keys()
            for word in comparable(cells.text_of(self.raw[name][index])).split()
            if len(word) >= _SHORTEST_NAME
        }
        return any(word in folded for word in words)

    def hold_all(self, rule: Rule) -> None:
        """Keep every row out for a reason that was said once for the whole file or sheet."""
        self._hold(rule, range(self.size))

    def _hold(self, rule: Rule, rows: Iterable[int]) -> None:
        for index in rows if rule.severity is Severity.ERROR else ():
            self.held.setdefault(index, set()).add(rule.rule_id)

    def cells_as_json(self, index: int) -> str:
        """Return a row's cells by canonical name for the quarantine, persons masked."""
        shown = {
            name: MASK if self.is_personal(index, name, column[index]) else cells.text_of(column[index])
            for name, column in self.raw.items()
        }
        return json.dumps(shown, ensure_ascii=False)


def draft_of(
    sheet: Sheet, located: Located, *, year: int, file: str, key_of: Callable[..., str], reference: Reference
) -> Draft:
    """Collect the data rows below a header: no totals, no row of column numbers, no blank rows."""
    top = located.first_data_row
    rows = sheet.rows[top:]
    columns = list(zip_longest(*rows))
    data = _data_rows(rows, columns, located, lambda row: _holds_nothing(row, located, reference, year))
    nothing = [None] * len(rows)
    raw = {}
    for name, at in located.columns.items():
        column = columns[at] if at < len(columns) else nothing
        raw[name] = list(column) if len(data) == len(rows) else [column[index] for index in data]
    return Draft(located, year, file, sheet, [top + index for index in data], raw, key_of, reference)


def _data_rows(
    rows: list[list[Any]],
    columns: list[tuple[Any, ...]],
    located: Located,
    holds_nothing: Callable[[list[Any]], bool],
) -> list[int]:
    """Tell which of the rows below a header are records.

    Looks at columns: most are told by few different cells, or by the first one that is filled throughout.
    """
    bare = _bare_rows(columns, _school_columns(located))
    left_out = _totals(columns).union(index for index in bare if holds_nothing(rows[index]))
    data = [index for index in range(len(rows)) if index not in left_out]
    is_data = located.source.is_data
    if is_data is not None:
        data = [index for index in data if is_data(_texts(rows[index], located))]
    while data and _is_signature(rows[data[-1]]):
        del data[-1]
    numbering = takewhile(lambda index: is_column_numbers(rows[index]), data)
    return data[sum(1 for _ in numbering) :]


def _bare_rows(columns: list[tuple[Any, ...]], school: frozenset[int]) -> list[int]:
    """Find the rows that hold nothing beside the columns that name the school."""
    bare = list(range(len(columns[0]) if columns else 0))
    for at, column in enumerate(columns):
        if bare and at not in school:
            blank = {cell for cell in set(column) if cells.is_blank(cell)}
            bare = [index for index in bare if column[index] in blank] if blank else []
    return bare


def _totals(columns: list[tuple[Any, ...]]) -> set[int]:
    """Find the rows that one of the first cells calls a total."""
    found: set[int] = set()
    for column in columns[:_BEGINNING]:
        totals = {cell for cell in set(column) if cell.__class__ is str and _is_total(cell)}
        found.update(index for index, cell in enumerate(column if totals else ()) if cell in totals)
    return found


def _texts(row: list[Any], located: Located) -> dict[str, str]:
    columns = located.columns.items()
    return {name: cells.text_of(row[at]) if at < len(row) else "" for name, at in columns}


def _holds_nothing(row: list[Any], located: Located, reference: Reference, year: int) -> bool:
    """Tell whether a row with no cell beside the school's is blank, or pre-filled with a school we know."""
    stated = [cells.text_of(row[at]) for at in located.columns.values() if at < len(row)]
    if not any(stated):
        return True
    texts = _texts(row, located)
    pair = texts.get("school_code", ""), texts.get("school_name", "")
    return reference.register.resolve(*pair, year).school_id is not None


def _school_columns(located: Located) -> frozenset[int]:
    """Return the columns that name the school; a row of a list with nothing else is a blank one.

    Where a school has one row in all, such a row is a report not filled in and stays one: no columns.
    """
    if set(located.source.table.key) == {"year", "school_id"}:
        return frozenset()
    return frozenset(column for name, column in located.columns.items() if name in SCHOOL_INPUTS)


def read_values(draft: Draft) -> None:
    """Type every column of the header map that the canonical table has."""
    for spec, known, read in _readers(draft.table):
        if spec.name in draft.raw:
            _read_column(draft, spec, known, read)
        elif not spec.derived and spec.blank is not None:
            draft.constant(spec.name, spec.blank)
    if "grade" in draft.raw and "class_letter" in draft.located.source.table.by_name:
        draft.values["class_letter"] = [cells.class_letter(cell) for cell in draft.raw["grade"]]


def _read_column(draft: Draft, spec: ColumnSpec, known: dict[Any, Any], read: Callable[[Any], Any]) -> None:
    if len(known) > _MOST_KNOWN:
        known.clear()
    values = _mapped(draft.raw[spec.name], known, read)
    draft.values[spec.name] = values
    if Miss in map(type, values):
        misses = {index: value for index, value in enumerate(values) if value.__class__ is Miss}
        draft.misses[spec.name] = misses
        for index, miss in misses.items():
            values[index] = spec.blank if miss is Miss.MISSING else None


def _mapped(column: list[Any], known: dict[Any, Any], read: Callable[[Any], Any]) -> list[Any]:
    """Read the different cells of a column, each once; what was read is added to ``known``."""
    if bool in map(type, column):
        return [read(cell) for cell in column]  # 1 and TRUE are one key and two values
    for cell in set(column).difference(known):
        known[cell] = read(cell)
    return [known[cell] for cell in column]


_MOST_KNOWN = 50_000


@lru_cache(maxsize=256)
def _readers(table: TableSpec) -> tuple[tuple[ColumnSpec, dict[Any, Any], Callable[[Any], Any]], ...]:
    """Return the columns of a table with the cells that were read before, and the reader of others.

    A district writes the same few words and numbers in every workbook; no column of names is read here.
    """
    return tuple((spec, {}, cells.reader(spec)) for spec in table.columns)


def resolve_schools(draft: Draft) -> None:
    """Find the school of every row by code, else by name; a row of a municipal form may have none."""
    register = draft.reference.register
    pairs = list(zip(draft.raw_texts("school_code"), draft.raw_texts("school_name"), strict=True))
    resolved = {pair: register.resolve(*pair, draft.year) for pair in set(pairs)}
    if draft.located.source.manifest.municipal:
        resolved["", ""] = Resolution(None)
    draft.schools = [resolved[pair] for pair in pairs]
    draft.school_problems = frozenset(filter(None, (each.problem for each in resolved.values())))
    draft.values["school_id"] = [found.school_id for found in draft.schools]


def _is_signature(row: list[Any]) -> bool:
    """Tell whether a row that ends the sheet says who answers for it: a few words and no number.

    Only asked of the last rows, so that no record in the middle can be taken for one.
    """
    filled = [cell for cell in row if not cells.is_blank(cell)]
    if len(filled) > _MOST_OF_SIGNATURE or not all(isinstance(cell, str) for cell in filled):
        return False
    return bool(_SIGNATURE.match(comparable(filled[0])))


def _is_total(text: str) -> bool:
    # the first letter decides most texts without folding them
    return text[:1] in _MAY_BEGIN_TOTALS and _TOTALS.match(comparable(text)) is not None


def is_column_numbers(row: list[Any]) -> bool:
    """Tell whether a row numbers the columns («1 2 3 …», in any order where columns were moved)."""
    texts = map(cells.text_of, row)
    first = next(filter(None, texts), "")
    # the first cell decides for most rows, and the others are then not looked at
    if not first.isdigit():
        return False
    filled = [first, *filter(None, texts)]
    numbers = {str(number) for number in range(1, len(filled) + 1)}
    return len(filled) >= _FEWEST_NUMBERS and set(filled) == numbers
