"""Whatever happens to a sheet that is no plain table, nothing fails and every row read is accounted for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shnor_pipeline.ingest import reconcile, take_in_files
from shnor_pipeline_tests import builders as b
from shnor_pipeline_tests.layout_builders import MEASURES, PROTOCOL, REPORT, oo1

if TYPE_CHECKING:
    from pathlib import Path

    from shnor_pipeline.ingest import Context

JUNK = st.one_of(
    st.none(),
    st.integers(-10, 10**7),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.booleans(),
    st.sampled_from(
        [
            *("", " ", "-", "х", "н/я", "<5", "нет", "да", "5", "4,5", "Итого", "9А", "163001", "\xa04"),
            *(
                "1-й класс",
                "Всего",
                "Статус",
                "Предмет:",
                "ВПР 4 класс",
                "edu163001",
                "X 4.7",
                "школьный этап",
            ),
        ]
    ),
    st.text(alphabet="абвАБВ123 «»№-/,.", max_size=8),
)
SCHOOL = ("МБОУ СОШ №1", 1, 20, 5, 20, 50, 25)
PUPIL = ("МБОУ СОШ №1", "М-9-01", "Иванов", "Пётр", "Ильич", 9, 9, 20, 0.8, "победитель")
LAYOUTS: dict[str, list[Any]] = {
    "oo1": [*oo1([20, 18]), [], *oo1([7], title=["Код ОО: 163002"])],
    "report": [["ВПР 2021 Математика 4 класс"], REPORT, ("Бавлинский район", 2, 40, 5, 20, 50, 25), SCHOOL],
    "protocol": [["Школьный этап"], ["Предмет:", "Право"], PROTOCOL[1:], PUPIL, PUPIL],
    "measures": [["Мероприятия"], MEASURES, ["X 4.7", 1, "приказ", "15.03.2021"], ["X 4.8", 1, "", ""]],
}


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Context:
    return b.workspace(b.home(tmp_path_factory.mktemp("damage") / "home")).context


@pytest.mark.parametrize("layout", LAYOUTS)
@given(damage=st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99), JUNK), max_size=8))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_row_is_lost_under_random_damage(
    context: Context,
    tmp_path_factory: pytest.TempPathFactory,
    layout: str,
    damage: list[tuple[int, int, Any]],
) -> None:
    folder: Path = tmp_path_factory.mktemp("damaged")
    rows = [list(row) for row in LAYOUTS[layout]]
    for which, where, junk in damage:
        row = rows[which % len(rows)]
        at = where % max(len(row), 1)
        row[at : at + 1] = [junk]
    path = b.workbook(folder / "a.xlsx", Лист1=rows)
    intake = take_in_files([path], folder, 2021, context)
    reconcile(intake.source_files, intake.tables)
    kept = sum(map(len, intake.tables.values())) + sum(map(len, intake.quarantine.values()))
    assert kept == int(intake.source_files["rows_read"].sum())
