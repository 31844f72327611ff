"""A blank form generated, filled in, checked and taken in gives exactly what was filled in."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from shnor_pipeline import chain
from shnor_pipeline.cli import app
from shnor_pipeline.forms import FormsError, version_of, write_forms
from shnor_pipeline.forms.hints import LONGEST_HINT, LONGEST_REFUSAL, LONGEST_TITLE
from shnor_pipeline.forms.workbook import FIRST_DATA_ROW, HEADER_ROW
from shnor_pipeline_tests import builders as b
from shnor_pipeline_tests import form_builders as f
from shnor_pipeline_tests.pipeline.test_new_form import COLUMNS, MANIFEST, TABLE

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.datavalidation import DataValidation

    from shnor_pipeline.ingest import Source

PROVENANCE = {"source_file", "source_sheet", "source_row"}
PERIODS = '"основной,досрочный,дополнительный,резервный"'

_ENROLLED = {"class_letter": "", "classes": 2, "arrived": 1, "departed": 2}
_EXAM = {"grade": 9, "score": None, "minimum": 3.0, "exam": "oge"}
TAKEN_IN: dict[str, list[dict[str, Any]]] = {
    "activity": [
        {
            "network": True,
            "base_site": False,
            "resource_centre": False,
            "programmes": 12,
            "distance_programmes": 3,
        }
    ],
    "contingent": [
        {"grade": grade, "pupils_start": 40 + grade, "pupils_end": 39 + grade} | _ENROLLED
        for grade in range(1, 12)
    ],
    "ege": [
        {"exam": "ege", "subject": "русский язык", "grade": 11, "period": "reserve", "primary_score": None}
        | {"score": 23.0, "mark": None, "minimum": 24.0, "sat": True, "passed": False, "best_mark": None},
        {"exam": "ege", "subject": "русский язык", "grade": 11, "period": "main", "primary_score": 40.0}
        | {"score": 61.0, "mark": None, "minimum": 24.0, "sat": True, "passed": True, "best_mark": None},
    ],
    "measures": [
        {"school_id": None, "measure_id": "X 4.7", "done": 2.0, "stated_as": "number"}
        | {"document": "приказ от 15.03.2021 № 12", "done_on": "2021-03-15"}
    ],
    "oge": [
        {"subject": "математика", "period": "main", "primary_score": 15.5, "mark": 4, "sat": True}
        | {"passed": True, "best_mark": 4}
        | _EXAM,
        {"subject": "русский язык", "period": "main", "primary_score": None, "mark": None, "sat": False}
        | {"passed": None, "best_mark": None}
        | _EXAM,
    ],
    "social_passport": [
        {
            "pupils": 100,
            "low_income": 30,
            "single_parent": 25,
            "many_children": None,
            "parents_higher_education": 10,
            "preventive_register": 0,
            "disability": 7,
            "extra_education": 60,
        }
    ],
    "staff": [
        {
            "position": "учитель",
            "position_category": "teacher",
            "birth_year": 1980,
            "experience_total": 20,
            "experience_teaching": 18,
            "experience_managing": None,
            "education": "высшее",
            "category": "first",
            "external_part_timer": False,
            "subjects": "математика",
            "diploma_match": True,
            "last_course_year": 2019,
            "deficit_found": True,
            "deficit_course": False,
            "tutor": False,
            "learning_community": False,
            "contests": False,
            "competence_growth": None,
        }
    ],
    "staffing_table": [
        {"position_category": "teacher", "position": "учитель", "units_planned": 12.5, "units_occupied": 11.0}
    ],
    "survey": [
        {"respondents": "parents", "question": "conditions", "asked": 41, "positive": 31},
        {"respondents": "pupils", "question": "conditions", "asked": 40, "positive": 30},
        {"respondents": "teachers", "question": "conditions", "asked": 42, "positive": 32},
        {"respondents": "teachers", "question": "site_materials", "asked": 43, "positive": 33},
    ],
    "vpr_marks": [
        {"grade": 4, "class_letter": "А", "subject": "математика", "participants": 25, "stated_as": "counts"}
        | {"mark_2": 1, "mark_3": 9, "mark_4": 10, "mark_5": 5, "superseded": False}
    ],
    "vsosh": [
        {"stage": "school", "subject": "математика", "grade_competed": 9, "grade": 8, "score": 25.0}
        | {"percent": 50.0, "award": "winner", "sat": True, "pass_score": 20.0, "passed_threshold": True}
    ],
}
"""What the rows of ``form_builders.BY_HAND`` become, in the order of the table's key."""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return b.home(tmp_path / "home")


