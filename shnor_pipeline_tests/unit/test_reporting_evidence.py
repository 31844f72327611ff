"""Sentences about measures, identification, effect and clusters, and where their facts come from."""

import pandas as pd
import pytest

from shnor_pipeline.reporting import evidence_wording as wording
from shnor_pipeline.reporting.evidence import evidence_of_year
from shnor_pipeline.tables import INDICATOR_VALUE, MEASURE_PROGRESS
from shnor_pipeline_tests import evidence_builders as facts
from shnor_pipeline_tests import programme_builders as programmes
from shnor_pipeline_tests import report_builders as build

S = "\u00a0"
HIGHER = {"vpr_pass_share": "higher"}
LOWER = {"vpr_pass_share": "lower"}


@pytest.mark.parametrize(
    ("fact", "outcome"),
    [
        (None, "нет сведений"),
        (0.0, "не выполнено"),
        (1.0, "выполнено не полностью"),
        (4.0, "выполнено"),
        (9.0, "выполнено"),
    ],
)
def test_a_measure_is_done_only_when_the_whole_plan_is(fact: float | None, outcome: str) -> None:
    assert wording.measure_outcome(facts.measure(plan=4.0, fact=fact)) == outcome


def test_measures_are_counted_by_outcome() -> None:
    lines = (facts.measure(), facts.measure(fact=1.0), facts.measure(fact=None))
    report = build.report(evidence=facts.evidence(measures=lines))
    assert wording.measures_counted(report) == (
        f"План на отчётный год имеют 3{S}мероприятия: выполнено – 1, выполнено не полностью – 1, "
        "нет сведений – 1."
    )


@pytest.mark.parametrize(
    ("low", "high", "better", "verdict"),
    [
        (-5.0, -1.0, HIGHER, "хуже ожидаемого"),
        (-5.0, 0.5, HIGHER, "не показано"),
        (-5.0, -1.0, LOWER, "не показано"),
        (1.0, 5.0, LOWER, "хуже ожидаемого"),
        (1.0, 5.0, {"vpr_pass_share": "context"}, "не показано"),
    ],
)
def test_a_change_is_worse_only_with_the_whole_interval(
    low: float, high: float, better: dict[str, str], verdict: str
) -> None:
    assert wording.effect_verdict(facts.effect(ci_low=low, ci_high=high), better) == verdict


def test_without_a_comparison_no_effect_is_claimed() -> None:
    assert wording.effect_sentence(build.report()).startswith("Эффект программы за отчётный год не определён")


@pytest.mark.parametrize(
    ("other", "direction", "verdict"),
    [
        ({}, "higher", "хуже кластера"),
        ({}, "lower", "лучше кластера"),
        ({}, "context", "ниже кластера"),
        ({"ci_high": 1.0}, "higher", "не отличается"),
        ({"ci_low": None, "ci_high": None}, "higher", "без интервала"),
        ({"difference": None, "ci_low": None, "ci_high": None}, "higher", "сравнить не с чем"),
    ],
)
def test_a_difference_from_the_cluster_gets_a_word_by_its_interval(
    other: dict[str, float | None], direction: str, verdict: str
) -> None:
    assert wording.compared_verdict(facts.compared(**other), direction) == verdict


def test_the_term_is_the_nearest_later_step_of_either_road_map() -> None:
    steps = (
        facts.step("итоговый", "2025-06-30"),
        facts.step("промежуточный", "2024-06-14", level="school"),
        facts.step("входной", "2023-06-30"),
    )
    report = build.report(evidence=facts.evidence(steps=steps))
    assert wording.next_term(report) == "до 14.06.2024 (промежуточный мониторинг)"


def test_the_stage_is_told_with_its_term_and_result() -> None:
    report = build.report(evidence=facts.evidence())
    assert wording.stage_sentence(report) == (
        "Этап дорожной карты: итоговый мониторинг, срок июнь 2023, ответственный – МКУ «ОО БМР РТ»; "
        "ожидаемый результат: получены данные о достижении ожидаемых результатов."
    )
    assert wording.stage_sentence(build.report(year=2022, evidence=facts.evidence())) == ""


def test_conclusions_of_the_memo_are_two_to_six_with_and_without_evidence() -> None:
    assert len(wording.memo_conclusions(build.report(evidence=facts.evidence()))) == 6
    assert 2 <= len(wording.memo_conclusions(build.report())) <= 6


def test_evidence_is_read_from_the_tables_of_the_year() -> None:
    measures = MEASURE_PROGRESS.of_rows(
        [
            {"year": 2021, "measure_id": "X 4.1", "section": "X", "title_ru": "Оценка", "plan": 4.0}
            | {"fact": None, "done_share": None, "document": None, "indicators": None}
        ]
    )
    values = INDICATOR_VALUE.frame()
    found = evidence_of_year(2021, programmes.programme(), {"measure_progress": measures}, values)
    assert [(each.measure_id, each.plan, each.fact) for each in found.measures] == [("X 4.1", 4.0, None)]
    assert (found.identified, found.schools_before) == ((), None)
    assert isinstance(values, pd.DataFrame)
