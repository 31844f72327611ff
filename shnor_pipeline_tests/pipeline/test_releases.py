"""Releases are kept in order, compared, and their reports made again byte for byte."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from shnor_pipeline.cli import app
from shnor_pipeline.release import Releases
from shnor_pipeline.run import run_chain
from shnor_pipeline_tests import builders as b

RUNNER = CliRunner()
LOG_OF_THE_PUBLIC_SITE = "hidden_in_public.csv"
"""Lies among the reports of a year, but is written by the public site, which is not made again."""


def marks(home: Path, *given: int) -> None:
    rows = [b.pupil("163002", f"Иванов{place}", "Математика", mark) for place, mark in enumerate(given)]
    b.workbook(home / "inbox/2021/огэ.xlsx", Лист1=[b.OGE, *rows])


def run(home: Path) -> str:
    release = run_chain(b.workspace(home)).release
    assert release is not None
    return release.release_id


def reports(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != LOG_OF_THE_PUBLIC_SITE)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str], dict[str, bytes]]:
    """A home of three releases, with the reports of the second as they were then."""
    home = b.home(tmp_path_factory.mktemp("released") / "home")
    marks(home, 5, 2)
    ids = [run(home)]
    marks(home, 5, 4)
    ids.append(run(home))
    kept = reports(home / "reports/2021")
    marks(home, 5, 4, 2)
    register = home / "reference/schools.csv"
    register.write_text(register.read_text(encoding="utf-8").replace("МБОУ СОШ №2", "Лицей №2"), "utf-8")
    ids.append(run(home))
    return home, ids, kept


Released = tuple[Path, list[str], dict[str, bytes]]


def test_the_ledger_names_each_release_with_the_one_before(released: Released) -> None:
    home, ids, _ = released
    lines = (home / "published/releases/releases.csv").read_text(encoding="utf-8").splitlines()
    first, second, third = ids
    assert lines == [
        "sequence,release_id,parent",
        f"1,{first},",
        f"2,{second},{first}",
        f"3,{third},{second}",
    ]


def test_a_run_that_changes_nothing_makes_no_release_and_the_same_reports(released: Released) -> None:
    home, ids, _ = released
    before = reports(home / "reports/2021")
    assert run(home) == ids[-1]
    assert reports(home / "reports/2021") == before
    assert len(Releases(home / "published/releases").entries()) == 3


def test_a_report_of_an_earlier_release_has_the_bytes_it_had(released: Released, tmp_path: Path) -> None:
    home, ids, kept = released
    asked = ["report", "--release", ids[1], "--year", "2021", "--out", str(tmp_path), "--home", str(home)]
    done = RUNNER.invoke(app, asked)
    assert done.exit_code == 0, done.output
    assert reports(tmp_path / "2021") == kept


def test_the_sheet_and_the_page_tell_what_changed_and_why(released: Released) -> None:
    home, _, _ = released
    book = load_workbook(home / "reports/2021/monitoring.xlsx", read_only=True)
    rows = list(book["Изменения"].iter_rows(min_row=2, values_only=True))
    # of 2 pupils both passed, of 3 two did: 100 % became 66.67 %
    shares = [row for row in rows if row[3] == "Значение" and row[4] == 100]
    assert {(round(float(row[5]), 2), row[7]) for row in shares} == {(66.67, "поздние данные")}
    page = (home / "reports/2021/changes.html").read_text(encoding="utf-8")
    assert "файл 2021/огэ.xlsx: заменён" in page


def test_diff_compares_the_previous_release_with_the_current_one(released: Released) -> None:
    home, ids, _ = released
    told = json.loads(RUNNER.invoke(app, ["diff", "--home", str(home), "--json"]).stdout)
    assert (told["old"], told["new"]) == (ids[1], ids[2])
    assert {reason for change in told["changes"] for reason in change["reasons"]} >= {"late_data"}


def test_diff_of_the_first_release_says_that_there_is_none_before(tmp_path: Path) -> None:
    home = b.home(tmp_path / "home")
    marks(home, 5)
    release_id = run(home)
    done = RUNNER.invoke(app, ["diff", "--home", str(home)])
    assert done.exit_code == 0, done.output
    assert done.stdout == f"Выпуск {release_id} – первый: сравнивать пока не с чем.\n"


def test_diff_takes_steps_ids_and_writes_a_workbook(released: Released, tmp_path: Path) -> None:
    home, ids, _ = released
    out = tmp_path / "changes.xlsx"
    done = RUNNER.invoke(app, ["diff", "-2", ids[1][:6], "--home", str(home), "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert f"Выпуск {ids[0]} → {ids[1]}" in done.stdout
    assert load_workbook(out).sheetnames == ["Изменения"]


def test_a_release_that_is_not_kept_is_said_in_one_line(released: Released) -> None:
    home, ids, _ = released
    done = RUNNER.invoke(app, ["diff", "nothing", "0", "--home", str(home)])
    assert done.exit_code == 2
    assert "не хранится" in done.output
    assert ids[-1] in done.output.replace("\n", " ")


def test_content_that_returns_is_released_again_with_its_new_parent(tmp_path: Path) -> None:
    releases = Releases(tmp_path)
    (tmp_path / "built").write_bytes(b"database")
    for release_id in ("aa", "bb", "aa"):
        releases.keep(release_id, tmp_path / "built", {})
        releases.enter(release_id)
    assert [(each.release_id, each.parent) for each in releases.entries()] == [
        ("aa", ""),
        ("bb", "aa"),
        ("aa", "bb"),
    ]
    assert releases.parent_of("aa") == "bb"


def test_content_that_returns_has_its_new_parent_before_it_is_entered(tmp_path: Path) -> None:
    releases = Releases(tmp_path)
    (tmp_path / "built").write_bytes(b"database")
    for release_id in ("aa", "bb"):
        releases.keep(release_id, tmp_path / "built", {})
        releases.enter(release_id)
    assert (releases.parent_of("aa"), releases.parent_of("bb")) == ("", "aa")
    releases.keep("aa", tmp_path / "built", {})
    assert (releases.parent_of("aa"), releases.parent_of("bb")) == ("bb", "aa")


def test_ten_releases_are_kept_and_numbers_go_on(tmp_path: Path) -> None:
    releases = Releases(tmp_path / "releases")
    (tmp_path / "built").write_bytes(b"database")
    for number in range(1, 13):
        releases.keep(f"r{number}", tmp_path / "built", {})
        releases.enter(f"r{number}")
    assert [each.sequence for each in releases.entries()] == list(range(3, 13))
    kept = {each.name for each in releases.root.iterdir() if each.is_dir()}
    assert kept == {f"r{number}" for number in range(3, 13)}


def test_reports_that_fail_leave_the_release_before_current(tmp_path: Path) -> None:
    home = b.home(tmp_path / "home")
    marks(home, 5, 2)
    first = run(home)
    marks(home, 5, 5)
    (home / "reports/2021/memo.docx").unlink()
    (home / "reports/2021/memo.docx").mkdir()
    with pytest.raises(OSError, match=r"memo\.docx"):
        run(home)
    assert Releases(home / "published/releases").current() == first


def test_two_homes_elsewhere_with_other_seeds_and_zones_give_the_same_bytes(tmp_path: Path) -> None:
    given = b.home(tmp_path / "given")
    marks(given, 5, 2, 4)
    b.workbook(given / "inbox/2022/огэ.xlsx", Лист1=[b.OGE, b.pupil("163001", "Петров", "Физика", 3)])
    made = []
    for name, seed, zone in (("one", "1", "UTC"), ("another place/two", "2", "Asia/Kamchatka")):
        home = tmp_path / name
        shutil.copytree(given, home)
        variables = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone}
        command = [sys.executable, "-m", "shnor_pipeline", "run", "--home", str(home)]
        subprocess.run(command, env=variables, check=True, capture_output=True)
        made.append(
            [(home / "published/shnor.duckdb").read_bytes()]
            + [reports(home / "reports" / year) for year in ("2021", "2022")]
        )
    assert made[0] == made[1]
