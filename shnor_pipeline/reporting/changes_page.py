"""What differs from the release before, as one HTML file that opens from disk without a network.

Belongs here: what the page shows and in which order. Does not belong here: its looks (``changes.html.j2``,
``page.css``), words of a line (``change_lines``).
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from shnor_pipeline.reporting import wording
from shnor_pipeline.reporting.change_lines import REASONS_RU, reasons_ru, shown_difference, shown_sides
from shnor_pipeline.reporting.numbers import number
from shnor_pipeline.reporting.pages.shell import NAVIGATION

if TYPE_CHECKING:
    from jinja2 import Template

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
    return _template().render(
        report=report,
        style=Markup(_style()),  # noqa: S704 - our own file
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


@cache
def _style() -> str:
    return resources.files("shnor_pipeline.reporting").joinpath("page.css").read_text(encoding="utf-8")


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("shnor_pipeline.reporting", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("changes.html.j2")
