"""What all asset modules share: groups, the step that calls the chain, what it reports of its results.

Belongs here: one way to make an asset of a function of the chain. Does not belong here: logic of any box
(``chain`` and the folders behind it).
"""

# Dagster reads annotations at run time, so nothing here is imported for type checking only.
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import dagster as dg
import pandas as pd

from shnor_pipeline import chain
from shnor_pipeline.chain import Workspace
from shnor_pipeline.ingest import content_hash
from shnor_pipeline.orchestration.checks import SHAPE, Judged, results_of, shape_check, shape_verdict
from shnor_pipeline.orchestration.describe import Upstream, preview, table_spec
from shnor_pipeline.orchestration.versions import data_version
from shnor_pipeline.orchestration.workspace import HomeFolder, year_partitions
from shnor_pipeline.store import Store
from shnor_pipeline.tables import TableSpec

REFERENCE, SOURCES, TABLES, QUALITY = "reference", "sources", "tables", "quality"
IDENTIFICATION, INDICATORS, COMPARISON = "identification", "indicators", "comparison"
RELEASE, REPORTS = "release", "reports"
SINGLE_RUN = dg.BackfillPolicy.single_run()

HOME_POOL = "home_folder"
"""Pool of every step that writes: with its limit of one, two runs never write the home folder at once."""

RETRIES, FIRST_WAIT_S = 4, 5.0
"""A file held by another program is tried again after 5, 10, 20 and 40 seconds."""

Facts = Mapping[int, Mapping[str, Any]]


@dataclass(frozen=True)
class StoredTable:
    """A table that a step wrote to the store (to the working one, if none is named), with further facts."""

    spec: TableSpec
    facts: Facts = field(default_factory=dict)
    store: Store | None = None


@dataclass(frozen=True)
class WrittenFiles:
    """Files for people that a step wrote, by year, with further facts by year to show."""

    asset: str
    paths: Mapping[int, Sequence[Path]]
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True)
class ToWrite:
    """Files for people that share costly facts of a year: a run writes those of them that it asks for.

    Attributes:
        assets: Assets whose files may be asked for.
        write: Writes the files of some years and assets, and returns them by asset and year.
    """

    assets: Sequence[str]
    write: Callable[[Workspace, Sequence[int], Sequence[str]], Mapping[str, Mapping[int, Sequence[Path]]]]


@dataclass(frozen=True)
class Told:
    """What a step says of its work in the log of the run.

    Attributes:
        lines: What was done.
        warnings: What a person has to look at.
    """

    lines: Sequence[str] = ()
    warnings: Sequence[str] = ()


Made = StoredTable | WrittenFiles | ToWrite | Judged | Told
Reported = dg.MaterializeResult[None] | dg.AssetCheckResult
Body = Callable[[Workspace, list[int]], Iterator[Made]]


def chain_step(
    name: str,
    specs: Sequence[dg.AssetSpec],
    years: Sequence[int],
    *,
    tables: Sequence[TableSpec] = (),
    checks: Sequence[dg.AssetCheckSpec] = (),
    can_subset: bool = False,
) -> Callable[[Body], dg.AssetsDefinition]:
    """Make assets of a body that calls the chain for the years of a run.

    Every table gets its blocking check of shape, a data version made of its content, row counts, links and a
    preview by year; a file that another program holds is waited for.

    Args:
        name: Name of the step.
        specs: Assets it makes.
        years: Reporting years, which are the partitions.
        tables: Tables among the assets.
        checks: Checks that the body has verdicts for.
        can_subset: Whether a run may ask for some of the assets; what it does not ask for is not written.
    """

    def make(body: Body) -> dg.AssetsDefinition:
        @dg.multi_asset(
            name=name,
            specs=specs,
            check_specs=[*checks, *map(shape_check, tables)],
            partitions_def=year_partitions(years),
            backfill_policy=SINGLE_RUN,
            pool=HOME_POOL,
            can_subset=can_subset,
        )
        def step(context: dg.AssetExecutionContext, home_folder: HomeFolder) -> Iterator[Reported]:
            workspace = home_folder.open()
            with waiting_for_files(context):
                for made in body(workspace, years_of(context)):
                    yield from _reported(context, workspace, made)

        return step

    return make


