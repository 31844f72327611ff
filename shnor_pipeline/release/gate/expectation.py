"""The vocabulary of the gate: a subject (rows to look at), what is expected of it, what came out.

Belongs here: plain records. Does not belong here: the expectations themselves and Great Expectations.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Severity = Literal["critical", "warning"]
"""``critical`` keeps a release back; ``warning`` is shown with it."""

PLACE = "place"
"""Column of every subject that says in Russian which row of which table it is; never a value of the row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """One demand on the rows of a subject.

    Attributes:
        expectation_id: Id that never changes.
        title_ru: What holds, as a sentence.
        advice_ru: What to do when it does not.
        demand: Class of ``great_expectations.expectations``.
        arguments: Its arguments.
        severity: Whether a release is kept back.
    """

    expectation_id: str
    title_ru: str
    advice_ru: str
    demand: str
    arguments: Mapping[str, Any]
    severity: Severity = "critical"


@dataclass(frozen=True, slots=True)
class Subject:
    """Rows that are looked at together.

    Attributes:
        name: Name of the suite in Great Expectations.
        group: Heading of the page of results.
        sql: Query on the built database; its column ``place`` says in Russian where a row stands.
        expectations: What is expected of the rows.
    """

    name: str
    group: str
    sql: str
    expectations: tuple[Expectation, ...]


@dataclass(frozen=True, slots=True)
class Shares:
    """Which indicators are shares, by what bounds them, and which are sums over schools.

    Attributes:
        within: Numerator and denominator are of the same rows, so the value is 0-100 without exception.
        across: They are of different forms, so a value above 100 means that the forms disagree.
        additive: Sums of parts of schools at every level; the others have a formula of their own.
    """

    within: tuple[str, ...]
    across: tuple[str, ...]
    additive: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one expectation.

    Attributes:
        expectation: The expectation.
        group: Group of its subject.
        checked: Rows looked at.
        broken: Rows that break it.
        places: Where the first of them stand, in Russian.
        error: Why it could not be judged; empty when it was.
    """

    expectation: Expectation
    group: str
    checked: int
    broken: int
    places: tuple[str, ...] = ()
    error: str = ""

    @property
    def passed(self) -> bool:
        """Whether the expectation was judged and holds for every row."""
        return not self.broken and not self.error

    @property
    def refuses(self) -> bool:
        """Whether it keeps the release back."""
        return not self.passed and self.expectation.severity == "critical"


@dataclass(frozen=True, slots=True)
class GateReport:
    """The outcomes of all expectations, in the order of the suite."""

    outcomes: tuple[Outcome, ...] = field(default=())

    @property
    def refusals(self) -> tuple[Outcome, ...]:
        """Outcomes that keep the release back."""
        return tuple(each for each in self.outcomes if each.refuses)

    @property
    def warnings(self) -> tuple[Outcome, ...]:
        """Outcomes that are shown with the release."""
        return tuple(each for each in self.outcomes if not each.passed and not each.refuses)
