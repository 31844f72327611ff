"""The public site, the log of what it leaves out and the gate before it.

Belongs here: assets and their checks. Does not belong here: logic of any box (``chain``
and the folders behind it).
"""

# Dagster reads annotations at run time, so nothing here is imported for type checking only.
from collections.abc import Iterator, Mapping

import dagster as dg

from shnor_pipeline import chain
from shnor_pipeline.chain import PublicRefusedError, PublicRelease, Workspace, version_of_files
from shnor_pipeline.orchestration.checks import SHAPE, shape_check, shape_verdict
from shnor_pipeline.orchestration.describe import OWNERS, Upstream, table_spec
from shnor_pipeline.orchestration.steps import HOME_POOL, RELEASE, Reported, waiting_for_files
from shnor_pipeline.orchestration.workspace import HomeFolder
from shnor_pipeline.tables import INDICATOR_VALUE, SCHOOL_YEAR, SUPPRESSION, TARGET_PROGRESS

PUBLIC_SITE, WITHSTANDS = "public_site", "hidden_values_withstand_the_attack"


def public_site_asset() -> dg.AssetsDefinition:
    """Make the asset of the public site, which its gate may refuse, and of the log of what it leaves out."""
    attack = dg.AssetCheckSpec(
        WITHSTANDS,
        asset=PUBLIC_SITE,
        blocking=True,
        description="No hidden value can be computed from what the written files hold.",
    )

    @dg.multi_asset(
        name=PUBLIC_SITE,
        specs=[table_spec(SUPPRESSION, RELEASE, _read()), _site_spec()],
        check_specs=[shape_check(SUPPRESSION), attack],
        pool=HOME_POOL,
    )
    def public_site(context: dg.AssetExecutionContext, home_folder: HomeFolder) -> Iterator[Reported]:
        workspace = home_folder.open()
        try:
            with waiting_for_files(context):
                public = chain.publish_public(workspace)
        except PublicRefusedError as refused:
            yield from _hidden(workspace, {})
            yield _attack_result(passed=False, facts={"refused": str(refused)})
            return
        yield from _hidden(workspace, public.hidden if public else {})
        yield from _published(workspace, public)

    return public_site


def _read() -> list[Upstream]:
    every_year = dg.AllPartitionMapping()
    tables = (SCHOOL_YEAR, INDICATOR_VALUE, TARGET_PROGRESS)
    of_years = [dg.AssetDep(spec.name, partition_mapping=every_year) for spec in tables]
    return ["programme", "reference_lists", *of_years]


def _site_spec() -> dg.AssetSpec:
    return dg.AssetSpec(
        PUBLIC_SITE,
        description="public/: the static site that may be published, replaced only when the gate lets it.",
        group_name=RELEASE,
        owners=OWNERS,
        kinds={"html"},
        deps=_read(),
        skippable=True,
    )


def _hidden(workspace: Workspace, reasons: Mapping[str, int]) -> Iterator[Reported]:
    """Report the log of all years: rows, why values are hidden, version of its files, shape."""
    store, name = workspace.store, SUPPRESSION.name
    frames = {year: store.read(SUPPRESSION, year) for year in store.years(name)}
    version = version_of_files((store.path(name, year) for year in frames), store.root)
    facts = {"dagster/row_count": sum(map(len, frames.values())), **reasons}
    yield dg.MaterializeResult(asset_key=name, metadata=facts, data_version=dg.DataVersion(version))
    yield shape_verdict(SUPPRESSION, frames).of_check(name, SHAPE)


def _published(workspace: Workspace, public: PublicRelease | None) -> Iterator[Reported]:
    """Report the site as it stands: printed values, where it opens, version of its files."""
    folder = workspace.home.public
    files = [path for path in folder.rglob("*") if path.is_file()]
    printed = public.printed if public else 0
    yield dg.MaterializeResult(
        asset_key=PUBLIC_SITE,
        metadata={"printed": printed, "files": len(files), "folder": dg.MetadataValue.path(folder)},
        data_version=dg.DataVersion(version_of_files(files, folder)),
    )
    yield _attack_result(passed=True, facts={"printed": printed})


def _attack_result(*, passed: bool, facts: Mapping[str, str | int]) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(
        asset_key=PUBLIC_SITE,
        check_name=WITHSTANDS,
        passed=passed,
        severity=dg.AssetCheckSeverity.ERROR,
        metadata=facts,
    )
