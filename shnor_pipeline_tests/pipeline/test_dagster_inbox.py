"""The watch over the inbox: whole files, one run a year, no storm."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from errno import EACCES
from typing import TYPE_CHECKING

import dagster as dg
import pytest

from shnor_pipeline.orchestration.inbox import SETTLED_S, inbox_sensor
from shnor_pipeline.settings import Settings
from shnor_pipeline_tests import builders as b

if TYPE_CHECKING:
    from pathlib import Path

START = 1_700_000_000


@dataclass
class Watch:
    """Looks at an inbox again and again, with a clock of its own."""

    home: Path
    held: set[str] = field(default_factory=set)
    now: float = START
    cursor: str | None = None

    def look(self, after: float = SETTLED_S) -> list[str]:
        """Look after some seconds; return the years asked for."""
        self.now += after
        sensor = inbox_sensor(Settings(home=self.home), lambda: self.now, self._open)
        with dg.DagsterInstance.ephemeral() as instance:
            context = dg.build_sensor_context(instance=instance, cursor=self.cursor)
            result = sensor(context)
        assert isinstance(result, dg.SensorResult)
        self.cursor, self.said = result.cursor, result.skip_reason
        self.requests = list(result.run_requests or [])
        return [str(each.partition_key) for each in self.requests]

    def send(self, name: str, text: str = "строки") -> Path:
        """Put a file into the inbox at this moment."""
        path = self.home / "inbox" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        os.utime(path, (self.now, self.now))
        return path

    def _open(self, path: Path) -> None:
        if path.name in self.held:
            raise PermissionError(EACCES, "Permission denied")


@pytest.fixture
def watch(tmp_path: Path) -> Watch:
    return Watch(b.home(tmp_path / "home"))


def test_a_file_is_run_when_it_looked_the_same_twice(watch: Watch) -> None:
    watch.send("2021/a.csv")
    assert watch.look() == []
    assert watch.look() == ["2021"]


def test_a_growing_file_waits(watch: Watch) -> None:
    for size in range(1, 5):
        watch.send("2021/a.csv", "x" * size)
        assert watch.look() == []
    assert watch.look() == ["2021"]


def test_a_file_that_keeps_its_date_while_it_grows_waits(watch: Watch) -> None:
    for size in (1, 2):
        path = watch.send("2021/a.csv", "x" * size)
        os.utime(path, (START - 10_000, START - 10_000))
        assert watch.look() == []
    assert watch.look() == ["2021"]


def test_a_file_changed_a_moment_ago_waits_although_it_looks_the_same(watch: Watch) -> None:
    watch.send("2021/a.csv")
    assert watch.look(after=5) == []
    assert watch.look(after=5) == []
    assert "has just changed" in str(watch.said)
    assert watch.look() == ["2021"]


def test_200_files_of_two_years_make_two_runs(watch: Watch) -> None:
    for number in range(200):
        watch.send(f"{2020 + number % 2}/school/{number}.csv", f"строки {number}")
    assert watch.look() == []
    assert watch.look() == ["2020", "2021"]
    assert watch.look() == []
    assert len(str(watch.cursor)) < 500


def test_what_was_run_is_not_run_again_and_the_run_is_named_by_its_content(watch: Watch) -> None:
    watch.send("2021/a.csv")
    watch.look(), watch.look()
    first = watch.requests[0].run_key
    assert watch.look() == []
    watch.send("2021/a.csv", "другие строки")
    watch.look(), watch.look()
    assert watch.requests[0].run_key != first
    watch.send("2021/a.csv")
    watch.look(), watch.look()
    assert watch.requests[0].run_key == first


def test_a_removed_file_is_a_change_too(watch: Watch) -> None:
    path = watch.send("2021/a.csv")
    watch.send("2021/b.csv")
    watch.look(), watch.look()
    path.unlink()
    assert watch.look() == []
    assert watch.look() == ["2021"]


@pytest.mark.parametrize("lock", ["~$a.xlsx", ".~lock.a.xlsx#"])
def test_a_year_waits_while_a_file_is_open_in_an_office_program(watch: Watch, lock: str) -> None:
    watch.send("2021/a.xlsx")
    path = watch.send(f"2021/{lock}")
    watch.look()
    assert watch.look() == []
    assert lock in str(watch.said)
    path.unlink()
    assert watch.look() == ["2021"]


def test_a_lock_left_behind_by_a_crash_holds_nobody_up(watch: Watch) -> None:
    watch.send("2021/~$a.xlsx")
    watch.now += 24 * 3600
    watch.send("2021/a.xlsx")
    watch.look()
    assert watch.look() == ["2021"]


def test_a_year_waits_while_another_program_holds_a_file(watch: Watch) -> None:
    watch.send("2021/a.xlsx")
    watch.held.add("a.xlsx")
    watch.look()
    assert watch.look() == []
    assert "a.xlsx is held by another program" in str(watch.said)
    watch.held.clear()
    assert watch.look() == ["2021"]


def test_one_busy_year_does_not_hold_up_another(watch: Watch) -> None:
    watch.send("2020/a.csv")
    watch.look()
    watch.send("2021/b.csv")
    assert watch.look() == ["2020"]
    assert watch.look() == ["2021"]


def test_the_cursor_is_json_with_a_look_for_each_year(watch: Watch) -> None:
    watch.send("2021/a.csv")
    watch.look(), watch.look()
    assert set(json.loads(str(watch.cursor))["2021"]) == {"look", "done"}
