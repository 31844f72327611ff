"""A school's value beside the plan, its own past and the other schools of its cluster.

Belongs here: the three comparisons a school is allowed, and what each lets us say. Does not belong here: how
a page lays them out. Methodology, section 3: no fourth comparison, and nothing is said of fewer than ten
people.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from shnor_pipeline.reporting.change import change_to_last_year
from shnor_pipeline.reporting.summary import reference_plan, surely_missed

if TYPE_CHECKING:
    from shnor_pipeline.reporting.change import Change
    from shnor_pipeline.reporting.model import IndicatorLine, Plan, SchoolLine, Value
    from shnor_pipeline.reporting.pages.facts import Row, SiteFacts

FEW = 10
"""Fewer people than this carry no verdict (methodology, section 4)."""

Against = Literal["worse", "not_worse", "unclear", "kept", "missed", "few", "no_plan"]
Beside = Literal["better", "worse", "higher", "lower", "unclear", "none"]


@dataclass(frozen=True, slots=True)
class Compared:
    """One indicator of a school in the reporting year.

    Attributes:
        line: The indicator with the values of this school by year.
        value: Value of the year.
        before: Value of the year before.
        plan: Plan the programme sets for its schools together.
        against_plan: What the interval says of the plan.
        change: Change to the year before, where it can be judged.
        row: Row of ``cluster_comparison``.
        beside_cluster: What the interval of the difference says of the cluster.
    """

    line: IndicatorLine
    value: Value | None
    before: Value | None
    plan: Plan | None
    against_plan: Against
    change: Change | None
    row: Row | None
    beside_cluster: Beside

    @property
    def others(self) -> float | None:
        """Value of the other schools of the cluster together."""
        return self.row["others_value"] if self.row else None


def compared(facts: SiteFacts, school: SchoolLine, line: IndicatorLine) -> Compared:
    """Put an indicator of a school beside plan, past and cluster."""
    year = facts.report.year
    own = replace(line, values=school.past.get(line.indicator_id, {}))
    plan = reference_plan(line, year)
    row = facts.comparison.get((line.indicator_id, school.school_id))
    return Compared(
        line=own,
        value=own.values.get(year),
        before=own.values.get(year - 1),
        plan=plan,
        against_plan=against_plan(own.values.get(year), plan),
        change=change_to_last_year(own, year),
        row=row,
        beside_cluster=beside_cluster(own.values.get(year), row, line.direction),
    )


def against_plan(value: Value | None, plan: Plan | None) -> Against:
    """Say what the whole 95 % interval of a value tells of a plan.

    Shares of units or programmes are counted in full and have no interval: their plan is ``kept`` or
    ``missed`` without any chance in it.
    """
    if value is None or value.value is None or plan is None or plan.target is None:
        return "no_plan"
    if value.status == "few":
        return "few"
    if surely_missed(value, plan):
        return "worse"
    if value.ci_low is None or value.ci_high is None:
        met = value.value >= plan.target if plan.operator == ">=" else value.value <= plan.target
        return "kept" if met else "missed"
    kept = value.ci_low >= plan.target if plan.operator == ">=" else value.ci_high <= plan.target
    return "not_worse" if kept else "unclear"


def beside_cluster(value: Value | None, row: Row | None, direction: str) -> Beside:
    """Say on which side of the other schools a value lies, when the interval leaves out zero."""
    if value is None or row is None or row["ci_low"] is None or row["ci_high"] is None:
        return "none"
    if value.status == "few" or row["others_denominator"] < FEW:
        return "none"
    if row["ci_low"] <= 0 <= row["ci_high"]:
        return "unclear"
    above = row["ci_low"] > 0
    if direction == "context":
        return "higher" if above else "lower"
    return "better" if above == (direction == "higher") else "worse"
