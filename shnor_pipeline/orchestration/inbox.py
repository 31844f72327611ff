"""The watch over the inbox: a year is run once when its files are whole, never a run per file.

Belongs here: when a year is ready, and what was already asked for. Does not belong here: looking at files
(``chain``) and reading them (``ingest``).
"""

# Dagster reads annotations at run time, so nothing here is imported for type checking only.
import hashlib
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import dagster as dg

from shnor_pipeline import chain
from shnor_pipeline.chain import Workspace
from shnor_pipeline.orchestration.jobs import WHOLE_CHAIN
from shnor_pipeline.settings import Settings

INTERVAL_S, SETTLED_S = 30, 20
"""Seconds between two looks; seconds a file has to be left alone."""

_LEFT_BEHIND_S = 12 * 3600
"""A lock of an office program older than this was left behind by a program that broke off."""

_LENGTH = 16


def inbox_sensor(
    settings: Settings, now: Callable[[], float] = time.time, opens: Callable[[Path], None] | None = None
) -> dg.SensorDefinition:
    """Make the sensor.

    A year is asked for when its folder looked the same twice in a row, nothing in it changed for some seconds
    and no file is held by another program. The run is named by the content, so the same content is never run
    twice. The cursor remembers, for each year, the last look and the look that was dealt with.

    Args:
        settings: Home folder, and whether the sensor is on when Dagster starts.
        now: The clock, in seconds.
        opens: Opens a file to see whether it can be read.
    """

    @dg.sensor(
        name="inbox",
        job=WHOLE_CHAIN,
        minimum_interval_seconds=INTERVAL_S,
        default_status=(
            dg.DefaultSensorStatus.RUNNING if settings.unattended else dg.DefaultSensorStatus.STOPPED
        ),
        description="One run for each year whose files changed, once they are whole and free.",
    )
    def inbox(context: dg.SensorEvaluationContext) -> dg.SensorResult:
        workspace = Workspace(settings)
        cursor: dict[str, dict[str, str]] = json.loads(context.cursor or "{}")
        requests: list[dg.RunRequest] = []
        waiting: list[str] = []
        for year in workspace.inbox_years():
            seen, look = cursor.setdefault(str(year), {}), chain.look_at_inbox(workspace, year)
            digest, before = _digest(look), seen.get("look")
            seen["look"] = digest
            if digest == seen.get("done"):
                continue
            reason = _not_ready(workspace, year, look, now(), opens or _open)
            if digest != before or reason:
                waiting.append(f"{year}: {reason or 'seen for the first time'}")
                continue
            seen["done"] = digest
            requests.append(_request(workspace, year))
        skip = None if requests else dg.SkipReason("; ".join(waiting) or "nothing new")
        return dg.SensorResult(requests, skip_reason=skip, cursor=json.dumps(cursor))

    return inbox


def _request(workspace: Workspace, year: int) -> dg.RunRequest:
    inbox = workspace.home.inbox
    paths = [inbox / name for name, _size, _changed in chain.look_at_inbox(workspace, year)]
    return dg.RunRequest(run_key=f"{year}:{chain.version_of_files(paths, inbox)}", partition_key=str(year))


def _digest(look: chain.Look) -> str:
    return hashlib.sha256(repr(look).encode()).hexdigest()[:_LENGTH]


def _not_ready(
    workspace: Workspace, year: int, look: chain.Look, now: float, opens: Callable[[Path], None]
) -> str:
    """Say why a year must wait; empty when it need not."""
    folder = workspace.home.inbox / str(year)
    for lock in _locks(folder):
        if now - lock.stat().st_mtime < _LEFT_BEHIND_S:
            return f"{lock.name}: the file is open in an office program"
    for name, _size, changed in look:
        if 0 <= now - changed / 1e9 < SETTLED_S:
            return f"{name} has just changed"
    for name, _size, _changed in look:
        try:
            opens(workspace.home.inbox / name)
        except OSError as error:
            return f"{name} is held by another program ({error.strerror})"
    return ""


def _locks(folder: Path) -> Iterator[Path]:
    """Find the locks of Excel and LibreOffice."""
    yield from folder.rglob("~$*")
    yield from folder.rglob(".~lock.*#")


def _open(path: Path) -> None:
    with path.open("rb") as stream:
        stream.read(1)
