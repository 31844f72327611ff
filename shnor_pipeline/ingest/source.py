"""An input form as data: its manifest, its column map with validity years, its own shaping.

Belongs here: reading the folders of ``sources/`` (and of a further folder of a user). Does not belong
here: locating a header (``header``) or typing cells (``cells``).
"""

from __future__ import annotations

import csv
import importlib.util
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict

from shnor_pipeline.spelling import comparable
from shnor_pipeline.tables import CANONICAL_TABLES, TableSpec

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    from shnor_pipeline.ingest.grid import Sheet

SHIPPED = Path(__file__).resolve().parent.parent / "sources"
IGNORED = "-"
MAP_COLUMNS = ("canonical", "header", "first_year", "last_year", "note")
"""Columns of ``columns.csv``."""

SERVICE_SHEET = "Служебный"
"""Sheet of our blank forms with their version and lists; of every form, it holds no data."""
_OPEN_END = 9999


class Manifest(BaseModel):
    """``source.yaml`` of a form.

    Attributes:
        form: Name of the form in the contract.
        layout: Name of the layout; several folders may hold layouts of one form.
        table: Canonical table the rows go to.
        title_ru: What the form is.
        first_year: First reporting year in which the layout occurs.
        last_year: Last one; ``None`` = still in use.
        calendar: Whether dates in the file are of the year itself or may be of the autumn before.
        procedures: Procedures of the programme's calendar the form reports on.
        required: Canonical names without which the form is not this form.
        service_sheets: Sheets that belong to the form and hold no data for us; ``*`` stands for any ending.
        municipal: Whether rows may speak of the municipality as a whole and then name no school.
        yields_on: Columns of the table: a row gives way where another layout has a row that agrees in them.
        short_ru: Heading of a narrow column, at most five letters.
        owed_by: Who sends it: each school, an organiser for all schools, the municipality for itself.
        grades: Grades it is about; a school without any of them does not owe it. Empty = every school.
        one_of: Forms of one such name stand for each other: a school owes one of them.
        voluntary: Whether a school may rightly have no rows once the form has come.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    form: str
    layout: str = "office"
    table: str
    title_ru: str
    first_year: int = 0
    last_year: int | None = None
    calendar: Literal["spring", "school_year"] = "school_year"
    procedures: tuple[str, ...] = ()
    required: tuple[str, ...]
    service_sheets: tuple[str, ...] = ()
    short_ru: str = ""
    owed_by: Literal["school", "organiser", "municipality"] = "school"
    grades: tuple[int, ...] = ()
    one_of: str = ""
    voluntary: bool = False
    municipal: bool = False
    yields_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MappedHeader:
    """One row of a column map: a header as seen means a canonical name in some years."""

    canonical: str
    header: str
    first_year: int
    last_year: int

    def when(self, year: int) -> str:
        """Say, for a year in which the header is not in force, when it is; the present name may follow."""
        if self.last_year >= year:
            return f"называется с {self.first_year} года, а в {year} году называется"
        if not self.first_year:
            return f"называлась до {self.last_year} года включительно, теперь"
        if self.first_year == self.last_year:
            return f"называлась в {self.first_year} году, теперь"
        return f"называлась в {self.first_year}-{self.last_year} годах, теперь"


@dataclass(frozen=True)
class Source:
    """One input form (or one layout of it).

    Attributes:
        prepared: Rows known before anybody fills the blank form in, as texts by canonical name.
        folder: Folder the form was read from.
    """

    manifest: Manifest
    headers: tuple[MappedHeader, ...]
    table: TableSpec
    shape: Callable[..., None] | None
    is_data: Callable[[dict[str, str]], bool] | None
    regrid: Callable[[Sheet, str], Sheet | None] | None = None
    prepared: tuple[dict[str, str], ...] = ()
    folder: Path = SHIPPED

    @property
    def form(self) -> str:
        """Name of the form."""
        return self.manifest.form

    def in_use(self, year: int) -> bool:
        """Tell whether the layout occurs in a reporting year."""
        return self.manifest.first_year <= year <= (self.manifest.last_year or _OPEN_END)

    def turning_years(self) -> set[int]:
        """First and last years of the layout and of its headers: between them nothing changes."""
        spans = [(row.first_year, row.last_year) for row in self.headers]
        spans.append((self.manifest.first_year, self.manifest.last_year or _OPEN_END))
        years = {year for span in spans for year in span if 0 < year < _OPEN_END}
        return {year for year in years if self.in_use(year)}

    def labels(self, year: int) -> dict[str, str]:
        """Comparable header -> canonical name for a year; a label ending in ``*`` stands for a prefix."""
        return {
            comparable(row.header): row.canonical
            for row in self.headers
            if row.first_year <= year <= row.last_year
        }

    def names(self, year: int) -> tuple[str, ...]:
        """Canonical names that the column map of a year has, each once."""
        return tuple(dict.fromkeys(name for name in self.labels(year).values() if name != IGNORED))

    def header_of(self, canonical: str, year: int) -> str:
        """Header of a canonical name as the blank form of the year has it."""
        for row in self.headers:
            if row.canonical == canonical and row.first_year <= year <= row.last_year:
                return row.header
        return canonical

    def of_other_years(self, header: str, year: int) -> MappedHeader | None:
        """Find a header that the map knows, though not in this year; of several the nearest in time."""
        folded = comparable(header)
        rows = [
            row
            for row in self.headers
            if row.canonical != IGNORED
            and comparable(row.header) == folded
            and not row.first_year <= year <= row.last_year
        ]
        return min(rows, key=lambda row: max(row.first_year - year, year - row.last_year), default=None)


@dataclass(frozen=True)
class Catalogue:
    """All forms and all canonical tables of an installation."""

    sources: tuple[Source, ...]
    tables: tuple[TableSpec, ...]

    def table(self, name: str) -> TableSpec:
        """Return a canonical table by name."""
        return next(spec for spec in self.tables if spec.name == name)


class SourceFolderError(ValueError):
    """A folder of a form can't be used; the message names folder and file."""


