"""What a printed number refers to: one value of one table, named so that a program can look it up again.

Belongs here: the reference itself, its text, and the short name that a bookmark has room for. Does not belong
here: how a document carries it (``reporting``), what the number should be (``provenance``).
"""

from __future__ import annotations

import hashlib
from base64 import b32encode
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, unquote

_SEPARATOR = "|"
_HINT, _DIGEST_BYTES = 16, 5


@lru_cache(maxsize=1 << 16)
def _written(part: str) -> str:
    """Write a part of a reference; a report has a hundred thousand of them and few that differ."""
    return quote(part, safe=":")


@dataclass(frozen=True, slots=True, order=True)
class Ref:
    """A number of a report: the year, the indicator, the object it is about and which of its numbers.

    Attributes:
        year: Reporting year of the value, not of the report.
        indicator_id: Indicator.
        scope: Level of the value.
        scope_id: School, cluster or other object of the level.
        field: Column of ``indicator_value`` (``value``, ``numerator`` …), ``change`` (to the year before), or
            a column of ``target_progress`` with the kind of the plan: ``target:monitoring``, ``gap:target``.
    """

    year: int
    indicator_id: str
    scope: str
    scope_id: str
    field: str

    @property
    def text(self) -> str:
        """The reference as text: ``2021|category_share|school|s01|value``."""
        parts = (str(self.year), self.indicator_id, self.scope, self.scope_id, self.field)
        return _SEPARATOR.join(map(_written, parts))

    @property
    def name(self) -> str:
        """A name of at most 30 signs: year, beginning of the indicator, digest of the whole reference.

        Forty bits of digest beside year and indicator: two numbers of one indicator and year in a country of
        40,000 schools share a name with a chance below one in ten.
        """
        digest = hashlib.sha256(self.text.encode()).digest()[:_DIGEST_BYTES]
        hint = self.indicator_id[:_HINT].rstrip("_")
        return f"{self.year}_{hint}_{b32encode(digest).decode().lower()}"


def ref_of_text(text: str) -> Ref:
    """Read a reference.

    Raises:
        ValueError: The text is no reference.
    """
    year, *rest = text.split(_SEPARATOR)
    indicator_id, scope, scope_id, field = map(unquote, rest)
    return Ref(int(year), indicator_id, scope, scope_id, field)
