"""A home folder goes into one file and comes back as it was; the key of the pseudonyms goes its own way."""

from __future__ import annotations

import gzip
import sqlite3
import stat
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from shnor_pipeline.cli import app
from shnor_pipeline_tests import builders as b

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result


def shnor(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(each) for each in arguments])


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with a key, a workbook and Dagster's database."""
    root = b.home(tmp_path / "home")
    (root / ".key").write_text("ab" * 32)
    b.workbook(root / "inbox/2021/a.xlsx", Лист1=[b.OGE, b.pupil("163001", "Иванов", "Математика", 5)])
    (root / ".dagster").mkdir()
    with closing(sqlite3.connect(root / ".dagster/runs.db")) as connection:
        connection.execute("CREATE TABLE runs (id)")
    return root


def files(root: Path) -> dict[str, bytes]:
    found = (path for path in root.rglob("*") if path.is_file() and path.name != ".key")
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


def test_a_home_comes_back_as_it_was(home: Path, tmp_path: Path) -> None:
    archive, back = tmp_path / "backup.tar.gz", tmp_path / "back"
    assert shnor("backup", "--home", home, "--out", archive).exit_code == 0
    done = shnor("restore", archive, "--home", back, "--key", home / ".key")
    assert (done.exit_code, done.stderr) == (0, "")
    assert files(back) == files(home)
    assert (back / ".key").read_bytes() == (home / ".key").read_bytes()
    assert stat.S_IMODE((back / ".key").stat().st_mode) == 0o600


def test_the_key_is_not_in_the_file_and_people_are_told(home: Path, tmp_path: Path) -> None:
    archive = tmp_path / "backup.tar.gz"
    done = shnor("backup", "--home", home, "--out", archive)
    assert b"ab" * 32 not in gzip.decompress(archive.read_bytes())
    assert "Ключ псевдонимов в копию не входит" in done.stderr
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    told = shnor("restore", archive, "--home", tmp_path / "back")
    assert "Верните ключ псевдонимов" in told.stderr


def test_another_key_is_refused(home: Path, tmp_path: Path) -> None:
    archive, other = tmp_path / "backup.tar.gz", tmp_path / "other.key"
    shnor("backup", "--home", home, "--out", archive)
    other.write_text("cd" * 32)
    done = shnor("restore", archive, "--home", tmp_path / "back", "--key", other)
    assert done.exit_code == 1
    assert "не тот ключ" in done.stderr
    assert not (tmp_path / "back").exists()


def test_the_same_home_gives_the_same_file(home: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "a.tar.gz", tmp_path / "b.tar.gz"
    shnor("backup", "--home", home, "--out", first)
    shnor("backup", "--home", home, "--out", second)
    assert first.read_bytes() == second.read_bytes()


def test_a_database_is_copied_while_somebody_writes_it(home: Path, tmp_path: Path) -> None:
    archive, back = tmp_path / "backup.tar.gz", tmp_path / "back"
    with closing(sqlite3.connect(home / ".dagster/runs.db")) as writer:
        writer.execute("PRAGMA journal_mode = WAL")
        writer.execute("INSERT INTO runs VALUES (1)")
        writer.commit()
        assert shnor("backup", "--home", home, "--out", archive).exit_code == 0
    shnor("restore", archive, "--home", back)
    with closing(sqlite3.connect(back / ".dagster/runs.db")) as reader:
        assert reader.execute("SELECT id FROM runs").fetchall() == [(1,)]


def test_a_damaged_file_leaves_nothing_behind(home: Path, tmp_path: Path) -> None:
    archive = tmp_path / "backup.tar.gz"
    shnor("backup", "--home", home, "--out", archive)
    content = gzip.decompress(archive.read_bytes())
    archive.write_bytes(gzip.compress(content.replace(b"demo: true", b"demo: tru3")))
    done = shnor("restore", archive, "--home", tmp_path / "back")
    assert done.exit_code == 1
    assert "повреждена: programme.yaml" in done.stderr
    assert [path.name for path in tmp_path.iterdir() if "back" in path.name] == ["backup.tar.gz"]


@pytest.mark.parametrize("content", [b"", b"text", gzip.compress(b"text")])
def test_what_is_no_backup_is_told_from_one(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.tar.gz").write_bytes(content)
    done = shnor("restore", tmp_path / "a.tar.gz", "--home", tmp_path / "back")
    assert done.exit_code == 1
    assert "это не резервная копия" in done.stderr


def test_a_home_in_use_is_not_written_over(home: Path, tmp_path: Path) -> None:
    shnor("backup", "--home", home, "--out", tmp_path / "a.tar.gz")
    done = shnor("restore", tmp_path / "a.tar.gz", "--home", home)
    assert done.exit_code == 1
    assert "папка не пуста" in done.stderr


def test_a_folder_that_is_no_home_is_not_backed_up(tmp_path: Path) -> None:
    done = shnor("backup", "--home", tmp_path, "--out", tmp_path / "a.tar.gz")
    assert done.exit_code == 1
    assert "programme.yaml" in done.stderr
    assert not (tmp_path / "a.tar.gz").exists()
