"""Wholes that can't be smaller than their parts.

Belongs here: subjects that compare a level with the one above. Does not belong here: exact sums (``totals``).
"""

from __future__ import annotations

from shnor_pipeline.release.gate.demands import at_most
from shnor_pipeline.release.gate.expectation import Subject

HIERARCHIES = "Части не больше целого"
_AGAIN = "Пересчитайте этот год целиком: shnor run --years ГОД. Если повторится, это ошибка программы."


def hierarchies() -> tuple[Subject, ...]:
    """Return the subjects of this group."""
    return (_reported(), _levels())


def _reported() -> Subject:
    """One row per value: schools that reported and schools that were expected to."""
    sql = """
        SELECT format('{} год, показатель {}, {} {}', year, indicator_id, scope, scope_id) AS place,
            schools_reported, schools_expected
        FROM indicator_value ORDER BY place
    """
    return Subject(
        "reported",
        HIERARCHIES,
        sql,
        (
            at_most(
                "reported_within_expected",
                ("schools_reported", "schools_expected"),
                "Школ, сдавших данные, не больше, чем ожидалось",
                _AGAIN,
            ),
        ),
    )


def _levels() -> Subject:
    """One row per value and value of the level above: its counts and those above."""
    sql = """
        WITH above AS (
            SELECT year, 'school' AS scope, school_id AS scope_id, 'cluster' AS up, cluster_id AS up_id
            FROM school_year
            UNION SELECT year, 'school', school_id, 'municipality', municipality_id FROM school_year
            UNION SELECT year, 'cluster', cluster_id, 'all', 'all' FROM school_year
            UNION SELECT year, 'municipality', municipality_id, 'all', 'all' FROM school_year
            UNION SELECT year, 'programme', 'programme', 'all', 'all' FROM school_year
        )
        SELECT format('{} год, показатель {}, {} {} и {} {}', year, indicator_id, scope, scope_id, up, up_id)
            AS place, part.schools_reported AS part_reported, whole.schools_reported AS whole_reported,
            part.schools_expected AS part_expected, whole.schools_expected AS whole_expected,
            part.denominator AS part_denominator, whole.denominator AS whole_denominator
        FROM indicator_value AS part
        JOIN above USING (year, scope, scope_id)
        JOIN (SELECT * RENAME (scope AS up, scope_id AS up_id) FROM indicator_value) AS whole
            USING (year, indicator_id, up, up_id)
        ORDER BY place
    """
    title = "{} на уровне школы не больше, чем кластера и муниципалитета, а там – чем по всем школам"
    return Subject(
        "levels",
        HIERARCHIES,
        sql,
        tuple(
            at_most(
                f"monotone_{name}",
                (f"part_{name}", f"whole_{name}"),
                title.format(what),
                _AGAIN,
            )
            for name, what in (
                ("reported", "Школ, сдавших данные,"),
                ("expected", "Ожидаемых школ"),
                ("denominator", "Знаменатель"),
            )
        ),
    )
