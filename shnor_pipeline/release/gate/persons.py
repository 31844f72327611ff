"""No person can be recognised in the published tables.

Belongs here: which columns are searched. Does not belong here: what a name looks like (``person_names``), the
pseudonyms (``ingest.persons``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shnor_pipeline.person_names import HONOUR, PERSON_NAME
from shnor_pipeline.release.gate.demands import matching, without
from shnor_pipeline.release.gate.expectation import Subject
from shnor_pipeline.tables.declare import TEXT
from shnor_pipeline.tables.render import quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shnor_pipeline.tables import TableSpec

PERSONS = "Личных данных нет"

_NAMED_COLUMN = (
    r"(?i)(?:^|_)(?:surname|last_?name|first_?name|given_?name|patronymic|full_?name|fio|snils|birth_?date"
    r"|phone|e_?mail)(?:_|$)|фамилия|отчество|\bфио\b|снилс|дата рождения"
)
_ADDRESSES = frozenset({"file", "sheet", "source_file", "source_sheet"})
"""Columns with names that senders gave to their files and sheets."""

_KEYS = frozenset({"person_key", "sha256", "finding_id"})
_REMOVE = "Уберите имя из этой ячейки исходного файла и запустите shnor run снова."


def persons(specs: Sequence[TableSpec]) -> tuple[Subject, ...]:
    """Return the subjects of this group.

    Args:
        specs: All published tables.
    """
    return (_columns(), _pseudonyms(specs), _texts(specs), _addresses(specs))


def _columns() -> Subject:
    """One row per column of the database: its name and its title."""
    sql = """
        SELECT format('таблица {}, колонка {}', table_name, column_name) AS place, column_name,
            coalesce(comment, '') AS title
        FROM duckdb_columns() WHERE NOT internal ORDER BY place
    """
    advice = "Удалите колонку из объявления таблицы (tables/): имена людей не хранятся."
    return Subject(
        "columns",
        PERSONS,
        sql,
        (
            without("no_named_column", "column_name", _NAMED_COLUMN, "Нет колонок для имён людей", advice),
            without("no_titled_column", "title", _NAMED_COLUMN, "Нет колонок с заголовком «ФИО»", advice),
        ),
    )


def _pseudonyms(specs: Sequence[TableSpec]) -> Subject:
    """One row per pseudonym of each table."""
    keyed = [spec.name for spec in specs if "person_key" in spec.by_name]
    parts = (
        f"SELECT DISTINCT {quoted(f'таблица {name}, колонка person_key')} AS place, person_key FROM {name}"  # noqa: S608
        for name in keyed
    )
    return Subject(
        "pseudonyms",
        PERSONS,
        f"{' UNION ALL '.join(parts)} ORDER BY ALL",
        (
            matching(
                "person_key_is_a_hash",
                "person_key",
                r"^[0-9a-f]{24}$",
                "Вместо имени стоит псевдоним из 24 шестнадцатеричных знаков",
                "Это ошибка программы: сообщите о ней разработчику, базу не публикуйте.",
            ),
        ),
    )


def _texts(specs: Sequence[TableSpec]) -> Subject:
    """One row per different text of each column that people or the program fill in."""
    chosen = [
        (spec.name, each.name)
        for spec in specs
        for each in spec.columns
        if each.dtype == TEXT and each.name not in _ADDRESSES | _KEYS
    ]
    return Subject(
        "texts",
        PERSONS,
        _distinct(chosen),
        (without("no_names_in_texts", "shown", PERSON_NAME, "В текстах таблиц нет имён людей", _REMOVE),),
    )


def _addresses(specs: Sequence[TableSpec]) -> Subject:
    """One row per different name of a file or sheet."""
    chosen = [(spec.name, each.name) for spec in specs for each in spec.columns if each.name in _ADDRESSES]
    return Subject(
        "addresses",
        PERSONS,
        _distinct(chosen),
        (
            without(
                "no_names_in_addresses",
                "shown",
                PERSON_NAME,
                "В названиях файлов и листов нет имён людей",
                "Переименуйте файл или лист без имени и запустите shnor run снова.",
                "warning",
            ),
        ),
    )


def _distinct(columns: Sequence[tuple[str, str]]) -> str:
    """Select the different texts of columns, without names of schools and without their honours."""
    texts = " UNION ALL ".join(
        f'SELECT DISTINCT {quoted(place)} AS place, "{name}" AS text FROM {table}'  # noqa: S608 - declared names
        for table, name in columns
        for place in (f"таблица {table}, колонка {name}",)
    )
    return f"""
        SELECT place, regexp_replace(text, {quoted(HONOUR)}, '', 'gi') AS shown FROM ({texts})
        WHERE text IS NOT NULL AND text NOT IN (SELECT name_short FROM school_year)
        ORDER BY ALL
    """  # noqa: S608 - declared names
