"""What a person's name looks like in a Russian text, so that none is shown or published.

Belongs here: the pattern and the masking by it. Does not belong here: pseudonyms (``ingest.persons``), which
columns name a person by their declaration (``ingest``).
"""

from __future__ import annotations

import re

MASK = "•••"

_WORD = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?"
_PATRONYMIC = (
    r"[А-ЯЁ][а-яё]+(?:(?:[оеё]в|[ьмтк])ич(?:а|у|ем|ом|е)?|(?:[оеё]вн|ичн)[аыеу])"
    r"|[А-ЯЁ][а-яё]+\s(?:оглы|кызы)"
)
_CAPITALS = r"[А-ЯЁ]{2,}(?:-[А-ЯЁ]{2,})?"
_PATRONYMIC_CAPITALS = r"[А-ЯЁ]{2,}(?:[ОЕЁ]ВИЧ|[ЬМТК]ИЧ|[ОЕЁ]ВНА|ИЧНА)"
_INITIALS = r"[А-ЯЁ]\.\s?[А-ЯЁ]\."

PERSON_NAME = (
    rf"\b{_WORD}\s+(?:{_PATRONYMIC})\b|\b{_CAPITALS}\s+{_PATRONYMIC_CAPITALS}\b"
    rf"|\b{_WORD}\s+{_INITIALS}|\b{_INITIALS}\s?{_WORD}"
)
"""A given name with a patronymic, or a surname with two initials on either side."""

HONOUR = r"(?:имени\s|памяти\s|им\.\s?)[^,;»\"]*"
"""A school may bear a name: «Гимназия имени …»; that is nobody's personal data."""

_HONOUR_OR_NAME = re.compile(rf"(?P<honour>{HONOUR})|{PERSON_NAME}")


def without_names(text: str) -> str:
    """Put a mask in the place of every name of a person; names that schools bear stay."""
    return _HONOUR_OR_NAME.sub(lambda found: found[0] if found["honour"] else MASK, text)
