"""From workbooks to the status of schools: what is counted, which status, decisions, why."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
from typer.testing import CliRunner

from shnor_pipeline import chain, run
from shnor_pipeline.cli import app
from shnor_pipeline.tables import IDENTIFICATION, IDENTIFICATION_TABLES, OVERRIDE, PROCEDURE_RESULT, TableSpec
from shnor_pipeline_tests import builders as b

if TYPE_CHECKING:
    from pathlib import Path

MATHEMATICS = "subjects: [математика], grades: [4, 5, 6]"
DECIDED = "работы перепроверены,57-о,начальник отдела,2021-06-15"
BEFORE = ("163001", "", 4, "Математика", 10, 4, 2, 2, 2)
LOW = [("163001", "", grade, "Математика", 10, 3, 3, 2, 2) for grade in (4, 5)]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return b.home(tmp_path / "home")


def marks(home: Path, *rows: Any, year: int = 2021) -> None:
    b.workbook(home / f"inbox/{year}/vpr.xlsx", В=[b.VPR_MARKS, *rows])


def computed(home: Path, spec: TableSpec = IDENTIFICATION, year: int = 2021) -> list[dict[str, Any]]:
    workspace = b.workspace(home)
    for each in workspace.inbox_years():
        chain.take_in_year(workspace, each)
        chain.compute_schools(workspace, each)
        chain.compute_social_index(workspace, each)
        chain.compute_identification(workspace, each)
    frame = workspace.store.read(spec, year).astype(object)
    return frame.where(frame.notna(), None).to_dict("records")


def of_school(rows: list[dict[str, Any]], school: str = "s01") -> dict[str, Any]:
    return next(row for row in rows if row["school_id"] == school)


def procedures(home: Path) -> dict[tuple[str, str, int], tuple[int, int]]:
    rows = computed(home, PROCEDURE_RESULT)
    return {(r["kind"], r["subject"], r["grade"]): (r["failed"], r["participants"]) for r in rows}


def change_rule(home: Path, *changes: tuple[str, str]) -> None:
    """Change lines of the rule set in force, which stands first in the file."""
    path = home / "programme.yaml"
    before, name, rules = path.read_text(encoding="utf-8").partition("\nidentification:\n")
    for old, new in changes:
        assert old in rules
        rules = rules.replace(old, new, 1)
    path.write_text(before + name + rules, encoding="utf-8")


def test_a_pupil_counts_once_with_the_best_period_and_the_absent_do_not_count(home: Path) -> None:
    rows = [
        b.pupil("163001", "Абаев", "Математика", 2),
        b.pupil("163001", "Абаев", "Математика", 3, period="дополнительный"),
        b.pupil("163001", "Бабаев", "Математика", 2),
        b.pupil("163001", "Вагин", "Математика", "н/я"),
        b.pupil("163001", "Гаев", "Физика", 2),
    ]
    b.workbook(home / "inbox/2021/oge.xlsx", О=[b.OGE, *rows])
    assert procedures(home) == {("oge", "математика", 9): (1, 2)}


def test_both_levels_of_mathematics_are_procedures_of_their_own(home: Path) -> None:
    rows = [
        ("163001", "1", "Математика (профильная)", 26, 27, ""),
        ("163001", "2", "Математика (базовая)", 2, "", ""),
        ("163001", "3", "Математика (базовая)", 3, "", ""),
    ]
    b.workbook(home / "inbox/2021/ege.xlsx", Е=[b.EGE, *rows])
    # the calendar: base mathematics was not held in 2021
    assert procedures(home) == {("ege", "математика", 11): (1, 1)}


def test_an_aggregate_gives_way_to_results_by_pupil_and_classes_add_up(home: Path) -> None:
    named = "Проведение работы по математике, 4 класс. ВПР 2021.xlsx"
    pupils = [
        ("sch163001", "район", n, f"4000{n}", "4", "м", "4а", 1, score, 1) for n, score in ((1, 12), (2, 3))
    ]
    b.workbook(home / "inbox/2021" / named, Лист1=[b.VPR_EXPORT, *pupils])
    marks(home, LOW[0], ("163001", "", "5А", "Математика", 10, 1, 5, 2, 2), (*LOW[1][:2], "5Б", *LOW[1][3:]))
    assert procedures(home) == {("vpr", "математика", 4): (1, 2), ("vpr", "математика", 5): (4, 20)}


def test_every_school_has_a_row_and_none_is_not_zero(home: Path) -> None:
    marks(home, *LOW)
    rows = computed(home)
    assert [row["school_id"] for row in rows] == ["s01", "s02", "s03", "s04"]
    named, silent = of_school(rows), of_school(rows, "s02")
    assert (named["procedures_held"], named["procedures_low"], named["low_results"]) == (2, 2, True)
    assert (named["low_two_or_more"], named["low_same_twice"], named["pupils_to_flip"]) == (True, False, 1)
    assert (silent["procedures_held"], silent["low_results"], silent["status"]) == (0, None, "none")
    assert (silent["chance_misclassified"], silent["pupils_to_flip"]) == (None, None)


def test_the_same_procedure_twice_is_seen_across_years(home: Path) -> None:
    marks(home, BEFORE, year=2020)
    marks(home, LOW[0])
    row = of_school(computed(home))
    assert (row["low_two_or_more"], row["low_same_twice"], row["low_results"]) == (False, True, True)


@pytest.mark.parametrize(
    ("rows", "contingent", "status"),
    [
        (LOW, [], "ok"),
        ([LOW[0], ("163001", "", 5, "Математика", 9, 3, 3, 2, 1)], [], "few"),
        # a small procedure that is not low decides nothing
        ([LOW[0], ("163001", "", 5, "Математика", 9, 0, 3, 3, 3)], [], "ok"),
        # a grade with pupils and no result at all
        (LOW, [("163001", 6, 12, 0, 0, 12)], "partial"),
    ],
)
def test_what_a_status_is_worth(home: Path, rows: list[Any], contingent: list[Any], status: str) -> None:
    change_rule(home, ("subjects: [русский язык, математика], grades: [4, 5, 6, 7, 8]", MATHEMATICS))
    marks(home, *rows)
    if contingent:
        b.workbook(home / "inbox/2021/c.xlsx", К=[b.CONTINGENT, *contingent])
    assert of_school(computed(home))["status"] == status


def test_nothing_was_held_that_the_rule_looks_at(home: Path) -> None:
    every_other = [f"        - {{kind: {kind}" for kind in ("vpr", "oge", "ege,")]
    change_rule(home, *((kind, kind.replace("- {", "# - {")) for kind in every_other))
    marks(home, *LOW)
    assert {row["status"] for row in computed(home)} == {"not_held"}


def test_a_rule_set_is_data(home: Path) -> None:
    change_rule(
        home,
        ("minimum_participants: 0", "minimum_participants: 11"),
        ("excluded_kinds: []", "excluded_kinds: [basic]"),
        ("share_percent: 30", "share_percent: 20"),
    )
    marks(home, *LOW, *(("163003", "", grade, "Математика", 20, 4, 6, 5, 5) for grade in (4, 5)))
    rows = computed(home)
    assert (of_school(rows)["low_results"], of_school(rows, "s03")["low_results"]) == (None, None)
    results = computed(home, PROCEDURE_RESULT)
    assert {(row["school_id"], row["left_out"], row["low"]) for row in results} == {
        ("s01", True, None),
        ("s03", True, None),
    }


def test_adverse_is_listed_or_computed_or_not_known(home: Path) -> None:
    marks(home, *LOW)
    ordinary = [("163002", 80, 20, 20, 40, 2, 6, 60), ("163004", 80, 20, 20, 40, 2, 6, 60)]
    b.workbook(home / "inbox/2021/p.xlsx", С=[b.PASSPORT, ("163001", 80, 60, 60, 4, 20, 6, 60), *ordinary])
    rows = computed(home)
    # two alike schools and one far worse: deviations -sqrt(2) four times, 50 - 14.1 = 35.9
    assert of_school(rows)["social_index"] == pytest.approx(50 - 10 * 2**0.5)
    assert {row["school_id"]: row["adverse"] for row in rows} == {
        "s01": True,
        "s02": False,
        # s03 is listed by the programme and sent no passport
        "s03": True,
        "s04": False,
    }


def test_a_decision_sets_the_status_and_the_computed_one_stands_beside_it(home: Path) -> None:
    marks(home, *LOW)
    b.overrides(home, f"2021,s01,low_results,нет,{DECIDED},", f"2021,s04,adverse,да,{DECIDED},2021-08-31")
    row = of_school(computed(home))
    assert (row["low_results"], row["low_two_or_more"]) == (False, True)
    entries = computed(home, OVERRIDE)
    assert [(each["computed"], each["value"], each["status"]) for each in entries] == [
        (True, False, "applied"),
        (None, True, "expired"),
    ]
    found = chain.compare_years(b.workspace(home), 2021)
    assert found[found["file"] == "reference/overrides.csv"]["rule_id"].tolist() == ["L004"]


def test_a_decision_on_a_year_without_data_is_a_finding_of_no_year(home: Path) -> None:
    marks(home, *LOW)
    b.overrides(home, f"2019,s01,low_results,нет,{DECIDED},")
    workspace = b.workspace(home)
    assert chain.survey_inbox(workspace)["rule_id"].tolist() == ["L005"]
    kept = workspace.store.read(OVERRIDE, chain.NO_YEAR)[["year", "status"]]
    assert kept.to_numpy().tolist() == [[2019, "unmatched"]]


def test_reading_one_year_again_renews_the_identification_of_the_next(home: Path) -> None:
    marks(home, BEFORE, year=2020)
    marks(home, LOW[0])
    assert of_school(computed(home))["low_same_twice"] is True
    marks(home, ("163001", "", 4, "Математика", 10, 0, 5, 3, 2), year=2020)
    workspace = b.workspace(home)
    chain.take_in_year(workspace, 2020)
    run._compute(workspace, [2020], [2020, 2021], lambda _stage: None)
    assert workspace.store.read(IDENTIFICATION, 2021)["low_same_twice"].tolist()[0] is False
    parts = workspace.store.read(chain.PARTS, 2021).set_index("school_id")
    assert parts.loc["s01", "n__low_result_school_share__identification"] == 0


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run a home of two years, with a decision."""
    home = b.home(tmp_path_factory.mktemp("released") / "home")
    marks(home, BEFORE, year=2020)
    marks(home, *LOW)
    b.overrides(home, f"2021,s01,low_results,нет,{DECIDED},")
    run.run_chain(b.workspace(home))
    return home


