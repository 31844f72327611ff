"""What an indicator is compared with: yearly targets of section III and thresholds of section VIII.

Belongs here: the two tables and the flat lines made of them. Does not belong here: the comparison itself or
the formula of an indicator.
"""

from dataclasses import dataclass
from typing import Literal, Self

from pydantic import Field, model_validator

from shnor_pipeline.programme.vocabulary import (
    Direction,
    Name,
    Named,
    Number,
    Operator,
    Percent,
    Provenance,
    Scope,
    Text,
    Unit,
    Year,
    contradiction,
)

_OPERATOR_OF: dict[Direction, Operator] = {"higher": ">=", "lower": "<="}


@dataclass(frozen=True, slots=True)
class TargetLine:
    """One row of either table in the shape a verdict needs.

    Attributes:
        kind: ``target`` (section III) or ``monitoring`` (section VIII).
        no: Number of the row in its table.
        indicator_id: Indicator whose value is compared.
        clause: Place in the programme.
        scope: Schools over which the verdict is given.
        base_stated: «Базовое значение» of the text; ``None`` for thresholds. Growth is never taken from it.
        operator: How the value must stand to the target.
        by_year: Target of each year that has one; empty where the text lost the threshold.
        reading_ru: Reading chosen where the wording is ambiguous.
        title_ru: Full wording.
    """

    kind: Literal["target", "monitoring"]
    no: int
    indicator_id: str
    clause: str
    scope: Scope
    base_stated: float | None
    operator: Operator
    by_year: dict[int, float]
    reading_ru: str | None
    title_ru: str


class Judged(Named):
    """A row of either table: an indicator and how it must stand to a number."""

    no: Number
    indicator: Name
    unit: Unit
    direction: Direction
    operator: Operator
    scope: Scope
    provenance: Provenance

    @model_validator(mode="after")
    def _operator_fits_direction(self) -> Self:
        fitting = _OPERATOR_OF[self.direction]
        if self.operator != fitting:
            raise contradiction(
                f"стоит operator «{self.operator}» при direction «{self.direction}»",
                f"operator «{fitting}» или другое direction",
            )
        return self


class Target(Judged):
    """A target indicator with its planned values by year (section III, table of targets)."""

    goal: Number
    base_stated: Percent
    targets: dict[Year, Percent] = Field(min_length=1)
    printed_ru: Text | None = None

    def line(self) -> TargetLine:
        """The row as a flat line."""
        return TargetLine(
            kind="target",
            no=self.no,
            indicator_id=self.indicator,
            clause=self.clause,
            scope=self.scope,
            base_stated=self.base_stated,
            operator=self.operator,
            by_year=dict(self.targets),
            reading_ru=self.reading_ru,
            title_ru=self.title_ru,
        )


class Threshold(Judged):
    """A monitoring indicator with one threshold for every year (section VIII).

    Attributes:
        threshold: The number of the text; ``None`` where it names none, then there is no verdict.
        also_shown: Indicators printed beside it without a verdict.
        subject_ru: What is monitored, according to the text.
        criterion_ru: Criterion according to the text.
        instrument_ru: How it is measured, according to the text.
        source_ru: Source of the data according to the text.
    """

    threshold: Percent | None
    also_shown: tuple[Name, ...] = ()
    subject_ru: Text | None = None
    criterion_ru: Text | None = None
    instrument_ru: Text | None = None
    source_ru: Text | None = None

    def line(self, years: tuple[int, ...]) -> TargetLine:
        """The row as a flat line that holds in each of the years."""
        by_year = {} if self.threshold is None else dict.fromkeys(years, self.threshold)
        return TargetLine(
            kind="monitoring",
            no=self.no,
            indicator_id=self.indicator,
            clause=self.clause,
            scope=self.scope,
            base_stated=None,
            operator=self.operator,
            by_year=by_year,
            reading_ru=self.reading_ru,
            title_ru=self.title_ru,
        )