@pytest.fixture
def space(home: Path) -> chain.Workspace:
    return b.workspace(home)


def source_of(space: chain.Workspace, form: str) -> Source:
    return next(
        each for each in space.catalogue.sources if each.form == form and each.manifest.layout == "office"
    )


def take_in(space: chain.Workspace, form: str) -> list[dict[str, Any]]:
    intake = chain.take_in_year(space, f.YEAR)
    assert intake.findings["message_ru"].tolist() == []
    frame = intake.tables[source_of(space, form).table.name]
    rows = frame.drop(columns=[*PROVENANCE, "year"]).to_dict("records")
    return [{str(key): None if pd.isna(value) else value for key, value in row.items()} for row in rows]


def rules_of(space: chain.Workspace, path: Path) -> list[str]:
    return [each["rule_id"] for each in chain.check_file(space, path, f.YEAR).findings]


def validation(path: Path, header: str) -> DataValidation:
    sheet = f.data_sheet(path)
    cell = sheet.cell(FIRST_DATA_ROW, f.headers(sheet)[header]).coordinate
    return next(each for each in sheet.data_validations.dataValidation if cell in each.sqref)


# --- there and back -------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", f.OFFICE_FORMS)
def test_a_filled_form_passes_the_check_and_is_taken_in_exactly(
    form: str, home: Path, space: chain.Workspace
) -> None:
    source = source_of(space, form)
    path = f.blank(space, home / "inbox/2021", form)
    f.fill(path, f.BY_HAND.get(form) or [f.by_declaration(source)])
    assert chain.check_file(space, path, f.YEAR).findings == []
    rows = take_in(space, form)
    if form in TAKEN_IN:
        assert all(len(row.pop("person_key", "x" * 24)) == 24 for row in rows)
        assert rows == [{"school_id": "s01"} | row for row in TAKEN_IN[form]]


def test_a_form_of_a_further_folder_makes_the_same_round(tmp_path: Path, home: Path) -> None:
    folder = tmp_path / "forms" / "library"
    folder.mkdir(parents=True)
    for name, text in {"source.yaml": MANIFEST, "columns.csv": COLUMNS, "table.py": TABLE}.items():
        (folder / name).write_text(text, encoding="utf-8")
    space = b.workspace(home, extra_sources=tmp_path / "forms")
    row = f.by_declaration(source_of(space, "library"))
    assert row == {"Раздел": "образец", "Экземпляров": 0}
    f.fill(f.blank(space, home / "inbox/2021", "library"), [row])
    assert take_in(space, "library") == [{"school_id": "s01", "section": "образец", "books": 0}]


def test_in_a_municipal_form_the_school_is_chosen_by_code_or_by_name(
    home: Path, space: chain.Workspace
) -> None:
    path = f.blank(space, home / "inbox/2021", "staff", None)
    first, *_ = f.BY_HAND["staff"]
    rows = [first | {"Код ОО": 163002}, first | {"ОО": "Луговая ООШ", "ФИО": "Петрова Ольга Ивановна"}]
    f.fill(path, rows)
    assert [row["school_id"] for row in take_in(space, "staff")] == ["s02", "s03"]


def test_a_municipal_form_of_one_row_each_names_every_school(home: Path, space: chain.Workspace) -> None:
    path = f.blank(space, home / "inbox/2021", "social_passport", None)
    f.fill(path, f.BY_HAND["social_passport"] * 4)
    assert [row["school_id"] for row in take_in(space, "social_passport")] == ["s01", "s02", "s03", "s04"]


@pytest.mark.parametrize("form", f.OFFICE_FORMS)
def test_a_form_not_filled_in_says_so_and_nothing_else(
    form: str, tmp_path: Path, space: chain.Workspace
) -> None:
    for school in ("s01", None):
        # forms of the municipality are the same for both
        found = set(rules_of(space, f.blank(space, tmp_path / f"{school}", form, school)))
        assert found
        assert found <= {"C002", "S002"}


