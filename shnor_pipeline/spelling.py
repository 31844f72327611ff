"""Russian office spelling made comparable: case, spaces, Ё, quotes, dashes, the legal form of a school.

Belongs here: pure functions from text to a comparable form. Does not belong here: lists of known headers
or schools.
"""

from __future__ import annotations

import re
from functools import lru_cache

_QUOTES = re.compile("[«»\"'`„“”‘’]")
_DASHES = re.compile(r"[‐-―−]")
_SPACES = re.compile(r"\s+")
_NUMBER_SIGN = re.compile(r"№\s+")
_CODE_DIGITS = re.compile(r"^(?:sch|edu)?\s*(\d{3,12})$")
_LEGAL_FORM = re.compile(
    r"^(?:(?:муниципальное|государственное|частное)\s+)?"
    r"(?:(?:бюджетное|казенное|автономное)\s+)?"
    r"(?:общеобразовательное|образовательное)\s+учреждение\s*|^(?:м[бка]?оу|гбоу|чоу|оу)\s+"
)
_KINDS = (
    (re.compile(r"средняя (?:обще)?образовательная школа|средняя школа"), "сош"),
    (re.compile(r"основная (?:обще)?образовательная школа|основная школа"), "оош"),
    (re.compile(r"начальная (?:обще)?образовательная школа|начальная школа"), "нош"),
)


@lru_cache(maxsize=200_000)
def comparable(text: str) -> str:
    """Fold what does not matter in a header, a word of a closed list or a name.

    Case, white space of every kind, Ё, kinds of quotes and dashes, the space after № are folded.

    Args:
        text: Text as it stands in a cell.

    Returns:
        The comparable form; empty when the cell holds only white space.
    """
    folded = text.replace("\N{SOFT HYPHEN}", "").lower().replace("ё", "е")
    folded = _DASHES.sub("-", _QUOTES.sub("", folded))
    return _NUMBER_SIGN.sub("№", _SPACES.sub(" ", folded)).strip()


@lru_cache(maxsize=50_000)
def school_name_key(text: str) -> str:
    """Fold a school's name: like :func:`comparable`, without legal form, kind of school abbreviated."""
    folded = _LEGAL_FORM.sub("", comparable(text)).strip()
    for pattern, short in _KINDS:
        folded = pattern.sub(short, folded)
    return _SPACES.sub(" ", folded.replace(".", ". ").replace(" - ", "-")).strip(" .,")


def school_code_digits(text: str) -> str | None:
    """Return the digits of a school code (``sch163012``, ``edu163012 | МБОУ …`` or ``163012``).

    The prefix changed from ``sch`` to ``edu`` with the same digits, so only the digits identify.
    """
    match = _CODE_DIGITS.match(comparable(text.split("|", 1)[0]).removesuffix(".0"))
    return match.group(1) if match else None
