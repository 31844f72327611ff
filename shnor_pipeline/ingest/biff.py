"""How far the cells of a binary workbook reach, and what the reader does not tell of them.

A few changed bytes in an .xls make the reader ask for many gigabytes and abort the process; the records
that decide about it are therefore walked first, in the order in which the reader walks them.

Belongs here: the compound file, the records of .xls (BIFF5, BIFF8) and .xlsb. Does not belong here: values.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from shnor_pipeline.ingest.preflight import BROKEN, FileProblem, not_a_table, refuse_cells, unreadable
from shnor_pipeline.ingest.sheet_xml import Area, Seen
from shnor_pipeline.quality import rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shnor_pipeline.ingest.preflight import Archive

_ROWS, _COLUMNS = 65_536, 256
_SECTORS_END = 0xFFFF_FFFA
_SMALL_STREAM = 4096
_DIRECTORY_ENTRY = 128
_SECTORS_IN_HEADER = 109
_ROOT, _STREAM = 5, 2

_END, _FILE_PASS, _BOUND_SHEET = 0x000A, 0x002F, 0x0085
_FORMULA, _MUL_RK, _BOOL_ERROR = 0x0006, 0x00BD, 0x0205
_ROW, _COLUMN_INFO, _DIMENSIONS = 0x0208, 0x007D, 0x0200
_VALUES = frozenset({_FORMULA, _BOOL_ERROR, _MUL_RK, 0x0203, 0x0204, 0x027E, 0x00FD, 0x00D6})
_BIFF8_DIMENSIONS = 14
_ROW_HIDDEN, _COLUMN_HIDDEN = 0x20, 0x01
_ERROR_RESULT = 2
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_LOCKED = "EncryptedPackage"
_OTHERS = {
    "WordDocument": "документ Word",
    "PowerPoint Document": "презентация PowerPoint",
    "VisioDocument": "рисунок Visio",
}
_XLSB_ROW, _XLSB_END = 0x0000, 0x0092
_XLSB_VALUES = range(0x0002, 0x000C)
_XLSB_SHEET = b"\x9c\x01"


def see_xls(data: bytes, suffix: str) -> list[Seen]:
    """Look at the sheets of an .xls in the order of the workbook.

    Args:
        data: A compound file.
        suffix: Extension of its name, for messages.

    Raises:
        FileProblem: Encrypted, broken, no workbook, or its sheets are larger than the limits.
    """
    try:
        stream = _workbook_stream(_streams(data), suffix)
        seen = [_see_sheet(stream, start) for start in _sheet_starts(stream)]
    except (struct.error, IndexError, ValueError):
        # Also a part of a locked file tells that there is a password.
        locked = _LOCKED.encode("utf-16-le") in data
        raise (FileProblem(rules.ENCRYPTED) if locked else unreadable(BROKEN)) from None
    refuse_cells([each.area for each in seen])
    return seen


def refuse_far_xlsb(archive: Archive) -> None:
    """Refuse an .xlsb whose sheets are larger than the limits.

    Raises:
        FileProblem: They are, or the archive is broken.
    """
    sheets, areas = 0, [Area()]
    for name, part in archive.parts():
        if name == "xl/workbook.bin":
            sheets = part.count(_XLSB_SHEET)
        elif name.startswith("xl/worksheets/") and name.endswith(".bin"):
            areas.append(_area_of_xlsb(part))
    widest = max(areas, key=lambda area: area.cells)
    refuse_cells(areas)
    refuse_cells([widest] * max(sheets - len(areas), 0))


def _area_of_xlsb(part: bytes) -> Area:
    seen, row, at = Seen(), 0, 0
    try:
        while True:
            kind, at = _number(part, at, 2)
            length, at = _number(part, at, 4)
            if kind == _XLSB_ROW:
                (row,) = struct.unpack_from("<I", part, at)
            elif kind in _XLSB_VALUES:
                seen.reach(row, *struct.unpack_from("<I", part, at))
            elif kind == _XLSB_END:
                break
            at += length
    except (struct.error, IndexError):
        pass  # the reader meets the same end and says that the sheet is broken
    return seen.area


def _number(part: bytes, at: int, longest: int) -> tuple[int, int]:
    """Read a number of seven bits a byte; return it and where the next one starts."""
    number = 0
    for place in range(longest):
        byte = part[at + place]
        number |= (byte & 0x7F) << 7 * place
        if byte < 0x80:  # noqa: PLR2004 - the highest bit says that more follows
            return number, at + place + 1
    return number, at + longest


def _streams(data: bytes) -> dict[str, bytes]:
    """Read the streams of a compound file that matter here, by name.

    Raises:
        struct.error, IndexError, ValueError: It is broken.
    """
    shift, small_shift = struct.unpack_from("<HH", data, 30)
    if shift not in {9, 12} or small_shift != 6:  # noqa: PLR2004 - the only sizes there are
        raise ValueError("size of sectors")
    size = 1 << shift
    first, _, _, small_fat, _, extra, extras = struct.unpack_from("<7I", data, 48)
    tables = list(struct.unpack_from(f"<{_SECTORS_IN_HEADER}I", data, 76))
    for _ in range(min(extras, len(data) // size)):
        *more, extra = struct.unpack_from(f"<{size // 4}I", data, (extra + 1) * size)
        tables += more
    fat = b"".join(data[(each + 1) * size : (each + 2) * size] for each in tables if each < _SECTORS_END)
    following = memoryview(fat[: len(fat) // 4 * 4]).cast("I")

    def chain(start: int) -> bytes:
        return b"".join(data[(each + 1) * size : (each + 2) * size] for each in _chain(following, start))

    small = memoryview(chain(small_fat)).cast("I")
    directory = chain(first)
    streams: dict[str, bytes] = {}
    small_sectors = b""
    for at in range(0, len(directory) - _DIRECTORY_ENTRY + 1, _DIRECTORY_ENTRY):
        length, kind = struct.unpack_from("<HB", directory, at + 64)
        start, bytes_long = struct.unpack_from("<II", directory, at + 116)
        if kind == _ROOT:
            small_sectors = chain(start)
        elif kind == _STREAM:
            name = directory[at : at + max(length - 2, 0)].decode("utf-16-le")
            if bytes_long >= _SMALL_STREAM:
                content = chain(start) if name in {"Workbook", "Book"} else b""
            else:
                content = b"".join(small_sectors[each * 64 : each * 64 + 64] for each in _chain(small, start))
            streams.setdefault(name, content[:bytes_long])
    return streams


def _chain(following: memoryview, start: int) -> Iterator[int]:
    """Follow the sectors of a stream."""
    for _ in range(len(following)):
        if start >= _SECTORS_END:
            return
        yield start
        start = following[start]
    if start < _SECTORS_END:
        raise ValueError("the sectors of a stream run in a circle")


def _workbook_stream(streams: dict[str, bytes], suffix: str) -> bytes:
    if _LOCKED in streams:
        raise FileProblem(rules.ENCRYPTED)
    for name in ("Workbook", "Book"):
        if name in streams:
            return streams[name]
    for name, what in _OTHERS.items():
        if name in streams:
            raise not_a_table(suffix, what)
    raise unreadable("внутри нет листов с таблицей")


def _records(stream: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Yield kind, start of the content and its length until the end of the substream."""
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, at + 4, length
        if kind == _END:
            return
        at += 4 + length


