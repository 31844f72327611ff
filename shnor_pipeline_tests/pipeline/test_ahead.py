"""Two processes read many small workbooks, and nobody can tell from the result."""

from __future__ import annotations

import gc
import os
import sys
import threading
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from shnor_pipeline.ingest import Intake, ahead, take_in
from shnor_pipeline.ingest.files import read_file
from shnor_pipeline.ingest.grid import FileProblem, read_light_sheets, read_sheets
from shnor_pipeline_tests import bad_files as bad
from shnor_pipeline_tests import builders as b

if TYPE_CHECKING:
    from pathlib import Path

LINUX_ONLY = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere all files are read by one process")
MANY = 30


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Thirty small workbooks, one of them broken, and a text file."""
    root = b.home(tmp_path / "home")
    for number in range(MANY):
        pupil = b.pupil("163001", f"Щукин{number}", "Математика", 5)
        b.workbook(root / f"inbox/2021/{number:02d}.xlsx", Лист1=[b.OGE, pupil])
    (root / "inbox/2021/07.xlsx").write_bytes(bad.good_xlsx()[:-700])
    (root / "inbox/2021/z.csv").write_text("Код ОО;Класс\n163001;9\n", encoding="utf-8")
    return root


def intake_of(home: Path) -> Intake:
    return take_in(home / "inbox", 2021, b.workspace(home).context)


def assert_equal(one: Intake, other: Intake) -> None:
    for name, frame in one.tables.items():
        pd.testing.assert_frame_equal(frame, other.tables[name])
    for name in ("findings", "source_files", "columns"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))


@pytest.fixture
def two_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Share the files out, however few they are and whatever threads the test runner has."""
    monkeypatch.setattr(ahead, "_FEWEST_FILES", 2)
    monkeypatch.setattr(ahead, "_may_copy_itself", lambda: True)


@LINUX_ONLY
def test_two_processes_find_what_one_finds(home: Path, request: pytest.FixtureRequest) -> None:
    alone = intake_of(home)
    request.getfixturevalue("two_processes")
    together = intake_of(home)
    assert len(together.tables["exam_result"]) == MANY - 1
    assert together.findings["rule_id"].tolist()[0] == "F002"
    assert_equal(alone, together)


@LINUX_ONLY
@pytest.mark.usefixtures("two_processes")
def test_no_file_is_read_twice(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    again: list[str] = []

    def note(path: Path) -> Any:
        again.append(path.name)
        return read_sheets(path)

    monkeypatch.setattr(ahead, "read_sheets", note)
    intake_of(home)
    assert again == ["07.xlsx", "z.csv"], "what is broken or no small .xlsx is left to the one who asks"


@LINUX_ONLY
@pytest.mark.usefixtures("two_processes")
def test_when_the_second_process_dies_all_files_are_read(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    this = os.getpid()

    def die_elsewhere(path: Path) -> Any:
        return read_light_sheets(path) if os.getpid() == this else os._exit(1)

    monkeypatch.setattr(
        ahead, "_light_sheets", lambda path: None if "07" in path.name else die_elsewhere(path)
    )
    intake = intake_of(home)
    assert len(intake.tables["exam_result"]) == MANY - 1
    assert intake.source_files["rows_read"].sum() == MANY - 1


def test_a_process_with_threads_is_not_copied() -> None:
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        assert not ahead._may_copy_itself()
    finally:
        done.set()
        thread.join()


@pytest.mark.parametrize("case", ["too wide an area", "too many bytes", "another kind"])
def test_a_heavy_file_is_left_to_the_one_who_asks(case: str, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    if case == "too wide an area":
        path.write_bytes(bad.xlsx('<row r="9"><c r="A9"><v>1</v></c><c r="XFD40"><v>1</v></c></row>'))
    elif case == "too many bytes":
        path.write_bytes(bad.xlsx(bad.cells() + " " * 2**20))
    else:
        path.write_text("Код ОО;Класс\n", encoding="utf-8")
    assert read_light_sheets(path) is None


def test_a_refused_file_leaves_nothing_in_memory(home: Path) -> None:
    context = b.workspace(home).context
    gc.collect()
    gc.disable()
    try:
        read = read_file(home / "inbox/2021/07.xlsx", home / "inbox", 2021, context)
        left = [each for each in gc.get_objects() if isinstance(each, FileProblem)]
    finally:
        gc.enable()
    assert read.facts.problem is not None
    assert not left
