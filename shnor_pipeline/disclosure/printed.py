"""Numbers as they stand in the written files, compared with what was to be printed.

Belongs here: reading pages and tables back. Does not belong here: the attack (``audit``) and writing.

An element with ``data-place`` holds one published value. Every number outside of such elements must be one
that needs no protection: a year, a plan, a number of the programme's text.
"""

from __future__ import annotations

import csv
import io
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from shnor_pipeline.disclosure.rules import PublicRefusedError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_SPACE_IN_NUMBER = re.compile(r"(?<=\d)[\u00a0\u202f](?=\d{3})")
_UNSEEN = {"style", "script"}
_SPOKEN = {"aria-label", "title", "alt", "content"}
PLACE = "data-place"
_VOID = {"meta", "link", "br", "hr", "img", "input"}


class NotPublishedError(PublicRefusedError):
    """A file holds a number that was not to be printed, or another one than was."""


def numbers_in(text: str) -> list[str]:
    """Find the numbers of a text, without the spaces between thousands."""
    return _NUMBER.findall(_SPACE_IN_NUMBER.sub("", text))


def check_pages(folder: Path, expected: Mapping[str, str], harmless: Iterable[str]) -> set[str]:
    """Read every page and table of a folder back.

    Args:
        folder: The written site.
        expected: Text of each published value by place, as pages and tables print it.
        harmless: Texts whose numbers need no protection.

    Returns:
        Places that were found printed.

    Raises:
        NotPublishedError: A number stands where none, or another one, was to be printed.
    """
    allowed = {number for text in harmless for number in numbers_in(text)}
    spoken = allowed | {number for text in expected.values() for number in numbers_in(text)}
    found: set[str] = set()
    for path in sorted(folder.rglob("*.html")):
        page = _Page()
        page.feed(path.read_text(encoding="utf-8"))
        found |= _compare(path.name, page.values, expected)
        _only(path.name, page.texts, allowed)
        _only(path.name, page.spoken, spoken)
    for path in sorted(folder.rglob("*.csv")):
        found |= _compare(path.name, _rows(path), expected)
    return found


class _Page(HTMLParser):
    """Values, other texts and texts read aloud (labels, titles of pictures) of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.values: list[tuple[str, str]] = []
        self.texts: list[str] = []
        self.spoken: list[str] = []
        self._open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.spoken += [text for name, text in attrs if name in _SPOKEN and text and tag != "meta"]
        if place := given.get(PLACE):
            self.values.append((place, ""))
        if tag not in _VOID:
            self._open.append((tag, place or ""))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        tags = {tag for tag, _ in self._open}
        if tags & _UNSEEN:
            return
        if any(place for _, place in self._open):
            place, text = self.values[-1]
            self.values[-1] = (place, text + data)
        elif "svg" in tags:
            self.spoken.append(data)
        else:
            self.texts.append(data)


def _rows(path: Path) -> Iterator[tuple[str, str]]:
    """Yield place and values of the rows of a table; tables without places hold no values."""
    for row in csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")), delimiter=";"):
        if "release" not in row and {"year", "scope", "value"} <= row.keys() and row["value"]:
            place = "/".join(row[name] for name in ("year", "indicator_id", "scope", "scope_id"))
            yield place, f"{row['value']} {row['denominator']}"


def _compare(file: str, values: Iterable[tuple[str, str]], expected: Mapping[str, str]) -> set[str]:
    found = set()
    for place, text in values:
        printed = numbers_in(text)
        if printed and printed != numbers_in(expected.get(place, "")):
            message = f"{file}: на месте {place} напечатано «{text.strip()}», а к печати это не разрешено."
            raise NotPublishedError(message)
        if printed:
            found.add(place)
    return found


def _only(file: str, texts: Iterable[str], allowed: Collection[str]) -> None:
    for text in texts:
        unknown = [number for number in numbers_in(text) if number not in allowed]
        if unknown:
            message = f"{file}: число {unknown[0]} в тексте «{text.strip()[:80]}» не разрешено к печати."
            raise NotPublishedError(message)
