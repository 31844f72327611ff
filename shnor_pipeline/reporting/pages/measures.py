"""Measures of the programme: plan and fact of the year.

Belongs here: rows of ``measure_progress`` as text and their page. Does not belong here: how plan and fact are
compared (``measures/``).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shnor_pipeline.reporting.numbers import percent, plain
from shnor_pipeline.reporting.pages.shell import render
from shnor_pipeline.tables import INDICATOR_DECLINE

if TYPE_CHECKING:
    from shnor_pipeline.reporting.pages.facts import Row, SiteFacts

_OUTCOMES = {value: word for word, value in (INDICATOR_DECLINE.by_name["outcome"].words or {}).items()}
_NO_PLAN = "no_plan"
_WORDS = _OUTCOMES | {_NO_PLAN: "плана на год нет"}
_LOOKS = {"done": "met", "partly_done": "partial", "not_done": "missed"}


@dataclass(frozen=True, slots=True)
class Link:
    """An indicator a measure works for."""

    indicator_id: str
    title: str


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure of the year, as text; ``width`` is the done share from 0 to 100."""

    measure_id: str
    section: str
    title: str
    plan: str
    fact: str
    share: str
    width: float
    outcome: str
    word: str
    look: str
    document: str
    indicators: tuple[Link, ...]


def measure(facts: SiteFacts, row: Row) -> Measure:
    """Write a measure of the year."""
    titles = {line.indicator_id: line.title_ru for line in facts.report.indicators}
    share, outcome = row["done_share"], _outcome(row)
    wanted = [each.strip() for each in (row["indicators"] or "").split(",")]
    return Measure(
        measure_id=row["measure_id"],
        section=row["section"],
        title=row["title_ru"],
        plan="—" if row["plan"] is None else plain(row["plan"]),
        fact="—" if row["fact"] is None else plain(row["fact"]),
        share="—" if share is None else percent(100 * share, 0),
        width=0.0 if share is None else round(100 * share, 1),
        outcome=outcome,
        word=_WORDS[outcome],
        look=_LOOKS.get(outcome, "none"),
        document=row["document"] or "",
        indicators=tuple(Link(each, titles[each]) for each in wanted if each in titles),
    )


def render_measures(facts: SiteFacts) -> str:
    """Write ``measures.html``: every measure with plan, fact and document, in the programme's order."""
    rows = [measure(facts, row) for row in facts.measures]
    counts = Counter(row.outcome for row in rows)
    return render(
        "measures.html.j2",
        facts.report,
        "measures.html",
        rows=rows,
        tiles=[(word, _LOOKS.get(outcome, "none"), counts[outcome]) for outcome, word in _WORDS.items()],
        sections=sorted({row.section for row in rows}),
        outcomes=[(outcome, word) for outcome, word in _WORDS.items() if counts[outcome]],
    )


def _outcome(row: Row) -> str:
    if not row["plan"]:
        return _NO_PLAN
    if row["fact"] is None:
        return "not_reported"
    if row["fact"] >= row["plan"]:
        return "done"
    return "partly_done" if row["fact"] > 0 else "not_done"
