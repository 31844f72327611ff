"""Which columns stand behind a part: read out of its SQL by the engine's own parser."""

from __future__ import annotations

from shnor_pipeline.indicators import part_origins, value_origins
from shnor_pipeline.indicators.declare import Indicator, Part, total


def indicator(*numerator: Part) -> Indicator:
    return Indicator(
        indicator_id="share",
        title_ru="Доля",
        clause="III",
        numerator=numerator,
        denominator=(total("enrollment", "pupils_start"),),
        numerator_ru="",
        denominator_ru="",
    )


def test_columns_of_aggregate_filter_and_guard_are_found_once_each() -> None:
    sql = "count(DISTINCT person_key) FILTER (WHERE stage = 'school' AND score >= 20)"
    part = Part("olympiad_result", sql, within="stage = 'school'")
    found = part_origins([indicator(part)])["n__share__olympiad_result"]
    assert found == tuple(("olympiad_result", name) for name in ("person_key", "score", "stage"))


def test_a_word_in_quotes_is_no_column() -> None:
    part = Part("survey_answer", "count(*) FILTER (WHERE question = 'positive')")
    found = part_origins([indicator(part)])["n__share__survey_answer"]
    assert found == (("survey_answer", "question"),)


def test_a_value_is_made_of_both_sides() -> None:
    origins = value_origins([indicator(total("enrollment", "pupils_end"))], "parts")
    numerator, denominator = ("parts", "n__share__enrollment"), ("parts", "d__share__enrollment")
    assert origins["numerator"] == (numerator,)
    assert origins["value"] == (numerator, denominator)
