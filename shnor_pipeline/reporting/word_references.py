"""References of a Word document: a hidden bookmark around every number that has one.

Belongs here: marks of a text turned into bookmarks, and bookmarks read back with what is printed in them.
Does not belong here: what a number should be (``provenance``).

A bookmark is called ``_<name of the reference>_<position>``: names that begin with an underscore are hidden
in Word, and both Word and LibreOffice keep them when they save. An empty bookmark ``_numbers_<count>`` at the
end says how many there are, so that one that was typed over is missed.
"""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from shnor_pipeline.reporting.figures import is_marked, pieces

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docx.document import Document as DocumentType

_FIRST_ID = 1_000_000
"""Ids of the numbers' bookmarks begin above those of every other bookmark of the memo's making."""
_NAME = re.compile(r"_(\d{4}_\w+?_[a-z2-7]{8})_(\d+)")
_TOTAL = re.compile(r"_numbers_(\d+)")
_BEFORE, _AFTER = re.compile(r"(?:\d[\d\xa0]*,?|[+−-])+$"), re.compile(r"^,?\d+(?:\xa0\d{3})*(?:,\d+)?")
_PARAGRAPH, _TEXT = qn("w:p"), qn("w:t")
_START, _END = qn("w:bookmarkStart"), qn("w:bookmarkEnd")
_SHOWN_AROUND = 40


class NotADocumentError(ValueError):
    """A file that is no Word document."""


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """A number as a document prints it.

    Attributes:
        name: Short name of its reference.
        position: Its place among the numbers of the document, from 1.
        text: What is printed, with digits that touch it.
        place: The paragraph or the row around it, for people.
    """

    name: str
    position: int
    text: str
    place: str


@dataclass(frozen=True, slots=True)
class PrintedNumbers:
    """The referenced numbers of a document.

    Attributes:
        numbers: Numbers in their order.
        written: How many there were when the document was made; ``None`` when it does not say.
    """

    numbers: tuple[PrintedNumber, ...]
    written: int | None


def put_bookmarks(document: DocumentType) -> None:
    """Turn the marks of all texts into bookmarks; without a mark the document stays as it is."""
    body = document.element.body
    position = 0
    for run in [text.getparent() for text in body.iter(_TEXT) if is_marked(text.text)]:
        position = _split(run, position)
    if position:
        paragraph = list(body.iter(_PARAGRAPH))[-1]
        paragraph.extend(_bookmark(f"_numbers_{position}", position + 1))


def _split(run: Any, position: int) -> int:
    """Replace a run by runs of the same look, the numbers among them between bookmarks."""
    parent, index = run.getparent(), run.getparent().index(run)
    text = "".join(each.text or "" for each in run.iter(_TEXT))
    parent.remove(run)
    for piece in pieces(text):
        elements = [_run_like(run, piece.text)]
        if piece.ref is not None:
            position += 1
            start, end = _bookmark(f"_{piece.ref.name}_{position}", position)
            elements = [start, *elements, end]
        for element in elements:
            parent.insert(index, element)
            index += 1
    return position


def _run_like(run: Any, text: str) -> Any:
    copy = deepcopy(run)
    for each in list(copy.iter(_TEXT)):
        copy.remove(each)
    element = OxmlElement("w:t")
    element.text = text
    element.set(qn("xml:space"), "preserve")
    copy.append(element)
    return copy


def _bookmark(name: str, position: int) -> tuple[Any, Any]:
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    start.set(qn("w:id"), str(_FIRST_ID + position))
    start.set(qn("w:name"), name)
    end.set(qn("w:id"), str(_FIRST_ID + position))
    return start, end


def read_numbers(content: bytes) -> PrintedNumbers:
    """Read the referenced numbers of a Word document.

    Raises:
        NotADocumentError: The bytes are no Word document.
    """
    try:
        body = Document(BytesIO(content)).element.body
    except (BadZipFile, PackageNotFoundError, KeyError, ValueError) as error:
        raise NotADocumentError(str(error)) from error
    numbers = [number for each in body.iter(_PARAGRAPH) for number in _numbers_of(each)]
    totals = [_TOTAL.fullmatch(each.get(qn("w:name"), "")) for each in body.iter(_START)]
    written = [int(match[1]) for match in totals if match]
    return PrintedNumbers(tuple(numbers), written[-1] if written else None)


def _numbers_of(paragraph: Any) -> Iterator[PrintedNumber]:
    """Yield the numbers of a paragraph: a bookmark's text and whatever digits were typed against it."""
    text, opened, place = "", {}, ""
    spans: list[tuple[re.Match[str], int, int]] = []
    for element in paragraph.iter(_TEXT, _START, _END):
        if element.tag == _TEXT:
            text += element.text or ""
        elif element.tag == _START:
            match = _NAME.fullmatch(element.get(qn("w:name"), ""))
            if match:
                opened[element.get(qn("w:id"))] = (match, len(text))
        elif element.get(qn("w:id")) in opened:
            match, start = opened.pop(element.get(qn("w:id")))
            spans.append((match, start, len(text)))
    ends = (0, *(end for *_, end in spans))
    starts = (*(start for _, start, _ in spans), len(text))
    for place_before, (match, start, end) in enumerate(spans):
        place = place or _place_of(paragraph)
        between = text[ends[place_before] : start], text[end : starts[place_before + 1]]
        yield PrintedNumber(match[1], int(match[2]), _touching(text[start:end], *between), place)


def _touching(number: str, left: str, right: str) -> str:
    """Add the digits that were typed against a number, between it and the numbers beside it."""
    before, after = _BEFORE.search(left), _AFTER.search(right)
    return f"{before[0] if before else ''}{number}{after[0] if after else ''}"


def _place_of(paragraph: Any) -> str:
    """Say where a paragraph stands: the beginning of its table's row, or its own beginning."""
    row = next((each for each in paragraph.iterancestors(qn("w:tr"))), None)
    if row is None:
        return f"абзац «{_beginning(paragraph)}»"
    cells = [_beginning(cell) for cell in row.iter(qn("w:tc"))]
    return f"строка таблицы «{next((each for each in cells if not each.isdigit() and each), '')}»"


def _beginning(element: Any) -> str:
    first = next((each for each in element.iter(_PARAGRAPH)), element)
    text = "".join(each.text or "" for each in first.iter(_TEXT)).strip()
    return text if len(text) <= _SHOWN_AROUND else f"{text[:_SHOWN_AROUND].rstrip()}…"