def test_a_list_not_filled_in_is_one_empty_sheet(tmp_path: Path, space: chain.Workspace) -> None:
    assert rules_of(space, f.blank(space, tmp_path, "staff")) == ["S002"]


def test_a_prepared_row_not_filled_in_is_said_with_its_cell(tmp_path: Path, space: chain.Workspace) -> None:
    path = f.fill(f.blank(space, tmp_path, "survey"), f.BY_HAND["survey"][:3])
    found = chain.check_file(space, path, f.YEAR).findings
    assert [(each["rule_id"], each["cell"]) for each in found] == [("C002", "E9"), ("C002", "F9")]


def test_a_prepared_row_that_was_cleared_is_no_row(tmp_path: Path, space: chain.Workspace) -> None:
    rows = [*f.BY_HAND["contingent"][:9], {"Класс": None}, {"Класс": None}]
    assert rules_of(space, f.fill(f.blank(space, tmp_path, "contingent"), rows)) == []


def test_rows_below_the_drawn_ones_are_read_too(home: Path, space: chain.Workspace) -> None:
    path = f.blank(space, home / "inbox/2021", "staffing_table")
    school = {"Код ОО": 163001, "ОО": "МБОУ СОШ №1"}
    f.fill(path, [f.BY_HAND["staffing_table"][0] | school], first=600)
    assert len(take_in(space, "staffing_table")) == 1


# --- what an official sees ------------------------------------------------------------------------------


@pytest.mark.parametrize(("school", "grades"), [("s01", 11), ("s03", 9), ("s04", 4)])
def test_contingent_has_a_row_for_each_grade_the_school_teaches(
    school: str, grades: int, tmp_path: Path, space: chain.Workspace
) -> None:
    sheet = f.data_sheet(f.blank(space, tmp_path, "contingent", school))
    column = f.headers(sheet)["Класс"]
    cells = [sheet.cell(row, column).value for row in range(FIRST_DATA_ROW, sheet.max_row + 1)]
    assert [each for each in cells if each is not None] == list(range(1, grades + 1))


@pytest.mark.parametrize("form", f.OFFICE_FORMS)
def test_titles_name_school_and_school_year_and_the_headers_are_those_of_the_column_map(
    form: str, tmp_path: Path, space: chain.Workspace
) -> None:
    source = source_of(space, form)
    sheet = f.data_sheet(f.blank(space, tmp_path, form, None))
    assert sheet["A1"].value == source.manifest.title_ru
    assert sheet["A2"].value == "Бавлинский район, 2020/2021 учебный год"
    assert version_of(source, f.YEAR) in str(sheet["B4"].value)
    assert list(f.headers(sheet)) == [source.header_of(name, f.YEAR) for name in source.names(f.YEAR)]


def test_a_form_of_one_school_names_it_in_title_rows_and_file_name(
    tmp_path: Path, space: chain.Workspace
) -> None:
    path = f.blank(space, tmp_path, "staff")
    sheet = f.data_sheet(path)
    assert path.name == "2021 Кадры СОШ №1.xlsx"
    assert sheet["A2"].value == "МБОУ СОШ №1, 2020/2021 учебный год"
    assert [cell.value for cell in sheet[FIRST_DATA_ROW]][:2] == [163001, "МБОУ СОШ №1"]


def test_what_must_be_short_is_cut_at_the_end_of_a_word(tmp_path: Path, space: chain.Workspace) -> None:
    assert f.data_sheet(f.blank(space, tmp_path, "survey")).title == "Опрос обучающихся, родителей"
    path = f.blank(space, tmp_path, "social_passport")
    assert validation(path, "Оба родителя с высшим образованием").promptTitle == "Оба родителя с высшим…"


def test_a_school_named_after_a_year_is_not_a_wrong_year(tmp_path: Path) -> None:
    schools = [("s01", "МБОУ «Школа №2035»", "school", "town", "163001")]
    space = b.workspace(b.home(tmp_path / "home", schools))
    path = f.fill(f.blank(space, tmp_path / "out", "survey"), f.BY_HAND["survey"])
    assert path.name == "2021 Опрос обучающихся, родителей и педагогов Школа №2035.xlsx"
    assert rules_of(space, path) == []


