"""What differs from the release before, as one HTML file that opens from disk without a network.

Belongs here: what the page shows and in which order. Does not belong here: its looks (``changes.html.j2``,
``page.css``), words of a line (``change_lines``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from shnor_pipeline.reporting import wording
from shnor_pipeline.reporting.change_lines import REASONS_RU, reasons_ru, shown_difference, shown_sides
from shnor_pipeline.reporting.numbers import number
from shnor_pipeline.reporting.pages.shell import NAVIGATION
from shnor_pipeline.reporting.templates import template, text_beside

if TYPE_CHECKING:
    from shnor_pipeline.reporting.model import ChangeLine, Report

CHANGES_SHOWN = 200
"""Of each group; all of them stand on the sheet of the workbook."""


def render_changes(report: Report) -> str:
    """Write the page of changes of a year.

    Args:
        report: The report model, the only input.

    Returns:
        A self-contained HTML document, its changes grouped by reason.
    """
    groups: dict[tuple[str, ...], list[ChangeLine]] = {}
    for line in report.changes:
        groups.setdefault(line.reasons, []).append(line)
    order = list(REASONS_RU)
    return template(
        "changes.html.j2"
    ).render(
        report=report,
        style=Markup(text_beside("page.css")),  # noqa: S704 - our own file
        demo_note=wording.DEMO_NOTE,
        navigation=NAVIGATION,
        here="changes.html",
        root="",
        groups=[
            (reasons_ru(lines[0]), len(lines), lines[:CHANGES_SHOWN])
            for _, lines in sorted(groups.items(), key=lambda pair: [order.index(each) for each in pair[0]])
        ],
        number=number,
        shown_sides=shown_sides,
        shown_difference=shown_difference,
        words=wording,
    )
