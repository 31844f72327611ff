"""Identification of schools, from the store to the store.

Belongs here: reading inputs, calling one function of ``identification``, writing its result. Does not belong
here: the rule, the index, the chances.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shnor_pipeline import identification
from shnor_pipeline.quality import Finding, Place, Sees, findings_of
from shnor_pipeline.quality.facts import OverrideEntry, OverrideFacts
from shnor_pipeline.quality.rules.overrides import OVERRIDES
from shnor_pipeline.tables import (
    IDENTIFICATION,
    OVERRIDE,
    PROCEDURE_RESULT,
    SCHOOL_YEAR,
    SOCIAL_INDEX,
    SOCIAL_INDEX_COMPONENT,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pandas as pd

    from shnor_pipeline.chain.workspace import Workspace
    from shnor_pipeline.identification import Decision, Identified
    from shnor_pipeline.identification.procedures import Procedure
    from shnor_pipeline.tables import TableSpec


def compute_social_index(workspace: Workspace, year: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Compute and write ``social_index`` of a year and its components."""
    store, parameters = workspace.store, workspace.programme.social_index
    schools = store.read(SCHOOL_YEAR, year)["school_id"].tolist()
    shares = identification.component_shares(lambda table: store.path(table, year), parameters, schools)
    components = identification.components_of_year(year, shares, parameters)
    index = identification.index_of_year(year, schools, components, parameters)
    store.write(SOCIAL_INDEX_COMPONENT, year, components)
    store.write(SOCIAL_INDEX, year, index)
    return index, components


def compute_identification(workspace: Workspace, year: int) -> Identified:
    """Compute and write ``identification``, ``procedure_result`` and ``override`` of a year.

    The canonical tables of the years before are read too, as many as the rule set in force looks at.
    """
    store, programme = workspace.store, workspace.programme
    name = programme.identification.default
    rule = programme.identification.rule_set()
    years = [year - back for back in range(identification.years_looked_at(rule))]
    schools = store.read(SCHOOL_YEAR, year)
    evidence = identification.Evidence(
        year=year,
        schools=schools,
        clusters=[_clusters(workspace, each) for each in years],
        results=[_results(workspace, each) for each in years],
        held=_held(workspace, year),
        enrolled=_enrolled(workspace, year),
        index=store.read(SOCIAL_INDEX, year),
    )
    decisions = decisions_of_year(workspace, year)
    identified = identification.identify(evidence, (name, rule), programme.social_index, decisions)
    store.write(PROCEDURE_RESULT, year, identified.procedures)
    store.write(OVERRIDE, year, identified.overrides)
    store.write(IDENTIFICATION, year, identified.identification)
    return identified


def years_that_follow(workspace: Workspace, read: Sequence[int], known: Sequence[int]) -> tuple[int, ...]:
    """Return the years whose identification looks at any of the given ones, these included."""
    looked_at = identification.years_looked_at(workspace.programme.identification.rule_set())
    return tuple(year for year in known if any(0 <= year - each < looked_at for each in read))


def decisions_of_year(workspace: Workspace, year: int) -> list[Decision]:
    """Return what holds of the ledger of overrides in a year."""
    schools = {each.school_id for each in workspace.reference.register.in_year(year)}
    return identification.settle(workspace.reference.overrides, year, schools)


def override_findings(decisions: Sequence[Decision], year: int | None) -> Iterator[Finding]:
    """Say which entries of the ledger of overrides do not hold."""
    entries = tuple(
        OverrideEntry(
            line=each.entry.line,
            status=each.status,
            year=each.entry.year,
            school_id=each.entry.school_id,
            expires=f"{each.entry.expires:%d.%m.%Y}" if each.entry.expires else "",
        )
        for each in decisions
    )
    return findings_of(Sees.OVERRIDES, OverrideFacts(entries), Place(OVERRIDES), year=year)


def unread_overrides(workspace: Workspace, present: Sequence[int], nowhere: int) -> Iterator[Finding]:
    """Write, and say, which entries speak of years without data.

    Args:
        workspace: The home folder.
        present: Years that have data.
        nowhere: Bucket of the store for what belongs to no year.
    """
    strangers = {each.year for each in workspace.reference.overrides} - set(present)
    decisions = [
        each
        for year in sorted(strangers)
        for each in identification.settle(workspace.reference.overrides, year, ())
    ]
    workspace.store.write(OVERRIDE, nowhere, identification.frame_of(decisions))
    return override_findings(decisions, None)


def _held(workspace: Workspace, year: int) -> tuple[Procedure, ...]:
    if year not in workspace.programme.procedures:
        return ()
    rule = workspace.programme.identification.rule_set()
    return identification.held(rule, lambda kind: workspace.programme.procedure(kind, year))


def _results(workspace: Workspace, year: int) -> pd.DataFrame:
    return identification.count_results(
        lambda table: workspace.store.path(table, year), _held(workspace, year)
    )


def _clusters(workspace: Workspace, year: int) -> dict[str, str]:
    lists = workspace.reference.lists
    schools = workspace.reference.register.in_year(year)
    return {school.school_id: lists.cluster(year, school)[0] for school in schools}


def _enrolled(workspace: Workspace, year: int) -> frozenset[tuple[str, int]]:
    enrollment = workspace.store.read(workspace.catalogue.table("enrollment"), year)
    present = enrollment[enrollment["pupils_start"].fillna(0) > 0]
    return frozenset(
        (school, int(grade)) for school, grade in zip(present["school_id"], present["grade"], strict=True)
    )


@dataclass(frozen=True)
class Explanation:
    """An answer to «why»: the row explained, the rows behind it, sentences in Russian."""

    row: Mapping[str, Any]
    evidence: Sequence[Mapping[str, Any]]
    sentences: Sequence[str]


def explain_low_results(workspace: Workspace, year: int, school_id: str) -> Explanation:
    """Say why a school is or is not one with low results, from what is in the store.

    Raises:
        LookupError: The school has no status in that year; the message says which schools have one.
    """
    own = _rows_of(workspace, IDENTIFICATION, year, school_id)
    if not own:
        known = workspace.store.read(IDENTIFICATION, year)["school_id"].tolist()
        raise LookupError(f"Школы «{school_id}» среди школ {year} года нет. Есть: {', '.join(known)}.")
    decisions = _rows_of(workspace, OVERRIDE, year, school_id)
    facts = identification.Facts(
        school=workspace.reference.register.by_id[school_id].name_short,
        rule=workspace.programme.identification.rule_set(own[0]["rule_set"]),
        row=own[0],
        procedures=_rows_of(workspace, PROCEDURE_RESULT, year, school_id),
        before=_rows_of(workspace, PROCEDURE_RESULT, year - 1, school_id),
        overrides=[each for each in decisions if each["field"] == "low_results"],
    )
    return Explanation(own[0], list(facts.procedures), identification.explain_low_results(facts))


def _rows_of(workspace: Workspace, spec: TableSpec, year: int, school_id: str) -> list[dict[str, Any]]:
    """Return rows of a school with plain values, ``None`` where one is missing."""
    frame = workspace.store.read(spec, year)
    of_school = frame[frame["school_id"] == school_id].astype(object)
    plain = of_school.where(of_school.notna(), None)
    return [{str(name): value for name, value in row.items()} for row in plain.to_dict("records")]
