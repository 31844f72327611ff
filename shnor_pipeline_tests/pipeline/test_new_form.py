"""A new form is a new folder: nothing else in the project changes."""

from pathlib import Path

import duckdb

from shnor_pipeline import chain
from shnor_pipeline_tests import builders as b

TABLE = '''
from shnor_pipeline.tables import TableSpec, column
from shnor_pipeline.tables.canonical import Row
from shnor_pipeline.tables.declare import Integer, Text


class Library(Row):
    """Книжный фонд школы."""

    section: Text = column("Раздел")
    books: Integer = column("Экземпляров", unit="экз.", ge=0)


TABLE = TableSpec("library", "Библиотека", Library, ("year", "school_id", "section"))
'''
MANIFEST = (
    "form: library\ntable: library\ntitle_ru: Библиотечный фонд\nrequired: [school_code, section, books]\n"
)
COLUMNS = (
    "canonical,header,first_year,last_year,note\n"
    "school_code,Код ОО,,,\nsection,Раздел,,,\nbooks,Экземпляров,,,\n"
)


def test_a_form_from_a_further_folder_is_read_stored_and_published(tmp_path: Path) -> None:
    folder = tmp_path / "forms" / "library"
    folder.mkdir(parents=True)
    (folder / "source.yaml").write_text(MANIFEST, encoding="utf-8")
    (folder / "columns.csv").write_text(COLUMNS, encoding="utf-8")
    (folder / "table.py").write_text(TABLE, encoding="utf-8")
    home = b.home(tmp_path / "home")
    rows = [["Код ОО", "Раздел", "Экземпляров"], ["163001", "учебники", 900], ["163001", "прочее", -1]]
    b.workbook(home / "inbox/2021/library.xlsx", Фонд=rows)

    workspace = b.workspace(home, extra_sources=tmp_path / "forms")
    intake = chain.take_in_year(workspace, 2021)
    chain.compute_schools(workspace, 2021)
    chain.compute_parts(workspace, 2021)
    chain.compute_values(workspace, 2021)
    release = chain.publish_all(workspace)

    assert intake.tables["library"]["books"].tolist() == [900]
    assert intake.findings["rule_id"].tolist() == ["C003"]
    with duckdb.connect(str(release.path), read_only=True) as connection:
        assert connection.execute("SELECT school_id, books FROM library").fetchall() == [("s01", 900)]
