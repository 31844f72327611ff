"""The programme as one typed object and the questions others ask it.

Belongs here: the top level of the file and answers read from it. Does not belong here: sections
(``document``, ``targets``, ``measures``, ``rules``), reading of files (``loader``), any computation on data.
"""

from typing import NamedTuple, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from shnor_pipeline.programme.consistency import inconsistencies
from shnor_pipeline.programme.document import (
    Conflict,
    Document,
    GeneralReading,
    Goals,
    Municipality,
    Numbered,
    Risk,
    Statement,
)
from shnor_pipeline.programme.errors import ProgrammeError
from shnor_pipeline.programme.measures import ChecklistItem, Measure, RoadMap, section_of
from shnor_pipeline.programme.rules import Identification, Procedure, ProceduresOfYear, SocialIndex
from shnor_pipeline.programme.targets import Target, TargetLine, Threshold
from shnor_pipeline.programme.vocabulary import Clause, Flag, Part, SectionNumber, Year, parts_of


class Reading(NamedTuple):
    """An ambiguity of the text and the reading chosen, ready for printing."""

    clause: str
    ambiguity: str
    reading: str


class Programme(Part):
    """A municipal programme of support for schools, as data.

    Attributes:
        demo: Whether the figures of the home folder are made up; every report then says so.
        years: Reporting years, in order.
        measures_prevail: Section whose plan counts when two sections plan the same measure.
        procedures: What was held in each reporting year.
    """

    demo: Flag
    years: tuple[Year, ...] = Field(min_length=1)
    document: Document
    municipality: Municipality
    goals: Goals
    situation: tuple[Statement, ...]
    targets: tuple[Target, ...] = Field(min_length=1)
    monitoring: tuple[Threshold, ...]
    checklist: tuple[ChecklistItem, ...]
    measures_prevail: SectionNumber
    measures: tuple[Measure, ...]
    road_map: RoadMap
    expected_results: tuple[Numbered, ...]
    risks: tuple[Risk, ...]
    conflicts: tuple[Conflict, ...]
    general_readings: tuple[GeneralReading, ...]
    procedures: dict[Year, ProceduresOfYear]
    identification: Identification
    social_index: SocialIndex

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        problems = inconsistencies(self)
        if problems:
            text = "; ".join(str(problem) for problem in problems)
            raise PydanticCustomError("inconsistent", "{text}", {"text": text, "problems": problems})
        return self

    def procedure(self, procedure: str, year: int) -> Procedure:
        """Return what the calendar says about a procedure in a year.

        Args:
            procedure: Key of the calendar: ``oge``, ``ege``, ``ege_base``, ``vpr``, ``vsosh_school`` or
                ``vsosh_municipal``.
            year: Reporting year.

        Raises:
            ProgrammeError: The calendar has no such year or no such procedure.
        """
        if year not in self.procedures:
            known = ", ".join(str(each) for each in self.procedures)
            raise ProgrammeError(
                f"В календаре процедур программы нет {year} года; есть: {known}. "
                "Добавьте год в ключи years и procedures."
            )
        if procedure not in ProceduresOfYear.model_fields:
            known = ", ".join(ProceduresOfYear.model_fields)
            raise ProgrammeError(
                f"В календаре процедур программы нет процедуры «{procedure}»; есть: {known}."
            )
        held: Procedure = getattr(self.procedures[year], procedure)
        return held

    def is_held(self, procedure: str, year: int) -> bool:
        """Return whether a procedure took place in a year (calendar of procedures).

        Raises:
            ProgrammeError: The calendar has no such year or no such procedure.
        """
        return self.procedure(procedure, year).held

    def target_lines(self) -> tuple[TargetLine, ...]:
        """Return the rows of the target table (section III) and then of the monitoring table (section VIII).

        A threshold holds in every reporting year; a row whose threshold the text lost has no years.
        """
        targets = tuple(target.line() for target in self.targets)
        return targets + tuple(threshold.line(self.years) for threshold in self.monitoring)

    def readings(self) -> tuple[Reading, ...]:
        """Return every ambiguity of the text with the reading chosen, in the order of the file."""
        clauses = (part for _, part in parts_of(self) if isinstance(part, Clause))
        return tuple(
            Reading(clause.clause, clause.ambiguity_ru, clause.reading_ru)
            for clause in clauses
            if clause.ambiguity_ru and clause.reading_ru
        )

    def measures_in_force(self) -> tuple[Measure, ...]:
        """Return the measures that count: of two sections that plan the same, only the prevailing one.

        The other keeps its plan for reference (conflict ``same_measure_different_plan``).
        """
        return tuple(measure for measure in self.measures if not self._gives_way(measure))

    def _gives_way(self, measure: Measure) -> bool:
        if measure.same_as is None or measure.section == self.measures_prevail:
            return False
        return section_of(measure.same_as) == self.measures_prevail
