"""A file that was read before is not parsed again, and nobody can tell from the result."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from shnor_pipeline import chain
from shnor_pipeline.ingest import Intake, ahead, files, grid
from shnor_pipeline_tests import builders as b

GOOD = b.pupil("163001", "Щукин", "Математика", 5)
OTHER = b.pupil("163001", "Карпов", "Математика", 4)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    root = b.home(tmp_path / "home")
    b.workbook(root / "inbox/2021/a.xlsx", Лист1=[b.OGE, GOOD])
    b.workbook(root / "inbox/2021/b.xlsx", Лист1=[b.CONTINGENT, ("163001", 9, 20, 1, 1, 20)])
    return root


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the files that are parsed."""
    names: list[str] = []

    def read_sheets(path: Path) -> Any:
        names.append(path.name)
        return grid.read_sheets(path)

    for module in (files, ahead):
        monkeypatch.setattr(module, "read_sheets", read_sheets)
    return names


def take_in(home: Path) -> Intake:
    return chain.take_in_year(b.workspace(home), 2021)


def assert_equal(one: Intake, other: Intake) -> None:
    for name, frame in one.tables.items():
        pd.testing.assert_frame_equal(frame, other.tables[name])
    pd.testing.assert_frame_equal(one.findings, other.findings)
    pd.testing.assert_frame_equal(one.source_files, other.source_files)
    pd.testing.assert_frame_equal(one.columns, other.columns)


def test_unchanged_files_are_not_parsed_again(home: Path, opened: list[str]) -> None:
    first = take_in(home)
    assert sorted(opened) == ["a.xlsx", "b.xlsx"]
    opened.clear()
    assert_equal(first, take_in(home))
    assert opened == []


def test_a_changed_file_costs_one_file(home: Path, opened: list[str]) -> None:
    take_in(home)
    opened.clear()
    b.workbook(home / "inbox/2021/a.xlsx", Лист1=[b.OGE, OTHER])
    assert take_in(home).tables["exam_result"]["mark"].tolist() == [4]
    assert opened == ["a.xlsx"]


def test_a_file_with_a_finding_is_read_again(home: Path, opened: list[str]) -> None:
    b.workbook(home / "inbox/2021/a.xlsx", Лист1=[b.OGE, (*GOOD[:7], 6)])
    first = take_in(home)
    opened.clear()
    assert_equal(first, take_in(home))
    assert opened == ["a.xlsx"]


@pytest.mark.parametrize("name", ["schools.csv", "exam_minimums.csv"])
def test_another_list_reads_everything_again(home: Path, opened: list[str], name: str) -> None:
    take_in(home)
    opened.clear()
    path = home / "reference" / name
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    take_in(home)
    assert sorted(opened) == ["a.xlsx", "b.xlsx"]


def test_a_repeat_in_a_new_file_is_said_with_the_cells_of_the_kept_one(home: Path, opened: list[str]) -> None:
    take_in(home)
    opened.clear()
    b.workbook(home / "inbox/2021/0.xlsx", Лист1=[b.OGE, OTHER, GOOD])
    found = b.found(take_in(home))
    assert found[["rule_id", "file", "cell"]].to_numpy().tolist() == [["T001", "2021/a.xlsx", "A2"]]
    assert opened == ["0.xlsx", "a.xlsx"]


def test_a_renamed_file_is_read_again(home: Path, opened: list[str]) -> None:
    take_in(home)
    opened.clear()
    (home / "inbox/2021/a.xlsx").rename(home / "inbox/2021/c.xlsx")
    assert take_in(home).tables["exam_result"]["source_file"].tolist() == ["2021/c.xlsx"]
    assert opened == ["c.xlsx"]


def test_a_half_written_shelf_is_not_used(home: Path, opened: list[str]) -> None:
    first = take_in(home)
    opened.clear()
    (home / "store/parsed_exam_result/2021.parquet").unlink()
    assert_equal(first, take_in(home))
    assert opened == ["a.xlsx"]


def test_no_name_is_kept(home: Path) -> None:
    take_in(home)
    kept = [path for path in home.rglob("*.parquet") if "parsed" in path.parent.name]
    assert len(kept) > 1
    assert not any("щукин" in pd.read_parquet(path).to_csv().lower() for path in kept)
