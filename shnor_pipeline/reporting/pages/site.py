"""The pages of a year by their addresses.

Belongs here: which pages there are. Does not belong here: what they show (a module per page), writing them to
disk (``chain``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shnor_pipeline.reporting.pages.identification import render_identification
from shnor_pipeline.reporting.pages.indicator import render_indicator
from shnor_pipeline.reporting.pages.measures import render_measures
from shnor_pipeline.reporting.pages.method import render_method
from shnor_pipeline.reporting.pages.quality import render_quality
from shnor_pipeline.reporting.pages.shell import assets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shnor_pipeline.reporting.pages.facts import SiteFacts


def render_site(facts: SiteFacts) -> Iterator[tuple[str, str]]:
    """Write the pages of a year beside the overview and the sheets of schools.

    Args:
        facts: What the pages are made from.

    Yields:
        Address below the folder of the year, and the text; the same facts give the same text.
    """
    yield from assets().items()
    yield "measures.html", render_measures(facts)
    yield "quality.html", render_quality(facts)
    yield "identification.html", render_identification(facts)
    yield "method.html", render_method(facts)
    for line in facts.report.indicators:
        yield f"indicators/{line.indicator_id}.html", render_indicator(facts, line)
