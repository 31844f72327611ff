"""From the inbox to canonical tables, findings and marked workbooks.

Belongs here: assets. Does not belong here: logic of any box (``chain``
and the folders behind it).
"""

# Dagster reads annotations at run time, so nothing here is imported for type checking only.
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import dagster as dg
import pandas as pd

from shnor_pipeline import chain
from shnor_pipeline.chain import UNRECOGNISED, Workspace
from shnor_pipeline.ingest import Catalogue, Intake
from shnor_pipeline.orchestration.checks import (
    Judged,
    Verdict,
    check_by_year,
    findings_verdict,
    line_of,
    reconciled_verdict,
)
from shnor_pipeline.orchestration.describe import OWNERS, Upstream, table_spec
from shnor_pipeline.orchestration.sources import all_form_keys, form_keys
from shnor_pipeline.orchestration.steps import (
    QUALITY,
    TABLES,
    Made,
    StoredTable,
    Told,
    WrittenFiles,
    chain_step,
    table_step,
)
from shnor_pipeline.orchestration.workspace import with_year_before
from shnor_pipeline.tables import (
    CORRECTION,
    FILE_FINDING,
    FINDING,
    SOURCE_CELL,
    SOURCE_COLUMN,
    SOURCE_FILE,
    TableSpec,
)

ACCEPTED, RECONCILED = "{}_rows_accepted", "{}_rows_reconcile"
"""Names of the checks of a table, by its name."""

RECOGNISED = "every_file_recognised"

_TOLD = 20
"""Files of a year that the log names."""


def intake_asset(catalogue: Catalogue, years: Sequence[int]) -> dg.AssetsDefinition:
    """One step reads a year's folder once and gives all canonical tables, findings, reconciliation."""
    forms = _forms(catalogue)
    # source_file comes first: it knows every file by its content, so what is made of files can follow it
    beside = (SOURCE_FILE, FILE_FINDING, SOURCE_COLUMN, SOURCE_CELL, CORRECTION)
    specs = _file_specs(catalogue)
    specs += [
        table_spec(spec, TABLES, [*form_keys(catalogue, spec.name), "reference_lists", "programme"])
        for spec in catalogue.tables
    ]
    checks = [
        check_by_year(RECOGNISED, SOURCE_FILE.name, "Every file could be read and is of a form.", years)
    ]
    checks += [
        check
        for name in forms
        for check in (
            check_by_year(ACCEPTED.format(name), name, "No row or file of these forms was kept out.", years),
            check_by_year(
                RECONCILED.format(name),
                name,
                "Rows read are rows accepted and quarantined; accepted are stored.",
                years,
            ),
        )
    ]

    @chain_step("intake", specs, years, tables=[*beside, *catalogue.tables], checks=checks)
    def intake(workspace: Workspace, wanted: list[int]) -> Iterator[Made]:
        workspace.clear_left_overs()
        workspace.call_helpers()
        chain.survey_inbox(workspace)
        taken = chain.each_year(workspace, chain.take_in_year, wanted)
        yield from (_told(year, each) for year, each in taken.items())
        yield StoredTable(SOURCE_FILE, {year: _statuses(each) for year, each in taken.items()})
        yield _recognised(taken)
        yield StoredTable(FILE_FINDING, {year: _severities(each) for year, each in taken.items()})
        yield from map(StoredTable, (SOURCE_COLUMN, SOURCE_CELL, CORRECTION))
        for spec in catalogue.tables:
            yield StoredTable(spec, {year: _held(each, spec.name) for year, each in taken.items()})
            yield _accepted(spec.name, taken, forms[spec.name])
            yield _reconciled(spec, taken, forms[spec.name])

    return intake


def _forms(catalogue: Catalogue) -> dict[str, list[str]]:
    """Return the forms of each canonical table."""
    forms: dict[str, list[str]] = {spec.name: [] for spec in catalogue.tables}
    for each in catalogue.sources:
        if each.form not in forms[each.table.name]:
            forms[each.table.name].append(each.form)
    return forms


def _file_specs(catalogue: Catalogue) -> list[dg.AssetSpec]:
    files = SOURCE_FILE.name
    return [
        table_spec(SOURCE_FILE, QUALITY, all_form_keys(catalogue)),
        table_spec(FILE_FINDING, QUALITY, [files, "reference_lists", "programme"]),
        table_spec(SOURCE_COLUMN, QUALITY, [files]),
        table_spec(SOURCE_CELL, QUALITY, [files]),
        table_spec(CORRECTION, QUALITY, [files, "reference_lists"]),
    ]


