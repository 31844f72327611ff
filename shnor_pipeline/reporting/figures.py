"""Numbers that know what they are: each carries its reference from the model to the document.

Belongs here: numbers with references, the marks around them in a text. Does not belong here: which numbers of
a report have one (``referenced``), how a document keeps it (``word_references``, ``excel_references``).

A text marks a number with three signs of the private use area, which no font prints and no school types:
``⟦reference⟧shown⟧``. Sentences are put together from texts, so a reference survives in any of them. The same
signs in a sender's file mean nothing, since no reference stands between them.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from itertools import count
from typing import TYPE_CHECKING, NamedTuple, Self, cast

from shnor_pipeline.figures import exact
from shnor_pipeline.references import Ref, ref_of_text

if TYPE_CHECKING:
    from collections.abc import Iterator

NUMBER = re.compile(r"[+−-]?\d+(?:\xa0\d{3})*(?:,\d+)?")
"""A number as a Russian text prints it."""
QUOTED = "number"
"""Field of a reference to a number of a text that is quoted, with its place among the numbers of the text."""
_OPEN, _BETWEEN, _CLOSE = "\ue0f0", "\ue0f1", "\ue0f2"
_AS_STORED = str.maketrans({"−": "-", ",": ".", "\xa0": None})
_MARKED = re.compile(
    f"{_OPEN}([0-9]{{4}}(?:[|][^|{_BETWEEN}{_CLOSE}]*){{4}}){_BETWEEN}([^{_OPEN}{_CLOSE}]*){_CLOSE}"
)


class Figure(float):
    """A number with its reference; arithmetic gives plain numbers, which are no longer what it refers to."""

    ref: Ref

    def __new__(cls, value: float, ref: Ref) -> Self:
        """Keep the number and what it refers to."""
        figure = super().__new__(cls, value)
        figure.ref = ref
        return figure

    def __getnewargs__(self) -> tuple[float, Ref]:  # type: ignore[override]  # copies keep the reference
        """Return what a copy is made from."""
        return float(self), self.ref


class Count(int):
    """A whole number with its reference."""

    ref: Ref

    def __new__(cls, value: int, ref: Ref) -> Self:
        """Keep the number and what it refers to."""
        count = super().__new__(cls, value)
        count.ref = ref
        return count

    def __getnewargs__(self) -> tuple[int, Ref]:  # type: ignore[override]  # copies keep the reference
        """Return what a copy is made from."""
        return int(self), self.ref


class Difference(Decimal):
    """A difference with its reference, exact as people subtract."""

    ref: Ref

    def __new__(cls, value: Decimal, ref: Ref) -> Self:
        """Keep the number and what it refers to."""
        number = super().__new__(cls, value)
        number.ref = ref
        return number


class Cited(NamedTuple):
    """A number that carries a reference, with the decimals a text has it with; ``None`` outside a text."""

    ref: Ref
    number: Decimal
    decimals: int | None


class Piece(NamedTuple):
    """A piece of a text and, where it is a number of the report, its reference."""

    text: str
    ref: Ref | None


def quote_of(ref: Ref) -> Ref | None:
    """Return the reference of the text that a number is quoted with; ``None`` where it is in none."""
    field, _, place = ref.field.partition(":")
    return replace(ref, field=field) if field == QUOTED and place else None


def cited(value: float, ref: Ref) -> Figure | Count:
    """Tie a number to its reference; a whole number stays one."""
    return Count(value, ref) if isinstance(value, int) else Figure(value, ref)


def ref_of(value: object) -> Ref | None:
    """Return the reference of a number; ``None`` where it has none."""
    return value.ref if isinstance(value, Figure | Count | Difference) else None


def marked(shown: str, value: object) -> str:
    """Mark the text of a number with the number's reference, if it has one."""
    ref = ref_of(value)
    return shown if ref is None else _marked(shown, ref)


def _marked(shown: str, ref: Ref) -> str:
    return f"{_OPEN}{ref.text}{_BETWEEN}{shown}{_CLOSE}"


def quoted(text: str, at: Ref) -> str:
    """Mark every number of a text that is printed as it is stored: each refers to its place in the text.

    Args:
        text: The stored text.
        at: What the text is; its field is not looked at.
    """
    places = count(1)
    return NUMBER.sub(
        lambda match: _marked(match[0], replace(at, field=f"{QUOTED}:{next(places)}")), bare(text)
    )


def cited_in(content: object) -> Iterator[Cited]:
    """Yield the numbers of a number or a text that carry a reference."""
    ref = ref_of(content)
    if ref is not None:
        yield Cited(ref, exact(cast("float", content)), None)
    elif isinstance(content, str):
        for piece in pieces(content):
            if piece.ref is not None:
                _, _, decimals = piece.text.partition(",")
                yield Cited(piece.ref, Decimal(piece.text.translate(_AS_STORED)), len(decimals))


def bare(text: str) -> str:
    """Return a text without marks, as people read it."""
    return _MARKED.sub(r"\2", text) if _OPEN in text else text


def pieces(text: str) -> Iterator[Piece]:
    """Take a marked text apart, in its order."""
    end = 0
    for match in _MARKED.finditer(text):
        if match.start() > end:
            yield Piece(text[end : match.start()], None)
        yield Piece(match[2], ref_of_text(match[1]))
        end = match.end()
    if end < len(text):
        yield Piece(text[end:], None)


def is_marked(text: str | None) -> bool:
    """Say whether a text holds a number with a reference."""
    return text is not None and _OPEN in text
