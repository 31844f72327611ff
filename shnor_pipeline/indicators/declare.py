"""How an indicator is declared: additive parts that a methodist can read aloud.

Belongs here: the vocabulary (part, indicator, who is expected). Does not belong here: the indicators
themselves (``catalogue``) and the computation (``engine``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Unit = Literal[
    "percent",
    "percent_of_schools",
    "percent_of_units",
    "percent_of_programmes",
    "percent_of_measures",
    "points",
    "score",
    "mark",
]
Direction = Literal["higher", "lower", "context"]
Scope = Literal["programme", "municipality", "all"]

EVERY_KIND = frozenset({"school", "basic", "primary", "gymnasium", "lyceum"})
WITH_GRADE_9 = EVERY_KIND - {"primary"}
WITH_GRADES_10_11 = WITH_GRADE_9 - {"basic"}


@dataclass(frozen=True, slots=True)
class Part:
    """An additive number per school and year, computed from one canonical table.

    Attributes:
        table: Canonical table.
        sql: Aggregate over the rows of one school and year.
        within: Rows that show that the school reported at all; without one the part is missing, not 0.
        previous_year: Whether the rows are those of the year before.
        by_organiser: Whether one organiser reports for the whole municipality, so that a school without
            rows is a 0 where the municipality has rows.
        where: Which rows of the table it counts or adds up: what ``shnor explain`` opens it to.
        who: Where persons are counted, the rows that bring a person in; ``sql`` says the same in one step.
        unless: Rows, among those, that keep their person out again.
    """

    table: str
    sql: str
    within: str = "true"
    previous_year: bool = False
    by_organiser: bool = False
    where: str = "true"
    who: str = ""
    unless: str = ""


def count_of(where: str) -> str:
    """Write the number of rows that satisfy a predicate; a third faster than ``count(*) FILTER``."""
    return "count(*)" if where == "true" else f"count(CASE WHEN {where} THEN 1 END)"


def rows(table: str, where: str = "true", *, within: str = "true", by_organiser: bool = False) -> Part:
    """Count the rows of a table that satisfy a predicate."""
    return Part(table, count_of(where), within, by_organiser=by_organiser, where=where)


def persons(
    table: str, where: str, *, unless: str = "", within: str = "true", by_organiser: bool = False
) -> Part:
    """Count different persons among the rows that satisfy a predicate, but none with a row ``unless``."""
    sql = f"count(DISTINCT person_key) FILTER (WHERE {where})"
    counted = where
    if unless:
        out = f"FILTER (WHERE ({where}) AND ({unless}))"
        sql += f" - count(DISTINCT person_key) {out}"
        counted = f"({where}) AND count(*) {out} OVER (PARTITION BY school_id, person_key) = 0"
    return Part(table, sql, within, by_organiser=by_organiser, who=where, unless=unless, where=counted)


def total(
    table: str, column: str, where: str = "true", *, within: str = "true", previous_year: bool = False
) -> Part:
    """Add up a column over the rows that satisfy a predicate; exact, also for parts of a unit."""
    sql = f"coalesce(sum(CAST({column} AS DECIMAL(18, 3))) FILTER (WHERE {where}), 0)"
    return Part(table, sql, within, previous_year=previous_year, where=where)


@dataclass(frozen=True, slots=True)
class QuarterGap:
    """A value that is the pooled share of the best quarter of schools minus that of the worst.

    The shares are those of the indicator's own parts, pooled inside each quarter. Schools stand in one order,
    by share from the highest and then by id; a quarter is floor(n / 4) schools, at least one; a single school
    makes no gap.

    Attributes:
        fewest: Smallest denominator with which a school takes part.
        scopes: Levels that have such a value; at the others it is not defined.
    """

    fewest: int = 10
    scopes: tuple[str, ...] = ("municipality", "all")


@dataclass(frozen=True, slots=True)
class OfficeShare:
    """A value whose parts come from a table that the office fills for all schools together.

    Attributes:
        table: Published table of one year.
        numerator: Aggregate over its rows.
        denominator: Aggregate over its rows.
        reported: Aggregate that is above 0 when the office reported anything.
        scopes: Levels that have such a value.
    """

    table: str
    numerator: str
    denominator: str
    reported: str
    scopes: tuple[str, ...] = ("all",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One indicator: 100 x numerator / denominator of summed parts (means: without the 100).

    Attributes:
        indicator_id: Id of methodology, section 1.
        title_ru: Exact wording of the programme, completed where the text is torn.
        clause: Where the programme or the methodology speaks of it.
        numerator: Parts that are added up.
        denominator: Parts that are added up.
        numerator_ru: The numerator in words.
        denominator_ru: The denominator in words.
        direction: What is better.
        unit: Unit of the value; decides on the interval.
        expected: Kinds of school that have the grades the indicator needs.
        only_expected: Whether other kinds are left out although they have rows.
        procedures: Procedures of the calendar; none of them held means ``not_held``.
        verdict_scope: Level at which the programme's plan is judged.
        reading_ru: The reading chosen where the programme is ambiguous.
        decimals: Decimals at display.
        computed: What the value is where it is no quotient of sums over the schools.
    """

    indicator_id: str
    title_ru: str
    clause: str
    numerator: tuple[Part, ...]
    denominator: tuple[Part, ...]
    numerator_ru: str
    denominator_ru: str
    direction: Direction = "higher"
    unit: Unit = "percent"
    expected: frozenset[str] = EVERY_KIND
    only_expected: bool = False
    procedures: tuple[str, ...] = ()
    verdict_scope: Scope | None = None
    reading_ru: str = ""
    decimals: int = 1
    computed: QuarterGap | OfficeShare | None = None

    @property
    def is_share(self) -> bool:
        """Whether the value is a percent."""
        return self.unit.startswith("percent")

    @property
    def has_interval(self) -> bool:
        """Whether the value is a share of people, which alone gets a Wilson interval (contract, 4)."""
        return self.unit == "percent"

    @property
    def compares_years(self) -> bool:
        """Whether a part is of the year before; arrivals can then lift a share above 100."""
        return any(part.previous_year for part in (*self.numerator, *self.denominator))

    @property
    def of_one_source(self) -> bool:
        """Whether numerator and denominator count the same rows, so that a share can't exceed 100."""
        whole = {part.table for part in self.denominator}
        return not self.compares_years and {part.table for part in self.numerator} <= whole

    @property
    def tables(self) -> tuple[str, ...]:
        """Tables behind the indicator, each once."""
        if isinstance(self.computed, OfficeShare):
            return (self.computed.table,)
        return tuple(dict.fromkeys(part.table for part in (*self.numerator, *self.denominator)))
