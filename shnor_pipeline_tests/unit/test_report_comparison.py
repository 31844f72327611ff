"""Printed numbers against what they should be."""

from decimal import Decimal

import pandas as pd
import pytest

from shnor_pipeline.provenance import Expected, Printed, Recomputed, lost, mismatches
from shnor_pipeline.references import Ref
from shnor_pipeline.tables import INDICATOR_VALUE, TARGET_PROGRESS

PLACE = {"indicator_id": "category_share", "scope": "programme", "scope_id": "programme"}


def values() -> pd.DataFrame:
    now = {"value": 62.5, "numerator": 12.25, "denominator": 19.6, "ci_low": 40.0, "ci_high": 80.0}
    before = {"value": 60.65, "numerator": 10.0, "denominator": 16.5, "ci_low": 40.0, "ci_high": 80.0}
    counts = {"schools_reported": 2, "schools_expected": 3, "status": "partial"}
    return INDICATOR_VALUE.of_rows(
        [{"year": 2021, **PLACE, **now, **counts}, {"year": 2020, **PLACE, **before, **counts}]
    )


def progress() -> pd.DataFrame:
    facts = {"base_stated": None, "target": 65.0, "operator": ">=", "value": 62.5, "gap": -2.5}
    judged = {"verdict": "not_met", "verdict_certain": False}
    return TARGET_PROGRESS.of_rows([{"year": 2021, **PLACE, "kind": "target", **facts, **judged}])


FINDINGS = Ref(2021, "findings", "report", "report", "count")
CHANCE = Ref(2021, "chance_of_error", "school", "s01", "count")


def counts() -> dict[Ref, Expected]:
    return {FINDINGS: Expected(Decimal(1204), None), CHANCE: Expected(Decimal("41.4"), 0)}


def told(field: str, printed: str | float | None) -> list[tuple[str | None, str | None]]:
    recomputed = Recomputed(values(), progress(), {"category_share": 1}, counts())
    ref = Ref(2021, "category_share", "programme", "programme", field)
    return [
        (each.printed, each.expected) for each in mismatches([Printed(ref, printed, "место")], recomputed)
    ]


@pytest.mark.parametrize(
    ("field", "printed"),
    [
        ("value", "62,5"),
        ("value", "62,50"),
        ("value", 62.5),
        ("numerator", "12,25"),
        ("schools_reported", "2"),
        ("target:target", "65"),
        ("gap:target", "−2,5"),
        # 62.5 - 60.65 = 1.85, half up
        ("change", "+1,9"),
        ("change", "+1,85"),
    ],
)
def test_a_number_as_it_should_be_is_not_mentioned(field: str, printed: str | float) -> None:
    assert told(field, printed) == []


@pytest.mark.parametrize(
    ("field", "printed", "expected"),
    [
        ("value", "62,6", "62,5"),
        ("value", "−62,5", "62,5"),
        # a digit that was struck out
        ("value", "63", "62,5"),
        ("numerator", "12", "12,25"),
        ("value", "", "62,5"),
        ("value", "шестьдесят", "62,5"),
        ("target:target", "60", "65"),
        ("gap:target", "2,5", "−2,5"),
        ("change", "−1,9", "1,9"),
    ],
)
def test_a_changed_number_is_named_with_what_it_should_be(field: str, printed: str, expected: str) -> None:
    assert told(field, printed) == [(printed, expected)]


def test_any_digit_of_an_unrounded_cell_counts() -> None:
    assert told("value", 62.5000001) == [("62,5000001", "62,5")]
    assert told("value", None) == [(None, "62,5")]


def test_a_number_that_the_store_has_not_is_named() -> None:
    assert told("gap:monitoring", "1,0") == [("1,0", None)]


def counted(ref: Ref, printed: str | float) -> list[tuple[str | None, str | None]]:
    recomputed = Recomputed(values(), progress(), {}, counts())
    return [
        (each.printed, each.expected) for each in mismatches([Printed(ref, printed, "место")], recomputed)
    ]


@pytest.mark.parametrize("printed", ["1\xa0204", "1204", 1204.0])
def test_a_count_as_it_should_be_is_not_mentioned(printed: str | float) -> None:
    assert counted(FINDINGS, printed) == []


def test_a_changed_count_is_named_with_what_it_should_be() -> None:
    assert counted(FINDINGS, "1\xa0205") == [("1\xa0205", "1204")]


def test_a_count_of_decimals_is_compared_as_it_is_printed() -> None:
    assert counted(CHANCE, "41") == []
    assert counted(CHANCE, "42") == [("42", "41")]


def test_counts_have_short_names_too() -> None:
    recomputed = Recomputed(values(), progress(), {}, counts())
    assert recomputed.named({FINDINGS.name}) == {FINDINGS.name: FINDINGS}


def test_short_names_are_found_among_the_numbers_of_the_years() -> None:
    recomputed = Recomputed(values(), progress(), {}, counts())
    wanted = [
        Ref(2021, "category_share", "programme", "programme", field) for field in ("value", "gap:target")
    ]
    assert recomputed.named({*(ref.name for ref in wanted), "2021_category_share_aaaaaaaa"}) == {
        ref.name: ref for ref in wanted
    }


def test_a_number_whose_reference_is_gone_is_named_by_what_stands_before_it() -> None:
    (gone,) = lost([1, 3], ["первая строка", "третья строка"], 3)
    assert gone.place == "после места: первая строка"
    assert "число № 2" in gone.message_ru


def test_a_document_that_does_not_say_how_many_numbers_it_had_is_not_trusted() -> None:
    assert [each.place for each in lost([1], ["строка"], None)] == ["конец документа"]
