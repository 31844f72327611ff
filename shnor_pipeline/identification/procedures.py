"""Participants and failures of every procedure: kind x subject x grade of a year, school by school.

Belongs here: which procedures a rule looks at, which of them were held, and counting canonical rows. Does
not belong here: when a procedure is low (``rules``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import duckdb
import pandas as pd

from shnor_pipeline.tables.render import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from shnor_pipeline.programme import RuleSet
    from shnor_pipeline.programme.rules import Procedure as Calendar

COLUMNS = ("school_id", "kind", "subject", "grade", "participants", "failed")

# A pupil counts once with the best result of all periods, as in ``gia9_pass_share``: who passed in the
# additional period did not fail.
_SQL = {
    "exam_result": (
        "SELECT school_id, exam AS kind, subject, grade, count(*) AS participants, "
        "count(*) FILTER (WHERE NOT passed) AS failed FROM ("
        "SELECT school_id, exam, subject, grade, person_key, bool_or(passed) AS passed FROM {rows} "
        "WHERE sat AND passed IS NOT NULL GROUP BY ALL) GROUP BY ALL"
    ),
    "vpr_result": (
        "SELECT school_id, 'vpr' AS kind, subject, grade, count(*) AS participants, "
        "count(*) FILTER (WHERE mark = 2) AS failed FROM {rows} "
        "WHERE sat AND mark IS NOT NULL GROUP BY ALL"
    ),
    "vpr_marks": (
        "SELECT school_id, 'vpr' AS kind, subject, grade, "
        "sum(mark_2 + mark_3 + mark_4 + mark_5) AS participants, "
        "sum(mark_2) AS failed FROM {rows} WHERE NOT superseded GROUP BY ALL"
    ),
}


class Procedure(NamedTuple):
    """One procedure: kind, subject and grade."""

    kind: str
    subject: str
    grade: int


def looked_at(rule: RuleSet) -> tuple[Procedure, ...]:
    """Return every procedure that a rule looks at, held or not, each once, in the order of the rule."""
    named = (
        Procedure(part.kind, subject, grade)
        for part in rule.procedures
        for subject in part.subjects
        for grade in part.grades
    )
    return tuple(dict.fromkeys(named))


def held(rule: RuleSet, calendar: Callable[[str], Calendar]) -> tuple[Procedure, ...]:
    """Return the procedures of a rule that took place in a year.

    Args:
        rule: The rule.
        calendar: What the programme says about a kind of procedure in that year; a kind may have been held
            in some subjects only.
    """
    return tuple(each for each in looked_at(rule) if _took_place(each, calendar(each.kind)))


def _took_place(procedure: Procedure, said: Calendar) -> bool:
    return said.held and (not said.subjects or procedure.subject in said.subjects)


def count_results(path_of: Callable[[str], Path], procedures: Sequence[Procedure]) -> pd.DataFrame:
    """Count participants and failures of a year.

    Absent pupils and results without a mark or a minimum are not participants. An aggregate that pupil-level
    results replace gives way.

    Args:
        path_of: Where the Parquet file of a canonical table of the year lies; no file means no rows.
        procedures: Procedures to count.

    Returns:
        A row per school and procedure with at least one participant: school_id, kind, subject, grade,
        participants, failed.
    """
    scans = [
        sql.format(rows=f"read_parquet({quoted(str(path_of(table)))})")
        for table, sql in _SQL.items()
        if path_of(table).exists()
    ]
    if not scans or not procedures:
        return pd.DataFrame({name: [] for name in COLUMNS})
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.register("wanted", pd.DataFrame(procedures, columns=list(Procedure._fields)))
        frame: pd.DataFrame = connection.sql(
            "SELECT school_id, kind, subject, grade, "  # noqa: S608 - own statements
            "CAST(sum(participants) AS BIGINT) AS participants, CAST(sum(failed) AS BIGINT) AS failed "
            f"FROM ({' UNION ALL '.join(scans)}) JOIN wanted USING (kind, subject, grade) "
            "GROUP BY ALL HAVING sum(participants) > 0 ORDER BY ALL"
        ).df()
    return frame
