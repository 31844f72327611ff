"""Who has sent what.

Belongs here: gathering what the intake left. Does not belong
here: the verdict on a submission (``submissions``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from shnor_pipeline.store import Store
from shnor_pipeline.submissions import Form, Taken, one_per_name, submissions_of_year
from shnor_pipeline.tables import (
    FINDING,
    QUARANTINED_ROW,
    SOURCE_FILE,
    SUBMISSION,
)

if TYPE_CHECKING:
    from shnor_pipeline.chain.workspace import Workspace


def forms_of_year(workspace: Workspace, year: int) -> tuple[Form, ...]:
    """Tell what the manifests say of each form in a year, for the question who owes it."""
    return one_per_name(
        Form(
            form=source.form,
            title_ru=source.manifest.title_ru,
            short_ru=source.manifest.short_ru,
            table=source.table.name,
            in_use=source.in_use(year),
            owed_by=source.manifest.owed_by,
            grades=source.manifest.grades,
            procedures=source.manifest.procedures,
            one_of=source.manifest.one_of,
            voluntary=source.manifest.voluntary,
        )
        for source in workspace.catalogue.sources
    )


def compute_submissions(workspace: Workspace, year: int) -> pd.DataFrame:
    """Compute and write ``submission`` of a year from what the intake left."""
    store, quarantine = workspace.store, Store(workspace.home.quarantine)
    tables = workspace.catalogue.tables
    held = [quarantine.read(QUARANTINED_ROW, year, name=spec.name) for spec in tables]
    taken = Taken(
        accepted={spec.name: store.read(spec, year) for spec in tables},
        quarantine=pd.concat(held),
        source_files=store.read(SOURCE_FILE, year),
        findings=store.read(FINDING, year),
    )
    register, forms = workspace.reference.register, forms_of_year(workspace, year)
    frame = submissions_of_year(year, forms, register, workspace.programme, taken).frame
    store.write(SUBMISSION, year, frame)
    return frame
