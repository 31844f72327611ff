"""Which columns stand behind a part: read out of its SQL by the engine's own parser."""

from __future__ import annotations

from shnor_pipeline.indicators import INDICATORS, part_columns, part_origins, value_origins
from shnor_pipeline.indicators.declare import Indicator, OfficeShare, Part, persons, rows, total


def indicator(*numerator: Part, computed: OfficeShare | None = None) -> Indicator:
    return Indicator(
        indicator_id="share",
        title_ru="Доля",
        clause="III",
        numerator=numerator,
        denominator=(total("enrollment", "pupils_start"),),
        numerator_ru="",
        denominator_ru="",
        computed=computed,
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


def test_columns_of_a_counted_condition_and_of_what_keeps_a_person_out_are_found() -> None:
    part = persons("exam_result", "sat AND exam = 'oge'", unless="NOT passed")
    found = part_origins([indicator(part)])["n__share__exam_result"]
    assert found == tuple(("exam_result", name) for name in ("exam", "passed", "person_key", "sat"))
    counted = part_origins([indicator(rows("identification", "low_results"))])["n__share__identification"]
    assert counted == (("identification", "low_results"),)


def test_a_part_that_counts_all_rows_comes_from_the_school_they_are_of() -> None:
    found = part_origins([indicator(rows("school_activity"))])["n__share__school_activity"]
    assert found == (("school_activity", "school_id"),)


def test_a_value_of_the_office_comes_from_its_table() -> None:
    share = OfficeShare("measure_progress", "sum(done_share)", "count(*)", "count(done)")
    origins = value_origins([indicator(rows("school_activity"), computed=share)], "parts")
    assert origins["numerator"] == (
        ("parts", "n__share__school_activity"),
        ("measure_progress", "done_share"),
    )


def test_every_part_of_the_catalogue_comes_from_columns_of_its_own_table() -> None:
    found, parts = part_origins(INDICATORS), dict(part_columns(INDICATORS))
    assert found.keys() == parts.keys()
    assert all(
        origins and {table for table, _ in origins} == {parts[name].table} for name, origins in found.items()
    )
