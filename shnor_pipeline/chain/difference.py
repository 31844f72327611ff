"""Two releases compared, told in words.

Belongs here: finding the databases, giving changes their titles. Does not belong here: comparing
(``release``), how lines look (``reporting``).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from shnor_pipeline.release import Releases, compare_databases
from shnor_pipeline.reporting import wording
from shnor_pipeline.reporting.change_lines import change_lines
from shnor_pipeline.store import write_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from shnor_pipeline.chain.workspace import Workspace
    from shnor_pipeline.reporting.model import ChangeLine

BEFORE, CURRENT = "-1", "0"
"""Steps back from the current release to the one before it and to itself."""


@dataclass(frozen=True)
class Told:
    """The changes between two releases.

    Attributes:
        old: Id or path of the earlier one; empty where the later one is the first.
        new: Id or path of the later one.
        lines: Changes as people read them.
        rows: The same as the table ``release_change`` has them.
        not_compared: Tables that one of the two does not have.
        demo: Whether the figures are made up.
    """

    old: str
    new: str
    lines: tuple[ChangeLine, ...]
    rows: list[dict[str, Any]]
    not_compared: tuple[str, ...]
    demo: bool

    def as_json(self) -> dict[str, Any]:
        """Return the changes for ``--json``: rows of the table with the words of their lines."""
        changes = [
            {**row, **{name: asdict(line)[name] for name in ("title_ru", "place_ru", "reasons")}}
            for row, line in zip(self.rows, self.lines, strict=True)
        ]
        facts = {"old": self.old, "new": self.new, "not_compared": list(self.not_compared)}
        return {**facts, "changes": changes}


def compare_releases(workspace: Workspace, old: str, new: str) -> Told:
    """Compare two releases of a home folder, or two databases.

    Args:
        workspace: The home folder.
        old: Id, step back from the current release, or path.
        new: The same of the later one.

    Raises:
        NoReleaseError: One of them is not there; the first release has none before it, which is no error.
    """
    releases = Releases(workspace.home.releases)
    if (old, new) == (BEFORE, CURRENT) and len(releases.entries()) == 1:
        return Told("", releases.current(), (), [], (), _demo(workspace))
    paths = (releases.named(old), releases.named(new))
    found = compare_databases(*paths)
    lines = change_lines(found.changes, found.titles, found.names)
    plain = found.changes.astype(object).where(found.changes.notna(), None)
    before, after = (path.parent.name if path.parent.parent == releases.root else str(path) for path in paths)
    rows = [_keyed(row) for row in plain.to_dict("records")]
    return Told(before, after, lines, rows, found.not_compared, _demo(workspace))


def _keyed(row: dict[Any, Any]) -> dict[str, Any]:
    return {str(name): value for name, value in row.items()}


def _demo(workspace: Workspace) -> bool:
    return workspace.home.programme.exists() and workspace.programme.demo


def write_changes(told: Told, path: Path) -> Path:
    """Write the changes as a workbook."""
    from shnor_pipeline.reporting.changes import render_changes_workbook  # noqa: PLC0415 - heavy

    return write_bytes(path, render_changes_workbook(told.lines, wording.DEMO if told.demo else ""))
