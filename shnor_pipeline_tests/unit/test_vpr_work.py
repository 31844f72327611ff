"""Subject and grade of a work are read from the names people give the files."""

import pytest

from shnor_pipeline.ingest.vpr_exports import work_named


@pytest.mark.parametrize(
    ("path", "work"),
    [
        ("2021/ВПР/Проведение работы по математике, 4 класс. ВПР 2021.xlsx", ("математика", 4)),
        ("2021/Проведение работы по русскому языку, 8 класс. ВПР 2021.xlsx", ("русский язык", 8)),
        ("2021/Проведение работы по биологии, 7 класс (по образцу 7 класса).xlsx", ("биология", 7)),
        ("2020/5 класс/Окружающий мир.xlsx", ("окружающий мир", 5)),
        ("2020/Русскому языку 6 кл.xlsx", ("русский язык", 6)),
        ("2020/выгрузка.xlsx", (None, None)),
    ],
)
def test_the_path_names_the_work(path: str, work: tuple[str | None, int | None]) -> None:
    assert work_named(path) == work
