"""Which values may never be published by themselves (methodology, section 4).

Belongs here: the thresholds and the reason to hide one value. Does not belong here: what totals reveal
(``block``, ``suppress``).
"""

from __future__ import annotations

FEWEST = 5
"""Smallest denominator of a published value."""

FEW = 10
"""Below it a value carries «малая выборка», and 0 % and 100 % are hidden: they tell of every member."""

SMALL, EXTREME, COMPLEMENTARY, EARLIER = "small", "extreme", "complementary", "earlier_release"


def reason_to_hide(numerator: float, denominator: float, *, share: bool) -> str:
    """Say why a value may not be published by itself.

    Args:
        numerator: Sum of the numerators of its schools.
        denominator: Sum of their denominators, above 0.
        share: Whether the value is a percent.

    Returns:
        ``small``, ``extreme`` or, where it may be published, an empty text.
    """
    if denominator < FEWEST:
        return SMALL
    everyone = numerator <= 0 or numerator >= denominator
    return EXTREME if share and everyone and denominator < FEW else ""


class PublicRefusedError(Exception):
    """The public site may not be published as it was written; the old one stays."""
