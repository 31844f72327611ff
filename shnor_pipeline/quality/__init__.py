"""Rules, findings, and what happens to rows that break a rule."""

from shnor_pipeline.quality import rules
from shnor_pipeline.quality.findings import Finding, Place, as_columns, finding
from shnor_pipeline.quality.rules import RULES, Rule, Severity, Stage

__all__ = [
    "RULES",
    "Finding",
    "Place",
    "Rule",
    "Severity",
    "Stage",
    "as_columns",
    "finding",
    "rules",
]
