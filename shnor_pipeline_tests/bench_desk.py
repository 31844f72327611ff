"""How long the data engineer waits at Dagster's pages: a part of ``make bench``.

Belongs here: runs of the sample by a real service, asked for as its pages do. Does not belong here: limits.
"""

from __future__ import annotations

import shutil
import time
from typing import TYPE_CHECKING

from shnor_pipeline.deployment import write_instance
from shnor_pipeline_tests.browser.desk import start, stop

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from shnor_pipeline_tests.browser.desk import Desk

YEAR, YEARS = 2021, range(2018, 2024)
TIMES, REST_S = 3, 5
MADE = ("store", "quarantine", "returned", "reports", "public", "published")


def desk_times(home: Path, folder: Path) -> Iterator[tuple[str, float]]:
    """Yield what was run and its best time in seconds; before each run everything made is removed.

    Args:
        home: A home folder with its inputs.
        folder: An empty folder for Dagster.
    """
    write_instance(folder, postgres=False)
    service, desk = start(home, folder, folder / "dagster_dev.log")
    try:
        asked = [_one_year(desk, home) for _ in range(TIMES)]
        yield "one year, from asking", min(asked)
        yield "one year, the run", min(_runs(desk))
        known = len(desk.times())
        for _ in range(TIMES):
            _forget(home)
            assert desk.ends_of(desk.back_fill(*YEARS)) == ["SUCCESS"]
        yield "six years as one run", min(_runs(desk)[known:])
    finally:
        stop(service)


def _one_year(desk: Desk, home: Path) -> float:
    _forget(home)
    started = time.perf_counter()
    assert desk.materialize(YEAR) == ["SUCCESS"]
    return time.perf_counter() - started


def _runs(desk: Desk) -> list[float]:
    return [ended - begun for begun, ended in desk.times()]


def _forget(home: Path) -> None:
    for name in MADE:
        shutil.rmtree(home / name, ignore_errors=True)
    time.sleep(REST_S)
