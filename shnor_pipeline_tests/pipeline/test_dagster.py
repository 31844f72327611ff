"""Dagster runs the same functions as the command: same bytes, and it starts as people start it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import dagster as dg
import pytest

from shnor_pipeline.definitions import build_definitions
from shnor_pipeline.run import run_chain
from shnor_pipeline.settings import CHECKOUT, Settings
from shnor_pipeline_tests import builders as b
from shnor_pipeline_tests import dagster_builders as d

if TYPE_CHECKING:
    from pathlib import Path

RANGE_START, RANGE_END = "dagster/asset_partition_range_start", "dagster/asset_partition_range_end"
DEMO = CHECKOUT / "data"


def copy_of_sample(root: Path, *years: int) -> Path:
    """Copy the committed inputs of some years, without what runs made."""
    root.mkdir(parents=True)
    for year in years:
        shutil.copytree(DEMO / "inbox" / str(year), root / "inbox" / str(year))
    shutil.copytree(DEMO / "reference", root / "reference")
    shutil.copy(DEMO / "programme.yaml", root)
    return root


def materialize(home: Path, first: int, last: int) -> dg.ExecuteInProcessResult:
    job = build_definitions(Settings(home=home)).resolve_job_def("whole_chain")
    with dg.DagsterInstance.ephemeral() as instance:
        return job.execute_in_process(
            tags={RANGE_START: str(first), RANGE_END: str(last)}, instance=instance, raise_on_error=True
        )


def test_dagster_and_the_command_give_equal_bytes_alone_or_with_a_helper(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_command = copy_of_sample(tmp_path / "command", 2020, 2021)
    by_dagster = copy_of_sample(tmp_path / "dagster", 2020, 2021)
    run_chain(b.workspace(by_command))
    monkeypatch.setenv("SHNOR_PROCESSES", "2")
    assert materialize(by_dagster, 2020, 2021).success
    assert d.tree(by_dagster) == d.tree(by_command)


def test_an_override_replaces_ours(tmp_path: Path) -> None:
    settings = Settings(home=b.home(tmp_path / "home"))
    executor = dg.multiprocess_executor
    assert build_definitions(settings, executor=executor).executor is executor


@pytest.fixture
def instance_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "dagster_home"
    folder.mkdir()
    shutil.copy(CHECKOUT / "shnor_pipeline/deployment/dagster.yaml", folder / "dagster.yaml")
    return folder


@pytest.mark.alone
def test_definitions_load_without_a_warning_in_time(instance_folder: Path) -> None:
    code = (
        "import time; started = time.perf_counter(); import shnor_pipeline.definitions as d; "
        "d.defs.resolve_asset_graph(); print(time.perf_counter() - started)"
    )
    command = [sys.executable, "-W", "error", "-c", code]
    environment = os.environ | {"DAGSTER_HOME": str(instance_folder)}
    seconds = []
    for _ in range(3):
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        seconds.append(float(done.stdout))
    assert min(seconds) < 2.5


def dagster(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "dagster", *arguments],
        cwd=CHECKOUT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_workspace_file_loads_and_a_year_materializes(tmp_path: Path, instance_folder: Path) -> None:
    home = b.home(tmp_path / "home")
    b.workbook(home / "inbox/2021/a.xlsx", Лист1=[b.OGE, b.pupil("163001", "Иванов", "Математика", 5)])
    environment = {"DAGSTER_HOME": str(instance_folder), "SHNOR_HOME": str(home)}
    loaded = dagster(environment, "definitions", "validate", "-w", "workspace.yaml")
    assert loaded.returncode == 0, loaded.stderr
    location = ("-m", "shnor_pipeline.definitions")
    done = dagster(environment, "asset", "materialize", "--select", "*", "--partition", "2021", *location)
    assert done.returncode == 0, done.stderr
    assert (home / "published/shnor.duckdb").exists()
    assert (home / "reports/2021/memo.docx").exists()
