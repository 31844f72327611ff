"""Pseudonyms: a keyed hash in the place of a name.

Belongs here: the secret and the hash. Names come in, keys go out, nothing else leaves this module.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING

from shnor_pipeline.spelling import comparable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DEMO_SECRET = b"shnor_pipeline demonstration data, not a secret"
_OWNER_ONLY = 0o600


def load_secret(path: Path, *, demo: bool) -> bytes:
    """Return the secret of the person keys, making it on the first run.

    Args:
        path: The key file (contract, section 1), mode 0600.
        demo: Demonstration data take a fixed public key, so that they give the same bytes everywhere.

    Returns:
        The secret.

    Raises:
        OSError: The key file is empty; pseudonyms made with it would be nobody's secret.
    """
    if demo:
        return DEMO_SECRET
    if not path.exists():
        _make_secret(path)
    secret = path.read_bytes().strip()
    if not secret:
        raise OSError(f"{path}: ключ псевдонимов пуст. Верните файл ключа из его резервной копии.")
    return secret


def _make_secret(path: Path) -> None:
    """Write the key whole under another name and link it: a key that is there is never written over."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    temporary.unlink(missing_ok=True)
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
    with os.fdopen(descriptor, "w") as stream:
        stream.write(secrets.token_hex(32))
        stream.flush()
        os.fsync(stream.fileno())
    with suppress(FileExistsError):  # another first run was faster; its key counts
        os.link(temporary, path)
    temporary.unlink()


def person_keys(secret: bytes) -> Callable[..., str]:
    """Return the function that turns the parts of an identity into a pseudonym.

    Spelling that does not matter (case, Ё, spaces) is folded first, so «Семёнов» and «Семенов» of one
    school and cohort are one person.
    """

    @lru_cache(maxsize=200_000)
    def key_of(*parts: str) -> str:
        folded = "\x1f".join(comparable(part) for part in parts)
        return hashlib.blake2b(folded.encode(), key=secret[:64], digest_size=12).hexdigest()

    return key_of
