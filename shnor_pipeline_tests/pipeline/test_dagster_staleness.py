"""Only what changed is stale: versions of content from the files to the release."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from shnor_pipeline_tests import builders as b
from shnor_pipeline_tests import dagster_builders as d

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def after_a_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[d.Desk]:
    with d.desk_at(d.small_home(tmp_path_factory.mktemp("stale") / "home")) as desk:
        assert desk.run(2020, 2022).success
        yield desk


@pytest.fixture
def desk(after_a_run: d.Desk) -> Iterator[d.Desk]:
    kept = after_a_run.home.with_name("kept")
    shutil.copytree(after_a_run.home, kept, ignore=shutil.ignore_patterns("store", "reports", "published"))
    yield after_a_run
    for name in ("inbox", "reference"):
        shutil.rmtree(after_a_run.home / name)
        shutil.copytree(kept / name, after_a_run.home / name)
    shutil.rmtree(kept)
    assert after_a_run.run(2020, 2022, job="look_at_sources").success


def test_nothing_is_stale_after_a_run(desk: d.Desk) -> None:
    assert desk.run(2021, job="look_at_sources").success
    assert desk.stale(2020) == desk.stale(2021) == set()


def test_a_changed_file_makes_only_the_table_of_its_form_and_year_stale(desk: d.Desk) -> None:
    b.workbook(desk.home / d.OGE_FILE, Лист1=[b.OGE, b.pupil("163001", "Иванов", "Математика", 4)])
    desk.run(2020, 2021, job="look_at_sources")
    assert desk.stale(2021) == {"exam_result", "source_file"}
    assert desk.stale(2020) == set()


def test_a_new_file_of_no_form_concerns_the_list_of_files_alone(desk: d.Desk) -> None:
    (desk.home / "inbox/2021/notes.txt").write_text("черновик", encoding="utf-8")
    desk.run(2021, job="look_at_sources")
    assert desk.stale(2021) == {"source_file"}


def test_a_changed_reference_list_concerns_what_names_it(desk: d.Desk) -> None:
    path = desk.home / "reference/exam_minimums.csv"
    path.write_text(path.read_text(encoding="utf-8") + "2021,,oge,математика,3\n", encoding="utf-8")
    desk.run(2021, job="look_at_sources")
    # a release keeps a copy of the lists
    assert {"exam_result", "school_year", "submission", "published_database"} <= desk.stale(2021)
    assert not desk.stale(2021) & {"indicator_value", "memo"}


def test_results_as_before_leave_what_is_downstream_fresh_and_changed_ones_do_not(desk: d.Desk) -> None:
    row = b.pupil("163001", "Иванов", "Математика", 5)
    b.workbook(desk.home / d.OGE_FILE, Лист1=[b.OGE, row], Черновик=[()])
    before = desk.version("exam_result", 2021)
    assert desk.run(2021).success
    assert desk.version("exam_result", 2021) == before
    # the new release may have changed any year; whether it did is not known before its list is made
    assert desk.stale(2022) == {"release_change"}
    b.workbook(desk.home / d.OGE_FILE, Лист1=[b.OGE, b.pupil("163001", "Иванов", "Математика", 2)])
    assert desk.run(2021).success
    assert {"memo", "monitoring", "indicator_projection"} <= desk.stale(2022)
    assert desk.stale(2020) == {"release_change"}
