"""The marked copy of one file: what it is made from, what it is called, whether it must be made anew.

Belongs here: choosing how a file can be copied. Does not belong here: marking (``quality.marked``).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from shnor_pipeline.ingest import FileProblem, content_hash, read_sheets, version_of_code
from shnor_pipeline.store import write_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shnor_pipeline.chain.workspace import Workspace
    from shnor_pipeline.quality.remarks import Remarks
    from shnor_pipeline.quality.submitted import Sent

SUFFIX = ".xlsx"
_LOADABLE = {".xlsx", ".xlsm"}
_MOST_CELLS = 1_200_000
"""Cells of a copy: more would take more memory than a run may."""

_CODE = [Path(__file__), Path(__file__).parent.parent / "canonical_zip.py"]
_NOT_OPENED = "Файл не открылся, поэтому здесь только список замечаний."
_TOO_LARGE = "Файл слишком велик для копии с отметками: найдите названные ячейки в своём файле."
_CONVERTED = "Оформление файла не перенесено: исправлять можно и в этой копии, и в своём файле."


@dataclass(frozen=True, slots=True)
class Copy:
    """A marked copy that was made.

    Attributes:
        name: Path below the folder of the copies.
        sha256: Hash of its content.
        made_of: Hash of everything it was made from.
    """

    name: str
    sha256: str
    made_of: str


def names_of_copies(files: Iterable[str]) -> dict[str, str]:
    """Name the copies of files: the sender's name with ``.xlsx``; where another file has it, added to it."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for file in sorted(files, key=lambda file: (not file.endswith(SUFFIX), file)):
        name = PurePosixPath(file).with_suffix(SUFFIX).as_posix()
        names[file] = f"{file}{SUFFIX}" if name in taken else name
        taken.add(names[file])
    return names


def version_of_marking(workspace: Workspace) -> str:
    """Return a hash of everything but a file and its findings that decides what its copy looks like."""
    return version_of_code(_CODE, workspace.version, version("openpyxl"))


@dataclass(frozen=True, slots=True)
class Copies:
    """The folder of the copies.

    Attributes:
        inbox: Where the senders' files lie.
        folder: Where the copies lie.
        marking: Version of the marking.
    """

    inbox: Path
    folder: Path
    marking: str

    def renew(self, sent: Sent, name: str, remarks: Remarks, earlier: Copy | None) -> Copy:
        """Write the copy of a file, unless it lies there as it would be written.

        Args:
            sent: The file.
            name: Path of the copy below the folder.
            remarks: What is said of the file.
            earlier: The copy made by an earlier run, where there is one.

        Returns:
            The copy.
        """
        stated = repr((sent.sha256, name, remarks, self.marking))
        made_of = hashlib.blake2b(stated.encode(), digest_size=16).hexdigest()
        if earlier is not None and earlier.made_of == made_of and self._is_as_made(earlier):
            return earlier
        target = write_bytes(self.folder / name, marked_copy(self.inbox / sent.file, remarks))
        return Copy(name, content_hash(target), made_of)

    def _is_as_made(self, copy: Copy) -> bool:
        """Tell whether a copy is still there and nobody wrote over it."""
        target = self.folder / copy.name
        return target.is_file() and content_hash(target) == copy.sha256


def marked_copy(path: Path, remarks: Remarks) -> bytes:
    """Mark a copy of a file.

    Args:
        path: The sender's file.
        remarks: What is said of it.

    Returns:
        An .xlsx: the sender's own workbook where its formats can be kept, else its cells, else, where it
        does not open or is too large, the list of findings alone.
    """
    from shnor_pipeline.quality.marked import can_be_loaded, mark_workbook  # noqa: PLC0415 - heavy, only here

    try:
        sheets = read_sheets(path)
    except (FileProblem, OSError):
        return mark_workbook({}, replace(remarks, note=_NOT_OPENED))
    content = path.read_bytes()
    if path.suffix.lower() in _LOADABLE and can_be_loaded(content):
        try:
            return mark_workbook(content, remarks)
        except Exception:  # noqa: BLE001, S110 - openpyxl is stricter than the reader
            pass  # the cells as they were read make a copy in any case
    if sum(len(row) for sheet in sheets for row in sheet.rows) > _MOST_CELLS:
        return mark_workbook({}, replace(remarks, note=_TOO_LARGE))
    cells = {sheet.name: sheet.rows for sheet in sheets}
    return mark_workbook(cells, replace(remarks, note=_CONVERTED))
