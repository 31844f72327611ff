"""One writer per home folder, whether it is the command or Dagster."""

from __future__ import annotations

import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import dagster as dg
import pytest
import yaml
from dagster._core.test_utils import instance_for_test

from shnor_pipeline import chain
from shnor_pipeline.definitions import build_definitions
from shnor_pipeline.orchestration.steps import HOME_POOL
from shnor_pipeline.run import run_chain
from shnor_pipeline.settings import CHECKOUT, Home, Settings
from shnor_pipeline_tests import builders as b
from shnor_pipeline_tests import dagster_builders as d

if TYPE_CHECKING:
    from pathlib import Path


def test_a_second_writer_waits_and_says_so(tmp_path: Path) -> None:
    home, told, order = Home(tmp_path), [], []

    def second() -> None:
        with chain.writing(home, 30, told.append):
            order.append("second")

    with chain.writing(home, 0):
        waiting = threading.Thread(target=second)
        waiting.start()
        while not told:
            waiting.join(0.05)
        order.append("first")
    waiting.join()
    assert order == ["first", "second"]
    assert "обрабатывает другой запуск" in told[0]


def test_a_second_writer_that_may_not_wait_is_told_what_to_do(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with (
        chain.writing(home, 0),
        pytest.raises(chain.BusyHomeError, match="Дождитесь его окончания"),
        chain.writing(home, 0.1),
    ):
        pass


def test_a_writer_that_was_killed_holds_nobody_up(tmp_path: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from shnor_pipeline import chain; "
        "from shnor_pipeline.settings import Home; "
        "chain.writing(Home(Path(sys.argv[1])), 0).__enter__(); os._exit(9)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False)
    assert done.returncode == 9
    with chain.writing(Home(tmp_path), 0):
        pass


def test_the_command_says_that_another_run_is_under_way_and_ends(tmp_path: Path) -> None:
    home = b.home(tmp_path / "home")
    with chain.writing(Home(home), 0), pytest.raises(chain.BusyHomeError):
        run_chain(b.workspace(home, wait_s=0.1))


def test_a_run_of_dagster_waits_for_the_command_and_fails_when_it_does_not_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = d.small_home(tmp_path / "home")
    monkeypatch.setenv("SHNOR_WAIT_S", "0.1")
    with chain.writing(Home(home), 0), d.desk_at(home) as desk:
        assert not desk.run(2021).success
    assert not (home / "store").exists()


def test_every_step_that_writes_is_in_the_pool_of_the_home_folder(tmp_path: Path) -> None:
    graph = build_definitions(Settings(home=b.home(tmp_path / "home"))).resolve_asset_graph()
    assert {pool for node in graph.asset_nodes if node.is_materializable for pool in node.pools} == {
        HOME_POOL
    }


def test_two_runs_that_write_are_never_under_way_at_once(tmp_path: Path) -> None:
    settings = CHECKOUT / "shnor_pipeline/deployment/dagster.yaml"
    overrides = yaml.safe_load(settings.read_text(encoding="utf-8"))
    with instance_for_test(overrides, temp_dir=str(tmp_path)) as instance:
        pools = instance.get_concurrency_config().pool_config
        assert pools.default_pool_limit == 1
        assert pools.pool_granularity is not None
        assert pools.pool_granularity.value == "run"
        assert isinstance(instance, dg.DagsterInstance)
