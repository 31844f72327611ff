"""The year of a file must agree with its folder; the clock has no say."""

import pytest

from shnor_pipeline.ingest.files import disagreeing_year


@pytest.mark.parametrize("text", ["на 2020/2021 учебный год", "2020-2021", "2020/21 уч. год", "2020 – 2021"])
def test_a_school_year_means_the_year_it_ends_in(text: str) -> None:
    assert disagreeing_year(text, 2021, spring=False) is None
    assert disagreeing_year(text, 2022, spring=False) is not None


def test_the_autumn_before_belongs_to_the_school_year() -> None:
    assert disagreeing_year("на 20 сентября 2020 года", 2021, spring=False) is None


def test_a_spring_procedure_is_of_its_own_year() -> None:
    assert disagreeing_year("ОГЭ 2020 года", 2021, spring=True) == "2020"
    assert disagreeing_year("ВПР 2021", 2021, spring=True) is None


def test_the_date_of_an_order_says_nothing() -> None:
    assert disagreeing_year("приказ от 31.08.2019 № 314", 2021, spring=False) is None


def test_numbers_that_are_no_years_say_nothing() -> None:
    assert disagreeing_year("№ 120210, 2099999", 2021, spring=True) is None
    assert disagreeing_year("школы 2010/2050", 2021, spring=False) == "2010"
