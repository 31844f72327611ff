"""Dagster's history in SQLite: opened seldom, and still Dagster's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import dagster as dg
import pytest
import sqlalchemy

from shnor_pipeline.deployment import write_instance
from shnor_pipeline.orchestration import sqlite_history
from shnor_pipeline_tests import dagster_builders as d

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

EVENTS = 200
"""Fewer than any run of a year writes."""


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the databases, each as often as it is opened."""
    names: list[str] = []

    def create_engine(address: str, **options: dict[str, int]) -> Engine:
        names.append(Path(address).stem)
        return sqlalchemy.create_engine(address, **options)

    monkeypatch.setattr(sqlite_history, "create_engine", create_engine)
    return names


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dg.DagsterInstance]:
    """The instance of a desk, with the settings we ship."""
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "dagster"))
    write_instance(tmp_path / "dagster", postgres=False)
    with dg.DagsterInstance.get() as shipped:
        yield shipped


def test_a_run_opens_its_database_and_that_of_all_runs_once(
    opened: list[str], instance: dg.DagsterInstance, tmp_path: Path
) -> None:
    run = d.Desk(d.small_home(tmp_path / "home"), instance, "2021-09-01").run(2021)
    assert len(instance.all_logs(run.run_id)) > EVENTS
    assert sorted(opened) == sorted(["index", run.run_id])


def test_what_was_kept_is_read_by_dagster_as_its_own(instance: dg.DagsterInstance, tmp_path: Path) -> None:
    run = d.Desk(d.small_home(tmp_path / "home"), instance, "2021-09-01").run(2021)
    told = [entry.user_message for entry in instance.all_logs(run.run_id)]
    (tmp_path / "dagster/dagster.yaml").write_text("telemetry: {enabled: false}\n")
    with dg.DagsterInstance.get() as plain:
        assert [entry.user_message for entry in plain.all_logs(run.run_id)] == told
        assert plain.get_latest_materialization_event(dg.AssetKey("memo")) is not None


def test_of_many_runs_that_are_looked_at_few_stay_open(
    opened: list[str], instance: dg.DagsterInstance
) -> None:
    log = instance.event_log_storage
    assert isinstance(log, sqlite_history.OpenEventLogStorage)
    for number in [*range(20), 19, 0]:
        assert list(log.get_logs_for_run(f"run{number}")) == []
    assert opened.count("run19") == 1
    assert opened.count("run0") == 2
