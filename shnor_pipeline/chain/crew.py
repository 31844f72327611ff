"""The processes of a run: its own and the helpers that share its work, one for each further core.

Belongs here: starting and ending helpers, handing work to them. Does not belong here: the work.

Python computes on one core only, and while a step lasts its years need nothing of each other: a step reads
what earlier steps wrote and writes files of its own year. So whoever is free takes the next year, and the
bytes are the same whoever did it.
"""

from __future__ import annotations

import atexit
import importlib
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing import get_context, parent_process
from types import ModuleType
from typing import TYPE_CHECKING, Generic, TypeVar

from shnor_pipeline.chain.collecting import collect_rarely

if TYPE_CHECKING:
    from multiprocessing import Queue

    from shnor_pipeline.chain.workspace import Workspace

Key = TypeVar("Key")
Given = TypeVar("Given")
Advance = Callable[[str], None]
"""Called with the name of a stage for every piece of work that is done, for a progress bar."""
Job = Callable[["Workspace", Advance], Given]
"""A piece of work: a function of a module, or a part of one, so that a helper can be given it."""


def _load_gate() -> None:
    importlib.import_module("shnor_pipeline.release.gate.library")


def _load_reports() -> None:
    importlib.import_module("shnor_pipeline.reporting.workbook")
    importlib.import_module("shnor_pipeline.reporting.memo")


def _begin_drawing() -> None:
    from shnor_pipeline.reporting.charts import begin  # noqa: PLC0415 - heavy

    begin()


Loads = Sequence[Callable[[], None]]

JUDGING: Loads = (_load_gate,)
"""What the judge of a release needs and is slow to load: helpers do it as soon as they have nothing to do."""

REPORTING: Loads = (_load_reports, _begin_drawing)
"""What reports need: helpers load it when they are told to, the run itself while it waits for the judge."""


def quietly(_stage: str) -> None:
    """Tell nobody."""


_LOOK_S = 0.05
"""How often it is looked whether a helper that loads is still needed."""

_opened: Workspace
"""In a helper: the home folder as the run has opened it."""


class Crew:
    """The helpers of a run. Until they are started, and without any, the run does everything itself."""

    def __init__(
        self,
        helpers: int,
        judging: Loads = JUDGING,
        reporting: Loads = REPORTING,
    ) -> None:
        """Plan a crew.

        Args:
            helpers: Processes beside that of the run.
            judging: What helpers load when they first have nothing else to do.
            reporting: What helpers and run load before there are reports to write.
        """
        self._helpers = helpers
        self._judging, self._reporting = list(judging), list(reporting)
        self._meanwhile = list(reporting)
        self._pool: ProcessPoolExecutor | None = None
        self._loading: list[Future[None]] = []

    def start(self, workspace: Workspace) -> None:
        """Start the helpers, if they are not yet there."""
        if not self._helpers or self._pool is not None:
            return
        # a copy of a process that has threads may hang: helpers begin as Python itself does
        fresh = get_context("spawn")
        folders: Queue[Workspace] = fresh.Queue()
        folders.cancel_join_thread()
        self._pool = ProcessPoolExecutor(self._helpers, fresh, initializer=_begin, initargs=(folders,))
        for _ in range(self._helpers):
            # this is sent in the background; as an argument the run would wait until a helper can read it
            folders.put(workspace)
        with _no_main():
            for _ in range(self._helpers):
                self._pool.submit(os.getpid)  # the first task, whatever it is, makes Python start a process

    def end(self) -> None:
        """End the helpers, when they have done what they began."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def share(
        self, workspace: Workspace, jobs: Mapping[Key, Job[Given]], advance: Advance = quietly
    ) -> dict[Key, Given]:
        """Do some jobs, each by whoever is free next.

        Args:
            workspace: The home folder.
            jobs: What to do, by any key; they need nothing of each other.
            advance: Told of what is done; of a helper's work when the whole job is.

        Returns:
            What they gave, by key, in the same order.

        Raises:
            BaseException: What a job raised, the first by order; those that nobody had begun are left.
        """
        if len(jobs) == 1:
            self._load(self._judging)
        work, here = _Work(jobs), partial(_here, workspace, advance)
        with ThreadPoolExecutor(self._helpers or 1) as foremen:
            if self._pool is not None:
                for _ in range(min(self._helpers, len(jobs) - 1)):
                    foremen.submit(self._help, work, partial(_elsewhere, self._pool, advance))
            work.go_on(here, deque.pop)
        work.go_on(here, deque.pop)  # what a helper that was killed had in its hands
        self._load(self._judging)
        return work.given()

    def _help(self, work: _Work[Key, Given], elsewhere: Callable[[Job[Given]], Given]) -> None:
        """Give a helper jobs as soon as it has loaded, if there are any left: the run would wait for them."""
        while self._loading and work.is_open() and wait(self._loading, _LOOK_S).not_done:
            continue
        work.go_on(elsewhere, deque.popleft)

    def get_ready_to_report(self) -> None:
        """Let helpers load what reports need, where the run has something to do that can't be shared."""
        self._load(self._reporting)

    def _load(self, tasks: list[Callable[[], None]]) -> None:
        """Have every helper do some tasks, which are then done for good."""
        with suppress(BrokenProcessPool):
            while self._pool is not None and tasks:
                task = tasks.pop(0)
                self._loading += [self._pool.submit(task) for _ in range(self._helpers)]

    def hand_over(self, workspace: Workspace, job: Job[Given]) -> Given:
        """Have a job done by a helper, who has loaded what is slow to load, where there is one."""
        if self._pool is None:
            return job(workspace, quietly)
        with suppress(BrokenProcessPool):
            begun = self._pool.submit(_as_helper, job)
            while self._meanwhile:
                self._meanwhile.pop(0)()
            given, _stages = begun.result()
            return given
        return job(workspace, quietly)


