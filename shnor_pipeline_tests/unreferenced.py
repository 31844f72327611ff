"""Numbers that people see in a memo or a workbook and that carry no reference.

Belongs here: going through everything visible, and the kinds of numbers that are no data, each with its
reason. Does not belong here: expectations.

The documents are read here a second time, without the readers of ``shnor verify``: what those overlook is
found.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from shnor_pipeline.reporting.model import Report

NUMBER = re.compile(r"[+−-]?\d+(?:\xa0\d{3})*(?:,\d+)?")
COUNTED_BY_WORD = {"PAGE", "PAGEREF", "SEQ"}
"""Fields whose numbers are those of pages, tables and figures."""
_BOOKMARK = re.compile(r"_\d{4}_\w+?_[a-z2-7]{8}_\d+")
_DAYS = "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря"


THRESHOLDS = (
    r"знаменатель меньше 10\b",
    r"[Оо]коло 5 из каждых 100\b",
    r"ниже 100\xa0%",
    r"не меньше 20\xa0%",
    r"вероятность меньше 50\xa0%",
    r"засчитан как 100 %",
    r"доля от 0 до 1\b",
)
"""Words of our own rules and notes that have numbers in them; those of the programme are quoted."""


class Kind(NamedTuple):
    """Numbers that are no data: what they are, and how they look with the words around them."""

    reason: str
    pattern: re.Pattern[str]


KINDS = tuple(
    Kind(reason, re.compile(pattern))
    for reason, pattern in (
        (
            "a year, or two that are joined",
            r"(?<!\d)(?<!\d[\xa0,])(?:19|20)\d\d(?:[–/-](?:19|20)\d\d)?(?!,?\d)",
        ),
        ("a day", rf"\b\d\d\.\d\d\.\d{{4}}\b|\b\d{{4}}-\d\d-\d\d\b|\bдо \d+ (?:{_DAYS})\b"),
        ("a blank for a year", r"\b20___"),
        ("numbering of sections", r"^\d+\. "),
        ("numbering of a list", r"^\d+\) |^Вывод \d+$"),
        ("what refers to a section or an appendix", r"\b(?:[Пп]риложени[еи]|раздела)[ \xa0]\d\b"),
        ("an item of the programme", r"\b[IVX]+ \d+\.\d+\b"),
        ("the level of an interval", r"\b95(?:\xa0%| %|-процентн)"),
        ("a class", r"\b\d+\xa0кл\."),
        ("a code of a rule", r"^[A-Z]\d{3}$"),
        ("a check sum", r"^[0-9a-f]{12}$|SHA-256"),
        ("a cell of a file", r"\bячейка [A-Z]+\d+\b"),
        ("the number of an order", r"\bприказ\xa0№\xa0[\w-]+"),
        (
            "a threshold in the words of a rule",
            "|".join(THRESHOLDS),
        ),
        ("how many risk factors there are", r"\(факторы 1–10\)"),
        ("the name of a mark", r"«[2-5]»"),
        ("the short name of an indicator", r"^50 лет и старше$"),
    )
)
"""Numbers in texts that are no data."""

HEADS = {
    "numbering of the rows": {"№"},
    "years": {"Год", "С года", "Год последнего плана", "Последний год программы"},
    "names of objects": {"Код школы", "Код показателя", "Код правила", "Код замечания", "Правило", "SHA-256"},
    "classes": {"Класс"},
    "places": {"Файл", "Лист", "Ячейка", "Строка журнала", "Приказ"},
    "numbers of factors": {"Номер фактора", "Номер среди найденных этим правилом"},
}
"""Columns of the workbook that hold no data but names, by reason."""
NO_DATA = frozenset(head for heads in HEADS.values() for head in heads)


def names(report: Report) -> tuple[str, ...]:
    """Return the names of the lists and of the programme that have numbers in them, the longest first."""
    evidence = report.evidence
    found = {
        report.programme_title,
        report.approved_text,
        evidence.rule_title_ru,
        evidence.purpose_ru,
        *report.not_held,
        *(clause for clause, *_ in (*report.readings, *evidence.readings)),
        *_texts(
            report.indicators,
            "title_ru",
            "clause",
            "numerator_ru",
            "denominator_ru",
            "reading_ru",
            "indicator_id",
        ),
        *_texts(report.schools, "school_id", "name_short", "cluster_title"),
        *_texts(report.findings, "file", "sheet", "rule_title_ru"),
        *_texts(report.sources, "file", "form_title_ru"),
        *_texts(report.corrections, "file", "sheet", "column_ru"),
        *_texts(evidence.clusters, "cluster_title"),
        *_texts(evidence.measures, "title_ru"),
        *_texts(evidence.contradictions, "title_ru"),
        *_texts(evidence.submissions, "form_title"),
        *_texts(evidence.programme_risks, "title_ru", "mitigation_ru"),
        *_texts(evidence.steps, "dates_ru", "result_ru"),
        *(executor for _, executor in evidence.executors),
        *(f"{each.factor} – {each.factor_ru[0].lower()}{each.factor_ru[1:]}" for each in evidence.risks),
    }
    return tuple(sorted((each for each in found if re.search(r"\d", each)), key=len, reverse=True))


def _texts(lines: Iterable[Any], *columns: str) -> set[str]:
    return {getattr(line, column) or "" for line in lines for column in columns}


@dataclass(frozen=True, slots=True)
class Visible:
    """A text with the places of its numbers that carry references."""

    place: str
    text: str
    referenced: frozenset[int]
    is_number: bool = False

    def left(self, known: tuple[str, ...]) -> Iterator[str]:
        """Yield the numbers without a reference that are of no declared kind, with the words around them."""
        rest = [each for each in NUMBER.finditer(self.text) if not self.referenced & {*range(*each.span())}]
        if not rest:
            return
        text = self.text
        for name in known:
            text = text.replace(name, "\0" * len(name))
        kinds = () if self.is_number else KINDS
        spans = [match.span() for kind in kinds for match in kind.pattern.finditer(text)]
        for each in rest:
            start, end = each.span()
            hidden = "\0" in text[start:end]
            if not hidden and not any(low <= start and end <= high for low, high in spans):
                yield f"{self.place}: …{self.text[max(0, start - 40) : end + 20]}…"


def of_memo(content: bytes) -> Iterator[Visible]:
    """Yield the paragraphs of a document, those of tables, heads, feet and notes too."""
    document = Document(io.BytesIO(content))
    parts = [
        document.part,
        *(each.target_part for each in document.part.rels.values() if not each.is_external),
    ]
    for part in parts:
        element = getattr(part, "element", None)
        if element is None or not part.partname.startswith("/word/"):
            continue
        for paragraph in element.iter(qn("w:p")):
            shown = _paragraph(str(part.partname), paragraph)
            row = next(paragraph.iterancestors(qn("w:tr")), None)
            if row is None:
                yield shown
            # a head that is a number alone is a year or the number of a risk factor
            elif row.getprevious().tag != qn("w:tr") and shown.text.isdigit():
                continue
            elif _head_above(paragraph, row) not in NO_DATA:
                yield shown


def _head_above(paragraph: Any, row: Any) -> str:
    """Return the head of the column that a paragraph stands in."""
    cell = next(paragraph.iterancestors(qn("w:tc")))
    head = next(row.getparent().iter(qn("w:tr")))
    column = list(row.iter(qn("w:tc"))).index(cell)
    return "".join(text.text or "" for text in list(head.iter(qn("w:tc")))[column].iter(qn("w:t")))


def of_pictures(content: bytes) -> Iterator[Visible]:
    """Yield the text alternatives of the pictures; their numbers have to stand referenced in the text."""
    told = {
        number for paragraph in of_memo(content) for number in _numbers(paragraph.text, paragraph.referenced)
    }
    for picture in Document(io.BytesIO(content)).element.body.iter(qn("wp:docPr")):
        text = picture.get("descr")
        spans = [match.span() for match in NUMBER.finditer(text) if match[0] in told]
        yield Visible("picture", text, frozenset(at for span in spans for at in range(*span)))


def _numbers(text: str, referenced: frozenset[int]) -> Iterator[str]:
    return (match[0] for match in NUMBER.finditer(text) if match.start() in referenced)


def _paragraph(place: str, paragraph: Any) -> Visible:
    """Read a paragraph without what Word counts itself in fields: pages, tables and figures."""
    text, begun, referenced, field = "", {}, set(), ""
    for element in paragraph.iter(
        *map(qn, ("w:t", "w:bookmarkStart", "w:bookmarkEnd", "w:instrText", "w:fldChar"))
    ):
        number = element.get(qn("w:id"))
        if element.tag == qn("w:instrText"):
            field = (element.text or "").split()[0]
        elif element.tag == qn("w:fldChar"):
            field = "" if element.get(qn("w:fldCharType")) == "end" else field
        elif element.tag == qn("w:t"):
            text += "" if field in COUNTED_BY_WORD else element.text or ""
        elif element.tag == qn("w:bookmarkStart"):
            if _BOOKMARK.fullmatch(element.get(qn("w:name"), "")):
                begun[number] = len(text)
        elif number in begun:
            referenced.update(range(begun.pop(number), len(text)))
    return Visible(place, text, frozenset(referenced))


def of_workbook(content: bytes) -> Iterator[Visible]:
    """Yield the cells of a workbook; a number of a cell is its whole text."""
    book = load_workbook(io.BytesIO(content))
    areas = {
        title: range_boundaries(area)
        for name, each in book.defined_names.items()
        if name.startswith("_numbers_")
        for title, area in each.destinations
    }
    for sheet in book.worksheets:
        yield from _sheet(sheet, *areas.get(sheet.title, (0, 0, 0, 0)))


def _sheet(sheet: Any, column: int, first: int, _: int, last: int) -> Iterator[Visible]:
    written: dict[str, set[str]] = {}
    for row in range(first, last + 1) if column else ():
        for line in str(sheet.cell(row, column).value or "").split("\n"):
            if line and not line.startswith("{"):
                letters, places, _ref = line.split(" ", 2)
                written.setdefault(f"{letters}{row}", set()).add(places)
    head = range_boundaries(sheet.auto_filter.ref)[1] if sheet.auto_filter.ref else 0
    for cells in sheet.iter_rows():
        for cell in cells:
            title = sheet.cell(head, cell.column).value if head and cell.row > head else None
            if cell.value is not None and cell.column != column and title not in NO_DATA:
                yield _cell(cell, written.get(cell.coordinate, set()))


def _cell(cell: Any, places: set[str]) -> Visible:
    place = f"{cell.parent.title}!{cell.coordinate}"
    if not isinstance(cell.value, str):
        text = repr(cell.value).replace(".", ",")
        return Visible(place, text, frozenset(range(len(text)) if places else ()), is_number=True)
    spans = [match.span() for match in NUMBER.finditer(cell.value)]
    known = {at for each in places for at in _expanded(each)}
    here = (range(*span) for at, span in enumerate(spans) if at in known)
    return Visible(place, cell.value, frozenset(at for span in here for at in span))


def _expanded(places: str) -> range:
    return range(int(places[1:])) if places.startswith("*") else range(int(places), int(places) + 1)
