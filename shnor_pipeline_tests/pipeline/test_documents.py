"""Documents of years: what they share is gathered once, and anew when it is asked for again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from shnor_pipeline import chain
from shnor_pipeline.chain import documents
from shnor_pipeline.run import run_chain
from shnor_pipeline_tests import builders as b
from shnor_pipeline_tests import dagster_builders as d

if TYPE_CHECKING:
    from pathlib import Path

    from shnor_pipeline.chain import Workspace

YEARS = (2020, 2021)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A small home of two years whose chain ran."""
    opened = b.workspace(d.small_home(tmp_path_factory.mktemp("documents") / "home"))
    run_chain(opened)
    return opened


@pytest.fixture
def gathered(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """What was gathered of which year."""
    seen: list[tuple[str, int]] = []
    for name in ("report_of_year", "site_of_year"):
        gather = getattr(documents, name)

        def noted(workspace: Workspace, of: Any, *more: Any, gather: Any = gather, name: str = name) -> Any:
            seen.append((name, of if isinstance(of, int) else of.year))
            return gather(workspace, of, *more)

        monkeypatch.setattr(documents, name, noted)
    return seen


def made(workspace: Workspace) -> dict[Path, float]:
    return {path: path.stat().st_mtime_ns for path in workspace.home.reports.rglob("*") if path.is_file()}


def test_documents_of_a_year_share_what_is_gathered(
    workspace: Workspace, gathered: list[tuple[str, int]]
) -> None:
    files = chain.write_documents(workspace, YEARS)
    assert sorted(gathered) == [(name, year) for name in ("report_of_year", "site_of_year") for year in YEARS]
    assert list(files) == list(documents.WRITERS)
    assert {path for by_year in files.values() for paths in by_year.values() for path in paths} == {
        path for path in made(workspace) if path.name != "hidden_in_public.csv"
    }


def test_another_call_sees_what_changed_in_between(
    workspace: Workspace, gathered: list[tuple[str, int]]
) -> None:
    for _ in range(2):
        chain.write_documents(workspace, [2021], ["overview_page", "changes_page"])
    assert gathered == [("report_of_year", 2021)] * 2


def test_only_what_was_asked_for_is_written(workspace: Workspace, gathered: list[tuple[str, int]]) -> None:
    before = made(workspace)
    files = chain.write_documents(workspace, [2020], ["status_page"])
    assert {path for path, changed in made(workspace).items() if before[path] != changed} == {
        workspace.home.reports / "2020" / "status.html"
    }
    assert files == {"status_page": {2020: [workspace.home.reports / "2020" / "status.html"]}}
    assert gathered == []


def test_a_progress_bar_is_told_of_documents_and_pages(workspace: Workspace) -> None:
    told: list[str] = []
    files = chain.write_documents(workspace, [2021], ["school_pages", "memo"], advance=told.append)
    assert sorted(told) == ["pages"] * len(files["school_pages"][2021]) + ["reports"] * 2
