"""A printed report against the numbers it refers to: every difference named.

Belongs here: reading a printed number, comparing, the sentence about a difference. Does not belong here:
reading documents (``reporting``), what a number should be (``recomputed``).
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from shnor_pipeline.provenance.recomputed import Expected, Recomputed
    from shnor_pipeline.references import Ref

_NUMBER = re.compile(r"[+-]?\d+(?:,(\d+))?")
_PART_DECIMALS = 3
_STORED_DIGITS = 1e-12
"""Programs that save a workbook keep fifteen digits of a number."""
_FIELDS = {
    "value": "значение",
    "numerator": "числитель",
    "denominator": "знаменатель",
    "ci_low": "нижняя граница интервала",
    "ci_high": "верхняя граница интервала",
    "schools_reported": "сдали школ",
    "schools_expected": "ожидалось школ",
    "change": "разность с прошлым годом",
    "target": "план",
    "gap": "отклонение от плана",
    "base_stated": "базовое значение",
    "count": "количество",
    "number": "число текста",
    "old": "было",
    "new": "стало",
    "difference": "разность выпусков",
}


@dataclass(frozen=True, slots=True)
class Printed:
    """A number of a document: what it refers to, if that is known, what is printed, where."""

    ref: Ref | None
    value: float | str | None
    place: str


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A number that is not what it should be.

    Attributes:
        place: Where in the document.
        printed: What stands there; ``None`` = nothing.
        expected: What should stand there; ``None`` when the store has no such number.
        ref: What the number refers to; ``None`` when that can't be told.
        message_ru: What is wrong, in a sentence.
    """

    place: str
    printed: str | None
    expected: str | None
    ref: Ref | None
    message_ru: str

    def as_json(self) -> dict[str, Any]:
        """Return the mismatch for ``--json``."""
        names = ("year", "indicator_id", "scope", "scope_id", "field")
        about = {name: getattr(self.ref, name, None) for name in names}
        facts = {"place": self.place, "printed": self.printed, "expected": self.expected}
        return facts | about | {"message_ru": self.message_ru}


def mismatches(printed: Iterable[Printed], recomputed: Recomputed) -> Iterator[Mismatch]:
    """Compare every number of a document with what it should be, rounded as it is printed."""
    for each in printed:
        expected = None if each.ref is None else recomputed.expected(each.ref)
        if expected is None:
            yield _unknown(each)
        elif not _equal(each.value, expected):
            yield _different(each, expected)


def lost(positions: Sequence[int], places: Sequence[str], written: int | None) -> Iterator[Mismatch]:
    """Name the numbers whose reference is gone: typed over as a whole, or cut out.

    Args:
        positions: Positions that are there, from 1.
        places: Where each of them stands.
        written: How many there were; ``None`` when the document does not say.
    """
    if written is None:
        told = "документ больше не говорит, сколько в нём было чисел: проверены только найденные"
        yield Mismatch("конец документа", None, None, None, told)
        return
    known = dict(zip(positions, places, strict=True))
    last = "начало документа"
    for position in range(1, written + 1):
        last = known.get(position, last)
        if position not in known:
            told = f"число № {position} набрано заново или удалено вместе со ссылкой: проверить его нельзя"
            yield Mismatch(f"после места: {last}", None, None, None, told)


def _unknown(printed: Printed) -> Mismatch:
    shown = _shown(printed.value)
    about = f" ({described(printed.ref)})" if printed.ref else ""
    told = f"напечатано «{shown or ''}», в хранилище такого числа нет{about}"
    return Mismatch(printed.place, shown, None, printed.ref, told)


def _different(printed: Printed, expected: Expected) -> Mismatch:
    shown, right = _shown(printed.value), _rounded_text(printed.value, expected)
    about = "" if printed.ref is None else f" ({described(printed.ref)})"
    told = f"напечатано «{shown or ''}», должно быть «{right}»{about}"
    return Mismatch(printed.place, shown, right, printed.ref, told)


def described(ref: Ref) -> str:
    """Say what a reference is about: ``category_share, 2021 год, programme, значение``."""
    name, _, kind = ref.field.partition(":")
    field = f"{_FIELDS.get(name, name)}{f' ({kind})' if kind else ''}"
    place = ref.scope if ref.scope == ref.scope_id else f"{ref.scope} {ref.scope_id}"
    return f"{ref.indicator_id}, {ref.year} год, {place}, {field}"


def _equal(printed: float | str | None, expected: Expected) -> bool:
    if printed is None:
        return False
    if isinstance(printed, float):
        return math.isclose(printed, float(expected.value), rel_tol=_STORED_DIGITS, abs_tol=_STORED_DIGITS)
    read = _read(printed)
    if read is None:
        return False
    number, decimals = read
    if expected.decimals is None:
        return number == _rounded(expected.value, _PART_DECIMALS)
    return decimals >= expected.decimals and number == _rounded(expected.value, decimals)


def _read(text: str) -> tuple[Decimal, int] | None:
    """Read a printed number and its decimals; ``None`` where it is none."""
    plain = "".join(text.split()).replace("−", "-")
    match = _NUMBER.fullmatch(plain)
    return None if match is None else (Decimal(plain.replace(",", ".")), len(match[1] or ""))


def _rounded(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def _rounded_text(printed: float | str | None, expected: Expected) -> str:
    """Write the right number the way the wrong one is printed."""
    if not isinstance(printed, str):
        return _shown(float(expected.value)) or ""
    read = _read(printed)
    if expected.decimals is None:
        right = _rounded(expected.value, _PART_DECIMALS).normalize()
    else:
        right = _rounded(expected.value, max(expected.decimals, read[1] if read else 0))
    return f"{right:f}".replace(".", ",").replace("-", "−")


def _shown(value: float | str | None) -> str | None:
    return f"{value:.15g}".replace(".", ",") if isinstance(value, float) else value
