"""The status of every school of a year with what it stands on, as tables.

Belongs here: putting counts, rule, chances and decisions together. Does not belong here: any of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from shnor_pipeline.identification import groups, overrides
from shnor_pipeline.identification.counts import Counts, counts_of
from shnor_pipeline.identification.flips import pupils_to_flip
from shnor_pipeline.identification.procedure_table import Judged, procedure_rows, where_known
from shnor_pipeline.identification.procedures import looked_at
from shnor_pipeline.identification.rules import Judgement, judge
from shnor_pipeline.identification.uncertainty import chance_misclassified
from shnor_pipeline.tables import IDENTIFICATION

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from shnor_pipeline.identification.overrides import Decision
    from shnor_pipeline.identification.procedures import Procedure
    from shnor_pipeline.programme import RuleSet, SocialIndex

FEW = 10
"""A low procedure with fewer participants makes a status ``few`` (contract, section 4)."""

_BY_PUPILS_CHOICE = frozenset({"ege", "ege_base"})
"""Procedures that a pupil may leave out: that nobody came does not mean that results are missing."""


@dataclass(frozen=True)
class Evidence:
    """Everything a year's identification is made from.

    Attributes:
        year: Reporting year.
        schools: Table ``school_year`` of the year.
        clusters: School -> cluster, by year: this year first, as many as the rule looks at.
        results: Counted results, by year (:func:`procedures.count_results`).
        held: Procedures of the rule that took place this year.
        enrolled: Schools and grades that have pupils this year.
        index: Table ``social_index`` of the year.
    """

    year: int
    schools: pd.DataFrame
    clusters: Sequence[Mapping[str, str]]
    results: Sequence[pd.DataFrame]
    held: Sequence[Procedure]
    enrolled: frozenset[tuple[str, int]]
    index: pd.DataFrame


@dataclass(frozen=True)
class Identified:
    """Tables ``identification``, ``procedure_result`` and ``override`` of a year."""

    identification: pd.DataFrame
    procedures: pd.DataFrame
    overrides: pd.DataFrame


def identify(
    evidence: Evidence,
    rule_set: tuple[str, RuleSet],
    index: SocialIndex,
    decisions: Sequence[Decision],
) -> Identified:
    """Identify the schools of a year.

    Args:
        evidence: Counts, clusters, index.
        rule_set: Name and content of the rule set in force.
        index: Parameters of the social index, for the line below which conditions are adverse.
        decisions: Decisions about this year (:func:`overrides.settle`).

    Returns:
        One row per school of the year, one per school and procedure, one per decision.
    """
    judged = _judged(evidence, rule_set[1])
    known = judged.judgement.held > 0
    computed = {
        "low_results": _flags(judged.counts.schools, judged.judgement.named, known),
        "adverse": _adverse(evidence, index),
    }
    in_force, settled = overrides.apply(decisions, computed)
    return Identified(
        _school_rows(evidence, rule_set, judged, in_force),
        procedure_rows(evidence.year, judged),
        overrides.frame_of(settled),
    )


def _judged(evidence: Evidence, rule: RuleSet) -> Judged:
    schools = evidence.schools["school_id"].tolist()
    counts = counts_of(evidence.results, schools, looked_at(rule))
    excluded = evidence.schools["kind"].isin(rule.excluded_kinds).to_numpy(bool)
    # a school that was not there in an earlier year has no results of it, so that its group does not matter
    clusters = [[of_year.get(school, school) for school in schools] for of_year in evidence.clusters]
    chances = groups.chances_low(counts, clusters, rule.share_percent / 100)
    return Judged(counts, judge(counts, rule, excluded), chances, clusters[0])


def _school_rows(
    evidence: Evidence,
    rule_set: tuple[str, RuleSet],
    judged: Judged,
    in_force: Mapping[str, overrides.Flags],
) -> pd.DataFrame:
    schools = judged.counts.schools
    return IDENTIFICATION.frame(
        {
            "year": [evidence.year] * len(schools),
            "school_id": list(schools),
            "rule_set": [rule_set[0]] * len(schools),
            **_rule_columns(evidence.year, judged, rule_set[1]),
            "low_results": [in_force["low_results"][school] for school in schools],
            "social_index": _index_of(evidence, schools),
            "adverse": [in_force["adverse"][school] for school in schools],
            "status": _statuses(evidence, judged.counts, judged.judgement),
        }
    )


def _flags(schools: Sequence[str], flags: NDArray[np.bool_], known: NDArray[np.bool_]) -> overrides.Flags:
    rows = zip(schools, flags, known, strict=True)
    return {school: bool(flag) if is_known else None for school, flag, is_known in rows}


def _rule_columns(year: int, judged: Judged, rule: RuleSet) -> dict[str, list[Any]]:
    """Columns that say what the rule found; missing where it had nothing to look at."""
    counts, judgement = judged.counts, judged.judgement
    known = judgement.held > 0
    chances = np.where(judgement.counted, judged.chances, 0.0)
    wrong = chance_misclassified(judgement.named, chances, rule, year, counts.schools)
    flips = pupils_to_flip(counts, judgement, rule)
    return {
        "procedures_held": [int(each) for each in judgement.held],
        "procedures_low": [int(each) for each in judgement.low[0].sum(axis=-1)],
        "low_two_or_more": where_known(known, judgement.two_or_more),
        "low_same_twice": where_known(known, judgement.same_twice),
        "chance_misclassified": where_known(known, wrong),
        "pupils_to_flip": [each if is_known else None for each, is_known in zip(flips, known, strict=True)],
    }


def _index_of(evidence: Evidence, schools: Sequence[str]) -> list[float | None]:
    values = evidence.index.set_index("school_id")["value"].reindex(list(schools))
    return [None if missing else float(value) for value, missing in zip(values, values.isna(), strict=True)]


def _adverse(evidence: Evidence, index: SocialIndex) -> overrides.Flags:
    """Listed by the programme, or an index below its line; not known without either."""
    groups_of = evidence.schools["programme_group"].isin(["adverse", "both"])
    schools = evidence.schools["school_id"].tolist()
    rows = zip(schools, groups_of, _index_of(evidence, schools), strict=True)
    return {
        school: True if listed else None if value is None else value < index.adverse_below
        for school, listed, value in rows
    }


def _statuses(evidence: Evidence, counts: Counts, judgement: Judgement) -> list[str]:
    """Take the first that applies, in the order of the contract.

    ``few``: a low procedure of this year, or of the years that make it a run, has fewer than ten
    participants. ``partial``: the school has pupils in a grade but no result of a procedure held there. A
    kind of school that the rule leaves out has ``none``.
    """
    if not evidence.held:
        return ["not_held"] * len(counts.schools)
    deciding = judgement.low.copy()
    deciding[1:] &= judgement.low.all(axis=0)
    few = (deciding & (counts.participants < FEW)).any(axis=(0, 2))
    reached = judgement.held > 0
    partial = [_lacks_results(evidence, counts, row) for row in range(len(counts.schools))]
    return [str(each) for each in np.select([~reached, few, partial], ["none", "few", "partial"], "ok")]


def _lacks_results(evidence: Evidence, counts: Counts, row: int) -> bool:
    school = counts.schools[row]
    return any(
        (school, each.grade) in evidence.enrolled
        and each.kind not in _BY_PUPILS_CHOICE
        and not counts.participants[0, row, counts.procedures.index(each)]
        for each in evidence.held
    )
