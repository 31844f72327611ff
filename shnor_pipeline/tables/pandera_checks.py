"""Pandera's checks, loaded without what they would load for tests.

Belongs here: how pandera is loaded. Does not belong here: declarations of tables (``declare``).

Pandera can invent rows of a table with ``hypothesis``. Nobody here asks for that, but where hypothesis is
installed, as it is beside tests, pandera loads it, and it loads its own plugins: 0.3 s of every process that
looks at a table.
"""

from __future__ import annotations

import importlib
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_FOR_TESTS = "hypothesis"


@contextmanager
def _hidden(name: str) -> Iterator[None]:
    """Let a package count as not installed for a while, unless somebody has loaded it already."""
    if name in sys.modules:
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment]  # what Python takes for «there is none»
    try:
        yield
    finally:
        del sys.modules[name]


with _hidden(_FOR_TESTS):
    importlib.import_module("pandera.backends.pandas.builtin_checks")
