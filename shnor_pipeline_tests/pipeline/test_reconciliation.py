"""Whatever happens to the cells of a workbook, every row is accepted or quarantined."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shnor_pipeline.ingest import reconcile, take_in_files
from shnor_pipeline_tests import builders as b

if TYPE_CHECKING:
    from pathlib import Path

    from shnor_pipeline.ingest import Context

JUNK = st.one_of(
    st.none(),
    st.integers(-10, 10**7),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.booleans(),
    st.sampled_from(
        ["", " ", "-", "х", "н/я", "<5", "нет", "да", "5", "4,5", "Итого", "9А", "=1+1", "163001", "\xa04"]
    ),
    st.text(alphabet="абвАБВ123 «»№-/,.", max_size=8),
)
FORMS: list[tuple[tuple[str, ...], tuple[Any, ...]]] = [
    (b.OGE, b.pupil("163001", "Иванов", "Математика", 5)),
    (b.EGE, ("163001", "1", "Русский язык", 50, 24, "")),
    (b.VPR_MARKS, ("163001", "", 4, "Математика", 10, 1, 2, 3, 4)),
    (b.CONTINGENT, ("163001", 9, 20, 1, 1, 20)),
    (b.STAFFING, ("163001", "педагог", "учитель", 5, 5)),
    (b.STAFF, b.teacher("163001", "А А")),
    (b.VSOSH, ("школьный", "Математика", "МБОУ СОШ №1", "Иванов", "Пётр", 9, 9, 20, "участник")),
    (b.PASSPORT, ("163001", 100, 10, 10, 10, 1, 2, 50)),
    (b.ACTIVITY, ("163001", "да", "нет", "нет", 10, 1)),
]


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Context:
    return b.workspace(b.home(tmp_path_factory.mktemp("reconcile") / "home")).context


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form[0][1])
@given(damage=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 18), JUNK), max_size=8))
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_row_is_lost_under_random_damage(
    context: Context,
    tmp_path_factory: pytest.TempPathFactory,
    form: tuple[Any, Any],
    damage: list[tuple[int, int, Any]],
) -> None:
    header, good = form
    folder: Path = tmp_path_factory.mktemp("damage")
    rows = [list(good) for _ in range(4)]
    for row, column, junk in damage:
        rows[row][column % len(header)] = junk
    path = b.workbook(folder / "a.xlsx", Лист1=[header, *rows])
    intake = take_in_files([path], folder, 2021, context)
    reconcile(intake.source_files, intake.tables)
    kept = sum(map(len, intake.tables.values())) + sum(map(len, intake.quarantine.values()))
    assert kept == int(intake.source_files["rows_read"].sum())
