"""What a release takes from people beside the workbooks: sections of the programme, lists of the reference.

Belongs here: naming and hashing them. Does not belong here: reading them (``programme``, ``reference``).
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from shnor_pipeline.tables.release import RELEASE_INPUT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pandas as pd

PROGRAMME = "programme.yaml"
_LEDGERS = frozenset({"corrections.csv", "overrides.csv"})
"""Ledgers may name people in their cells; their entries are published as tables without them."""


def input_files(programme: Path, reference: Path) -> dict[str, Path]:
    """Return the files a report of this release is made with, by their names inside a home folder."""
    lists = (path for path in sorted(reference.glob("*.csv")) if path.name not in _LEDGERS)
    return {PROGRAMME: programme} | {f"reference/{path.name}": path for path in lists}


def input_table(files: Mapping[str, Path], sections: Mapping[str, Any]) -> pd.DataFrame:
    """Build the table ``release_input``: one row per section of the programme and per list.

    Args:
        files: Programme and lists, by their names inside a home folder.
        sections: What the programme says, by section: a comment in it is no other input.
    """
    hashes = {name: _of_bytes(path.read_bytes()) for name, path in files.items() if name != PROGRAMME}
    for name, section in sections.items():
        text = json.dumps(section, ensure_ascii=False, default=str)
        hashes[f"{PROGRAMME}: {name}"] = _of_bytes(text.encode())
    names = sorted(hashes)
    return RELEASE_INPUT.frame({"input": names, "sha256": [hashes[name] for name in names]})


def _of_bytes(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
