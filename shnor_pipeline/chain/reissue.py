"""Reports of an earlier release, made again from what was kept with it.

Belongs here: a workspace whose tables, programme and lists are those of a release. Does not belong here: the
reports (``reports``), what is kept (``release``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb

from shnor_pipeline.chain.workspace import Workspace
from shnor_pipeline.release import NoReleaseError, Releases
from shnor_pipeline.settings import Home
from shnor_pipeline.store import Store
from shnor_pipeline.tables import INDICATOR_VALUE, RETURNED_FILE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pandas as pd
    from pyarrow import Table as ArrowTable

    from shnor_pipeline.settings import Settings
    from shnor_pipeline.tables import TableSpec


@dataclass(frozen=True, slots=True)
class ReleasedStore(Store):
    """The tables of a published database, read as the working store is; ``root`` is the file.

    States of files are not published: they are kept beside the database.
    """

    def years(self, table: str) -> tuple[int, ...]:
        """Return the years for which a table has rows, in order."""
        rows = self._rows(f"SELECT DISTINCT year FROM {table} WHERE year > 0 ORDER BY year")  # noqa: S608
        return tuple(int(year) for year in rows["year"].to_pylist())

    def read(
        self,
        spec: TableSpec,
        year: int,
        name: str | None = None,  # noqa: ARG002 - quarantines are not published
        columns: Sequence[str] = (),
    ) -> pd.DataFrame:
        """Read a table of a year in the order it was published in, with the declared types."""
        if spec.name == RETURNED_FILE.name:
            return Store(self.root.parent / "store").read(spec, year, columns=columns)
        wanted = list(columns) or [column.name for column in spec.columns]
        names = ", ".join(f'"{each}"' for each in wanted)
        return spec.of_arrow(self._rows(f"SELECT {names} FROM {spec.name} WHERE year = {year}"))  # noqa: S608

    def _rows(self, sql: str) -> ArrowTable:
        # one thread: rows come back in the order they were written in
        with duckdb.connect(str(self.root), read_only=True, config={"threads": 1}) as connection:
            return connection.sql(sql).to_arrow_table()


@dataclass(frozen=True, slots=True)
class ReleasedHome(Home):
    """A kept release as a home folder: programme and lists are its own, reports go elsewhere.

    Attributes:
        out: Folder of the reports.
    """

    out: Path

    @property
    def reports(self) -> Path:
        """Reports, one folder per year."""
        return self.out

    @property
    def published(self) -> Path:
        """The folder that keeps this release among the others."""
        return self.root.parent.parent


@dataclass(frozen=True)
class ReleasedWorkspace(Workspace):
    """A release to make reports from; nothing can be taken in here.

    Attributes:
        release_id: Id of the release.
        out: Folder of the reports.
    """

    release_id: str
    out: Path

    @property
    def home(self) -> Home:
        """Paths of the kept release."""
        return ReleasedHome(Releases(self.settings.paths.releases).folder(self.release_id), self.out)

    @property
    def store(self) -> Store:
        """The release's own database."""
        return ReleasedStore(Releases(self.settings.paths.releases).database(self.release_id))


def open_release(settings: Settings, name: str, year: int, out: Path) -> ReleasedWorkspace:
    """Open a kept release to make the reports of a year from.

    Args:
        settings: Of the home folder that keeps it.
        name: Id, its beginning, or a step back from the current release.
        year: Reporting year that is wanted.
        out: Folder of the reports.

    Raises:
        NoReleaseError: The release is not kept, or has no such year.
    """
    release_id = Releases(settings.paths.releases).identified(name)
    workspace = ReleasedWorkspace(settings, release_id, out)
    known = workspace.store.years(INDICATOR_VALUE.name)
    if year not in known:
        raise NoReleaseError(f"В выпуске {release_id} нет {year} года. Есть: {', '.join(map(str, known))}.")
    return workspace
