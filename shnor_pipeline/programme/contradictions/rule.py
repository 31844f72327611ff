"""What a contradiction of the programme text is and how a rule finds it.

Belongs here: the vocabulary of a rule. Does not belong here: the rules (``document``, ``schools`` …) and
what makes a file unusable (``consistency``): a contradiction is the text's own and the file stays good.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from shnor_pipeline.programme.model import Programme


@dataclass(frozen=True, slots=True)
class Case:
    """One place or several that contradict each other, as the function of a rule sees them.

    Attributes:
        clauses: Where the places stand.
        said_ru: What stands there.
        arithmetic_ru: The computation that doesn't come out.
        reading_ru: Reading that the file chooses for these very places; empty where it names none.
    """

    clauses: tuple[str, ...]
    said_ru: str
    arithmetic_ru: str
    reading_ru: str = ""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A contradiction of the programme, ready for printing.

    Attributes:
        rule_id: Rule that found it.
        title_ru: What would hold in a text without it.
        clauses: Where it stands.
        said_ru: What stands there.
        arithmetic_ru: The computation that doesn't come out.
        consequence_ru: What the pipeline does about it.
    """

    rule_id: str
    title_ru: str
    clauses: tuple[str, ...]
    said_ru: str
    arithmetic_ru: str
    consequence_ru: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContradictionRule:
    """One rule.

    Attributes:
        rule_id: Never changes and is never used again.
        title_ru: What holds in a text without contradictions.
        consequence_ru: What the pipeline does when it does not hold.
        look: Yields every case in which it does not hold.
        among: Key of the file whose rows it judges one by one; empty where it judges something else.
    """

    rule_id: str
    title_ru: str
    consequence_ru: str
    look: Callable[[Programme], Iterable[Case]]
    among: str = ""

    def found_in(self, programme: Programme) -> Iterator[Contradiction]:
        """Yield what the rule finds, in the order of the file."""
        for case in self.look(programme):
            consequence = " ".join(filter(None, (self.consequence_ru, case.reading_ru)))
            yield Contradiction(
                self.rule_id, self.title_ru, case.clauses, case.said_ru, case.arithmetic_ru, consequence
            )