def _sheet_starts(stream: bytes) -> list[int]:
    starts: list[int] = []
    for kind, at, length in _records(stream, 0):
        if kind == _FILE_PASS and length and any(stream[at : at + 2]):
            raise FileProblem(rules.ENCRYPTED)
        if kind == _BOUND_SHEET:
            starts += struct.unpack_from("<I", stream, at)
    return starts


def _see_sheet(stream: bytes, start: int) -> Seen:
    seen = Seen()
    for kind, at, length in _records(stream, start):
        if kind in _VALUES:
            _see_value(seen, kind, stream[at : at + length])
        elif kind == _ROW:
            if stream[at + 12] & _ROW_HIDDEN:
                seen.hidden_rows.update(struct.unpack_from("<H", stream, at))
        elif kind == _COLUMN_INFO:
            first, last = struct.unpack_from("<HH", stream, at)
            if stream[at + 8] & _COLUMN_HIDDEN:
                seen.hidden_columns.update(range(first, min(last + 1, _COLUMNS)))
        elif kind == _DIMENSIONS:
            _refuse_wrong_dimensions(stream, at, length)
    return seen


def _see_value(seen: Seen, kind: int, record: bytes) -> None:
    row, column = struct.unpack_from("<HH", record)
    last = max(column, *struct.unpack("<H", record[-2:])) if kind == _MUL_RK else column
    if last >= _COLUMNS:
        raise ValueError("a cell beyond the last column of the format")
    seen.reach(row, last)
    if kind == _BOOL_ERROR and record[7]:
        seen.errors[row, column] = _ERRORS.get(record[6], "#VALUE!")
    elif kind == _FORMULA and record[6] == _ERROR_RESULT and record[12:14] == b"\xff\xff":
        seen.errors[row, column] = _ERRORS.get(record[8], "#VALUE!")


def _refuse_wrong_dimensions(stream: bytes, at: int, length: int) -> None:
    """Refuse dimensions beyond those of the format: the reader reserves memory for what they say."""
    layout = "<IIHH" if length >= _BIFF8_DIMENSIONS else "<HHHH"
    first_row, last_row, first_column, last_column = struct.unpack_from(layout, stream, at)
    if not first_row <= last_row <= _ROWS or not first_column <= last_column <= _COLUMNS:
        raise unreadable(BROKEN)
