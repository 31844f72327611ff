"""Recommendations: named is what chance does not explain, with evidence, addressee and term."""

import dataclasses

import pytest

from shnor_pipeline.indicators import BY_ID
from shnor_pipeline.reporting.model import Report, Value
from shnor_pipeline.reporting.recommendations import (
    ADDRESSEES,
    ADVICE,
    HEAD,
    TERMS,
    TUTORS,
    recommendations,
)
from shnor_pipeline_tests import report_builders as build


def report_of(now: Value, past: dict[int, Value] | None = None, **other: object) -> Report:
    """One school of the programme and one indicator with the plan of at least 75 %."""
    line = build.line({2023: now}, indicator_id="vpr_pass_share", plans={2023: (build.plan(75.0),)})
    school = dataclasses.replace(
        build.report().schools[0],
        name_short="МБОУ СОШ №1",
        programme_group="both",
        values={"vpr_pass_share": now},
        past={"vpr_pass_share": (past or {}) | {2023: now}},
    )
    return build.report(indicators=(line,), schools=(dataclasses.replace(school, **other),))


def test_a_recommendation_names_value_plan_people_years_addressee_and_term() -> None:
    # 30 of 60: Wilson 95 % is 37.7-62.3 %, wholly below 75 %
    (found,) = recommendations(report_of(build.value(30, 60), {2022: build.value(20, 50)}))
    assert found.evidence_ru == "50,0\u00a0% (30 из 60) при плане ≥\u00a075; годы: 2022, 2023"
    assert (found.people, found.addressee, found.term_ru) == ("60", TUTORS, "до 1 ноября 2023\u00a0г.")


def test_a_year_whose_interval_reaches_the_plan_is_not_counted() -> None:
    # 36 of 50 = 72 %: its interval reaches 82.5 %
    (found,) = recommendations(report_of(build.value(30, 60), {2022: build.value(36, 50)}))
    assert found.years == (2023,)


@pytest.mark.parametrize(
    ("now", "why"),
    [
        (build.value(4, 9), "fewer than ten"),
        (build.value(42, 60), "the interval 57.5-80.1 covers the plan"),
        (build.value(58, 60), "the plan is met"),
        (build.missing(), "nobody reported"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_nothing_is_recommended_where_chance_explains_the_value(now: Value, why: str) -> None:
    assert recommendations(report_of(now)) == (), why


def test_a_school_outside_the_programme_gets_no_recommendation() -> None:
    assert recommendations(report_of(build.value(30, 60), programme_group=None)) == ()


def test_an_indicator_without_advice_is_the_heads_to_look_into() -> None:
    report = report_of(build.value(30, 60))
    line = dataclasses.replace(report.indicators[0], indicator_id="another_share")
    school = dataclasses.replace(report.schools[0], values={"another_share": build.value(30, 60)})
    (found,) = recommendations(dataclasses.replace(report, indicators=(line,), schools=(school,)))
    assert (found.addressee, found.term_ru) == (HEAD, "до 1 октября 2023\u00a0г.")


def test_advice_is_given_for_known_indicators_and_to_known_addressees() -> None:
    assert ADVICE.keys() <= BY_ID.keys()
    assert {each.addressee for each in ADVICE.values()} <= set(ADDRESSEES) == TERMS.keys()
