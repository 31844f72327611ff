"""A school is found by code, else by name or alias; it is never guessed."""

from dataclasses import replace

from shnor_pipeline.reference import Register, School

BASE = School(
    "s01",
    "m",
    "Район",
    "МБОУ СОШ №5",
    "МБОУ «СОШ №5»",
    "school",
    "town",
    ("sch163005",),
    ("Пятая",),
    1900,
    9999,
)
OTHER = replace(
    BASE, school_id="s02", name_short="СОШ №6", name_official="СОШ №6", codes=("163006",), aliases=()
)
REGISTER = Register((BASE, OTHER))


def test_the_code_decides_whatever_its_prefix() -> None:
    assert REGISTER.resolve("edu163005", "", 2021).school_id == "s01"


def test_without_a_code_the_name_or_an_alias_decides() -> None:
    assert REGISTER.resolve("", "МАОУ «СОШ № 5»", 2021).school_id == "s01"
    assert REGISTER.resolve("", "пятая", 2021).school_id == "s01"


def test_an_unknown_code_falls_back_to_the_name_and_says_so() -> None:
    found = REGISTER.resolve("999999", "СОШ №6", 2021)
    assert (found.school_id, found.problem) == ("s02", "code_unknown")


def test_code_and_name_of_different_schools_are_a_conflict() -> None:
    found = REGISTER.resolve("163005", "СОШ №6", 2021)
    assert (found.school_id, found.problem) == (None, "conflict")
    assert [each.school_id for each in found.candidates] == ["s01", "s02"]


def test_a_similar_name_is_offered_and_not_taken() -> None:
    found = REGISTER.resolve("", "СОШ №55", 2021)
    assert (found.school_id, found.problem) == (None, "unknown")
    assert "s01" in [each.school_id for each in found.candidates]


def test_two_schools_of_one_name_are_ambiguous() -> None:
    twin = replace(OTHER, school_id="s03", codes=("163007",))
    assert Register((BASE, OTHER, twin)).resolve("", "СОШ №6", 2021).problem == "ambiguous"


def test_of_two_schools_of_one_name_the_one_that_works_is_meant() -> None:
    closed = replace(OTHER, school_id="s03", codes=("163007",), last_year=2019)
    assert Register((BASE, OTHER, closed)).resolve("", "СОШ №6", 2021).school_id == "s02"


def test_a_closed_school_is_named_as_closed() -> None:
    closed = replace(OTHER, last_year=2019)
    assert Register((BASE, closed)).resolve("163006", "", 2021).problem == "closed"
