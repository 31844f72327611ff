"""From canonical tables to parts, values, plan and fact.

Belongs here: reading inputs, calling one function of ``indicators``, writing its result. Does not belong
here: formulas.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shnor_pipeline.chain.workspace import PARTS, Workspace
from shnor_pipeline.indicators import (
    INDICATORS,
    progress_of_year,
    scan_year,
    schools_of_year,
    values_of_year,
)
from shnor_pipeline.tables import (
    INDICATOR_VALUE,
    SCHOOL_YEAR,
    TARGET_PROGRESS,
)

if TYPE_CHECKING:
    import pandas as pd


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


def compute_values(workspace: Workspace, year: int) -> pd.DataFrame:
    """Compute and write ``indicator_value`` of a year from its parts and those of the year before."""
    store = workspace.store
    values = values_of_year(
        store.read(SCHOOL_YEAR, year),
        store.read(PARTS, year),
        store.read(PARTS, year - 1),
        INDICATORS,
        lambda procedure: workspace.programme.is_held(procedure, year),
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
