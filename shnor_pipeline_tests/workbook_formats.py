"""One table written in every format that is read; for .xlsb and .ods no writer is among our libraries."""

from __future__ import annotations

import csv
import io
import struct
import zipfile
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

import xlwt
from openpyxl import Workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    Rows = Sequence[Sequence[Any]]

SHEET = "Лист1"

_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>'
)
_ODS_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
)
_RELATION = (
    '<Relationship Id="{}" Target="{}" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}"/>'
)


def xlsx(path: Path, rows: Rows) -> None:
    """Write .xlsx or .xlsm: the reader knows no difference."""
    book = Workbook()
    sheet = book.active
    sheet.title = SHEET
    for row in rows:
        sheet.append(list(row))
    book.save(path)


def xls(path: Path, rows: Rows) -> None:
    """Write .xls (BIFF8)."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet(SHEET)
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell is not None:
                sheet.write(number, column, cell)
    book.save(str(path))


def ods(path: Path, rows: Rows) -> None:
    """Write the smallest .ods there is."""
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
        for short in ("office", "table", "text")
    )
    body = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:body>'
        f'<office:spreadsheet><table:table table:name="{SHEET}">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", _ODS_MANIFEST)
        archive.writestr("content.xml", content)


def _ods_cell(cell: Any) -> str:
    if cell is None:
        return "<table:table-cell/>"
    if isinstance(cell, str):
        return (
            f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'
        )
    return f'<table:table-cell office:value-type="float" office:value="{cell}"/>'


def xlsb(path: Path, rows: Rows) -> None:
    """Write the smallest .xlsb there is: BIFF12 records with shared strings and doubles (MS-XLSB)."""
    texts: dict[str, int] = {}
    sheet = _sheet_records(rows, texts)
    strings = [
        _record(159, struct.pack("<II", len(texts), len(texts))),  # BrtBeginSst
        *(_record(19, b"\0" + _wide(text)) for text in texts),  # BrtSSTItem
        _record(160),
    ]
    book = [
        _record(131),  # BrtBeginBook
        _record(143),  # BrtBeginBundleShs
        _record(156, struct.pack("<II", 0, 1) + _wide("rId1") + _wide(SHEET)),  # BrtBundleSh
        _record(144),
        _record(132),
    ]
    parts = {
        "[Content_Types].xml": _TYPES.encode(),
        "_rels/.rels": _RELATIONS.format(
            _RELATION.format("rId1", "xl/workbook.bin", "officeDocument")
        ).encode(),
        "xl/_rels/workbook.bin.rels": _RELATIONS.format(
            _RELATION.format("rId1", "worksheets/sheet1.bin", "worksheet")
            + _RELATION.format("rId2", "sharedStrings.bin", "sharedStrings")
        ).encode(),
        "xl/workbook.bin": b"".join(book),
        "xl/sharedStrings.bin": b"".join(strings),
        "xl/worksheets/sheet1.bin": b"".join(sheet),
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def _sheet_records(rows: Rows, texts: dict[str, int]) -> list[bytes]:
    width = max(map(len, rows))
    records = [
        _record(129),  # BrtBeginSheet
        _record(148, struct.pack("<IIII", 0, len(rows) - 1, 0, width - 1)),  # BrtWsDim
        _record(145),  # BrtBeginSheetData
    ]
    for number, row in enumerate(rows):
        records.append(_record(0, struct.pack("<IIHHBI", number, 0, 300, 0, 0, 0)))  # BrtRowHdr
        for column, cell in enumerate(row):
            place = struct.pack("<II", column, 0)
            if isinstance(cell, str):
                index = texts.setdefault(cell, len(texts))
                records.append(_record(7, place + struct.pack("<I", index)))  # BrtCellIsst
            elif cell is not None:
                records.append(_record(5, place + struct.pack("<d", cell)))  # BrtCellReal
    return [*records, _record(146), _record(130)]


def _record(kind: int, body: bytes = b"") -> bytes:
    """Write a record: its type in one or two bytes, its length in groups of seven bits."""
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = len(body), b""
    while True:
        size, low = size >> 7, size & 0x7F
        length += bytes([low | (0x80 if size else 0)])
        if not size:
            return head + length + body


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def csv_as(encoding: str, delimiter: str, end: str = "\r\n") -> Callable[[Path, Rows], None]:
    """Return a writer of CSV in an encoding with a delimiter."""

    def write(path: Path, rows: Rows) -> None:
        buffer = io.StringIO()
        texts = [["" if cell is None else _local(cell) for cell in row] for row in rows]
        csv.writer(buffer, delimiter=delimiter, lineterminator=end).writerows(texts)
        path.write_bytes(buffer.getvalue().encode(encoding))

    return write


def _local(cell: Any) -> str:
    """Write a number as a Russian office does."""
    return str(cell).replace(".", ",") if isinstance(cell, float) else str(cell)


WRITERS: dict[str, tuple[str, Callable[[Path, Rows], None]]] = {
    "xlsx": (".xlsx", xlsx),
    "xlsm": (".xlsm", xlsx),
    "xls": (".xls", xls),
    "xlsb": (".xlsb", xlsb),
    "ods": (".ods", ods),
    "csv utf-8 comma": (".csv", csv_as("utf-8", ",")),
    "csv utf-8 with BOM semicolon": (".csv", csv_as("utf-8-sig", ";")),
    "csv cp1251 semicolon": (".csv", csv_as("cp1251", ";")),
    "csv cp1251 tab": (".csv", csv_as("cp1251", "\t", "\n")),
}
