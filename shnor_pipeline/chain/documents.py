"""All that is written for people of a year, document by document, shared by the processes of a run.

Belongs here: which documents there are, what they share, who writes which. Does not belong here: filling the
models (``reports``, ``pages``), what a document looks like (``reporting``).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from itertools import count
from typing import TYPE_CHECKING

from shnor_pipeline.chain.crew import quietly
from shnor_pipeline.chain.pages import site_of_year, write_school_pages, write_site
from shnor_pipeline.chain.reports import (
    report_of_year,
    write_changes_page,
    write_memo,
    write_page,
    write_status_page,
    write_workbook,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from shnor_pipeline.chain.crew import Advance
    from shnor_pipeline.chain.workspace import Workspace
    from shnor_pipeline.reporting import Report
    from shnor_pipeline.reporting.pages import SiteFacts

PAGES, DOCUMENTS = "pages", "reports"
"""Stages that a progress bar is told of: a page of a school, a document."""


@dataclass(frozen=True)
class _Year:
    """A reporting year and what its documents share, gathered when the first of them asks."""

    workspace: Workspace
    year: int
    release_id: str | None

    @cached_property
    def report(self) -> Report:
        return report_of_year(self.workspace, self.year, self.release_id)

    @cached_property
    def site(self) -> SiteFacts:
        return site_of_year(self.workspace, self.report)


def _memo(of: _Year, _advance: Advance) -> list[Path]:
    return [write_memo(of.workspace, of.report)]


def _overview_page(of: _Year, _advance: Advance) -> list[Path]:
    return [write_page(of.workspace, of.report)]


def _site(of: _Year, _advance: Advance) -> list[Path]:
    return write_site(of.workspace, of.site)


def _school_pages(of: _Year, advance: Advance) -> list[Path]:
    return write_school_pages(of.workspace, of.site, partial(advance, PAGES))


def _monitoring(of: _Year, _advance: Advance) -> list[Path]:
    return [write_workbook(of.workspace, of.report)]


def _changes_page(of: _Year, _advance: Advance) -> list[Path]:
    return [write_changes_page(of.workspace, of.report)]


def _status_page(of: _Year, _advance: Advance) -> list[Path]:
    return [write_status_page(of.workspace, of.year)]


WRITERS: Mapping[str, Callable[[_Year, Advance], list[Path]]] = {
    "memo": _memo,
    "overview_page": _overview_page,
    "site": _site,
    "school_pages": _school_pages,
    "monitoring": _monitoring,
    "changes_page": _changes_page,
    "status_page": _status_page,
}
"""How each document of a year is written. The slow ones stand first and later: two who share the documents of
a single year, from both ends, have as much to do."""

_calls = count()


def write_documents(
    workspace: Workspace,
    years: Sequence[int],
    names: Sequence[str] = tuple(WRITERS),
    release_id: str | None = None,
    advance: Advance = quietly,
) -> dict[str, dict[int, list[Path]]]:
    """Write documents of some years.

    Args:
        workspace: The home folder.
        years: Reporting years.
        names: The documents, as ``WRITERS`` names them.
        release_id: Release whose changes are told; the current one by default.
        advance: Told of every page of a school and of every document.

    Returns:
        The files of each document, by year.

    Raises:
        ValueError: There is no document of that name.
    """
    call, asked = next(_calls), sorted(names, key=list(WRITERS).index)
    jobs = {(name, year): partial(_write, call, name, year, release_id) for year in years for name in asked}
    try:
        files = workspace.crew.share(workspace, jobs, advance)
    finally:
        _gathered.cache_clear()
    return {name: {year: files[name, year] for year in years} for name in asked}


def _write(
    call: int, name: str, year: int, release_id: str | None, workspace: Workspace, advance: Advance
) -> list[Path]:
    files = WRITERS[name](_gathered(call, workspace, year, release_id), advance)
    advance(DOCUMENTS)
    return files


@lru_cache(maxsize=1)
def _gathered(_call: int, workspace: Workspace, year: int, release_id: str | None) -> _Year:
    """Keep what documents of a year share until another year is asked for, or for it in another call.

    Whoever writes takes neighbours of a list that goes year by year.
    """
    return _Year(workspace, year, release_id)