@pytest.mark.parametrize(
    ("form", "header", "kind", "first", "second"),
    [
        ("staff", "Категория должности", "list", '"руководитель,педагог,иное"', None),
        ("staff", "Внешний совместитель", "list", '"да,нет"', None),
        ("staff", "Прирост компетенций", "list", '"да,нет,не измерялся"', None),
        ("staff", "Год рождения", "whole", "1920", "2010"),
        ("staffing_table", "Ставок по штату", "decimal", "0", "1000"),
        ("social_passport", "С ОВЗ", "whole", "0", None),
        ("oge", "Класс", "list", '"9,10,11,12"', None),
        ("oge", "Период", "list", PERIODS, None),
        ("ege", "Предмет", "list", '"Русский язык"', None),
        ("vpr_marks", "Предмет", "list", '"Математика"', None),
        ("vpr_marks", "2", "decimal", "0", None),
        ("vsosh", "%", "decimal", "0", "1"),
        ("oge", "Код ОО", "list", '"163001,163002,163003,163004"', None),
    ],
)
def test_a_column_offers_its_words_or_limits(
    form: str, header: str, kind: str, first: str, second: str, tmp_path: Path, space: chain.Workspace
) -> None:
    rule = validation(f.blank(space, tmp_path, form, None), header)
    assert (rule.type, rule.formula1, rule.formula2) == (kind, first, second)


def test_a_long_list_stands_on_the_hidden_sheet(tmp_path: Path) -> None:
    schools = [(f"s{n:02}", f"Школа, имеющая имя {n}", "school", "town", f"1630{n:02}") for n in range(1, 45)]
    path = f.blank(b.workspace(b.home(tmp_path / "home", schools)), tmp_path / "out", "staff", None)
    assert validation(path, "Код ОО").formula1 == "'Служебный'!$D$2:$D$45"
    service = load_workbook(path)["Служебный"]
    assert service.sheet_state == "hidden"
    assert [service.cell(row, 5).value for row in (1, 2, 45)] == [
        "school_name",
        "Школа, имеющая имя 1",
        "Школа, имеющая имя 44",
    ]


def test_the_subjects_of_base_and_profile_mathematics_are_told_apart(tmp_path: Path, home: Path) -> None:
    lists = home / "reference/exam_minimums.csv"
    lists.write_text(lists.read_text(encoding="utf-8") + "2018,,ege,математика,27\n", encoding="utf-8")
    rule = validation(f.blank(b.workspace(home), tmp_path / "out", "ege"), "Предмет")
    assert rule.formula1 == '"Русский язык,Математика (профильная),Математика (базовая)"'


@pytest.mark.parametrize("form", f.OFFICE_FORMS)
def test_hints_and_refusals_keep_within_what_excel_allows(
    form: str, tmp_path: Path, space: chain.Workspace
) -> None:
    sheet = f.data_sheet(f.blank(space, tmp_path, form, None))
    validations = sheet.data_validations.dataValidation
    assert len(validations) == len(f.headers(sheet))
    for each in validations:
        assert 0 < len(each.prompt) < LONGEST_HINT
        assert len(each.promptTitle) <= LONGEST_TITLE
        assert len(each.error or "") < LONGEST_REFUSAL
        assert len(each.formula1 or "") <= 255


@pytest.mark.parametrize(
    ("form", "header", "said"),
    [
        ("staff", "ФИО", "псевдоним"),
        ("oge", "Фамилия", "псевдоним"),
        ("staff", "Тьютор", "Пустая ячейка означает «нет»"),
        ("oge", "Период", "Пустая ячейка означает «основной»"),
        ("vsosh", "Статус", "Пустая ячейка означает «участник»"),
        ("contingent", "Прибыло", "Если сведений нет, оставьте ячейку пустой"),
        ("contingent", "Обучающихся на начало года", "целое число от 0 до 2000 (чел.). Ячейка обязательна."),
        ("ege", "Балл", "По базовой математике вместо балла — оценка."),
        ("oge", "Оценка", "только у неявившихся: отметьте неявку в колонке «Статус»"),
    ],
)
def test_a_hint_says_what_an_empty_cell_means_and_what_is_kept(
    form: str, header: str, said: str, tmp_path: Path, space: chain.Workspace
) -> None:
    assert said in validation(f.blank(space, tmp_path, form), header).prompt


