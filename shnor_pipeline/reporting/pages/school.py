"""The sheet of a school: what its head reads, and what prints on one sheet A4.

Belongs here: what stands on the sheet and in which order, what only a screen has room for. Does not belong
here: its looks (``school.html.j2``, ``school.css``), sentences (``school_text``), comparisons (``beside``).
Schools are compared with the plan, their own past and their cluster; there is no order among them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from shnor_pipeline.reporting import wording
from shnor_pipeline.reporting.numbers import (
    SHARE_OF_SCHOOLS,
    condition,
    fact_of_school,
    number,
    ratio_of_school,
)
from shnor_pipeline.reporting.pages.beside import Compared, compared
from shnor_pipeline.reporting.pages.drawing import Strip, Trend, strip, trend
from shnor_pipeline.reporting.pages.measures import Measure, measure
from shnor_pipeline.reporting.pages.school_text import sentences, shortened
from shnor_pipeline.reporting.pages.shell import render
from shnor_pipeline.reporting.pages.status import status_of
from shnor_pipeline.reporting.summary import years_shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from shnor_pipeline.reporting.model import IndicatorLine, SchoolLine
    from shnor_pipeline.reporting.pages.facts import SentFile, SiteFacts
    from shnor_pipeline.reporting.recommendations import Recommendation

PRINTED = 4
"""Rows of recommendations, findings and measures that the printed sheet has room for."""

_DRAWN = ("vpr_pass_share", "gia_pass_share", "high_marks_share", "extra_education_share")
"""Indicators worth a drawing, the first that has values; ВПР is written in every kind of school."""

_LEVELS = {"high": "missed", "medium": "medium", "low": "low", "not_found": "met", "no_data": "none"}
_AGAINST = {
    "worse": ("хуже", "missed"),
    "not_worse": ("не хуже", "met"),
    "unclear": ("неясно", "none"),
    "kept": ("не хуже", "met"),
    "missed": ("хуже", "missed"),
    "few": ("мало данных", "none"),
    "no_plan": ("", "none"),
}
_BESIDE = {"better": "лучше", "worse": "хуже", "higher": "выше", "lower": "ниже"}
_CHANGED = {
    "better": "улучшение",
    "worse": "ухудшение",
    "higher": "рост",
    "lower": "снижение",
    "unclear": "",
}


@dataclass(frozen=True, slots=True)
class ValueRow:
    """A row of the table of values, as text."""

    indicator_id: str
    title: str
    unit: str
    plan: str
    value: str
    parts: str
    interval: str
    strip: Strip | None
    verdict: str
    look: str
    others: str
    beside: str
    before: str
    changed: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding in a file of the school."""

    file: str
    address: str
    place: str
    message: str
    severity: str


@dataclass(frozen=True, slots=True)
class _Risk:
    """A risk factor."""

    title: str
    level: str
    look: str
    evidence: str


def render_school(facts: SiteFacts, school: SchoolLine, advice: Sequence[Recommendation]) -> str:
    """Write the page of a school.

    Args:
        facts: What the pages of the year are made from.
        school: The school.
        advice: Its recommendations.

    Returns:
        An HTML document that prints to one sheet A4 and can be mailed: it needs no other file.
    """
    rows = [
        compared(facts, school, line) for line in facts.report.indicators if concerns(facts, line, school)
    ]
    planned = [row for row in rows if row.plan is not None and _is_of_one_school(row.line)]
    return render(
        "school.html.j2",
        facts.report,
        f"schools/{school.school_id}.html",
        school=school,
        sentences=sentences(school, rows, facts.report.year),
        trend=_trend(facts, school),
        planned=[value_row(row) for row in planned],
        other=[value_row(row) for row in rows if row not in planned],
        risks=_risks(facts, school),
        status=status_of(facts, school.school_id),
        advice=advice,
        measures=_measures(facts, advice),
        remarks=_remarks(facts, school),
        unsent=_unsent(facts, school),
        printed=PRINTED,
        shortened=shortened,
    )


