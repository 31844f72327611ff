"""Totals that must agree between tables.

Belongs here: subjects that count or add up. Does not belong here: bounds of single values.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shnor_pipeline.release.gate.demands import equal, listed
from shnor_pipeline.release.gate.expectation import Subject

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shnor_pipeline.release.gate.expectation import Shares
    from shnor_pipeline.tables import TableSpec

TOTALS = "Итоги между таблицами"
_AGAIN = "Пересчитайте этот год целиком: shnor run --years ГОД. Если повторится, это ошибка программы."


def totals(canonical: Sequence[TableSpec], shares: Shares) -> tuple[Subject, ...]:
    """Return the subjects of this group.

    Args:
        canonical: Tables whose rows name the file they come from.
        shares: Which indicators are sums over schools.
    """
    return (_files(canonical), _scopes(shares), _pupils())


def _files(canonical: Sequence[TableSpec]) -> Subject:
    """One row per year and file: what the reconciliation says and what the tables hold."""
    rows = " UNION ALL ".join(f"SELECT year, source_file AS file FROM {spec.name}" for spec in canonical)  # noqa: S608 - declared names
    sql = f"""
        WITH held AS (SELECT year, file, count(*) AS rows_in_tables FROM ({rows}) GROUP BY ALL),
        stated AS (
            SELECT year, file, sum(rows_read) AS rows_read, sum(rows_accepted) AS rows_accepted,
                sum(rows_accepted + rows_quarantined) AS rows_accounted
            FROM source_file WHERE year IS NOT NULL GROUP BY ALL
        )
        SELECT 'файл ' || file AS place, coalesce(rows_in_tables, 0) AS rows_in_tables, rows_read,
            rows_accounted, coalesce(rows_accepted, 0) AS rows_accepted
        FROM stated FULL JOIN held USING (year, file) ORDER BY place
    """  # noqa: S608 - declared names
    return Subject(
        "files",
        TOTALS,
        sql,
        (
            equal(
                "rows_accounted",
                ("rows_read", "rows_accounted"),
                "Прочитанные строки файла – это принятые и отклонённые вместе",
                _AGAIN,
            ),
            equal(
                "rows_accepted_in_tables",
                ("rows_accepted", "rows_in_tables"),
                "Принятых строк файла столько же, сколько его строк в таблицах",
                _AGAIN,
            ),
        ),
    )


def _scopes(shares: Shares) -> Subject:
    """One row per year, indicator, measure and level that divides all schools: its sum and the whole."""
    sql = f"""
        WITH long AS (
            UNPIVOT (SELECT year, indicator_id, scope, numerator, denominator,
                CAST(schools_reported AS DOUBLE) AS schools_reported,
                CAST(schools_expected AS DOUBLE) AS schools_expected FROM indicator_value
                WHERE indicator_id IN ({listed(shares.additive)}))
            ON numerator, denominator, schools_reported, schools_expected INTO NAME measure VALUE amount
        ),
        summed AS (SELECT year, indicator_id, measure, scope, sum(amount) AS amount FROM long GROUP BY ALL)
        SELECT format('{{}} год, показатель {{}}, уровень {{}}, {{}}', parts.year, parts.indicator_id,
            parts.scope, parts.measure) AS place,
            round(parts.amount, 6) AS sum_of_parts, round(whole.amount, 6) AS whole
        FROM (FROM summed WHERE scope IN ('school', 'cluster', 'municipality')) AS parts
        FULL JOIN (FROM summed WHERE scope = 'all') AS whole USING (year, indicator_id, measure)
        ORDER BY place
    """  # noqa: S608 - declared names
    return Subject(
        "scopes",
        TOTALS,
        sql,
        (
            equal(
                "parts_make_the_whole",
                ("sum_of_parts", "whole"),
                "Суммы по школам, кластерам и муниципалитетам равны итогу по всем школам",
                _AGAIN,
            ),
        ),
    )


def _pupils() -> Subject:
    """One row per school and year: pupils of the passport and of the contingent."""
    sql = """
        SELECT format('{} год, школа {}', year, school_id) AS place, pupils, enrolled
        FROM school_year LEFT JOIN (
            SELECT year, school_id, sum(pupils_start) AS enrolled FROM enrollment GROUP BY ALL
        ) USING (year, school_id) ORDER BY place
    """
    return Subject(
        "pupils",
        TOTALS,
        sql,
        (
            equal(
                "pupils_are_enrolled",
                ("pupils", "enrolled"),
                "Обучающихся школы столько же, сколько в её контингенте на начало года",
                _AGAIN,
            ),
        ),
    )
