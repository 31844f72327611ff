"""How far the cells of a sheet reach, and what the reader does not tell of them, from the sheet's XML.

Belongs here: the XML of .xlsx and .ods. Does not belong here: values (the reader gives them), limits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from shnor_pipeline.ingest.preflight import MOST_CELLS, MOST_COLUMNS, refuse_cells, too_large, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shnor_pipeline.ingest.preflight import Archive

_LONGEST_WALK = 64 * 2**20
_MOST_TEXT = 192 * 2**20
_MOST_TEXT_GUESSED = 448 * 2**20
_BYTES_OF_TEXT = 90
"""What a text takes in memory besides its letters."""
_FEWEST_BYTES_OF_CELL = 20
_TWO_LETTERS = 702
_LETTERS = 26
_TWICE_THE_LETTERS = 52
_LONGEST_ORDINARY_CELL = 1_000

_PREFIX = rb"(?:[^\s<>/!?:\"']+:)?"
_REST = rb"((?:[^>\"']|\"[^\"]*\"|'[^']*')*+)>"
_CELL = re.compile(rb"<" + _PREFIX + rb"c(?=[\s/>])" + _REST)
_CELL_END = re.compile(rb"</" + _PREFIX + rb"c\s*>")
_ROW_OR_CELL = re.compile(rb"<(/?)" + _PREFIX + rb"(row|c)(?=[\s/>])" + _REST)
_COLUMN = re.compile(rb"<" + _PREFIX + rb"col(?=[\s/>])" + _REST)
_VALUE = re.compile(rb"<" + _PREFIX + rb"v(?:\s[^>/]*)?(?:/>|>([^<]*))")
_FORMULA = re.compile(rb"<" + _PREFIX + rb"f[\s/>]")
_INLINE = re.compile(rb"<" + _PREFIX + rb"is[\s/>]")
_ATTRIBUTE = re.compile(rb"([^\s=\"'/]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_REFERENCE = re.compile(rb"([A-Za-z]{1,7})(0*[1-9][0-9]{0,9})\Z")
_DIGITS = re.compile(rb"[0-9]{1,7}")
_ROW_NUMBER = re.compile(rb"[A-Za-z]*([0-9]{1,10})\Z")
_DIMENSION = re.compile(rb"dimension\s[^>]*?ref=[\"'](?:[A-Z]+[0-9]+:)?([A-Z]{1,3})([0-9]{1,7})[\"']")
_SHEET = re.compile(rb"<" + _PREFIX + rb"sheet(?=[\s/>])" + _REST)
_RELATION = re.compile(rb"<" + _PREFIX + rb"Relationship(?=[\s/>])" + _REST)
_SHARED = re.compile(rb"t=[\"']s[\"'][^>]*>\s*<" + _PREFIX + rb"v>([0-9]+)<")

_TABLE = re.compile(rb"<table:table(?=[\s>])")
_TABLE_COLUMN = re.compile(rb"<table:table-column(?=[\s/>])" + _REST)
_TABLE_CELL = re.compile(rb"<table:(?:covered-)?table-cell(?=[\s/>])" + _REST)
_TABLE_TAG_REST = re.compile(_REST)
_PARAGRAPH = re.compile(rb"<text:p(?:\s[^>]*)?>([^<]*)")
_STATED = re.compile(rb"office:(?:string-|date-|time-|boolean-)?value=")
_REPEATED = re.compile(rb"number-(?:columns|rows)-repeated=[\"']([0-9]+)")
_CONCEALED = (b'visibility="collapse"', b'visibility="filter"')


class Area(NamedTuple):
    """A bound of the used area: no value stands beyond it."""

    rows: int = 0
    columns: int = 0

    @property
    def cells(self) -> int:
        """Number of cells."""
        return self.rows * self.columns


@dataclass(slots=True)
class Seen:
    """What was seen in a sheet that the reader does not tell; rows and columns from 0.

    Attributes:
        area: Bound of the used area.
        hidden_rows: Hidden rows.
        hidden_columns: Hidden columns.
        errors: Cells with an error value, with its text.
        unvalued: Formulas saved without a value.
        repeated_bytes: Memory that repeated cells will take.
    """

    area: Area = field(default_factory=Area)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    unvalued: set[tuple[int, int]] = field(default_factory=set)
    repeated_bytes: int = 0

    def reach(self, row: int, column: int) -> None:
        """Extend the used area to a cell."""
        if row >= self.area.rows or column >= self.area.columns:
            self.area = Area(max(self.area.rows, row + 1), max(self.area.columns, column + 1))


def see_workbook(archive: Archive) -> list[Seen]:
    """Look at the sheets of an .xlsx in the order of the workbook.

    Returns:
        One for each sheet; of a chart sheet an empty one.

    Raises:
        FileProblem: The sheets are larger than the limits, or the archive is broken.
    """
    seen: dict[str, Seen] = {}
    book = relations = strings = b""
    length = 0
    for name, part in archive.parts():
        if name.startswith("xl/worksheets/") and not name.endswith(".rels"):
            seen[name] = see_sheet(part)
            length += len(part)
        elif name == "xl/workbook.xml":
            book = part
        elif name == "xl/_rels/workbook.xml.rels":
            relations = part
        elif name == "xl/sharedstrings.xml":
            strings = part
    targets = {
        each.get(b"Id", b""): _path(each.get(b"Target", b"")) for each in _elements(_RELATION, relations)
    }
    names = [targets.get(_relation_of(each), "") for each in _elements(_SHEET, book)]
    if sum(seen[name].area.cells for name in names if name in seen) > MOST_CELLS:
        for name in set(names) & seen.keys():  # what was bounded generously is now counted
            seen[name].area = _walk(archive.part(name)).area
        refuse_cells([seen[name].area for name in names if name in seen])
    _refuse_texts(archive, [name for name in names if name in seen], strings, length)
    return [seen.get(name, Seen()) for name in names]


def see_sheet(part: bytes) -> Seen:
    """Look at the XML of one sheet of an .xlsx.

    Runs of ordinary rows and cells (an address within the stated area, a value that is no error, nothing
    hidden) are passed over by one regular expression; what it does not understand is looked at piece by
    piece. So a cell that calls itself far away can't be missed, and an ordinary sheet costs little.

    Raises:
        FileProblem: The sheet is larger than the limits, or too long to be looked at piece by piece where
            that is necessary.
    """
    # Whatever its prefix, the element of the cells starts no earlier than its name first occurs.
    start = max(part.find(b"sheetData"), 0)
    seen = _see_exceptions(part, start)
    if seen is None or seen.area.cells > MOST_CELLS:
        seen = _walk(part)
    refuse_cells([seen.area])
    head = part[:start]
    for attributes in _elements(_COLUMN, head) if b"hidden" in head else ():
        first, last = (attributes.get(key, b"") for key in (b"min", b"max"))
        if _is_true(attributes.get(b"hidden")) and first.isdigit() and last.isdigit():
            seen.hidden_columns.update(range(int(first) - 1, min(int(last), MOST_COLUMNS)))
    return seen


def _see_exceptions(part: bytes, start: int) -> Seen | None:
    """Look at what is not ordinary; ``None`` when addresses are left out and all cells must be counted."""
    ordinary, *area = _ordinary(*_likely_area(part))
    seen = Seen(Area(*area))
    position = _passed(ordinary, part, part.find(b">", start) + 1)
    while tag := _ROW_OR_CELL.search(part, position):
        closing, name = tag[1], tag[2]
        attributes = _attributes(tag[3])
        position = tag.end()
        if name == b"row" and not closing:
            if b"r" not in attributes:
                return None
            _see_row(seen, _row_number(attributes, 0), attributes)
        elif not closing:
            place, body = _position(attributes.get(b"r", b"")), _body(part, tag)
            if place is None:
                return None
            _see_cell(seen, place, attributes, body)
            position += len(body) + len(b"</c>") * part.startswith(b"</c>", position + len(body))
        position = _passed(ordinary, part, position)
    return seen


def _passed(ordinary: re.Pattern[bytes], part: bytes, position: int) -> int:
    run = ordinary.match(part, position)
    return run.end() if run else position


def _walk(part: bytes) -> Seen:
    """Look at every cell, also at those whose place follows from the one before."""
    if len(part) > _LONGEST_WALK:
        raise too_large(f"один лист занимает {len(part) // 2**20} МБ")
    seen = Seen()
    row = column = 0
    for tag in _ROW_OR_CELL.finditer(part):
        closing, name = tag[1], tag[2]
        attributes = {} if closing else _attributes(tag[3])
        if name == b"row":
            row = _row_number(attributes, row)
            _see_row(seen, row, attributes)
            if closing or tag[3].endswith(b"/"):
                row, column = row + 1, 0
        elif not closing:
            place = _position(attributes[b"r"]) if b"r" in attributes else (row, column)
            if place is None:
                raise unreadable("в нём есть ячейки с неверным адресом")
            _see_cell(seen, place, attributes, _body(part, tag))
            column = place[1] + 1
    return seen


def _see_row(seen: Seen, row: int, attributes: dict[bytes, bytes]) -> None:
    if _is_true(attributes.get(b"hidden")):
        seen.hidden_rows.add(row)


def _see_cell(seen: Seen, place: tuple[int, int], attributes: dict[bytes, bytes], body: bytes) -> None:
    value = _VALUE.search(body)
    text = (value[1] or b"") if value else b""
    kind = attributes.get(b"t")
    if text or _INLINE.search(body):
        seen.reach(*place)
    if kind == b"e" and text:
        seen.errors[place] = text.decode("utf-8", "replace")
    elif not text and not (kind == b"str" and value) and _FORMULA.search(body):
        seen.unvalued.add(place)


def _body(part: bytes, tag: re.Match[bytes]) -> bytes:
    """Return what stands between the tags of a cell."""
    if tag[0].endswith(b"/>"):
        return b""
    end = _CELL_END.search(part, tag.end())
    return part[tag.end() : end.start() if end else len(part)]


def _likely_area(part: bytes) -> tuple[int, int]:
    """Return the area that the sheet states or seems to have; a guess, which nothing relies on."""
    stated = _DIMENSION.search(part, 0, 4096)
    if stated is not None:
        rows, columns = int(stated[2]), column_number(stated[1])
        # Some programs state A1 for every sheet, others the whole sheet.
        if len(part) // _LONGEST_ORDINARY_CELL < rows * columns <= MOST_CELLS and columns <= _TWO_LETTERS:
            return rows, columns
    last = part.rfind(b'<row r="', 0, max(part.rfind(b"</v>"), 0))
    found = _DIGITS.match(part, last + len(b'<row r="')) if last >= 0 else None
    rows = min(max(int(found[0]), 1), MOST_CELLS) if found else 1
    return rows, max(min(_TWICE_THE_LETTERS, MOST_CELLS // rows), 1)


@lru_cache(maxsize=512)
def _ordinary(rows: int, columns: int) -> tuple[re.Pattern[bytes], int, int]:
    """Return what matches a run of ordinary rows and cells, and the area that holds their cells."""
    first = (columns - 1) // _LETTERS
    letters = f"[A-{chr(ord('A') + first - 1)}]?[A-Z]" if first else "[A-Z]"
    digits, lead = len(str(rows)), int(str(rows)[0])
    numbers = f"[1-{lead}]?[0-9]{{1,{digits - 1}}}+" if digits > 1 else "[1-9]"
    # An e among the attributes is the type of an error value, or of a text that stands in the cell itself.
    cell = f'<c r="{letters}{numbers}"[^>e]*+'
    choices = (
        f"(?:{cell}><v>[^<]*+</v></c>)++",
        f'(?:{cell}eStr"><is><t[^>]*+>[^<]*+</t></is></c>)++',
        r'(?:</row>)?<row r="[0-9]+"[^>h]*+(?:h(?!idden="[1t])[^>h]*+)*+>',
        '<c r="[A-Z]++[0-9]++"[^>]*+>(?:(?<=/>)|</c>)',  # formatted and empty: it reaches nowhere
        f"{cell}><f[^>]*+>(?:[^<]*+</f>)?+<v>[^<]++</v></c>",
        f'{cell}eStr"><is>(?:[^<]|<(?!/is>))*+</is></c>',
    )
    pattern = f"(?:{'|'.join(choices)})*+"
    return re.compile(pattern.encode()), (lead + 1) * 10 ** (digits - 1) - 1, _LETTERS * (first + 1)


def _refuse_texts(archive: Archive, names: list[str], strings: bytes, length: int) -> None:
    """Refuse a short file that repeats a long shared text until memory ends."""
    cells = length // _FEWEST_BYTES_OF_CELL
    if min(len(strings), max(map(len, strings.split(b"si>")))) * cells <= _MOST_TEXT_GUESSED:
        return
    texts = [len(text) for text in re.split(rb"</" + _PREFIX + rb"si>", strings)]
    total = 0
    for name in names:
        for index in map(int, _SHARED.findall(archive.part(name))):
            total += texts[index] if index < len(texts) else 0
        if total > _MOST_TEXT:
            raise too_large("тексты в его ячейках слишком длинные")


def _elements(pattern: re.Pattern[bytes], part: bytes) -> Iterator[dict[bytes, bytes]]:
    return (_attributes(found[1]) for found in pattern.finditer(part))


def _attributes(text: bytes) -> dict[bytes, bytes]:
    return {name: double or single for name, double, single in _ATTRIBUTE.findall(text)}


def _relation_of(sheet: dict[bytes, bytes]) -> bytes:
    return next((value for name, value in sheet.items() if name.endswith(b":id")), b"")


def _path(target: bytes) -> str:
    name = target.decode("utf-8", "replace").replace("\\", "/").lower()
    return name.lstrip("/") if name.startswith(("/xl/", "xl/")) else f"xl/{name}"


def _row_number(attributes: dict[bytes, bytes], otherwise: int) -> int:
    found = _ROW_NUMBER.match(attributes.get(b"r", b""))
    return int(found[1]) - 1 if found else otherwise


def _position(reference: bytes) -> tuple[int, int] | None:
    """Return row and column, from 0, of an A1 address; ``None`` when it is none."""
    found = _REFERENCE.match(reference)
    return (int(found[2]) - 1, column_number(found[1].upper()) - 1) if found else None


def column_number(name: bytes) -> int:
    """Return the number of a column from 1: A -> 1, AA -> 27."""
    number = 0
    for letter in name:
        number = number * _LETTERS + letter - ord("A") + 1
    return number


def _is_true(value: bytes | None) -> bool:
    return value in {b"1", b"true"}


def see_tables(content: bytes) -> list[Seen]:
    """Look at the tables of ``content.xml`` of an .ods, in their order.

    Raises:
        FileProblem: Repeated rows and columns make a table larger than the limits.
    """
    starts = [found.start() for found in _TABLE.finditer(content)]
    chunks = [content[start:end] for start, end in zip(starts, [*starts[1:], len(content)], strict=False)]
    seen = [_see_table(chunk) for chunk in chunks]
    refuse_cells([each.area for each in seen])
    return seen


def _see_table(table: bytes) -> Seen:
    seen = Seen()
    column = 0
    for attributes in _TABLE_COLUMN.findall(table):
        repeated = _repeated(attributes)
        if any(mark in attributes for mark in _CONCEALED):
            seen.hidden_columns.update(range(column, min(column + repeated, MOST_COLUMNS)))
        column += repeated
    row = 0
    for piece in table.split(b"<table:table-row")[1:]:
        tag = _TABLE_TAG_REST.match(piece)
        if tag is None or not piece.startswith((b" ", b">", b"/", b"\t", b"\r", b"\n")):
            continue
        repeated = _repeated(tag[1])
        width = _see_table_row(seen, row, repeated, piece[tag.end() :])
        if width:
            seen.reach(row + repeated - 1, width - 1)
            refuse_cells([seen.area])
            if any(mark in tag[1] for mark in _CONCEALED):
                seen.hidden_rows.update(range(row, row + repeated))
        row += repeated
    return seen


def _see_table_row(seen: Seen, row: int, repeated: int, cells: bytes) -> int:
    """Look at the cells of a row; return how many columns it fills."""
    if not (b"repeated=" in cells or b"formula=" in cells or b'"error"' in cells):
        count = cells.count(b"<table:table-cell") + cells.count(b"<table:covered-table-cell")
        return count if b"office:" in cells or b"<text:" in cells else 0
    width = column = 0
    tags = list(_TABLE_CELL.finditer(cells))
    for tag, following in zip(tags, [*tags[1:], None], strict=False):
        body = cells[tag.end() : following.start() if following else len(cells)].partition(b"</table:")[0]
        text = _PARAGRAPH.search(body)
        count = _repeated(tag[1])
        if b"office:" in tag[1] or text:
            width = column + count
            if repeated * width > MOST_CELLS or width > MOST_COLUMNS:
                refuse_cells([(repeated, width)])
            _see_table_cell(seen, (row, column), tag[1], text)
            seen.repeated_bytes += (repeated * count - 1) * (len(body) + _BYTES_OF_TEXT)
            if seen.repeated_bytes > 2 * _MOST_TEXT:
                raise too_large("тексты в его ячейках слишком длинные")
        elif b"formula=" in tag[1]:
            seen.unvalued.add((row, column))
        column += count
    return width


def _see_table_cell(
    seen: Seen, place: tuple[int, int], attributes: bytes, text: re.Match[bytes] | None
) -> None:
    if b'calcext:value-type="error"' in attributes:
        seen.errors[place] = text[1].decode("utf-8", "replace") if text else "#VALUE!"
    elif b"formula=" in attributes and not text and not _STATED.search(attributes):
        seen.unvalued.add(place)


def _repeated(attributes: bytes) -> int:
    found = _REPEATED.search(attributes)
    return int(found[1]) if found else 1