def value_row(row: Compared) -> ValueRow:
    """Write an indicator of a school beside plan, cluster and past."""
    line, value = row.line, row.value
    target = row.plan.target if row.plan else None
    known = value is not None and value.value is not None
    percents = line.unit.startswith("percent")
    verdict, look = _AGAINST[row.against_plan if known else "no_plan"]
    return ValueRow(
        indicator_id=line.indicator_id,
        title=line.title_ru,
        unit=wording.UNITS.get(line.unit, line.unit),
        plan=condition(row.plan) if row.plan else "",
        value=fact_of_school(value, line, target),
        parts=ratio_of_school(value, line) if value and known else "",
        interval=_interval(row),
        strip=strip(value, target, row.others, row.before) if percents else None,
        verdict=verdict,
        look=look,
        others="—" if row.others is None else number(row.others, line.decimals),
        beside=_BESIDE.get(row.beside_cluster, ""),
        before=fact_of_school(row.before, line) if row.before else "—",
        changed=_CHANGED[row.change.direction] if row.change else "",
    )


def concerns(facts: SiteFacts, line: IndicatorLine, school: SchoolLine) -> bool:
    """Tell whether an indicator is about this school: it has the grade or kind that is asked for."""
    value = school.values.get(line.indicator_id)
    return line.indicator_id in facts.of_schools and value is not None and value.schools_expected > 0


def _is_of_one_school(line: IndicatorLine) -> bool:
    """Tell whether a school has a share of its own; of shares of schools it has only yes or no."""
    return line.scope == "programme" and line.unit != SHARE_OF_SCHOOLS


def _interval(row: Compared) -> str:
    value = row.value
    if value is None or value.ci_low is None or value.ci_high is None:
        return ""
    return f"{number(value.ci_low, row.line.decimals)}–{number(value.ci_high, row.line.decimals)}"


def _trend(facts: SiteFacts, school: SchoolLine) -> Trend | None:
    lines = {line.indicator_id: line for line in facts.report.indicators}
    for indicator_id in _DRAWN:
        if indicator_id in lines and indicator_id in school.past:
            own = replace(lines[indicator_id], values=school.past[indicator_id])
            drawn = trend(own, years_shown(facts.report))
            if drawn is not None:
                return drawn
    return None


def _risks(facts: SiteFacts, school: SchoolLine) -> list[_Risk]:
    return [
        _Risk(row["factor_ru"], row["level_ru"], _LEVELS[row["level"]], row["evidence_ru"])
        for row in facts.risks.get(school.school_id, ())
    ]


def _measures(facts: SiteFacts, advice: Iterable[Recommendation]) -> list[Measure]:
    """Return the measures of the year that work for an indicator the school has a recommendation on."""
    wanted = {each.line.indicator_id for each in advice}
    rows = (measure(facts, row) for row in facts.measures if row["plan"])
    return [each for each in rows if wanted & {link.indicator_id for link in each.indicators}]


def _remarks(facts: SiteFacts, school: SchoolLine) -> list[Remark]:
    return [
        remark(sent, row, "../")
        for sent in facts.files
        if sent.school_id == school.school_id
        for row in sent.findings
    ]


def remark(sent: SentFile, row: Any, root: str) -> Remark:
    """Write a finding with the way to the marked copy of its file."""
    places = [f"лист {wording.quoted(row['sheet'])}"] if row["sheet"] else []
    places += [f"ячейка {row['cell']}"] if row["cell"] else []
    return Remark(
        file=wording.printable(sent.file.rpartition("/")[2]),
        address=f"{root}../../returned/{quote(sent.copy)}" if sent.copy else "",
        place=wording.printable(", ".join(places)) or "файл целиком",
        message=wording.printable(row["message_ru"]),
        severity=wording.SEVERITIES[row["severity"]],
    )


def _unsent(facts: SiteFacts, school: SchoolLine) -> list[str]:
    """Name the forms that the school owes and of which nothing was accepted."""
    rows = facts.submissions.get(school.school_id, ())
    return [row["form_title"] for row in rows if row["required"] and row["status"] in {"missing", "rejected"}]
