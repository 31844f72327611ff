"""The whole chain in one process, in order, with the time of each stage.

Belongs here: the order of the steps and what a run has to say of itself. Does not belong here: the steps
(``chain``) and printing (``cli``).
"""

from __future__ import annotations

import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from shnor_pipeline import chain
from shnor_pipeline.ingest import inbox_files
from shnor_pipeline.tables import FINDING, SOURCE_FILE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from shnor_pipeline.chain import Advance, PublicRelease, Workspace
    from shnor_pipeline.quality.file_summary import FileSummary
    from shnor_pipeline.release import Release

Given = TypeVar("Given")

_SHOWN_FINDINGS = 5


@dataclass
class RunSummary:
    """What a run did.

    Attributes:
        years: Reporting years that were read.
        files: Files by status.
        rows_read: Data rows in all files of these years.
        rows_accepted: Rows in the canonical tables.
        rows_quarantined: Rows kept out.
        findings: Findings by severity.
        summaries: What is said of each file with findings, by year in the order of effect.
        worst: The first findings as lines for people: where, and what to do.
        reports: Folders of the reports, by year.
        public: The public site; ``None`` where it was refused or no year has values.
        refused: Why the public site was not published; empty where it was.
        release: The release.
        seconds: Time by stage.
    """

    years: tuple[int, ...]
    files: Counter[str] = field(default_factory=Counter)
    rows_read: int = 0
    rows_accepted: int = 0
    rows_quarantined: int = 0
    findings: Counter[str] = field(default_factory=Counter)
    summaries: list[FileSummary] = field(default_factory=list)
    worst: list[str] = field(default_factory=list)
    reports: list[Path] = field(default_factory=list)
    public: PublicRelease | None = None
    refused: str = ""
    release: Release | None = None
    seconds: dict[str, float] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return the summary for ``--json``."""
        release = self.release
        return {
            "years": list(self.years),
            "files": dict(self.files),
            "rows": {
                "read": self.rows_read,
                "accepted": self.rows_accepted,
                "quarantined": self.rows_quarantined,
            },
            "findings": dict(self.findings),
            "files_with_findings": [each.as_json() for each in self.summaries],
            "public": self._public_as_json(),
            "reports": [str(path) for path in self.reports],
            "release": release and {"release_id": release.release_id, "path": str(release.path)},
            "seconds": {stage: round(seconds, 3) for stage, seconds in self.seconds.items()},
        }

    def _public_as_json(self) -> dict[str, Any]:
        public = self.public
        site = public and {"path": str(public.path), "printed": public.printed, "hidden": dict(public.hidden)}
        return {"refused": self.refused, **(site or {})}

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Add the time of a block to a stage, without that of the stages within it."""
        started, before = time.perf_counter(), sum(self.seconds.values())
        yield
        within = sum(self.seconds.values()) - before
        self.seconds[stage] = self.seconds.get(stage, 0.0) + time.perf_counter() - started - within


def run_chain(
    workspace: Workspace,
    years: Sequence[int] = (),
    advance: Advance = lambda _stage: None,
    tell: Callable[[str], None] = lambda _message: None,
) -> RunSummary:
    """Take years in, compute, report, release.

    Args:
        workspace: The home folder.
        years: Years to read; all years of the inbox where empty.
        advance: Called with the name of the stage after each file, year or report, for a progress bar.
        tell: Called with a message for people when another run writes to the same folder.

    Returns:
        What was done. Reports are made for the years read and every later one, whose trends they change.

    Raises:
        BusyHomeError: Another run writes to the folder and did not end in time.
    """
    with chain.at_work(workspace, tell):
        workspace.clear_left_overs()
        return _run(workspace, years, advance)


def _run(workspace: Workspace, years: Sequence[int], advance: Advance) -> RunSummary:
    summary = RunSummary(tuple(years) or workspace.inbox_years())
    with summary.timed("ingest"):
        if len(summary.years) > 1:
            # the files of one year are read by two processes as it is, which a helper's threads would forbid
            workspace.call_helpers()
        chain.survey_inbox(workspace)
        if not years:
            chain.forget_absent_years(workspace, summary.years)
        _share(workspace, _take_in, summary.years, advance)
        workspace.call_helpers()
    in_store = workspace.store.years(SOURCE_FILE.name)
    all_years = tuple(year for year in in_store if year != chain.NO_YEAR)
    with summary.timed("returned"):
        compared = [year for year in all_years if {year, year - 1}.intersection(summary.years)]
        _share(workspace, _return, compared, advance)
    with summary.timed("indicators"):
        _compute(workspace, summary.years, all_years, advance)
    with summary.timed("public"):
        _publish_public(workspace, summary)

    def write_reports(release_id: str) -> None:
        with summary.timed("reports"):
            reported = [year for year in all_years if summary.years and year >= min(summary.years)]
            chain.write_documents(workspace, reported, release_id=release_id, advance=advance)
            summary.reports += [workspace.home.reports / str(year) for year in reported]

    with summary.timed("release"):
        summary.release = chain.publish_all(workspace, write_reports)
    _count(workspace, summary)
    return summary


