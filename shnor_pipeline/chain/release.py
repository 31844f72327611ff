"""The published database and the documents beside it.

Belongs here: gathering what is published. Does not belong
here: writing and swapping (``release``).
"""

from __future__ import annotations

from shnor_pipeline.chain.programme import compute_contradictions
from shnor_pipeline.chain.workspace import NO_YEAR, Workspace
from shnor_pipeline.indicators import (
    INDICATORS,
    formula_table,
    indicator_table,
)
from shnor_pipeline.quality import RULES
from shnor_pipeline.release import Release, dictionary_text, publish, rules_text
from shnor_pipeline.store import write_bytes
from shnor_pipeline.tables import (
    INDICATOR,
    INDICATOR_FORMULA,
    INDICATOR_VALUE,
    PROGRAMME_CONTRADICTION,
    PUBLISHED_VIEWS,
)


def publish_all(workspace: Workspace) -> Release:
    """Build the published database from the store and swap it in, with dictionary and rule catalogue."""
    years = (NO_YEAR, *workspace.store.years(INDICATOR_VALUE.name))
    indicators = indicator_table(INDICATORS)
    specs = workspace.published_tables()
    folder = workspace.home.published
    formulas = formula_table(INDICATORS, workspace.programme.years, workspace.programme.is_held)
    frames = {
        INDICATOR.name: indicators,
        INDICATOR_FORMULA.name: formulas,
        PROGRAMME_CONTRADICTION.name: compute_contradictions(workspace.programme),
    }
    release = publish(folder, workspace.store, specs, frames, years, PUBLISHED_VIEWS)
    write_bytes(folder / "dictionary.md", dictionary_of(workspace).encode())
    write_bytes(folder / "rules.md", rules_text(RULES.values()).encode())
    return release


def dictionary_of(workspace: Workspace) -> str:
    """Write the data dictionary of the published database."""
    formulas = formula_table(INDICATORS, workspace.programme.years, workspace.programme.is_held)
    described = indicator_table(INDICATORS).merge(formulas, on="indicator_id", validate="1:1")
    return dictionary_text(workspace.published_tables(), described, PUBLISHED_VIEWS)
