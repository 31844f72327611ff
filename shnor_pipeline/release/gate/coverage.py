"""Every year is there with all its rows.

Belongs here: subjects that compare what is there with what must be. Does not belong here: whether an id
leads anywhere (``references``).
"""

from __future__ import annotations

from shnor_pipeline.release.gate.demands import equal, known
from shnor_pipeline.release.gate.expectation import Expectation, Subject

COVERAGE = "Полнота по годам"
_AGAIN = "Пересчитайте этот год целиком: shnor run --years ГОД. Если повторится, это ошибка программы."


def coverage() -> tuple[Subject, ...]:
    """Return the subjects of this group."""
    return (_years(), _cells(), _gaps())


def _years() -> Subject:
    """One row per year that any table knows, and whether the main tables know it."""
    sql = """
        SELECT format('{} год', year) AS place, with_schools, with_values FROM (
            SELECT year FROM school_year UNION SELECT year FROM indicator_value
            UNION SELECT year FROM source_file WHERE year IS NOT NULL
            UNION SELECT year FROM target_progress
        )
        LEFT JOIN (SELECT DISTINCT year, 1 AS with_schools FROM school_year) USING (year)
        LEFT JOIN (SELECT DISTINCT year, 1 AS with_values FROM indicator_value) USING (year)
        ORDER BY place
    """
    return Subject(
        "years",
        COVERAGE,
        sql,
        (
            known("year_has_schools", "with_schools", "У каждого года есть школы", _AGAIN),
            known("year_has_values", "with_values", "У каждого года есть значения показателей", _AGAIN),
        ),
    )


def _cells() -> Subject:
    """One row per year and level: rows that are there, and one per indicator and object that must be."""
    sql = """
        WITH objects AS (
            SELECT DISTINCT year, 'school' AS scope, school_id AS scope_id FROM school_year
            UNION SELECT year, 'cluster', cluster_id FROM school_year
            UNION SELECT year, 'municipality', municipality_id FROM school_year
            UNION SELECT year, 'programme', 'programme' FROM school_year
            UNION SELECT year, 'all', 'all' FROM school_year
        )
        SELECT format('{} год, уровень {}', year, scope) AS place, rows_there,
            count(*) * (SELECT count(*) FROM indicator) AS rows_due
        FROM objects LEFT JOIN (
            SELECT year, scope, count(*) AS rows_there FROM indicator_value GROUP BY ALL
        ) USING (year, scope)
        GROUP BY year, scope, rows_there ORDER BY place
    """
    return Subject(
        "cells",
        COVERAGE,
        sql,
        (
            equal(
                "every_value_has_a_row",
                ("rows_there", "rows_due"),
                "У каждого показателя есть строка для каждого объекта каждого уровня",
                _AGAIN,
            ),
        ),
    )


def _gaps() -> Subject:
    """One row per published year but the first: the year before it, and the one published before it."""
    sql = """
        SELECT format('{} год', year) AS place, year - 1 AS year_before,
            lag(year) OVER (ORDER BY year) AS published_before
        FROM (SELECT DISTINCT year FROM indicator_value) QUALIFY published_before IS NOT NULL ORDER BY place
    """
    return Subject(
        "gaps",
        COVERAGE,
        sql,
        (
            Expectation(
                expectation_id="no_year_is_left_out",
                title_ru="Между первым и последним годом нет пропусков",
                advice_ru="Положите в inbox/ папку пропущенного года: сохранность сравнивает соседние годы.",
                demand="ExpectColumnPairValuesToBeEqual",
                arguments={"column_A": "year_before", "column_B": "published_before"},
                severity="warning",
            ),
        ),
    )