def ask(home: Path, *arguments: str) -> Any:
    return CliRunner().invoke(app, ["explain", *arguments, "--home", str(home)])


def test_why_is_said_in_russian_with_the_pupils_counts(released: Path) -> None:
    done = ask(released, "low_results", "--year", "2021", "--id", "s01")
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert lines[0] == "МБОУ СОШ №1, 2021 год: низких результатов нет."
    assert "Учтено процедур: 2; с низкими результатами: 2, правилу достаточно 2." in lines
    assert (
        "ВПР, математика, 4 класс: не справились 3 из 10 (30,0 %), результат низкий (не меньше 30 %); "
        "годом раньше 4 из 10 (40,0 %, тоже низкий)."
    ) in lines
    assert (
        "Решение (приказ № 57-о от 15.06.2021, начальник отдела): низких результатов нет; причина: работы "
        "перепроверены. По правилу: школа с низкими результатами."
    ) in lines


def test_why_is_also_given_as_json(released: Path) -> None:
    answer = json.loads(ask(released, "low_results", "--year", "2021", "--id", "s01", "--json").stdout)
    assert (answer["indicator"], answer["school_id"], answer["low_results"]) == ("low_results", "s01", False)
    assert [each["failed"] for each in answer["evidence"]] == [3, 3]
    assert answer["sentences"][0].startswith("МБОУ СОШ №1")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("something", "--year", "2021", "--id", "s01"), "Показателя «something» нет"),
        (("low_results", "--year", "2021", "--id", "s99"), "Есть: s01, s02, s03, s04"),
        (("low_results", "--year", "2018", "--id", "s01"), "Есть: 2020, 2021"),
        (("low_results", "--year", "2021"), "--id s01"),
    ],
)
def test_a_wrong_question_is_answered_with_what_there_is(
    released: Path, arguments: tuple[str, ...], says: str
) -> None:
    done = ask(released, *arguments)
    assert (done.exit_code, says in done.stderr) == (2, True), done.stderr


