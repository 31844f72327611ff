"""What a rule is.

Belongs here: the vocabulary of a rule. Does not belong here: the rules (``rules/``), what they look at
(``facts``), running them (``findings``).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from shnor_pipeline.quality.facts import Case

ALWAYS = 9999


class Stage(StrEnum):
    """At which step a rule stands; a rule may rely on the stages before its own."""

    FILE = "file"
    SHEET = "sheet"
    HEADER = "header"
    CELL = "cell"
    ROW = "row"
    TABLE = "table"
    BETWEEN_TABLES = "between_tables"
    BETWEEN_YEARS = "between_years"
    LEDGER = "ledger"


class Severity(StrEnum):
    """An error keeps its row (or file) out of the store; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


class Sees(Enum):
    """What the function of a rule is given (classes of ``facts``)."""

    INBOX = "inbox"
    FILE = "file"
    SHEET = "sheet"
    HEADER = "header of a sheet whose form is known"
    ROWS = "rows"
    VERDICT = "rows with the verdict of the table's declaration"
    YEAR = "accepted tables of a year"
    YEARS = "accepted tables of a year and of the year before"
    LEDGER = "what came of the entries of the ledger of corrections"
    OVERRIDES = "what came of the entries of the ledger of overrides"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule.

    Attributes:
        rule_id: Never changes and is never used again.
        stage: Step of the chain it belongs to.
        severity: Whether what it finds stays out.
        title_ru: What the rule demands, as a heading.
        message_ru: What is wrong and what was expected; ``{…}`` are facts of the case.
        guidance_ru: How to mend it, for a person who has the workbook open.
        sees: What its function is given.
        look: Yields every case in which the rule is broken.
        tables: Canonical tables whose rows it looks at; empty = all.
        holds_all: Whether an error keeps all rows of the sheet out, not only the row it names.
        whole_year: Whether it needs all files of a year, so that one file alone can't be judged by it.
        first_year: First reporting year in which it is in force.
        last_year: Last one.
    """

    rule_id: str
    stage: Stage
    severity: Severity
    title_ru: str
    message_ru: str
    guidance_ru: str
    sees: Sees
    look: Callable[[Any], Iterable[Case]]
    tables: tuple[str, ...] = ()
    holds_all: bool = False
    whole_year: bool = False
    first_year: int = 0
    last_year: int = ALWAYS

    def sentence(self, **facts: object) -> str:
        """Return the message with the facts of the case, followed by the advice."""
        return f"{self.message_ru.format(**facts)} {self.guidance_ru}"

    def in_force(self, year: int) -> bool:
        """Tell whether the rule is applied to a reporting year."""
        return self.first_year <= year <= self.last_year

    def concerns(self, table: str) -> bool:
        """Tell whether the rule looks at rows of a canonical table."""
        return not self.tables or table in self.tables
