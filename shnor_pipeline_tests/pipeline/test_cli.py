"""The command tells people what happened and never shows a traceback."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from shnor_pipeline.cli import app
from shnor_pipeline.settings import CHECKOUT
from shnor_pipeline_tests import builders as b

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result


def shnor(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    root = b.home(tmp_path / "home")
    rows = [b.pupil("163001", "Иванов", "Математика", 6), b.pupil("163001", "Петров", "Математика", 5)]
    b.workbook(root / "inbox/2021/a.xlsx", Лист1=[b.OGE, *rows])
    return root


def test_a_run_prints_where_the_reports_are(home: Path) -> None:
    done = shnor("run", "--home", str(home))
    assert done.exit_code == 0
    assert str(home / "reports/2021") in done.stdout
    assert {path.name for path in (home / "reports/2021").iterdir()} == {
        "memo.docx",
        "monitoring.xlsx",
        "index.html",
        "status.html",
        "hidden_in_public.csv",
        "assets",
        "changes.html",
        "dictionary.md",
        "identification.html",
        "indicators",
        "measures.html",
        "method.html",
        "quality.html",
        "schools",
        "values.csv",
    }


def test_the_result_as_json_reconciles(home: Path) -> None:
    result = json.loads(shnor("run", "--home", str(home), "--json").stdout)
    assert result["rows"] == {"read": 2, "accepted": 1, "quarantined": 1}
    assert result["findings"]["error"] == 1
    (summary,) = result["files_with_findings"]
    assert (summary["file"], summary["errors"], summary["rows_quarantined"]) == ("2021/a.xlsx", 1, 1)


def test_a_run_sums_up_the_files_with_findings_then_says_where_the_first_findings_are(home: Path) -> None:
    b.workbook(home / "inbox/2021/clean.xlsx", К=[b.CONTINGENT, ["163001", 9, 20, 0, 0, 20]])
    done = shnor("run", "--home", str(home))
    assert done.stdout.startswith("2021/a.xlsx: ошибок: 1, предупреждений: 0\n  Форма: Протоколы ОГЭ")
    assert "clean.xlsx" not in done.stdout
    assert "2021/a.xlsx, Лист1, H2: «Оценка»: стоит 6" in done.stderr


def test_strict_tells_that_errors_were_found(home: Path) -> None:
    assert shnor("run", "--home", str(home), "--strict").exit_code == 3


def test_a_missing_inbox_is_a_finding_and_loses_nothing(home: Path) -> None:
    shnor("run", "--home", str(home))
    kept = (home / "store/exam_result/2021.parquet").read_bytes()
    shutil.rmtree(home / "inbox")
    done = shnor("run", "--home", str(home), "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["findings"] == {"error": 1}
    assert (home / "store/exam_result/2021.parquet").read_bytes() == kept


def test_a_year_outside_the_programme_is_wrong_usage(home: Path) -> None:
    done = shnor("run", "--home", str(home), "--years", "1999")
    assert done.exit_code == 2
    assert "1999" in done.stderr


@pytest.mark.parametrize(
    ("file", "text", "named"),
    [
        ("programme.yaml", "demo: maybe", "demo"),
        ("reference/schools.csv", "school_id\ns01\n", "municipality_id"),
        (
            "reference/exam_minimums.csv",
            "first_year,last_year,exam,subject,minimum\n2018,,ege,физика,много\n",
            "строка 2",
        ),
    ],
)
def test_a_broken_file_of_the_home_folder_stops_the_run_with_a_sentence(
    home: Path, file: str, text: str, named: str
) -> None:
    (home / file).write_text(text, encoding="utf-8")
    done = shnor("run", "--home", str(home))
    assert done.exit_code == 1
    assert named in done.stderr
    assert "Traceback" not in done.stderr
    assert not (home / "published/shnor.duckdb").exists()


def test_checking_a_file_gives_the_findings_of_a_run_and_touches_nothing(home: Path, tmp_path: Path) -> None:
    file = home / "inbox/2021/a.xlsx"
    done = shnor("check", str(file), "--home", str(home), "--marked", str(tmp_path / "out"), "--json")
    assert done.exit_code == 3
    assert [(each["rule_id"], each["cell"]) for each in json.loads(done.stdout)] == [("C003", "H2")]
    assert (tmp_path / "out/a.xlsx").exists()
    assert not (home / "store").exists()


def test_what_is_said_of_a_file_begins_with_its_summary(home: Path) -> None:
    lines = shnor("check", str(home / "inbox/2021/a.xlsx"), "--home", str(home)).stdout.splitlines()
    assert lines[0] == "a.xlsx: ошибок: 1, предупреждений: 0"
    assert [line.split(":")[0].strip() for line in lines[1:5]] == [
        *("Форма", "Строки", "Показатели"),
        "Что делать",
    ]
    assert lines[5].startswith("C003 a.xlsx, Лист1, H2: ")


@pytest.mark.alone
def test_checking_a_schools_workbook_takes_less_than_two_seconds_of_a_processor(tmp_path: Path) -> None:
    folder = CHECKOUT / "data/inbox/2021/Школы"
    command = [sys.executable, "-m", "shnor_pipeline", "check", str(min(folder.glob("СОШ*.xlsx")))]
    spent = []
    for _ in range(2):
        before = os.times()
        subprocess.run(
            [*command, "--home", str(CHECKOUT / "data")], cwd=tmp_path, capture_output=True, check=True
        )
        spent.append(os.times().children_user - before.children_user)
    assert min(spent) < 2


def test_a_marked_copy_never_takes_the_place_of_the_file(home: Path) -> None:
    file = home / "inbox/2021/a.xlsx"
    sent = file.read_bytes()
    done = shnor("check", str(file), "--home", str(home), "--marked", str(file.parent))
    assert done.exit_code == 2
    assert "Укажите другую папку" in done.stderr
    assert file.read_bytes() == sent


def test_a_file_outside_the_inbox_needs_a_year(home: Path, tmp_path: Path) -> None:
    file = b.workbook(tmp_path / "a.xlsx", Лист1=[b.OGE, b.pupil("163001", "Петров", "Математика", 5)])
    assert shnor("check", str(file), "--home", str(home)).exit_code == 2
    assert shnor("check", str(file), "--home", str(home), "--year", "2021").exit_code == 0


def test_a_later_year_follows_a_changed_earlier_one(home: Path) -> None:
    b.workbook(home / "inbox/2020/c.xlsx", К=[b.CONTINGENT, ["163001", 9, 20, 0, 0, 20]])
    b.workbook(home / "inbox/2021/c.xlsx", К=[b.CONTINGENT, ["163001", 10, 15, 0, 0, 15]])
    shnor("run", "--home", str(home))
    b.workbook(home / "inbox/2020/c.xlsx", К=[b.CONTINGENT, ["163001", 9, 30, 0, 0, 30]])
    shnor("run", "--home", str(home), "--years", "2020")
    workspace = b.workspace(home)
    from shnor_pipeline.tables import INDICATOR_VALUE  # noqa: PLC0415 - only this test looks into the store

    values = workspace.store.read(INDICATOR_VALUE, 2021).set_index(["indicator_id", "scope"])
    assert values.loc[("retention_9_10", "all"), "value"] == 50


def test_a_year_whose_folder_is_gone_leaves_the_release(home: Path) -> None:
    b.workbook(home / "inbox/2020/c.xlsx", К=[b.CONTINGENT, ["163001", 9, 20, 0, 0, 20]])
    shnor("run", "--home", str(home))
    shutil.rmtree(home / "inbox/2020")
    shnor("run", "--home", str(home))
    assert not (home / "store/enrollment/2020.parquet").exists()


def test_a_sample_into_a_used_folder_is_refused(home: Path) -> None:
    done = shnor("sample", "--out", str(home))
    assert done.exit_code == 2
    assert "Traceback" not in done.stderr


def test_a_small_sample_is_written(tmp_path: Path) -> None:
    done = shnor("sample", "--out", str(tmp_path / "s"), "--years", "2021-2021", "--schools", "5", "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["files"] > 5
