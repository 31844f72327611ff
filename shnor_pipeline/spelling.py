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
_LEADING_CODE = re.compile(r"^(?:\((?:sch|edu)?(\d{2,12})\)|(?:sch|edu)?(\d{3,12})\s*[-|])\s*")
_DEBRIS = re.compile(r"\s*[+=]\s*\$?[a-z]{1,3}\$?\d{1,7}$")
"""A reference to another cell that was left behind the name: «+B116»."""
_GLUED = re.compile(r"(?<=[а-яё])(?=[А-ЯЁ]{2,})")
_TYPOS = (
    (re.compile(r"\bобще(?:ораз|браз)оват"), "общеобразоват"),
    (re.compile(r"\bгосударствен(?!н)"), "государственн"),
    (re.compile(r"\bрайна\b"), "района"),
)
_ABBREVIATED = r"(?:мбоу|мкоу|маоу|мобу|моу|кгбоу|кгкоу|кгоу|огбоу|гбоу|гкоу|гаоу|гоу|чоу|ноу|оу)"
_KIND_FOLLOWS = r"(?=сош|оош|нош|сш\b|гимнази|лице|средн|основн|начальн)"
_LEGAL_FORM = re.compile(
    r"^(?:(?:краевое|областное|муниципальное|государственное|частное|негосударственное)\s+)*"
    r"(?:(?:бюджетное|казенное|автономное|общеобразовательное|образовательное)\s+)+учреждение\s*"
    rf"|^{_ABBREVIATED}(?:\s+|{_KIND_FOLLOWS})"
)
_TERRITORY_BEFORE = re.compile(
    rf"^(?:(?!\w*(?:школ|сош|оош|нош|гимнази|лице))[\w-]+\s+)*?(?:края|области|республики|района|округа)\s+"
    rf"(?={_ABBREVIATED}\b)"
)
_TOWN = re.compile(r"\b(?:г\.|г(?=\s)|города?(?=\s))\s*(?=[а-я])")
_LATIN_NUMBER = re.compile(r"\b(?:n|no)\.?\s*(?=\d)")
_KINDS = (
    (re.compile(r"средняя (?:обще)?образовательная школа|средняя школа|\bсш\b"), "сош"),
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
    """Fold a school's name so that only what tells schools apart is left.

    Like :func:`comparable`; besides, quotes part words, a code before the name, the legal form (in full or
    abbreviated, misspelt or glued to a territory before it) and a cell reference behind are left out, and
    the kind of school is abbreviated.

    Args:
        text: Name as it stands in a cell.

    Returns:
        The key; names of different schools may have the same one, which is for the register to say.
    """
    folded = comparable(_QUOTES.sub(" ", _GLUED.sub(" ", text)))
    folded = _DEBRIS.sub("", _LEADING_CODE.sub("", folded))
    for pattern, right in _TYPOS:
        folded = pattern.sub(right, folded)
    folded = _LEGAL_FORM.sub("", _TERRITORY_BEFORE.sub("", folded)).strip()
    folded = _TOWN.sub("г. ", _LATIN_NUMBER.sub("№", folded))
    for pattern, short in _KINDS:
        folded = pattern.sub(short, folded)
    spaced = folded.replace(".", ". ").replace("№", " №")
    return re.sub(r" ?- ?", "-", _SPACES.sub(" ", spaced)).strip(" .,")


def leading_code(text: str) -> str | None:
    """Return the digits of a code that stands before a school's name: «138049 - МБОУ …», «(286) МБОУ …»."""
    found = _LEADING_CODE.match(comparable(text))
    return (found.group(1) or found.group(2)) if found else None


def school_code_digits(text: str) -> str | None:
    """Return the digits of a school code (``sch163012``, ``edu163012 | МБОУ …`` or ``163012``).

    The prefix changed from ``sch`` to ``edu`` with the same digits, so only the digits identify.
    """
    match = _CODE_DIGITS.match(comparable(text.split("|", 1)[0]).removesuffix(".0"))
    return match.group(1) if match else None
