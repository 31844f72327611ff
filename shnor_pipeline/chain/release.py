"""The published database and the documents beside it.

Belongs here: gathering what is published, putting it through the gate. Does not belong
here: writing and swapping, the gate itself (``release``).
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from shnor_pipeline.chain.programme import compute_contradictions
from shnor_pipeline.chain.workspace import NO_YEAR, Workspace
from shnor_pipeline.indicators import (
    INDICATORS,
    formula_table,
    indicator_table,
)
from shnor_pipeline.programme.yaml_text import YamlText
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
from shnor_pipeline.release.gate import (
    GROUPS,
    GateReport,
    Outcome,
    ReleaseRefusedError,
    Shares,
    Subject,
    check_database,
    gate_suite,
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
    RETURNED_FILE,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from shnor_pipeline.chain.crew import Advance
    from shnor_pipeline.reporting.quality_page import QualityLine

SHARES = Shares(
    within=tuple(each.indicator_id for each in INDICATORS if each.is_share and each.of_one_source),
    across=tuple(
        each.indicator_id
        for each in INDICATORS
        if each.is_share and not each.of_one_source and not each.compares_years
    ),
    additive=tuple(each.indicator_id for each in INDICATORS if each.computed is None),
)


def publish_all(
    workspace: Workspace, before_swap: Callable[[str], None] = lambda _release_id: None
) -> Release:
    """Build the published database from the store, put it through the gate, swap it in.

    Args:
        workspace: The home folder.
        before_swap: Called with the id of the built and kept release, its changes written, before readers
            see it: the place for reports, so that a release without them never becomes the current one.

    Returns:
        The release; dictionary and rule catalogue are written beside it.

    Raises:
        ReleaseRefusedError: The gate keeps it back; the last release stays, the page of results is written,
            ``before_swap`` is not called.
    """
    years = (NO_YEAR, *workspace.store.years(INDICATOR_VALUE.name))
    indicators = indicator_table(INDICATORS)
    specs = workspace.published_tables()
    folder = workspace.home.published
    formulas = formula_table(INDICATORS, workspace.programme.years, workspace.programme.is_held)
    inputs = input_files(workspace.home.programme, workspace.home.reference)
    frames = {
        RELEASE_INPUT.name: input_table(inputs, _sections(workspace)),
        INDICATOR.name: indicators,
        INDICATOR_FORMULA.name: formulas,
        PROGRAMME_CONTRADICTION.name: compute_contradictions(workspace.programme),
    }

    def audit(built: Path, release_id: str) -> GateReport:
        return _pass_gate(workspace, built, release_id)

    def finish(release_id: str) -> None:
        keep_changes(Releases(workspace.home.releases), release_id, years[1:])
        before_swap(release_id)

    handover = Handover(inputs | _returned_files(workspace), audit, finish)
    release = publish(folder, workspace.store, specs, handover, frames, years, PUBLISHED_VIEWS)
    write_bytes(folder / "dictionary.md", dictionary_of(workspace).encode())
    write_bytes(folder / "rules.md", rules_text(RULES.values()).encode())
    return release


def _sections(workspace: Workspace) -> dict[str, Any]:
    """Return what the programme says, by section, as it is written."""
    sections: dict[str, Any] = YamlText(workspace.home.programme.read_text(encoding="utf-8-sig")).values
    return sections


def _returned_files(workspace: Workspace) -> dict[str, Path]:
    """Return what pages say of files and the database does not: the names of their marked copies."""
    store = workspace.store
    paths = [store.path(RETURNED_FILE.name, year) for year in store.years(RETURNED_FILE.name)]
    return {path.relative_to(workspace.home.root).as_posix(): path for path in paths}


def keep_changes(releases: Releases, release_id: str, years: Sequence[int]) -> None:
    """Write the changes against the release before beside a kept release, a file per year.

    They stand beside the database and not in it, so that its id depends on its own content alone. The release
    that is current already keeps the changes it came with. A year without changes has a file without rows.
    """
    before = releases.current()
    if before == release_id:
        return
    changes = RELEASE_CHANGE.frame()
    if before:
        changes = compare_databases(releases.database(before), releases.database(release_id)).changes
    store = changes_of(releases, release_id)
    for year in store.years(RELEASE_CHANGE.name):
        store.forget(year)
    for year in sorted({*years, *changes["year"]}):
        store.write(RELEASE_CHANGE, int(year), changes[changes["year"] == year])


def changes_of(releases: Releases, release_id: str) -> Store:
    """Return where the changes that a release came with lie."""
    return Store(releases.folder(release_id))


def dictionary_of(workspace: Workspace) -> str:
    """Write the data dictionary of the published database."""
    formulas = formula_table(INDICATORS, workspace.programme.years, workspace.programme.is_held)
    described = indicator_table(INDICATORS).merge(formulas, on="indicator_id", validate="1:1")
    return dictionary_text(workspace.published_tables(), described, PUBLISHED_VIEWS)


def _pass_gate(workspace: Workspace, built: Path, release_id: str) -> GateReport:
    """Check a built database, write the page of results, refuse it where something critical is broken."""
    suite = gate_suite(workspace.published_tables(), SHARES)
    report = workspace.crew.hand_over(workspace, partial(_check, built, suite))
    page = _write_results(workspace, release_id, report)
    if report.refusals:
        raise ReleaseRefusedError(report, page)
    return report


def _check(built: Path, suite: Sequence[Subject], _workspace: Workspace, _advance: Advance) -> GateReport:
    return check_database(built, suite)


def _write_results(workspace: Workspace, release_id: str, report: GateReport) -> Path:
    from shnor_pipeline.reporting.quality_page import QualityFacts, render_quality  # noqa: PLC0415 - heavy

    facts = QualityFacts(
        demo=workspace.programme.demo,
        municipality=workspace.programme.municipality.title_ru,
        release_id=release_id,
        years=workspace.store.years(INDICATOR_VALUE.name),
        groups=[
            (group, [_line(each) for each in report.outcomes if each.group == group]) for group in GROUPS
        ],
    )
    return write_bytes(workspace.home.gate_page, render_quality(facts).encode())


def _line(outcome: Outcome) -> QualityLine:
    from shnor_pipeline.reporting.quality_page import (  # noqa: PLC0415 - heavy
        PASSED,
        REFUSED,
        WARNED,
        QualityLine,
    )

    expectation = outcome.expectation
    said = f"Проверить не удалось: {outcome.error}" if outcome.error else expectation.advice_ru
    return QualityLine(
        expectation_id=expectation.expectation_id,
        title_ru=expectation.title_ru,
        verdict=PASSED if outcome.passed else REFUSED if outcome.refuses else WARNED,
        checked=outcome.checked,
        broken=outcome.broken,
        places=outcome.places,
        said_ru="" if outcome.passed else said,
    )
