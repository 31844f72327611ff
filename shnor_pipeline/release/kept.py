"""The last releases: a folder each, and a ledger of their order.

Belongs here: what is kept, in which order, and for how long. Does not belong here: building a database
(``publish``) and comparing two (``difference``).
"""

from __future__ import annotations

import csv
import shutil
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from shnor_pipeline.store import write_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

KEPT_RELEASES = 10
DATABASE = "shnor.duckdb"
_LEDGER = "releases.csv"
_PARENT = "parent.txt"
_COLUMNS = ("sequence", "release_id", "parent")


class NoReleaseError(Exception):
    """A release that was asked for is not kept; the message is for people, in Russian."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the ledger.

    Attributes:
        sequence: Number in order of release, from 1; the clock plays no part.
        release_id: Id of the release; content that returns gets a second line with the same id.
        parent: Release that was current before; empty for the first.
    """

    sequence: int
    release_id: str
    parent: str


@dataclass(frozen=True, slots=True)
class Releases:
    """``published/releases/``: the last ten, oldest first."""

    root: Path

    def entries(self) -> tuple[Entry, ...]:
        """Return the ledger in order; nothing where nothing was released."""
        path = self.root / _LEDGER
        if not path.exists():
            return ()
        with path.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        return tuple(Entry(int(row["sequence"]), row["release_id"], row["parent"]) for row in rows)

    def current(self) -> str:
        """Return the id of the last release; empty before the first."""
        entries = self.entries()
        return entries[-1].release_id if entries else ""

    def parent_of(self, release_id: str) -> str:
        """Return the release before, also of one that is not entered yet; empty where there is none.

        Content that returns has the parent of its return, before it is entered too: its changes are told
        against that one.
        """
        noted = self.folder(release_id) / _PARENT
        if noted.is_file():
            return noted.read_text(encoding="utf-8")
        known = {each.release_id: each.parent for each in self.entries()}
        return known.get(release_id, self.current())

    def folder(self, release_id: str) -> Path:
        """Return where a release lies, whether or not it is kept."""
        return self.root / release_id

    def database(self, release_id: str) -> Path:
        """Return the database of a release, whether or not it is kept."""
        return self.folder(release_id) / DATABASE

    def named(self, name: str) -> Path:
        """Return the database that a person means.

        Args:
            name: Path to a database, id of a release or its beginning, or a step back from the current one:
                ``0``, ``-1``, ``-2``.

        Raises:
            NoReleaseError: There is no such release, or the beginning of an id fits several.
        """
        return _existing(Path(name) if name.endswith(".duckdb") else self.database(self.identified(name)))

    def identified(self, name: str) -> str:
        """Return the id of the kept release that a person means, as ``named`` does but for a path."""
        ids = [each.release_id for each in self.entries()]
        known = f"Есть: {', '.join(ids)}." if ids else "Выпусков ещё нет: выполните shnor run."
        if name.removeprefix("-").isdigit() and int(name) in range(1 - len(ids), 1):
            return ids[int(name) - 1]
        fitting = {each for each in ids if each.startswith(name)}
        if len(fitting) != 1:
            raise NoReleaseError(f"Выпуск «{name}» не хранится. {known}")
        return fitting.pop()

    def keep(self, release_id: str, built: Path, inputs: Mapping[str, Path]) -> None:
        """Keep a copy of a built database with the files a report of it is made with; complete or not at all.

        Args:
            release_id: Its id.
            built: The database.
            inputs: Files, by their names inside a home folder.
        """
        folder = self.folder(release_id)
        if folder.exists():
            self._note_parent(release_id, folder)
            return
        temporary = self.root / f".{release_id}"
        shutil.rmtree(temporary, ignore_errors=True)
        temporary.mkdir(parents=True)
        shutil.copy2(built, temporary / DATABASE)
        for name, path in inputs.items():
            (temporary / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, temporary / name)
        self._note_parent(release_id, temporary)
        temporary.replace(folder)

    def _note_parent(self, release_id: str, folder: Path) -> None:
        """Write down which release a kept one follows; the current one goes on following what it did."""
        if release_id != self.current():
            write_bytes(folder / _PARENT, self.current().encode())

    def enter(self, release_id: str) -> None:
        """Make a kept release the current one; one that is current already gets no second line."""
        entries = self.entries()
        if self.current() == release_id:
            return
        parent, last = self.current(), entries[-1].sequence if entries else 0
        kept = _last_ten((*entries, Entry(last + 1, release_id, parent)))
        write_bytes(self.root / _LEDGER, _ledger_text(kept).encode())
        names = {each.release_id for each in kept}
        for folder in self.root.iterdir():
            if folder.is_dir() and folder.name not in names:
                shutil.rmtree(folder)


def _existing(path: Path) -> Path:
    if not path.is_file():
        raise NoReleaseError(f"Файла {path} нет.")
    return path


def _last_ten(entries: Sequence[Entry]) -> Sequence[Entry]:
    """Return the longest tail of the ledger that names no more than ten different releases."""
    for start in range(len(entries)):
        if len({each.release_id for each in entries[start:]}) <= KEPT_RELEASES:
            return entries[start:]
    return entries


def _ledger_text(entries: Sequence[Entry]) -> str:
    text = StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(_COLUMNS)
    rows.writerows((each.sequence, each.release_id, each.parent) for each in entries)
    return text.getvalue()
