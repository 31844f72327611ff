"""Social index, status of schools with its evidence, decisions.

Belongs here: assets and their checks. Does not belong here: logic of any box (``chain``
and the folders behind it).
"""

# Dagster reads annotations at run time, so nothing here is imported for type checking only.
from collections.abc import Iterator, Mapping, Sequence

import dagster as dg
import pandas as pd

from shnor_pipeline import chain
from shnor_pipeline.chain import Workspace
from shnor_pipeline.identification import Identified
from shnor_pipeline.orchestration.checks import Judged, Verdict, check_by_year
from shnor_pipeline.orchestration.describe import Upstream, table_spec
from shnor_pipeline.orchestration.steps import IDENTIFICATION as GROUP
from shnor_pipeline.orchestration.steps import Made, StoredTable, chain_step
from shnor_pipeline.orchestration.workspace import with_year_before
from shnor_pipeline.tables import (
    IDENTIFICATION,
    OVERRIDE,
    PROCEDURE_RESULT,
    SCHOOL_YEAR,
    SOCIAL_INDEX,
    SOCIAL_INDEX_COMPONENT,
)

EVERY_SCHOOL, NOBODY_BY_FEW = "every_school_has_a_status", "nobody_is_named_by_few_pupils"


def identification_assets(years: Sequence[int]) -> list[dg.AssetsDefinition]:
    """Make the assets of the social index and of the identification."""
    return [_social_index(years), _identification(years)]


def _social_index(years: Sequence[int]) -> dg.AssetsDefinition:
    tables = (SOCIAL_INDEX, SOCIAL_INDEX_COMPONENT)
    deps = [SCHOOL_YEAR.name, "social_passport", "programme"]
    specs = [table_spec(spec, GROUP, deps, kind="duckdb") for spec in tables]

    @chain_step(SOCIAL_INDEX.name, specs, years, tables=tables)
    def social_index(workspace: Workspace, wanted: list[int]) -> Iterator[Made]:
        chain.for_each_year(workspace, chain.compute_social_index, wanted)
        yield from map(StoredTable, tables)

    return social_index


def _identification(years: Sequence[int]) -> dg.AssetsDefinition:
    tables = (IDENTIFICATION, PROCEDURE_RESULT, OVERRIDE)
    specs = [table_spec(spec, GROUP, _evidence(years), kind="duckdb") for spec in tables]
    named = "No school is named by a procedure with fewer than ten participants."
    checks = [
        check_by_year(EVERY_SCHOOL, IDENTIFICATION.name, "Every school of the year has one row.", years),
        check_by_year(NOBODY_BY_FEW, IDENTIFICATION.name, named, years),
    ]

    @chain_step(IDENTIFICATION.name, specs, years, tables=tables, checks=checks)
    def identification(workspace: Workspace, wanted: list[int]) -> Iterator[Made]:
        identified = chain.each_year(workspace, chain.compute_identification, wanted)
        yield StoredTable(IDENTIFICATION, {year: _named(each) for year, each in identified.items()})
        yield StoredTable(PROCEDURE_RESULT)
        yield StoredTable(OVERRIDE)
        schools = {year: workspace.store.read(SCHOOL_YEAR, year) for year in wanted}
        yield from _verdicts({year: each.identification for year, each in identified.items()}, schools)

    return identification


def _evidence(years: Sequence[int]) -> list[Upstream]:
    """Name what the rule looks at: results of the year and of the year before, the index, the lists."""
    counted = ("exam_result", "vpr_result", "vpr_marks")
    before = [dg.AssetDep(name, partition_mapping=with_year_before(years)) for name in counted]
    return [*before, SCHOOL_YEAR.name, SOCIAL_INDEX.name, "enrollment", "programme", "reference_lists"]


def _named(identified: Identified) -> dict[str, int]:
    return {"named": int(identified.identification["low_results"].sum())}


def _verdicts(statuses: Mapping[int, pd.DataFrame], schools: Mapping[int, pd.DataFrame]) -> Iterator[Judged]:
    """Judge the statuses of each year and of all years of the run together."""
    all_statuses, all_schools = pd.concat(statuses.values()), pd.concat(schools.values())
    every = {year: every_school_has_a_status(statuses[year], schools[year]) for year in statuses}
    together = every_school_has_a_status(all_statuses, all_schools)
    yield Judged(IDENTIFICATION.name, EVERY_SCHOOL, every, together)
    by_few = {year: nobody_is_named_by_few_pupils(frame) for year, frame in statuses.items()}
    together = nobody_is_named_by_few_pupils(all_statuses)
    yield Judged(IDENTIFICATION.name, NOBODY_BY_FEW, by_few, together)


def every_school_has_a_status(statuses: pd.DataFrame, schools: pd.DataFrame) -> Verdict:
    """Judge whether the schools of the statuses are those of the register, each once a year."""
    key = ["year", "school_id"]
    expected, given = (sorted(frame[key].itertuples(index=False, name=None)) for frame in (schools, statuses))
    facts = {"schools": len(expected), "rows": len(given)}
    return Verdict(expected == given, dg.AssetCheckSeverity.ERROR, facts)


def nobody_is_named_by_few_pupils(statuses: pd.DataFrame) -> Verdict:
    """Warn of schools whose low results rest on few pupils: the status is to be looked at by a person."""
    by_few = statuses[statuses["low_results"].fillna(value=False) & (statuses["status"] == "few")]
    shown = [f"{row['year']} {row['school_id']}" for row in by_few.to_dict("records")]
    facts = {"schools": len(shown), "which": ", ".join(shown) or "none"}
    return Verdict(not shown, dg.AssetCheckSeverity.WARN, facts)
