"""What lies in the inbox, as versions: of each form and year, so that only what changed counts as changed.

Belongs here: looking at files without taking them in. Does not belong here: how a file is read (``ingest``).
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING

from shnor_pipeline.ingest import content_hash, forms_of_file, inbox_files
from shnor_pipeline.tables import SOURCE_FILE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from shnor_pipeline.chain.workspace import Workspace

UNRECOGNISED = "unrecognised"
"""Stands for the form of files that are of no form."""

_LENGTH = 16
"""Hex digits of a version: enough to tell contents apart, short enough to read."""

Look = tuple[tuple[str, int, int], ...]
"""Name, size and time of change of files: what can be said of them without opening them."""


def look_at_inbox(workspace: Workspace, year: int) -> Look:
    """Look at the files of a year without opening them: name below the inbox, size, time of change."""
    inbox = workspace.home.inbox
    facts = ((path, path.stat()) for path in inbox_files(inbox / str(year)))
    return tuple((path.relative_to(inbox).as_posix(), of.st_size, of.st_mtime_ns) for path, of in facts)


def version_of_files(paths: Iterable[Path], root: Path) -> str:
    """Return a version of files: of their names below a folder and their content."""
    return _digest((path.relative_to(root).as_posix(), content_hash(path)) for path in sorted(paths))


def versions_of_forms(workspace: Workspace, year: int) -> Mapping[str, str]:
    """Return form -> version of all files of a year that hold it; ``UNRECOGNISED`` for the others.

    A file that was taken in before is not opened again: the store knows its forms by its content. A file of
    several forms counts for each of them.
    """
    return _versions(workspace, year, look_at_inbox(workspace, year))


@lru_cache(maxsize=32)
def _versions(workspace: Workspace, year: int, look: Look) -> Mapping[str, str]:
    """Remember the versions while the files look the same: every form is asked for in turn.

    A folder opened twice is the same folder.
    """
    known = _known_forms(workspace, year)
    by_form: dict[str, list[tuple[str, str]]] = {source.form: [] for source in workspace.catalogue.sources}
    by_form[UNRECOGNISED] = []
    for name, _size, _changed in look:
        content, forms = _content_and_forms(workspace, name, year, known)
        for form in forms or (UNRECOGNISED,):
            by_form[form].append((name, content))
    return {form: _digest(files) for form, files in by_form.items()}


def _content_and_forms(
    workspace: Workspace, name: str, year: int, known: Mapping[tuple[str, str], tuple[str, ...]]
) -> tuple[str, tuple[str, ...]]:
    path = workspace.home.inbox / name
    try:
        content = content_hash(path)
    except OSError:
        return "", ()
    if (name, content) in known:
        return content, known[name, content]
    return content, forms_of_file(path, workspace.home.inbox, year, workspace.context)


def _known_forms(workspace: Workspace, year: int) -> dict[tuple[str, str], tuple[str, ...]]:
    """Read from the store which forms the files hold that were taken in: name and content -> forms.

    A copy of another file was not asked for its forms, so it is not among them.
    """
    files = workspace.store.read(SOURCE_FILE, year, columns=("file", "sha256", "form", "status"))
    files = files[files["status"] != "duplicate"]
    held = {source.form for source in workspace.catalogue.sources}
    known: dict[tuple[str, str], tuple[str, ...]] = {}
    for file, content, form, _status in files.itertuples(index=False, name=None):
        forms = known.get((file, content), ())
        known[file, content] = (*forms, form) if form in held and form not in forms else forms
    return known


def _digest(files: Iterable[tuple[str, str]]) -> str:
    digest = hashlib.blake2b()
    for name, content in files:
        digest.update(f"{name}\0{content}\0".encode())
    return digest.hexdigest()[:_LENGTH]
