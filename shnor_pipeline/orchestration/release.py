"""The published database and the gate before it.

Belongs here: assets and the checks of a release. Does not belong here: logic of any box (``chain``
and the folders behind it).
"""

# Dagster reads annotations at run time, so nothing here is imported for type checking only.
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dagster as dg

from shnor_pipeline import chain
from shnor_pipeline.chain import Workspace
from shnor_pipeline.ingest import Catalogue
from shnor_pipeline.orchestration.checks import Verdict
from shnor_pipeline.orchestration.describe import OWNERS, table_spec
from shnor_pipeline.orchestration.steps import (
    HOME_POOL,
    RELEASE,
    Made,
    Reported,
    StoredTable,
    chain_step,
    waiting_for_files,
)
from shnor_pipeline.orchestration.workspace import HomeFolder
from shnor_pipeline.release import Release, Releases
from shnor_pipeline.release.gate import GateReport, ReleaseRefusedError
from shnor_pipeline.tables import (
    INDICATOR,
    INDICATOR_FORMULA,
    INDICATOR_VALUE,
    PROGRAMME_CONTRADICTION,
    PUBLISHED_TABLES,
    RELEASE_CHANGE,
    RELEASE_INPUT,
    SUPPRESSION,
)

DATABASE = "published_database"
GATE = "release_gate"
"""Name of the check that stands between the built database and the published one."""

_OF_NO_YEAR = (INDICATOR, INDICATOR_FORMULA, PROGRAMME_CONTRADICTION, RELEASE_INPUT)
"""Published tables that are made with the database itself."""


@dataclass(frozen=True)
class ReleaseCheck:
    """A check of a release.

    Attributes:
        name: Name of the check.
        description: What it says when it passes.
        judge: Judges the release that was made.
        blocking: Whether a failure fails the run.
    """

    name: str
    description: str
    judge: Callable[[Workspace, Release], Verdict]
    blocking: bool = False

    def spec(self) -> dg.AssetCheckSpec:
        """Declare the check for Dagster."""
        return dg.AssetCheckSpec(
            self.name, asset=DATABASE, description=self.description, blocking=self.blocking
        )


def _swapped_in(_workspace: Workspace, release: Release) -> Verdict:
    return Verdict(release.replaced, facts={"release_id": release.release_id})


def _every_year(workspace: Workspace, release: Release) -> Verdict:
    """Judge whether the years of the inbox are in the store that the release was made of."""
    in_store = set(workspace.store.years("indicator_value"))
    absent = [str(year) for year in workspace.inbox_years() if year not in in_store]
    facts = {"years_absent": ", ".join(absent) or "none", "rows": sum(release.rows.values())}
    return Verdict(not absent, facts=facts)


RELEASE_CHECKS: tuple[ReleaseCheck, ...] = (
    ReleaseCheck("swapped_in", "The new database stands in the place of the old one.", _swapped_in),
    ReleaseCheck("every_year", "Every year of the inbox is in the database.", _every_year),
)
"""Checks of a release that was made; whether it may replace the last one is decided by the gate."""


def release_asset(catalogue: Catalogue) -> dg.AssetsDefinition:
    """Make the assets of the published database, which needs every year, and of its tables of no year."""
    tables = [table_spec(spec, RELEASE, ["programme"], kind="duckdb") for spec in _OF_NO_YEAR]

    @dg.multi_asset(
        name=DATABASE,
        specs=[*tables, _database_spec(catalogue)],
        check_specs=[_gate_spec(), *(each.spec() for each in RELEASE_CHECKS)],
        pool=HOME_POOL,
    )
    def published_database(context: dg.AssetExecutionContext, home_folder: HomeFolder) -> Iterator[Reported]:
        workspace = home_folder.open()
        try:
            with waiting_for_files(context):
                release = chain.publish_all(workspace)
        except ReleaseRefusedError as refused:
            yield _gate_result(refused.report, workspace.home.gate_page)
            # the same store is refused again: trying again changes nothing
            raise dg.Failure(str(refused), allow_retries=False) from refused
        context.log.info(_line(release))
        yield from _results(workspace, release)

    return published_database


