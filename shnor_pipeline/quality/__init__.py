"""Rules, findings, and what happens to rows that break a rule."""

from shnor_pipeline.quality import rules
from shnor_pipeline.quality.facts import Place
from shnor_pipeline.quality.findings import Finding, as_columns, finding, findings_of
from shnor_pipeline.quality.rule import Rule, Sees, Severity, Stage
from shnor_pipeline.quality.rules import RULES, rules_for

__all__ = [
    "RULES",
    "Finding",
    "Place",
    "Rule",
    "Sees",
    "Severity",
    "Stage",
    "as_columns",
    "finding",
    "findings_of",
    "rules",
    "rules_for",
]