@pytest.mark.parametrize("form", f.OFFICE_FORMS)
def test_titles_and_headers_are_locked_and_data_cells_are_not(
    form: str, tmp_path: Path, space: chain.Workspace
) -> None:
    sheet = f.data_sheet(f.blank(space, tmp_path, form))
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    width = len(f.headers(sheet))
    above = sheet.iter_rows(1, HEADER_ROW, 1, width)
    below = sheet.iter_rows(FIRST_DATA_ROW, sheet.max_row, 1, width)
    assert {cell.protection.locked for row in above for cell in row} == {True}
    assert {cell.protection.locked for row in below for cell in row} == {False}
    # below the rows that are drawn, the column says whether a cell is locked
    assert not sheet.column_dimensions["A"].protection.locked


def test_required_headers_have_the_colour_of_the_legend(tmp_path: Path, space: chain.Workspace) -> None:
    sheet = f.data_sheet(f.blank(space, tmp_path, "contingent"))
    wanted = sheet["A4"].fill.fgColor.rgb
    coloured = [cell.value for cell in sheet[HEADER_ROW] if cell.fill.fgColor.rgb == wanted]
    assert coloured == ["Код ОО", "Класс", "Обучающихся на начало года", "Обучающихся на конец года"]


def test_the_header_stays_in_sight_and_is_printed_on_every_page(
    tmp_path: Path, space: chain.Workspace
) -> None:
    sheet = f.data_sheet(f.blank(space, tmp_path, "staff"))
    assert sheet.freeze_panes == "D6"
    assert (sheet.print_title_rows, sheet.print_title_cols) == ("$5:$5", "$A:$C")
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)


# --- which workbooks ------------------------------------------------------------------------------------


def test_without_a_school_there_is_one_workbook_per_form(tmp_path: Path, space: chain.Workspace) -> None:
    paths = f.blanks(space, tmp_path / "out")
    assert len(paths) == len(set(paths)) == len(f.OFFICE_FORMS)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(path.name for path in paths)


def test_a_primary_school_gets_no_forms_of_exams_it_does_not_hold(
    tmp_path: Path, space: chain.Workspace
) -> None:
    names = " ".join(path.name for path in f.blanks(space, tmp_path, school="s04"))
    assert "Контингент" in names
    assert "ОГЭ" not in names
    assert "ЕГЭ" not in names


def test_the_same_inputs_give_the_same_bytes(tmp_path: Path, space: chain.Workspace) -> None:
    first = [path.read_bytes() for path in f.blanks(space, tmp_path / "a", school="s01")]
    second = [path.read_bytes() for path in f.blanks(space, tmp_path / "b", school="s01")]
    assert first == second
    assert f.blanks(space, tmp_path / "a", school="s01")  # equal files are no reason to stop


def test_a_form_that_was_filled_in_is_never_written_over(tmp_path: Path, space: chain.Workspace) -> None:
    path = f.fill(f.blank(space, tmp_path / "out", "survey"), f.BY_HAND["survey"])
    kept = path.read_bytes()
    with pytest.raises(FormsError, match="возможно, его заполнили"):
        f.blanks(space, tmp_path / "out", school="s01")
    assert [each.read_bytes() for each in (tmp_path / "out").iterdir()] == [kept]


def test_the_service_sheet_names_form_year_school_and_version(tmp_path: Path, space: chain.Workspace) -> None:
    service = load_workbook(f.blank(space, tmp_path, "staff"))["Служебный"]
    stamp = {service.cell(row, 1).value: service.cell(row, 2).value for row in range(1, 5)}
    version = version_of(source_of(space, "staff"), f.YEAR)
    assert stamp == {"form": "staff", "year": 2021, "school_id": "s01", "version": version}


def test_a_version_follows_the_declaration_and_not_the_year(space: chain.Workspace) -> None:
    source = source_of(space, "staffing_table")
    renamed = replace(source.headers[4], header="Ставки по штату")
    other_header = replace(source, headers=(*source.headers[:4], renamed, *source.headers[5:]))
    other_table = replace(source, table=space.catalogue.table("staff_member"))
    versions = {version_of(each, 2021) for each in (source, other_header, other_table)}
    assert len(versions) == 3
    assert version_of(source, 2022) == version_of(source, 2021)


