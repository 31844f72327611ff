"""From canonical tables to parts, values, plan and fact, measures.

Belongs here: reading inputs, calling one function of ``indicators`` or ``measures``, writing its result.
Does not belong here: formulas.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from shnor_pipeline.chain.workspace import NO_YEAR, PARTS, Workspace
from shnor_pipeline.indicators import (
    INDICATORS,
    attainability_of_year,
    progress_of_year,
    projections,
    scan_year,
    schools_of_year,
    values_of_year,
)
from shnor_pipeline.measures import declines_of_year, progress_of_measures
from shnor_pipeline.tables import (
    INDICATOR_DECLINE,
    INDICATOR_PROJECTION,
    INDICATOR_VALUE,
    MEASURE_PROGRESS,
    SCHOOL_YEAR,
    TARGET_ATTAINABILITY,
    TARGET_PROGRESS,
)

if TYPE_CHECKING:
    from shnor_pipeline.tables import TableSpec


def compute_schools(workspace: Workspace, year: int) -> pd.DataFrame:
    """Compute and write ``school_year`` of a year."""
    enrollment = workspace.store.read(workspace.catalogue.table("enrollment"), year)
    schools = schools_of_year(workspace.reference, year, enrollment)
    workspace.store.write(SCHOOL_YEAR, year, schools)
    return schools


def compute_parts(workspace: Workspace, year: int) -> pd.DataFrame:
    """Compute and write the parts of all indicators of a year: one scan per table."""
    parts = scan_year(lambda table: workspace.store.path(table, year), INDICATORS)
    workspace.store.write(PARTS, year, parts)
    return parts


def compute_measures(workspace: Workspace, year: int) -> pd.DataFrame:
    """Compute and write ``measure_progress`` of a year."""
    facts = workspace.store.read(workspace.catalogue.table("measure_fact"), year)
    progress = progress_of_measures(workspace.programme, facts, year)
    workspace.store.write(MEASURE_PROGRESS, year, progress)
    return progress


def compute_values(workspace: Workspace, year: int) -> pd.DataFrame:
    """Compute and write ``indicator_value`` of a year from its parts, those of the year before, measures."""
    store = workspace.store
    values = values_of_year(
        store.read(SCHOOL_YEAR, year),
        store.read(PARTS, year),
        store.read(PARTS, year - 1),
        INDICATORS,
        lambda procedure: workspace.programme.is_held(procedure, year),
        {MEASURE_PROGRESS.name: store.read(MEASURE_PROGRESS, year)},
    )
    store.write(INDICATOR_VALUE, year, values)
    return values


def compute_progress(workspace: Workspace, year: int) -> pd.DataFrame:
    """Compute and write ``target_progress`` of a year."""
    values = workspace.store.read(INDICATOR_VALUE, year)
    lines = workspace.programme.target_lines()
    progress = progress_of_year(lines, values, year, workspace.programme.municipality.id)
    workspace.store.write(TARGET_PROGRESS, year, progress)
    return progress


def compute_attainability(workspace: Workspace, year: int) -> pd.DataFrame:
    """Compute and write ``target_attainability`` of a year."""
    values = workspace.store.read(INDICATOR_VALUE, year)
    rows = attainability_of_year(workspace.programme.target_lines(), values, INDICATORS, year)
    workspace.store.write(TARGET_ATTAINABILITY, year, rows)
    return rows


def compute_projections(workspace: Workspace, year: int) -> pd.DataFrame:
    """Compute and write ``indicator_projection`` of a year from the values up to it."""
    programme = workspace.programme
    values = _up_to(workspace, INDICATOR_VALUE, year)
    lines, last = programme.target_lines(), programme.years[-1]
    rows = projections(lines, values, year, last, programme.municipality.id)
    workspace.store.write(INDICATOR_PROJECTION, year, rows)
    return rows


def compute_declines(workspace: Workspace, year: int) -> pd.DataFrame:
    """Compute and write ``indicator_decline`` of a year from the values up to it and its measures."""
    values = _up_to(workspace, INDICATOR_VALUE, year)
    progress = workspace.store.read(MEASURE_PROGRESS, year)
    directions = {each.indicator_id: each.direction for each in INDICATORS}
    rows = declines_of_year(workspace.programme, values, progress, directions, year)
    workspace.store.write(INDICATOR_DECLINE, year, rows)
    return rows


def _up_to(workspace: Workspace, spec: TableSpec, year: int) -> pd.DataFrame:
    """Read a table of all years up to one."""
    years = [each for each in workspace.store.years(spec.name) if NO_YEAR < each <= year]
    return pd.concat([workspace.store.read(spec, each) for each in years]) if years else spec.frame()
