"""How an indicator is declared: additive parts that a methodist can read aloud.

Belongs here: the vocabulary (part, indicator, who is expected). Does not belong here: the indicators
themselves (``catalogue``) and the computation (``engine``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Unit = Literal["percent", "percent_of_schools", "percent_of_units", "percent_of_programmes", "score", "mark"]
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
    """

    table: str
    sql: str
    within: str = "true"
    previous_year: bool = False
    by_organiser: bool = False


def rows(table: str, where: str = "true", *, within: str = "true", by_organiser: bool = False) -> Part:
    """Count the rows of a table that satisfy a predicate."""
    return Part(table, f"count(*) FILTER (WHERE {where})", within, by_organiser=by_organiser)


def persons(table: str, where: str, *, within: str = "true", by_organiser: bool = False) -> Part:
    """Count different persons among the rows that satisfy a predicate."""
    sql = f"count(DISTINCT person_key) FILTER (WHERE {where})"
    return Part(table, sql, within, by_organiser=by_organiser)


def total(
    table: str, column: str, where: str = "true", *, within: str = "true", previous_year: bool = False
) -> Part:
    """Add up a column over the rows that satisfy a predicate; exact, also for parts of a unit."""
    sql = f"coalesce(sum(CAST({column} AS DECIMAL(18, 3))) FILTER (WHERE {where}), 0)"
    return Part(table, sql, within, previous_year=previous_year)


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
        """Canonical tables behind the indicator, each once."""
        return tuple(dict.fromkeys(part.table for part in (*self.numerator, *self.denominator)))