def table_step(
    spec: TableSpec,
    compute: Callable[[Workspace, int], pd.DataFrame],
    deps: Sequence[Upstream],
    years: Sequence[int],
    *,
    group: str = INDICATORS,
) -> dg.AssetsDefinition:
    """Make the asset of a computed table: one function of the chain, called for each year of the run."""

    @chain_step(spec.name, [table_spec(spec, group, deps, kind="duckdb")], years, tables=[spec])
    def step(workspace: Workspace, wanted: list[int]) -> Iterator[Made]:
        chain.for_each_year(workspace, compute, wanted)
        yield StoredTable(spec)

    return step


def years_of(context: dg.AssetExecutionContext) -> list[int]:
    """Return the reporting years of a run, in order."""
    return sorted(int(key) for key in context.partition_keys)


@contextmanager
def waiting_for_files(context: dg.AssetExecutionContext) -> Iterator[None]:
    """Try again later where another program holds a file: a report open in Word, a copy under way."""
    try:
        yield
    except PermissionError as error:
        message = "Файл занят другой программой: %s. Закройте его; попытка повторится."
        context.log.warning(message, error.filename)
        wait = FIRST_WAIT_S * 2**context.retry_number
        raise dg.RetryRequested(max_retries=RETRIES, seconds_to_wait=wait) from error


def _reported(context: dg.AssetExecutionContext, workspace: Workspace, made: Made) -> Iterator[Reported]:
    if isinstance(made, StoredTable):
        yield from _table(context, workspace, made)
    elif isinstance(made, WrittenFiles):
        yield _files(context, made)
    elif isinstance(made, ToWrite):
        yield from _asked_for(context, workspace, made)
    elif isinstance(made, Told):
        _tell(context, made)
    else:
        yield from results_of(context.op_execution_context, made)


def _tell(context: dg.AssetExecutionContext, told: Told) -> None:
    for line in told.lines:
        context.log.info(line)
    for line in told.warnings:
        context.log.warning(line)


def _table(context: dg.AssetExecutionContext, workspace: Workspace, made: StoredTable) -> Iterator[Reported]:
    """Report a table as it lies in the store: facts by year, version, shape."""
    spec, store = made.spec, made.store or workspace.store
    contents: dict[int, str] = {}
    frames: dict[int, pd.DataFrame] = {}
    for year in years_of(context):
        path = store.path(spec.name, year)
        contents[year], frames[year] = content_hash(path), store.read(spec, year)
        facts = {
            "dagster/row_count": len(frames[year]),
            "file": dg.MetadataValue.path(path),
            "preview": preview(spec, frames[year]),
            **made.facts.get(year, {}),
        }
        context.add_asset_metadata(facts, spec.name, str(year))
    yield dg.MaterializeResult(asset_key=spec.name, data_version=data_version(context, spec.name, contents))
    yield shape_verdict(spec, frames).of_check(spec.name, SHAPE)


def written(asset: str, paths: Mapping[int, Sequence[Path]]) -> WrittenFiles:
    """Report the files of each year, with a link that opens the first of them on this machine."""
    facts = {
        year: {
            "file": dg.MetadataValue.path(first),
            "open": dg.MetadataValue.url(first.as_uri()),
            "files": len(files),
        }
        for year, files in paths.items()
        for first in files[:1]
    }
    return WrittenFiles(asset, paths, facts)


def _asked_for(
    context: dg.AssetExecutionContext, workspace: Workspace, made: ToWrite
) -> Iterator[dg.MaterializeResult[None]]:
    asked = [name for name in made.assets if dg.AssetKey(name) in context.selected_asset_keys]
    paths = made.write(workspace, years_of(context), asked)
    for name in asked:
        yield _files(context, written(name, paths[name]))


def _files(context: dg.AssetExecutionContext, made: WrittenFiles) -> dg.MaterializeResult[None]:
    """Report files: links by year, a version made of their names and content."""
    contents: dict[int, str] = {}
    for year, paths in made.paths.items():
        digest = hashlib.sha256()
        for path in sorted(paths):
            digest.update(f"{path.name}\0{content_hash(path)}\0".encode())
        contents[year] = digest.hexdigest()
        context.add_asset_metadata(made.facts.get(year, {}), made.asset, str(year))
    return dg.MaterializeResult(
        asset_key=made.asset, data_version=data_version(context, made.asset, contents)
    )
