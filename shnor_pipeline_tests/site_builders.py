"""Builders of what the pages of the site are made from: rows by hand beside the report.

Belongs here: facts of one year with a row of every kind. Does not belong here: expectations.
"""

from __future__ import annotations

import dataclasses
from functools import cache
from typing import TYPE_CHECKING, Any

from shnor_pipeline.reporting.pages import SentFile, SiteFacts, site_facts
from shnor_pipeline.reporting.pages.facts import TABLES
from shnor_pipeline.tables import (
    CLUSTER,
    CLUSTER_COMPARISON,
    IDENTIFICATION,
    INDICATOR_FORMULA,
    INDICATOR_VALUE,
    MEASURE_PROGRESS,
    OVERRIDE,
    PROCEDURE_RESULT,
    RISK_PROFILE,
    SCHOOL_YEAR,
    SOCIAL_INDEX,
    SUBMISSION,
)
from shnor_pipeline_tests import report_builders as build

if TYPE_CHECKING:
    from shnor_pipeline.reporting.model import Report

YEAR = 2023
RULE = "Правило Рособрнадзора. Не менее 30 % не справившихся."
COPY = "2023/Школы/Лицей №3 кадры.xlsx"
FACTORS = tuple(f"Фактор риска номер {number} с длинным названием, как в проекте" for number in range(1, 11))


def compared(school_id: str, **other: Any) -> dict[str, Any]:
    """Build a row of ``cluster_comparison``: 90 % in the other schools, the difference leaves out zero."""
    row = {"year": YEAR, "indicator_id": "vpr_pass_share", "school_id": school_id, "cluster_id": "town"}
    row |= {"value": 80.0, "others_numerator": 900.0, "others_denominator": 1000.0, "others_value": 90.0}
    return row | {"others_schools": 6, "difference": -10.0, "ci_low": -15.0, "ci_high": -5.0} | other


def identified(school_id: str, **other: Any) -> dict[str, Any]:
    """Build a row of ``identification``: low results in two procedures, two results from another answer."""
    row = {"year": YEAR, "school_id": school_id, "rule_set": "rosobrnadzor_2025", "procedures_held": 12}
    row |= {"procedures_low": 2, "low_two_or_more": True, "low_same_twice": False, "low_results": True}
    row |= {"chance_misclassified": 0.31, "pupils_to_flip": 2, "social_index": 41.25, "adverse": False}
    return row | {"status": "ok"} | other


def procedure(school_id: str, grade: int = 5, **other: Any) -> dict[str, Any]:
    """Build a row of ``procedure_result``: 12 of 36 failed."""
    row = {"year": YEAR, "school_id": school_id, "kind": "vpr", "subject": "математика", "grade": grade}
    row |= {"participants": 36, "failed": 12, "share": 100 / 3, "left_out": False, "low": True}
    return row | {"low_before": True, "shrunk_share": 30.0, "chance_low": 0.6, "cluster_share": 12.5} | other


def measure(measure_id: str = "X 4.7", **other: Any) -> dict[str, Any]:
    """Build a row of ``measure_progress``: four of eight done, for two indicators."""
    row = {"year": YEAR, "measure_id": measure_id, "section": "X", "title_ru": "Проведение семинаров"}
    row |= {"plan": 8.0, "fact": 4.0, "done_share": 0.5, "document": "приказ № 5"}
    return row | {"indicators": "vpr_pass_share, tutoring_share"} | other


def decision(school_id: str, **other: Any) -> dict[str, Any]:
    """Build a row of ``override``: the rule says yes, an order says no."""
    row = {"year": YEAR, "line": 2, "school_id": school_id, "field": "low_results", "value": False}
    row |= {
        "computed": True,
        "reason": "санаторный класс",
        "order_number": "№ 12",
        "role": "начальник отдела",
    }
    return row | {"date": "2023-08-30", "expires": None, "status": "applied"} | other


def files() -> tuple[SentFile, ...]:
    """Build a file of one school with two findings and one of several schools."""
    finding = {
        "sheet": "Кадры",
        "cell": "E7",
        "severity": "error",
        "message_ru": "«Год рождения»: стоит 2930.",
    }
    return (
        SentFile(COPY, "s01", (finding, finding | {"sheet": None, "cell": None}), COPY),
        SentFile("2023/ГИА/ОГЭ-2023 часть 0.xlsx", None, (finding,), None),
    )


