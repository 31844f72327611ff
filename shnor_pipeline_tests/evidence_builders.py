"""Builders of what a report knows beside values: identification, comparison, effect, risks, measures.

Belongs here: evidence made by hand for the schools of ``report_builders``. Does not belong here:
expectations.
"""

from __future__ import annotations

from typing import Any

from shnor_pipeline.reporting.evidence import (
    AttainabilityLine,
    ClusterLine,
    ComparedLine,
    ContradictionLine,
    EffectLine,
    Evidence,
    FlagLine,
    GapLine,
    IdentifiedLine,
    MeasureLine,
    MunicipalLine,
    OverrideLine,
    ProcedureLine,
    ProgrammeRiskLine,
    ProspectLine,
    RiskLine,
    StepLine,
    SubmissionLine,
)

SCHOOLS = tuple(f"s{number:02d}" for number in range(1, 21))
FACTORS = (
    *("Низкий уровень оснащения школы", "Дефицит педагогических кадров"),
    *("Недостаточная компетентность педагогов", "Высокая доля обучающихся с ОВЗ"),
    *("Языковые барьеры", "Низкая учебная мотивация", "Пониженный уровень благополучия"),
    *("Низкий уровень дисциплины", "Риски учебной неуспешности", "Низкий уровень вовлечённости родителей"),
)


def identified(school_id: str = "s01", **other: Any) -> IdentifiedLine:
    """Build a school without low results, for certain; ``other`` overrides any field."""
    fields: dict[str, Any] = {
        "school_id": school_id,
        "procedures_held": 14,
        "procedures_low": 0,
        "low_two_or_more": False,
        "low_same_twice": False,
        "low_results": False,
        "chance_misclassified": 0.004,
        "pupils_to_flip": 8,
        "social_index": 52.25,
        "adverse": False,
        "status": "ok",
    }
    return IdentifiedLine(**(fields | other))


def low(school_id: str, chance: float, **other: Any) -> IdentifiedLine:
    """Build a school with low results in three procedures."""
    fields = {"procedures_low": 3, "low_two_or_more": True, "low_results": True, "pupils_to_flip": 2}
    return identified(school_id, chance_misclassified=chance, **(fields | other))


def procedure(school_id: str = "s01", **other: Any) -> ProcedureLine:
    """Build a procedure in which 3 of 8 did not pass; ``other`` overrides any field."""
    fields: dict[str, Any] = {
        "school_id": school_id,
        "kind": "vpr",
        "subject": "математика",
        "grade": 5,
        "participants": 8,
        "failed": 3,
        "share": 37.5,
        "low": True,
        "low_before": False,
        "cluster_share": 12.5,
        "outside_95": False,
    }
    return ProcedureLine(**(fields | other))


def compared(school_id: str = "s01", **other: Any) -> ComparedLine:
    """Build a school that lies surely below its cluster; ``other`` overrides any field."""
    fields: dict[str, Any] = {
        "indicator_id": "vpr_pass_share",
        "school_id": school_id,
        "cluster_id": "rural",
        "value": 60.0,
        "others_numerator": 270.0,
        "others_denominator": 300.0,
        "others_value": 90.0,
        "others_schools": 6,
        "difference": -30.0,
        "ci_low": -44.0,
        "ci_high": -17.0,
    }
    return ComparedLine(**(fields | other))


def effect(**other: Any) -> EffectLine:
    """Build a change of which no improvement is shown; ``other`` overrides any field."""
    fields: dict[str, Any] = {
        "base_year": 2018,
        "indicator_id": "vpr_pass_share",
        "schools_programme": 7,
        "schools_comparison": 12,
        "value_base": 80.0,
        "value": 84.0,
        "growth": 4.0,
        "growth_comparison": 1.0,
        "growth_expected": 3.0,
        "net_change": 1.0,
        "ci_low": -2.5,
        "ci_high": 4.5,
        "power_5": 0.6,
        "claim": "not_shown",
        "sentence_ru": "Улучшение сверх ожидаемого не показано.",
    }
    return EffectLine(**(fields | other))


def measure(measure_id: str = "X 4.1", **other: Any) -> MeasureLine:
    """Build a measure done as planned; ``other`` overrides any field."""
    fields: dict[str, Any] = {
        "measure_id": measure_id,
        "section": measure_id.split(maxsplit=1)[0],
        "title_ru": "Оценка профессиональных компетенций педагогов",
        "plan": 4.0,
        "fact": 4.0,
        "done_share": 1.0,
        "document": "Справка от 19.03.2023 № 159",
    }
    return MeasureLine(**(fields | other))


def step(stage_ru: str = "итоговый", ends: str = "2023-06-30", **other: Any) -> StepLine:
    """Build a step of the programme's road map; ``other`` overrides any field."""
    fields: dict[str, Any] = {
        "level": "programme",
        "stage_ru": stage_ru,
        "name_ru": "Мониторинг программ поддержки",
        "dates_ru": "Июнь 2023",
        "starts": f"{ends[:8]}01",
        "ends": ends,
        "responsible_ru": "МКУ «ОО БМР РТ»",
        "result_ru": "Получены данные о достижении ожидаемых результатов",
    }
    return StepLine(**(fields | other))


def submission(school_id: str | None = "s01", **other: Any) -> SubmissionLine:
    """Build a form received without fault; ``other`` overrides any field."""
    fields: dict[str, Any] = {
        "form": "staff",
        "form_title": "Кадры",
        "school_id": school_id,
        "required": True,
        "status": "received",
        "files": 1,
        "rows_accepted": 20,
        "rows_quarantined": 0,
        "findings_errors": 0,
        "findings_warnings": 0,
    }
    return SubmissionLine(**(fields | other))


