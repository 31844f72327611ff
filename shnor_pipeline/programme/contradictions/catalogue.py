"""All rules of contradictions by id, and their run over a programme.

Belongs here: which rules there are. Does not belong here: a rule (``document``, ``schools`` …).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shnor_pipeline.programme.contradictions import document, measures, road_map, schools, targets
from shnor_pipeline.programme.contradictions.rule import Contradiction, ContradictionRule

if TYPE_CHECKING:
    from shnor_pipeline.programme.model import Programme

CONTRADICTION_RULES: dict[str, ContradictionRule] = {
    each.rule_id: each
    for module in (document, schools, targets, measures, road_map)
    for each in vars(module).values()
    if isinstance(each, ContradictionRule)
}
"""All rules by id, in the order of the document."""


def contradictions_of(programme: Programme) -> tuple[Contradiction, ...]:
    """Return every contradiction of a programme, in the order of the rules and then of the file."""
    return tuple(found for rule in CONTRADICTION_RULES.values() for found in rule.found_in(programme))