def _told(year: int, intake: Intake) -> Told:
    """Say what a year came to, and of each file that was kept out in whole or in part why, once."""
    files, severities = intake.source_files, _severities(intake)
    read, accepted, held = (int(files[f"rows_{name}"].sum()) for name in ("read", "accepted", "quarantined"))
    line = (
        f"{year}: {files['file'].nunique()} files; {read} rows read, {accepted} accepted, {held} quarantined"
        f"; errors {severities['errors']}, warnings {severities['warnings']}"
    )
    errors = intake.findings[intake.findings["severity"] == "error"].drop_duplicates("file")
    more = [f"{year}: {len(errors) - _TOLD} more files"] if len(errors) > _TOLD else []
    return Told([line], [*map(line_of, errors.head(_TOLD).to_dict("records")), *more])


def _statuses(intake: Intake) -> dict[str, int]:
    counts = intake.source_files["status"].value_counts()
    return {str(status): int(count) for status, count in counts.items()}


def _severities(intake: Intake) -> dict[str, int]:
    severity = intake.findings["severity"]
    return {"errors": int((severity == "error").sum()), "warnings": int((severity == "warning").sum())}


def _held(intake: Intake, table: str) -> dict[str, Any]:
    return {"rows_quarantined": len(intake.quarantine[table])}


def _accepted(table: str, taken: Mapping[int, Intake], forms: Sequence[str]) -> Judged:
    found = {year: _findings_of(each, forms) for year, each in taken.items()}
    return _judged(table, ACCEPTED.format(table), found)


def _findings_of(intake: Intake, forms: Sequence[str]) -> pd.DataFrame:
    """Select the findings of some forms; one about a whole file names no form, but the file does."""
    files, findings = intake.source_files, intake.findings
    of_file = findings["form"].isna() & findings["file"].isin(files.loc[files["form"].isin(forms), "file"])
    return findings[findings["form"].isin(forms) | of_file]


def _recognised(taken: Mapping[int, Intake]) -> Judged:
    found = {year: _findings_of_no_form(each) for year, each in taken.items()}
    return _judged(SOURCE_FILE.name, RECOGNISED, found)


def _findings_of_no_form(intake: Intake) -> pd.DataFrame:
    files, findings = intake.source_files, intake.findings
    return findings[findings["file"].isin(files.loc[files["status"] == UNRECOGNISED, "file"])]


def _judged(asset: str, name: str, found: Mapping[int, pd.DataFrame]) -> Judged:
    by_year = {year: findings_verdict(each) for year, each in found.items()}
    return Judged(asset, name, by_year, findings_verdict(pd.concat(found.values())))


def _reconciled(spec: TableSpec, taken: Mapping[int, Intake], forms: Sequence[str]) -> Judged:
    def verdict(intakes: Sequence[Intake]) -> Verdict:
        files = pd.concat([each.source_files for each in intakes])
        stored = sum(len(each.tables[spec.name]) for each in intakes)
        return reconciled_verdict(files[files["form"].isin(forms)], stored)

    by_year = {year: verdict([each]) for year, each in taken.items()}
    return Judged(spec.name, RECONCILED.format(spec.name), by_year, verdict(list(taken.values())))


def quality_assets(catalogue: Catalogue, years: Sequence[int]) -> list[dg.AssetsDefinition]:
    """All findings of a year, which need the year before, and the marked workbooks made from them."""
    before = [dg.AssetDep(spec.name, partition_mapping=with_year_before(years)) for spec in catalogue.tables]
    deps: list[Upstream] = [*before, FILE_FINDING.name, SOURCE_COLUMN.name, "reference_lists"]
    name = "returned_workbooks"
    returned = dg.AssetSpec(
        name,
        description="returned/<year>/**: the senders' files with what was found in them, bad cells marked.",
        group_name=QUALITY,
        owners=OWNERS,
        kinds={"excel"},
        deps=[FINDING.name, SOURCE_FILE.name, *(spec.name for spec in catalogue.tables)],
    )

    @chain_step(name, [returned], years)
    def returned_workbooks(workspace: Workspace, wanted: list[int]) -> Iterator[Made]:
        paths = chain.each_year(workspace, chain.return_marked, wanted)
        folder = workspace.home.returned
        facts = {
            year: {"workbooks": len(each), "folder": dg.MetadataValue.path(folder / str(year))}
            for year, each in paths.items()
        }
        yield WrittenFiles(name, paths, facts)

    return [table_step(FINDING, chain.compare_years, deps, years, group=QUALITY), returned_workbooks]