def changes_asset(years: Sequence[int]) -> dg.AssetsDefinition:
    """Make the asset of what the last release changed: a year whose numbers stayed keeps its version."""
    # a year without values has nothing that could have changed
    spec = table_spec(RELEASE_CHANGE, RELEASE, [DATABASE, INDICATOR_VALUE.name])

    @chain_step(RELEASE_CHANGE.name, [spec], years, tables=[RELEASE_CHANGE])
    def release_change(workspace: Workspace, wanted: list[int]) -> Iterator[Made]:  # noqa: ARG001
        releases = Releases(workspace.home.releases)
        yield StoredTable(RELEASE_CHANGE, store=chain.changes_of(releases, releases.current()))

    return release_change


def _database_spec(catalogue: Catalogue) -> dg.AssetSpec:
    every_year, not_by_year = dg.AllPartitionMapping(), (*_OF_NO_YEAR, SUPPRESSION)
    by_year = [spec for spec in (*PUBLISHED_TABLES, *catalogue.tables) if spec not in not_by_year]
    deps = [dg.AssetDep(spec.name, partition_mapping=every_year) for spec in by_year]
    returned = dg.AssetDep("returned_workbooks", partition_mapping=every_year)
    return dg.AssetSpec(
        DATABASE,
        description="published/shnor.duckdb: what analysts query, replaced in one rename.",
        group_name=RELEASE,
        owners=OWNERS,
        kinds={"duckdb"},
        deps=["programme", "reference_lists", SUPPRESSION.name, returned, *deps],
    )


def _gate_spec() -> dg.AssetCheckSpec:
    description = "Great Expectations over the built database, before it is swapped in."
    return dg.AssetCheckSpec(GATE, asset=DATABASE, description=description, blocking=True)


def _gate_result(report: GateReport, page: Path) -> dg.AssetCheckResult:
    """Turn the outcomes of the gate into the blocking check, with what is broken and the page of results."""
    lines = [
        f"- {each.expectation.title_ru} ({each.expectation.expectation_id}): {'; '.join(each.places)}"
        for each in (*report.refusals, *report.warnings)
    ]
    return dg.AssetCheckResult(
        asset_key=DATABASE,
        check_name=GATE,
        passed=not report.refusals,
        severity=dg.AssetCheckSeverity.ERROR,
        metadata={
            "quality_page": dg.MetadataValue.path(page),
            "expectations": len(report.outcomes),
            "broken": dg.MetadataValue.md("\n".join(lines) or "nothing is broken"),
        },
    )


def _results(workspace: Workspace, release: Release) -> Iterator[Reported]:
    version = dg.DataVersion(release.release_id)
    path = dg.MetadataValue.path(release.path)
    for spec in _OF_NO_YEAR:
        facts: dict[str, Any] = {"dagster/row_count": release.rows[spec.name], "file": path}
        yield dg.MaterializeResult(asset_key=spec.name, metadata=facts, data_version=version)
    facts = {
        "release_id": release.release_id,
        "file": path,
        "dictionary": dg.MetadataValue.path(workspace.home.published / "dictionary.md"),
        "quality_page": dg.MetadataValue.path(workspace.home.gate_page),
        "dagster/row_count": sum(release.rows.values()),
        "rows": dg.MetadataValue.md(_rows(release)),
    }
    yield dg.MaterializeResult(asset_key=DATABASE, metadata=facts, data_version=version)
    yield _gate_result(release.gate, workspace.home.gate_page)
    for check in RELEASE_CHECKS:
        yield check.judge(workspace, release).of_check(DATABASE, check.name)


def _line(release: Release) -> str:
    rows, where = (
        sum(release.rows.values()),
        "in place of the last" if release.replaced else "kept beside the last",
    )
    return f"Release {release.release_id}: {len(release.rows)} tables, {rows} rows, {where}"


def _rows(release: Release) -> str:
    lines = [f"| {table} | {rows} |" for table, rows in release.rows.items()]
    return "\n".join(["| table | rows |", "|---|---|", *lines])
