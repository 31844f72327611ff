"""Reports of a year, from the store to files.

Belongs here: filling report models and writing files. Does not belong
here: what a report looks like (``reporting``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from shnor_pipeline.chain.programme import compute_contradictions
from shnor_pipeline.chain.submissions import forms_of_year
from shnor_pipeline.indicators import (
    INDICATORS,
    indicator_table,
)
from shnor_pipeline.quality import RULES
from shnor_pipeline.release import Releases
from shnor_pipeline.reporting import Facts, Report, build_report
from shnor_pipeline.store import Store, write_bytes
from shnor_pipeline.tables import (
    CLUSTER,
    CLUSTER_COMPARISON,
    CORRECTION,
    FINDING,
    IDENTIFICATION,
    INDICATOR_PROJECTION,
    INDICATOR_VALUE,
    MEASURE_PROGRESS,
    OBJECTIVITY_FLAG,
    OVERRIDE,
    PROCEDURE_RESULT,
    PROGRAMME_CONTRADICTION,
    PROGRAMME_EFFECT,
    QUALITY_GAP_YEAR,
    RELEASE_CHANGE,
    RISK_PROFILE,
    SCHOOL_YEAR,
    SOURCE_FILE,
    SUBMISSION,
    TARGET_ATTAINABILITY,
    TARGET_PROGRESS,
)

if TYPE_CHECKING:
    from pathlib import Path

    from shnor_pipeline.chain.workspace import Workspace

REPORT_EVIDENCE = (
    CLUSTER,
    CLUSTER_COMPARISON,
    PROGRAMME_EFFECT,
    QUALITY_GAP_YEAR,
    RISK_PROFILE,
    OBJECTIVITY_FLAG,
    IDENTIFICATION,
    PROCEDURE_RESULT,
    OVERRIDE,
    MEASURE_PROGRESS,
    INDICATOR_PROJECTION,
    TARGET_ATTAINABILITY,
    SUBMISSION,
)
"""Tables of the reporting year that reports read beside values, plans, schools and files."""


def report_of_year(workspace: Workspace, year: int, release_id: str | None = None) -> Report:
    """Fill the report model of a year from the store.

    Args:
        workspace: The home folder.
        year: Reporting year.
        release_id: Release whose changes are told; the current one by default.
    """
    store = workspace.store
    releases = Releases(workspace.home.releases)
    told = releases.current() if release_id is None else release_id
    years = [each for each in store.years(INDICATOR_VALUE.name) if each <= year]
    schools = workspace.reference.register.in_year(year)
    clusters = dict(workspace.reference.lists.cluster(year, school) for school in schools)
    facts = Facts(
        indicator=indicator_table(INDICATORS),
        values=pd.concat([store.read(INDICATOR_VALUE, each) for each in years]),
        progress=pd.concat([store.read(TARGET_PROGRESS, each) for each in years]),
        schools=store.read(SCHOOL_YEAR, year),
        cluster_titles=clusters,
        findings=store.read(FINDING, year),
        sources=store.read(SOURCE_FILE, year),
        corrections=store.read(CORRECTION, year),
        form_titles={each.form: each.manifest.title_ru for each in workspace.catalogue.sources},
        rule_titles={rule_id: rule.title_ru for rule_id, rule in RULES.items()},
        column_titles={
            (each.form, name): each.header_of(name, year)
            for each in workspace.catalogue.sources
            for name in each.names(year)
        },
        changes=Store(releases.folder(told)).read(RELEASE_CHANGE, year) if told else None,
        since=releases.parent_of(told) if told else "",
        release=told,
        evidence={
            PROGRAMME_CONTRADICTION.name: compute_contradictions(workspace.programme),
            **{spec.name: store.read(spec, year) for spec in REPORT_EVIDENCE},
        },
    )
    return build_report(year, workspace.programme, facts)


def write_memo(workspace: Workspace, report: Report) -> Path:
    """Write ``memo.docx`` of a year."""
    from shnor_pipeline.reporting.memo import render_memo  # noqa: PLC0415 - heavy, only here

    return write_bytes(workspace.home.reports / str(report.year) / "memo.docx", render_memo(report))


def write_workbook(workspace: Workspace, report: Report) -> Path:
    """Write ``monitoring.xlsx`` of a year."""
    from shnor_pipeline.reporting.workbook import render_workbook  # noqa: PLC0415 - heavy, only here

    return write_bytes(workspace.home.reports / str(report.year) / "monitoring.xlsx", render_workbook(report))


def write_page(workspace: Workspace, report: Report) -> Path:
    """Write ``index.html`` of a year."""
    from shnor_pipeline.reporting.pages.lean import lean  # noqa: PLC0415 - heavy, only here
    from shnor_pipeline.reporting.site import render_page  # noqa: PLC0415 - heavy, only here

    path = workspace.home.reports / str(report.year) / "index.html"
    return write_bytes(path, lean(render_page(report)).encode())


def write_changes_page(workspace: Workspace, report: Report) -> Path:
    """Write ``changes.html`` of a year: what differs from the release before, and why."""
    from shnor_pipeline.reporting.changes_page import render_changes  # noqa: PLC0415 - heavy, only here
    from shnor_pipeline.reporting.pages.lean import lean  # noqa: PLC0415 - heavy, only here

    path = workspace.home.reports / str(report.year) / "changes.html"
    return write_bytes(path, lean(render_changes(report)).encode())


def write_status_page(workspace: Workspace, year: int) -> Path:
    """Write ``status.html`` of a year."""
    from shnor_pipeline.reporting.pages.lean import lean  # noqa: PLC0415 - heavy, only here
    from shnor_pipeline.reporting.status_page import StatusFacts, render_status  # noqa: PLC0415 - heavy

    facts = StatusFacts(
        year=year,
        demo=workspace.programme.demo,
        municipality=workspace.programme.municipality.title_ru,
        submissions=workspace.store.read(SUBMISSION, year),
        schools={each.school_id: each.name_short for each in workspace.reference.register.in_year(year)},
        owed_by={form.form: form.owed_by for form in forms_of_year(workspace, year)},
    )
    return write_bytes(
        workspace.home.reports / str(year) / "status.html", lean(render_status(facts)).encode()
    )
