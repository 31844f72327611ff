"""Pseudonyms: a keyed hash in the place of a name.

Belongs here: the secret and the hash. Names come in, keys go out, nothing else leaves this module.
"""

from __future__ import annotations

import hashlib
import os
import secrets
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
    """
    if demo:
        return DEMO_SECRET
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
        with os.fdopen(descriptor, "w") as stream:
            stream.write(secrets.token_hex(32))
    return path.read_bytes().strip()


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
