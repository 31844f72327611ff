"""Contradictions as text for the people who wrote the programme.

Belongs here: layout of the lines. Does not belong here: what they say (the rules).
"""

from __future__ import annotations

from itertools import groupby
from textwrap import fill
from typing import TYPE_CHECKING

from shnor_pipeline.programme.contradictions.catalogue import CONTRADICTION_RULES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from shnor_pipeline.programme.contradictions.rule import Contradiction, ContradictionRule
    from shnor_pipeline.programme.model import Programme

_WIDTH = 110
_SHOWN_CLAUSES = 4


def report_text(programme: Programme, found: Sequence[Contradiction]) -> str:
    """Write the contradictions by rule: where, what is said, the arithmetic, what the pipeline does."""
    heading = fill(programme.document.title, _WIDTH)
    if not found:
        return f"{heading}\nПротиворечий не найдено."
    parts = [
        "\n".join(_lines(CONTRADICTION_RULES[rule_id], programme, list(group)))
        for rule_id, group in groupby(found, key=lambda each: each.rule_id)
    ]
    return "\n\n".join([heading, *parts, f"Противоречий: {len(found)}."])


def _lines(rule: ContradictionRule, programme: Programme, of_rule: Sequence[Contradiction]) -> Iterator[str]:
    among = f" из {len(getattr(programme, rule.among))} строк" if rule.among else ""
    yield _paragraph("", f"{rule.rule_id}. Не выполняется: «{rule.title_ru}». Случаев: {len(of_rule)}{among}")
    alike = len({each.consequence_ru for each in of_rule}) == 1
    for each in of_rule:
        yield _paragraph("  – ", f"{clauses_text(each.clauses)}. {each.said_ru}")
        yield _paragraph("    Арифметика: ", each.arithmetic_ru)
        if not alike:
            yield _paragraph("    Как считаем: ", each.consequence_ru)
    if alike:
        yield _paragraph("  Как считаем: ", of_rule[0].consequence_ru)


def _paragraph(label: str, text: str) -> str:
    return fill(
        f"{label}{text}", _WIDTH, subsequent_indent="      ", break_on_hyphens=False, break_long_words=False
    )


def clauses_text(clauses: Sequence[str]) -> str:
    """Write the places; a long list is cut, with the number of those left out."""
    left_out = len(clauses) - _SHOWN_CLAUSES
    shown = "; ".join(clauses[:_SHOWN_CLAUSES])
    return f"{shown} и ещё {left_out}" if left_out > 0 else shown
