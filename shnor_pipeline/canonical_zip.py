"""Zip based documents whose bytes depend on their content alone.

Belongs here: taking clock, platform and chance out of an .xlsx, .docx or .ods. Does not belong here: making
such documents, reading or writing files.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl import Workbook

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest date a zip member can carry."""

FIXED_INSTANT = b"1980-01-01T00:00:00Z"

# Members whose place matters: OpenDocument wants its type first, readers of Office files the content types.
_LEADING = ("mimetype", "[Content_Types].xml")

_DATES = {
    "docProps/core.xml": re.compile(rb"(<dcterms:(created|modified)\b[^>]*>)[^<]*(</dcterms:\2>)"),
    "meta.xml": re.compile(rb"(<(meta:creation-date|meta:print-date|dc:date)\b[^>]*>)[^<]*(</\2>)"),
}


def canonicalise_zip(data: bytes) -> bytes:
    """Rewrite a zip based document so that equal content gives equal bytes.

    Members are sorted, dated 1980-01-01 and marked as made on no particular system; the dates among the
    document's properties are replaced by the same instant. The result depends on the content and on the
    deflate library of the interpreter (zlib and zlib-ng compress the same content to different bytes).

    Args:
        data: An .xlsx, .docx or .ods file.

    Returns:
        The same document; applying the function again changes nothing.

    Raises:
        zipfile.BadZipFile: ``data`` is not a zip file.
        ValueError: Two members have the same name, so sorting would choose between them by chance.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        names = [name for name in source.namelist() if not name.endswith("/")]
        if len(set(names)) != len(names):
            raise ValueError("the zip file holds two members of one name")
        members = {name: _without_dates(name, source.read(name)) for name in names}
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w") as target:
        for name in sorted(members, key=_order):
            target.writestr(_entry(name), members[name], compresslevel=6)
    return result.getvalue()


def canonical_workbook(book: Workbook) -> bytes:
    """Return the bytes of a workbook of openpyxl, equal for equal content.

    Its own ``save`` would compress every part, only for it to be opened and compressed once more.
    """
    from openpyxl.writer.excel import ExcelWriter  # noqa: PLC0415 - heavy, and a reader has no need of it

    loose = io.BytesIO()
    with zipfile.ZipFile(loose, "w", zipfile.ZIP_STORED) as archive:
        ExcelWriter(book, archive).write_data()
    return canonicalise_zip(loose.getvalue())


def _order(name: str) -> tuple[int, str]:
    return (_LEADING.index(name) if name in _LEADING else len(_LEADING), name)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, date_time=EPOCH)
    # 0 stands for MS-DOS; the default names the platform that wrote the file.
    entry.create_system = 0
    entry.external_attr = 0
    # OpenDocument readers look for the type at a fixed offset, which compression would hide.
    entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
    return entry


def _without_dates(name: str, content: bytes) -> bytes:
    pattern = _DATES.get(name)
    return pattern.sub(rb"\g<1>" + FIXED_INSTANT + rb"\g<3>", content) if pattern else content
