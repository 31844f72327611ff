"""How often Python looks for garbage while the chain works.

Belongs here: the one setting of the process that costs a run an eighth of its time. Does not belong here: the
boxes of the chain.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_OBJECTS, _YOUNG, _OLD = 100_000, 50, 50


@contextmanager
def collecting_rarely() -> Iterator[None]:
    """Look for garbage after 100,000 new objects instead of 700 while a block runs.

    Reports and tables are millions of small objects that live until they are written; looking through them
    again and again frees next to nothing. Memory grows by what lies about between two looks: the sample takes
    730 MiB instead of 600.
    """
    before = gc.get_threshold()
    collect_rarely()
    try:
        yield
    finally:
        gc.set_threshold(*before)


def collect_rarely() -> None:
    """Do so from now on, in a process that does nothing else."""
    gc.set_threshold(_OBJECTS, _YOUNG, _OLD)
