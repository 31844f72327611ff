"""Builders of Dagster cases: a small home folder run by years, and what Dagster then says of its assets.

Belongs here: running jobs and asking the instance. Does not belong here: expectations.
"""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import dagster as dg
from dagster._core.definitions.data_version import CachingStaleStatusResolver
from dagster._core.loader import LoadingContextForTest

from shnor_pipeline.definitions import build_definitions
from shnor_pipeline.orchestration.deadlines import Clock
from shnor_pipeline.orchestration.workspace import HomeFolder
from shnor_pipeline.settings import Settings
from shnor_pipeline_tests import builders as b

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RANGE_START, RANGE_END = "dagster/asset_partition_range_start", "dagster/asset_partition_range_end"
OGE_FILE, CONTINGENT_FILE = "inbox/2021/oge.xlsx", "inbox/2021/contingent.xlsx"


@dataclass
class Desk:
    """A home folder, its definitions and a Dagster instance of its own.

    Attributes:
        home: The home folder.
        instance: Where Dagster keeps its events.
        today: The day by which lateness is judged.
    """

    home: Path
    instance: dg.DagsterInstance
    today: str

    def __post_init__(self) -> None:
        """Load the definitions once."""
        resources = {"home_folder": HomeFolder(home=str(self.home)), "clock": Clock(fixed=self.today)}
        self.definitions = build_definitions(Settings(home=self.home), resources=resources)

    def run(
        self, first: int, last: int | None = None, job: str = "whole_chain", **options: Any
    ) -> dg.ExecuteInProcessResult:
        """Run a job for one year, or for a range of years in one run."""
        years = {RANGE_START: str(first), RANGE_END: str(last)}
        which: dict[str, Any] = {"partition_key": str(first)} if last is None else {"tags": years}
        found = self.definitions.resolve_job_def(job)
        return found.execute_in_process(instance=self.instance, raise_on_error=False, **which, **options)

    def deadlines(self) -> dg.ExecuteInProcessResult:
        """Judge who is late, and nothing else."""
        return self.definitions.resolve_job_def("deadlines_only").execute_in_process(instance=self.instance)

    def made_with(self, asset: str) -> list[dg.AssetKey]:
        """Return the assets that one step makes together with an asset."""
        return sorted(self.definitions.resolve_asset_graph().get(dg.AssetKey(asset)).execution_set_asset_keys)

    def stale(self, year: int) -> set[str]:
        """Return the assets whose data of a year are older than what they are made from."""
        graph = self.definitions.resolve_asset_graph()
        resolver = CachingStaleStatusResolver(self.instance, graph, LoadingContextForTest(self.instance))
        keys = graph.materializable_asset_keys
        asked = {key: str(year) if graph.get(key).is_partitioned else None for key in keys}
        return {
            key.to_user_string()
            for key, partition in asked.items()
            if resolver.get_status(key, partition).value == "STALE"
        }

    def check(self, asset: str, name: str, year: int | None = None) -> dg.AssetCheckEvaluation:
        """Return the last verdict of a check, of a year where one is given."""
        key = dg.AssetCheckKey(dg.AssetKey(asset), name)
        records = self.instance.event_log_storage.get_asset_check_execution_history(key, limit=50)
        evaluations = [record.event.dagster_event.asset_check_evaluation_data for record in records]
        return next(each for each in evaluations if year is None or each.partition == str(year))

    def verdicts(self, asset: str, name: str) -> dict[str, str]:
        """Return what the page of a check shows of each year: verdicts on the data made last."""
        key = dg.AssetCheckKey(dg.AssetKey(asset), name)
        found = self.instance.event_log_storage.get_asset_check_partition_info([key])
        shown = (each for each in found if each.partition_key is not None and each.is_current)
        return {str(each.partition_key): each.latest_execution_status.value for each in shown}

    def told(self) -> list[str]:
        """Return what the steps of all runs said in their logs."""
        logs = (entry for run in self.instance.get_runs() for entry in self.instance.all_logs(run.run_id))
        return [entry.user_message for entry in logs if not entry.is_dagster_event]

    def waits(self) -> list[float]:
        """Return the seconds after which steps were tried again."""
        logs = (entry for run in self.instance.get_runs() for entry in self.instance.all_logs(run.run_id))
        events = (entry.dagster_event for entry in logs if entry.dagster_event)
        return [event.step_retry_data.seconds_to_wait or 0 for event in events if event.is_step_up_for_retry]

    def metadata(self, asset: str, year: int) -> dict[str, Any]:
        """Return what was shown with the last materialization of a year."""
        return {name: each.value for name, each in self._last(asset, year).metadata.items()}

    def version(self, asset: str, year: int) -> str:
        """Return the data version of a year."""
        return (self._last(asset, year).tags or {})["dagster/data_version"]

    def _last(self, asset: str, year: int) -> dg.AssetMaterialization:
        wanted = dg.AssetRecordsFilter(asset_key=dg.AssetKey(asset), asset_partitions=[str(year)])
        made = self.instance.fetch_materializations(wanted, limit=1).records[0].asset_materialization
        assert made is not None
        return made


@contextmanager
def desk_at(home: Path, today: str = "2021-09-01") -> Iterator[Desk]:
    """Sit down at a desk whose Dagster forgets everything in the end."""
    with dg.DagsterInstance.ephemeral() as instance:
        yield Desk(home, instance, today)


def small_home(root: Path) -> Path:
    """Write a home with a protocol of the ОГЭ and a contingent of 2021, and a contingent of 2020."""
    home = b.home(root)
    b.workbook(home / OGE_FILE, Лист1=[b.OGE, b.pupil("163001", "Иванов", "Математика", 5)])
    for year, pupils in ((2020, 20), (2021, 24)):
        path = home / f"inbox/{year}/contingent.xlsx"
        b.workbook(path, Лист1=[b.CONTINGENT, ("163001", "9А", pupils, 1, 0, pupils + 1)])
    return home


def tree(root: Path) -> dict[str, str]:
    """Hash every file that a run made; the lock and the order of releases are no results."""
    made = (root / name for name in ("store", "quarantine", "returned", "reports", "public", "published"))
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in made
        for path in folder.rglob("*")
        if path.is_file() and path.name != ".publish.lock"
    }
