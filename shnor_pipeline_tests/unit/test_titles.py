"""Titles and names say of a table what they say, and nothing where they are ambiguous."""

import pytest

from shnor_pipeline.ingest.grid import Sheet
from shnor_pipeline.ingest.titles import (
    Title,
    grade_named,
    labelled,
    stage_named,
    subject_named,
    title_lines,
)


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Протокол по математике", "математика"),
        ("ВПР_2021_Русский_язык_4_класс", "русский язык"),
        ("физическая культура (юноши)", "физическая культура"),
        ("Физика 9", "физика"),
        ("по праву", "право"),
        ("правописание", None),
        ("Лист1", None),
    ],
)
def test_a_subject_is_read_in_any_case(text: str, subject: str | None) -> None:
    assert subject_named(text) == subject


@pytest.mark.parametrize(
    ("text", "grade"), [("4 класс", 4), ("Класс: 5", 5), ("6-й кл.", 6), ("класс 2021", None), ("2021", None)]
)
def test_a_grade_is_read(text: str, grade: int | None) -> None:
    assert grade_named(text) == grade


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("Протокол школьного этапа", "школьный"),
        ("МУНИЦИПАЛЬНЫЙ ЭТАП", "муниципальный"),
        ("МЭ_ВсОШ_2021", "муниципальный"),
        ("школьный и муниципальный этапы", None),
        ("школьный этап, муниципальный этап", None),
        ("Бавлинский муниципальный район", None),
    ],
)
def test_a_stage_is_read_where_only_one_is_named(text: str, stage: str | None) -> None:
    assert stage_named(text) == stage


def test_a_label_is_joined_with_the_next_cell_of_its_row() -> None:
    sheet = Sheet("Лист1", [["Предмет:", "", "Биология"], ["Дата:", None]])
    titles = title_lines(sheet, 0, 2)
    assert titles == [Title("Предмет: Биология", (0, 2))]
    assert labelled(titles, "предмет") == Title("Биология", (0, 2))
