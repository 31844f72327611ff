"""What a file really is, and a copy of its archive that is safe to hand to the reader.

The reader of workbooks aborts the whole process when a damaged or hostile file makes it ask for too much
memory, so everything that decides about memory is looked at here first.

Belongs here: limits, recognising a file by its content, opening zip archives with hard limits. Does not
belong here: cells (``sheet_xml``, ``biff``) and what a file means.
"""

from __future__ import annotations

import io
import os
import re
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

from shnor_pipeline.quality import rules

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from shnor_pipeline.quality import Rule

MOST_CELLS = 8_000_000
"""Cells of all sheets of a workbook, empty ones within the used area included."""

MOST_COLUMNS = 16_384
"""Columns of a sheet in the formats that have most."""

MOST_INFLATED = 96 * 2**20
"""Bytes of all inflated parts that a reader would look at."""

_MOST_BYTES = 64 * 2**20
_MOST_DECLARED = 512 * 2**20
_MOST_MEMBERS = 2_000
_STORED_BELOW = 2**20
"""A part shorter than this is handed on inflated: the reader is then spared the work."""

OLE_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
_ZIP_MAGICS = (b"PK\3\4", b"PK\5\6", b"PK\7\b")
_NO_TABLES = {
    b"%PDF": "документ PDF",
    b"\x89PNG": "рисунок PNG",
    b"\xff\xd8\xff": "рисунок JPEG",
    b"GIF8": "рисунок GIF",
    b"Rar!": "архив RAR",
    b"7z\xbc\xaf": "архив 7-Zip",
    b"\x1f\x8b": "архив GZIP",
    b"{\\rtf": "документ RTF",
}
_RAW_BIFF = (b"\t\0\4\0", b"\t\2\6\0", b"\t\4\6\0", b"\t\b\b\0", b"\t\b\x10\0")
_HTML = re.compile(
    rb"\s*(?:<!--.*?-->\s*)*(?:<!doctype html|<(?:html|head|body|meta|style|table|div|center|font)\b)",
    re.IGNORECASE | re.DOTALL,
)
_HEAD = 4096
_CONTROL = re.compile(rb"[\0-\x08\x0e-\x1a\x1c-\x1f]")
_BOMS = (b"\xff\xfe", b"\xfe\xff")
# Everything before the root element of a part, when it declares nothing: comments and instructions.
_PROLOG = re.compile(rb"(?:\xef\xbb\xbf)?(?:\s+|<\?.*?\?>|<!--.*?-->)*+<[A-Za-z_]", re.DOTALL)
_XML_ENDINGS = (".xml", ".rels", ".vml")
_SHEET_FOLDERS = ("xl/worksheets/", "xl/chartsheets/", "xl/dialogsheets/", "xl/macrosheets/")
_ROOTS = {"[content_types].xml", "_rels/.rels"}
_READ_BY_KIND = {
    "xlsx": _ROOTS
    | {"xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/sharedstrings.xml"},
    "xlsb": _ROOTS
    | {"xl/workbook.bin", "xl/_rels/workbook.bin.rels", "xl/styles.bin", "xl/sharedstrings.bin"},
    "ods": {"mimetype", "content.xml", "styles.xml", "settings.xml", "meta-inf/manifest.xml"},
}
_ZIP_FAULTS = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    ValueError,
    NotImplementedError,
    struct.error,
    OSError,
)
BROKEN = "содержимое повреждено или передано не полностью"


class FileProblem(Exception):  # noqa: N818 - it is a fact about a file, told as a finding
    """The file can't be read; carries the rule that says so."""

    def __init__(self, rule: Rule, **facts: str) -> None:
        """Keep the rule and what its sentence needs."""
        super().__init__(rule.rule_id)
        self.rule, self.facts = rule, facts


def unreadable(reason: str) -> FileProblem:
    """Return the problem of a file that does not open; the reason completes the sentence."""
    return FileProblem(rules.UNREADABLE, reason=reason)


def too_large(reason: str) -> FileProblem:
    """Return the problem of a file beyond the limits; the reason completes the sentence."""
    return FileProblem(rules.TOO_LARGE, reason=reason)


def refuse_cells(areas: Sequence[tuple[int, int]]) -> None:
    """Refuse used areas (rows, columns) that together are more than ``MOST_CELLS``, or wider than a sheet.

    Raises:
        FileProblem: They are; the largest area is named.
    """
    wide = any(columns > MOST_COLUMNS for _, columns in areas)
    if wide or sum(rows * columns for rows, columns in areas) > MOST_CELLS:
        rows, columns = max(areas, key=lambda area: area[0] * area[1])
        raise too_large(f"таблица занимает {rows} строк и {columns} столбцов")


