"""Rules the programme leans on without stating them: calendar, identification, social index.

Belongs here: their parameters as data. Does not belong here: their application to results of schools.
"""

from typing import Literal, Self

from pydantic import Field, model_validator

from shnor_pipeline.programme.errors import ProgrammeError
from shnor_pipeline.programme.vocabulary import (
    Amount,
    Clause,
    Count,
    Day,
    Flag,
    Name,
    Part,
    Percent,
    SchoolKind,
    Text,
    contradiction,
)

ProcedureKind = Literal["oge", "ege", "ege_base", "vpr"]
Grade = Literal[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]


class Procedure(Part):
    """Whether a procedure took place in a year.

    Attributes:
        held: Whether it took place.
        subjects: The only subjects it was held in; empty = all.
        starts: First day, where the term decides which year the results belong to.
        ends: Last day of the same.
        note_ru: What a reader of that year's figures must know.
    """

    held: Flag
    subjects: tuple[Text, ...] = ()
    starts: Day | None = None
    ends: Day | None = None
    note_ru: Text | None = None


class ProceduresOfYear(Part):
    """Every procedure the indicators use, in one reporting year."""

    oge: Procedure
    ege: Procedure
    ege_base: Procedure
    vpr: Procedure
    vsosh_school: Procedure
    vsosh_municipal: Procedure


class RuleProcedure(Part):
    """Procedures a rule looks at: a kind in some subjects and grades."""

    kind: ProcedureKind
    subjects: tuple[Text, ...] = Field(min_length=1)
    grades: tuple[Grade, ...] = Field(min_length=1)


class RuleSet(Part):
    """A rule that names schools with low results.

    Attributes:
        share_percent: Least share of participants who failed that makes a procedure low; equal is low.
        minimum_participants: Procedures with fewer participants are left out; 0 = none.
        low_procedures: Least number of low procedures of one year.
        same_procedure_years: Years in a row the same procedure must be low; ``None`` = no such condition.
        excluded_kinds: Kinds of schools the rule does not look at.
    """

    title_ru: Text
    reading_ru: Text
    procedures: tuple[RuleProcedure, ...] = Field(min_length=1)
    share_percent: Percent
    minimum_participants: Count
    low_procedures: Count = Field(ge=1)
    same_procedure_years: Count | None = Field(ge=2)
    excluded_kinds: tuple[SchoolKind, ...]


class Identification(Part):
    """Rule sets by name and the one in force."""

    default: Name
    rule_sets: dict[Name, RuleSet] = Field(min_length=1)

    def rule_set(self, name: str | None = None) -> RuleSet:
        """Return a rule set by name, the one in force when no name is given.

        Raises:
            ProgrammeError: There is no rule set of that name.
        """
        wanted = name or self.default
        if wanted not in self.rule_sets:
            known = ", ".join(self.rule_sets)
            raise ProgrammeError(f"Набора правил «{wanted}» в программе нет; есть: {known}.")
        return self.rule_sets[wanted]


class IndexComponent(Part):
    """A share of the social passport with its weight; ``reversed`` when more of it is worse."""

    indicator: Name
    weight: Amount
    reversed: Flag


class SocialIndex(Clause):
    """Parameters of the unofficial index of social well-being (section III, target 12).

    Attributes:
        threshold: Least index that counts as over the threshold of the target.
        adverse_below: Below this index a school works in adverse social conditions.
    """

    title_ru: Text
    components: tuple[IndexComponent, ...] = Field(min_length=1)
    center: Amount
    scale: Amount
    threshold: Amount
    adverse_below: Amount

    @model_validator(mode="after")
    def _has_weight(self) -> Self:
        if not any(component.weight for component in self.components):
            raise contradiction("у всех составляющих вес 0", "хотя бы один вес больше 0")
        return self
