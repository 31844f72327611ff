"""Hide what may not be published, and as little more as keeps it hidden.

Belongs here: the order in which further values are given up. Does not belong here: what leaks (``block``)
and the thresholds (``rules``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shnor_pipeline.disclosure.rules import COMPLEMENTARY, EARLIER, reason_to_hide

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from shnor_pipeline.disclosure.block import Block, Leak, Place

_WIDER = {"cluster": 0, "programme": 1, "municipality": 2, "all": 3}
"""A wider level is given up later: more readers look for it."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """A value that is not printed.

    Attributes:
        place: Where it would stand.
        reason: ``small``, ``extreme``, ``complementary`` or ``earlier_release``.
    """

    place: Place
    reason: str


def suppress_year(
    block: Block, candidates: Iterable[Place], known: Collection[Place] = (), moved: Collection[Place] = ()
) -> tuple[Hidden, ...]:
    """Choose what a year's pages leave out.

    Args:
        block: Indicators that share amounts.
        candidates: Values that could be printed, each with a denominator above 0.
        known: Values that an earlier release printed and that still hold: hiding them now hides nothing.
        moved: Values whose difference to an earlier release is a group too small to publish.

    Returns:
        Hidden values in order of their places. Greedy: of the values that reveal a hidden one, that of the
        narrowest level with the smallest denominator goes first.
    """
    hidden = {place: _reason(block, place, moved) for place in candidates}
    shown = {place for place, reason in hidden.items() if not reason}
    while choice := _next(block, shown, known):
        shown.remove(choice)
        hidden[choice] = COMPLEMENTARY
    return tuple(Hidden(place, reason) for place, reason in sorted(hidden.items()) if reason)


def _reason(block: Block, place: Place, moved: Collection[Place]) -> str:
    share = block.measures[place.indicator_id].share
    return reason_to_hide(*block.sums(place), share=share) or (EARLIER if place in moved else "")


def _next(block: Block, shown: Collection[Place], known: Collection[Place]) -> Place | None:
    """Return the value to give up for the first leak that giving up can mend."""
    for leak in block.leaks({*shown, *known}):
        choices = _choices(leak, shown, known)
        if choices:
            return min(choices, key=lambda place: (_WIDER[place.scope], block.sums(place)[1], place))
    return None


def _choices(leak: Leak, shown: Collection[Place], known: Collection[Place]) -> list[Place]:
    """Return the values behind a leak that are not out already, those of its own indicator first."""
    behind = [place for place in leak.through if place in shown and place not in known]
    return [place for place in behind if place.indicator_id == leak.indicator_id] or behind
