"""The analysts' database: built fresh, checked, and put in the place of the old one in one rename.

Belongs here: building, swapping, keeping earlier releases. Does not belong here: what the tables hold.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb

from shnor_pipeline.release.kept import Releases
from shnor_pipeline.tables.render import ddl, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    import pandas as pd

    from shnor_pipeline.release.gate import GateReport
    from shnor_pipeline.store import Store
    from shnor_pipeline.tables import TableSpec, ViewSpec

_READ_ONLY = 0o444
_LEAKY_COMPRESSION = "bitpacking,fsst,dict_fsst,alp,alprd,chimp,patas,zstd"
"""Methods whose segments end in padding that DuckDB does not initialise: the file would differ from run to
run, and bytes of the process's memory would be published with it."""


@dataclass(frozen=True, slots=True)
class Release:
    """What was published.

    Attributes:
        release_id: First 12 hex digits of the database's SHA-256: same content, same id.
        path: The database that analysts open.
        rows: Rows by table.
        replaced: Whether the swap succeeded; a reader on Windows can refuse it, then only the copy under
            ``releases/`` is new.
        gate: What the audit found.
    """

    release_id: str
    path: Path
    rows: dict[str, int]
    replaced: bool
    gate: GateReport


@dataclass(frozen=True, slots=True)
class Handover:
    """What is done with a built database before readers see it.

    Attributes:
        inputs: Files that reports need beside the database, to keep with it, by their names inside a home
            folder.
        audit: Given the built file and its release id, says what it found or raises where the file must
            not be published; the last release then stays and nothing is kept.
        before_swap: Called with the id of the kept release while the one before is still current; where it
            fails, that one stays.
    """

    inputs: Mapping[str, Path]
    audit: Callable[[Path, str], GateReport]
    before_swap: Callable[[str], None]


def publish(
    folder: Path,
    store: Store,
    specs: Sequence[TableSpec],
    handover: Handover,
    frames: Mapping[str, pd.DataFrame],
    years: Sequence[int],
    views: Sequence[ViewSpec],
) -> Release:
    """Build the database from the store, have it audited, and swap it in.

    Args:
        folder: ``published/`` of the home folder.
        store: Working store.
        specs: Tables to publish, in order.
        handover: What is done with the built database before readers see it.
        frames: Tables that are not in the store, by name.
        years: Years of the store to publish; 0 stands for what belongs to no year.
        views: Views on these tables, whose answer may depend on the day they are queried.

    Returns:
        The release. Readers that hold the old file open keep reading it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _one_publisher(folder):
        _sweep(folder)
        built = folder / f".build-{os.getpid()}.duckdb"
        rows = _build(built, store, specs, frames, years, views)
        release_id = hashlib.sha256(built.read_bytes()).hexdigest()[:12]
        gate = _audited(built, release_id, handover.audit)
        built.chmod(_READ_ONLY)
        releases = Releases(folder / "releases")
        releases.keep(release_id, built, handover.inputs)
        handover.before_swap(release_id)
        releases.enter(release_id)
        target = folder / "shnor.duckdb"
        return Release(release_id, target, rows, _swap(built, target), gate)


def _audited(built: Path, release_id: str, audit: Callable[[Path, str], GateReport]) -> GateReport:
    """Let the audit look at the built file; what it refuses is not left behind."""
    try:
        return audit(built, release_id)
    except BaseException:
        built.unlink()
        raise


def _sweep(folder: Path) -> None:
    """Remove what publishers that were killed left half made; nobody else publishes now."""
    for left_over in folder.glob(".build-*"):
        left_over.unlink()
    for half_kept in (folder / "releases").glob(".*"):
        if half_kept.is_dir():
            shutil.rmtree(half_kept)
        else:
            half_kept.unlink()


def _build(
    path: Path,
    store: Store,
    specs: Sequence[TableSpec],
    frames: Mapping[str, pd.DataFrame],
    years: Sequence[int],
    views: Sequence[ViewSpec],
) -> dict[str, int]:
    rows: dict[str, int] = {}
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute(f"SET disabled_compression_methods = {quoted(_LEAKY_COMPRESSION)}")
        connection.execute(f"ATTACH {quoted(str(path))} AS m (STORAGE_VERSION 'v1.0.0')")
        connection.execute("BEGIN")
        for spec in specs:
            for statement in ddl(spec, "m"):
                connection.execute(statement)
            columns = ", ".join(f'"{column.name}"' for column in spec.columns)
            for source in _sources(connection, store, spec, frames, years):
                connection.execute(f"INSERT INTO m.{spec.name} SELECT {columns} FROM {source}")  # noqa: S608
            counted = connection.sql(f"SELECT count(*) FROM m.{spec.name}").fetchall()  # noqa: S608
            rows[spec.name] = int(counted[0][0])
        _create_views(connection, views)
        connection.execute("COMMIT")
        connection.execute("CHECKPOINT m")
        connection.execute("DETACH m")
    descriptor = os.open(path, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)
    return rows


def _create_views(connection: duckdb.DuckDBPyConnection, views: Sequence[ViewSpec]) -> None:
    """Create views in ``m``; they name their table alone, for readers attach the file under other names."""
    connection.execute("USE m")
    for view in views:
        columns = ", ".join(f'"{column.name}"' for column in view.table.columns)
        select = f"SELECT {columns} FROM {view.table.name} WHERE {view.where}"  # noqa: S608 - declared
        connection.execute(f"CREATE VIEW {view.name} AS {select}")
        connection.execute(f"COMMENT ON VIEW {view.name} IS {quoted(view.title_ru)}")
        for column in view.table.columns:
            comment = quoted(column.comment_ru)
            connection.execute(f'COMMENT ON COLUMN {view.name}."{column.name}" IS {comment}')
    connection.execute("USE memory")


def _sources(
    connection: duckdb.DuckDBPyConnection,
    store: Store,
    spec: TableSpec,
    frames: Mapping[str, pd.DataFrame],
    years: Sequence[int],
) -> Iterator[str]:
    if spec.name in frames:
        connection.register("given", frames[spec.name])
        yield "given"
        return
    for year in years:
        path = store.path(spec.name, year)
        if path.exists():
            yield f"read_parquet({quoted(str(path))})"


def _swap(built: Path, target: Path) -> bool:
    """Rename onto the target; the foreign WAL of an analyst who opened it for writing must go too.

    It goes before, so that there is no moment at which the new file lies beside it, and again after: the
    analyst may have written one in between.
    """
    wal = target.with_name(f"{target.name}.wal")
    wal.unlink(missing_ok=True)
    try:
        built.replace(target)
    except PermissionError:
        built.unlink()
        return False
    wal.unlink(missing_ok=True)
    return True


@contextmanager
def _one_publisher(folder: Path) -> Iterator[None]:
    """Let one process publish at a time; the lock goes with the process."""
    with (folder / ".publish.lock").open("w") as lock:
        if os.name == "posix":
            import fcntl  # noqa: PLC0415 - there is none on Windows

            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