def _share(
    workspace: Workspace,
    work: Callable[[int, Workspace, Advance], Given],
    years: Iterable[int],
    advance: Advance,
) -> dict[int, Given]:
    """Do the work of some years as ``chain.each_year`` does, and tell of what is done."""
    return workspace.crew.share(workspace, {year: partial(work, year) for year in years}, advance)


def _take_in(year: int, workspace: Workspace, advance: Advance) -> None:
    chain.take_in_year(workspace, year, lambda: advance("ingest"))


def _return(year: int, workspace: Workspace, advance: Advance) -> None:
    chain.compare_years(workspace, year)
    chain.return_marked(workspace, year)
    advance("returned")


def files_to_read(workspace: Workspace, years: Sequence[int]) -> int:
    """Count the files of the given years, for the length of a progress bar."""
    return sum(1 for year in years for _ in inbox_files(workspace.home.inbox / str(year)))


def _compute(workspace: Workspace, read: Sequence[int], all_years: Sequence[int], advance: Advance) -> None:
    """Go from tables to indicators, in rounds: a round needs what the one before wrote for other years."""
    chain.for_each_year(workspace, _look_at_year, read)
    chain.for_each_year(workspace, _identify, chain.years_that_follow(workspace, read, all_years))
    _share(workspace, _value, all_years, advance)
    chain.for_each_year(workspace, _look_around, all_years)


def _look_at_year(workspace: Workspace, year: int) -> None:
    chain.compute_schools(workspace, year)
    chain.compute_submissions(workspace, year)


def _identify(workspace: Workspace, year: int) -> None:
    chain.compute_social_index(workspace, year)
    chain.compute_identification(workspace, year)
    chain.compute_parts(workspace, year)


def _value(year: int, workspace: Workspace, advance: Advance) -> None:
    chain.compute_measures(workspace, year)
    chain.compute_values(workspace, year)
    chain.compute_progress(workspace, year)
    advance("indicators")


def _look_around(workspace: Workspace, year: int) -> None:
    chain.compute_attainability(workspace, year)
    chain.compute_projections(workspace, year)
    chain.compute_declines(workspace, year)
    chain.compute_clusters(workspace, year)
    chain.compute_cluster_comparison(workspace, year)
    chain.compute_effects(workspace, year)
    chain.compute_gap(workspace, year)
    chain.compute_risk_profile(workspace, year)
    chain.compute_objectivity(workspace, year)


def _publish_public(workspace: Workspace, summary: RunSummary) -> None:
    """Publish the public site; what its gate refuses stops nothing else."""
    try:
        summary.public = chain.publish_public(workspace)
    except chain.PublicRefusedError as refused:
        summary.refused = str(refused)


def _count(workspace: Workspace, summary: RunSummary) -> None:
    for year in (chain.NO_YEAR, *summary.years):
        files = workspace.store.read(SOURCE_FILE, year)
        # a file of several forms counts once, with its worst status; the words happen to sort that way
        summary.files.update(files.groupby("file")["status"].max())
        summary.rows_read += int(files["rows_read"].sum())
        summary.rows_accepted += int(files["rows_accepted"].sum())
        summary.rows_quarantined += int(files["rows_quarantined"].sum())
        findings = workspace.store.read(FINDING, year)
        summary.findings.update(findings["severity"])
        summary.worst += [_line(row) for row in findings.to_dict("records")]
        summary.summaries += chain.summaries_of_year(workspace, year)
    del summary.worst[_SHOWN_FINDINGS:]


def _line(row: Mapping[Any, Any]) -> str:
    place = ", ".join(row[name] for name in ("file", "sheet", "cell") if isinstance(row[name], str))
    return f"{place}: {row['message_ru']}"
