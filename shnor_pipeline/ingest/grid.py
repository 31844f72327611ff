"""A workbook as grids of cells with their addresses, read safely.

Belongs here: opening a file of any kind we accept, the checks that must come before a reader touches it,
and cell addresses. Does not belong here: what the cells mean.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from python_calamine import CalamineError, CalamineWorkbook

from shnor_pipeline.quality import rules

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from shnor_pipeline.quality import Rule

EXTENSIONS = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv"})
_ZIPPED = frozenset({".xlsx", ".xlsm", ".xlsb", ".ods"})
_MOST_BYTES = 512 * 2**20
_MOST_CELLS = 30_000_000
_MOST_MEMBERS = 2_000
_OLE_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_CELL = re.compile(rb'<c [^>]*?r="([A-Z]{1,3})([0-9]{1,7})"')
_CSV_DELIMITERS = ";\t,"
_CSV_SEARCHED = 60


class FileProblem(Exception):  # noqa: N818 - it is a fact about a file, told as a finding
    """The file can't be read; carries the rule that says so."""

    def __init__(self, rule: Rule, **facts: str) -> None:
        """Keep the rule and what its sentence needs."""
        super().__init__(rule.rule_id)
        self.rule, self.facts = rule, facts


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: ``rows[i][j]`` stands in row ``i + 1``, column ``letters(j)``.

    Attributes:
        merged: Merged ranges as (first row, first column, last row, last column), from 0.
        origin: Of a sheet that a form's own code rearranged: (row, column) -> where that cell stands in the
            sender's sheet, from 0. A cell that is not named stands where it always stood.
    """

    name: str
    rows: list[list[Any]]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    origin: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)
    unvalued: frozenset[tuple[int, int]] = frozenset()
    lossy: bool = False

    def address(self, row: int, column: int) -> tuple[str, int]:
        """Return the A1 address and the row, from 1, of a cell in the sender's sheet."""
        row, column = self.origin.get((row, column), (row, column))
        return f"{letters(column)}{row + 1}", row + 1


@lru_cache(maxsize=20_000)
def letters(column: int) -> str:
    """Return the letters of a column counted from 0: 0 -> A, 26 -> AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def read_sheets(path: Path) -> list[Sheet]:
    """Read all sheets of a workbook or CSV file.

    Args:
        path: The file; its extension must be one of ``EXTENSIONS``.

    Returns:
        Sheets in their order; row 1 is always row 1, also when the first rows are empty.

    Raises:
        FileProblem: Not a table, encrypted, broken or dangerous.
    """
    if path.suffix.lower() not in EXTENSIONS:
        raise FileProblem(rules.NOT_A_WORKBOOK, extension=path.suffix or path.name)
    with path.open("rb") as stream:
        head = stream.read(len(_OLE_MAGIC))
    if not head:
        raise FileProblem(rules.UNREADABLE, reason="он пуст (0 байт)")
    if path.suffix.lower() == ".csv":
        return [Sheet(path.stem, _csv_rows(path.read_bytes()))]
    if head == _OLE_MAGIC:
        _refuse_encrypted(path)
    elif path.suffix.lower() in _ZIPPED:
        _refuse_dangerous(path)
    try:
        workbook = CalamineWorkbook.from_path(path)
        return [_sheet(workbook, name) for name in workbook.sheet_names]
    except CalamineError as error:
        reason = "пароль" if "assword" in str(error) else "содержимое повреждено или это другой формат"
        rule = rules.ENCRYPTED if reason == "пароль" else rules.UNREADABLE
        raise FileProblem(rule, reason=reason) from None


def _sheet(workbook: CalamineWorkbook, name: str) -> Sheet:
    sheet = workbook.get_sheet_by_name(name)
    ranges = sheet.merged_cell_ranges or []
    merged = tuple((top, left, bottom, right) for (top, left), (bottom, right) in ranges)
    return Sheet(name, sheet.to_python(skip_empty_area=False), merged)


def _refuse_encrypted(path: Path) -> None:
    if _ENCRYPTED_STREAM in path.read_bytes():
        raise FileProblem(rules.ENCRYPTED)


def _refuse_dangerous(path: Path) -> None:
    """Look into the zip before a reader does: a far cell makes the reader abort the whole process."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            if len(members) > _MOST_MEMBERS or sum(each.file_size for each in members) > _MOST_BYTES:
                raise FileProblem(rules.TOO_LARGE, reason="внутри слишком много данных")
            if any(each.flag_bits & 1 for each in members):
                raise FileProblem(rules.ENCRYPTED)
            for each in members:
                if each.filename.endswith(".xml"):
                    _refuse_dangerous_part(archive.read(each), each.filename)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError):
        raise FileProblem(rules.UNREADABLE, reason="содержимое повреждено или это другой формат") from None


def _refuse_dangerous_part(part: bytes, name: str) -> None:
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        raise FileProblem(rules.UNREADABLE, reason="внутри есть недопустимые определения (DTD)")
    if not name.startswith("xl/worksheets/"):
        return
    found = _CELL.findall(part)
    if found:
        rows = max(int(row) for _, row in found)
        columns = max(_column_number(column) for column in {column for column, _ in found})
        if rows * columns > _MOST_CELLS:
            raise FileProblem(rules.TOO_LARGE, reason=f"таблица занимает {rows} строк и {columns} столбцов")


def _column_number(name: bytes) -> int:
    number = 0
    for letter in name:
        number = number * 26 + letter - ord("A") + 1
    return number


def _csv_rows(data: bytes) -> list[list[Any]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1251", errors="replace")
    try:
        return [list(row) for row in _records(text, _delimiter(text))]
    except csv.Error:
        raise FileProblem(rules.UNREADABLE, reason="кавычки в нём не закрыты") from None


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    """Read records; a line break inside quotes belongs to its cell and not between two records."""
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _delimiter(text: str) -> str:
    """Take the delimiter that cuts the most of the first records into rows of one width.

    A count of the marks would be misled by decimal commas and by texts.
    """

    def fit(mark: str) -> tuple[int, int]:
        widths = Counter(len(record) for record in islice(_records(text, mark), _CSV_SEARCHED))
        return max(((count, width) for width, count in widths.items() if width > 1), default=(0, 0))

    return max(_CSV_DELIMITERS, key=fit)
