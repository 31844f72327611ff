"""Spelling that does not matter is folded; what matters is kept."""

import pytest

from shnor_pipeline.spelling import comparable, school_code_digits, school_name_key


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  Код\nОО ", "код оо"),
        ("Прибыло", "прибыло"),
        ("На учёте", "на учете"),
        ("«Гимназия № 4»", "гимназия №4"),
        ('"Гимназия №4"', "гимназия №4"),
        ("2020–2021", "2020-2021"),
    ],
)
def test_case_spaces_quotes_and_dashes_do_not_matter(text: str, folded: str) -> None:
    assert comparable(text) == folded


@pytest.mark.parametrize(
    "name",
    [
        "МБОУ «СОШ №5»",
        "СОШ № 5",
        'МАОУ "СОШ №5"',
        "Муниципальное бюджетное общеобразовательное учреждение «Средняя общеобразовательная школа № 5»",
    ],
)
def test_legal_form_and_full_wording_name_the_same_school(name: str) -> None:
    assert school_name_key(name) == "сош №5"


@pytest.mark.parametrize("code", ["sch163012", "edu163012", "163012", "163012.0", 'edu163012 | МБОУ "СОШ"'])
def test_prefix_of_a_code_does_not_matter(code: str) -> None:
    assert school_code_digits(code) == "163012"


def test_a_name_is_not_a_code() -> None:
    assert school_code_digits("СОШ №5") is None
