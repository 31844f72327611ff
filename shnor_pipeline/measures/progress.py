"""Plan and fact of the measures, by the year.

Belongs here: what a row of the form amounts to and how it stands to the plan. Does not belong here: the plans
(``programme.yaml``), the reading of the form (``sources/measures``), the share over all measures
(``indicators/``).
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from shnor_pipeline.tables import MEASURE_PROGRESS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from shnor_pipeline.programme import Measure, Programme

Row = dict[Hashable, Any]


def progress_of_measures(programme: Programme, facts: pd.DataFrame, year: int) -> pd.DataFrame:
    """Compare what was done with what was planned (programme, sections III and X).

    A measure of either section has a row in every year. Of two sections that plan the same, only the
    prevailing one has a plan here, and what was reported under the other number counts for it when nothing
    stands under its own. Plan and fact are those of the year alone, for a ``cumulative`` measure its share of
    the whole plan that falls on the year. What nobody reported in the year has no fact, and so neither has a
    share: it is never 0.

    Args:
        programme: The programme.
        facts: Table ``measure_fact`` of the year.
        year: Reporting year.

    Returns:
        Table ``measure_progress`` of the year, in the order of the programme. ``done_share`` is
        min(fact / plan, 1), missing without a plan above 0 or without a fact.
    """
    in_force = {measure.id for measure in programme.measures_in_force()}
    reported = _by_measure_and_year(facts)
    accounts = [_Account(each, each.id in in_force, reported, year) for each in programme.measures]
    return MEASURE_PROGRESS.frame(
        {
            "year": [year] * len(accounts),
            "measure_id": [each.measure.id for each in accounts],
            "section": [each.measure.section for each in accounts],
            "title_ru": [each.measure.title_ru for each in accounts],
            "plan": [each.plan for each in accounts],
            "fact": [each.fact for each in accounts],
            "done_share": [each.done_share for each in accounts],
            "document": [each.documents for each in accounts],
            "indicators": [", ".join(each.measure.indicators) or None for each in accounts],
        }
    )


def _by_measure_and_year(facts: pd.DataFrame) -> dict[tuple[str, int], list[Row]]:
    found: dict[tuple[str, int], list[Row]] = {}
    for row in facts.sort_values(["year", "source_file", "source_sheet", "source_row"]).to_dict("records"):
        found.setdefault((row["measure_id"], int(row["year"])), []).append(row)
    return found


@dataclass(frozen=True)
class _Account:
    """A measure in a year with everything reported of it."""

    measure: Measure
    in_force: bool
    reported: Mapping[tuple[str, int], list[Row]]
    year: int

    @cached_property
    def plan(self) -> float | None:
        """Plan of the year; none where another section's plan is in force."""
        return self.measure.plans.get(self.year) if self.in_force else None

    @cached_property
    def fact(self) -> float | None:
        """What was done in the year; none where it was not reported."""
        return self._done_in(self.year) if self._rows(self.year) else None

    @property
    def done_share(self) -> float | None:
        """Share of the plan that was done; more than planned is 1."""
        return min(self.fact / self.plan, 1.0) if self.plan and self.fact is not None else None

    @property
    def documents(self) -> str | None:
        """Documents of the year, each once."""
        named = [row["document"] for row in self._rows(self.year) if isinstance(row["document"], str)]
        return "; ".join(dict.fromkeys(named)) or None

    def _rows(self, year: int) -> Sequence[Row]:
        own = self.reported.get((self.measure.id, year), [])
        if own or not self.in_force or self.measure.same_as is None:
            return own
        return self.reported.get((self.measure.same_as, year), [])

    def _done_in(self, year: int) -> float:
        rows = self._rows(year)
        whole = len(rows) == 1 and not isinstance(rows[0]["school_id"], str)
        unit = self.measure.plans.get(year, 1.0) if whole else 1.0
        return float(sum(_amount(row, unit) for row in rows))


def _amount(row: Row, unit: float) -> float:
    """Return what a row adds to the fact.

    A number is itself. «Да» and a percent say how much of something is done: of the plan of the year where
    the measure has one row, of one document, event or school where it has several.
    """
    done = float(row["done"])
    if row["stated_as"] == "number":
        return done
    return unit * (done / 100 if row["stated_as"] == "percent" else done)
