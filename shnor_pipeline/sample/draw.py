"""Seeded random numbers: one independent stream per purpose, year and school.

Belongs here: how a stream is made and the two draws that several modules share. Does not belong here:
what is drawn.
"""

from __future__ import annotations

from statistics import NormalDist
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

Generator = np.random.Generator
Floats = np.typing.NDArray[np.float64]
Integers = np.typing.NDArray[np.int64]


def stream(seed: int, purpose: str, year: int = 0, place: str = "") -> Generator:
    """Open the stream of one purpose, year and school (or municipality, or subject).

    Streams don't share state, so a change of what one purpose draws never moves another.

    Args:
        seed: Seed of the whole sample, not negative.
        purpose: What is drawn.
        year: Reporting year, 0 where it doesn't matter.
        place: Id of the school or whatever else tells streams of one purpose apart.

    Returns:
        A generator at the beginning of its stream.
    """
    return np.random.default_rng([seed, crc32(purpose.encode()), year, crc32(place.encode())])


def cut_points(shares: Sequence[float]) -> Floats:
    """Turn a distribution over ordered classes into cut points of a standard normal value.

    Args:
        shares: Percent of each class, lowest first; need not sum to 100 exactly.

    Returns:
        One point fewer than classes.
    """
    total = sum(shares)
    below = np.cumsum(np.array(shares[:-1]) / total)
    return np.array([NormalDist().inv_cdf(float(share)) for share in below])


def marks(latent: Floats, shares: Sequence[float]) -> Integers:
    """Give marks 2-5 whose distribution is ``shares`` when ``latent`` is standard normal."""
    return (2 + np.searchsorted(cut_points(shares), latent)).astype(np.int64)


def between(share: float, low: float, high: float) -> float:
    """Keep a drawn share inside its realistic range."""
    return float(min(max(share, low), high))
