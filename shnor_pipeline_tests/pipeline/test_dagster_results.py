"""What a run shows of its results: rows, links, previews, checks by year, late schools by name."""

from __future__ import annotations

import shutil
from errno import EACCES
from pathlib import Path
from typing import TYPE_CHECKING, Any

import dagster as dg
import pytest

from shnor_pipeline import chain
from shnor_pipeline.chain import documents
from shnor_pipeline.orchestration import steps
from shnor_pipeline.orchestration.checks import findings_verdict, reconciled_verdict, shape_verdict
from shnor_pipeline.tables import FINDING, SOURCE_FILE, SUBMISSION
from shnor_pipeline_tests import builders as b
from shnor_pipeline_tests import dagster_builders as d
from shnor_pipeline_tests import status_builders as s

if TYPE_CHECKING:
    from collections.abc import Iterator

DAY_AFTER = "2021-07-01"
"""The day after that on which the forms of 2021 were due (road map: June 2021)."""

WRONG, RIGHT = ("163001", "Иванов", "Математика", 6), ("163001", "Петров", "Математика", 5)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[d.Desk]:
    home = d.small_home(tmp_path_factory.mktemp("results") / "home")
    b.workbook(home / d.OGE_FILE, Лист1=[b.OGE, b.pupil(*WRONG), b.pupil(*RIGHT)])
    with d.desk_at(home, today=DAY_AFTER) as desk:
        assert desk.run(2020, 2021).success
        yield desk


def test_every_year_of_a_run_shows_its_own_rows_file_and_preview(desk: d.Desk) -> None:
    of_2020, of_2021 = (desk.metadata("enrollment", year) for year in (2020, 2021))
    assert of_2020["dagster/row_count"] == of_2021["dagster/row_count"] == 1
    assert Path(of_2020["file"]).name == "2020.parquet"
    assert "| school_id |" in of_2021["preview"]
    assert "| 2021 | s01 | 9 |" in of_2021["preview"]


def test_a_preview_shows_nothing_about_persons(desk: d.Desk) -> None:
    assert "person_key" not in desk.metadata("exam_result", 2021)["preview"]


def test_a_report_can_be_opened_from_the_run(desk: d.Desk) -> None:
    shown = desk.metadata("overview_page", 2021)
    assert Path(shown["file"]).exists()
    assert shown["open"] == Path(shown["file"]).as_uri()


def test_findings_fail_the_check_of_their_table_and_year_with_their_cells(desk: d.Desk) -> None:
    wrong = desk.check("exam_result", "exam_result_rows_accepted", 2021)
    assert (wrong.passed, wrong.severity) == (False, dg.AssetCheckSeverity.WARN)
    assert wrong.metadata["errors"].value == 1
    assert "H2" in str(wrong.metadata["worst"].value)
    assert desk.check("exam_result", "exam_result_rows_accepted", 2020).passed
    assert desk.check("enrollment", "enrollment_rows_accepted", 2021).passed


def test_a_check_shows_its_verdict_of_every_year_after_a_run_of_all(desk: d.Desk) -> None:
    shown = desk.verdicts("exam_result", "exam_result_rows_accepted")
    assert shown == {"2020": "SUCCEEDED", "2021": "FAILED"}
    assert desk.verdicts("submission", "contingent_on_time").keys() == {"2020", "2021"}


def test_a_file_kept_out_whole_fails_the_check_of_its_form_and_one_of_no_form_its_own(tmp_path: Path) -> None:
    home = d.small_home(tmp_path / "home")
    shutil.copy(home / d.OGE_FILE, home / "inbox/2020/oge.xlsx")
    (home / "inbox/2021/notes.txt").write_text("черновик", encoding="utf-8")
    with d.desk_at(home) as desk:
        assert desk.run(2020, 2021, asset_selection=desk.made_with("exam_result")).success
        of_form = desk.verdicts("exam_result", "exam_result_rows_accepted")
        of_none = desk.verdicts("source_file", "every_file_recognised")
        first = desk.check("source_file", "every_file_recognised", 2021).metadata["first"].value
    assert of_form == {"2020": "SUCCEEDED", "2021": "FAILED"}
    assert of_none == {"2020": "SUCCEEDED", "2021": "FAILED"}
    assert str(first).startswith("2021/notes.txt: ")


def test_errors_are_shown_before_warnings_and_ten_in_all() -> None:
    severities = ["warning"] * 8 + ["error"] * 4
    rows = {"form": "oge", "file": "a.xlsx", "rule_id": "C003", "severity": severities}
    messages = [f"№ {number}" for number in range(12)]
    frame = FINDING.frame(
        {**rows, "message_ru": messages} | {n: [rows[n]] * 12 for n in ("form", "file", "rule_id")}
    )
    verdict = findings_verdict(frame)
    assert verdict.facts["first"] == "a.xlsx: № 8"
    shown = [line.split(" | ")[-1] for line in str(verdict.facts["worst"].value).splitlines()[2:]]
    assert shown == [f"№ {number} |" for number in (8, 9, 10, 11, 0, 1, 2, 3, 4, 5)]


