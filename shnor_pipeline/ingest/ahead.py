"""Many small workbooks read by two processes: a second one reads ahead of the one that uses them.

Belongs here: when a second process pays, and how files are shared out. Does not belong here: reading
(``grid``).
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import warnings
from collections import deque
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from shnor_pipeline.ingest.grid import read_light_sheets, read_sheets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from multiprocessing.connection import Connection
    from pathlib import Path

    from shnor_pipeline.ingest.grid import Sheet

_FEWEST_FILES = 40
"""From so many files on a second process saves more than it costs."""
_LARGEST_FILE = 256 * 2**10
_AT_ONCE = 4
"""Files that are handed over together."""
_IN_HAND = 3
"""Bundles the second process has, so that it need not wait for the next one."""


@contextmanager
def reader_of(paths: Sequence[Path]) -> Iterator[Callable[[Path], list[Sheet]]]:
    """Give the function that reads the sheets of files, which are best asked for in their order.

    It does what :func:`~shnor_pipeline.ingest.grid.read_sheets` does, whoever reads: large and broken files
    are always read when they are asked for, one at a time, and so is everything where a second process is
    not safe, does not pay or has died.

    Args:
        paths: The files that will be asked for.

    Yields:
        The function.
    """
    small = [path for path in paths if _is_small(path)]
    if len(small) < _FEWEST_FILES or not _may_copy_itself():
        yield read_sheets
        return
    with _second_process() as other:
        yield _Shared(small, other).sheets


def _is_small(path: Path) -> bool:
    try:
        return path.stat().st_size <= _LARGEST_FILE
    except OSError:  # gone or locked, which reading it will say
        return False


def _may_copy_itself() -> bool:
    """Tell whether the process may be forked and has a second core.

    Another thread (Dagster has some) could hold a lock that nobody would open in the copy; a new process
    instead of a copy would take longer to start than to read a few hundred files.
    """
    if sys.platform != "linux" or threading.active_count() > 1:
        return False
    return len(os.sched_getaffinity(0)) > 1 and not multiprocessing.current_process().daemon


@contextmanager
def _second_process() -> Iterator[Connection]:
    fork = multiprocessing.get_context("fork")
    ours, theirs = fork.Pipe()
    process = fork.Process(target=_serve, args=(theirs, ours), daemon=True)
    with warnings.catch_warnings():
        # Python 3.12 warns of threads of libraries too; those of numpy and Arrow know how to be copied
        warnings.filterwarnings("ignore", category=DeprecationWarning, message=".*multi-threaded.*fork")
        process.start()
    theirs.close()
    try:
        yield ours
    finally:
        ours.close()
        process.join()


def _serve(theirs: Connection, ours: Connection) -> None:
    """Read what is asked for until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who asks is interrupted too, and then closes
    ours.close()
    with suppress(EOFError, OSError):
        while True:
            theirs.send([_light_sheets(path) for path in theirs.recv()])


def _light_sheets(path: Path) -> list[Sheet] | None:
    """Read a file that takes little memory; nothing of any other one, which is read when it is asked for."""
    try:
        return read_light_sheets(path)
    except Exception:  # noqa: BLE001 - reading it when it is asked for will say what is wrong
        return None


class _Shared:
    """Files shared out: the other process takes the first ones, this one the last ones while it waits."""

    def __init__(self, paths: Sequence[Path], other: Connection) -> None:
        """Nobody has read anything yet."""
        self._other = other
        self._free = deque(paths)
        self._asked: deque[list[Path]] = deque()
        self._read: dict[Path, list[Sheet] | None] = {}
        self._unused = set(paths)

    def sheets(self, path: Path) -> list[Sheet]:
        """Return the sheets of a file as soon as one of the two has read it."""
        self._exchange(wait=False)  # the other one would stop where nobody takes what it has read
        while path in self._unused and path not in self._read:
            if self._free:
                last = self._free.pop()
                self._read[last] = _light_sheets(last)
            self._exchange(wait=not self._free and path not in self._read)
        self._unused.discard(path)
        found = self._read.pop(path, None)
        return read_sheets(path) if found is None else found

    def _exchange(self, *, wait: bool) -> None:
        """Take what the other process has read, or wait for it, and give it more."""
        try:
            while self._asked and (wait or self._other.poll()):
                self._read |= zip(self._asked[0], self._other.recv(), strict=True)
                self._asked.popleft()
                wait = False
            while self._free and len(self._asked) < _IN_HAND:
                self._asked.append([self._free.popleft() for _ in range(min(_AT_ONCE, len(self._free)))])
                self._other.send(self._asked[-1])
        except (EOFError, OSError):  # it has died: all that is not read yet is read when it is asked for
            self._unused.clear()
            self._free.clear()