class _Work(Generic[Key, Given]):
    """Jobs that several take from; what one of them raises ends the work of all."""

    def __init__(self, jobs: Mapping[Key, Job[Given]]) -> None:
        self._jobs = jobs
        self._waiting = deque(jobs)
        self._given: dict[Key, Given] = {}
        self._raised: dict[Key, BaseException] = {}

    def go_on(self, do: Callable[[Job[Given]], Given], take: Callable[[deque[Key]], Key]) -> None:
        """Do job after job as long as there are any: helpers take the first, the run itself the last."""
        for key in self._taken(take):
            try:
                self._given[key] = do(self._jobs[key])
            except BrokenProcessPool:
                self._waiting.append(key)
                return
            except BaseException as error:  # noqa: BLE001 - raised by `given`, in the thread of the run
                self._raised[key] = error

    def is_open(self) -> bool:
        """Tell whether there is a job that nobody has taken."""
        return bool(self._waiting) and not self._raised

    def _taken(self, take: Callable[[deque[Key]], Key]) -> Iterator[Key]:
        while not self._raised:
            try:
                yield take(self._waiting)
            except IndexError:
                return

    def given(self) -> dict[Key, Given]:
        """Return what was given, or raise what was raised."""
        for key in self._jobs:
            if key in self._raised:
                raise self._raised[key]
        return {key: self._given[key] for key in self._jobs}


def _here(workspace: Workspace, advance: Advance, job: Job[Given]) -> Given:
    return job(workspace, advance)


def _elsewhere(pool: ProcessPoolExecutor, advance: Advance, job: Job[Given]) -> Given:
    given, stages = pool.submit(_as_helper, job).result()
    for stage in stages:
        advance(stage)
    return given


def _as_helper(job: Job[Given]) -> tuple[Given, list[str]]:
    stages: list[str] = []
    return job(_opened, stages.append), stages


@contextmanager
def _no_main() -> Iterator[None]:
    """Keep the script of a run from its helpers: each would run it again, and so begin a run of its own."""
    script = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = script


def _begin(folders: Queue[Workspace]) -> None:
    """Make a process a helper: it ends with its run, also with one that was killed, and not by Ctrl+C."""
    global _opened  # noqa: PLW0603 - what a process keeps between two jobs
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # all it wrote is closed by then; to take apart what it has loaded would keep the run waiting for a second
    atexit.register(os._exit, 0)
    collect_rarely()
    threading.Thread(target=_end_with_the_run, daemon=True).start()
    _opened = folders.get()


def _end_with_the_run() -> None:
    run = parent_process()
    if run is not None:
        run.join()
        os._exit(1)