def facts(report: Report | None = None, **rows: list[dict[str, Any]]) -> SiteFacts:
    """Build what the pages are made from; ``rows`` replace those of a table."""
    report = report or build.report()
    ids = [school.school_id for school in report.schools]
    given = _rows(ids) | rows
    specs = (*TABLES, INDICATOR_VALUE, INDICATOR_FORMULA)
    tables = {spec.name: spec.of_rows(given.get(spec.name, [])) for spec in specs}
    return site_facts(report, tables, rule_ru=RULE, files=files())


@cache
def usual() -> SiteFacts:
    """Build the facts of the usual report once."""
    return facts()


def crowded() -> SiteFacts:
    """Build a year whose one school has as much on its sheet as any: twenty plans missed, low everywhere."""
    ids = [f"indicator_{number}" for number in range(20)]
    value, title = build.value(30, 60), "Доля педагогов, использующих методические материалы по вопросам "
    lines = tuple(
        build.line(
            dict.fromkeys(build.YEARS, value),
            indicator_id=each,
            title_ru=f"{title}повышения качества обучения, размещённые на сайте управления, {number}",
            plans={YEAR: (build.plan(75.0),)},
        )
        for number, each in enumerate(ids)
    )
    school = dataclasses.replace(
        build.report().schools[0],
        name_short="МБОУ «Покровско-Урустамакская основная общеобразовательная школа-детский сад»",
        programme_group="both",
        values=dict.fromkeys(ids, value),
        past=dict.fromkeys(ids, dict.fromkeys(build.YEARS, value)) | {"vpr_pass_share": {YEAR: value}},
    )
    drawn = build.line({}, indicator_id="vpr_pass_share", title_ru="Процент справляемости обучающихся по ВПР")
    return facts(
        build.report(indicators=(*lines, drawn), schools=(school,)),
        cluster_comparison=[compared("s01", indicator_id=each) for each in ids],
        measure_progress=[measure(f"X 4.{number}", indicators=", ".join(ids)) for number in range(8)],
    )


def _rows(ids: list[str]) -> dict[str, list[dict[str, Any]]]:
    return {
        SCHOOL_YEAR.name: [
            {"school_id": each, "cluster_id": "town" if number % 2 else "rural"}
            for number, each in enumerate(ids)
        ],
        IDENTIFICATION.name: [identified(each) for each in ids],
        PROCEDURE_RESULT.name: [procedure(each, grade) for each in ids for grade in range(4, 9)],
        OVERRIDE.name: [decision("s01")],
        SOCIAL_INDEX.name: [{"year": YEAR, "school_id": each, "threshold": 50.0} for each in ids],
        RISK_PROFILE.name: [
            {"school_id": each, "factor": number, "factor_ru": factor, "level": "high"}
            | {"level_ru": "высокая", "evidence_ru": "«Показатель»: 12,0 % (12 из 100)."}
            for each in ids
            for number, factor in enumerate(FACTORS, start=1)
        ],
        CLUSTER.name: [
            {"cluster_id": "town", "cluster_title": "Городские школы"},
            {"cluster_id": "rural", "cluster_title": "Сельские школы"},
        ],
        CLUSTER_COMPARISON.name: [compared(each) for each in ids],
        MEASURE_PROGRESS.name: [measure(), measure("X 4.8", fact=None, done_share=None, indicators=None)],
        SUBMISSION.name: [
            {"school_id": each, "form_title": "Кадры", "required": True, "status": "missing"}
            for each in ids[:2]
        ],
        INDICATOR_FORMULA.name: [
            {"indicator_id": "vpr_pass_share", "formula_ru": "100 × (отметки) / (все)", "sql": "SELECT a < 1"}
        ],
        INDICATOR_VALUE.name: [
            {"indicator_id": "vpr_pass_share", "scope": "cluster", "scope_id": "town", "numerator": 90.0}
            | {"denominator": 100.0, "value": 90.0, "ci_low": 82.6, "ci_high": 94.5, "status": "ok"}
            | {"schools_reported": 6, "schools_expected": 7, "year": YEAR}
        ],
    }
