"""Every id leads to a row, and every key to one row.

Belongs here: subjects that look ids up. Does not belong here: whether all rows are there (``coverage``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shnor_pipeline.quality import RULES
from shnor_pipeline.release.gate.demands import equal, known, one_of
from shnor_pipeline.release.gate.expectation import Subject
from shnor_pipeline.tables.render import quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shnor_pipeline.tables import TableSpec

REFERENCES = "Ссылки между таблицами"
_AGAIN = "Пересчитайте все годы: shnor run. Если повторится, это ошибка программы."


def references(specs: Sequence[TableSpec], canonical: Sequence[TableSpec]) -> tuple[Subject, ...]:
    """Return the subjects of this group.

    Args:
        specs: All published tables.
        canonical: Those whose rows come from files.
    """
    return (_keys(specs), _schools(canonical), _indicators(), _scope_ids(), _source_files(), _rules())


def _keys(specs: Sequence[TableSpec]) -> Subject:
    """One row per table with a key: its rows and the different keys among them."""
    counts = (
        f"SELECT {quoted(f'таблица {spec.name}')} AS place, count(*) AS rows_in_table, "  # noqa: S608
        f"count(DISTINCT ({', '.join(spec.key)}, NULL)) AS different_keys FROM {spec.name}"
        for spec in specs
        if spec.key
    )
    return Subject(
        "keys",
        REFERENCES,
        f"{' UNION ALL '.join(counts)} ORDER BY place",
        (
            equal(
                "keys_are_unique",
                ("rows_in_table", "different_keys"),
                "Ключ таблицы называет одну строку",
                _AGAIN,
            ),
        ),
    )


def _schools(canonical: Sequence[TableSpec]) -> Subject:
    """One row per school and year of each table: the school of the register it leads to."""
    tables = [spec.name for spec in canonical] + ["submission"]
    named = " UNION ALL ".join(
        f"SELECT DISTINCT {quoted(name)} AS named_in, year, school_id FROM {name} WHERE school_id IS NOT NULL"  # noqa: S608
        for name in tables
    )
    sql = f"""
        SELECT format('таблица {{}}, {{}} год, школа {{}}', named_in, year, school_id) AS place, found
        FROM ({named})
        LEFT JOIN (SELECT year, school_id, 1 AS found FROM school_year) USING (year, school_id)
        ORDER BY place
    """  # noqa: S608 - declared names
    return Subject(
        "schools",
        REFERENCES,
        sql,
        (
            known(
                "school_is_in_the_register",
                "found",
                "Школа каждой строки есть в реестре этого года",
                _AGAIN,
            ),
        ),
    )


def _indicators() -> Subject:
    """One row per indicator named by values or plans: the declaration it leads to."""
    sql = """
        SELECT format('таблица {}, показатель {}', named_in, indicator_id) AS place, found FROM (
            SELECT DISTINCT 'indicator_value' AS named_in, indicator_id FROM indicator_value
            UNION ALL SELECT DISTINCT 'target_progress', indicator_id FROM target_progress
        ) LEFT JOIN (SELECT indicator_id, 1 AS found FROM indicator) USING (indicator_id) ORDER BY place
    """
    return Subject(
        "indicators",
        REFERENCES,
        sql,
        (known("indicator_is_declared", "found", "Каждый показатель объявлен в таблице indicator", _AGAIN),),
    )


def _scope_ids() -> Subject:
    """One row per object of a level: the school, cluster or municipality it leads to."""
    sql = """
        SELECT format('{} год, {} {}', year, scope, scope_id) AS place, found
        FROM (SELECT DISTINCT year, scope, scope_id FROM indicator_value
            UNION SELECT year, scope, scope_id FROM target_progress)
        LEFT JOIN (
            SELECT year, 'school' AS scope, school_id AS scope_id, 1 AS found FROM school_year
            UNION SELECT year, 'cluster', cluster_id, 1 FROM school_year
            UNION SELECT year, 'municipality', municipality_id, 1 FROM school_year
            UNION SELECT year, 'programme', 'programme', 1 FROM school_year
            UNION SELECT year, 'all', 'all', 1 FROM school_year
        ) USING (year, scope, scope_id) ORDER BY place
    """
    return Subject(
        "scope_ids",
        REFERENCES,
        sql,
        (known("scope_id_exists", "found", "Объект каждого значения есть в таблице school_year", _AGAIN),),
    )


def _source_files() -> Subject:
    """One row per file that a column or a cell with a finding is said to stand in."""
    sql = """
        SELECT format('таблица {}, файл {}', named_in, file) AS place, found FROM (
            SELECT DISTINCT 'source_column' AS named_in, file FROM source_column
            UNION SELECT 'finding', file FROM finding WHERE cell IS NOT NULL AND source_row IS NOT NULL
        ) LEFT JOIN (SELECT DISTINCT file, 1 AS found FROM source_file) USING (file) ORDER BY place
    """
    return Subject(
        "source_files",
        REFERENCES,
        sql,
        (known("file_is_listed", "found", "Каждый названный файл есть в таблице source_file", _AGAIN),),
    )


def _rules() -> Subject:
    """One row per rule that findings name."""
    return Subject(
        "rules",
        REFERENCES,
        "SELECT DISTINCT 'правило ' || rule_id AS place, rule_id FROM finding ORDER BY place",
        (one_of("rule_is_declared", "rule_id", sorted(RULES), "Каждое правило есть в каталоге", _AGAIN),),
    )
