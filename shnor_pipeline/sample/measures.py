"""What was done of the programme's measures in a year, and by which document it is proved.

Belongs here: facts against the plans of the programme that belongs to the package. Does not belong here:
the plans, how the facts are written down.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from shnor_pipeline.programme import BAVLY_2021, load_programme
from shnor_pipeline.sample.draw import stream

if TYPE_CHECKING:
    from shnor_pipeline.programme import Measure
    from shnor_pipeline.sample.draw import Generator

_IN_FULL = {2019: 0.65, 2020: 0.62, 2021: 0.78, 2022: 0.90}
_IN_FULL_LATER = 0.92
"""Share of the measures that reach their plan; the spring of 2020 stopped some."""
_NOT_REPORTED = 0.05
_MORE_THAN_PLANNED = 0.15
_WITHOUT_DATE = 0.15
_DOCUMENTS = ("Приказ", "Справка", "Протокол", "Аналитическая записка")
_FIRST_DAY, _LAST_DAY = 14, 290
"""Days after 1 September between which documents are signed."""


@dataclass(frozen=True, slots=True)
class Fact:
    """What a municipality reports of one measure.

    Attributes:
        measure: The measure with its plan.
        done: What was done, in the unit of the plan.
        document: Document that proves it; empty when nothing was done.
        day: Day of the document as written, or empty.
    """

    measure: Measure
    done: int
    document: str = ""
    day: str = ""


def facts(seed: int, year: int) -> list[Fact]:
    """Draw what was done of the measures in force that have a plan in a year.

    Args:
        seed: Seed of the sample.
        year: Reporting year.

    Returns:
        In the order of the programme; a measure that nobody reported on has no line.
    """
    found = []
    for measure in _in_force():
        if measure.plans.get(year):
            rng = stream(seed, "measure", year, measure.id)
            if rng.random() >= _NOT_REPORTED:
                found.append(_fact(rng, year, measure))
    return found


@cache
def _in_force() -> tuple[Measure, ...]:
    return load_programme(BAVLY_2021).measures_in_force()


def _fact(rng: Generator, year: int, measure: Measure) -> Fact:
    done = _done(rng, year, int(measure.plans[year]))
    if not done:
        return Fact(measure, 0)
    after = int(rng.integers(_FIRST_DAY, _LAST_DAY))
    day = f"{dt.date(year - 1, 9, 1) + dt.timedelta(days=after):%d.%m.%Y}"
    kind = _DOCUMENTS[int(rng.integers(len(_DOCUMENTS)))]
    document = f"{kind} от {day} № {int(rng.integers(3, 320))}"
    return Fact(measure, done, document, "" if rng.random() < _WITHOUT_DATE else day)


def _done(rng: Generator, year: int, plan: int) -> int:
    kept, over = rng.random(2).tolist()
    if kept >= _IN_FULL.get(year, _IN_FULL_LATER):
        return int(over * plan)
    return plan + (plan > 1 and over < _MORE_THAN_PLANNED)
