"""A real ``dagster dev`` with its pages, for tests: started, asked over GraphQL, always stopped.

Belongs here: the service and the questions put to it. Does not belong here: expectations.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from shnor_pipeline.settings import CHECKOUT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Answer = TypeVar("Answer")
PATIENCE_S = 240
_REPOSITORY = {"repositoryLocationName": "shnor_pipeline", "repositoryName": "__repository__"}
# A shell that starts this in the background ignores SIGINT, and Dagster would then ignore every signal.
_LISTENING = "import os, signal, sys; signal.signal(2, signal.SIG_DFL); os.execv(sys.argv[1], sys.argv[1:])"
_LAUNCH = """mutation ($year: String!) { launchRun(executionParams: {
  selector: {
    repositoryLocationName: "shnor_pipeline", repositoryName: "__repository__", jobName: "whole_chain"
  },
  runConfigData: {}, executionMetadata: {tags: [{key: "dagster/partition", value: $year}]}
}) { __typename ... on LaunchRunSuccess { run { runId } } ... on PythonError { message } } }"""
_BACK_FILL = """mutation ($what: LaunchBackfillParams!) { launchPartitionBackfill(backfillParams: $what) {
  __typename ... on LaunchBackfillSuccess { backfillId } ... on PythonError { message }
} }"""
_RUNS_OF = """query ($id: String!) { partitionBackfillOrError(backfillId: $id) {
  ... on PartitionBackfill { runs { id } }
} }"""
_RUN = "query ($id: ID!) { runOrError(runId: $id) { ... on Run { status } } }"
_RUNS = "{ runsOrError { ... on Runs { results { startTime endTime } } } }"
_CHECKS = """query ($asset: AssetKeyInput!) { assetNodeOrError(assetKey: $asset) { ... on AssetNode {
  assetChecksOrError { ... on AssetChecks { checks { name
    executionForLatestMaterialization {
      status evaluation { severity metadataEntries { label ... on MarkdownMetadataEntry { mdStr } } }
    }
    partitionStatuses { ... on AssetCheckDefaultPartitionStatuses { succeededPartitions failedPartitions } }
  } } } } } }"""
_ENDS = {"SUCCESS", "FAILURE", "CANCELED"}


@dataclass(frozen=True)
class Desk:
    """A running service.

    Attributes:
        url: Address of its pages.
    """

    url: str

    def ask(self, query: str, **variables: Any) -> dict[str, Any]:
        """Put a GraphQL question and return its data."""
        body = json.dumps({"query": query, "variables": variables}).encode()
        request = urllib.request.Request(  # noqa: S310 - our own service on loopback
            f"{self.url}/graphql", body, {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - the same
            told = json.load(answer)
        assert "errors" not in told, told
        data: dict[str, Any] = told["data"]
        return data

    def materialize(self, *years: int) -> list[str]:
        """Run the whole chain for each year, all asked for at once, and return how the runs ended."""
        return [self._end_of(run_id) for run_id in [self._launch(year) for year in years]]

    def back_fill(self, *years: int) -> str:
        """Ask for all of some years, as the button of the job's page does, and return the back-fill."""
        chain = {"partitionSetName": "whole_chain_partition_set", "repositorySelector": _REPOSITORY}
        what = {"selector": chain, "partitionNames": [str(year) for year in years]}
        launched = self.ask(_BACK_FILL, what=what)["launchPartitionBackfill"]
        assert launched["__typename"] == "LaunchBackfillSuccess", launched
        return str(launched["backfillId"])

    def ends_of(self, back_fill: str) -> list[str]:
        """Return how the runs of a back-fill ended."""

        def launched() -> list[str]:
            found = self.ask(_RUNS_OF, id=back_fill)["partitionBackfillOrError"]
            return [run["id"] for run in found["runs"]]

        for run_id in wait_for(launched):
            self._end_of(run_id)
        return [self._end_of(run_id) for run_id in launched()]

    def times(self) -> list[tuple[float, float]]:
        """Return when each run that ended began and ended, in order."""
        found = self.ask(_RUNS)["runsOrError"]["results"]
        return sorted((run["startTime"], run["endTime"]) for run in found if run["endTime"])

    def _launch(self, year: int) -> str:
        launched = self.ask(_LAUNCH, year=str(year))["launchRun"]
        assert launched["__typename"] == "LaunchRunSuccess", launched
        return str(launched["run"]["runId"])

    def _end_of(self, run_id: str) -> str:
        def ended() -> str:
            status = str(self.ask(_RUN, id=run_id)["runOrError"]["status"])
            return status if status in _ENDS else ""

        return wait_for(ended)

    def check(self, asset: str, name: str) -> dict[str, Any]:
        """Return the last result of a check: its status, severity, what it shows, the years it stands for."""
        node = self.ask(_CHECKS, asset={"path": [asset]})["assetNodeOrError"]
        found = {each["name"]: each for each in node["assetChecksOrError"]["checks"]}[name]
        last: dict[str, Any] = found["executionForLatestMaterialization"]
        shown = " ".join(each.get("mdStr") or "" for each in last["evaluation"]["metadataEntries"])
        return {
            "status": last["status"],
            "severity": last["evaluation"]["severity"],
            "shown": shown,
            "years": found["partitionStatuses"],
        }


def wait_for(answer: Callable[[], Answer]) -> Answer:
    """Ask again until there is an answer."""
    deadline = time.monotonic() + PATIENCE_S
    while not (given := answer()):
        assert time.monotonic() < deadline, "the service gave no answer in time"
        time.sleep(0.5)
    return given


def start(
    home: Path, dagster_home: Path, log: Path, **variables: str
) -> tuple[subprocess.Popen[bytes], Desk]:
    """Start ``dagster dev`` (webserver and daemon) on a free port and wait until it has loaded our code."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "dagster", "dev", "--host", "127.0.0.1", "--port", str(port)]
    environment = os.environ | {
        "SHNOR_HOME": str(home),
        "DAGSTER_HOME": str(dagster_home),
        # as `make ui` does: Dagster tells of a command that it ships apart
        "PYTHONWARNINGS": "ignore:Function `dev_command`",
        **variables,
    }
    with log.open("wb") as stream:
        service = subprocess.Popen(
            [sys.executable, "-c", _LISTENING, *command, "--workspace", "workspace.yaml"],
            cwd=CHECKOUT,
            env=environment,
            stdout=stream,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    desk = Desk(f"http://127.0.0.1:{port}")

    def loaded() -> str:
        assert service.poll() is None, log.read_text(encoding="utf-8")
        try:
            nodes = desk.ask("{ assetNodes { id } }")["assetNodes"]
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return ""
        return "loaded" if nodes else ""

    try:
        wait_for(loaded)
    except BaseException:
        stop(service)
        raise
    return service, desk


def stop(service: subprocess.Popen[bytes]) -> None:
    """Stop it as a person does at the terminal; what does not stop in time is killed with its children."""
    service.send_signal(signal.SIGINT)
    try:
        service.wait(60)
    except subprocess.TimeoutExpired:
        os.killpg(service.pid, signal.SIGKILL)
        service.wait(10)
