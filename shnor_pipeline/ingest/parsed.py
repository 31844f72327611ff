"""Files that were read before: the rows of a file without a fault are kept and not parsed again.

Belongs here: what is kept of a sheet, and a draft made from it. Does not belong here: where it is kept
(``chain``). No cell of a person is kept: a row that must be quoted after all is read from its file again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from shnor_pipeline.ingest.corrections import may_mean
from shnor_pipeline.ingest.draft import Draft
from shnor_pipeline.ingest.files import Context, ReadFile, content_hash, read_file
from shnor_pipeline.ingest.grid import Sheet
from shnor_pipeline.ingest.header import Located
from shnor_pipeline.tables import PARSED_SHEET
from shnor_pipeline.tables.declare import ADDRESS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    import pandas as pd

    from shnor_pipeline.ingest.source import Source
    from shnor_pipeline.ingest.verdicts import Judged
    from shnor_pipeline.reference import Correction
    from shnor_pipeline.tables import TableSpec


class Shelf(Protocol):
    """Where the rows of a year are kept."""

    def read(self, spec: TableSpec) -> pd.DataFrame:
        """Return what is kept of a table; no rows where nothing is."""

    def replace(self, tables: Sequence[tuple[TableSpec, pd.DataFrame]], index: pd.DataFrame) -> None:
        """Keep tables and their index in the place of what was kept; a half written shelf reads as empty."""


def version_of_code(files: Iterable[Path], *facts: str) -> str:
    """Return a hash of everything that decides what a file is read as: code, maps, lists, secret."""
    digest = hashlib.blake2b(digest_size=16)
    for path in sorted(files):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    for fact in facts:
        digest.update(fact.encode() + b"\0")
    return digest.hexdigest()


@dataclass
class Parsed:
    """What is kept of a year's files.

    Attributes:
        shelf: Where it is kept.
        version: Of code, maps and lists; what was kept under another one is not used.
        context: Forms and lists.
    """

    shelf: Shelf
    version: str
    context: Context
    _sheets: dict[tuple[str, str], list[dict[Any, Any]]] = field(default_factory=dict)
    _rows: dict[str, dict[tuple[str, str], dict[str, list[Any]]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read the index."""
        for row in self.shelf.read(PARSED_SHEET).to_dict("records"):
            if row["version"] == self.version:
                self._sheets.setdefault((row["file"], row["sha256"]), []).append(row)

    def restore(self, path: Path, inbox: Path, year: int) -> ReadFile | None:
        """Return what reading a file gave, or ``None`` when it must be read."""
        name = path.relative_to(inbox).as_posix()
        try:
            sha256 = content_hash(path)
        except OSError:
            return None
        kept = self._sheets.get((name, sha256))
        if not kept or may_mean(self._ledger(year), name, {row["form"] for row in kept}):
            return None
        read = ReadFile(name, year, sha256)
        for each in sorted(kept, key=lambda row: int(row["ordinal"])):
            draft = self._draft(each, read, lambda: read_file(path, inbox, year, self.context))
            if draft is None:
                return None
            read.drafts.append(draft)
        return read

    def _ledger(self, year: int) -> list[Correction]:
        return [each for each in self.context.reference.corrections if each.year == year]

    def _draft(self, kept: dict[Any, Any], read: ReadFile, again: Callable[[], ReadFile]) -> Draft | None:
        source = next(
            each
            for each in self.context.catalogue.sources
            if (each.form, each.manifest.layout) == (kept["form"], kept["layout"])
        )
        values = self._values(source.table).get((read.path, kept["sheet"]))
        if values is None or len(values["source_row"]) != kept["rows"]:
            return None
        columns: dict[str, int] = json.loads(kept["columns"])
        ordinal = int(kept["ordinal"])
        draft = Draft(
            _located(source, columns),
            read.year,
            read.path,
            Sheet(kept["sheet"], []),
            [int(row) - 1 for row in values["source_row"]],
            _Reread(columns, lambda: again().drafts[ordinal].raw),
            self.context.key_of,
            self.context.reference,
        )
        draft.values = {name: column for name, column in values.items() if name not in (*ADDRESS, "year")}
        draft.weight = self.context.weights.get(draft.table.name, 1)
        return draft

    def _values(self, spec: TableSpec) -> dict[tuple[str, str], dict[str, list[Any]]]:
        """Cut a kept table into sheets: column -> values, missing ones as ``None``."""
        if spec.name not in self._rows:
            frame = self.shelf.read(spec)
            columns = {
                str(name): frame[name].astype(object).where(frame[name].notna(), None).tolist()
                for name in frame.columns
            }
            places: dict[tuple[str, str], list[int]] = {}
            for at, key in enumerate(zip(columns["source_file"], columns["source_sheet"], strict=True)):
                places.setdefault(key, []).append(at)
            self._rows[spec.name] = {
                key: {name: [column[at] for at in of_sheet] for name, column in columns.items()}
                for key, of_sheet in places.items()
            }
        return self._rows[spec.name]

    def keep(self, reads: Iterable[ReadFile], judged: Mapping[str, Judged]) -> None:
        """Keep the files without a fault, in the place of what was kept before."""
        clean = [read for read in reads if is_clean(read)]
        index = [row for read in clean for row in self._index_of(read)]
        kept = {id(draft) for read in clean for draft in read.drafts}
        tables = [(spec, _rows_of(judged[spec.name], kept)) for spec in self.context.catalogue.tables]
        columns = {spec.name: [row[spec.name] for row in index] for spec in PARSED_SHEET.columns}
        self.shelf.replace(tables, PARSED_SHEET.frame(columns))

    def _index_of(self, read: ReadFile) -> Iterator[dict[str, Any]]:
        for ordinal, draft in enumerate(read.drafts):
            manifest = draft.located.source.manifest
            yield {
                "version": self.version,
                "file": read.path,
                "sha256": read.sha256,
                "ordinal": ordinal,
                "sheet": draft.sheet,
                "form": manifest.form,
                "layout": manifest.layout,
                "rows": draft.size,
                "columns": json.dumps(draft.located.columns),
            }


def _rows_of(judged: Judged, drafts: set[int]) -> pd.DataFrame:
    """Return the rows, as they came, of some drafts."""
    wanted = [id(draft) in drafts for draft, _ in judged.owners]
    return judged.rows if all(wanted) else judged.rows[wanted]


def is_clean(read: ReadFile) -> bool:
    """Tell whether nothing at all was found in a file and its cells stand where its rows say."""
    drafts = read.drafts
    if not drafts or read.findings or len({draft.sheet for draft in drafts}) < len(drafts):
        return False
    return not any(each.findings or each.held or each.grid.origin or not each.size for each in drafts)


def _located(source: Source, columns: dict[str, int]) -> Located:
    return Located(source, 0, 1, columns, texts={}, text_rows={}, unknown=())


class _Reread(Mapping[str, list[Any]]):
    """The cells of a sheet as read; the file is opened again when one of them is asked for."""

    def __init__(self, names: Iterable[str], read: Callable[[], Mapping[str, list[Any]]]) -> None:
        self._names, self._read = tuple(names), read
        self._cells: Mapping[str, list[Any]] | None = None

    def __getitem__(self, name: str) -> list[Any]:
        if name not in self._names:
            raise KeyError(name)
        if self._cells is None:
            self._cells = self._read()
        return self._cells[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)
