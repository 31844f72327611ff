"""Protocols of olympiad juries: stage and subject in titles or names, header deep in the sheet."""

from pathlib import Path
from typing import Any

import pytest

from shnor_pipeline_tests import builders as b
from shnor_pipeline_tests.layout_builders import PROTOCOL, said, said_at, send, take_in

STAGE = "Протокол школьного этапа всероссийской олимпиады школьников"
PUPIL = ("Математика", "МБОУ СОШ №1", "М-9-01", "Иванов", "Пётр", "Ильич", 9, 9, 20, 0.8, "победитель")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return b.home(tmp_path / "home")


def protocol(*rows: Any, titles: tuple[Any, ...] = ([STAGE],), header: tuple = PROTOCOL) -> list[Any]:
    """The header stands in row 14."""
    return [*titles, *[[]] * (13 - len(titles)), header, *rows]


def without_subject(row: tuple) -> tuple:
    return row[1:]


def test_a_protocol_with_its_header_in_row_14_is_read(home: Path) -> None:
    send(home, **{"9 класс": protocol(PUPIL)})
    intake = take_in(home)
    row = intake.tables["olympiad_result"].iloc[0]
    assert (row["school_id"], row["stage"], row["subject"], row["grade"]) == (
        "s01",
        "school",
        "математика",
        9,
    )
    assert (row["score"], row["percent"], row["award"]) == (20, 80, "winner")
    assert (row["source_sheet"], row["source_row"]) == ("9 класс", 15)
    assert intake.source_files[["form", "layout"]].to_numpy().tolist() == [["vsosh", "protocol"]]
    assert said(intake) == []


@pytest.mark.parametrize(
    ("titles", "name", "stage"),
    [
        (([STAGE],), "a.xlsx", "school"),
        ((["Всероссийская олимпиада школьников"], ["Муниципальный этап"]), "a.xlsx", "municipal"),
        ((["Бавлинский муниципальный район"], ["школьный этап"]), "a.xlsx", "school"),
        ((), "МЭ ВсОШ 2020-2021.xlsx", "municipal"),
        ((["Протокол"],), "Протоколы школьный этап 2020-2021.xlsx", "school"),
    ],
)
def test_the_stage_stands_in_titles_or_in_the_name_of_the_file(
    home: Path, titles: tuple, name: str, stage: str
) -> None:
    send(home, name, Лист1=protocol(PUPIL, titles=titles))
    assert take_in(home).tables["olympiad_result"]["stage"].tolist() == [stage]


@pytest.mark.parametrize(
    ("titles", "sheet", "subject"),
    [
        (([STAGE + " по математике"],), "Лист1", "математика"),
        (([STAGE], ["Предмет: Биология"]), "Лист1", "биология"),
        (([STAGE], ["Предмет:", "", "Экология"]), "Лист1", "экология"),
        (([STAGE],), "Физическая культура", "физическая культура"),
        (([STAGE],), "ОБЖ 9", "основы безопасности жизнедеятельности"),
        (([STAGE],), "Право", "право"),
    ],
)
def test_the_subject_stands_in_titles_or_in_the_name_of_the_sheet(
    home: Path, titles: tuple, sheet: str, subject: str
) -> None:
    table = protocol(without_subject(PUPIL), titles=titles, header=PROTOCOL[1:])
    send(home, **{sheet: table})
    assert take_in(home).tables["olympiad_result"]["subject"].tolist() == [subject]


def test_a_sheet_for_every_grade_is_read(home: Path) -> None:
    other = (*PUPIL[:2], "М-8-01", "Сидоров", *PUPIL[4:6], 8, 8, *PUPIL[8:])
    send(home, **{"9": protocol(PUPIL), "8": protocol(other)})
    assert sorted(take_in(home).tables["olympiad_result"]["grade"]) == [8, 9]


@pytest.mark.parametrize("title", ["ОУ", "Школа", "ОО", "Образовательная  организация"])
def test_the_school_column_has_several_names(home: Path, title: str) -> None:
    send(home, Лист1=protocol(PUPIL, header=(PROTOCOL[0], title, *PROTOCOL[2:])))
    assert said(take_in(home)) == []


@pytest.mark.parametrize("title", ["ОУ", "Школа"])
def test_the_office_form_takes_the_same_names(home: Path, title: str) -> None:
    header = tuple(title if text == "ОО" else text for text in b.VSOSH)
    pupil = ("школьный", "Математика", "МБОУ СОШ №1", "Иванов", "Пётр", 9, 9, 20, "участник")
    send(home, Лист1=[header, pupil])
    intake = take_in(home)
    assert said(intake) == []
    assert intake.source_files["layout"].tolist() == ["office"]


def test_columns_of_technology_and_physical_education_are_known(home: Path) -> None:
    extra = ("Направление практики", "Пол", "Рейтинг (место)", "Теория", "Практика (предв.)")
    send(home, Лист1=protocol((*PUPIL, "ткань", "м", 1, 10, 10), header=(*PROTOCOL, *extra)))
    assert said(take_in(home)) == []


def test_a_group_title_over_preliminary_scores_is_known(home: Path) -> None:
    header = (*PROTOCOL, "Предварительные баллы", "")
    lower = ("",) * len(PROTOCOL) + ("теория", "практика")
    send(home, Лист1=protocol(lower, (*PUPIL, 10, 10), header=header))
    intake = take_in(home)
    assert intake.tables["olympiad_result"]["source_row"].tolist() == [16]
    assert said(intake) == []


def test_column_numbers_empty_lines_and_signatures_are_no_participants(home: Path) -> None:
    numbers = tuple(range(1, len(PROTOCOL) + 1))
    rest = [("Математика", "МБОУ СОШ №1"), (), ("Председатель жюри", "", "", "Петров И.И."), ("Члены жюри:",)]
    send(home, Лист1=protocol(numbers, PUPIL, *rest))
    intake = take_in(home)
    assert intake.source_files["rows_read"].tolist() == [1]
    assert said(intake) == []


def test_a_participant_without_a_score_is_said_in_its_cell(home: Path) -> None:
    send(home, Лист1=protocol((*PUPIL[:8], "", "", "участник"), (*PUPIL[:8], 20, 0.8, "лауреат")))
    assert said_at(take_in(home)) == [("R005", "Лист1", "I15"), ("C001", "Лист1", "K16")]


def test_a_protocol_that_names_no_stage_lacks_the_column(home: Path) -> None:
    send(home, Лист1=protocol(PUPIL, titles=(["Протокол"],)))
    intake = take_in(home)
    assert [rule for rule, _ in said(intake)] == ["H001"]
    assert intake.source_files[["rows_read", "rows_quarantined"]].to_numpy().tolist() == [[1, 1]]


def test_a_title_that_names_two_stages_decides_nothing(home: Path) -> None:
    title = "Участники школьного этапа, приглашённые на муниципальный этап"
    send(home, Лист1=protocol(PUPIL, titles=([title],)))
    assert [rule for rule, _ in said(take_in(home))] == ["H001"]


def test_a_protocol_of_another_year_is_kept_out(home: Path) -> None:
    send(home, Лист1=protocol(PUPIL, titles=([STAGE], ["2018/2019 учебный год"])))
    assert said(take_in(home)) == [("F005", "A2")]
