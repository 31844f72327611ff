"""Names of persons are seen in any spelling that offices use; names that schools bear are not."""

import pytest

from shnor_pipeline.person_names import without_names


@pytest.mark.parametrize(
    "name",
    [
        *("Иванов Иван Иванович", "Петрова Мария Ильинична", "Сидоров Пётр Ильич", "Ахметов Ильдар Лукич"),
        *("Иванов И.И.", "Иванов И. И.", "И.И. Иванов", "И. И. Иванов", "Римский-Корсаков Н.А."),
        *("ИВАНОВ ИВАН ИВАНОВИЧ", "Гасанов Али Мамед оглы", "Марии Ивановне", "Ивану Ивановичу"),
    ],
)
def test_a_name_is_masked(name: str) -> None:
    shown = without_names(f"учитель {name}, 2021")
    assert "•••" in shown
    assert name.rsplit(maxsplit=1)[-1] not in shown
    assert shown.endswith(", 2021")


@pytest.mark.parametrize(
    "text",
    [
        "МБОУ СОШ №2 (код 163016); МБОУ Покровско-Урустамакская СОШ",
        "Гимназия имени Г.Р. Державина",
        "СОШ им. А.С. Пушкина",
        "Ни на одном листе не найдена шапка известной формы.",
        "Учитель Основной школы, заместитель директора по учебной работе",
        "XII. 2021 г. Приказ № 5",
    ],
)
def test_what_is_nobodys_name_stays(text: str) -> None:
    assert without_names(text) == text
