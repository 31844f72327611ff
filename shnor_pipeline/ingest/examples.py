"""Values that may be shown as examples of a column: none that could tell of a person.

Belongs here: which values are safe to show outside the store. Does not belong here: masking of findings
(``quality.findings``).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from shnor_pipeline.ingest import cells
from shnor_pipeline.ingest.draft import PERSONAL_INPUTS
from shnor_pipeline.quality.facts import Miss
from shnor_pipeline.quality.shown import shown
from shnor_pipeline.spelling import comparable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shnor_pipeline.ingest.draft import Draft

_MOST = 2
_SEARCHED_ROWS = 50
_SHORTEST_NAME = 3
_LONGEST = 30
_DIGIT = re.compile(r"\d")
_NAME = re.compile(r"[А-ЯЁ][а-яё]+(?:\s+[А-ЯЁ]\.|\s*,?\s+[А-ЯЁ][а-яё]+\s+[А-ЯЁ])|(?:вич|вна|чна|кызы|оглы)\b")
_SCHOOL = re.compile(r"\w{0,4}оу\b|сош|оош|нош|гимнази|лице[йя]|школ|интернат|кадет")


def names_on(draft: Draft) -> frozenset[str]:
    """Gather the words that stand in columns of persons and in columns nobody knows.

    Columns of a sheet may be shifted, so a name may stand anywhere in its first rows.
    """
    specs = draft.table.by_name
    personal = [
        column
        for name, column in draft.raw.items()
        if name in PERSONAL_INPUTS or (name in specs and specs[name].personal)
    ]
    width = max((len(draft.grid.rows[row]) for row in draft.grid_rows), default=0)
    read = set(draft.located.columns.values())
    unread = [
        [row[at] for row in map(draft.grid.rows.__getitem__, draft.grid_rows) if at < len(row)]
        for at in range(width)
        if at not in read
    ]
    return frozenset(_words(cell for column in (*personal, *unread) for cell in column[:_SEARCHED_ROWS]))


def examples(draft: Draft, name: str, persons: frozenset[str]) -> tuple[str, ...]:
    """Choose at most two values of a column.

    Args:
        draft: Rows of a sheet.
        name: Canonical name of the column.
        persons: Words that are not to be shown, as :func:`names_on` gathers them.

    Returns:
        Values as texts of at most 30 letters; none of a column that tells of persons, and none that is not
        what the column is for.
    """
    spec = draft.table.by_name.get(name)
    if name in PERSONAL_INPUTS or (spec is not None and spec.personal):
        return ()
    found: dict[str, None] = {}
    for cell in draft.raw[name][:_SEARCHED_ROWS]:
        text = "" if cells.is_blank(cell) else shown(cell)
        if (
            text
            and _is_safe(draft, name, cell, text)
            and not any(map(comparable(text).__contains__, persons))
        ):
            found[text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"] = None
        if len(found) == _MOST:
            break
    return tuple(found)


def _is_safe(draft: Draft, name: str, cell: Any, text: str) -> bool:
    """Tell whether a value is what its column is for, and no name that was shifted there."""
    spec = draft.table.by_name.get(name)
    if name == "school_name":
        return bool(_SCHOOL.search(comparable(text)))
    if spec is None or name == "school_id":
        return bool(_DIGIT.search(text)) and not _NAME.search(text)
    return not isinstance(cells.reader(spec)(cell), Miss) and not _NAME.search(text)


def _words(texts: Iterable[Any]) -> Iterable[str]:
    for cell in texts:
        if isinstance(cell, str):
            yield from (word for word in comparable(cell).split() if len(word) >= _SHORTEST_NAME)
