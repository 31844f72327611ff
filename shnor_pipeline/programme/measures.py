"""What is to be done: measures of sections III and X, the checklist and the road maps of section VIII.

Belongs here: planned things and their dates. Does not belong here: what was done (form «Мероприятия»).
"""

from typing import Literal, Self

from pydantic import Field, model_validator

from shnor_pipeline.programme.vocabulary import (
    Amount,
    Day,
    Flag,
    MeasureId,
    Name,
    Named,
    Number,
    Part,
    Provenance,
    Text,
    Year,
    contradiction,
)

PlanType = Literal["presence", "level", "cumulative"]
Stage = Literal["entry", "intermediate", "final"]


def section_of(measure_id: str) -> str:
    """Return the section a measure stands in: «X» for «X 4.7»."""
    return measure_id.split(" ", maxsplit=1)[0]


class Measure(Named):
    """A measure with its plan by year (tables of sections III and X).

    Attributes:
        id: Section and number, «X 4.7»; the form «Мероприятия» uses the same.
        plan_type: ``presence`` - so many documents a year; ``level`` - a level to reach; ``cumulative`` -
            the plan is the sum of the years.
        plan: The column «плановое значение»; ``None`` when empty.
        at_least: Whether the text says «не менее» before it.
        plans: Plan of each year that has one.
        same_as: The same measure in another section.
        indicators: Indicators the measure works for; by sense, the text does not say it.
    """

    id: MeasureId
    result_ru: Text | None = None
    executor_ru: Text | None = None
    plan_type: PlanType
    plan: Amount | None
    at_least: Flag = False
    plans: dict[Year, Amount]
    printed_ru: Text | None = None
    provenance: Provenance
    same_as: MeasureId | None = None
    indicators: tuple[Name, ...] = ()

    @property
    def section(self) -> str:
        """Section of the programme the measure stands in: «III» or «X»."""
        return section_of(self.id)


class ChecklistItem(Named):
    """A condition of the complex of measures without a number (section VIII, first row)."""

    id: Name
    indicator: Name | None = None
    measures: tuple[MeasureId, ...] = ()
    provenance: Provenance


class Milestone(Named):
    """A step of the monitoring (section VIII, road maps).

    Attributes:
        dates_ru: The term in the words of the text.
        ends: Last day in time; after it the step is late.
        data_years: Years of data the step looks at, when the text names them.
        result_printed_ru: Result as printed; the printed column is shifted by a row.
        result_ru: Result as read.
    """

    no: Number
    stage: Stage
    dates_ru: Text
    starts: Day
    ends: Day
    data_years: tuple[Year, ...] = ()
    responsible_ru: Text | None = None
    result_printed_ru: Text | None = None
    result_ru: Text | None = None
    format_ru: Text | None = None
    provenance: Provenance

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.starts > self.ends:
            raise contradiction(
                f"стоит starts {self.starts} после ends {self.ends}", "начало срока не позже конца"
            )
        return self


class RoadMap(Part):
    """Both road maps of the monitoring: of the programme and of the schools' own programmes."""

    programme: tuple[Milestone, ...] = Field(min_length=1)
    school: tuple[Milestone, ...] = Field(min_length=1)