def load_catalogue(*extra: Path | None) -> Catalogue:
    """Read the shipped forms and those of further folders.

    A folder of a form holds ``source.yaml``, ``columns.csv`` and, where needed, ``shape.py`` (a function
    ``shape(draft, reference)`` that completes the rows, ``is_data(row)`` that tells rows from what a form
    is pre-filled with, ``regrid(sheet, file)`` that lays a sheet whose layout is no plain table out as one,
    or returns ``None``), ``table.py`` (a ``TABLE`` of its own) and ``prepared.csv`` (rows that the blank
    form of every school comes with, columns by canonical name).

    Args:
        *extra: Further folders that hold one folder per form.

    Returns:
        Forms in the order of their names, canonical tables shipped ones first.

    Raises:
        SourceFolderError: A folder is not complete or names an unknown table.
    """
    tables = {spec.name: spec for spec in CANONICAL_TABLES}
    sources = []
    for root in (SHIPPED, *filter(None, extra)):
        for manifest_file in sorted(root.glob("*/source.yaml")):
            own = _module(manifest_file.parent / "table.py")
            if own is not None:
                tables[own.TABLE.name] = own.TABLE
            sources.append(_source(manifest_file, tables))
    return Catalogue(tuple(sources), tuple(tables.values()))


def _source(manifest_file: Path, tables: dict[str, TableSpec]) -> Source:
    folder = manifest_file.parent
    try:
        manifest = Manifest.model_validate(yaml.safe_load(manifest_file.read_text(encoding="utf-8")))
    except ValueError as error:
        raise SourceFolderError(f"{folder.name}/source.yaml: {error}") from error
    if manifest.table not in tables:
        known = ", ".join(sorted(tables))
        raise SourceFolderError(f"{folder.name}/source.yaml: no table {manifest.table!r}; known: {known}")
    shaping: Any = _module(folder / "shape.py")
    return Source(
        manifest=manifest,
        headers=read_headers(folder / "columns.csv"),
        table=tables[manifest.table],
        shape=getattr(shaping, "shape", None),
        is_data=getattr(shaping, "is_data", None),
        regrid=getattr(shaping, "regrid", None),
        prepared=_prepared(folder / "prepared.csv"),
        folder=folder,
    )


def read_headers(path: Path) -> tuple[MappedHeader, ...]:
    """Read a column map.

    Raises:
        SourceFolderError: There is no such file.
    """
    if not path.exists():
        raise SourceFolderError(f"{path.parent.name}: no columns.csv")
    with path.open(encoding="utf-8", newline="") as stream:
        return tuple(
            MappedHeader(
                canonical=row["canonical"],
                header=row["header"],
                first_year=int(row["first_year"] or 0),
                last_year=int(row["last_year"] or _OPEN_END),
            )
            for row in csv.DictReader(stream)
        )


def _prepared(path: Path) -> tuple[dict[str, str], ...]:
    if not path.exists():
        return ()
    with path.open(encoding="utf-8", newline="") as stream:
        return tuple(dict(row) for row in csv.DictReader(stream))


def _module(path: Path) -> ModuleType | None:
    """Load a form's own code from its file: a form of a user's folder is in no package."""
    if not path.exists():
        return None
    name = f"shnor_source_{path.parent.name}_{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise SourceFolderError(f"{path.parent.name}: {path.name} can't be loaded")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module