def override(**other: Any) -> OverrideLine:
    """Build a decision that was applied; ``other`` overrides any field."""
    fields: dict[str, Any] = {
        "line": 2,
        "school_id": "s03",
        "field": "low_results",
        "value": False,
        "computed": True,
        "reason": "сверено с протоколами",
        "order_number": "61-о",
        "role": "начальник отдела образования",
        "date": "2023-05-15",
        "expires": None,
        "status": "applied",
    }
    return OverrideLine(**(fields | other))


def flag(**other: Any) -> FlagLine:
    """Build a marker that was found; ``other`` overrides any field."""
    fields: dict[str, Any] = {
        "school_id": "s07",
        "marker": "inflated_mean",
        "kind": "vpr",
        "subject": "математика",
        "grade": 5,
        "n": 50,
        "statistic": 3.95,
        "threshold": 3.5,
        "flagged": True,
        "sentence_ru": "Это повод проверить порядок проведения, а не вывод.",
    }
    return FlagLine(**(fields | other))


def prospect(indicator_id: str = "tutoring_share", **other: Any) -> ProspectLine:
    """Build a plan of 80 % that the interval of the trend covers; ``other`` overrides any field."""
    fields: dict[str, Any] = {
        "indicator_id": indicator_id,
        "kind": "target",
        "plan_year": 2023,
        "target": 80.0,
        "operator": ">=",
        "last_year": 2024,
        "years_used": "2021, 2022, 2023",
        "value": 84.25,
        "ci_low": 70.0,
        "ci_high": 98.5,
        "method_ru": "Линейный тренд.",
    }
    return ProspectLine(**(fields | other))


def demand(school_id: str = "s01", **other: Any) -> AttainabilityLine:
    """Build a plan of 90 % for ten people, nine of whom meet it; ``other`` overrides any field."""
    fields: dict[str, Any] = {
        "indicator_id": "gia9_pass_share",
        "kind": "target",
        "school_id": school_id,
        "target": 90.0,
        "operator": ">=",
        "denominator": 10,
        "needed": 9,
        "chance": 0.736,
    }
    return AttainabilityLine(**(fields | other))


def contradiction(number: int = 1, **other: Any) -> ContradictionLine:
    """Build a contradiction of the programme's text; ``other`` overrides any field."""
    fields: dict[str, Any] = {
        "rule_id": "T002",
        "number": number,
        "title_ru": "План не хуже базового значения",
        "clauses": f"III, целевой показатель {number}",
        "said_ru": "Доля педагогов",
        "arithmetic_ru": "80 > 70 (2019)",
        "consequence_ru": "Вывод – по плану года.",
    }
    return ContradictionLine(**(fields | other))


def evidence(**other: Any) -> Evidence:
    """Build evidence of every kind for the schools of a whole report; ``other`` overrides any part."""
    fields: dict[str, Any] = {
        "clusters": (ClusterLine("rural", "Сельские школы", 11, stated=True, order_date="2020-08-28"),),
        "identified": (
            *(identified(school_id) for school_id in SCHOOLS[2:]),
            low("s01", 0.41, status="few", low_same_twice=True),
            low("s02", 0.05, adverse=True, social_index=38.5),
        ),
        "procedures": (procedure("s01"), procedure("s02", low_before=True), procedure("s04", low=False)),
        "compared": (compared("s01"), compared("s05", ci_low=-5.0, ci_high=2.0, difference=-1.5)),
        "effects": (effect(), effect(indicator_id="gia9_pass_share", claim="improved", ci_low=0.5)),
        "gaps": (GapLine("municipality", "bavly", 20, 5, 30.4, 26.0, 32.4, "Разрыв – 30,4 п.п."),),
        "risks": tuple(
            RiskLine(school_id, number, title, level, word, None, None, "Основание названо.")
            for school_id in SCHOOLS
            for number, title in enumerate(FACTORS, start=1)
            for level, word in ((("high", "высокая"),) if number == 2 else (("no_data", "нет данных"),))
        ),
        "flags": (flag(), flag(flagged=False, subject="русский язык")),
        "measures": (
            measure(),
            measure("X 4.2", fact=1.0, done_share=0.25),
            measure("X 4.6", fact=None, done_share=None, document=None),
            measure("III 1.1", plan=None, fact=None, done_share=None),
        ),
        "municipal": (MunicipalLine("vpr_pass_share", 4500.0, 5000.0, 90.0, "ok"),),
        "submissions": (
            submission("s01", findings_errors=2, rows_quarantined=1),
            submission("s02", status="missing", files=0, rows_accepted=0),
            submission("s03"),
        ),
        "steps": (step("входной", "2020-06-23"), step("промежуточный", "2021-06-30"), step()),
        "programme_risks": (
            ProgrammeRiskLine("understaffing", "Неукомплектованность школ кадрами", "База кадрового резерва"),
            ProgrammeRiskLine("school_closure", "Закрытие школ", "Оптимизация сети"),
        ),
        "executors": (("X 4.2", "тьюторы"),),
        "readings": (("VIII, показатель мониторинга 3", "Один порог для двух величин.", "К справляемости."),),
        "rule_title_ru": "Правило Рособрнадзора",
        "rule_reading_ru": "Школа имеет низкие результаты, если не менее 30 % участников не справились.",
        "office_ru": "МКУ «ОО БМР РТ»",
        "purpose_ru": "Повышение качества образования.",
        "schools_before": 20,
    }
    return Evidence(**(fields | other))
