"""The published database and the documents beside it.

Belongs here: gathering what is published. Does not belong
here: writing and swapping (``release``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shnor_pipeline.chain.programme import compute_contradictions
from shnor_pipeline.chain.workspace import NO_YEAR, Workspace
from shnor_pipeline.indicators import (
    INDICATORS,
    formula_table,
    indicator_table,
)
from shnor_pipeline.quality import RULES
from shnor_pipeline.release import (
    Handover,
    Release,
    Releases,
    compare_databases,
    dictionary_text,
    input_files,
    input_table,
    publish,
    rules_text,
)
from shnor_pipeline.store import Store, write_bytes
from shnor_pipeline.tables import (
    INDICATOR,
    INDICATOR_FORMULA,
    INDICATOR_VALUE,
    PROGRAMME_CONTRADICTION,
    PUBLISHED_VIEWS,
    RELEASE_CHANGE,
    RELEASE_INPUT,
)

if TYPE_CHECKING:
    from collections.abc import Callable


def publish_all(
    workspace: Workspace, before_swap: Callable[[str], None] = lambda _release_id: None
) -> Release:
    """Build the published database from the store and swap it in, with dictionary and rule catalogue.

    Args:
        workspace: The home folder.
        before_swap: Called with the id of the built and kept release, its changes written, before readers
            see it: the place for reports, so that a release without them never becomes the current one.
    """
    years = (NO_YEAR, *workspace.store.years(INDICATOR_VALUE.name))
    indicators = indicator_table(INDICATORS)
    specs = workspace.published_tables()
    folder = workspace.home.published
    formulas = formula_table(INDICATORS, workspace.programme.years, workspace.programme.is_held)
    inputs = input_files(workspace.home.programme, workspace.home.reference)
    frames = {
        RELEASE_INPUT.name: input_table(inputs),
        INDICATOR.name: indicators,
        INDICATOR_FORMULA.name: formulas,
        PROGRAMME_CONTRADICTION.name: compute_contradictions(workspace.programme),
    }

    def finish(release_id: str) -> None:
        keep_changes(Releases(workspace.home.releases), release_id)
        before_swap(release_id)

    handover = Handover(inputs, finish)
    release = publish(folder, workspace.store, specs, handover, frames, years, PUBLISHED_VIEWS)
    described = indicators.merge(formulas, on="indicator_id", validate="1:1")
    write_bytes(folder / "dictionary.md", dictionary_text(specs, described, PUBLISHED_VIEWS).encode())
    write_bytes(folder / "rules.md", rules_text(RULES.values()).encode())
    return release


def keep_changes(releases: Releases, release_id: str) -> None:
    """Write the changes against the release before beside a kept release, a file per year.

    They stand beside the database and not in it, so that its id depends on its own content alone. The release
    that is current already keeps the changes it came with.
    """
    before = releases.current()
    if before in {"", release_id}:
        return
    changes = compare_databases(releases.database(before), releases.database(release_id)).changes
    store = Store(releases.folder(release_id))
    for year in store.years(RELEASE_CHANGE.name):
        store.forget(year)
    for year in sorted(set(changes["year"])):
        store.write(RELEASE_CHANGE, int(year), changes[changes["year"] == year])
