"""Backup and restore of a home folder: one file with check sums; the key of the pseudonyms stays apart.

Belongs here: what goes into the file and what is checked on the way back. Does not belong here: printing
(``commands``), what the files of a home folder mean.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import shutil
import sqlite3
import tarfile
import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from shnor_pipeline.store import replacing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MANIFEST = "backup.json"
_OWNER_ONLY = 0o600
_SQLITE = b"SQLite format 3\x00"
_PASSING = (".part", "-wal", "-shm", "-journal", ".lock")
"""Ends of names that live only while something is being written."""


class ArchiveError(Exception):
    """A backup that can't be made or brought back; the message is for people."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was brought back.

    Attributes:
        files: Number of files.
        key_is_missing: Whether the pseudonyms were made with a key that has not been given.
    """

    files: int
    key_is_missing: bool


def back_up(home: Path, target: Path, key: Path) -> int:
    """Write everything of a home folder but the key into one file.

    Databases of Dagster are copied by SQLite, so a running service need not be stopped.

    Args:
        home: Home folder.
        target: The file, ``.tar.gz``, mode 0600: the workbooks in it name people.
        key: Key of the pseudonyms, of which only a finger print is kept.

    Returns:
        Number of files in it.

    Raises:
        ArchiveError: There is no such home, or a file changed under our hands.
    """
    if not (home / "programme.yaml").exists():
        raise ArchiveError(f"{home}: это не папка данных, в ней нет programme.yaml.")
    sums: dict[str, str] = {}
    with replacing(target) as temporary:
        temporary.touch(mode=_OWNER_ONLY)
        with (
            temporary.open("wb") as raw,
            gzip.GzipFile(fileobj=raw, mode="wb", filename="", mtime=0) as packed,
            tarfile.open(fileobj=packed, mode="w") as tar,
        ):
            for path in _members(home, {target.resolve(), temporary.resolve(), key.resolve()}):
                name = path.relative_to(home).as_posix()
                content = _content(path)
                sums[name] = hashlib.sha256(content).hexdigest()
                _add(tar, name, content, path.stat().st_mode & 0o777)
            stated = {"files": sums, "key": finger_print(key)}
            _add(tar, MANIFEST, json.dumps(stated, ensure_ascii=False, indent=1).encode(), _OWNER_ONLY)
    return len(sums)


def _members(home: Path, left_out: set[Path]) -> Iterator[Path]:
    for path in sorted(home.rglob("*")):
        passing = path.name.endswith(_PASSING) or path.name.startswith(".build-") or path.name == ".key"
        if path.is_file() and not path.is_symlink() and not passing and path.resolve() not in left_out:
            yield path


def _content(path: Path) -> bytes:
    """Read a file; a database of SQLite as of one moment."""
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise ArchiveError(
            f"{path}: файл исчез во время копирования. Повторите, когда расчёт закончится."
        ) from error
    if not content.startswith(_SQLITE):
        return content
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.db"
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as aim:
            source.backup(aim)
        return copy.read_bytes()


def _add(tar: tarfile.TarFile, name: str, content: bytes, mode: int) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), mode
    tar.addfile(entry, io.BytesIO(content))


def finger_print(key: Path) -> str | None:
    """Return a short text that tells keys apart and tells nothing of them; ``None`` without a key."""
    if not key.exists():
        return None
    secret = key.read_bytes().strip()
    return hashlib.blake2b(b"key of the pseudonyms", key=secret[:64], digest_size=8).hexdigest()


def restore(archive: Path, home: Path, key: Path | None = None) -> Restored:
    """Bring a home folder back whole, or leave everything as it was.

    Args:
        archive: File of :func:`back_up`.
        home: Where to; it must not exist, or be empty.
        key: Key of the pseudonyms from its own carrier; it is put where the home folder expects it.

    Returns:
        What was brought back.

    Raises:
        ArchiveError: The place is taken, the file is damaged, or the key is another one.
    """
    if home.exists() and any(home.iterdir()):
        raise ArchiveError(f"{home}: папка не пуста. Укажите новую папку или уберите старую.")
    with replacing(home) as temporary:
        temporary.mkdir()
        stated = _unpack(archive, temporary)
        _compare(temporary, stated["files"])
        _place_key(temporary, stated["key"], key)
        if home.exists():
            home.rmdir()
    return Restored(len(stated["files"]), key_is_missing=bool(stated["key"]) and key is None)


def _unpack(archive: Path, folder: Path) -> dict[str, Mapping[str, str]]:
    try:
        with tarfile.open(archive) as tar:
            tar.extractall(folder, filter="data")
        manifest = folder / MANIFEST
        stated: dict[str, Mapping[str, str]] = json.loads(manifest.read_text(encoding="utf-8"))
    except (tarfile.TarError, EOFError, OSError, ValueError) as error:
        raise ArchiveError(f"{archive}: это не резервная копия, или файл повреждён ({error}).") from error
    manifest.unlink()
    return stated


def _compare(folder: Path, sums: Mapping[str, str]) -> None:
    """Tell the first file that is not what was backed up."""
    for name, stated in sums.items():
        path = folder / name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != stated:
            raise ArchiveError(f"Резервная копия повреждена: {name}. Возьмите другую копию.")


def _place_key(folder: Path, stated: object, key: Path | None) -> None:
    if key is None:
        return
    if finger_print(key) != stated:
        raise ArchiveError(f"{key}: это не тот ключ, которым сделаны псевдонимы этой копии.")
    shutil.copyfile(key, folder / ".key")
    (folder / ".key").chmod(_OWNER_ONLY)
