"""A home folder opened: everything that is read once for a run.

Belongs here: settings, programme, register, forms, stores of one home folder. Does not belong
here: steps of the chain.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from shnor_pipeline.chain.crew import Crew
from shnor_pipeline.chain.programme import open_programme
from shnor_pipeline.indicators import (
    INDICATORS,
    check_indicators,
    parts_table,
)
from shnor_pipeline.ingest import (
    Catalogue,
    Context,
    load_catalogue,
    load_secret,
    person_keys,
    version_of_code,
)
from shnor_pipeline.reference import Reference, load_reference
from shnor_pipeline.store import Store, sweep
from shnor_pipeline.tables import (
    PUBLISHED_TABLES,
    TableSpec,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from shnor_pipeline.programme import Programme
    from shnor_pipeline.settings import Home, Settings

NO_YEAR = 0
"""Bucket of the store for findings that belong to no year."""

_DECIDING = ("ingest", "quality", "sources", "tables", "reference")
_DECIDING_FILES = {".py", ".csv", ".yaml"}
"""Folders and files of the package that decide what a workbook is read as."""

PARTS = parts_table(INDICATORS)


def _weights() -> Counter[str]:
    """Count the indicators that read each canonical table."""
    return Counter(table for indicator in INDICATORS for table in indicator.tables)


def _opened_before(settings: Settings, programme: Programme, reference: Reference) -> Workspace:
    workspace = Workspace(settings)
    vars(workspace).update(programme=programme, reference=reference)
    return workspace


@dataclass(frozen=True)
class Workspace:
    """A home folder with everything that is read once for a run."""

    settings: Settings

    def __reduce__(self) -> tuple[Callable[..., Workspace], tuple[object, ...]]:
        """Go to a helper with what was read of programme and lists: a run sees one state of them."""
        return _opened_before, (self.settings, self.programme, self.reference)

    @cached_property
    def crew(self) -> Crew:
        """Who shares the work of a run."""
        return Crew(self.settings.processes - 1)

    def call_helpers(self) -> None:
        """Start the crew, where a run has much to do; the secret of the keys is there before they read it."""
        _ = self.context
        self.crew.start(self)

    @property
    def home(self) -> Home:
        """Paths of the home folder."""
        return self.settings.paths

    @property
    def store(self) -> Store:
        """Working store."""
        return Store(self.home.store)

    @cached_property
    def programme(self) -> Programme:
        """The programme as data, every indicator of which is known."""
        return open_programme(self.home.programme)

    @cached_property
    def reference(self) -> Reference:
        """Register, lists and the ids of the programme's measures."""
        measures = tuple(measure.id for measure in self.programme.measures)
        return replace(load_reference(self.home.reference), measures=measures)

    @cached_property
    def catalogue(self) -> Catalogue:
        """Input forms and canonical tables, which have every column that an indicator names."""
        catalogue = load_catalogue(self.settings.extra_sources)
        check_indicators(INDICATORS, (*PUBLISHED_TABLES, *catalogue.tables))
        return catalogue

    @cached_property
    def context(self) -> Context:
        """What reading a file needs."""
        secret = load_secret(self.settings.key_path, demo=self.programme.demo)
        return Context(
            self.catalogue, self.reference, person_keys(secret), self.programme.is_held, _weights()
        )

    @cached_property
    def version(self) -> str:
        """Hash of everything that decides what a file is read as: code, maps, lists, secret."""
        folders = [Path(__file__).parent.parent / name for name in _DECIDING]
        if self.settings.extra_sources is not None:
            folders.append(self.settings.extra_sources)
        files = [path for folder in folders for path in folder.rglob("*") if path.suffix in _DECIDING_FILES]
        files += self.home.reference.glob("*.csv")
        facts = (self.context.key_of("version of the secret"), *self.reference.measures)
        return version_of_code(files, *facts)

    def clear_left_overs(self) -> None:
        """Remove what a run that was killed left half written; whole files stay."""
        home = self.home
        for folder in (home.store, home.quarantine, home.returned, home.reports, home.published):
            sweep(folder)

    def published_tables(self) -> tuple[TableSpec, ...]:
        """Tables of the published database, in order."""
        return (*PUBLISHED_TABLES, *self.catalogue.tables)

    def inbox_years(self) -> tuple[int, ...]:
        """Programme years that have a folder in the inbox."""
        return tuple(year for year in self.programme.years if (self.home.inbox / str(year)).is_dir())
