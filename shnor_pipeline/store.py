"""The working store: one immutable Parquet file per table and year, replaced in one rename.

Belongs here: where a table's file lies and how it is written whole or not at all. Does not belong here:
what is in it.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import pyarrow as pa
from pyarrow import parquet

from shnor_pipeline.tables.declare import ARROW

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pandas as pd

    from shnor_pipeline.tables import TableSpec


@dataclass(frozen=True, slots=True)
class Store:
    """A folder of tables: ``<root>/<table>/<year>.parquet``."""

    root: Path

    def path(self, table: str, year: int) -> Path:
        """Return where a table of a year lies, whether or not it exists."""
        return self.root / table / f"{year}.parquet"

    def years(self, table: str) -> tuple[int, ...]:
        """Return the years for which a table exists, in order."""
        return tuple(sorted(int(path.stem) for path in (self.root / table).glob("[0-9]*.parquet")))

    def write(self, spec: TableSpec, year: int, frame: pd.DataFrame, name: str | None = None) -> Path:
        """Write a table of a year: the old file stays until the new one is complete.

        Args:
            spec: Declaration; its columns and types are what is written.
            year: Reporting year.
            frame: Rows with the declared columns.
            name: Folder, where it is not the table's own name (quarantine).

        Returns:
            The file.
        """
        target = self.path(name or spec.name, year)
        with replacing(target) as temporary:
            if len(frame):
                _write_rows(_rows(spec, frame), temporary)
            else:
                temporary.write_bytes(_no_rows(_schema(spec)))
        return target

    def read(
        self, spec: TableSpec, year: int, name: str | None = None, columns: Sequence[str] = ()
    ) -> pd.DataFrame:
        """Read a table of a year, or some columns of it, with the declared types; no file means no rows."""
        wanted = list(columns) or [column.name for column in spec.columns]
        path = self.path(name or spec.name, year)
        if not path.exists():
            return spec.frame()[wanted]
        with parquet.ParquetFile(path) as file:
            return spec.of_arrow(file.read(columns=wanted))

    def forget(self, year: int) -> None:
        """Remove every table of a year that is no longer in the inbox."""
        for path in self.root.glob(f"*/{year}.parquet"):
            path.unlink()


def _schema(spec: TableSpec) -> pa.Schema:
    return pa.schema([pa.field(column.name, ARROW[column.dtype]) for column in spec.columns])


def _rows(spec: TableSpec, frame: pd.DataFrame) -> pa.Table:
    schema = _schema(spec)
    columns = [pa.array(frame[each.name], each.type, from_pandas=True) for each in schema]
    return pa.Table.from_arrays(columns, schema=schema)


def _write_rows(rows: pa.Table, where: Path | pa.BufferOutputStream) -> None:
    parquet.write_table(rows, where, compression="zstd")


@lru_cache(maxsize=256)
def _no_rows(schema: pa.Schema) -> bytes:
    """Return the file of a table without rows: of a year's tables, and their quarantines, most are."""
    out = pa.BufferOutputStream()
    _write_rows(schema.empty_table(), out)
    return bytes(out.getvalue())


class replacing:  # noqa: N801 - reads as a verb: ``with replacing(path) as temporary``
    """Give a temporary name to write to, and rename it onto the target when all went well."""

    def __init__(self, target: Path) -> None:
        """Keep the target; nothing is touched yet."""
        self._target = target
        self._temporary = target.with_name(f".{target.name}.{os.getpid()}.part")

    def __enter__(self) -> Path:
        """Return the temporary name."""
        self._target.parent.mkdir(parents=True, exist_ok=True)
        return self._temporary

    def __exit__(self, kind: object, _error: object, _trace: object) -> None:
        """Rename when the block ended well, remove what is half written otherwise."""
        if kind is None:
            self._temporary.replace(self._target)
        elif self._temporary.is_dir():
            shutil.rmtree(self._temporary)
        else:
            self._temporary.unlink(missing_ok=True)


def replace_folder(target: Path, content: Path) -> None:
    """Put a complete folder in the place of another; a reader sees the old one or the new one."""
    old = target.with_name(f".{target.name}.{os.getpid()}.old")
    if target.exists():
        target.replace(old)
    content.replace(target)
    shutil.rmtree(old, ignore_errors=True)


def sweep(folder: Path) -> None:
    """Remove what writers that were killed left half written below a folder; writers at work keep theirs."""
    for left_over in folder.rglob(".*.part"):
        writer = left_over.suffixes[-2:-1]
        if not writer or _works(writer[0].removeprefix(".")):
            continue
        if left_over.is_dir():
            shutil.rmtree(left_over)
            continue
        with suppress(PermissionError):  # on Windows this is how a file says that it is being written
            left_over.unlink()


def _works(process: str) -> bool:
    """Tell whether another process of this number runs; our own files of this run do not exist yet."""
    if os.name != "posix" or not process.isdecimal() or int(process) == os.getpid():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def write_bytes(target: Path, content: bytes) -> Path:
    """Write a whole file under its name in one step."""
    with replacing(target) as temporary:
        temporary.write_bytes(content)
    return target
