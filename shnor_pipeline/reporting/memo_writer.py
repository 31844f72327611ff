"""The pen of a memo: headings, text, captions and tables that number themselves, and the contents.

Belongs here: what keeps count while a memo is written. Does not belong here: what it says (``memo`` and its
sections) and how it is written in WordprocessingML (``word_parts``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docx.shared import Pt

from shnor_pipeline.reporting.word_parts import (
    TEXT_WIDTH_MM,
    add_caption,
    add_contents,
    add_heading,
    add_picture,
    add_table,
    keep_with_next,
    new_document,
)
from shnor_pipeline.reporting.word_styles import ITEM, NOTE
from shnor_pipeline.reporting.wording import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from docx.document import Document
    from docx.text.paragraph import Paragraph

    from shnor_pipeline.reporting.model import Report
    from shnor_pipeline.reporting.word_parts import Column, Row

_BELOW_TABLE = Pt(8)
TABLE, FIGURE = "Таблица", "Рисунок"


class MemoWriter:
    """A memo in the making: the document, its report, and the numbers of its sections, tables and figures."""

    def __init__(self, report: Report, title: str) -> None:
        """Start an empty memo with a title in its properties."""
        self.report = report
        self.document: Document = new_document(title)
        self.names = {school.school_id: school.name_short for school in report.schools}
        self.titles = {line.indicator_id: line.title_ru for line in report.indicators}
        self._numbers = {TABLE: 0, FIGURE: 0}
        self._sections = 0
        self._after_table = False
        self._headings: list[tuple[str, str]] = []
        self._place_of_contents: Paragraph | None = None

    @property
    def sections(self) -> int:
        """Numbered sections so far."""
        return self._sections

    def heading(self, text: str) -> None:
        """Write the heading of the next numbered section."""
        self._sections += 1
        self._after_table = False
        self.unnumbered_heading(f"{self._sections}. {text}")

    def unnumbered_heading(self, text: str) -> None:
        """Write a heading that carries no number of ours: an appendix."""
        name = f"_Toc{len(self._headings) + 1:06d}"
        add_heading(self.document, text, name)
        self._headings.append((name, text))

    def hold_contents(self) -> None:
        """Keep the place where the contents will stand; they are known when all is written."""
        self._place_of_contents = self.document.add_paragraph()

    def fill_contents(self) -> None:
        """Write the contents in the place kept for them."""
        if self._place_of_contents is not None:
            add_contents(self._place_of_contents, self._headings)

    def text(self, text: str) -> None:
        """Write a paragraph of running text; an empty text writes nothing."""
        if text:
            paragraph = self.document.add_paragraph(printable(text))
            if self._after_table:
                paragraph.paragraph_format.space_before = _BELOW_TABLE
            self._after_table = False

    def items(self, texts: Iterable[str]) -> None:
        """Write a numbered list."""
        for position, text in enumerate(texts, start=1):
            self.document.add_paragraph(printable(f"{position}) {text}"), style=ITEM)

    def note(self, text: str) -> None:
        """Write a note in small letters on the page of what it explains, as under a table."""
        keep_with_next(self.document)
        self.document.add_paragraph(printable(text), style=NOTE)
        self._after_table = True

    def caption(self, text: str, label: str = TABLE) -> None:
        """Write the numbered caption of a table or figure."""
        self._numbers[label] += 1
        add_caption(self.document, label, self._numbers[label], printable(text))

    def table(self, caption: str, columns: Sequence[Column], rows: Iterable[Row]) -> None:
        """Write a table under its caption."""
        self.caption(caption)
        add_table(self.document, columns, rows)
        self._after_table = True

    def picture(self, png: bytes, alternative: str, caption: str) -> None:
        """Put a picture as wide as the text above its caption."""
        add_picture(self.document, png, TEXT_WIDTH_MM, alternative)
        self.caption(caption, FIGURE)

    def name(self, school_id: str) -> str:
        """Name a school for people."""
        return self.names.get(school_id, school_id)
