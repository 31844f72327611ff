"""From values to comparisons: clusters, effect, gap, risk profile, objectivity.

Belongs here: reading inputs, calling one function of ``comparison`` or ``profile``, writing its result. Does
not belong here: formulas.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shnor_pipeline.comparison import (
    clusters_of_year,
    compare_with_clusters,
    effects_of_year,
    gaps_of_year,
)
from shnor_pipeline.comparison import propose_clusters as proposal_of
from shnor_pipeline.indicators import INDICATORS, indicator_table
from shnor_pipeline.profile import objectivity_of_year, risk_profile
from shnor_pipeline.tables import (
    CLUSTER,
    CLUSTER_COMPARISON,
    INDICATOR_VALUE,
    OBJECTIVITY_FLAG,
    PROGRAMME_EFFECT,
    QUALITY_GAP_YEAR,
    RISK_PROFILE,
    SCHOOL_YEAR,
    TableSpec,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from shnor_pipeline.chain.workspace import Workspace
    from shnor_pipeline.comparison import Proposal


class NoYearError(LookupError):
    """The store has no such year; the message names those it has."""


def compute_clusters(workspace: Workspace, year: int) -> pd.DataFrame:
    """Compute and write ``cluster`` of a year."""
    lists = workspace.reference.lists
    named = dict(lists.cluster(year, school) for school in workspace.reference.register.in_year(year))
    stated = frozenset(cluster for cluster, _ in lists.clusters.get(year, {}).values())
    clusters = clusters_of_year(
        workspace.store.read(SCHOOL_YEAR, year),
        named,
        stated=stated,
        order_date=lists.cluster_orders.get(year),
    )
    workspace.store.write(CLUSTER, year, clusters)
    return clusters


def compute_cluster_comparison(workspace: Workspace, year: int) -> pd.DataFrame:
    """Compute and write ``cluster_comparison`` of a year."""
    store = workspace.store
    compared = compare_with_clusters(
        store.read(SCHOOL_YEAR, year), store.read(INDICATOR_VALUE, year), indicator_table(INDICATORS)
    )
    store.write(CLUSTER_COMPARISON, year, compared)
    return compared


def compute_effects(workspace: Workspace, year: int) -> pd.DataFrame:
    """Compute and write ``programme_effect`` of a year from it and the first years of the programme."""
    first_years = workspace.reference.lists.first_years()
    schools = workspace.store.read(SCHOOL_YEAR, year)
    needed = {first for first in first_years.values() if first < year} | {year}
    values = _of_years(workspace, INDICATOR_VALUE, needed)
    effects = effects_of_year(schools, first_years, values, indicator_table(INDICATORS), year)
    workspace.store.write(PROGRAMME_EFFECT, year, effects)
    return effects


def compute_gap(workspace: Workspace, year: int) -> pd.DataFrame:
    """Compute and write ``quality_gap_year`` of a year from it and the year before."""
    known = workspace.store.years(INDICATOR_VALUE.name)
    needed = [each for each in (year - 1, year) if each in known]
    schools = _of_years(workspace, SCHOOL_YEAR, needed)
    gaps = gaps_of_year(schools, _of_years(workspace, INDICATOR_VALUE, needed), year)
    workspace.store.write(QUALITY_GAP_YEAR, year, gaps)
    return gaps


def compute_risk_profile(workspace: Workspace, year: int) -> pd.DataFrame:
    """Compute and write ``risk_profile`` of a year."""
    store = workspace.store
    profile = risk_profile(
        store.read(SCHOOL_YEAR, year), store.read(INDICATOR_VALUE, year), indicator_table(INDICATORS)
    )
    store.write(RISK_PROFILE, year, profile)
    return profile


def compute_objectivity(workspace: Workspace, year: int) -> pd.DataFrame:
    """Compute and write ``objectivity_flag`` of a year from its results and those of the year before."""
    tables = {name: workspace.catalogue.table(name) for name in ("vpr_result", "vpr_marks", "exam_result")}
    years = (year - 1, year)
    results = {name: _of_years(workspace, spec, years) for name, spec in tables.items()}
    flags = objectivity_of_year(results["vpr_result"], results["vpr_marks"], results["exam_result"], year)
    workspace.store.write(OBJECTIVITY_FLAG, year, flags)
    return flags


def propose_clusters(workspace: Workspace, year: int, groups: int | None = None) -> Proposal:
    """Propose clusters for a year from its schools and their social composition; nothing is written.

    Raises:
        NoYearError: The year was not computed.
        TooFewSchoolsError: Too few schools have all components.
    """
    known = workspace.store.years(INDICATOR_VALUE.name)
    if year not in known:
        listed = ", ".join(map(str, known)) or "ни одного"
        raise NoYearError(f"Года {year} в хранилище нет, есть: {listed}. Сначала выполните shnor run.")
    schools, values = (workspace.store.read(spec, year) for spec in (SCHOOL_YEAR, INDICATOR_VALUE))
    return proposal_of(schools, values, groups)


def _of_years(workspace: Workspace, spec: TableSpec, years: Iterable[int]) -> dict[int, pd.DataFrame]:
    return {year: workspace.store.read(spec, year) for year in sorted(years)}
