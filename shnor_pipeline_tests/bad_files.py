"""Files that are broken, hostile or not what their name says, in one call each."""

from __future__ import annotations

import io
import random
import struct
import zipfile
from typing import TYPE_CHECKING

import xlwt
from openpyxl import Workbook

from shnor_pipeline.sample.locked import locked_workbook
from shnor_pipeline_tests import builders as b

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

HEADER = b.CONTINGENT
ROW = ("163001", 9, 20, 1, 1, 20)
ROWS = (HEADER, ROW)

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_ODF = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"'
    for prefix in ("office", "table", "text")
)
_CALC = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
DTD = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'


def zipped(parts: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Write a zip file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def cells(rows: Sequence[Sequence[object]] = ROWS) -> str:
    """Write rows as the XML of a sheet's rows, texts in the cells themselves."""
    return "".join(
        f'<row r="{number}">'
        + "".join(_cell(f"{chr(ord('A') + column)}{number}", value) for column, value in enumerate(row))
        + "</row>"
        for number, row in enumerate(rows, start=1)
    )


def _cell(address: str, value: object) -> str:
    if isinstance(value, str):
        return f'<c r="{address}" t="inlineStr"><is><t>{value}</t></is></c>'
    return f'<c r="{address}"><v>{value}</v></c>'


def xlsx_parts(data: str, *, prolog: str = "", head: str = "", sheets: str = "") -> dict[str, str | bytes]:
    """Return the parts of an .xlsx of one sheet whose rows are given as XML."""
    sheets = sheets or '<sheet name="Лист1" sheetId="1" r:id="rId1"/>'
    kind = "chartsheet" if "диаграмма" in sheets else "worksheet"
    return {
        "_rels/.rels": _relation("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELS}">'
        f"<sheets>{sheets}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": _relation(kind, f"{kind}s/sheet1.xml"),
        f"xl/{kind}s/sheet1.xml": f'{prolog}<worksheet xmlns="{_MAIN}">{head}'
        f"<sheetData>{data}</sheetData></worksheet>",
    }


def _relation(kind: str, target: str) -> str:
    return (
        f'<Relationships xmlns="{_PACKAGE}">'
        f'<Relationship Id="rId1" Type="{_RELS}/{kind}" Target="{target}"/></Relationships>'
    )


def xlsx(data: str = "", **options: str) -> bytes:
    """Write an .xlsx of one sheet whose rows are given as XML."""
    return zipped(xlsx_parts(data or cells(), **options))


def good_xlsx(rows: Sequence[Sequence[object]] = ROWS) -> bytes:
    """Write an ordinary .xlsx."""
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.worksheets[0].append(list(row))
    book.save(out)
    return out.getvalue()


def good_xls(rows: Sequence[Sequence[object]] = ROWS) -> bytes:
    """Write an ordinary .xls."""
    book, out = xlwt.Workbook(), io.BytesIO()
    sheet = book.add_sheet("Лист1")
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            sheet.write(row, column, value)
    book.save(out)
    return out.getvalue()


def ods(table: str, *, prolog: str = "", manifest: str = "<manifest/>") -> bytes:
    """Write an .ods of one table whose rows are given as XML."""
    content = (
        f"{prolog}<office:document-content {_ODF} {_CALC}><office:body><office:spreadsheet>"
        f'<table:table table:name="Лист1">{table}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return zipped({"mimetype": _ODS, "META-INF/manifest.xml": manifest, "content.xml": content})


def ods_row(*values: object, options: str = "") -> str:
    """Write a row of an .ods."""
    texts = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'
        for value in values
    )
    return f"<table:table-row{options}>{texts}</table:table-row>"


def good_ods(rows: Sequence[Sequence[object]] = ROWS) -> bytes:
    """Write an ordinary .ods."""
    return ods("".join(ods_row(*row) for row in rows))


def good_csv(rows: Sequence[Sequence[object]] = ROWS) -> bytes:
    """Write an ordinary .csv as the office writes it."""
    return "\r\n".join(";".join(map(str, row)) for row in rows).encode("cp1251")


def xlsb(column: int) -> bytes:
    """Write an .xlsb with one number in the last row and the given column."""
    name, relation = "Лист1", "rId1"
    wide = [struct.pack("<I", len(text)) + text.encode("utf-16-le") for text in (relation, name)]
    book = _record(0x9C, struct.pack("<II", 0, 1) + b"".join(wide)) + _record(0x90) + _record(0x84)
    sheet = (
        _record(0x81)
        + _record(0x94, bytes(16))
        + _record(0x91)
        + _record(0x00, struct.pack("<I", 1_048_575) + bytes(13))
        + _record(0x05, struct.pack("<IId", column, 0, 1.0))
        + _record(0x92)
    )
    parts = xlsx_parts("")
    rels = str(parts["xl/_rels/workbook.xml.rels"]).replace("sheet1.xml", "sheet1.bin")
    return zipped(
        {
            "_rels/.rels": str(parts["_rels/.rels"]).replace("workbook.xml", "workbook.bin"),
            "xl/workbook.bin": book,
            "xl/_rels/workbook.bin.rels": rels,
            "xl/worksheets/sheet1.bin": sheet,
        }
    )


def _record(kind: int, content: bytes = b"") -> bytes:
    number = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    return number + bytes([len(content)]) + content


def patched(data: bytes, old: bytes, new: bytes) -> bytes:
    """Replace bytes by as many others, all of their places."""
    assert old in data
    assert len(old) == len(new)
    return data.replace(old, new)


def xls_with_password() -> bytes:
    """Write an .xls whose record of the code page is one of a password."""
    return patched(good_xls(), b"\x42\x00\x02\x00\xb0\x04", b"\x2f\x00\x02\x00\x01\x00")


def far_xls(column: int = 255) -> bytes:
    """Write an .xls with a number in the last row and the given column."""
    book, out = xlwt.Workbook(), io.BytesIO()
    sheet = book.add_sheet("Лист1")
    sheet.write(0, 0, "x")
    sheet.write(65_535, 77, 1.23456789)
    book.save(out)
    number = struct.pack("<HHH", 0x203, 14, 65_535)
    return patched(out.getvalue(), number + struct.pack("<H", 77), number + struct.pack("<H", column))


def xls_with_wrong_dimensions() -> bytes:
    """Write an .xls that says it has 65535 columns."""
    old = struct.pack("<HHIIHH", 0x200, 14, 0, 2, 0, 6)
    return patched(good_xls(), old, struct.pack("<HHIIHH", 0x200, 14, 0, 65_536, 0, 65_535))


def bomb(megabytes: int) -> bytes:
    """Write an .xlsx whose sheet inflates to so many megabytes of spaces."""
    parts = xlsx_parts(cells() + "\0")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            with archive.open(name, "w") as part:
                before, _, after = str(content).partition("\0")
                part.write(before.encode())
                for _ in range(megabytes * ("sheet1" in name)):
                    part.write(b" " * 2**20)
                part.write(after.encode())
    return out.getvalue()


def lying(megabytes: int) -> bytes:
    """Write an .xlsx whose sheet is much longer than the directory of the archive says."""
    data = bomb(megabytes)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    return data.replace(struct.pack("<I", size), struct.pack("<I", 1_000))


def with_two_members_of_one_name() -> bytes:
    """Write an .xlsx with the sheet twice."""
    data = zipped(xlsx_parts(cells()) | {"xl/worksheets/sheetX.xml": "<x/>"})
    return data.replace(b"sheetX.xml", b"sheet1.xml")


def with_flag_of_a_password() -> bytes:
    """Write an .xlsx whose members are marked as encrypted."""
    data = bytearray(good_xlsx())
    for mark, place in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + place] |= 1
            at = data.find(mark, at + 1)
    return bytes(data)


def locked() -> bytes:
    """Write an .xlsx behind a password."""
    return locked_workbook(random.Random(1).randbytes(3_000))  # noqa: S311 - no secret


def sparse_text(megabytes: int) -> bytes:
    """Write a CSV of one line of so many megabytes."""
    return ("Код ОО;Класс\n" + "5" * megabytes * 2**20).encode()


def empty_rows(count: int, cells_of_row: int = 0) -> str:
    """Write rows that are formatted and hold nothing."""
    letters = [chr(ord("A") + column) for column in range(cells_of_row)]
    return "".join(
        f'<row r="{row}" s="1" customFormat="1">'
        + "".join(f'<c r="{letter}{row}" s="1"/>' for letter in letters)
        + "</row>"
        for row in range(3, count + 1)
    )


def wide_header(columns: int) -> str:
    """Write a header with so many columns, the first of a known form."""
    header = "".join(
        _cell(f"{_letters(column)}1", HEADER[column] if column < len(HEADER) else f"Колонка {column}")
        for column in range(columns)
    )
    return f'<row r="1">{header}</row>' + cells(ROWS).partition("</row>")[2]


def _letters(column: int) -> str:
    from shnor_pipeline.ingest.grid import letters  # noqa: PLC0415 - what is tested is imported late

    return letters(column)


def damaged(data: bytes, changes: Sequence[tuple[int, int]], cut: int) -> bytes:
    """Change bytes at places given in thousandths of the length, then cut the end off."""
    content = bytearray(data)
    for place, value in changes:
        content[place * (len(content) - 1) // 1_000_000] = value
    return bytes(content[: max(len(content) - cut, 1)])


def stored_again(data: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """Change the inflated parts of an archive and write it with right sums, as an editor would."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return zipped({name: change(archive.read(name)) for name in archive.namelist()})
