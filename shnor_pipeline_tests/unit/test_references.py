"""References of printed numbers: their text, their short names, and numbers that keep them."""

import copy
import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shnor_pipeline.references import Ref, ref_of_text
from shnor_pipeline.reporting.figures import Count, Figure, bare, marked, pieces, ref_of
from shnor_pipeline.reporting.referenced import referenced
from shnor_pipeline.reporting.numbers import change, difference, fact, number, ratio, signed
from shnor_pipeline_tests import report_builders as build

WORD_LIMIT = 40
REF = Ref(2021, "parents_higher_education_share", "school", "s01", "value")


@given(st.text(), st.text())
def test_any_reference_is_read_back_from_its_text(scope_id: str, field: str) -> None:
    ref = Ref(2021, "category_share", "school", scope_id, field)
    assert ref_of_text(ref.text) == ref


def test_a_reference_is_read_as_it_is_written() -> None:
    assert REF.text == "2021|parents_higher_education_share|school|s01|value"


def test_a_bookmark_has_room_for_the_name_and_a_hundred_thousand_numbers() -> None:
    name = f"_{REF.name}_99999"
    assert len(name) <= WORD_LIMIT
    assert re.fullmatch(r"\w+", name)


def test_another_field_school_or_year_has_another_name() -> None:
    others = [
        Ref(2021, REF.indicator_id, "school", "s01", "numerator"),
        Ref(2021, REF.indicator_id, "school", "s02", "value"),
        Ref(2022, REF.indicator_id, "school", "s01", "value"),
    ]
    assert len({REF.name, *(each.name for each in others)}) == 4


@pytest.mark.parametrize("figure", [Figure(43.4, REF), Count(45, REF)])
def test_a_copy_of_a_number_keeps_the_reference(figure: Figure | Count) -> None:
    for each in (copy.copy(figure), copy.deepcopy(figure)):
        assert (each, each.ref) == (figure, REF)


def test_arithmetic_gives_a_number_that_refers_to_nothing() -> None:
    assert ref_of(Figure(43.4, REF) + 1) is None


def test_the_text_of_a_number_is_the_same_with_its_reference() -> None:
    assert bare(number(Figure(43.44, REF), 1)) == "43,4"
    assert list(pieces(f"доля {number(Figure(43.44, REF), 1)} %")) == [
        ("доля ", None),
        ("43,4", REF),
        (" %", None),
    ]


def test_the_sign_of_a_difference_belongs_to_the_number() -> None:
    assert list(pieces(signed(Figure(1.8, REF), 1))) == [("+1,8", REF)]


def test_a_number_without_reference_is_plain_text() -> None:
    assert marked("43,4", Decimal("43.4")) == "43,4"
    assert number(43.4, 1) == "43,4"


def test_every_number_of_an_indicator_refers_to_itself() -> None:
    line = referenced(build.report()).indicators[0]
    assert list(pieces(f"{fact(line.values[2023], 1)}; {ratio(line.values[2023])}")) == [
        ("75,0", Ref(2023, "gia9_pass_share", "programme", "", "value")),
        ("; ", None),
        ("45", Ref(2023, "gia9_pass_share", "programme", "", "numerator")),
        (" из ", None),
        ("60", Ref(2023, "gia9_pass_share", "programme", "", "denominator")),
    ]


def test_a_difference_refers_to_the_change_or_to_the_distance_from_the_plan() -> None:
    line = referenced(build.report()).indicators[0]
    (plan,), value = line.plans[2023], line.values[2023].value
    assert value is not None
    assert plan.target is not None
    assert ref_of(change(line, 2023)) == Ref(2023, "gia9_pass_share", "programme", "", "change")
    assert ref_of(difference(value, plan.target)) == Ref(
        2023, "gia9_pass_share", "programme", "", "gap:target"
    )
