"""Parts of a Word document: pages, headers, captions with fields, tables, pictures.

Belongs here: building blocks in WordprocessingML that know nothing of the report. Does not belong here:
fonts and spacing (``word_styles``) and what a memo says (``memo``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any, Literal
from xml.sax.saxutils import escape
from zlib import crc32

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm

from shnor_pipeline.canonical_zip import canonicalise_zip
from shnor_pipeline.reporting.numbers import NBSP
from shnor_pipeline.reporting.word_references import put_bookmarks
from shnor_pipeline.reporting.word_styles import (
    CAPTION,
    CELL_HEAD,
    CELL_NUMBER,
    CELL_SMALL,
    CELL_SMALL_NUMBER,
    CELL_TEXT,
    CONTENTS_TITLE,
    HEADER,
    HEADER_MARK,
    HEADING,
    PICTURE,
    apply_styles,
)
from shnor_pipeline.reporting.wording import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from docx.document import Document as DocumentType
    from docx.section import Section
    from docx.text.paragraph import Paragraph

TEXT_WIDTH_MM, WIDE_TEXT_WIDTH_MM = 165, 252
_SHORT_SIDE, _LONG_SIDE = Mm(210), Mm(297)
_FIXED_DATE = datetime(1980, 1, 1, tzinfo=UTC)
_TWIPS_IN_MM = 56.7
_WHOLE_ROWS = 5
"""A table of at most so many rows is not broken across pages."""
_BORDER = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="7F7F7F"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)

# Said in each table: LibreOffice does not take it from the default table style.
_PADDING = "".join(
    f'<w:{side} w:w="{width}" w:type="dxa"/>'
    for side, width in (("top", 17), ("left", 57), ("bottom", 17), ("right", 57))
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its head, its width and whether it holds text or figures."""

    title: str
    width_mm: float
    content: Literal["text", "number"] = "text"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with a first line and smaller lines under it."""

    text: str
    small: tuple[str, ...] = ()


Row = tuple[str, "Sequence[Cell | str]"]
"""A bookmark that names the row, or an empty text, and the cells."""


def new_document(title: str) -> DocumentType:
    """Start a document: A4 portrait, office margins, styles, properties without clock and author."""
    document = Document()
    apply_styles(document)
    properties = document.core_properties
    properties.title, properties.language, properties.category = title, "ru-RU", "Аналитическая справка"
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
    properties.created = properties.modified = _FIXED_DATE
    package = document.part.package
    for key, relation in list(package.rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            # The template shows the first page of an empty English letter.
            del package.rels[key]
    _set_page(document.sections[0], wide=False)
    return document


def saved(document: DocumentType) -> bytes:
    """Return the bytes of a document, equal for equal content; marked numbers become bookmarks."""
    put_bookmarks(document)
    target = BytesIO()
    document.save(target)
    return canonicalise_zip(target.getvalue())


def number_pages(document: DocumentType, mark: str) -> None:
    """Put page numbers at the top from the second page on, and a mark on every page.

    Args:
        document: Document with one section; later ones inherit its headers.
        mark: Text above the page, or empty.
    """
    section = document.sections[0]
    section.different_first_page_header_footer = True
    for header, numbered in ((section.first_page_header, False), (section.header, True)):
        paragraph = header.paragraphs[0]
        paragraph.style = HEADER if numbered else HEADER_MARK
        if numbered:
            _append_field(paragraph, "PAGE", "2")
        if mark:
            (header.add_paragraph(style=HEADER_MARK) if numbered else paragraph).add_run(mark)


def next_section(document: DocumentType, *, wide: bool) -> None:
    """Begin a new page, across (``wide``) or upright."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.different_first_page_header_footer = False
    _set_page(section, wide=wide)


def _set_page(section: Section, *, wide: bool) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (_LONG_SIDE, _SHORT_SIDE) if wide else (_SHORT_SIDE, _LONG_SIDE)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.top_margin = section.bottom_margin = Mm(20)
    section.header_distance = section.footer_distance = Mm(7)


def add_heading(document: DocumentType, text: str, name: str) -> None:
    """Write a heading that the contents can point to by a name beginning with ``_Toc``."""
    paragraph = document.add_paragraph(printable(text), style=HEADING)
    number = crc32(name.encode()) & 0x7FFFFFFF
    start = f'<w:bookmarkStart {nsdecls("w")} w:id="{number}" w:name="{name}"/>'
    end = f'<w:bookmarkEnd {nsdecls("w")} w:id="{number}"/>'
    paragraph._p.insert(1, parse_xml(start))  # noqa: SLF001 - no bookmarks in python-docx
    paragraph._p.append(parse_xml(end))  # noqa: SLF001


def add_contents(place: Paragraph, headings: Sequence[tuple[str, str]]) -> None:
    """Write the contents in place of a paragraph: a title and a line with a page number for each heading.

    The pages are references to bookmarks and no TOC field around them: LibreOffice shows the text that a TOC
    field was saved with and never lays it out, but it does lay out references, and Word does on printing.

    Args:
        place: An empty paragraph.
        headings: Bookmark and text of each heading.
    """
    place.style = CONTENTS_TITLE
    place.add_run("Содержание")
    last = place._p  # noqa: SLF001 - no references in python-docx
    for name, text in headings:
        line = parse_xml(
            f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="Toc1"/></w:pPr>'
            f'<w:hyperlink w:anchor="{name}" w:history="1">'
            f'<w:r><w:t xml:space="preserve">{escape(printable(text))}</w:t></w:r><w:r><w:tab/></w:r>'
            '<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>'
            f'<w:r><w:instrText xml:space="preserve"> PAGEREF {name} \\h </w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>–</w:t></w:r>'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:hyperlink></w:p>'
        )
        last.addnext(line)
        last = line


