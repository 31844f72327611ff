"""Hidden traits of a school: the quality that drifts over the years, leanings that last.

Belongs here: what results and conditions are drawn from. Does not belong here: the results themselves.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from shnor_pipeline.sample.draw import between, stream

if TYPE_CHECKING:
    from shnor_pipeline.sample.municipality import School

FIRST_SIMULATED_YEAR = 2018
"""History starts here whatever years are asked for, so that a year is the same in every sample."""


@lru_cache(maxsize=100_000)
def quality(seed: int, school: School, year: int) -> float:
    """Mean result of the school's pupils in a year, in standard deviations of a pupil's result.

    Quality wanders a little each year; most supported schools gain slowly once support works.

    Args:
        seed: Seed of the sample.
        school: The school.
        year: Reporting year.

    Returns:
        Deviation from the average pupil.
    """
    level = school.quality
    gains = school.supported and stream(seed, "gains", 0, school.school_id).random() < 0.7  # noqa: PLR2004
    for past in range(FIRST_SIMULATED_YEAR + 1, year + 1):
        rng = stream(seed, "quality", past, school.school_id)
        support = 0.05 if gains and past > 2020 else 0.0  # noqa: PLR2004 - support starts with the programme
        level += support + float(rng.normal(0, 0.05))
    return between(level, -0.8, 0.9)


def traits(seed: int, school: School, purpose: str, low: float, high: float) -> float:
    """Draw a lasting trait of a school, the same in every year.

    Args:
        seed: Seed of the sample.
        school: The school.
        purpose: Name of the trait.
        low: Least value.
        high: Greatest value.

    Returns:
        The trait.
    """
    return float(stream(seed, f"trait {purpose}", 0, school.school_id).uniform(low, high))
