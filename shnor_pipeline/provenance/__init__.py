"""From a number back to what it is made of, and from a printed report back to its numbers."""

from shnor_pipeline.provenance.comparison import Mismatch, Printed, lost, mismatches
from shnor_pipeline.provenance.explanation import Explanation
from shnor_pipeline.provenance.recomputed import Expected, Recomputed, exactly
from shnor_pipeline.provenance.sentences import SHOWN_ROWS, explained

__all__ = [
    "SHOWN_ROWS",
    "Expected",
    "Explanation",
    "Mismatch",
    "Printed",
    "Recomputed",
    "exactly",
    "explained",
    "lost",
    "mismatches",
]
