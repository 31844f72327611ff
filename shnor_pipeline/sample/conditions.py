"""The conditions of a school: social passport and activity.

Belongs here: numbers about families, additional education, networks and programmes. Does not belong
here: pupils as persons, results, staff.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shnor_pipeline.sample.draw import between, stream
from shnor_pipeline.sample.traits import FIRST_SIMULATED_YEAR, traits

if TYPE_CHECKING:
    from shnor_pipeline.sample.draw import Generator
    from shnor_pipeline.sample.municipality import School

# Ranges of the shares among supported and other schools, in the order of the form's columns.
_FAMILIES = {
    "low_income": ((0.25, 0.60), (0.08, 0.24)),
    "single_parent": ((0.38, 0.50), (0.18, 0.30)),
    "many_children": ((0.22, 0.38), (0.12, 0.24)),
    "higher_education": ((0.05, 0.14), (0.16, 0.42)),
    "register": ((0.045, 0.13), (0.005, 0.035)),
    "disability": ((0.14, 0.30), (0.03, 0.10)),
}
_EXTRA_EDUCATION = (0.50, 0.52, 0.58, 0.65, 0.71, 0.76)
_NETWORK = (0.10, 0.15, 0.45, 0.75, 0.95, 1.0)
_BASE_SITE = (0.05, 0.10, 0.20, 0.30, 0.40, 0.45)
_RESOURCE_CENTRE = (0.0, 0.0, 0.05, 0.12, 0.20, 0.25)
_DISTANCE = (0.0, 0.01, 0.06, 0.10, 0.14, 0.16)


@dataclass(frozen=True, slots=True)
class SocialPassport:
    """Pupils of a school by social circumstances; every field is a number of pupils."""

    pupils: int
    low_income: int
    single_parent: int
    many_children: int
    higher_education: int
    register: int
    disability: int
    extra_education: int


@dataclass(frozen=True, slots=True)
class Activity:
    """Networks and programmes of a school in a year."""

    network: bool
    base_site: bool
    resource_centre: bool
    programmes: int
    distance: int


def social_passport(seed: int, school: School, year: int, enrolled: int) -> SocialPassport:
    """Draw the social passport of a school.

    Args:
        seed: Seed of the sample.
        school: The school.
        year: Reporting year.
        enrolled: Pupils on 20 September; the passport is written days later and differs by at most 2 %.

    Returns:
        Counts that never exceed the total.
    """
    rng = stream(seed, "social passport", year, school.school_id)
    # Below fifty pupils one child would already be more than 2 %.
    pupils = enrolled + int(rng.integers(-1, 2)) * (enrolled // 100)
    shares = {
        name: _drifting(rng, traits(seed, school, name, *ranges[not school.supported]), year)
        for name, ranges in _FAMILIES.items()
    }
    coverage = between(
        _of_year(_EXTRA_EDUCATION, year)
        + traits(seed, school, "extra education", -0.05, 0.05)
        + (-0.02 if school.supported else 0.04),
        0.3,
        0.97,
    )
    counts = {name: round(share * pupils) for name, share in shares.items()}
    return SocialPassport(pupils=pupils, extra_education=round(coverage * pupils), **counts)


def _drifting(rng: Generator, share: float, year: int) -> float:
    # Families change slowly; what drifts is the count of one year against another.
    return between(share * float(rng.normal(1 - 0.01 * (year - FIRST_SIMULATED_YEAR), 0.04)), 0.0, 0.9)


def activity(seed: int, school: School, year: int) -> Activity:
    """Draw networks and programmes of a school; what a school once joined it does not leave."""
    programmes = {"primary": 4, "basic": 9}.get(school.kind, 12 if school.pupils < 200 else 18)  # noqa: PLR2004
    total = programmes + int(stream(seed, "programmes", year, school.school_id).integers(0, 4))
    lean = traits(seed, school, "distance", 0.5, 1.5)
    return Activity(
        network=traits(seed, school, "network", 0, 1) < _of_year(_NETWORK, year),
        base_site=traits(seed, school, "base site", 0, 1) < _of_year(_BASE_SITE, year),
        resource_centre=traits(seed, school, "resource centre", 0, 1) < _of_year(_RESOURCE_CENTRE, year),
        programmes=total,
        distance=min(round(total * _of_year(_DISTANCE, year) * lean), total),
    )


def _of_year(course: tuple[float, ...], year: int) -> float:
    return course[min(max(year - FIRST_SIMULATED_YEAR, 0), len(course) - 1)]
