"""The gate keeps a wrong database from analysts: each expectation is broken once, by hand."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import dagster as dg
import duckdb
import pytest
from typer.testing import CliRunner

from shnor_pipeline import chain
from shnor_pipeline.chain.release import SHARES
from shnor_pipeline.cli import app
from shnor_pipeline.definitions import build_definitions
from shnor_pipeline.release.gate import ReleaseRefusedError, check_database, gate_suite
from shnor_pipeline.run import run_chain
from shnor_pipeline.settings import Settings
from shnor_pipeline.tables import INDICATOR_VALUE
from shnor_pipeline_tests import builders as b
from shnor_pipeline_tests import dagster_builders as d

if TYPE_CHECKING:
    from pathlib import Path

    from shnor_pipeline.chain import Workspace


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A home with two years, exams, teachers, contingent and a release that passed."""
    home = b.home(tmp_path_factory.mktemp("gate") / "home")
    for year, size in ((2020, 12), (2021, 13)):
        exams = [b.pupil("163001", f"Иванов{number}", "Математика", 3 + number % 3) for number in range(size)]
        staff = [b.teacher(code, f"Петров{at}") for at in range(size) for code in ("163001", "163002")]
        classes = [("163001", 4, size, 0, 0, size), ("163001", 5, size, 0, 0, size)]
        b.workbook(home / f"inbox/{year}/oge.xlsx", Лист1=[b.OGE, *exams])
        b.workbook(home / f"inbox/{year}/staff.xlsx", Кадры=[b.STAFF, *staff])
        b.workbook(home / f"inbox/{year}/contingent.xlsx", Контингент=[b.CONTINGENT, *classes])
    workspace = b.workspace(home)
    run_chain(workspace)
    return workspace


def broken_by(
    released: Workspace, folder: Path, *statements: str, only: str = ""
) -> dict[str, tuple[str, ...]]:
    """Spoil a copy of the database and return what is broken, with the places."""
    path = folder / "spoilt.duckdb"
    shutil.copy(released.home.database, path)
    path.chmod(0o644)
    with duckdb.connect(str(path)) as connection:
        for statement in statements:
            connection.execute(statement)
    suite = gate_suite(released.published_tables(), SHARES)
    looked_at = [each for each in suite if only in {"", *(wish.expectation_id for wish in each.expectations)}]
    report = check_database(path, looked_at)
    assert [each.error for each in report.outcomes if each.error] == []
    return {each.expectation.expectation_id: each.places for each in report.outcomes if not each.passed}


def test_a_release_as_it_was_made_breaks_nothing(released: Workspace, tmp_path: Path) -> None:
    assert broken_by(released, tmp_path) == {}


_VALUE = "indicator_id = 'category_share' AND year = 2021 AND scope = 'all'"


def of_all(assignment: str) -> str:
    """Spoil one value, that of all schools together."""
    return f"UPDATE indicator_value SET {assignment} WHERE {_VALUE}"  # noqa: S608 - our own text


SPOILT = {
    "rows_accounted": "UPDATE source_file SET rows_read = rows_read + 1 WHERE file = '2021/oge.xlsx'",
    "rows_accepted_in_tables": "DELETE FROM exam_result WHERE source_row = 2 AND year = 2021",
    "parts_make_the_whole": of_all("numerator = 2"),
    "pupils_are_enrolled": "UPDATE school_year SET pupils = 50 WHERE school_id = 's01' AND year = 2021",
    "reported_within_expected": of_all("schools_reported = 9"),
    "monotone_reported": of_all("schools_reported = 0"),
    "monotone_expected": of_all("schools_expected = 0"),
    "monotone_denominator": of_all("denominator = 1"),
    "share_0_100": of_all("value = 101"),
    "share_of_forms_0_100": (
        "UPDATE indicator_value SET value = 101 WHERE indicator_id = 'olympiad_threshold_share'"
    ),
    "score_0_100": "UPDATE indicator_value SET value = -1 WHERE indicator_id = 'ege_mean_score'",
    "mark_2_5": "UPDATE indicator_value SET value = 1 WHERE indicator_id = 'oge_mean_mark'",
    "value_from_parts": of_all("value = 5"),
    "interval_from_below": of_all("ci_low = 99"),
    "interval_from_above": of_all("ci_high = -1"),
    "status_from_parts": of_all("status = 'ok'"),
    "fact_is_the_value": "UPDATE target_progress SET value = 3.25 WHERE value IS NOT NULL",
    "gap_from_value": "UPDATE target_progress SET gap = 3.25 WHERE gap IS NOT NULL",
    "verdict_from_value": (
        "UPDATE target_progress SET verdict = if(verdict = 'met', 'not_met', 'met') WHERE value IS NOT NULL"
    ),
    "certainty_from_interval": (
        "UPDATE target_progress SET verdict_certain = NOT verdict_certain WHERE value IS NOT NULL"
    ),
    "no_named_column": "ALTER TABLE staff_member ADD COLUMN patronymic VARCHAR",
    "no_titled_column": "COMMENT ON COLUMN staff_member.position IS 'ФИО педагога'",
    "person_key_is_a_hash": "UPDATE exam_result SET person_key = 'петров-и' WHERE source_row = 2",
    "no_names_in_texts": "UPDATE staff_member SET position = 'учитель Петрова А. Б.' WHERE source_row = 2",
    "no_names_in_addresses": "UPDATE source_column SET sheet = 'Иванов Пётр Ильич'",
    "keys_are_unique": "INSERT INTO indicator FROM indicator LIMIT 1",
    "school_is_in_the_register": "UPDATE enrollment SET school_id = 's99'",
    "indicator_is_declared": "UPDATE target_progress SET indicator_id = 'unheard_of'",
    "scope_id_exists": "UPDATE target_progress SET scope_id = 'nowhere'",
    "file_is_listed": "UPDATE source_column SET file = '2021/gone.xlsx'",
    "rule_is_declared": "UPDATE finding SET rule_id = 'R999'",
    "year_has_schools": "DELETE FROM school_year WHERE year = 2021",
    "year_has_values": "DELETE FROM indicator_value WHERE year = 2021",
    "every_value_has_a_row": "DELETE FROM indicator_value WHERE scope = 'all' AND value IS NOT NULL",
    "no_year_is_left_out": "UPDATE indicator_value SET year = 2018 WHERE year = 2020",
}


