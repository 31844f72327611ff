"""Only what changed is stale, and downstream follows upstream: versions of content from files to release.

One home is run once for all tests, in the order they stand in; what a test does to inbox and lists is undone.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import dagster as dg
import pytest

from shnor_pipeline_tests import builders as b
from shnor_pipeline_tests import dagster_builders as d

if TYPE_CHECKING:
    from collections.abc import Iterator

TELLS_OF_A_RELEASE = {"release_change", "monitoring", "changes_page"}


@pytest.fixture(scope="module")
def after_a_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[d.Desk]:
    with d.desk_at(d.small_home(tmp_path_factory.mktemp("changes") / "home")) as desk:
        assert desk.run(2020, 2022).success
        yield desk


@pytest.fixture
def desk(after_a_run: d.Desk) -> Iterator[d.Desk]:
    kept = after_a_run.home.with_name("kept")
    for name in ("inbox", "reference"):
        shutil.copytree(after_a_run.home / name, kept / name)
    yield after_a_run
    for name in ("inbox", "reference"):
        shutil.rmtree(after_a_run.home / name)
        shutil.copytree(kept / name, after_a_run.home / name)
    shutil.rmtree(kept)
    assert after_a_run.run(2020, 2022, job="look_at_sources").success


class Daemon:
    """Looks at the conditions as the daemon does, again and again."""

    def __init__(self, desk: d.Desk) -> None:
        """Look once, so that what was there before counts as seen."""
        self._desk, self._cursor = desk, None
        self.look()

    def asked(self) -> set[tuple[str, str | None]]:
        """Return what is asked for at two looks, one after the other."""
        return self.look() | self.look()

    def look(self) -> set[tuple[str, str | None]]:
        """Return what is asked for at this look: asset and year."""
        result = dg.evaluate_automation_conditions(
            self._desk.definitions,
            self._desk.instance,
            asset_selection=dg.AssetSelection.all(),
            cursor=self._cursor,
        )
        self._cursor = result.cursor
        keys = self._desk.definitions.resolve_asset_graph().materializable_asset_keys
        return {
            (key.to_user_string(), partition)
            for key in keys
            for partition in result.get_requested_partitions(key)
        }


def with_mark(desk: d.Desk, mark: int, **more: list[tuple[()]]) -> None:
    row = b.pupil("163001", "Иванов", "Математика", mark)
    b.workbook(desk.home / d.OGE_FILE, Лист1=[b.OGE, row], **more)


def add_line(desk: d.Desk, name: str, line: str) -> None:
    path = desk.home / "reference" / name
    path.write_text(f"{path.read_text(encoding='utf-8')}{line}\n", encoding="utf-8")


def test_after_a_run_nothing_is_stale_and_nothing_is_asked_for(desk: d.Desk) -> None:
    assert desk.run(2021, job="look_at_sources").success
    assert desk.stale(2020) == desk.stale(2021) == set()
    assert Daemon(desk).asked() == set()


def test_a_changed_file_makes_the_table_of_its_form_and_year_stale_and_is_left_to_the_watch(
    desk: d.Desk,
) -> None:
    daemon = Daemon(desk)
    with_mark(desk, 4)
    assert desk.run(2020, 2021, job="look_at_sources").success
    assert desk.stale(2021) == {"exam_result", "source_file"}
    assert desk.stale(2020) == set()
    assert daemon.asked() == set()


def test_a_new_file_of_no_form_concerns_the_list_of_files_alone(desk: d.Desk) -> None:
    (desk.home / "inbox/2021/notes.txt").write_text("черновик", encoding="utf-8")
    assert desk.run(2021, job="look_at_sources").success
    assert desk.stale(2021) == {"source_file"}


def test_a_changed_reference_list_concerns_what_names_it(desk: d.Desk) -> None:
    add_line(desk, "exam_minimums.csv", "2021,,oge,математика,3")
    assert desk.run(2021, job="look_at_sources").success
    # a report names schools and clusters as the lists do, a release keeps a copy of them
    assert {"exam_result", "school_year", "submission", "memo", "published_database"} <= desk.stale(2021)
    assert not desk.stale(2021) & {"indicator_value", "target_progress", "returned_workbooks"}


def test_a_changed_list_asks_for_everything_made_of_it(desk: d.Desk) -> None:
    daemon = Daemon(desk)
    add_line(desk, "programme_schools.csv", "2021,s04,adverse")
    assert desk.run(2021, job="look_at_sources").success
    asked = daemon.asked()
    assert {("school_year", str(year)) for year in (2020, 2021, 2022)} <= asked
    assert ("exam_result", "2021") in asked
    assert ("school_year", "2018") not in asked


def test_results_as_before_leave_what_is_downstream_fresh(desk: d.Desk) -> None:
    daemon, before = Daemon(desk), desk.version("exam_result", 2021)
    with_mark(desk, 5, Черновик=[()])
    assert desk.run(2021).success
    assert desk.version("exam_result", 2021) == before
    # the new release may have changed any year; whether it did is not known before its list is made
    assert desk.stale(2022) == {"release_change"}
    assert {name for name, _ in daemon.asked()} <= TELLS_OF_A_RELEASE


def test_changed_results_of_a_year_concern_what_later_years_make_of_them(desk: d.Desk) -> None:
    daemon = Daemon(desk)
    with_mark(desk, 2)
    assert desk.run(2021).success
    assert {"memo", "monitoring", "indicator_projection"} <= desk.stale(2022)
    assert desk.stale(2020) == {"release_change"}
    asked = daemon.asked()
    assert {("memo", "2022"), ("indicator_projection", "2022")} <= asked
    assert not {year for _, year in asked} & {"2018", "2019", "2023"}
    # of a year that stayed, only what tells of the new release is made again
    assert {name for name, year in asked if year == "2020"} == TELLS_OF_A_RELEASE
    # the run that changed 2021 made these itself
    assert not asked & {("memo", "2021"), ("published_database", None)}


def test_what_a_run_makes_between_two_looks_is_not_asked_for(desk: d.Desk) -> None:
    daemon = Daemon(desk)
    add_line(desk, "exam_minimums.csv", "2021,,oge,математика,3")
    # a run has just looked at what people keep
    assert desk.run(2021, job="look_at_sources").success
    assert daemon.look() == set()
    intake = desk.made_with("exam_result")
    assert desk.run(2020, 2022, asset_selection=intake).success
    asked = {name for name, _ in daemon.asked()}
    assert "school_year" in asked
    assert not asked & {key.to_user_string() for key in intake}
