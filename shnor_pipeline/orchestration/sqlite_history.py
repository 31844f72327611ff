"""Dagster's SQLite storage with connections that stay open.

Belongs here: how often a database of Dagster's history is opened. Does not belong here: what lies in it, and
which storage an instance takes (``deployment``).

Dagster opens a database, compiles its statements and closes it again for every event, which takes most of an
event's 8 ms; a run of six years writes 1,400 of them. Files and their layout are Dagster's own: an instance
may go to this class and back.
"""

from __future__ import annotations

from collections import OrderedDict
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from dagster._core.storage.event_log.sqlite import SqliteEventLogStorage
from dagster._core.storage.sqlite_storage import DagsterSqliteStorage
from sqlalchemy import create_engine, event

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dagster._serdes import ConfigurableClassData
    from sqlalchemy import Connection, Engine
    from sqlalchemy.engine.interfaces import DBAPIConnection

_OPEN = 8
"""Databases kept open: a run writes to its own and to the one of all runs, a webserver reads some more."""

_BUSY_S = 60
"""How long one process waits while another writes, in seconds."""


def _write_without_waiting(connection: DBAPIConnection, _record: object) -> None:
    """Leave it to the system when an event reaches the disk: a power cut costs the last ones alone."""
    connection.cursor().execute("PRAGMA synchronous = NORMAL")


class OpenEventLogStorage(SqliteEventLogStorage):
    """The event log, with the connections to the databases used last kept open."""

    def __init__(self, base_dir: str) -> None:
        """Open the folder of the databases."""
        self._engines: OrderedDict[str, Engine] = OrderedDict()
        self._tables: set[str] = set()
        super().__init__(base_dir)

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Connection]:
        with self._db_lock:
            engine = self._engine(shard)
            if shard not in self._initialized_dbs:
                self._initdb(engine)
                self._initialized_dbs.add(shard)
            with engine.begin() as connection:
                yield connection

    def _engine(self, shard: str) -> Engine:
        if shard not in self._engines:
            address = self.conn_string_for_shard(shard)
            self._engines[shard] = create_engine(address, connect_args={"timeout": _BUSY_S})
            event.listen(self._engines[shard], "connect", _write_without_waiting)
        self._engines.move_to_end(shard)
        if len(self._engines) > _OPEN:
            self._engines.popitem(last=False)[1].dispose()
        return self._engines[shard]

    def has_table(self, table_name: str) -> bool:
        """Tell whether there is a table; Dagster asks at every verdict, and what is there stays."""
        if table_name not in self._tables and super().has_table(table_name):
            self._tables.add(table_name)
        return table_name in self._tables

    def dispose(self) -> None:
        """Close the databases and stop looking at them."""
        while self._engines:
            self._engines.popitem()[1].dispose()
        super().dispose()


class OpenSqliteStorage(DagsterSqliteStorage):
    """Dagster's storage in SQLite, with an event log whose databases stay open."""

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        """Open the storage below ``DAGSTER_HOME``, where Dagster keeps it by default."""
        super().__init__(base_dir, inst_data)
        self._event_log_storage = OpenEventLogStorage(str(Path(base_dir, "history", "runs")))

    @classmethod
    def from_config_value(cls, inst_data: ConfigurableClassData, config_value: Mapping[str, Any]) -> Self:
        """Open the storage that ``dagster.yaml`` names."""
        return cls.from_local(inst_data=inst_data, **config_value)
