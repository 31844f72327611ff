"""A school is found under every way its name is really written, and never guessed."""

from dataclasses import replace

import pytest

from shnor_pipeline.reference import Register, School
from shnor_pipeline.spelling import leading_code, school_name_key

TAIL = " Бавлинского муниципального района Республики Татарстан"
FIVE = School(
    *("s05", "bavly", "Бавлинский район", "МАОУ СОШ №5"),
    "Муниципальное автономное общеобразовательное учреждение «Средняя общеобразовательная школа №5»" + TAIL,
    *("school", "town", ("sch163005",), (), 1900, 9999),
)
TWO = replace(
    FIVE,
    school_id="s02",
    name_short="МБОУ СОШ №2 г. Бавлы",
    name_official="СОШ №2 города Бавлы",
    codes=("163002", "138049"),
)
RIVER = replace(
    FIVE,
    school_id="s09",
    name_short="МБОУ Покровско-Урустамакская СОШ",
    name_official="МБОУ «Покровско-Урустамакская средняя общеобразовательная школа»",
    codes=("163009",),
)
LAKE = replace(
    FIVE, school_id="s18", name_short="МБОУ Белоозёрская ООШ", name_official="Белоозёрская ООШ", codes=()
)
PRIVATE = replace(
    FIVE, school_id="s30", name_short="ЧОУ «Гимназия «Свет»", name_official="ЧОУ «Гимназия «Свет»", codes=()
)
REGISTER = Register((FIVE, TWO, RIVER, LAKE, PRIVATE))


def found(name: str) -> str | None:
    return REGISTER.resolve("", name, 2021).school_id


LEGAL_FORMS = [
    *("СОШ №5", "МАОУ СОШ №5", "МБОУ СОШ №5", "МКОУ СОШ №5", "МОУ СОШ №5", "КГБОУ СОШ №5", "ЧОУ СОШ №5"),
    "Муниципальное бюджетное общеобразовательное учреждение «СОШ №5»",
    "Муниципальное казённое общеобразовательное учреждение «Средняя общеобразовательная школа №5»",
    "Муниципальное автономное общеобразовательное учреждение средняя общеобразовательная школа №5",
    "Муниципальное общеобразовательное учреждение «Средняя школа №5»",
    "Муниципальное общеобразовательное бюджетное учреждение «СОШ №5»",
    "Краевое государственное бюджетное общеобразовательное учреждение «СОШ №5»",
    "Частное общеобразовательное учреждение «СОШ №5»",
]
SPELLINGS = [
    *("МАОУ «СОШ №5»", 'МАОУ "СОШ №5"', "МАОУ 'СОШ №5'", "МАОУ “СОШ №5”", "МАОУ„СОШ №5“", 'МАОУ"СОШ №5"'),
    *("СОШ № 5", "СОШ  №  5", "СОШ№5", "сош №5", "СОШ\xa0№\xa05", "СОШ N5", "СОШ N 5", "СШ №5", "МАОУСОШ №5"),
]
CODES_AND_DEBRIS = [
    *("163005 - МАОУ СОШ №5", "777777 - МАОУ СОШ №5", "(286) МАОУ СОШ №5", "(286)СОШ №5", "999 – СОШ №5"),
    *("edu163005 | МАОУ «СОШ №5»", "МАОУ СОШ №5+B116", "МАОУ СОШ №5 +B116", "МАОУ «СОШ №5»=$B$116"),
]
GLUED_AND_MISSPELT = [
    *("Хабаровского краяМБОУ СОШ №5", "Алтайского края МБОУ «СОШ №5»"),
    "Муниципальное бюджетное общеоразовательное учреждение «СОШ №5»",
    "Муниципальное бюджетное общеобразовательное учреждениеСОШ №5",
    "Краевое государственое бюджетное общеобразовательное учреждение «СОШ №5»",
    "Муниципальное автономное общеобразовательное учреждение «Средняя общеоразовательная школа №5»",
    "Муниципальное автономное общеобразовательное учреждение «СОШ №5»" + TAIL,
    "МАОУ СОШ №5 Бавлинского муниципального райна Республики Татарстан",
]


@pytest.mark.parametrize("name", [*LEGAL_FORMS, *SPELLINGS, *CODES_AND_DEBRIS, *GLUED_AND_MISSPELT])
def test_a_variant_of_a_name_means_the_school(name: str) -> None:
    assert found(name) == "s05"


@pytest.mark.parametrize(
    "name",
    [
        "СОШ №2 г.Бавлы",
        "МБОУ «СОШ № 2» г. Бавлы",
        "СОШ №2 г Бавлы",
        "СОШ №2 города Бавлы",
        "СОШ №2 город Бавлы",
    ],
)
def test_a_town_is_written_in_many_ways(name: str) -> None:
    assert found(name) == "s02"


@pytest.mark.parametrize(
    "name",
    [
        "Покровско-Урустамакская СОШ",
        "Покровско – Урустамакская СОШ",
        "Покровско—Урустамакская средняя школа",
        "Покровско‑Урустамакская СОШ",
        "МБОУ Покровско -Урустамакская СОШ",
    ],
)
def test_dashes_do_not_matter(name: str) -> None:
    assert found(name) == "s09"


@pytest.mark.parametrize("name", ["Белоозерская ООШ", "Белоозёрская основная общеобразовательная школа"])
def test_the_dots_of_yo_do_not_matter(name: str) -> None:
    assert found(name) == "s18"


@pytest.mark.parametrize(
    "name", ["ЧОУ Гимназия Свет", "Частное общеобразовательное учреждение «Гимназия «Свет»"]
)
def test_nested_quotes_do_not_matter(name: str) -> None:
    assert found(name) == "s30"


def test_names_that_differ_in_what_matters_stay_apart() -> None:
    keys = [school_name_key(name) for name in ("СОШ №5", "ООШ №5", "НОШ №5", "Лицей №5", "СОШ №55", "СОШ №6")]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("name", ["СОШ №6", "Пятая школа", "МАОУ СОШ №5 Азнакаевского района", "Школа"])
def test_what_is_no_variant_is_not_guessed(name: str) -> None:
    resolution = REGISTER.resolve("", name, 2021)
    assert (resolution.school_id, resolution.problem) == (None, "unknown")


def test_a_near_name_is_given_as_a_candidate() -> None:
    resolution = REGISTER.resolve("", "МАОУ СОШ №5 Азнакаевского района", 2021)
    assert FIVE in resolution.candidates


def test_schools_that_only_the_legal_form_tells_apart_are_both_given() -> None:
    twin = replace(FIVE, school_id="s55", name_short="КГБОУ СОШ №5", name_official="КГБОУ СОШ №5", codes=())
    resolution = Register((FIVE, twin)).resolve("", "МБОУ «СОШ № 5»", 2021)
    assert (resolution.school_id, resolution.problem) == (None, "ambiguous")
    assert [each.school_id for each in resolution.candidates] == ["s05", "s55"]


def test_a_known_code_before_the_name_of_another_school_is_a_conflict() -> None:
    assert REGISTER.resolve("", "138049 - МАОУ СОШ №5", 2021).problem == "conflict"


def test_a_known_code_before_an_unknown_name_decides() -> None:
    assert found("138049 - Вторая школа") == "s02"


@pytest.mark.parametrize(
    ("text", "code"), [("138049 - СОШ", "138049"), ("(286) СОШ", "286"), ("СОШ №286", None), ("5 - я", None)]
)
def test_a_code_before_a_name_is_read(text: str, code: str | None) -> None:
    assert leading_code(text) == code
