"""References of printed numbers: their text, their short names, and numbers that keep them."""

import copy
import re
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shnor_pipeline.references import Ref, ref_of_text
from shnor_pipeline.reporting.figures import (
    Count,
    Figure,
    bare,
    cited_in,
    marked,
    pieces,
    quote_of,
    quoted,
    ref_of,
)
from shnor_pipeline.reporting.numbers import change, difference, fact, number, ratio, signed
from shnor_pipeline.reporting.referenced import numbers_in_quotes, referenced
from shnor_pipeline_tests import report_builders as build
from shnor_pipeline_tests.evidence_builders import evidence

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


def test_every_number_of_a_quoted_text_refers_to_its_place_there() -> None:
    at = Ref(2021, "risk_profile", "evidence_ru", "s01/2", "")
    text = quoted("1\u00a0841 из 2\u00a0044 (90,1 %), классы 5-6", at)
    numbers = ["1\u00a0841", "2\u00a0044", "90,1", "5", "-6"]
    assert [each for each in pieces(text) if each.ref] == [
        (shown, replace(at, field=f"number:{place}")) for place, shown in enumerate(numbers, start=1)
    ]
    assert bare(text) == "1\u00a0841 из 2\u00a0044 (90,1 %), классы 5-6"


def test_the_numbers_that_a_text_or_a_number_carries_are_read_with_their_decimals() -> None:
    at = replace(REF, field="number:1")
    assert list(cited_in(quoted("−1\u00a0234,50 п.п.", REF))) == [(at, Decimal("-1234.50"), 2)]
    assert list(cited_in(Figure(43.44, REF))) == [(REF, Decimal("43.44"), None)]
    assert list(cited_in("43,4 %")) == list(cited_in(43.4)) == list(cited_in(None)) == []


def test_a_number_knows_the_text_it_is_quoted_with() -> None:
    assert quote_of(replace(REF, field="number:12")) == replace(REF, field="number")
    assert quote_of(REF) is None


def test_the_sentences_of_a_table_are_quoted_and_their_numbers_are_told() -> None:
    report = build.report(evidence=evidence(), findings=(), corrections=(), readings=())
    (gap,) = referenced(report).evidence.gaps
    at = Ref(2023, "quality_gap_year", "sentence_ru", "municipality/bavly", "number:1")
    assert list(pieces(gap.sentence_ru)) == [("Разрыв – ", None), ("30,4", at), (" п.п.", None)]
    assert {each.ref: each.number for each in numbers_in_quotes(report)}[at] == Decimal("30.4")


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