def add_caption(document: DocumentType, label: str, position: int, text: str) -> None:
    """Write «Таблица 1 — …» with a field, so that Word can list and renumber the tables."""
    paragraph = document.add_paragraph(style=CAPTION)
    paragraph.add_run(f"{label}{NBSP}")
    _append_field(paragraph, f"SEQ {label} \\* ARABIC", str(position))
    paragraph.add_run(f" — {text}")


def add_picture(document: DocumentType, png: bytes, width_mm: float, alternative: str) -> None:
    """Put a picture in a paragraph of its own with a text for those who do not see it."""
    paragraph = document.add_paragraph(style=PICTURE)
    shape = paragraph.add_run().add_picture(BytesIO(png), width=Mm(width_mm))
    properties: Any = shape._inline.docPr  # noqa: SLF001 - python-docx offers no alternative text
    properties.set("descr", alternative)


def keep_with_next(document: DocumentType) -> None:
    """Hold the last paragraph, or the last row of the last table, on the page of what follows it."""
    last = document.element.body[-2]
    row = last.xpath("./w:tr[last()]")
    for paragraph in row[0].iter(qn("w:p")) if row else [last]:
        properties = paragraph.get_or_add_pPr()
        properties.keepNext_val = True


def add_table(document: DocumentType, columns: Sequence[Column], rows: Iterable[Row]) -> None:
    """Add a table whose head repeats on every page and whose rows never break across pages.

    A short table stays whole; of a longer one no row stands alone at the foot or the head of a page.
    The table is written as one piece of XML: python-docx walks the whole table for every cell it touches.
    """
    widths = [round(column.width_mm * _TWIPS_IN_MM) for column in columns]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head = "".join(
        _cell(width, _paragraph(CELL_HEAD, column.title), shade=True)
        for column, width in zip(columns, widths, strict=True)
    )
    body = "".join(
        row.replace("</w:pPr>", "<w:keepNext/></w:pPr>") if kept else row
        for row, kept in _kept([_row(name, cells, columns, widths) for name, cells in rows])
    )
    table = (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblBorders>{_BORDER}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{_PADDING}</w:tblCellMar>"
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" '
        'w:noHBand="1" w:noVBand="1"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>"
        f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>{body}</w:tbl>"
    )
    document.element.body.insert_element_before(parse_xml(table), "w:sectPr")


def _kept(rows: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """Tell which rows stay on the page of the next one."""
    for place, row in enumerate(rows, start=1):
        left = len(rows) - place
        yield row, left == 1 or (left > 0 and (place == 1 or len(rows) <= _WHOLE_ROWS))


def _row(name: str, cells: Sequence[Cell | str], columns: Sequence[Column], widths: Sequence[int]) -> str:
    content = []
    for cell, column, width in zip(cells, columns, widths, strict=True):
        whole = cell if isinstance(cell, Cell) else Cell(cell)
        numeric = column.content == "number"
        lines = [_paragraph(CELL_NUMBER if numeric else CELL_TEXT, whole.text)] if whole.text else []
        small = CELL_SMALL_NUMBER if numeric else CELL_SMALL
        lines += [_paragraph(small, line) for line in whole.small if line]
        content.append(_cell(width, "".join(lines) or _paragraph(CELL_TEXT, "")))
    row = f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(content)}</w:tr>"
    return row.replace("</w:pPr>", f"</w:pPr>{_bookmark(name)}", 1) if name else row


def _bookmark(name: str) -> str:
    """Mark a place by a name; the leading underscore hides it in Word."""
    number = crc32(name.encode()) & 0x7FFFFFFF
    return f'<w:bookmarkStart w:id="{number}" w:name="_{escape(name)}"/><w:bookmarkEnd w:id="{number}"/>'


def _cell(width: int, content: str, *, shade: bool = False) -> str:
    fill = '<w:shd w:val="clear" w:color="auto" w:fill="EDEDED"/>' if shade else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{fill}<w:vAlign w:val="center"/></w:tcPr>'
        f"{content}</w:tc>"
    )


def _paragraph(style_id: str, text: str) -> str:
    shown = escape(printable(text).replace("\n", " "))
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style_id}"/></w:pPr>'
        f'<w:r><w:t xml:space="preserve">{shown}</w:t></w:r></w:p>'
    )


def _append_field(paragraph: Paragraph, instruction: str, shown: str) -> None:
    """Write a field run by run: readers that skip fields still find the number in the text."""
    runs = (
        '<w:fldChar w:fldCharType="begin"/>',
        f'<w:instrText xml:space="preserve"> {instruction} </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        f"<w:t>{shown}</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    )
    for run in runs:
        paragraph._p.append(parse_xml(f"<w:r {nsdecls('w')}>{run}</w:r>"))  # noqa: SLF001 - no fields in python-docx
