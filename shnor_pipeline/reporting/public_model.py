"""What the public site says: values that passed disclosure control, and nothing of single schools.

Belongs here: the facts the public pages print. Does not belong here: what may be printed (``disclosure/``)
and how pages look (``public_site``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shnor_pipeline.reporting.model import Report, Value

SEPARATOR = "/"


@dataclass(frozen=True, slots=True)
class Level:
    """A group of schools that has a row or column: ``municipality``, ``programme``, a cluster."""

    scope: str
    scope_id: str
    title_ru: str


@dataclass(frozen=True)
class PublicFacts:
    """Everything the public pages print.

    Attributes:
        report: Report of the last year, with the indicators and their plans of all years; its values and
            schools are not printed.
        years: Years, in order.
        levels: Groups of schools of each year: the municipality, the programme, clusters by title.
        values: Printed values by place, ``year/indicator/scope/object``.
        hidden: Reason of each hidden value by place.
        not_held: Places of values whose procedure was not held.
    """

    report: Report
    years: tuple[int, ...]
    levels: Mapping[int, tuple[Level, ...]]
    values: Mapping[str, Value]
    hidden: Mapping[str, str]
    not_held: frozenset[str]


def place_of(year: int, indicator_id: str, level: Level) -> str:
    """Name the place of a value: ``2021/gia9_pass_share/programme/programme``."""
    return SEPARATOR.join((str(year), indicator_id, level.scope, level.scope_id))
