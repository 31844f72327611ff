"""From a number back to what it is made of, and from a printed report back to its numbers."""

from shnor_pipeline.provenance.comparison import Mismatch, Printed, lost, mismatches
from shnor_pipeline.provenance.recomputed import Recomputed

__all__ = ["Mismatch", "Printed", "Recomputed", "lost", "mismatches"]
