"""The settings file of the Dagster instance of a service: SQLite, or PostgreSQL where its address is given.

Belongs here: choosing the parts of ``dagster.yaml`` and writing it. Does not belong here: Dagster itself,
which reads the file.
"""

from __future__ import annotations

import os
import sys
from importlib import resources
from pathlib import Path

from shnor_pipeline.settings import Settings
from shnor_pipeline.store import write_bytes

POSTGRES_URL = "DAGSTER_PG_URL"
_DRIVER = "postgresql+psycopg2://"
"""The driver is named: SQLAlchemy 2.1 takes psycopg 3 by itself, whose NOTIFY dagster-postgres breaks."""
_MARK = (
    "# Written by shnor_pipeline.deployment at every start; remove this line to keep a file of your own.\n"
)


def write_instance(folder: Path, *, postgres: bool) -> Path:
    """Write ``dagster.yaml`` of an instance.

    Args:
        folder: ``DAGSTER_HOME``.
        postgres: Whether runs, events and schedules go to PostgreSQL.

    Returns:
        The file; one that somebody made their own is left alone.
    """
    target = folder / "dagster.yaml"
    if target.exists() and not target.read_text(encoding="utf-8").startswith(_MARK):
        return target
    parts = ["dagster.yaml", "retention.yaml", "postgres.yaml" if postgres else "sqlite.yaml"]
    here = resources.files("shnor_pipeline.deployment")
    text = _MARK + "".join(here.joinpath(name).read_text(encoding="utf-8") for name in parts)
    return write_bytes(target, text.encode())


def main() -> None:
    """Write the file for the environment of a service, or say what is wrong with it and end with 2."""
    url = os.environ.get(POSTGRES_URL, "")
    if url and not url.startswith(_DRIVER):
        sys.stderr.write(f"{POSTGRES_URL}: адрес должен начинаться с {_DRIVER} (драйвер называется явно).\n")
        sys.exit(2)
    folder = Path(os.environ.get("DAGSTER_HOME") or Settings().paths.dagster)
    write_instance(folder, postgres=bool(url))


if __name__ == "__main__":
    main()