def test_the_log_of_a_run_says_what_was_read_and_what_was_kept_out_and_why(desk: d.Desk) -> None:
    told = desk.told()
    assert "2021: 2 files; 3 rows read, 2 accepted, 1 quarantined; errors 1, warnings 1" in told
    kept_out = next(line for line in told if line.startswith("2021/oge.xlsx Лист1 H2: "))
    assert "стоит 6, допускается от 2 до 5" in kept_out
    assert any(line.startswith("Release ") and line.endswith("in place of the last") for line in told)


def test_rows_of_every_table_reconcile_by_year(desk: d.Desk) -> None:
    shown = desk.check("exam_result", "exam_result_rows_reconcile", 2021)
    counts = {name: each.value for name, each in shown.metadata.items()}
    assert shown.passed
    assert counts == {"rows_read": 2, "rows_accepted": 1, "rows_quarantined": 1, "rows_stored": 1}


def test_a_row_lost_between_file_and_store_fails_the_reconciliation() -> None:
    row = {"file": "a.xlsx", "rows_read": 3, "rows_accepted": 2, "rows_quarantined": 1, "status": "partial"}
    files = SOURCE_FILE.frame({name: [value] for name, value in row.items()})
    assert reconciled_verdict(files, stored=2).passed
    assert not reconciled_verdict(files, stored=1).passed
    assert not reconciled_verdict(files.assign(rows_read=4), stored=2).passed


def test_a_year_is_complete_when_everything_owed_came(desk: d.Desk) -> None:
    verdict = desk.check("submission", "year_complete", 2021)
    assert not verdict.passed
    assert "МБОУ СОШ №2" in str(verdict.metadata["missing_forms"].value)


def test_late_forms_name_their_schools_and_nobody_else(desk: d.Desk) -> None:
    contingent = desk.check("submission", "contingent_on_time", 2021)
    late = str(contingent.metadata["late_schools"].value)
    assert not contingent.passed
    assert "Луговая ООШ" in late
    assert "МБОУ СОШ №1" not in late
    assert "Луговая ООШ" in str(contingent.metadata["who"].value)
    assert contingent.metadata["due"].value == "2021-06-30"


def test_nobody_is_late_on_the_last_day(desk: d.Desk) -> None:
    with d.desk_at(desk.home, today="2021-06-30") as on_the_day:
        assert on_the_day.deadlines().success
        assert on_the_day.check("submission", "contingent_on_time", 2021).passed


def test_a_year_not_due_yet_is_not_late(desk: d.Desk) -> None:
    assert desk.check("submission", "contingent_on_time", 2020).metadata["due"].value < DAY_AFTER


def test_a_stored_table_of_a_wrong_shape_is_an_error_that_names_the_column() -> None:
    rows = [s.submission("oge", "s01", "received"), s.submission("oge", "s01", "arrived")]
    frame = SUBMISSION.frame({name: [row[name] for row in rows] for name in SUBMISSION.by_name})
    verdict = shape_verdict(SUBMISSION, {2021: frame})
    assert (verdict.passed, verdict.severity) == (False, dg.AssetCheckSeverity.ERROR)
    shown = str(verdict.facts["worst"].value)
    assert "| 2021 | status |" in shown
    assert "year, form, school_id | the key is not unique | 1 |" in shown


def test_a_wrong_shape_stops_what_is_downstream(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def written_wrong(workspace: chain.Workspace, year: int) -> Any:
        frame = compute(workspace, year)
        twice = frame.iloc[[0, 0]]
        workspace.store.write(chain.PARTS, year, twice)
        return twice

    compute = chain.compute_parts
    monkeypatch.setattr(chain, "compute_parts", written_wrong)
    with d.desk_at(d.small_home(tmp_path / "home")) as desk:
        result = desk.run(2021)
        assert not result.success
        assert not desk.check("indicator_part", "shape").passed
        made = {event.asset_key.to_user_string() for event in result.get_asset_materialization_events()}
    assert "indicator_part" in made
    assert not made & {"indicator_value", "memo", "published_database"}


def test_a_report_open_in_another_program_is_tried_again(
    desk: d.Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = []

    def held_twice(workspace: chain.Workspace, report: Any) -> Path:
        calls.append(report.year)
        if len(calls) < 3:
            raise PermissionError(EACCES, "Permission denied", "memo.docx")
        return write(workspace, report)

    write = documents.write_memo
    monkeypatch.setattr(documents, "write_memo", held_twice)
    monkeypatch.setattr(steps, "FIRST_WAIT_S", 0.01)
    with d.desk_at(desk.home) as again:
        assert again.run(2021, asset_selection=[dg.AssetKey("memo")]).success
        said, waits = again.told(), again.waits()
    assert calls == [2021, 2021, 2021]
    assert said == ["Файл занят другой программой: memo.docx. Закройте его; попытка повторится."] * 2
    assert waits == [0.01, 0.02]
