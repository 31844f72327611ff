"""What people keep: the forms in the inbox, the programme, the reference lists.

Belongs here: observable assets whose data version is the hash of their content. Does not belong here: how a
file is looked at (``chain``).
"""

# Dagster reads annotations at run time, so nothing here is imported for type checking only.
from collections.abc import Callable, Sequence

import dagster as dg

from shnor_pipeline import chain
from shnor_pipeline.chain import UNRECOGNISED, Workspace
from shnor_pipeline.ingest import Catalogue, Source
from shnor_pipeline.orchestration.describe import OWNERS
from shnor_pipeline.orchestration.lineage import INBOX, form_key
from shnor_pipeline.orchestration.steps import REFERENCE, SINGLE_RUN, SOURCES
from shnor_pipeline.orchestration.workspace import beta_accepted, year_partitions
from shnor_pipeline.settings import Settings
from shnor_pipeline.tables.render import SQL_TYPES


def source_assets(
    catalogue: Catalogue, years: Sequence[int], settings: Settings
) -> list[dg.AssetsDefinition]:
    """Make the assets of what people keep and the pipeline only reads: looking at them holds nobody up."""
    by_form: dict[str, list[Source]] = {}
    for source in catalogue.sources:
        by_form.setdefault(source.form, []).append(source)
    with beta_accepted():
        observed = [
            *(_form(form, layouts, years, settings) for form, layouts in by_form.items()),
            _form(UNRECOGNISED, [], years, settings),
            _kept("programme", "programme.yaml: the document as data.", "yaml", settings, _programme),
            _kept(
                "reference_lists",
                "reference/*.csv: register of schools, groups, clusters, scales, minimums, ledgers.",
                "csv",
                settings,
                _reference,
            ),
        ]
        resolved = dg.Definitions(assets=observed)
        made = [resolved.resolve_assets_def(each.key) for each in observed]
    # the decorator of an observable asset takes neither owners nor a policy for runs of several years
    made = [each.with_attributes(backfill_policy=SINGLE_RUN) for each in made]
    return list(dg.map_asset_specs(lambda spec: spec.replace_attributes(owners=OWNERS), made))


def form_keys(catalogue: Catalogue, table: str) -> list[dg.AssetKey]:
    """Return the assets of the forms whose rows go to a canonical table."""
    return [
        form_key(form)
        for form in dict.fromkeys(each.form for each in catalogue.sources if each.table.name == table)
    ]


def all_form_keys(catalogue: Catalogue) -> list[dg.AssetKey]:
    """Return the assets of all forms and of what is of no form."""
    forms = dict.fromkeys(each.form for each in catalogue.sources)
    return [*map(form_key, forms), form_key(UNRECOGNISED)]


def _form(form: str, layouts: Sequence[Source], years: Sequence[int], settings: Settings) -> dg.SourceAsset:
    """Make the asset of all files of a form, by year: its version changes when one of these files does."""
    titles = "; ".join(dict.fromkeys(each.manifest.title_ru for each in layouts))
    headers = list(dict.fromkeys(row.header for each in layouts for row in each.headers))

    @dg.observable_source_asset(
        name=form,
        key_prefix=[INBOX],
        description=_described(titles),
        group_name=SOURCES,
        tags={**_kind("excel"), "form": form},
        partitions_def=year_partitions(years),
        metadata={"dagster/column_schema": _headers(headers), "layouts": len(layouts)},
    )
    def observe(context: dg.OpExecutionContext) -> dg.DataVersionsByPartition:
        workspace = Workspace(settings)
        of_run = context.has_partition_key or context.has_partition_key_range
        wanted = context.partition_keys if of_run else map(str, years)
        versions = {str(year): chain.versions_of_forms(workspace, int(year))[form] for year in wanted}
        with beta_accepted():
            return dg.DataVersionsByPartition(versions)

    return observe


def _described(titles: str) -> str:
    if not titles:
        return "Files of no known form, and files that could not be opened."
    return f"{titles}. Workbooks as they came, told by their header."


def _kind(kind: str) -> dict[str, str]:
    return {f"dagster/kind/{kind}": ""}


def _headers(names: Sequence[str]) -> dg.TableSchema:
    """Show the headers of a form as columns, of all its layouts and years together."""
    text = SQL_TYPES["str"]
    return dg.TableSchema([dg.TableColumn(name, text) for name in names])


def _kept(
    name: str, description: str, kind: str, settings: Settings, version: Callable[[Workspace], str]
) -> dg.SourceAsset:
    """Make the asset of something that belongs to no single year."""

    @dg.observable_source_asset(name=name, description=description, group_name=REFERENCE, tags=_kind(kind))
    def observe() -> dg.DataVersion:
        return dg.DataVersion(version(Workspace(settings)))

    return observe


def _programme(workspace: Workspace) -> str:
    return chain.version_of_files([workspace.home.programme], workspace.home.root)


def _reference(workspace: Workspace) -> str:
    folder = workspace.home.reference
    return chain.version_of_files(folder.glob("*.csv"), folder)
