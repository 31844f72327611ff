"""What the pages are made from: the report model and the tables it does not hold, looked up by school.

Belongs here: rows as plain values, gathered once for all pages of a year. Does not belong here: what a page
shows of them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from shnor_pipeline.tables import (
    CLUSTER,
    CLUSTER_COMPARISON,
    IDENTIFICATION,
    INDICATOR_FORMULA,
    INDICATOR_PROJECTION,
    INDICATOR_VALUE,
    MEASURE_PROGRESS,
    OVERRIDE,
    PROCEDURE_RESULT,
    PROGRAMME_EFFECT,
    RISK_PROFILE,
    SCHOOL_YEAR,
    SOCIAL_INDEX,
    SOCIAL_INDEX_COMPONENT,
    SUBMISSION,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

    from shnor_pipeline.reporting.model import Report

Row = dict[str, Any]

TABLES = (
    SCHOOL_YEAR,
    IDENTIFICATION,
    PROCEDURE_RESULT,
    OVERRIDE,
    SOCIAL_INDEX,
    SOCIAL_INDEX_COMPONENT,
    RISK_PROFILE,
    CLUSTER,
    CLUSTER_COMPARISON,
    PROGRAMME_EFFECT,
    INDICATOR_PROJECTION,
    MEASURE_PROGRESS,
    SUBMISSION,
)
"""Tables of the reporting year that the pages read beside the report model."""


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file of the year with what was found in it.

    Attributes:
        file: Path below the inbox.
        school_id: School that all of its rows are of; ``None`` for files of several schools.
        findings: Rows of the table ``finding``.
        copy: Path of the marked copy below ``returned/``; ``None`` where none was made.
    """

    file: str
    school_id: str | None
    findings: Sequence[Mapping[str, Any]]
    copy: str | None


@dataclass(frozen=True)
class SiteFacts:
    """Everything the pages of a year say; rows hold ``None`` where a value is missing.

    Attributes:
        report: Report model of the year.
        rule_ru: The rule that names schools with low results, in words.
        cluster_of: Cluster by school.
        identification: Row by school.
        procedures: Rows by school.
        overrides: Rows by school.
        social_index: Row by school.
        social_parts: Rows by school.
        risks: Rows by school, by number of the factor.
        clusters: Rows by id.
        comparison: Row by indicator and school.
        cluster_values: Rows of ``indicator_value`` of clusters, by indicator.
        effects: Rows by indicator.
        projections: Row of the level the programme judges, by indicator.
        formulas: Row by indicator.
        measures: Rows in the order of the programme.
        submissions: Rows by school; forms of no school under an empty text.
        files: Files with findings.
    """

    report: Report
    rule_ru: str
    cluster_of: Mapping[str, str]
    identification: Mapping[str, Row]
    procedures: Mapping[str, Sequence[Row]]
    overrides: Mapping[str, Sequence[Row]]
    social_index: Mapping[str, Row]
    social_parts: Mapping[str, Sequence[Row]]
    risks: Mapping[str, Sequence[Row]]
    clusters: Sequence[Row]
    comparison: Mapping[tuple[str, str], Row]
    cluster_values: Mapping[str, Sequence[Row]]
    effects: Mapping[str, Sequence[Row]]
    projections: Mapping[tuple[str, str], Row]
    formulas: Mapping[str, Row]
    measures: Sequence[Row]
    submissions: Mapping[str, Sequence[Row]]
    files: Sequence[SentFile]

    @cached_property
    def of_schools(self) -> frozenset[str]:
        """Indicators that a single school can have: one has a value, or would have if the exam was held."""
        return frozenset(
            indicator_id
            for school in self.report.schools
            for indicator_id, value in school.values.items()
            if value.value is not None or value.status == "not_held"
        )


def site_facts(
    report: Report,
    tables: Mapping[str, pd.DataFrame],
    *,
    rule_ru: str,
    files: Sequence[SentFile],
) -> SiteFacts:
    """Gather what the pages of a year are made from.

    Args:
        report: Report model of the year.
        tables: ``TABLES`` of the year by name, ``indicator_value`` of the year and ``indicator_formula``.
        rule_ru: The rule that names schools with low results, in words.
        files: Files with findings.
    """
    rows = {name: plain_rows(frame) for name, frame in tables.items()}
    return SiteFacts(
        report=report,
        rule_ru=rule_ru,
        cluster_of={row["school_id"]: row["cluster_id"] for row in rows[SCHOOL_YEAR.name]},
        identification=_one(rows[IDENTIFICATION.name]),
        procedures=_many(rows[PROCEDURE_RESULT.name]),
        overrides=_many(rows[OVERRIDE.name]),
        social_index=_one(rows[SOCIAL_INDEX.name]),
        social_parts=_many(rows[SOCIAL_INDEX_COMPONENT.name]),
        risks=_many(rows[RISK_PROFILE.name]),
        clusters=rows[CLUSTER.name],
        comparison={(row["indicator_id"], row["school_id"]): row for row in rows[CLUSTER_COMPARISON.name]},
        cluster_values=_many(
            (row for row in rows[INDICATOR_VALUE.name] if row["scope"] == "cluster"), "indicator_id"
        ),
        effects=_many(rows[PROGRAMME_EFFECT.name], "indicator_id"),
        projections={(row["indicator_id"], row["scope"]): row for row in rows[INDICATOR_PROJECTION.name]},
        formulas=_one(rows[INDICATOR_FORMULA.name], "indicator_id"),
        measures=rows[MEASURE_PROGRESS.name],
        submissions=_many(rows[SUBMISSION.name]),
        files=files,
    )


def plain_rows(frame: pd.DataFrame) -> list[Row]:
    """Return the rows of a frame with ``None`` where a value is missing."""
    columns = {
        str(name): frame[name].astype(object).where(frame[name].notna(), None).tolist() for name in frame
    }
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def _one(rows: Iterable[Row], key: str = "school_id") -> dict[str, Row]:
    return {row[key]: row for row in rows}


def _many(rows: Iterable[Row], key: str = "school_id") -> dict[str, list[Row]]:
    gathered: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        gathered[row[key] or ""].append(row)
    return dict(gathered)
