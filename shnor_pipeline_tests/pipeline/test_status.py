"""A small home folder: one school sends well, one partly, one badly, one nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
from typer.testing import CliRunner

from shnor_pipeline import chain
from shnor_pipeline.cli import app
from shnor_pipeline.run import run_chain
from shnor_pipeline.tables import SUBMISSION
from shnor_pipeline_tests import builders as b

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = b.home(tmp_path_factory.mktemp("status") / "home")
    inbox = root / "inbox/2021"
    b.workbook(inbox / "good.xlsx", К=[b.CONTINGENT, ["163001", 9, 20, 0, 0, 20]])
    b.workbook(
        inbox / "partly.xlsx", К=[b.CONTINGENT, ["163002", 9, 20, 0, 0, 20], ["163002", 99, 5, 0, 0, 5]]
    )
    # the number of pupils at the end of the year is a required column
    b.workbook(inbox / "bad.xlsx", К=[b.CONTINGENT[:-1], ["163003", 9, 20, 0, 0], ["163003", 8, 9, 0, 0]])
    rows = [b.pupil("163001", "Иванов", "Математика", 5), b.pupil("169999", "Петров", "Математика", 4)]
    b.workbook(inbox / "oge.xlsx", О=[b.OGE, *rows])
    run_chain(b.workspace(root))
    return root


def shnor(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def line_of(done: Result, beginning: str) -> list[str]:
    return next(line.split() for line in done.stdout.splitlines() if line.strip().startswith(beginning))


def submissions(home: Path) -> dict[tuple[str, str | None], dict[str, Any]]:
    rows = b.workspace(home).store.read(SUBMISSION, 2021).to_dict("records")
    return {
        (row["form"], row["school_id"] if isinstance(row["school_id"], str) else None): row for row in rows
    }


def test_each_school_has_its_status(home: Path) -> None:
    found = submissions(home)
    assert {school: found["contingent", school]["status"] for school in ("s01", "s02", "s03", "s04")} == {
        "s01": "received",
        "s02": "partial",
        "s03": "rejected",
        "s04": "missing",
    }
    partly, bad = found["contingent", "s02"], found["contingent", "s03"]
    assert (partly["rows_accepted"], partly["rows_quarantined"], partly["findings_errors"]) == (1, 1, 1)
    assert (bad["files"], bad["rows_quarantined"], bad["due"]) == (1, 2, "2021-06-30")


def test_the_organisers_protocol_counts_for_the_schools_it_names(home: Path) -> None:
    found = submissions(home)
    of_oge = {school: row["status"] for (form, school), row in found.items() if form == "oge"}
    # s04 is a primary school; the second pupil's school is not in the register
    assert of_oge == {"s01": "received", "s02": "missing", "s03": "missing", None: "rejected"}


def test_rows_of_submissions_add_up_to_those_of_the_files(home: Path) -> None:
    with duckdb.connect(str(home / "published/shnor.duckdb"), read_only=True) as connection:
        sums = (
            "SELECT form, sum(rows_accepted), sum(rows_quarantined) FROM {} GROUP BY 1 HAVING sum(files) > 0"
        )
        ours = connection.execute(sums.format("submission")).fetchall()
        theirs = connection.execute(sums.format("(SELECT *, 1 AS files FROM source_file)")).fetchall()
    assert sorted(ours) == sorted(theirs)


def test_the_database_tells_what_is_late_when_it_is_asked(home: Path) -> None:
    with duckdb.connect(str(home / "published/shnor.duckdb"), read_only=True) as connection:
        late = connection.execute(
            "SELECT school_id, status FROM late_submission WHERE form = 'contingent' ORDER BY 1"
        ).fetchall()
        comment = connection.execute("SELECT comment FROM duckdb_views() WHERE NOT internal").fetchall()
    assert late == [("s03", "rejected"), ("s04", "missing")]
    assert comment[0][0].startswith("Просроченные формы")


def test_the_view_answers_under_whatever_name_the_file_is_attached(home: Path) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{home / 'published/shnor.duckdb'}' AS district (READ_ONLY)")
        assert connection.execute("SELECT count(*) FROM district.late_submission").fetchall() != [(0,)]


def test_the_command_shows_schools_and_forms_in_a_hundred_columns(home: Path) -> None:
    done = shnor("status", "--home", str(home), "--on", "2021-07-01")
    assert done.exit_code == 0
    assert max(map(len, done.stdout.splitlines())) <= 100
    heads = line_of(done, "Школа")
    place = heads.index("Конт.") - len(heads)
    names = ("МБОУ СОШ №1", "МБОУ СОШ №2", "Луговая ООШ", "Озёрная НОШ")
    assert [line_of(done, name)[place] for name in names] == ["прин", "част", "откл!", "проср"]
    assert line_of(done, "Принято")[place] == "1/4"
    assert "строк, школа которых не найдена, – 1." in done.stdout


def test_before_the_day_nothing_is_late(home: Path) -> None:
    shown = json.loads(shnor("status", "--home", str(home), "--on", "2021-06-30", "--json").stdout)
    assert shown["on"] == "2021-06-30"
    assert not any(row["late"] for row in shown["submissions"])


def test_as_json_every_submission_says_whether_it_is_late(home: Path) -> None:
    done = shnor("status", "--home", str(home), "--year", "2021", "--on", "2021-07-01", "--json")
    rows = json.loads(done.stdout)["submissions"]
    late = {(row["form"], row["school_id"]) for row in rows if row["late"]}
    assert {("contingent", "s03"), ("contingent", "s04"), ("oge", "s02")} <= late
    assert ("oge", None) not in late
    assert set(rows[0]) == {*SUBMISSION.by_name, "late"}


def test_a_year_that_was_not_read_is_wrong_usage(home: Path) -> None:
    done = shnor("status", "--home", str(home), "--year", "2019")
    assert (done.exit_code, "2021" in done.stderr) == (2, True)


def test_without_a_run_there_is_nothing_to_show(tmp_path: Path) -> None:
    done = shnor("status", "--home", str(b.home(tmp_path / "home")))
    assert (done.exit_code, "shnor run" in done.stderr) == (1, True)


def test_the_page_lies_beside_the_overview_and_each_leads_to_the_other(home: Path) -> None:
    status = (home / "reports/2021/status.html").read_text(encoding="utf-8")
    overview = (home / "reports/2021/index.html").read_text(encoding="utf-8")
    assert "href=index.html" in status
    assert "href=status.html" in overview


def test_every_shipped_form_has_a_short_heading(home: Path) -> None:
    forms = chain.forms_of_year(b.workspace(home), 2021)
    assert all(1 < len(form.short_ru) <= 5 for form in forms)
    assert len({form.short_ru for form in forms}) == len(forms)
