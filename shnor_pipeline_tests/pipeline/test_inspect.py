"""``shnor inspect`` says what a file is, what moved in it and what is new, and shows no person."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from shnor_pipeline import chain
from shnor_pipeline.cli import app
from shnor_pipeline.ingest import load_catalogue
from shnor_pipeline.ingest.inspection import Inspection, SheetReport, inspect_file
from shnor_pipeline.ingest.likeness import similarity
from shnor_pipeline.ingest.source import SHIPPED
from shnor_pipeline_tests import builders as b
from shnor_pipeline_tests import form_builders as forms
from shnor_pipeline_tests.layout_builders import PROTOCOL, oo1

if TYPE_CHECKING:
    from click.testing import Result

CATALOGUE = load_catalogue()
CONTINGENT = [b.CONTINGENT, ["163001", 9, 20, 1, 2, 19], ["163001", 10, 15, 0, 0, 15]]
SURNAME = "Хворостовский"
PUPIL = b.pupil("163001", SURNAME, "Математика", 5)
STAGE = "Протокол школьного этапа всероссийской олимпиады школьников"
PARTICIPANT = ("Математика", "МБОУ СОШ №1", "М-9-01", SURNAME, "Пётр", "Ильич", 9, 9, 20, 0.8, "победитель")
SECONDS = 2.0


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = b.home(tmp_path / "home")
    monkeypatch.setenv("SHNOR_HOME", str(root))
    return root


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "inbox" / "2021" / "a.xlsx"


def look(path: Path, year: int = 2021, **sheets: Any) -> SheetReport:
    """Write a workbook and inspect its first sheet."""
    return inspect_file(b.workbook(path, **sheets), year, CATALOGUE).sheets[0]


def shnor(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["inspect", *map(str, arguments)])


def flat(text: str) -> str:
    """Undo the breaking of lines."""
    return " ".join(text.split())


def with_header(header: tuple[str, ...], **renamed: str) -> tuple[str, ...]:
    """Replace texts of a header; keywords have _ for a space."""
    changed = {old.replace("_", " "): new for old, new in renamed.items()}
    assert changed.keys() <= set(header)
    return tuple(changed.get(text, text) for text in header)


@pytest.mark.parametrize("form", forms.OFFICE_FORMS)
def test_in_a_blank_form_nothing_is_new_and_nothing_moved(form: str, home: Path, tmp_path: Path) -> None:
    blank = forms.blank(b.workspace(home), tmp_path / "out", form)
    first, *others = inspect_file(blank, forms.YEAR, CATALOGUE).sheets
    assert (first.kind, first.form, first.layout) == ("form", form, "office")
    assert (first.moved, first.other_years, first.unknown, first.missing) == ((), (), (), ())
    assert (first.repeated, first.unnamed, first.proposed) == ((), (), ())
    assert {each.kind for each in others} <= {"service"}


def test_the_map_names_letters_headers_canonical_names_and_titles(path: Path) -> None:
    found = look(path, Лист1=[["Контингент"], [*b.CONTINGENT, "№ п/п"], ["163001", 9, 20, 1, 2, 19, 1]])
    assert (found.header_rows, found.first_data_row, found.data_rows) == ((2, 2), 3, 1)
    told = {each.column: (each.cell, each.canonical, each.status, each.examples) for each in found.columns}
    assert told["A"] == ("A2", "school_code", "required", ("163001",))
    assert told["D"] == ("D2", "arrived", "optional", ("1",))
    assert told["G"] == ("G2", "-", "ignored", ())
    titles = {each.canonical: each.title_ru for each in found.columns}
    assert titles["pupils_start"] == "Обучающихся на начало года"


def test_the_fewest_columns_that_moved_are_named_with_their_neighbours(path: Path) -> None:
    code, grade, start, arrived, departed, end = b.CONTINGENT
    rows = [[code, grade, start, end, arrived, departed], ["163001", 9, 20, 19, 1, 2]]
    (moved,) = look(path, Лист1=rows).moved
    assert (moved.column, moved.header) == ("D", end)
    assert (moved.after, moved.expected_after) == (start, departed)


def test_a_column_may_have_moved_to_the_first_place(path: Path) -> None:
    code, *rest = b.CONTINGENT
    (moved,) = look(path, Лист1=[[*rest, code], [9, 20, 1, 2, 19, "163001"]]).moved
    assert (moved.column, moved.after, moved.expected_after) == ("F", rest[-1], None)


def test_a_renamed_column_is_new_with_its_nearest_and_proposed_for_what_it_resembles(path: Path) -> None:
    header = with_header(b.OGE, Оценка="Оцнка")
    found = look(path, Лист1=[header, PUPIL])
    (unknown,) = found.unknown
    assert (unknown.column, unknown.nearest) == ("H", "Оценка")
    # five letters of one, six of the other: 2 * 5 / 11
    assert unknown.percent == 91
    assert [each.header for each in found.missing if each.required] == ["Оценка"]
    (row,) = found.proposed
    assert (row.canonical, row.header, row.first_year, row.last_year) == ("mark", "Оцнка", 2021, None)
    assert row.note == "предложено shnor inspect"
    assert found.map_file == "shnor_pipeline/sources/oge/columns.csv"


def test_a_column_that_resembles_nothing_is_proposed_as_ignored(path: Path) -> None:
    found = look(path, Лист1=[[*b.CONTINGENT, "Зарплата директора"], [*CONTINGENT[1], 5]])
    assert [(each.header, each.nearest) for each in found.unknown] == [("Зарплата директора", None)]
    assert [(each.canonical, each.header) for each in found.proposed] == [("-", "Зарплата директора")]


def test_each_missing_column_is_given_away_once_to_the_nearest(path: Path) -> None:
    header = [*with_header(b.CONTINGENT, Прибыло="Прибыло человек"), "Прибыло чел"]
    found = look(path, Лист1=[header, [*CONTINGENT[1], 1]])
    assert sorted((each.canonical, each.header) for each in found.proposed) == [
        ("-", "Прибыло человек"),
        ("arrived", "Прибыло чел"),
    ]


def test_a_header_of_other_years_is_named_with_its_years(path: Path) -> None:
    found = look(path, 2022, Лист1=[with_header(b.OGE, Оценка="Отметка"), PUPIL])
    (other,) = found.other_years
    assert (other.column, other.canonical, other.now) == ("H", "mark", "Оценка")
    assert (other.first_year, other.last_year) == (2018, 2019)
    assert other.when == "называлась в 2018-2019 годах, теперь"
    assert found.unknown == ()
    assert [(each.canonical, each.percent) for each in found.proposed] == [("mark", 100)]


def test_a_finding_says_of_a_header_of_other_years_when_it_was_in_force(home: Path) -> None:
    b.workbook(home / "inbox/2021/a.xlsx", Лист1=[with_header(b.OGE, Оценка="Отметка"), PUPIL])
    messages = b.found(b.take_in(home))["message_ru"].tolist()
    assert messages[0].startswith("Нет обязательной колонки «Оценка»; похожа колонка «Отметка».")
    assert messages[1].startswith(
        "Колонка «Отметка» неизвестна: так колонка называлась в 2018-2019 годах, теперь «Оценка»; "
    )


def test_a_header_over_two_rows_in_row_14_is_found(path: Path) -> None:
    upper = ["Код ОО", "Класс", "Обучающихся", "", "Прибыло", "Выбыло", "Сведения", ""]
    lower = ["", "", "на начало года", "на конец года", "", "", "всего", "на 1 мая"]
    rows = [*[[]] * 13, upper, lower, list(range(1, 9)), ["163001", 9, 20, 19, 1, 2, 5, 6]]
    found = look(path, Лист1=[["Контингент"], *rows[1:]])
    assert (found.header_rows, found.first_data_row, found.data_rows) == ((14, 15), 17, 1)
    assert [each.header for each in found.unknown] == ["всего", "на 1 мая"]
    assert "Шапка занимает несколько строк (14-15), в бланке – одну." in shnor(path).stdout


def test_repeated_and_unnamed_columns_are_named(path: Path) -> None:
    rows = [[*b.CONTINGENT, "Прибыло", None], [*CONTINGENT[1], 1, "перевод"]]
    found = look(path, Лист1=rows)
    assert [(each.canonical, each.cells) for each in found.repeated] == [("arrived", "D1, G1")]
    assert found.unnamed == ("H2",)


def test_an_unknown_sheet_is_told_what_it_resembles_and_what_it_lacks(path: Path) -> None:
    found = look(path, Лист1=[["Свод"], ["Код ОО", "Класс", "Всего"], ["163001", 9, 20]])
    assert found.kind == "unknown"
    near = next(each for each in found.nearest if each.form == "contingent")
    assert near.present == ("Код ОО", "Класс")
    assert near.missing == ("Обучающихся на начало года", "Обучающихся на конец года")
    assert near.header_rows == (2, 2)
    assert "есть 2 из 4 обязательных колонок («Код ОО», «Класс»)" in flat(shnor(path).stdout)


def test_a_sheet_of_another_year_is_told_its_year_and_rows_that_make_it_known(path: Path) -> None:
    found = look(path, Лист1=[["Код школы", "Предмет", "Отметка"], ["163001", "Математика", 5]])
    near = found.nearest[0]
    assert (near.form, near.year, near.recognised) == ("oge", 2019, True)
    assert [(each.canonical, each.header) for each in found.proposed] == [
        ("school_code", "Код школы"),
        ("mark", "Отметка"),
    ]


def test_a_sheet_like_no_form_shows_only_words_of_known_headers(path: Path) -> None:
    found = look(path, Лист1=[[SURNAME, "Класс обучения", "Лыжи"], ["x", "y", "z"]])
    assert (found.kind, found.nearest) == ("unknown", ())
    assert found.candidate is not None
    assert (found.candidate.row, found.candidate.cells) == (1, ("•••", "Класс обучения", "•••"))


def test_oo1_is_a_layout_whose_columns_come_from_cells(path: Path) -> None:
    found = look(path, Лист1=oo1([20, 18]))
    assert (found.form, found.layout, found.plain) == ("contingent", "oo1", False)
    assert (found.header_rows, found.first_data_row, found.data_rows) == ((5, 5), 8, 2)
    told = {each.canonical: (each.column, each.cell, each.examples) for each in found.columns}
    assert told["pupils_start"] == (None, "D8", ("20", "18"))
    assert told["school_code"] == (None, None, ())
    assert (found.moved, found.unknown) == ((), ())


def test_a_protocol_keeps_its_letters_and_takes_the_stage_from_the_title(path: Path) -> None:
    found = look(path, Лист1=[[STAGE], *[[]] * 12, PROTOCOL, PARTICIPANT])
    assert (found.form, found.layout, found.header_rows) == ("vsosh", "protocol", (14, 14))
    told = {each.canonical: (each.column, each.cell) for each in found.columns}
    assert told["subject"] == ("A", "A14")
    assert told["stage"] == (None, "A1")
    assert found.moved == ()


def test_every_sheet_of_a_workbook_is_told(path: Path) -> None:
    b.workbook(path, Дети=CONTINGENT, ОГЭ=[b.OGE, PUPIL], Замечания=[["Лист"]], Меню=[["Суп", 1]], Пустой=[])
    found = inspect_file(path, 2021, CATALOGUE).sheets
    assert [(each.sheet, each.kind, each.form) for each in found] == [
        ("Дети", "form", "contingent"),
        ("ОГЭ", "form", "oge"),
        ("Замечания", "service", None),
        ("Меню", "unknown", None),
        ("Пустой", "blank", None),
    ]


def test_a_text_file_is_inspected_too(path: Path) -> None:
    text = path.with_name("контингент.csv")
    text.parent.mkdir(parents=True)
    text.write_text("\n".join(";".join(map(str, row)) for row in CONTINGENT), encoding="cp1251")
    (sheet,) = inspect_file(text, 2021, CATALOGUE).sheets
    assert (sheet.sheet, sheet.form, sheet.data_rows) == ("контингент", "contingent", 2)


def test_a_file_that_does_not_open_is_told_as_its_finding_does(path: Path, home: Path) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(b"PK\3\4 cut short")
    (finding,) = chain.check_file(b.workspace(home), path, 2021).findings
    printed, as_json = shnor(path), shnor(path, "--json")
    assert (printed.exit_code, as_json.exit_code) == (0, 0)
    assert json.loads(as_json.stdout)["problem"] == {
        "rule_id": "F002",
        "message_ru": finding["message_ru"],
    }
    assert finding["message_ru"] in flat(printed.stdout)


def everywhere() -> list[list[Any]]:
    """Rows in which a surname stands in its own column, beside it, and in unknown and unnamed columns."""
    header = [*with_header(b.OGE, Отчество="Отчество ребёнка"), "Классный руководитель"]
    shifted = ["163001", SURNAME, "Анна", "Петровна", "", "", SURNAME, 5, f"{SURNAME} А.П.", SURNAME, SURNAME]
    return [header, [*PUPIL, SURNAME, SURNAME], shifted, [*PUPIL[:6], f"{SURNAME} Пётр Ильич", 4]]


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_no_name_of_a_person_is_ever_shown(path: Path, options: tuple[str, ...]) -> None:
    teacher = b.teacher("163001", f"{SURNAME} Пётр Ильич", **{"Преподаваемые предметы": SURNAME})
    protocol = [[STAGE], *[[]] * 12, PROTOCOL, PARTICIPANT]
    nobody = [[SURNAME, "Пётр", "Ильич"], ["Код ОО", "Класс", SURNAME], [SURNAME, "9А", "x"]]
    b.workbook(path, ОГЭ=everywhere(), Кадры=[b.STAFF, teacher], ВсОШ=protocol, Список=nobody)
    shown = shnor(path, *options)
    assert shown.exit_code == 0
    assert SURNAME.lower() not in shown.output.lower()
    assert "Ильич" not in shown.output


def test_the_json_has_the_same_keys_for_every_sheet(path: Path) -> None:
    b.workbook(path, Дети=CONTINGENT, Меню=[["Суп", 1]])
    found = json.loads(shnor(path, "--json").stdout)
    assert list(found) == ["file", "year", "problem", "sheets", "written"]
    keys = (
        *("sheet", "kind", "hidden", "form", "layout", "title_ru", "plain", "header_rows", "first_data_row"),
        *("data_rows", "columns", "moved", "other_years", "unknown", "missing", "repeated", "unnamed"),
        *("proposed", "map_file", "nearest", "candidate"),
    )
    assert [tuple(each) for each in found["sheets"]] == [keys, keys]
    assert list(found["sheets"][0]["columns"][0]) == [
        *("column", "cell", "header", "canonical", "title_ru", "status", "examples")
    ]


def test_the_year_is_that_of_the_folder_else_the_newest(path: Path, tmp_path: Path) -> None:
    b.workbook(path, Л=CONTINGENT)
    b.workbook(tmp_path / "elsewhere" / "a.xlsx", Л=CONTINGENT)
    years = [
        json.loads(shnor(each, "--json").stdout)["year"] for each in (path, tmp_path / "elsewhere/a.xlsx")
    ]
    assert years == [2021, 2023]
    assert json.loads(shnor(path, "--json", "--year", "2019").stdout)["year"] == 2019


def test_a_file_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    assert shnor(tmp_path / "none.xlsx").exit_code == 2


RENAMED = {
    "one column": (b.OGE, {"Оценка": "Оценка за экзамен"}),
    "all columns": (
        ("Код ОО", "Класс", "Обучающихся на начало года", "Обучающихся на конец года"),
        {
            "Код ОО": "Код школы",
            "Класс": "Класс обучения",
            "Обучающихся на начало года": "Обучающихся на начало учебного года",
            "Обучающихся на конец года": "Обучающихся на конец учебного года",
        },
    ),
    "a header of other years": (b.OGE, {"Код ОО": "Код школы", "Оценка": "Отметка"}),
    "unknown ones beside": ((*b.CONTINGENT, "Зарплата"), {"Класс": "Класс, группа"}),
}


@pytest.mark.parametrize(("header", "names"), RENAMED.values(), ids=list(RENAMED))
def test_proposed_rows_make_the_file_known(
    header: tuple[str, ...], names: dict[str, str], path: Path, tmp_path: Path
) -> None:
    b.workbook(path, Лист1=[[names.get(text, text) for text in header], ["163001"] + [5] * (len(header) - 1)])
    rows = tmp_path / "rows.csv"
    found = json.loads(shnor(path, "--write", rows, "--json").stdout)
    assert found["written"] == [str(rows)]
    sources = with_rows_appended(tmp_path / "sources", found["sheets"][0]["map_file"], rows)
    sheet = inspect_file(path, 2021, load_catalogue(sources)).sheets[0]
    assert sheet.kind == "form"
    assert [each for each in sheet.missing if each.required] == []
    assert (sheet.unknown, sheet.other_years) == ((), ())
    assert (
        sheet.map_file
        == f"{sources.as_posix()}/{Path(found['sheets'][0]['map_file']).parent.name}/columns.csv"
    )


def with_rows_appended(sources: Path, map_file: str, rows: Path) -> Path:
    """Copy the folder of a form and append written rows to its map."""
    folder = Path(map_file).parent.name
    shutil.copytree(SHIPPED / folder, sources / folder)
    columns = sources / folder / "columns.csv"
    known, new = columns.read_text(encoding="utf-8"), rows.read_text(encoding="utf-8").splitlines()
    assert new[0] == known.splitlines()[0]
    columns.write_text(known + "\n".join(new[1:]) + "\n", encoding="utf-8")
    return sources


def test_rows_for_several_maps_go_to_several_files(path: Path, tmp_path: Path) -> None:
    grades = [[*b.CONTINGENT, "Зарплата, руб"], [*CONTINGENT[1], 1]]
    b.workbook(path, Дети=grades, ОГЭ=[[*b.OGE, "Зарплата, руб"], PUPIL])
    shnor(path, "--write", tmp_path / "rows.csv")
    assert {each.name for each in tmp_path.glob("rows*")} == {"rows.contingent.csv", "rows.oge.csv"}
    lines = (tmp_path / "rows.oge.csv").read_text(encoding="utf-8").splitlines()
    assert lines == [
        "canonical,header,first_year,last_year,note",
        '-,"Зарплата, руб",2021,,предложено shnor inspect',
    ]


def test_nothing_is_written_where_nothing_is_proposed(path: Path, tmp_path: Path) -> None:
    b.workbook(path, Дети=CONTINGENT)
    assert shnor(path, "--write", tmp_path / "rows.csv").exit_code == 0
    assert not (tmp_path / "rows.csv").exists()


def test_no_file_is_overwritten_and_none_is_written_into_the_program(path: Path, tmp_path: Path) -> None:
    b.workbook(path, Дети=[[*b.CONTINGENT, "Зарплата"], [*CONTINGENT[1], 1]])
    (tmp_path / "rows.csv").write_text("mine", encoding="utf-8")
    assert shnor(path, "--write", tmp_path / "rows.csv").exit_code == 2
    assert (tmp_path / "rows.csv").read_text(encoding="utf-8") == "mine"
    inside = SHIPPED / "oge" / "new.csv"
    assert shnor(path, "--write", inside).exit_code == 2
    assert not inside.exists()


def test_what_is_printed_fits_into_100_columns(path: Path) -> None:
    teacher = b.teacher("163001", "Иванова Анна")
    b.workbook(
        path, Кадры=[[*b.STAFF, "Ещё одна очень длинная колонка, которой нет ни в одной карте"], teacher]
    )
    printed = shnor(path).stdout
    assert max(map(len, printed.splitlines())) <= 100
    assert "Лист «Кадры»: форма «Кадры» (staff, бланк)." in printed


@pytest.mark.parametrize(
    ("text", "header", "percent"),
    # of whole words only: three quarters; letters within other words: next to nothing
    [("Наименование ОО", "ОО", 75), ("Учитель", "%", 0), ("%", "%", 100)],
)
def test_a_very_short_header_is_resembled_only_as_a_whole_word(
    text: str, header: str, percent: float
) -> None:
    assert similarity(text, header) == percent


def test_a_workbook_of_a_school_is_told_within_two_seconds(tmp_path: Path) -> None:
    staff = [b.STAFF, *(b.teacher("163001", f"Иванова {number}") for number in range(60))]
    grades = [b.CONTINGENT, *(["163001", grade, 20, 0, 0, 20] for grade in range(1, 12))]
    file = b.workbook(tmp_path / "2021" / "a.xlsx", Кадры=staff, Контингент=grades)
    command = [sys.executable, "-m", "shnor_pipeline", "inspect", str(file)]
    began = os.times()
    subprocess.run(command, check=True, capture_output=True)
    ended = os.times()
    # what the processor did, whoever else it works for
    used = ended.children_user + ended.children_system - began.children_user - began.children_system
    assert used < SECONDS


def test_an_inspection_of_nothing_proposes_nothing() -> None:
    assert Inspection("a.xlsx", 2021).rows_by_map() == {}
