"""The release gate: what must hold between the published tables before analysts see them.

Belongs here: the suite of expectations, one module per group, and their validation by Great Expectations.
Does not belong here: rules on the senders' files (``quality``), the page of results (``reporting``), the
swap (``release.publish``).
"""

from shnor_pipeline.release.gate.expectation import Expectation, GateReport, Outcome, Shares, Subject
from shnor_pipeline.release.gate.suite import GROUPS, gate_suite
from shnor_pipeline.release.gate.validate import ReleaseRefusedError, check_database

__all__ = [
    "GROUPS",
    "Expectation",
    "GateReport",
    "Outcome",
    "ReleaseRefusedError",
    "Shares",
    "Subject",
    "check_database",
    "gate_suite",
]
