"""Numbers opened to the cells of the senders' files, on a home folder of three schools."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from shnor_pipeline.chain import Question, explain_value
from shnor_pipeline.cli import app
from shnor_pipeline.indicators import BY_ID, INDICATORS
from shnor_pipeline.provenance.evidence import OPENS_TO
from shnor_pipeline.run import run_chain
from shnor_pipeline_tests import builders as b
from shnor_pipeline_tests.layout_builders import MEASURES, oo1

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

    from shnor_pipeline import chain
    from shnor_pipeline.provenance import Explanation


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = b.home(tmp_path_factory.mktemp("explain") / "home")
    before, inbox = root / "inbox/2020", root / "inbox/2021"
    b.workbook(before / "c.xlsx", К=[b.CONTINGENT, ["163002", 4, 20, 0, 0, 20], ["163003", 4, 5, 0, 0, 5]])
    b.workbook(inbox / "oge.xlsx", О=[b.OGE, *_pupils()])
    b.workbook(
        inbox / "units.xlsx",
        Ш=[b.STAFFING, ["163002", "педагог", "учитель", "10,5", 10], ["163002", "иное", "сторож", 4, 2]],
    )
    b.workbook(inbox / "vpr.xlsx", В=[b.VPR_MARKS, ["163002", "", 4, "Математика", 10, 1, 4, 3, 2]])
    b.workbook(inbox / "measures.xlsx", М=[MEASURES, ["X 4.7", 1, "программа", ""]])
    pupils = oo1(["х", "х", "х", "х", 5, "х", "х", "х", 8], title=["Луговая ООШ"])
    b.workbook(inbox / "oo1.xlsx", **{"2.1": pupils})
    b.workbook(inbox / "ege.xlsx", Е=[b.EGE, *(["163001", i, "Русский язык", 50, "", ""] for i in range(7))])
    b.workbook(inbox / "c.xlsx", К=[b.CONTINGENT, ["163002", 5, 18, 0, 0, 18]])
    b.ledger(root, '2021,2021/units.xlsx,Ш,D2,,,,"10,5",12,перепечатано,57-о,методист,2021-09-01')
    run_chain(b.workspace(root))
    return root


def _pupils() -> list[Any]:
    return [
        b.pupil("163002", "Абаев", "Математика", 2),
        b.pupil("163002", "Абаев", "Математика", 3, period="дополнительный"),
        b.pupil("163002", "Бабаев", "Математика", 2),
        b.pupil("163002", "Вагин", "Математика", "н/я"),
        b.pupil("163003", "Гаев", "Математика", 5),
        b.pupil("163001", "Дунаев", "Математика", 4),
        b.pupil("163002", "Ежов", "Математика", "семь"),
    ]


def shnor(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


@cache
def opened(home: Path) -> chain.Workspace:
    return b.workspace(home)


@cache
def explained(home: Path, indicator: str, **asked: Any) -> Explanation:
    return explain_value(opened(home), Question(BY_ID[indicator], 2021, **asked))


def cells(answer: Explanation, side: str) -> list[str]:
    return [cell.cell for row in answer.rows if row.side == side for cell in row.cells]


def test_a_pupil_counts_in_the_numerator_only_when_no_exam_was_failed(home: Path) -> None:
    answer = explained(home, "gia9_pass_share")
    # Абаев retook (rows 2 and 3), Бабаев failed (row 4), Вагин was absent, Ежов is in quarantine;
    # Дунаев's school is not in the programme
    assert {row.row for row in answer.rows if row.side == "numerator"} == {2, 3, 6}
    assert {row.row for row in answer.rows if row.side == "denominator"} == {2, 3, 4, 6}
    assert (answer.value["numerator"], answer.value["denominator"]) == (2, 3)


def test_the_cells_named_hold_what_was_counted(home: Path) -> None:
    answer = explained(home, "vacancy_share")
    assert cells(answer, "numerator") == ["D2", "E2", "B2"]
    sheet = load_workbook(home / "inbox/2021/units.xlsx")["Ш"]
    assert [sheet[each].value for each in ("D2", "E2", "B2")] == ["10,5", 10, "педагог"]


def test_a_cell_changed_by_order_is_said(home: Path) -> None:
    answer = explained(home, "vacancy_share", scope_id="s02")
    (changed,) = answer.corrections
    assert (changed.cell, changed.old, changed.new, changed.order_number) == ("D2", "10,5", "12", "57-о")
    # (12 - 10) of 12 units
    assert (answer.value["numerator"], answer.value["denominator"]) == (2, 12)


def test_a_rejected_row_is_named_among_those_that_do_not_count(home: Path) -> None:
    assert [(each.why, each.file, each.rows) for each in explained(home, "oge_mean_mark").left_out] == [
        ("quarantined", "2021/oge.xlsx", (8,))
    ]


def test_a_form_that_is_no_table_opens_to_its_cells(home: Path) -> None:
    answer = explained(home, "retention_4_5", scope_id="s03")
    (row,) = (each for each in answer.rows if each.side == "numerator")
    sheet = load_workbook(home / "inbox/2021/oo1.xlsx")["2.1"]
    by_column = {cell.column: sheet[cell.cell].value for cell in row.cells}
    assert by_column == {"pupils_start": 5, "grade": "5-й класс"}


def test_a_value_that_rests_on_the_year_before_opens_to_its_files(home: Path) -> None:
    answer = explained(home, "retention_4_5", scope_id="s03")
    assert [row.file for row in answer.rows if row.side == "denominator"] == ["2020/c.xlsx"]


def test_marks_given_as_counts_open_to_the_columns_added_up(home: Path) -> None:
    assert cells(explained(home, "vpr_quality_share", scope_id="s02"), "numerator") == ["H2", "I2"]


def test_schools_add_up_to_the_value_of_every_indicator(home: Path) -> None:
    for indicator in INDICATORS:
        if indicator.computed is None:
            answer = explained(home, indicator.indicator_id, scope="all")
            for side in ("numerator", "denominator"):
                parts = [getattr(each, side) for each in answer.schools if each.counts]
                assert sum(parts) == (answer.value[side] or 0), indicator.indicator_id


def test_every_count_of_rows_is_the_number_of_rows_shown(home: Path) -> None:
    counted = 0
    for indicator in INDICATORS:
        answer = explained(home, indicator.indicator_id, scope="all")
        for side in ("numerator", "denominator"):
            parts = getattr(indicator, side)
            counts = [part.sql.startswith(("count(*)", "count(CASE")) for part in parts]
            if parts and all(counts) and not {part.table for part in parts} & set(OPENS_TO):
                shown = sum(row.side == side for row in answer.rows)
                assert shown == (answer.value[side] or 0), (indicator.indicator_id, side)
                counted += shown
    assert counted > 10


def test_the_share_of_measures_opens_to_measures_and_their_rows(home: Path) -> None:
    answer = explained(home, "measures_done_share")
    done = {each.measure_id: each.done_share for each in answer.measures}
    assert sum(share or 0 for share in done.values()) == pytest.approx(answer.value["numerator"])
    assert len(done) == answer.value["denominator"]
    assert cells(answer, "numerator")[:2] == ["A2", "B2"]


def test_no_name_of_a_person_is_shown(home: Path) -> None:
    text = shnor("explain", "gia9_pass_share", "--year", "2021", "--home", str(home), "--json").stdout
    assert "oge.xlsx" in text
    assert not [name for name in ("Абаев", "Бабаев", "Гаев") if name in text]


def test_the_command_prints_formula_schools_and_cells(home: Path) -> None:
    done = shnor("explain", "vacancy_share", "--year", "2021", "--home", str(home))
    assert done.exit_code == 0
    for line in (
        "Значение: 16,7 % = 2 / 12; состояние: данные части школ",
        "  s02 МБОУ СОШ №2: 2 / 12",
        "  s03 Луговая ООШ: нет данных, в расчёт не вошла",
        "    2021/units.xlsx, лист «Ш»",
        (
            "      строка 2: D2 «Ставок по штату» = 12, E2 «Занято ставок» = 10, "
            "B2 «Категория должности» = педагог"
        ),
        "  2021/units.xlsx, лист «Ш», D2: было 10,5, стало 12; приказ № 57-о от 2021-09-01: перепечатано",
    ):
        assert line in done.stdout.splitlines()


def test_rows_beyond_the_first_are_counted_unless_all_are_asked_for(home: Path) -> None:
    asked = ("explain", "ege_mean_score", "--year", "2021", "--id", "s01", "--home", str(home))
    short, whole = (shnor(*more).stdout.splitlines() for more in (asked, (*asked, "--all")))
    # seven results, each a row of the numerator and of the denominator
    assert sum(line.strip().startswith("строка") for line in whole) == 14
    assert sum(line.strip().startswith("строка") for line in short) == 10
    assert [line.strip() for line in short if "и ещё" in line] == ["… и ещё 2 (все – с ключом --all)"] * 2


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("category_shar", "--year", "2021"), 2, "Показателя «category_shar» нет. Похожие: category_share"),
        (("category_share", "--year", "2019"), 2, "Года 2019 в хранилище нет. Есть: 2020, 2021."),
        (("category_share", "--year", "2021", "--scope", "region"), 2, "Уровня «region» нет."),
        (("category_share", "--year", "2021", "--id", "s99"), 2, "Есть: s01, s02, s03, s04."),
        (("category_share", "--year", "2021", "--scope", "cluster"), 2, "нет без --id"),
    ],
)
def test_a_wrong_question_is_answered_with_what_there_is(
    home: Path, arguments: tuple[str, ...], code: int, told: str
) -> None:
    done = shnor("explain", *arguments, "--home", str(home))
    assert (done.exit_code, done.stdout) == (code, "")
    assert told in done.stderr


def test_before_the_first_run_there_is_nothing_to_explain(tmp_path: Path) -> None:
    root = b.home(tmp_path / "home")
    done = shnor("explain", "category_share", "--year", "2021", "--home", str(root))
    assert done.exit_code == 1
    assert "сначала выполните shnor run" in done.stderr


def test_an_analyst_finds_the_same_cells_in_the_published_database(home: Path) -> None:
    database = opened(home).home.database
    query = """
        SELECT r.source_file, r.source_sheet, c.letters || r.source_row AS cell
        FROM staff_position AS r
        JOIN source_column AS c
          ON c.year = r.year AND c.file = r.source_file AND c.sheet = r.source_sheet
        WHERE r.year = 2021 AND r.position_category IN ('head', 'teacher') AND c.column_name = 'units_planned'
    """
    with duckdb.connect(str(database), read_only=True) as connection:
        assert connection.sql(query).fetchall() == [("2021/units.xlsx", "Ш", "D2")]