def no_access(error: OSError) -> FileProblem:
    """Return the problem of a file that the system does not give."""
    if isinstance(error, FileNotFoundError):
        return unreadable("его больше нет в папке")
    if isinstance(error, PermissionError):
        return unreadable("нет прав на чтение или он занят другой программой")
    return unreadable("ошибка чтения с диска")


def content_of(path: Path) -> bytes:
    """Read a file of at most 64 MB.

    Raises:
        FileProblem: Gone, locked, empty or too large.
    """
    try:
        with path.open("rb") as stream:
            size = os.fstat(stream.fileno()).st_size
            if size > _MOST_BYTES:
                raise too_large(f"он занимает {size // 2**20} МБ, а принимаются файлы до 64 МБ")
            data = stream.read(size)
    except OSError as error:
        raise no_access(error) from None
    if not data:
        raise unreadable("он пуст (0 байт)")
    return data


def kind_of(data: bytes, suffix: str) -> str:
    """Recognise a file by its content, whatever its name says.

    Args:
        data: Content of the file.
        suffix: Extension of its name, for the message.

    Returns:
        ``zip``, ``ole`` or ``text``.

    Raises:
        FileProblem: Another kind of document, named in the message, or nothing known.
    """
    if data.startswith(OLE_MAGIC):
        return "ole"
    if data.startswith(_ZIP_MAGICS):
        return "zip"
    for magic, what in _NO_TABLES.items():
        if data.startswith(magic):
            raise not_a_table(suffix, what)
    _refuse_markup(data[:_HEAD])
    if data.startswith(_RAW_BIFF):
        raise unreadable("это таблица Excel 4.0 или ещё более старая")
    if data.startswith(_BOMS):
        return "text"
    if suffix == ".csv" and b"\0" in data:
        raise unreadable("в нём есть нулевые байты, это не текстовая таблица")
    if suffix != ".csv" and _CONTROL.search(data):
        raise unreadable(BROKEN)
    return "text"


def not_a_table(suffix: str, what: str) -> FileProblem:
    """Return the problem of another document that carries a table's extension."""
    return FileProblem(rules.NOT_A_WORKBOOK, extension=f"{suffix}, внутри {what}")


def _refuse_markup(head: bytes) -> None:
    """Refuse the texts that programs save under the extension of a workbook."""
    if head.startswith((b"\xff\xfe<", b"\xfe\xff\0<", b"<\0")):
        head = head.replace(b"\0", b"")[2 * head.startswith(_BOMS) :]
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if _HTML.match(head) or head[:13].lower() == b"mime-version:":
        raise unreadable("на самом деле это веб-страница (HTML), а не таблица")
    if not head.startswith(b"<?xml"):
        return
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        raise unreadable("на самом деле это «Таблица XML 2003»")
    if b"<html" in head.lower():
        raise unreadable("на самом деле это веб-страница (HTML), а не таблица")
    raise unreadable("на самом деле это файл XML, а не таблица")


