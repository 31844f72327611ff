"""The ledger of corrections: a cell of a sender's workbook that a decision changed, one line per cell.

Belongs here: reading ``corrections.csv`` and what a line must have. Does not belong here: finding the cell
and changing it (``ingest/corrections``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shnor_pipeline.reference.csv_rows import Line, read_rows
from shnor_pipeline.reference.decisions import day, said

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

COLUMNS = (
    *("year", "file", "sheet", "cell", "form", "key", "column"),
    *("old", "new", "reason", "order_number", "role", "date"),
)
_ADDRESS = re.compile(r"[A-Z]{1,3}[1-9]\d{0,6}")


@dataclass(frozen=True, slots=True)
class Correction:
    """One line of the ledger.

    The place is an address (``file`` and ``cell``) or a row of a form that the texts of some of its columns
    single out (``form``, ``key`` and ``column``); what is given besides narrows it.

    Attributes:
        line: Line of the ledger, from 1; its header is line 1.
        year: Reporting year in whose folder the file lies.
        file: Path below the inbox, or the end of it.
        sheet: Sheet; empty where the cell is data on one sheet only.
        cell: A1 address; empty where the place is given by key.
        form: Form, as in the names of the contract; may be empty beside an address.
        key: Input column -> text of the sender.
        column: Input column or its header; may be empty beside an address.
        old: What stands in the cell; empty = nothing.
        new: What is to stand there, read like any cell; empty = nothing.
        reason: Why; published, so it names no person.
        order_number: Number of the order.
        role: Who decided, as an office and not a name.
        date: Day of the decision.
    """

    line: int
    year: int
    file: str
    sheet: str
    cell: str
    form: str
    key: tuple[tuple[str, str], ...]
    column: str
    old: str
    new: str
    reason: str
    order_number: str
    role: str
    date: dt.date


def load_corrections(path: Path) -> tuple[Correction, ...]:
    """Read ``corrections.csv``; no file means no corrections.

    Raises:
        ReferenceFileError: A column is missing, or a line names no place, no order, no reason, no role or
            no date; the message names line and column.
    """
    return tuple(map(_correction, read_rows(path, COLUMNS, optional=True)))


def _correction(line: Line) -> Correction:
    cell = line.text("cell").upper()
    if cell and line.text("key"):
        raise line.error("key", "пустая ячейка: место указано адресом, а ключ нужен вместо адреса")
    if not cell and not line.text("key"):
        raise line.error("cell", "адрес ячейки (C5) или, вместо него, ключ строки в колонке key")
    if cell and not _ADDRESS.fullmatch(cell):
        raise line.error("cell", "адрес ячейки латинскими буквами, например C5")
    for name in ("file",) if cell else ("form", "column"):
        if not line.text(name):
            raise line.error(name, "путь файла" if cell else "форма и колонка, раз место указано ключом")
    if line.text("old") == line.text("new"):
        raise line.error("new", "другое значение, чем в колонке old")
    return Correction(
        line=line.number,
        year=line.integer("year"),
        cell=cell,
        key=_key(line),
        date=day(line, "date", "дата решения"),
        **{name: line.text(name) for name in ("file", "sheet", "form", "column", "old", "new")},
        **said(line),
    )


def _key(line: Line) -> tuple[tuple[str, str], ...]:
    parts = [part.partition("=") for part in line.text("key").split(";") if part.strip()]
    if any(not name.strip() or not sign for name, sign, _ in parts):
        raise line.error("key", "колонка=значение; колонка=значение, например school_code=163005;grade=9А")
    return tuple((name.strip(), value.strip()) for name, _, value in parts)
