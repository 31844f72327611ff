"""A run at work: alone in its home folder, year by year, alone or with helpers.

Belongs here: what every run does before, between and after the boxes of the chain, whoever asks for it. Does
not belong here: the boxes, and how helpers are led (``crew``).
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from shnor_pipeline.chain.collecting import collecting_rarely
from shnor_pipeline.chain.lock import writing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from shnor_pipeline.chain.crew import Advance
    from shnor_pipeline.chain.workspace import Workspace

Given = TypeVar("Given")


@contextmanager
def at_work(workspace: Workspace, tell: Callable[[str], None]) -> Iterator[None]:
    """Hold the home folder for a run, and let the run's helpers go in the end.

    Args:
        workspace: The home folder.
        tell: Called once with a message for people when another run holds it.

    Raises:
        BusyHomeError: The other run did not end in time.
    """
    with writing(workspace.home, workspace.settings.wait_s, tell), collecting_rarely():
        try:
            yield
        finally:
            workspace.crew.end()


def each_year(
    workspace: Workspace, work: Callable[[Workspace, int], Given], years: Sequence[int]
) -> dict[int, Given]:
    """Do the work of some years, whose order does not matter, and return what each gave.

    Args:
        workspace: The home folder.
        work: A function of a module; what it gives must be worth sending from one process to another.
        years: Reporting years.
    """
    return workspace.crew.share(workspace, {year: partial(_work, work, year) for year in years})


def for_each_year(
    workspace: Workspace, work: Callable[[Workspace, int], object], years: Sequence[int]
) -> None:
    """Do the work of some years, whose order does not matter and whose results lie in the store."""
    workspace.crew.share(workspace, {year: partial(_write, work, year) for year in years})


def _work(
    work: Callable[[Workspace, int], Given], year: int, workspace: Workspace, _advance: Advance
) -> Given:
    return work(workspace, year)


def _write(
    work: Callable[[Workspace, int], object], year: int, workspace: Workspace, _advance: Advance
) -> None:
    work(workspace, year)
