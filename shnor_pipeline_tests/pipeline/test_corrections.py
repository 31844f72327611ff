"""A decision corrects a cell before anything is made of it, and an entry that can't be applied is said."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from shnor_pipeline import chain, run
from shnor_pipeline.run import run_chain
from shnor_pipeline_tests import breaking
from shnor_pipeline_tests import builders as b
from shnor_pipeline_tests.layout_builders import PROTOCOL, oo1
from shnor_pipeline_tests.workbook_formats import WRITERS

if TYPE_CHECKING:
    from pathlib import Path

    from shnor_pipeline.ingest import Intake

DECISION = "опечатка,57-о,методист,2021-04-12"
CONTINGENT = breaking.CLEAN["contingent"]
STATUS = ("line", "status")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return b.home(tmp_path / "home")


def send(home: Path, rows: Any = CONTINGENT, name: str = "a.xlsx", **sheets: Any) -> Path:
    return b.workbook(home / "inbox/2021" / name, **(sheets or {"Лист1": rows}))


def at(cell: str, old: str, new: str, *, file: str = "a.xlsx", sheet: str = "", column: str = "") -> str:
    return f"2021,{file},{sheet},{cell},,,{column},{old},{new},{DECISION}"


def by_key(form: str, key: str, column: str, old: str, new: str) -> str:
    return f"2021,,,,{form},{key},{column},{old},{new},{DECISION}"


def taken(home: Path, *lines: str) -> Intake:
    b.ledger(home, *lines)
    return b.take_in(home)


def came_of(intake: Intake) -> list[str]:
    return intake.corrections["status"].tolist()


def rules(intake: Intake) -> list[tuple[str, str, int]]:
    rows = b.found(intake).to_dict("records")
    return [(row["rule_id"], row["file"], int(row["source_row"])) for row in rows]


def ledger_rules(intake: Intake) -> list[tuple[str, int]]:
    rows = intake.findings[intake.findings["file"] == "reference/corrections.csv"].to_dict("records")
    return [(row["rule_id"], int(row["source_row"])) for row in rows]


def start_of_year(intake: Intake) -> list[int]:
    return intake.tables["enrollment"].sort_values("source_row")["pupils_start"].tolist()


@pytest.mark.parametrize(
    "entry",
    [
        at("C2", "25", "24"),
        at("c2", "25", "24", file="2021/a.xlsx", sheet="лист1", column="pupils_start"),
        at("C2", "25", "24", file="inbox\\2021\\a.xlsx", column="Обучающихся на начало  года"),
        by_key("contingent", "school_code=163001;grade=4", "pupils_start", "25", "24"),
        by_key("contingent", "Код ОО=163001; Класс=4", "Обучающихся на начало года", "25", "24"),
    ],
)
def test_a_cell_is_corrected_by_its_address_or_by_the_texts_of_its_row(home: Path, entry: str) -> None:
    send(home, breaking.edited(CONTINGENT, {"F2": 23}))
    intake = taken(home, entry)
    assert start_of_year(intake) == [24, 20, 10]
    row = intake.corrections.iloc[0]
    assert (row["file"], row["sheet"], row["cell"]) == ("2021/a.xlsx", "Лист1", "C2")
    assert (row["form"], row["column_name"], row["old"], row["new"]) == (
        *("contingent", "pupils_start"),
        *("25", "24"),
    )
    assert (row["status"], row["date"], row["order_number"]) == ("applied", "2021-04-12", "57-о")
    assert rules(intake) == []


def test_a_correction_lets_a_rejected_row_in_and_rows_read_stay_the_same(home: Path) -> None:
    send(home, breaking.edited(CONTINGENT, {"C2": "двадцать пять"}))
    without, corrected = taken(home), taken(home, at("C2", "двадцать пять", "25"))
    counts = ["rows_read", "rows_accepted", "rows_quarantined"]
    assert without.source_files[counts].to_numpy().tolist() == [[3, 2, 1]]
    assert corrected.source_files[counts].to_numpy().tolist() == [[3, 3, 0]]
    assert rules(corrected) == []


def test_the_workbook_of_the_sender_is_not_touched(home: Path) -> None:
    path = send(home)
    before = path.read_bytes()
    taken(home, at("C2", "25", "24"))
    assert path.read_bytes() == before


def test_a_bad_value_is_judged_like_any_other(home: Path) -> None:
    send(home)
    intake = taken(home, at("C2", "25", "-1"))
    assert came_of(intake) == ["applied"]
    assert ("C003", "2021/a.xlsx", 2) in rules(intake)
    held = json.loads(intake.quarantine["enrollment"]["cells"].iloc[0])
    assert held["pupils_start"] == "-1"


def test_a_cell_may_be_emptied_and_an_empty_one_filled(home: Path) -> None:
    send(home, breaking.edited(CONTINGENT, {"D3": None}))
    intake = taken(home, at("D3", "", "1"), at("G4", "1", ""))
    assert came_of(intake) == ["applied", "applied"]
    table = intake.tables["enrollment"].sort_values("source_row")
    assert table["arrived"].tolist() == [0, 1, 0]
    assert intake.corrections["old"].isna().tolist() == [True, False]


def test_an_error_value_or_a_formula_without_a_value_can_be_corrected(home: Path) -> None:
    breaking.styled("contingent", breaking.formula, []).write(home)
    intake = taken(
        home,
        at("C3", "", "20", file="contingent.xlsx", sheet="Лист1"),
        at("D2", "", "0", file="contingent.xlsx", sheet="Лист1"),
        at("A4", "", "163001", file="contingent.xlsx", sheet="Лист1"),
    )
    assert (came_of(intake), rules(intake)) == (["applied"] * 3, [])


def test_an_error_value_is_named_as_the_sender_sees_it(home: Path) -> None:
    breaking.styled("oge", breaking.error, []).write(home)
    entries = [at("H3", "#REF!", "5", file="oge.xlsx"), at("K4", "#DIV/0!", "9", file="oge.xlsx")]
    intake = taken(home, *entries)
    assert (came_of(intake), rules(intake)) == (["applied"] * 2, [])


@pytest.mark.parametrize("old", ["3,75", "3.75"])
def test_a_number_may_be_written_with_a_comma_or_a_point(home: Path, old: str) -> None:
    send(home, breaking.edited(breaking.CLEAN["staffing"], {"D2": 3.75}))
    assert came_of(taken(home, at("D2", f'"{old}"', "3"))) == ["applied"]


@pytest.mark.parametrize("name", WRITERS)
def test_a_cell_of_every_format_can_be_corrected(home: Path, name: str) -> None:
    extension, write = WRITERS[name]
    path = home / "inbox/2021" / f"a{extension}"
    path.parent.mkdir()
    write(path, [["Ставки"], list(b.STAFFING), ["163001", "педагог", "учитель", 3, 5]])
    intake = taken(home, at("E3", "5", '"2,5"', file=path.name))
    assert intake.tables["staff_position"]["units_occupied"].tolist() == [2.5]


def test_a_cell_of_a_sheet_that_is_no_plain_table_is_named_as_the_sender_sees_it(home: Path) -> None:
    send(home, oo1(["х", "х", "х", 25, 26]))
    intake = taken(home, at("G8", "25", "24"), at("C8", "51", "50"))
    table = intake.tables["enrollment"].sort_values("grade")
    assert table["pupils_start"].tolist() == [24, 26]
    assert came_of(intake)[0] == "applied"
    assert intake.corrections["cell"].tolist()[0] == "G8"


def test_a_title_that_every_row_repeats_is_one_place(home: Path) -> None:
    row = ("МБОУ СОШ №1", "М-9-01", "Иванов", "Пётр", "Ильич", 9, 9, 20, 0.8, "победитель")
    other = ("МБОУ СОШ №1", "М-9-02", "Петров", "Пётр", "Ильич", 9, 9, 15, 0.6, "участник")
    rows = [["Протокол школьного этапа"], ["Предмет: Химия"], [], PROTOCOL[1:], row, other]
    send(home, rows, name="протокол.xlsx")
    intake = taken(home, at("A2", "Химия", "Математика", file="протокол.xlsx", column="subject"))
    assert came_of(intake) == ["applied"]
    assert intake.tables["olympiad_result"]["subject"].tolist() == ["математика"] * 2


@pytest.mark.parametrize(
    "entry",
    [
        at("C9", "25", "24"),
        at("A1", "Код ОО", "Код"),
        at("C2", "25", "24", file="b.xlsx"),
        at("C2", "25", "24", file="2020/a.xlsx"),
        at("C2", "25", "24", sheet="Лист2"),
        at("C2", "25", "24", column="Класс"),
        by_key("contingent", "school_code=163001;grade=5", "pupils_start", "25", "24"),
        by_key("contingent", "school_code=163001;grade=4", "нет такой", "25", "24"),
        by_key("contingent", "нет такой=163001;grade=4", "pupils_start", "25", "24"),
        by_key("passport", "school_code=163001;grade=4", "pupils_start", "25", "24"),
    ],
)
def test_an_entry_that_matches_nothing_is_a_finding_at_its_line(home: Path, entry: str) -> None:
    send(home)
    intake = taken(home, entry)
    assert (came_of(intake), ledger_rules(intake)) == (["unmatched"], [("L001", 2)])
    assert start_of_year(intake) == [25, 20, 10]


def test_an_entry_whose_old_value_is_gone_is_a_finding_that_says_what_stands_there(home: Path) -> None:
    send(home)
    intake = taken(home, at("C2", "26", "24"))
    assert (came_of(intake), ledger_rules(intake)) == (["stale"], [("L002", 2)])
    assert "ожидается значение «26», а стоит «25»" in intake.findings["message_ru"].iloc[0]
    assert start_of_year(intake) == [25, 20, 10]


def test_an_entry_that_fits_several_rows_is_a_finding_and_changes_none(home: Path) -> None:
    send(home)
    send(home, breaking.edited(CONTINGENT, {"A2": "163002", "A3": "163002", "A4": "163002"}), name="b.xlsx")
    intake = taken(home, by_key("contingent", "grade=4", "pupils_start", "25", "24"))
    assert (came_of(intake), ledger_rules(intake)) == (["ambiguous"], [("L003", 2)])
    assert start_of_year(intake) == [25, 25, 20, 20, 10, 10]


def test_a_bare_name_that_two_files_have_is_not_unique_and_a_path_is(home: Path) -> None:
    for number, folder in enumerate(("x", "y"), start=1):
        code = f"16300{number}"
        send(home, breaking.edited(CONTINGENT, {"A2": code, "A3": code, "A4": code}), name=f"{folder}/a.xlsx")
    intake = taken(home, at("C2", "25", "24"), at("C2", "25", "24", file="y/a.xlsx"))
    assert came_of(intake) == ["ambiguous", "applied"]
    assert intake.corrections["file"].tolist() == ["a.xlsx", "2021/y/a.xlsx"]


def test_a_sheet_is_to_be_named_where_several_have_the_cell(home: Path) -> None:
    send(home, Лист1=CONTINGENT, Лист2=breaking.CLEAN["staffing"])
    intake = taken(home, at("C2", "25", "24"), at("C2", "учитель", "логопед", sheet="Лист2"))
    assert came_of(intake) == ["ambiguous", "applied"]


def test_of_two_entries_for_one_cell_the_second_sees_what_the_first_wrote(home: Path) -> None:
    send(home, breaking.edited(CONTINGENT, {"F2": 22}))
    intake = taken(home, at("C2", "25", "24"), at("C2", "24", "23"), at("C2", "25", "22"))
    assert came_of(intake) == ["applied", "applied", "stale"]
    assert start_of_year(intake) == [23, 20, 10]


def test_a_second_copy_of_a_file_is_no_second_place(home: Path) -> None:
    send(home)
    (home / "inbox/2021/a (2).xlsx").write_bytes((home / "inbox/2021/a.xlsx").read_bytes())
    key = "school_code=163001;grade=4"
    assert came_of(taken(home, by_key("contingent", key, "pupils_start", "25", "24"))) == ["applied"]


def shown_anywhere(home: Path, intake: Intake) -> str:
    workspace = b.workspace(home)
    chain.compare_years(workspace, 2021)
    run._compute(workspace, [2021], [2021], lambda _stage: None)
    page = chain.write_page(workspace, chain.report_of_year(workspace, 2021)).read_text(encoding="utf-8")
    tables = (intake.findings, intake.corrections, *intake.quarantine.values())
    return page + "".join(frame.to_csv() for frame in tables)


@pytest.mark.parametrize(
    "entry",
    [
        at("B2", "Иванова Анна", "Иванкова Анна"),
        at("B2", "Иванова Аня", "Иванкова Анна"),
        at("B9", "Иванова Анна", "Иванкова Анна"),
        by_key("staff", "full_name=Иванова Анна", "full_name", "Иванова Аня", "Иванкова Анна"),
        by_key("staff", "full_name=Иванова Аня", "birth_year", "1980", "1981"),
        by_key("staff", "ФИО=Иванова Аня", "full_name", "Иванова Аня", "Иванкова Анна"),
        by_key("staff", "что-то=Иванова Аня", "что-то", "Иванова Аня", "Иванкова Анна"),
        at("L2", "математика", "Иванова Анна").replace("опечатка", "путаница у Иванова Анна"),
    ],
)
def test_persons_are_masked_wherever_an_entry_is_shown(home: Path, entry: str) -> None:
    send(home, breaking.CLEAN["staff"])
    intake = taken(home, entry)
    everything = shown_anywhere(home, intake)
    assert not [word for word in ("Иванова", "Иванкова") if word in everything]


def test_a_corrected_name_gives_another_pseudonym(home: Path) -> None:
    send(home, breaking.CLEAN["staff"])
    before = taken(home).tables["staff_member"].set_index("source_row")["person_key"]
    after = taken(home, at("B2", "Иванова Анна", "Петрова Вера"), at("E2", "1980", "1980.0"))
    keys = after.tables["staff_member"]["person_key"].tolist()
    assert before[2] not in keys
    assert set(keys) == {before[3]}


def test_entries_of_other_years_change_nothing_and_are_not_held_against_this_one(home: Path) -> None:
    send(home)
    b.workbook(home / "inbox/2020/a.xlsx", Лист1=CONTINGENT[:3])
    intake = taken(home, at("C2", "25", "24").replace("2021,", "2020,", 1))
    assert (len(intake.corrections), start_of_year(intake)) == (0, [25, 20, 10])


def test_an_entry_for_a_year_without_a_folder_is_said_once(home: Path) -> None:
    send(home)
    b.ledger(home, at("C2", "25", "24").replace("2021,", "2035,", 1))
    workspace = b.workspace(home)
    found = chain.survey_inbox(workspace)
    assert found[["rule_id", "source_row"]].to_numpy().tolist() == [["L001", 2]]
    assert ledger_rules(chain.take_in_year(workspace, 2021)) == []


@pytest.mark.parametrize("line", [at("C2", "25", "24"), at("C2", "25", "24", file="2021/x/a.xlsx")])
def test_checking_one_file_applies_its_entries_and_is_silent_about_others(home: Path, line: str) -> None:
    path = send(home, breaking.edited(CONTINGENT, {"F2": 23}))
    b.ledger(home, line, at("C2", "1", "2", file="other.xlsx"))
    assert chain.check_file(b.workspace(home), path, 2021).findings == []


def test_checking_one_file_says_that_its_old_value_is_gone(home: Path) -> None:
    path = send(home)
    b.ledger(home, at("C2", "26", "24"))
    assert [row["rule_id"] for row in chain.check_file(b.workspace(home), path, 2021).findings] == ["L002"]


def test_the_published_table_holds_every_entry_with_what_came_of_it(home: Path) -> None:
    import duckdb  # noqa: PLC0415 - only here

    send(home)
    b.ledger(home, at("C2", "25", "24"), at("C2", "9", "8"), at("C9", "1", "2"))
    run_chain(b.workspace(home))
    with duckdb.connect(str(home / "published/shnor.duckdb"), read_only=True) as database:
        rows = database.execute("SELECT line, status FROM correction ORDER BY line").fetchall()
    assert rows == [(2, "applied"), (3, "stale"), (4, "unmatched")]
