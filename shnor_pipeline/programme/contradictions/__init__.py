"""The linter of the programme: rules that recompute the text and find where it contradicts itself.

A rule is declared in the module of what it is about, beside its function, and nowhere else. It knows no
programme: another municipality's file is judged by the same rules.
"""

from shnor_pipeline.programme.contradictions.catalogue import CONTRADICTION_RULES, contradictions_of
from shnor_pipeline.programme.contradictions.report import report_text
from shnor_pipeline.programme.contradictions.rule import Contradiction, ContradictionRule

__all__ = [
    "CONTRADICTION_RULES",
    "Contradiction",
    "ContradictionRule",
    "contradictions_of",
    "report_text",
]