def test_a_version_follows_the_bounds_of_a_column(tmp_path: Path, home: Path) -> None:
    versions = set()
    for low in (0, 1):
        folder = tmp_path / str(low) / "library"
        folder.mkdir(parents=True)
        table = TABLE.replace("ge=0", f"ge={low}")
        for name, text in {"source.yaml": MANIFEST, "columns.csv": COLUMNS, "table.py": table}.items():
            (folder / name).write_text(text, encoding="utf-8")
        space = b.workspace(home, extra_sources=tmp_path / str(low))
        versions.add(version_of(source_of(space, "library"), 2021))
    assert len(versions) == 2


@pytest.mark.parametrize("form", f.OFFICE_FORMS)
def test_no_version_can_look_like_a_year(form: str, space: chain.Workspace) -> None:
    assert re.fullmatch("[A-Z2-7]{8}", version_of(source_of(space, form), f.YEAR))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"form": "staf"}, "Нет бланка формы «staf». Ближе всего «staff» (Кадры)"),
        ({"form": "паспорт"}, "Ближе всего «social_passport»"),
        ({"form": "vpr"}, "Нет бланка формы «vpr»"),
        ({"school_id": "s1"}, "Школы «s1» нет в реестре. Похожие школы 2021 года: s01 (МБОУ СОШ №1)"),
        ({"school_id": "Луговая"}, "s03 (Луговая ООШ)"),
        ({"form": "staff", "year": 2010}, "Форма «staff» (Кадры) в 2010 году не собирается"),
        ({"year": 2010}, "В 2010 году не собирается ни одна форма"),
        ({"year": 2101}, "В 2101 году не собирается ни одна форма"),
    ],
)
def test_what_can_not_be_written_is_said_with_what_there_is(
    asked: dict[str, Any], said: str, tmp_path: Path, space: chain.Workspace
) -> None:
    year = asked.pop("year", f.YEAR)
    with pytest.raises(FormsError, match=re.escape(said)):
        write_forms(tmp_path / "out", year, space.catalogue, space.reference, **asked)
    assert not (tmp_path / "out").exists()


def test_a_closed_school_is_said_with_its_neighbours(tmp_path: Path, home: Path) -> None:
    register = home / "reference/schools.csv"
    text = register.read_text(encoding="utf-8")
    register.write_text(text.replace("sch163002|edu163002|163002,,,", "163002,,,2019"), encoding="utf-8")
    with pytest.raises(FormsError, match=r"Школа s02 .* в 2021 году не работает.*: s01 \(МБОУ СОШ №1\)"):
        f.blanks(b.workspace(home), tmp_path / "out", school="s02")


def test_a_form_of_the_municipality_is_not_made_for_a_school(tmp_path: Path, space: chain.Workspace) -> None:
    source = source_of(space, "staffing_table")
    manifest = source.manifest.model_copy(update={"required": ("position", "units_planned")})
    catalogue = replace(space.catalogue, sources=(replace(source, manifest=manifest),))
    with pytest.raises(FormsError, match="заполняется по муниципалитету в целом"):
        write_forms(tmp_path, f.YEAR, catalogue, space.reference, form="staffing_table", school_id="s01")
    assert write_forms(tmp_path, f.YEAR, catalogue, space.reference, school_id="s01") == []


# --- the command ----------------------------------------------------------------------------------------


def test_the_command_lists_what_it_wrote(home: Path, tmp_path: Path) -> None:
    options = ["--year", "2021", "--school", "s01", "--home", str(home), "--out", str(tmp_path / "out")]
    done = CliRunner().invoke(app, ["forms", *options, "--form", "staff", "--json"])
    assert done.exit_code == 0
    assert json.loads(done.stdout)["files"] == [str(tmp_path / "out/2021 Кадры СОШ №1.xlsx")]
    done = CliRunner().invoke(app, ["forms", *options])
    assert done.exit_code == 0
    assert len(done.stdout.splitlines()) == len(f.SCHOOL_FORMS)


@pytest.mark.parametrize(
    ("options", "said"),
    [(["--year", "1999"], "1999"), (["--year", "2021", "--form", "x"], "Нет бланка формы «x»")],
)
def test_wrong_usage_is_said_in_a_sentence(options: list[str], said: str, home: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["forms", *options, "--home", str(home), "--out", str(tmp_path / "out")])
    assert done.exit_code == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
