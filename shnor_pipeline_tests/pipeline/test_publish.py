"""The database is replaced in one rename while readers keep reading."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from shnor_pipeline import chain
from shnor_pipeline.chain import Workspace
from shnor_pipeline.release import Release, Releases
from shnor_pipeline_tests import builders as b

READER = """
import sys, duckdb
connection = duckdb.connect(sys.argv[1], read_only=True)
count = lambda: connection.execute("SELECT count(*) FROM exam_result").fetchone()[0]
print(count(), flush=True)
sys.stdin.readline()
print(count(), flush=True)
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return b.workspace(b.home(tmp_path / "home"))


def release(workspace: Workspace, pupils: int) -> Release:
    rows = [b.pupil("163001", f"Иванов{number}", "Математика", 5) for number in range(pupils)]
    b.workbook(workspace.home.inbox / "2021/a.xlsx", Лист1=[b.OGE, *rows])
    chain.take_in_year(workspace, 2021)
    chain.compute_schools(workspace, 2021)
    chain.compute_parts(workspace, 2021)
    chain.compute_measures(workspace, 2021)
    chain.compute_values(workspace, 2021)
    chain.compute_progress(workspace, 2021)
    return chain.publish_all(workspace)


def count(path: Path) -> int:
    with duckdb.connect(str(path), read_only=True) as connection:
        return int(connection.execute("SELECT count(*) FROM exam_result").fetchall()[0][0])


def test_another_process_that_holds_the_file_keeps_reading_the_old_release(workspace: Workspace) -> None:
    path = release(workspace, 1).path
    reader = subprocess.Popen(
        [sys.executable, "-c", READER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert reader.stdin is not None
    assert reader.stdout is not None
    assert reader.stdout.readline().strip() == "1"
    assert release(workspace, 3).replaced
    answer, _ = reader.communicate("\n", timeout=30)
    assert answer.strip() == "1"
    assert reader.returncode == 0
    assert count(path) == 3


def test_same_content_gives_the_same_bytes_and_the_same_release(workspace: Workspace) -> None:
    first = release(workspace, 2)
    content = first.path.read_bytes()
    second = chain.publish_all(workspace)
    assert (second.release_id, second.path.read_bytes()) == (first.release_id, content)


def test_the_file_is_read_only_and_an_older_client_can_open_it(workspace: Workspace) -> None:
    path = release(workspace, 1).path
    assert stat.S_IMODE(path.stat().st_mode) == 0o444
    # storage version 64 is what DuckDB 1.0 writes; it stands after the magic bytes of the header
    assert path.read_bytes()[8:12] == b"DUCK"
    assert int.from_bytes(path.read_bytes()[12:20], "little") == 64


def test_a_foreign_wal_does_not_lock_analysts_out(workspace: Workspace) -> None:
    path = release(workspace, 1).path
    path.with_name("shnor.duckdb.wal").write_bytes(b"left by somebody")
    release(workspace, 2)
    assert count(path) == 2


def test_what_a_killed_build_left_is_swept(workspace: Workspace) -> None:
    path = release(workspace, 1).path
    left = path.with_name(".build-1.duckdb")
    left.write_bytes(b"half")
    release(workspace, 2)
    assert not left.exists()


def test_a_failing_build_leaves_the_last_release(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = release(workspace, 1).path

    def refuse(_path: int) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OSError, match="disk full"):
        release(workspace, 2)
    assert count(path) == 1


def test_a_release_is_kept_beside_those_before(workspace: Workspace) -> None:
    made = {release(workspace, pupils).release_id for pupils in (1, 2)}
    kept = {each.name for each in (workspace.home.published / "releases").iterdir() if each.is_dir()}
    assert kept == made


def test_the_last_ten_releases_are_kept(tmp_path: Path) -> None:
    releases, built = Releases(tmp_path / "releases"), tmp_path / "built.duckdb"
    built.write_bytes(b"rows")
    for number in range(1, 13):
        releases.keep(f"release{number:02}", built, {})
        releases.enter(f"release{number:02}")
    kept = sorted(each.name for each in releases.root.iterdir() if each.is_dir())
    assert kept == [f"release{number:02}" for number in range(3, 13)]


CONTRACT = {
    "school_year": "year, school_id, municipality_id, municipality, name_short, kind, locality, cluster_id, "
    "programme_group, pupils",
    "indicator": "indicator_id, title_ru, clause, unit, direction, numerator_ru, denominator_ru, "
    "source_table, decimals, verdict_scope, reading_ru",
    "indicator_value": "year, indicator_id, scope, scope_id, numerator, denominator, value, ci_low, "
    "ci_high, schools_reported, schools_expected, status",
    "target_progress": "year, indicator_id, kind, scope, scope_id, base_stated, target, operator, value, "
    "gap, verdict, verdict_certain",
    "measure_progress": "year, measure_id, section, title_ru, plan, fact, done_share, document, indicators",
    "finding": "finding_id, year, form, file, sheet, cell, source_row, rule_id, severity, column_name, "
    "value, message_ru",
    "source_file": "year, form, layout, file, sha256, rows_read, rows_accepted, rows_quarantined, status",
}


def test_the_database_has_the_columns_of_the_contract_in_its_order(workspace: Workspace) -> None:
    path = release(workspace, 1).path
    with duckdb.connect(str(path), read_only=True) as connection:
        found = {name: ", ".join(connection.table(name).columns) for name in CONTRACT}
    assert found == CONTRACT


def test_every_view_answers(workspace: Workspace) -> None:
    path = release(workspace, 1).path
    with duckdb.connect(str(path), read_only=True) as connection:
        unreported = connection.sql("SELECT count(*) FROM unreported_measure WHERE year = 2021").fetchall()
        overdue = connection.sql("SELECT count(*) FROM overdue_measure").fetchall()
    # nobody reported: III 1.3, 2.1-2.4 and the 22 measures of section X have a plan for 2021
    assert (unreported, overdue) == ([(27,)], [(0,)])


def test_tables_and_columns_of_the_database_carry_comments(workspace: Workspace) -> None:
    path = release(workspace, 1).path
    with duckdb.connect(str(path), read_only=True) as connection:
        bare = connection.execute(
            "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal AND comment IS NULL"
        ).fetchall()
    assert bare == []
