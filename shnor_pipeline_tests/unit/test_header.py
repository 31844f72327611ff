"""The form is recognised by its header, wherever it stands and however many rows it takes."""

from typing import Any

import pytest

from shnor_pipeline.ingest import load_catalogue
from shnor_pipeline.ingest.grid import Sheet, letters
from shnor_pipeline.ingest.header import Located, locate

SOURCES = load_catalogue().sources
STAFFING = ["Код ОО", "Категория должности", "Должность", "Ставок по штату", "Занято ставок"]


def find(*rows: list[Any], year: int = 2021) -> Located:
    located = locate(Sheet("Лист1", list(rows)), SOURCES, year)
    assert located is not None
    return located


def test_the_header_may_stand_below_title_lines() -> None:
    located = find(
        ["Сведения"], [], ["на 2020/2021 учебный год"], STAFFING, ["163001", "педагог", "учитель", 5, 5]
    )
    assert (located.source.form, located.first_data_row) == ("staffing_table", 4)


def test_case_line_breaks_and_no_break_spaces_do_not_matter() -> None:
    located = find(["код\nОО", "КАТЕГОРИЯ ДОЛЖНОСТИ", "должность", "Ставок по\xa0штату", "занято  ставок"])
    assert located.missing == ()


def test_a_group_title_over_merged_cells_joins_the_lower_row() -> None:
    upper = ["Код ОО", "Класс", "Обучающихся", "", "Прибыло", "Выбыло"]
    lower = ["", "", "на начало года", "на конец года", "", ""]
    located = find(upper, lower, ["163001", 9, 20, 20, 0, 0])
    assert (located.source.form, located.depth) == ("contingent", 2)
    assert located.columns["pupils_end"] == 3
    assert located.columns["arrived"] == 4


def test_the_lower_row_alone_may_be_the_header() -> None:
    upper = ["Код ОО", "ОО", "Класс", "Предмет", "Кол-во участников", "Отметки", "", "", ""]
    lower = ["", "", "", "", "", 2.0, 3.0, 4.0, 5.0]
    located = find(upper, lower, [163001.0, "", 4, "Математика", 10, 1, 2, 3, 4])
    assert (located.source.form, located.missing) == ("vpr_marks", ())
    assert located.columns["stated_5"] == 8


def test_a_header_of_one_year_is_unknown_in_another() -> None:
    header = ["Код школы", "Предмет", "Отметка", "Код участника"]
    assert find(header, year=2019).missing == ()
    assert not find(header, year=2021).recognised


def test_an_unknown_column_is_named_and_not_dropped_silently() -> None:
    located = find([*STAFFING, "Коментарий"])
    assert [located.texts[column] for column in located.unknown] == ["Коментарий"]


def test_a_repeated_column_is_noticed() -> None:
    assert find([*STAFFING, "Занято ставок"]).repeated == {"units_occupied": (5,)}


def test_a_menu_is_no_form() -> None:
    assert locate(Sheet("Меню", [["Суп", "Каша"], ["Щи", "Гречка"]]), SOURCES, 2021) is None


@pytest.mark.parametrize(("column", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_have_letters(column: int, name: str) -> None:
    assert letters(column) == name
