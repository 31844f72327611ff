"""One writer per home folder: ``shnor run`` beside Dagster, two terminals, two services.

Belongs here: waiting for the folder and saying so. Does not belong here: what is written.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from shnor_pipeline.settings import Home

_FIRST_TRY_S = 0.05
"""Within this time a free folder is ours; after it people are told whom they wait for."""


class BusyHomeError(OSError):
    """Another run writes to the home folder; the message says which folder and what to do."""


@contextmanager
def writing(home: Home, wait_s: float, tell: Callable[[str], None] = lambda _message: None) -> Iterator[None]:
    """Hold the home folder for writing; the lock goes with the process that holds it.

    Args:
        home: The home folder.
        wait_s: Seconds to wait for another writer.
        tell: Called once with a message for people when there is somebody to wait for.

    Raises:
        BusyHomeError: The other writer did not end in time.
    """
    home.root.mkdir(parents=True, exist_ok=True)
    lock = FileLock(home.lock)
    try:
        lock.acquire(timeout=min(_FIRST_TRY_S, wait_s))
    except Timeout:
        tell(f"Папку {home.root} сейчас обрабатывает другой запуск; ожидание до {wait_s:g} с.")
        _wait(lock, home, wait_s)
    try:
        yield
    finally:
        lock.release()


def _wait(lock: FileLock, home: Home, wait_s: float) -> None:
    try:
        lock.acquire(timeout=wait_s)
    except Timeout:
        message = (
            f"Папку {home.root} обрабатывает другой запуск, и за {wait_s:g} с он не закончился. "
            "Дождитесь его окончания (или остановите его в Dagster) и повторите."
        )
        raise BusyHomeError(message) from None
