"""Names of indicators a programme uses.

Belongs here: where they stand and which of them nobody computes. Does not belong here: the catalogue of
indicators, which the caller brings: the programme must load without it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shnor_pipeline.programme.consistency import nearest_name
from shnor_pipeline.programme.errors import KeyPath, Problem
from shnor_pipeline.programme.vocabulary import parts_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from shnor_pipeline.programme.model import Programme

_KEYS = ("indicator", "indicators", "also_shown")


@dataclass(frozen=True, slots=True)
class IndicatorReference:
    """An indicator named in the programme and the place where it stands."""

    path: KeyPath
    indicator_id: str


def indicator_references(programme: Programme) -> Iterator[IndicatorReference]:
    """Yield every indicator the programme names, in the order of the file."""
    for path, part in parts_of(programme):
        for key in _KEYS:
            named = getattr(part, key, None)
            if isinstance(named, str):
                yield IndicatorReference((*path, key), named)
            elif isinstance(named, tuple):
                yield from (IndicatorReference((*path, key, place), each) for place, each in enumerate(named))


def unknown_indicators(programme: Programme, known: Collection[str]) -> list[Problem]:
    """Return the places of the programme that name an indicator outside the catalogue.

    Args:
        programme: A loaded programme.
        known: Ids of the catalogue.
    """
    return [
        Problem(
            reference.path,
            f"стоит «{reference.indicator_id}»",
            "показатель из каталога",
            nearest_name(reference.indicator_id, known),
        )
        for reference in indicator_references(programme)
        if reference.indicator_id not in known
    ]
