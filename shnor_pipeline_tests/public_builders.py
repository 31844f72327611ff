"""Builder of a small public site: a home whose schools report pupils and those of extra education.

Belongs here: the workbook and the steps that lead to the site. Does not belong here: expectations.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shnor_pipeline import chain
from shnor_pipeline_tests import builders as b

if TYPE_CHECKING:
    from shnor_pipeline.chain import PublicRelease, Workspace

# Clusters are locality and kind: s01 and s02 town schools, s03 and s04 alone; s02 and s03 in the programme.
PUPILS = {"163001": (120, 80), "163002": (100, 60), "163003": (40, 30), "163004": (4, 1)}


def compute(workspace: Workspace, year: int = 2021, **changed: tuple[int, int]) -> None:
    """Take in and compute a year; ``c163001=(124, 80)`` changes what a school reports."""
    counts = PUPILS | {code.removeprefix("c"): pair for code, pair in changed.items()}
    rows = [(code, all_, 0, 0, 0, 0, 0, extra) for code, (all_, extra) in counts.items()]
    b.workbook(workspace.home.inbox / f"{year}/passport.xlsx", Лист1=[b.PASSPORT, *rows])
    chain.take_in_year(workspace, year)
    for step in (chain.compute_schools, chain.compute_parts, chain.compute_measures, chain.compute_values):
        step(workspace, year)
    chain.compute_progress(workspace, year)


def publish(workspace: Workspace, **changed: tuple[int, int]) -> PublicRelease:
    """Publish the year 2021."""
    compute(workspace, **changed)
    released = chain.publish_public(workspace)
    assert released is not None
    return released
