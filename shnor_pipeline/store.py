"""The working store: one immutable Parquet file per table and year, replaced in one rename.

Belongs here: where a table's file lies and how it is written whole or not at all. Does not belong here:
what is in it.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
from pyarrow import parquet

from shnor_pipeline.tables.declare import DECIMAL, FLAG, INTEGER, TEXT

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from shnor_pipeline.tables import TableSpec

_ARROW = {INTEGER: pa.int64(), DECIMAL: pa.float64(), FLAG: pa.bool_(), TEXT: pa.string()}


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
        fields = [pa.field(column.name, _ARROW[column.dtype]) for column in spec.columns]
        rows = pa.Table.from_pandas(frame, schema=pa.schema(fields), preserve_index=False)
        target = self.path(name or spec.name, year)
        with replacing(target) as temporary:
            parquet.write_table(rows.replace_schema_metadata(None), temporary, compression="zstd")
        return target

    def read(self, spec: TableSpec, year: int, name: str | None = None) -> pd.DataFrame:
        """Read a table of a year with its declared types; no file means no rows."""
        path = self.path(name or spec.name, year)
        if not path.exists():
            return spec.frame()
        types = {column.name: column.dtype for column in spec.columns}
        frame: pd.DataFrame = parquet.read_table(path).to_pandas().astype(types)
        return frame

    def forget(self, year: int) -> None:
        """Remove every table of a year that is no longer in the inbox."""
        for path in self.root.glob(f"*/{year}.parquet"):
            path.unlink()


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
