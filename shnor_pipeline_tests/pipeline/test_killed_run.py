"""A run that is killed leaves store, reports and release whole, and the next run finishes its work."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import sys
import zipfile
from pathlib import Path

import duckdb
import pytest
from pyarrow import parquet

from shnor_pipeline.run import run_chain
from shnor_pipeline.store import sweep
from shnor_pipeline_tests import builders as b

MADE = ("store", "quarantine", "returned", "reports", "published")
YEAR = 2021
MOMENTS = (
    "store/exam_result/2021.parquet",
    "store/parsed_enrollment/2021.parquet",
    "store/source_file/2021.parquet",
    "returned/2021/oge.xlsx",
    "store/indicator_value/2021.parquet",
    "reports/2021/memo.docx",
    "published/quality/index.html",
    "published/releases/releases.csv",
    "published/shnor.duckdb",
    "published/dictionary.md",
)
"""Ten files that are written between the first step of a run and its last, each the point of one death."""

WITH_A_HELPER = ("store/source_file/2021.parquet", "published/quality/index.html")
"""Two of them at which a run with a helper dies too: while the helper loads, after it judged a release."""

HEAVY = (
    *("shnor_pipeline.run", "shnor_pipeline.cli", "shnor_pipeline.quality.marked", "vl_convert"),
    *("shnor_pipeline.reporting.memo", "shnor_pipeline.reporting.workbook", "shnor_pipeline.reporting.site"),
    *("shnor_pipeline.reporting.status_page", "great_expectations.expectations"),
)
"""What a run imports on its way."""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows knows neither fork nor SIGKILL")


def shnor_run(home: Path, last: str = "", processes: int = 1) -> None:
    """Run ``shnor run`` in this process, which kills itself when half of a file has been written."""
    from shnor_pipeline.cli import app  # noqa: PLC0415 - in the child

    os.environ["SHNOR_PROCESSES"] = str(processes)
    whole = Path.replace

    def replace(written: Path, target: Path) -> Path:
        if Path(target).relative_to(home).as_posix() == last:
            os.truncate(written, written.stat().st_size // 2)
            os.kill(os.getpid(), signal.SIGKILL)
        return whole(written, target)

    Path.replace = replace  # type: ignore[method-assign]
    app(["run", "--home", str(home)], standalone_mode=False)


@pytest.fixture(scope="module")
def processes() -> multiprocessing.context.ForkServerContext:
    """Children that find everything imported: a run takes a second and not five."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([*HEAVY, __name__])
    return context


def content(home: Path) -> dict[str, bytes]:
    """Return every file that runs made, half-written ones too."""
    return {
        path.relative_to(home).as_posix(): path.read_bytes()
        for folder in MADE
        for path in (home / folder).rglob("*")
        if path.is_file() and path.name != ".publish.lock"
    }


def inbox(home: Path, mark: object) -> None:
    """Send results in which one mark is wrong, and a contingent without a fault."""
    rows = [b.pupil("163001", "Иванов", "Математика", mark), b.pupil("163001", "Петров", "Математика", 6)]
    b.workbook(home / f"inbox/{YEAR}/oge.xlsx", Лист1=[b.OGE, *rows])
    b.workbook(home / f"inbox/{YEAR}/contingent.xlsx", Лист1=[b.CONTINGENT, ("163001", 9, 20, 0, 0, 20)])


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a release, whose inbox has changed since."""
    home = b.home(tmp_path_factory.mktemp("killed") / "home")
    inbox(home, 4)
    run_chain(b.workspace(home))
    inbox(home, 3)
    return home


@pytest.fixture(scope="module")
def undisturbed(released: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What the next run makes when nobody kills it."""
    home = tmp_path_factory.mktemp("undisturbed") / "home"
    shutil.copytree(released, home)
    run_chain(b.workspace(home))
    return content(home)


def assert_whole(home: Path) -> None:
    """Open everything under its name."""
    for path in [*home.glob("store/*/*.parquet"), *home.glob("quarantine/*/*.parquet")]:
        parquet.read_table(path)
    for path in [*home.glob("reports/*/[!.]*.*x"), *home.glob("returned/*/[!.]*.xlsx")]:
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None
    for path in [*home.glob("reports/*/[!.]*.html"), home / "published/quality/index.html"]:
        assert path.read_text(encoding="utf-8").rstrip().endswith("</html>")


@pytest.mark.parametrize(
    ("moment", "count"), [*((moment, 1) for moment in MOMENTS), *((moment, 2) for moment in WITH_A_HELPER)]
)
def test_a_run_killed_at_any_moment_leaves_all_whole_and_the_next_one_finishes(
    released: Path,
    undisturbed: dict[str, bytes],
    processes: multiprocessing.context.ForkServerContext,
    tmp_path: Path,
    moment: str,
    count: int,
) -> None:
    home = tmp_path / "home"
    shutil.copytree(released, home)
    killed = processes.Process(target=shnor_run, args=(home, moment, count))
    killed.start()
    killed.join(120)
    assert killed.exitcode == -signal.SIGKILL
    assert_whole(home)
    with duckdb.connect(str(home / "published/shnor.duckdb"), read_only=True) as connection:
        marks = connection.execute("SELECT mark FROM exam_result").fetchall()
    assert marks == ([(3,)] if moment == "published/dictionary.md" else [(4,)])
    next_run = processes.Process(target=shnor_run, args=(home,))
    next_run.start()
    next_run.join(120)
    assert next_run.exitcode == 0
    assert content(home) == undisturbed


def test_what_a_living_writer_writes_is_not_swept(tmp_path: Path) -> None:
    living, dead = tmp_path / f".a.parquet.{os.getppid()}.part", tmp_path / ".b.parquet.4194305.part"
    for path in (living, dead):
        path.write_bytes(b"half")
    sweep(tmp_path)
    assert (living.exists(), dead.exists()) == (True, False)
