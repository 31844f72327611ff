"""What became of the findings of an earlier file: mended, still there, new.

Belongs here: pairing the findings of two states of one file. Does not belong here: which file is the
earlier one (``submitted``).
"""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence

    Found = Mapping[str, Any]
    Key = Callable[[Found], Hashable]

FIXED, LEFT, NEW = "исправлено", "осталось", "новое"


@dataclass(frozen=True, slots=True)
class Comparison:
    """The findings of a file against those of the file sent before.

    Attributes:
        changes: ``осталось`` or ``новое`` for every present finding, in its order.
        fixed: Earlier findings that are no more, in their order.
    """

    changes: tuple[str, ...]
    fixed: tuple[Found, ...]

    @property
    def counts(self) -> str:
        """How many are mended, still there and new, in one phrase."""
        left = self.changes.count(LEFT)
        return f"исправлено: {len(self.fixed)}, осталось: {left}, новых: {len(self.changes) - left}"


def compare(now: Sequence[Found], before: Sequence[Found], *, rows_moved: bool) -> Comparison:
    """Pair the findings of two states of a file.

    A finding is the same when the same rule speaks of the same cell, whatever stands in it. Where rows were
    added or deleted, a value of a column that breaks the same rule in another row is the same one, too.

    Args:
        now: Present rows of the table ``finding`` of the file.
        before: Those of the file sent before.
        rows_moved: Whether the two files have different numbers of rows.

    Returns:
        The comparison.
    """
    elsewhere: list[Key] = [_same_value_elsewhere] if rows_moved else []
    keys: list[Key] = [_same_value_in_place, *elsewhere, _same_place]
    open_now, open_before = list(range(len(now))), list(range(len(before)))
    for key in keys:
        waiting: dict[Hashable, deque[int]] = defaultdict(deque)
        for place in open_before:
            waiting[key(before[place])].append(place)
        met = {place: waiting[key(now[place])].popleft() for place in open_now if waiting[key(now[place])]}
        open_now = [place for place in open_now if place not in met]
        open_before = sorted(set(open_before) - set(met.values()))
    new = set(open_now)
    changes = tuple(NEW if place in new else LEFT for place in range(len(now)))
    return Comparison(changes, tuple(before[place] for place in open_before))


def _same_place(found: Found) -> tuple[Hashable, ...]:
    return (found["rule_id"], _sheet(found), found["cell"])


def _same_value_in_place(found: Found) -> Hashable:
    return (*_same_place(found), found["value"])


def _same_value_elsewhere(found: Found) -> Hashable:
    return (found["rule_id"], _sheet(found), found["column_name"], found["value"])


def _sheet(found: Found) -> str | None:
    """Name the sheet; that of a text file is the file's own name, which may have changed."""
    name: str | None = found["sheet"]
    return None if name == PurePosixPath(found["file"]).stem else name
