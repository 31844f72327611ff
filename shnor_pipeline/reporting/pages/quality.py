"""The page of data quality: findings, files, how rows add up, what was not sent.

Belongs here: what the page shows and in which order. Does not belong here: rules and findings (``quality/``).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from shnor_pipeline.reporting import summary
from shnor_pipeline.reporting.pages.shell import render
from shnor_pipeline.tables import SUBMISSION

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shnor_pipeline.reporting.model import FindingLine, SourceLine
    from shnor_pipeline.reporting.pages.facts import SiteFacts

FINDINGS_SHOWN = 400
"""Above this the table would outgrow a page; all findings stand in the workbook and in the database."""

_STATUSES = {value: word for word, value in (SUBMISSION.by_name["status"].words or {}).items()}


@dataclass(frozen=True, slots=True)
class _FormTotal:
    """How the rows of a form add up."""

    title: str
    files: int
    read: int
    accepted: int
    quarantined: int
    errors: int
    warnings: int


def render_quality(facts: SiteFacts) -> str:
    """Write ``quality.html``."""
    report = facts.report
    forms = {line.form or "": line.form_title_ru for line in report.sources}
    return render(
        "quality.html.j2",
        report,
        "quality.html",
        totals=summary.count_rows(report.sources),
        severities=Counter(each.severity for each in report.findings),
        rules=summary.count_rules(report.findings),
        forms=_form_totals(report.sources, report.findings),
        form_titles={form: title or "форма не распознана" for form, title in forms.items()},
        findings=report.findings[:FINDINGS_SHOWN],
        copies={each.file: f"../../returned/{quote(each.copy)}" for each in facts.files if each.copy},
        submissions=_submissions(facts),
    )


def _form_totals(sources: Iterable[SourceLine], findings: Iterable[FindingLine]) -> list[_FormTotal]:
    by_form: dict[str, list[SourceLine]] = defaultdict(list)
    for line in sources:
        by_form[line.form_title_ru or "Форма не распознана"].append(line)
    found = Counter((each.form, each.severity) for each in findings)
    return [_total(title, lines, found) for title, lines in sorted(by_form.items())]


def _total(title: str, lines: list[SourceLine], found: Counter[tuple[str | None, str]]) -> _FormTotal:
    form = lines[0].form
    return _FormTotal(
        title=title,
        files=len({line.file for line in lines}),
        read=sum(line.rows_read for line in lines),
        accepted=sum(line.rows_accepted for line in lines),
        quarantined=sum(line.rows_quarantined for line in lines),
        errors=found[form, "error"],
        warnings=found[form, "warning"],
    )


def _submissions(facts: SiteFacts) -> list[tuple[str, str, int]]:
    """Count the forms that are owed by what became of them."""
    looks = {"received": "met", "partial": "partial", "rejected": "missed", "missing": "none"}
    owed = Counter(row["status"] for rows in facts.submissions.values() for row in rows if row["required"])
    return [(word, looks[status], owed[status]) for status, word in _STATUSES.items()]
