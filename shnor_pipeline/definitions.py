"""What Dagster loads: ``build_definitions(**overrides)`` and ``defs``, and nothing else."""

from __future__ import annotations

from typing import Any

import dagster as dg

from shnor_pipeline.chain import open_programme
from shnor_pipeline.ingest import load_catalogue
from shnor_pipeline.orchestration.assets import build_assets
from shnor_pipeline.orchestration.automation import FOLLOW
from shnor_pipeline.orchestration.deadlines import Clock, deadline_checks
from shnor_pipeline.orchestration.inbox import inbox_sensor
from shnor_pipeline.orchestration.jobs import LOOK, WHOLE_CHAIN, deadline_job
from shnor_pipeline.orchestration.notices import notice_sensors
from shnor_pipeline.orchestration.schedules import schedules
from shnor_pipeline.orchestration.workspace import HomeFolder
from shnor_pipeline.settings import Settings


def build_definitions(settings: Settings | None = None, **overrides: Any) -> dg.Definitions:
    """Build the code location.

    Args:
        settings: Home folder and options; from the environment by default.
        **overrides: Arguments of ``dagster.Definitions`` that replace ours (``executor``, ``resources`` …).

    Returns:
        Definitions whose partitions are the years of the home folder's programme.
    """
    chosen = settings or Settings()
    programme = open_programme(chosen.paths.programme)
    catalogue, years = load_catalogue(chosen.extra_sources), programme.years
    deadlines = deadline_checks(catalogue, years)
    ours: dict[str, Any] = {
        "assets": build_assets(catalogue, years, chosen),
        "asset_checks": [deadlines],
        "jobs": [WHOLE_CHAIN, LOOK, deadline_job(deadlines)],
        "schedules": schedules(chosen, programme),
        "sensors": [FOLLOW, inbox_sensor(chosen), *notice_sensors(chosen)],
        "resources": {"home_folder": HomeFolder(home=str(chosen.paths.root)), "clock": Clock()},
        "executor": dg.in_process_executor,
    }
    return dg.Definitions(**(ours | overrides))


defs = build_definitions()