class Archive:
    """The members of a zip file that a reader of workbooks looks at, inflated with hard limits.

    Attributes:
        kind: ``xlsx``, ``xlsb`` or ``ods``.
    """

    def __init__(self, data: bytes, suffix: str) -> None:
        """Look at the directory of the archive.

        Args:
            data: The file.
            suffix: Its extension, for messages.

        Raises:
            FileProblem: Broken, ambiguous, encrypted, too large, or no workbook.
        """
        self._data = data
        self._left = MOST_INFLATED
        self._packed: list[tuple[zipfile.ZipInfo, bytes, bool]] = []
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                found = archive.infolist()
        except _ZIP_FAULTS:
            raise unreadable(BROKEN) from None
        if len(found) > _MOST_MEMBERS or sum(each.file_size for each in found) > _MOST_DECLARED:
            raise too_large("внутри слишком много данных")
        self._members = {_normal(each.filename): each for each in found}
        if len(self._members) != len(found):
            raise unreadable("внутри есть части с одинаковыми названиями")
        if any(each.flag_bits & 1 for each in found):
            raise FileProblem(rules.ENCRYPTED)
        self.kind = self._kind(suffix)

    def __contains__(self, name: str) -> bool:
        """Tell whether there is a member of that name."""
        return _normal(name) in self._members

    @property
    def inflated(self) -> int:
        """Bytes of all members as the directory states them; no member is longer."""
        return sum(each.file_size for each in self._members.values())

    def parts(self) -> Iterator[tuple[str, bytes]]:
        """Inflate what a reader looks at, one part after the other; of other XML only the beginning is.

        Yields:
            Name in lower case with ``/``, content.

        Raises:
            FileProblem: A part is broken, larger than it says or than the limit, or declares entities.
        """
        for name, member in self._members.items():
            if name in _READ_BY_KIND[self.kind] or name.startswith(_SHEET_FOLDERS):
                packed = self._packed_bytes(member)
                part = self._inflate(member, packed, self._left)
                self._left -= len(part)
                if not name.endswith((".bin", "mimetype")):
                    _refuse_declarations(part)
                stored = len(part) < _STORED_BELOW
                self._packed.append((member, part if stored else packed, stored))
                yield name, part
            elif name.endswith(_XML_ENDINGS):
                _refuse_declarations(self._beginning(member))

    def part(self, name: str) -> bytes:
        """Inflate one member again.

        Raises:
            FileProblem: It is broken.
        """
        member = self._members[_normal(name)]
        return self._inflate(member, self._packed_bytes(member), MOST_INFLATED)

    def rebuilt(self) -> io.BytesIO:
        """Return a zip of exactly the parts that were looked at, so that no other view of it is possible."""
        out, directory = io.BytesIO(), []
        for member, body, stored in self._packed:
            name, offset = member.filename.encode(), out.tell()
            method = 0 if stored else member.compress_type
            sizes = (member.CRC, len(body), member.file_size, len(name), 0)
            header = struct.pack("<HHHHHIIIHH", 20, 0x800, method, 0, 33, *sizes)
            out.write(b"PK\3\4" + header + name)
            out.write(body)
            tail = struct.pack("<HHHII", 0, 0, 0, 0, offset)
            directory.append(b"PK\1\2\x14\0" + header + tail + name)
        start, listed = out.tell(), b"".join(directory)
        out.write(listed)
        count = len(directory)
        out.write(b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, count, count, len(listed), start, 0))
        out.seek(0)
        return out

    def _kind(self, suffix: str) -> str:
        for name, kind in (("xl/workbook.xml", "xlsx"), ("xl/workbook.bin", "xlsb")):
            if name in self._members:
                return kind
        if "mimetype" in self._members:
            mimetype = self.part("mimetype")
            if b"opendocument.spreadsheet" in mimetype and "content.xml" in self._members:
                self._refuse_locked()
                return "ods"
            if b"opendocument" in mimetype:
                raise not_a_table(suffix, "документ OpenDocument другого вида")
        for folder, what in (("word/", "документ Word"), ("ppt/", "презентация PowerPoint")):
            if any(name.startswith(folder) for name in self._members):
                raise not_a_table(suffix, what)
        raise not_a_table(suffix, "архив ZIP")

    def _refuse_locked(self) -> None:
        manifest = "meta-inf/manifest.xml"
        if "encrypted-package" in self._members or (
            manifest in self._members and b"encryption-data" in self.part(manifest)
        ):
            raise FileProblem(rules.ENCRYPTED)

    def _packed_bytes(self, member: zipfile.ZipInfo) -> bytes:
        start = member.header_offset
        header = self._data[start : start + 30]
        if len(header) < 30 or not header.startswith(b"PK\3\4"):  # noqa: PLR2004 - length of the header
            raise unreadable(BROKEN)
        start += 30 + sum(struct.unpack_from("<HH", header, 26))
        return self._data[start : start + member.compress_size]

    def _beginning(self, member: zipfile.ZipInfo) -> bytes:
        packed = self._packed_bytes(member)
        if member.compress_type != zipfile.ZIP_DEFLATED:
            return packed[:_HEAD]
        try:
            return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, _HEAD)
        except zlib.error:
            raise unreadable(BROKEN) from None

    @staticmethod
    def _inflate(member: zipfile.ZipInfo, packed: bytes, limit: int) -> bytes:
        if member.file_size > limit:
            raise too_large(f"внутри больше {MOST_INFLATED // 2**20} МБ данных")
        if member.compress_type == zipfile.ZIP_STORED:
            part = packed
        elif member.compress_type == zipfile.ZIP_DEFLATED:
            try:
                part = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, member.file_size + 1)
            except zlib.error:
                raise unreadable(BROKEN) from None
        else:
            raise unreadable("он сжат необычным способом")
        if len(part) != member.file_size or zlib.crc32(part) != member.CRC:
            raise unreadable(BROKEN)
        return part


def _normal(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _refuse_declarations(part: bytes) -> None:
    """Refuse a part that declares anything before its root element, or hides it in UTF-16 or UTF-32."""
    if b"\0" in part[:64] or part.startswith(_BOMS):
        raise unreadable("его части записаны в кодировке UTF-16")
    if part.strip() and not _PROLOG.match(part):
        declared = b"<!DOCTYPE" in part[:_HEAD]
        raise unreadable("внутри есть недопустимые определения (DTD)" if declared else BROKEN)
