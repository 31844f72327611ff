"""What is special about the form of measures: numbers with their section, «да» beside counts, dates."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from rapidfuzz import fuzz, process

from shnor_pipeline.ingest.cells import decimal, is_blank, text_of
from shnor_pipeline.quality.facts import Miss
from shnor_pipeline.spelling import comparable

if TYPE_CHECKING:
    from shnor_pipeline.ingest.draft import Draft
    from shnor_pipeline.reference import Reference

_YES, _NO = frozenset({"да", "+", "v", "выполнено"}), frozenset({"нет", "-", "не выполнено"})
_LOOK_ALIKES = str.maketrans("ХІСМ", "XICM")
"""Cyrillic letters that look like Roman figures."""
_MEASURE = re.compile(r"^(?:РАЗДЕЛ\s*)?([IVXLC]+)\s*[.,\-]?\s*(?:П\.?\s*)?(\d+(?:[.,]\d+)*)\.?$")
_DATE = re.compile(r"^(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})\s*(?:г\.?)?$")
_ISO = re.compile(r"^(\d{4})-(\d{2})-(\d{2})$")
_CENTURY = 100
_FIRST_MONTH = 9
"""A school year begins on 1 September."""


def shape(draft: Draft, reference: Reference) -> None:
    """Complete the rows: id of the measure, what was done, date."""
    _measures(draft, reference)
    _done(draft)
    _dates(draft)


def measure_id(text: str) -> str | None:
    """Write the number of a measure as the programme does: «Х. 4.7» (Cyrillic) -> «X 4.7»."""
    found = _MEASURE.match(" ".join(text.split()).upper().translate(_LOOK_ALIKES))
    return f"{found.group(1)} {found.group(2).replace(',', '.')}" if found else None


def _measures(draft: Draft, reference: Reference) -> None:
    ids: list[str | None] = []
    for index, text in enumerate(draft.values["measure_id"]):
        read = text and measure_id(text)
        ids.append(read or text)
        if text and reference.measures and read not in reference.measures:
            near = process.extract(read or text, reference.measures, scorer=fuzz.WRatio, limit=2)
            listed = ", ".join(sorted(each for each, _, _ in near))
            draft.tell("unknown_measure", index, "measure_id", nearest=f"; похожие: {listed}")
    draft.values["measure_id"] = ids


def _done(draft: Draft) -> None:
    """Read a number, a percent or да / нет, and keep which of them it was."""
    read = [_amount(cell) for cell in draft.raw["stated_done"]]
    misses = {i: value for i, (value, _) in enumerate(read) if isinstance(value, Miss)}
    draft.misses["stated_done"] = {i: miss for i, miss in misses.items() if miss is not Miss.MISSING}
    draft.values["done"] = [None if isinstance(value, Miss) else value for value, _ in read]
    draft.values["stated_as"] = [kind for _, kind in read]


def _amount(cell: Any) -> tuple[float | Miss, str]:
    folded = comparable(text_of(cell))
    if isinstance(cell, bool) or folded in _YES | _NO:
        return float(folded in _YES), "yes_no"
    return decimal(cell), "percent" if folded.endswith("%") else "number"


def _dates(draft: Draft) -> None:
    year = draft.year
    first, last = dt.date(year - 1, _FIRST_MONTH, 1), dt.date(year, _FIRST_MONTH, 1)
    dates: list[str | None] = []
    for index, cell in enumerate(draft.raw.get("stated_date", [None] * draft.size)):
        day = None if is_blank(cell) or comparable(text_of(cell)) == "-" else _day(cell)
        dates.append(None if day is None or isinstance(day, Miss) else day.isoformat())
        if isinstance(day, Miss):
            draft.misses.setdefault("stated_date", {})[index] = day
        elif day is not None and not first <= day < last:
            expected = f"с 01.09.{year - 1} по 31.08.{year}"
            shown, of_year = f"{day:%d.%m.%Y}", f"{year - 1}/{year}"
            facts = {"value": shown, "of_year": of_year, "expected": expected}
            draft.tell("date_outside_year", index, "stated_date", **facts)
    draft.values["done_on"] = dates


def _day(cell: Any) -> dt.date | Miss:
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    text = comparable(text_of(cell))
    local, iso = _DATE.match(text), _ISO.match(text)
    try:
        if local:
            day, month, year = map(int, local.groups())
            return dt.date(year + 2000 if year < _CENTURY else year, month, day)
        return dt.date(*map(int, iso.groups())) if iso else Miss.WRONG
    except ValueError:
        return Miss.WRONG
