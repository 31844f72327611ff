"""Every number that differs between two releases, each with the reason that the databases show."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from shnor_pipeline.release import compare_databases
from shnor_pipeline_tests import release_builders as b

CORRECTED = {"year": 2021, "file": b.EXAMS, "form": "oge", "order_number": "12", "status": "applied"}
HIGHER = [b.value("school", "s01", 60.0), b.value("school", "s02", 80.0)]


def changed(tmp_path: Path, **tables: b.Rows) -> list[dict[str, Any]]:
    old = b.database(tmp_path / "old.duckdb", b.first())
    new = b.database(tmp_path / "new.duckdb", b.first() | tables)
    return compare_databases(old, new).changes.to_dict("records")


def reasons(tmp_path: Path, **tables: b.Rows) -> dict[tuple[str, str, str], str]:
    rows = changed(tmp_path, **tables)
    return {(row["table_name"], row["scope_id"], row["column_name"]): row["reasons"] for row in rows}


VALUE = ("indicator_value", "s01", "value")


def test_equal_databases_have_no_differences(tmp_path: Path) -> None:
    assert changed(tmp_path) == []


def test_a_change_says_old_new_and_their_difference(tmp_path: Path) -> None:
    (row,) = changed(tmp_path, indicator_value=HIGHER)
    assert (row["old"], row["new"], row["difference"]) == (50.0, 60.0, 10.0)


def test_a_file_that_was_replaced_is_late_data_and_is_named(tmp_path: Path) -> None:
    files = [b.file(b.EXAMS, "new"), b.file(b.STAFF, "old", "staff")]
    rows = [b.exam("s01", 5), b.exam("s02", 4)]
    (row,) = changed(tmp_path, indicator_value=HIGHER, source_file=files, exam_result=rows)
    assert (row["reasons"], row["evidence_ru"]) == ("late_data", f"файл {b.EXAMS}: заменён")


def test_a_file_that_came_is_late_data(tmp_path: Path) -> None:
    files = [*b.first()["source_file"], b.file("2021/oge2.xlsx", "new")]
    rows = [*b.first()["exam_result"], b.exam("s01", 5, "2021/oge2.xlsx")]
    (row,) = changed(tmp_path, indicator_value=HIGHER, source_file=files, exam_result=rows)
    assert (row["reasons"], row["evidence_ru"]) == ("late_data", "файл 2021/oge2.xlsx: получен")


def test_a_replaced_file_that_left_the_schools_own_rows_alone_explains_nothing(tmp_path: Path) -> None:
    files = [b.file(b.EXAMS, "new"), b.file(b.STAFF, "old", "staff")]
    rows = [b.exam("s01", 3), b.exam("s02", 5)]
    found = reasons(tmp_path, indicator_value=HIGHER, source_file=files, exam_result=rows)
    assert found == {VALUE: "unknown"}


def test_a_replaced_file_of_another_form_explains_nothing(tmp_path: Path) -> None:
    files = [b.file(b.EXAMS, "old"), b.file(b.STAFF, "new", "staff")]
    posts = [{"year": 2021, "school_id": "s01", "units_planned": 1.0, "source_file": b.STAFF}]
    found = reasons(tmp_path, indicator_value=HIGHER, source_file=files, staff_position=posts)
    assert found == {VALUE: "unknown"}


def test_an_entry_of_the_ledger_newly_applied_is_a_correction(tmp_path: Path) -> None:
    rows = [b.exam("s01", 5), b.exam("s02", 4)]
    (row,) = changed(tmp_path, indicator_value=HIGHER, correction=[CORRECTED], exam_result=rows)
    assert row["reasons"] == "correction"
    assert "приказу 12" in row["evidence_ru"]


def test_an_entry_that_was_not_applied_corrects_nothing(tmp_path: Path) -> None:
    rows = [b.exam("s01", 5), b.exam("s02", 4)]
    stale = [CORRECTED | {"status": "stale"}]
    found = reasons(tmp_path, indicator_value=HIGHER, correction=stale, exam_result=rows)
    assert found == {VALUE: "unknown"}


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        ("indicator_formula", [{"indicator_id": "pass_share", "sql": "SELECT 2"}]),
        ("indicator", [b.first()["indicator"][0] | {"reading_ru": "иначе"}, b.first()["indicator"][1]]),
    ],
)
def test_another_declaration_of_the_indicator_is_the_method(table: str, rows: b.Rows, tmp_path: Path) -> None:
    found = reasons(tmp_path, indicator_value=HIGHER, **{table: rows})
    assert found == {VALUE: "method"}


def test_another_title_of_the_indicator_is_not_the_method(tmp_path: Path) -> None:
    titled = [b.first()["indicator"][0] | {"title_ru": "Доля"}, b.first()["indicator"][1]]
    assert reasons(tmp_path, indicator_value=HIGHER, indicator=titled) == {VALUE: "unknown"}


def test_another_target_of_the_programme_is_the_method_of_its_verdict(tmp_path: Path) -> None:
    plan = [b.first()["target_progress"][0] | {"target": 40.0, "verdict": "met"}]
    section = [{"input": "programme.yaml: targets", "sha256": "new"}]
    found = reasons(tmp_path, target_progress=plan, release_input=section)
    assert found == {("target_progress", "s01", name): "method" for name in ("target", "verdict")}


def test_another_scale_of_marks_is_the_method_of_the_rows_it_decides(tmp_path: Path) -> None:
    rows = [b.exam("s01", 5), b.exam("s02", 4)]
    inputs = [*b.first()["release_input"], {"input": "reference/exam_minimums.csv", "sha256": "new"}]
    found = reasons(tmp_path, indicator_value=HIGHER, exam_result=rows, release_input=inputs)
    assert found == {VALUE: "method"}


def test_rows_that_went_to_another_school_by_the_register_are_membership(tmp_path: Path) -> None:
    rows = [b.exam("s01", 3), b.exam("s01", 4)]
    inputs = [*b.first()["release_input"], {"input": "reference/schools.csv", "sha256": "new"}]
    found = reasons(tmp_path, indicator_value=HIGHER, exam_result=rows, release_input=inputs)
    assert found == {VALUE: "membership"}


def test_a_school_that_joined_a_cluster_is_its_membership(tmp_path: Path) -> None:
    tables = b.first()
    tables["indicator_value"] = [b.value("cluster", "c1", 50.0), b.value("cluster", "c2", 80.0)]
    old = b.database(tmp_path / "old.duckdb", tables)
    tables["indicator_value"] = [b.value("cluster", "c1", 65.0), b.value("cluster", "c2", None)]
    tables["school_year"] = [b.school("s01", programme_group="both"), b.school("s02")]
    found = compare_databases(old, b.database(tmp_path / "new.duckdb", tables)).changes
    assert dict(zip(found["scope_id"], found["reasons"], strict=True)) == {
        "c1": "membership",
        "c2": "membership",
    }
    assert set(found["evidence_ru"]) == {"изменён состав: s02"}


def test_several_reasons_stand_in_their_order(tmp_path: Path) -> None:
    files = [b.file(b.EXAMS, "new"), b.file(b.STAFF, "old", "staff")]
    rows = [b.exam("s01", 5), b.exam("s02", 4)]
    formula = [{"indicator_id": "pass_share", "sql": "SELECT 2"}]
    kind = [b.school("s01", programme_group="both", kind="basic"), b.school("s02", cluster_id="c2")]
    evidence = {"source_file": files, "exam_result": rows, "indicator_formula": formula}
    found = reasons(tmp_path, indicator_value=HIGHER, correction=[CORRECTED], school_year=kind, **evidence)
    assert found[VALUE] == "late_data, correction, method, membership"


def test_a_decision_on_a_status_is_a_correction(tmp_path: Path) -> None:
    status = [b.first()["identification"][0] | {"low_results": False}]
    decision = [{"year": 2021, "school_id": "s01", "status": "applied"}]
    (row,) = changed(tmp_path, identification=status, override=decision)
    assert (row["reasons"], row["old_text"], row["new_text"]) == ("correction", "да", "нет")


def test_a_status_follows_the_results_of_the_schools_it_is_compared_with(tmp_path: Path) -> None:
    status = [b.first()["identification"][0] | {"chance_misclassified": 0.25}]
    files = [b.file(b.EXAMS, "new"), b.file(b.STAFF, "old", "staff")]
    rows = [b.exam("s01", 3), b.exam("s02", 2)]
    (row,) = changed(tmp_path, identification=status, source_file=files, exam_result=rows)
    assert row["reasons"] == "late_data"


def test_a_table_that_an_older_release_lacks_is_named_and_the_rest_compared(tmp_path: Path) -> None:
    lacking = {"identification", "override", "release_input", "indicator_formula"}
    older = {name: rows for name, rows in b.first().items() if name not in lacking}
    old = b.database(tmp_path / "old.duckdb", older)
    new = b.database(tmp_path / "new.duckdb", b.first() | {"indicator_value": HIGHER})
    found = compare_databases(old, new)
    assert found.not_compared == ("identification",)
    assert list(found.changes["column_name"]) == ["value"]


def test_a_value_that_is_gone_has_no_difference(tmp_path: Path) -> None:
    rows = changed(tmp_path, indicator_value=[b.value("school", "s02", 80.0)])
    assert {row["column_name"]: row["old"] for row in rows}["value"] == 50.0
    assert [row["difference"] for row in rows if not pd.isna(row["difference"])] == []
