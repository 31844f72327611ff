"""A table is declared once; DDL, comments and dictionary come from the declaration."""

import duckdb
import pytest

from shnor_pipeline.tables import CANONICAL_TABLES, INDICATOR_VALUE, PUBLISHED_TABLES, TableSpec
from shnor_pipeline.tables.declare import ADDRESS
from shnor_pipeline.tables.render import ddl, dictionary

ALL = (*CANONICAL_TABLES, *PUBLISHED_TABLES)


@pytest.mark.parametrize("spec", ALL, ids=lambda spec: spec.name)
def test_every_column_has_a_russian_title_or_is_a_mark(spec: TableSpec) -> None:
    for column in spec.columns:
        is_mark = column.title_ru in {"2", "3", "4", "5"}
        assert is_mark or any("а" <= letter.lower() <= "я" or letter == "ё" for letter in column.title_ru)


@pytest.mark.parametrize("spec", CANONICAL_TABLES, ids=lambda spec: spec.name)
def test_every_canonical_row_knows_its_year_school_and_cells(spec: TableSpec) -> None:
    assert {"year", "school_id", *ADDRESS} <= set(spec.by_name)


@pytest.mark.parametrize("spec", ALL, ids=lambda spec: spec.name)
def test_the_database_carries_titles_and_units_as_comments(spec: TableSpec) -> None:
    with duckdb.connect() as connection:
        for statement in ddl(spec, "main"):
            connection.execute(statement)
        comments = dict(
            connection.execute(
                "SELECT column_name, comment FROM duckdb_columns() WHERE table_name = ?", [spec.name]
            ).fetchall()
        )
    assert comments == {column.name: column.comment_ru for column in spec.columns}


def test_personal_columns_are_flagged() -> None:
    flagged = {column.name for spec in CANONICAL_TABLES for column in spec.columns if column.personal}
    assert flagged == {"person_key", "birth_year"}


def test_no_table_has_a_column_for_a_name() -> None:
    names = {column.name for spec in ALL for column in spec.columns}
    assert not names & {"surname", "given_name", "patronymic", "full_name"}


def test_the_dictionary_names_every_column() -> None:
    text = dictionary(ALL)
    assert all(f"`{column.name}`" in text for spec in ALL for column in spec.columns)


def test_an_empty_frame_has_the_declared_types() -> None:
    assert str(INDICATOR_VALUE.frame()["value"].dtype) == "Float64"
