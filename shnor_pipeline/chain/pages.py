"""The site of a year and the sheets of its schools, from the store to files.

Belongs here: gathering what the pages are made from, writing them, removing what is no longer a page. Does
not belong here: what a page shows (``reporting.pages``).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from shnor_pipeline.chain.release import dictionary_of
from shnor_pipeline.indicators import INDICATORS, formula_table
from shnor_pipeline.reporting.pages import SentFile, render_school, render_site, site_facts
from shnor_pipeline.reporting.pages.downloads import DICTIONARY, VALUES, values_csv
from shnor_pipeline.reporting.pages.facts import TABLES, plain_rows
from shnor_pipeline.reporting.pages.lean import lean
from shnor_pipeline.reporting.recommendations import recommendations_by_school
from shnor_pipeline.store import write_bytes
from shnor_pipeline.tables import INDICATOR_FORMULA, INDICATOR_VALUE, RETURNED_FILE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from shnor_pipeline.chain.workspace import Workspace
    from shnor_pipeline.reporting import Report
    from shnor_pipeline.reporting.pages import SiteFacts

SCHOOLS, INDICATOR_PAGES = "schools", "indicators"


def site_of_year(workspace: Workspace, report: Report) -> SiteFacts:
    """Gather what the pages of a year are made from.

    Args:
        workspace: The home folder.
        report: Report model of the year.
    """
    store, programme = workspace.store, workspace.programme
    tables = {spec.name: store.read(spec, report.year) for spec in (*TABLES, INDICATOR_VALUE)}
    tables[INDICATOR_FORMULA.name] = formula_table(INDICATORS, programme.years, programme.is_held)
    rule = programme.identification.rule_set()
    return site_facts(
        report,
        tables,
        rule_ru=f"{rule.title_ru}. {rule.reading_ru}",
        files=_files_with_findings(workspace, report.year),
    )


def write_school_pages(
    workspace: Workspace, facts: SiteFacts, advance: Callable[[], None] = lambda: None
) -> list[Path]:
    """Write ``schools/<school_id>.html`` of a year.

    Args:
        workspace: The home folder.
        facts: What the pages are made from.
        advance: Called after each page, for a progress bar.

    Returns:
        The files, one for each school; pages of schools that the year does not have are removed.
    """
    folder = _folder(workspace, facts.report) / SCHOOLS
    advice = recommendations_by_school(facts.report)
    written = []
    for school in facts.report.schools:
        page = render_school(facts, school, advice.get(school.school_id, ()))
        written.append(write_bytes(folder / f"{school.school_id}.html", lean(page).encode()))
        advance()
    _keep_only(folder, written)
    return written


def write_site(workspace: Workspace, facts: SiteFacts) -> list[Path]:
    """Write the pages beside the overview, the values as a text file and the dictionary of a year.

    Returns:
        The files; pages of indicators that there are no more are removed.
    """
    folder = _folder(workspace, facts.report)
    written = [_write(folder / address, text) for address, text in render_site(facts)]
    _keep_only(folder / INDICATOR_PAGES, written)
    values = workspace.store.read(INDICATOR_VALUE, facts.report.year)
    written.append(write_bytes(folder / VALUES, values_csv(facts.report, values)))
    written.append(write_bytes(folder / DICTIONARY, dictionary_of(workspace).encode()))
    return written


def _write(path: Path, text: str) -> Path:
    return write_bytes(path, (lean(text) if path.suffix == ".html" else text).encode())


def _folder(workspace: Workspace, report: Report) -> Path:
    return workspace.home.reports / str(report.year)


def _files_with_findings(workspace: Workspace, year: int) -> list[SentFile]:
    states = [
        (json.loads(row["now"]), row["copy_name"])
        for row in plain_rows(workspace.store.read(RETURNED_FILE, year))
    ]
    return [
        SentFile(now["file"], now["school_id"], now["findings"], copy)
        for now, copy in states
        if now["findings"]
    ]


def _keep_only(folder: Path, written: Iterable[Path]) -> None:
    """Remove pages of an earlier run that this one did not write."""
    for stale in set(folder.glob("*.html")) - set(written):
        stale.unlink()
