"""The page of identification: statuses with their uncertainty, for internal use.

Belongs here: what the page shows and in which order. Does not belong here: the rule (``identification/``).
Schools stand by name.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from shnor_pipeline.reporting.numbers import number
from shnor_pipeline.reporting.pages.shell import render
from shnor_pipeline.reporting.pages.status import Status, status_of

if TYPE_CHECKING:
    from shnor_pipeline.reporting.model import SchoolLine
    from shnor_pipeline.reporting.pages.facts import SiteFacts

_ANSWERS = {"missed": "yes", "met": "no", "none": "none"}


def render_identification(facts: SiteFacts) -> str:
    """Write ``identification.html``."""
    rows = [
        (school, status)
        for school in facts.report.schools
        if (status := status_of(facts, school.school_id)) is not None
    ]
    low = Counter(status.low[1] for _, status in rows)
    adverse = Counter(status.adverse[1] for _, status in rows)
    return render(
        "identification.html.j2",
        facts.report,
        "identification.html",
        rows=[
            (school, status, _ANSWERS[status.low[1]], _ANSWERS[status.adverse[1]]) for school, status in rows
        ],
        low=low,
        adverse=adverse,
        expected_errors=_expected_errors(rows),
        rule_ru=facts.rule_ru,
        clusters=sorted({school.cluster_title for school, _ in rows}),
        threshold=_threshold(facts),
    )


def _expected_errors(rows: list[tuple[SchoolLine, Status]]) -> str:
    """Add up the chances of error: how many of the answers are wrong on average."""
    chances = [status.share for _, status in rows if status.share is not None]
    return number(sum(chances) / 100, 1) if chances else ""


def _threshold(facts: SiteFacts) -> str:
    row = next(iter(facts.social_index.values()), None)
    return number(row["threshold"], 0) if row else ""