def test_before_a_run_there_is_nothing_to_explain(home: Path) -> None:
    done = CliRunner().invoke(
        app, ["explain", "low_results", "--year", "2021", "--id", "s01", "--home", str(home)]
    )
    assert (done.exit_code, "shnor run" in done.stderr) == (1, True)


def test_the_columns_are_those_of_the_contract() -> None:
    assert [column.name for column in IDENTIFICATION.columns] == [
        *("year", "school_id", "rule_set", "procedures_held", "procedures_low", "low_two_or_more"),
        *("low_same_twice", "low_results", "chance_misclassified", "pupils_to_flip", "social_index"),
        *("adverse", "status"),
    ]


def test_everything_is_in_the_database(released: Path) -> None:
    with duckdb.connect(str(released / "published/shnor.duckdb"), read_only=True) as connection:
        rows = {
            spec.name: connection.sql(f"SELECT count(*) FROM {spec.name} WHERE year = 2021").fetchall()[0][0]  # noqa: S608
            for spec in IDENTIFICATION_TABLES
        }
        share = connection.sql(
            "SELECT numerator, denominator, schools_reported FROM indicator_value WHERE year = 2021 "
            "AND indicator_id = 'low_result_school_share' AND scope = 'municipality'"
        ).fetchall()
    assert rows == {
        "identification": 4,
        "procedure_result": 2,
        "social_index": 4,
        "social_index_component": 16,
        "override": 1,
    }
    # the only school with procedures, named by the rule and released by the decision
    assert share == [(0, 1, 1)]