def test_there_is_a_case_for_every_expectation(released: Workspace) -> None:
    suite = gate_suite(released.published_tables(), SHARES)
    ids = [each.expectation_id for subject in suite for each in subject.expectations]
    assert sorted(ids) == sorted(SPOILT)


@pytest.mark.parametrize("expectation_id", SPOILT)
def test_what_breaks_an_expectation_is_seen(released: Workspace, tmp_path: Path, expectation_id: str) -> None:
    assert broken_by(released, tmp_path, SPOILT[expectation_id], only=expectation_id)[expectation_id]


def test_the_place_of_a_name_is_told_and_not_the_name(released: Workspace, tmp_path: Path) -> None:
    places = broken_by(released, tmp_path, SPOILT["no_names_in_texts"])["no_names_in_texts"]
    assert places == ("таблица staff_member, колонка position",)


def test_a_school_may_bear_a_name(released: Workspace, tmp_path: Path) -> None:
    named = "UPDATE finding SET message_ru = 'Школа «Гимназия имени Г.Р. Державина» не найдена'"
    assert broken_by(released, tmp_path, named) == {}


@pytest.fixture
def torn(tmp_path: Path) -> Path:
    """A home that was released, whose values were then torn from their tables."""
    home = b.home(tmp_path / "home")
    b.workbook(home / "inbox/2021/a.xlsx", Лист1=[b.OGE, b.pupil("163001", "Иванов", "Математика", 5)])
    workspace = b.workspace(home)
    run_chain(workspace)
    values = workspace.store.read(INDICATOR_VALUE, 2021)
    values.loc[values["scope"] == "all", "schools_reported"] = 99
    workspace.store.write(INDICATOR_VALUE, 2021, values)
    return home


def test_a_refused_release_leaves_the_last_one_and_says_why(torn: Path) -> None:
    workspace = b.workspace(torn)
    before = workspace.home.database.read_bytes()
    with pytest.raises(ReleaseRefusedError) as refused:
        chain.publish_all(workspace)
    assert workspace.home.database.read_bytes() == before
    assert list(workspace.home.published.glob(".build-*")) == []
    assert "«Школ, сдавших данные, не больше, чем ожидалось» (reported_within_expected)" in str(refused.value)
    assert "2021 год, показатель" in str(refused.value)
    assert "Выпуск не допущен" in workspace.home.gate_page.read_text(encoding="utf-8")


def test_the_command_ends_with_1_and_a_message_in_russian(
    torn: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chain, "compute_values", lambda *_: None)  # the torn values stay
    done = CliRunner().invoke(app, ["run", "--home", str(torn)])
    assert done.exit_code == 1
    assert "прежний выпуск остался на месте" in done.stderr
    assert "reported_within_expected" in done.stderr
    assert "Traceback" not in done.stderr


def left(home: Path) -> dict[Path, bytes]:
    """Return what a refused run must leave as it is."""
    paths = (*home.glob("reports/2021/**/*"), home / "published/releases/releases.csv")
    return {path: path.read_bytes() for path in paths if path.is_file()}


def test_a_refused_run_leaves_the_reports_and_the_ledger_of_releases(
    torn: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chain, "compute_values", lambda *_: None)  # the torn values stay
    before = left(torn)
    with pytest.raises(ReleaseRefusedError):
        run_chain(b.workspace(torn))
    assert left(torn) == before


def test_a_run_of_dagster_that_is_refused_leaves_them_too(
    torn: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chain, "compute_values", lambda *_: None)  # the torn values stay
    before = left(torn)
    with d.desk_at(torn) as desk:
        result = desk.run(2021)
    assert [each.step_key for each in result.filter_events(lambda each: each.is_step_failure)] == [
        "published_database"
    ]
    assert left(torn) == before


def test_dagster_shows_the_gate_as_a_failed_check_and_publishes_nothing(torn: Path) -> None:
    published = torn / "published/shnor.duckdb"
    before = published.read_bytes()
    job = build_definitions(Settings(home=torn)).resolve_implicit_global_asset_job_def()
    # the step makes the tables of no year together with the database
    of_no_year = ("indicator", "indicator_formula", "programme_contradiction", "release_input")
    chosen = [dg.AssetKey(name) for name in ("published_database", *of_no_year)]
    with dg.DagsterInstance.ephemeral() as instance:
        result = job.get_subset(asset_selection=set(chosen)).execute_in_process(
            instance=instance, raise_on_error=False
        )
    gate = result.get_asset_check_evaluations()[0]
    assert (result.success, gate.check_name, gate.passed) == (False, "release_gate", False)
    assert "reported_within_expected" in str(gate.metadata["broken"].value)
    assert published.read_bytes() == before


def test_the_page_of_a_good_release_says_so_and_needs_no_network(released: Workspace) -> None:
    page = released.home.gate_page.read_text(encoding="utf-8")
    assert "Выпуск допущен" in page
    assert "http" not in page.replace("http-equiv", "")
    assert page.count('<b class="met">выполнено</b>') == len(SPOILT)
