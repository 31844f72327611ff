"""OpenDocument spreadsheets written as XML by hand.

Libraries for the format keep state between documents, so that bytes depend on what was written before.

Belongs here: the .ods format. Does not belong here: the other formats (``workbooks``).
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from shnor_pipeline.canonical_zip import canonicalise_zip
from shnor_pipeline.sample.sheets import DATA, HEADER, NUMBERS, TITLE, TOTAL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shnor_pipeline.sample.sheets import Book, Cell, Merge, Sheet

_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("style", "style"),
        ("table", "table"),
        ("text", "text"),
        ("fo", "xsl-fo-compatible"),
    )
)
_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
    'manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_TYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)
_FRAME = 'fo:border="0.5pt solid #808080"'
_MIDDLE = 'fo:wrap-option="wrap" style:vertical-align="middle"'
_CENTRED = '<style:paragraph-properties fo:text-align="center"/>'
# Cell properties, whether centred, whether bold.
_LOOKS = {
    TITLE: (_MIDDLE, True, True),
    HEADER: (f"{_MIDDLE} {_FRAME}", True, True),
    NUMBERS: (f"{_MIDDLE} {_FRAME}", True, False),
    DATA: (_FRAME, False, False),
    TOTAL: (_FRAME, False, True),
}
_CENTIMETRES = 0.2
"""Width of one character."""


def ods(book: Book) -> bytes:
    """Write a workbook as .ods.

    Args:
        book: The workbook.

    Returns:
        The file.
    """
    content = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<office:document-content {_NAMESPACES} office:version="1.2">'
        f"<office:automatic-styles>{''.join(_styles(book))}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{''.join(map(_table, book.sheets))}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as target:
        target.writestr("mimetype", _TYPE)
        target.writestr("META-INF/manifest.xml", _MANIFEST)
        target.writestr("content.xml", content)
    return canonicalise_zip(raw.getvalue())


def _styles(book: Book) -> Iterator[str]:
    for kind, (cell, centred, bold) in _LOOKS.items():
        yield (
            f'<style:style style:name="{kind}" style:family="table-cell">'
            f"<style:table-cell-properties {cell}/>"
            f"{_CENTRED if centred else ''}"
            f'<style:text-properties fo:font-weight="{"bold" if bold else "normal"}"/></style:style>'
        )
    for width in sorted({column.width for sheet in book.sheets for column in sheet.columns}):
        yield (
            f'<style:style style:name="width{width}" style:family="table-column">'
            f'<style:table-column-properties style:column-width="{width * _CENTIMETRES:.1f}cm"/>'
            "</style:style>"
        )


def _table(sheet: Sheet) -> str:
    merged = {(merge[0], merge[1]): merge for merge in sheet.merges()}
    covered = {
        (row, column)
        for first_row, first, last_row, last in merged.values()
        for row in range(first_row, last_row + 1)
        for column in range(first, last + 1)
    } - merged.keys()
    parts = [f"<table:table table:name={quoteattr(sheet.name)}>"]
    parts += [f'<table:table-column table:style-name="width{column.width}"/>' for column in sheet.columns]
    for number, (kind, row) in enumerate(sheet.lines(), start=1):
        width = len(sheet.columns) if kind == TITLE else max(len(row), 1)
        cells = [*row, *[None] * (width - len(row))]
        parts.append("<table:table-row>")
        parts += [
            "<table:covered-table-cell/>"
            if (number, column) in covered
            else _cell(kind, value, merged.get((number, column)))
            for column, value in enumerate(cells, start=1)
        ]
        parts.append("</table:table-row>")
    return "".join([*parts, "</table:table>"])


def _cell(kind: str, value: Cell, merge: Merge | None) -> str:
    options = f' table:style-name="{kind}"' if kind in _LOOKS else ""
    if merge:
        options += f' table:number-columns-spanned="{merge[3] - merge[1] + 1}"'
        options += f' table:number-rows-spanned="{merge[2] - merge[0] + 1}"'
    if value is None:
        return f"<table:table-cell{options}/>"
    if isinstance(value, str):
        options += ' office:value-type="string"'
    else:
        options += f' office:value-type="float" office:value="{value}"'
    return f"<table:table-cell{options}><text:p>{escape(str(value))}</text:p></table:table-cell>"
