"""Downstream follows upstream: what is asked for after a change, and what is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dagster as dg
import pytest

from shnor_pipeline_tests import builders as b
from shnor_pipeline_tests import dagster_builders as d

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[d.Desk]:
    with d.desk_at(d.small_home(tmp_path_factory.mktemp("follow") / "home")) as desk:
        assert desk.run(2020, 2022).success
        yield desk


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


def test_nothing_is_asked_for_while_nothing_changes(desk: d.Desk) -> None:
    assert Daemon(desk).asked() == set()


def test_a_file_in_the_inbox_is_left_to_the_watch(desk: d.Desk) -> None:
    daemon = Daemon(desk)
    b.workbook(desk.home / "inbox/2020/oge.xlsx", Лист1=[b.OGE, b.pupil("163001", "Ян", "Физика", 4)])
    assert desk.run(2020, job="look_at_sources").success
    assert daemon.asked() == set()


def test_a_run_with_unchanged_results_asks_for_nothing(desk: d.Desk) -> None:
    daemon = Daemon(desk)
    assert desk.run(2022).success
    assert daemon.asked() == set()


def test_changed_results_of_a_year_ask_for_what_later_years_make_of_them(desk: d.Desk) -> None:
    daemon = Daemon(desk)
    b.workbook(desk.home / d.OGE_FILE, Лист1=[b.OGE, b.pupil("163001", "Иванов", "Математика", 2)])
    assert desk.run(2021).success
    asked = daemon.asked()
    assert {("memo", "2022"), ("indicator_projection", "2022")} <= asked
    assert not {year for _, year in asked} & {"2018", "2019", "2023"}
    # of a year that stayed, only what tells of the new release is made again
    of_2020 = {name for name, year in asked if year == "2020"}
    assert of_2020 == {"release_change", "monitoring", "changes_page"}
    # the run that changed 2021 made these itself
    assert not asked & {("memo", "2021"), ("published_database", None)}


def test_what_a_run_makes_between_two_looks_is_not_asked_for(desk: d.Desk) -> None:
    daemon = Daemon(desk)
    path = desk.home / "reference/exam_minimums.csv"
    path.write_text(path.read_text(encoding="utf-8") + "2021,,oge,математика,3\n", encoding="utf-8")
    # a run has just looked at what people keep
    assert desk.run(2021, job="look_at_sources").success
    assert daemon.look() == set()
    intake = desk.made_with("exam_result")
    assert desk.run(2020, 2022, asset_selection=intake).success
    asked = {name for name, _ in daemon.asked()}
    assert "school_year" in asked
    assert not asked & {key.to_user_string() for key in intake}


def test_a_changed_list_asks_for_everything_made_of_it(desk: d.Desk) -> None:
    daemon = Daemon(desk)
    path = desk.home / "reference/programme_schools.csv"
    path.write_text(path.read_text(encoding="utf-8") + "2021,s04,adverse\n", encoding="utf-8")
    assert desk.run(2021, job="look_at_sources").success
    asked = daemon.asked()
    assert {("school_year", str(year)) for year in (2020, 2021, 2022)} <= asked
    assert ("exam_result", "2021") in asked
    assert ("school_year", "2018") not in asked
