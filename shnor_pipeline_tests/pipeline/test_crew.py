"""A run and its helpers: who does what is nobody's business, what comes of it is the same."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from functools import partial
from typing import TYPE_CHECKING

import pytest

from shnor_pipeline.chain import Workspace
from shnor_pipeline.chain.crew import Crew
from shnor_pipeline.run import run_chain
from shnor_pipeline.settings import Settings
from shnor_pipeline_tests import builders as b
from shnor_pipeline_tests import dagster_builders as d

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from shnor_pipeline.chain import Advance

JOBS = 6


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A home folder whose run has a helper."""
    opened = b.workspace(b.home(tmp_path_factory.mktemp("crew") / "home"))
    vars(opened)["crew"] = Crew(1, judging=(), reporting=())
    opened.call_helpers()
    opened.crew.hand_over(opened, _process)  # until the helper is there
    yield opened
    opened.crew.end()


def _process(_workspace: Workspace, _advance: Advance) -> int:
    return os.getpid()


def _load_long() -> None:
    time.sleep(JOBS * 0.1 + 1)  # longer than the run needs for all of its jobs


def _slowly(number: int, _workspace: Workspace, advance: Advance) -> tuple[int, int]:
    time.sleep(0.1)
    advance("done")
    return number, os.getpid()


def _fail_elsewhere(run: int, file: Path, _workspace: Workspace, _advance: Advance) -> None:
    file.touch()
    if os.getpid() != run:
        raise PermissionError(13, "занят", file.name)
    time.sleep(0.5)


def _die_elsewhere(run: int, number: int, _workspace: Workspace, _advance: Advance) -> int:
    if os.getpid() != run:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def _schools(workspace: Workspace, _advance: Advance) -> int:
    return len(workspace.reference.register.schools)


def test_jobs_are_done_by_both_and_come_back_in_their_order(workspace: Workspace) -> None:
    told: list[str] = []
    jobs = {number: partial(_slowly, number) for number in reversed(range(JOBS))}
    given = workspace.crew.share(workspace, jobs, told.append)
    assert [number for number, _ in given.values()] == list(reversed(range(JOBS)))
    assert len({process for _, process in given.values()}) == 2
    assert told == ["done"] * JOBS


def test_what_a_helper_raises_reaches_the_run_as_it_is_and_the_rest_is_left(
    workspace: Workspace, tmp_path: Path
) -> None:
    jobs = {number: partial(_fail_elsewhere, os.getpid(), tmp_path / str(number)) for number in range(JOBS)}
    with pytest.raises(PermissionError) as raised:
        workspace.crew.share(workspace, jobs)
    assert raised.value.filename == "0", "helpers take the first"
    assert len(list(tmp_path.iterdir())) < JOBS


def test_a_helper_sees_programme_and_lists_as_the_run_has_read_them(workspace: Workspace) -> None:
    before = workspace.crew.hand_over(workspace, _schools)
    (workspace.home.reference / "schools.csv").unlink()
    assert workspace.crew.hand_over(workspace, _schools) == before > 0


def test_a_run_that_has_no_helper_does_all_itself(tmp_path: Path) -> None:
    alone, here = b.workspace(b.home(tmp_path / "home")), os.getpid()
    alone.call_helpers()
    assert alone.crew.hand_over(alone, _process) == here
    assert alone.crew.share(alone, {1: _process, 2: _process}) == {1: here, 2: here}


def _note(file: Path) -> None:
    with file.open("a") as noted:
        noted.write(f"{os.getpid()}\n")


def test_what_reports_need_is_loaded_once_by_helpers_and_run(tmp_path: Path) -> None:
    loaded = tmp_path / "loaded"
    workspace = b.workspace(b.home(tmp_path / "home"))
    crew = Crew(1, judging=(), reporting=(partial(_note, loaded),))
    crew.hand_over(workspace, _process)
    assert not loaded.exists(), "without a helper there is nothing to wait for"
    crew.start(workspace)
    for _ in range(2):
        crew.get_ready_to_report()
        helper = crew.hand_over(workspace, _process)
    assert sorted(loaded.read_text().split()) == sorted(map(str, (helper, os.getpid())))
    crew.end()


def test_a_helper_that_is_still_loading_is_given_nothing(tmp_path: Path) -> None:
    workspace, crew = b.workspace(b.home(tmp_path / "home")), Crew(1, judging=(_load_long,), reporting=())
    crew.start(workspace)
    crew.hand_over(workspace, _process)  # until the helper is there
    crew.share(workspace, {"alone": _process})
    meanwhile = crew.share(workspace, {number: partial(_slowly, number) for number in range(JOBS)})
    assert {process for _, process in meanwhile.values()} == {os.getpid()}
    assert crew.hand_over(workspace, _process) != os.getpid()
    afterwards = crew.share(workspace, {number: partial(_slowly, number) for number in range(JOBS)})
    assert len({process for _, process in afterwards.values()}) == 2
    crew.end()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no SIGKILL")
def test_the_run_does_what_a_helper_that_was_killed_had_in_its_hands(tmp_path: Path) -> None:
    workspace, crew = b.workspace(b.home(tmp_path / "home")), Crew(1, judging=(), reporting=())
    crew.start(workspace)
    jobs = {number: partial(_die_elsewhere, os.getpid(), number) for number in range(JOBS)}
    assert crew.share(workspace, jobs) == {number: number for number in range(JOBS)}
    assert crew.hand_over(workspace, jobs[0]) == 0
    crew.end()


SCRIPT = """
import os, sys
from pathlib import Path
from shnor_pipeline_tests.pipeline.test_crew import helper_of
print(helper_of(Path(sys.argv[1])), flush=True)
os.kill(os.getpid(), 9)
"""
"""A script as people write them: it does not ask whether it is the main one."""


def helper_of(home: Path) -> int:
    """Start a helper, give it a long job and return its number."""
    workspace, crew = b.workspace(home), Crew(1, judging=(), reporting=())
    crew.start(workspace)
    helper = crew.hand_over(workspace, _process)
    assert crew._pool is not None
    crew._pool.submit(time.sleep, 60)
    return helper


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no SIGKILL")
def test_a_helper_ends_with_a_run_that_is_killed_and_does_not_run_its_script_again(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    command = [sys.executable, str(script), str(b.home(tmp_path / "home"))]
    variables = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    killed = subprocess.run(command, env=variables, capture_output=True, text=True, timeout=60, check=False)
    assert killed.returncode == -signal.SIGKILL
    [helper] = killed.stdout.split()
    deadline = time.monotonic() + 5
    while _lives(int(helper)):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_run_with_a_helper_writes_the_same_bytes(tmp_path: Path) -> None:
    alone = d.small_home(tmp_path / "alone")
    helped = shutil.copytree(alone, tmp_path / "helped")  # a workbook says when it was written
    run_chain(b.workspace(alone))
    run_chain(Workspace(Settings(home=helped, processes=2)))
    assert d.tree(helped) == d.tree(alone)
