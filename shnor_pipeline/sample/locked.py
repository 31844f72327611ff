"""A workbook behind a password, as a reader meets it: an OLE container with two encrypted streams.

Belongs here: the smallest such container. Does not belong here: encryption, for nobody is meant to open it.
"""

from __future__ import annotations

import struct

_SECTOR = 512
_END, _FREE, _TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_SMALLEST_STREAM = 4096
"""Shorter streams would have to go into a container of their own."""
_INFO = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<encryption xmlns="http://schemas.microsoft.com/office/2006/encryption">'
    b'<keyData saltSize="16" blockSize="16" keyBits="256" hashSize="64" cipherAlgorithm="AES" '
    b'cipherChaining="ChainingModeCBC" hashAlgorithm="SHA512"/></encryption>'
)


def locked_workbook(package: bytes) -> bytes:
    """Wrap bytes as an encrypted Office document.

    Args:
        package: What stands for the encrypted workbook, at most 50,000 bytes.

    Returns:
        A file with the streams ``EncryptionInfo`` and ``EncryptedPackage``.

    Raises:
        ValueError: ``package`` does not fit into the one allocation sector.
    """
    # Version 4.4 and the flag of agile encryption.
    info = struct.pack("<HHI", 4, 4, 0x40) + _INFO
    streams = [_padded(info, _SMALLEST_STREAM), _padded(struct.pack("<Q", len(package)) + package, _SECTOR)]
    if sum(map(len, streams)) > _SECTOR * (_SECTOR // 4 - 2):
        raise ValueError("an encrypted package of the sample may have at most 50,000 bytes")
    table = [_TABLE, _END]
    starts = []
    for stream in streams:
        starts.append(len(table))
        count = len(stream) // _SECTOR
        table += [*range(len(table) + 1, len(table) + count), _END]
    table += [_FREE] * (_SECTOR // 4 - len(table))
    sizes = [len(stream) for stream in streams]
    directory = (
        _entry("Root Entry", kind=5, child=1, start=_END, size=0)
        + _entry("EncryptionInfo", kind=2, right=2, start=starts[0], size=sizes[0])
        + _entry("EncryptedPackage", kind=2, start=starts[1], size=sizes[1])
        + bytes(128)
    )
    return b"".join((_header(), struct.pack(f"<{len(table)}I", *table), directory, *streams))


def _padded(content: bytes, least: int) -> bytes:
    size = max(-(-len(content) // _SECTOR) * _SECTOR, least, _SMALLEST_STREAM)
    return content.ljust(size, b"\0")


def _header() -> bytes:
    head = struct.pack(
        "<8s16sHHHHH6sIIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        bytes(16),
        *(0x3E, 3, 0xFFFE, 9, 6),
        bytes(6),
        *(0, 1, 1, 0, _SMALLEST_STREAM, _END, 0, _END, 0, 0),
    )
    return head + struct.pack("<108I", *[_FREE] * 108)


def _entry(name: str, *, kind: int, start: int, size: int, right: int = _FREE, child: int = _FREE) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    return struct.pack(
        "<64sHBBIII16sIQQIQ",
        text,
        len(text),
        kind,
        1,
        _FREE,
        right,
        child,
        bytes(16),
        *(0, 0, 0, start, size),
    )
