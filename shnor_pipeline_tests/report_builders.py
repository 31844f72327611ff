"""Builders of report models: a value, an indicator, a whole year with everything a real one has.

Belongs here: models made by hand, so that no test of a renderer needs a home folder. Does not belong here:
expectations.
"""

from __future__ import annotations

import hashlib
from typing import Any

from shnor_pipeline.indicators.intervals import wilson
from shnor_pipeline.reporting.model import (
    CorrectionLine,
    FindingLine,
    IndicatorLine,
    Plan,
    Report,
    SchoolLine,
    SourceLine,
    Value,
)

YEARS = (2018, 2019, 2020, 2021, 2022, 2023)
FEW_BELOW = 10

# Id, title, clause, unit, direction, numerators of six years, denominators of six years; 0 of 0 is no data.
INDICATORS: tuple[tuple[str, str, str, str, str, tuple[float, ...], tuple[float, ...]], ...] = (
    (
        "gia9_pass_share",
        "Доля обучающихся, успешно прошедших ГИА-9",
        "III, целевой показатель 10",
        "percent",
        "higher",
        (50, 51, 0, 198, 190, 45),
        (60, 60, 0, 201, 200, 60),
    ),
    (
        "extra_education_share",
        "Доля обучающихся, охваченных системой дополнительного образования",
        "III, целевой показатель 2; VIII, мониторинг",
        "percent",
        "higher",
        (900, 950, 1000, 1100, 1150, 1400),
        (1800, 1820, 1830, 1840, 1850, 1860),
    ),
    (
        "vacancy_share",
        "Доля вакантных руководящих и педагогических должностей",
        "III, целевой показатель 7",
        "percent_of_units",
        "lower",
        (20, 18.5, 17.75, 12.25, 13, 12),
        (260, 262, 264.5, 259.25, 260, 261),
    ),
    (
        "network_share",
        "Доля школ, включённых в сетевое взаимодействие",
        "III, целевой показатель 9",
        "percent_of_schools",
        "higher",
        (1, 5, 8, 16, 17, 18),
        (20, 20, 20, 20, 20, 20),
    ),
    (
        "tutoring_share",
        "Доля педагогов, охваченных тьюторством",
        "III, целевой показатель 4",
        "percent",
        "higher",
        (36, 101, 128, 143, 140, 141),
        (175, 175, 175, 175, 175, 175),
    ),
    (
        "resource_centre_share",
        "Доля школ, ставших ресурсными центрами, «точками роста»",
        "III, целевой показатель 14",
        "percent_of_schools",
        "higher",
        (0, 0, 1, 1, 1, 1),
        (20, 20, 20, 20, 20, 20),
    ),
    (
        "preventive_register_share",
        "Доля обучающихся на профилактическом учёте",
        "VIII, мониторинг",
        "percent",
        "lower",
        (150, 148, 147, 148, 140, 210),
        (1800, 1820, 1830, 1840, 1850, 1860),
    ),
    (
        "vpr_pass_share",
        "Процент справляемости обучающихся по ВПР",
        "VIII, мониторинг",
        "percent",
        "higher",
        (2000, 2010, 1938, 1399, 1400, 1420),
        (2400, 2390, 2572, 1689, 1690, 1700),
    ),
    (
        "competence_growth_share",
        "Доля педагогов, демонстрирующих прирост компетенций",
        "VIII, мониторинг",
        "percent",
        "higher",
        (0, 60, 92, 101, 100, 0),
        (0, 120, 154, 150, 150, 0),
    ),
    (
        "olympiad_prize_share",
        "Доля призёров и победителей муниципального этапа ВсОШ",
        "VIII, мониторинг",
        "percent",
        "higher",
        (3, 2, 4, 2, 5, 3),
        (20, 21, 22, 4, 25, 7),
    ),
    (
        "retention_4_5",
        "Сохранность контингента при переходе из 4 в 5 класс",
        "II; VIII, мониторинг",
        "percent",
        "higher",
        (0, 180, 181, 190, 188, 191),
        (0, 181, 180, 189, 189, 190),
    ),
    (
        "ege_mean_score",
        "Средний балл ЕГЭ",
        "II, описание ситуации",
        "score",
        "higher",
        (9000, 9100, 10655, 10927, 10000, 9876),
        (160, 165, 173, 180, 170, 168),
    ),
    (
        "oge_mean_mark",
        "Средняя отметка ОГЭ",
        "II, описание ситуации",
        "mark",
        "higher",
        (1450, 1460, 0, 1479, 1480, 1475),
        (410, 415, 0, 422, 420, 421),
    ),
    (
        "low_income_share",
        "Доля детей из малообеспеченных семей",
        "II, описание ситуации",
        "percent",
        "context",
        (740, 745, 760, 759, 750, 748),
        (1800, 1820, 1830, 1840, 1850, 1860),
    ),
    (
        "teachers_50_share",
        "Доля педагогов 50 лет и старше",
        "II, описание ситуации",
        "percent",
        "context",
        (90, 92, 95, 96, 97, 98),
        (175, 175, 175, 175, 175, 175),
    ),
)
PLANS = {
    "gia9_pass_share": (("target", ">=", 90.0),),
    "extra_education_share": (("target", ">=", 75.0), ("monitoring", ">=", 100.0)),
    "vacancy_share": (("target", "<=", 5.0),),
    "network_share": (("target", ">=", 90.0),),
    "tutoring_share": (("target", ">=", 80.0),),
    "resource_centre_share": (("target", ">=", 10.0),),
    "preventive_register_share": (("monitoring", "<=", 5.0),),
    "vpr_pass_share": (("monitoring", ">=", 75.0),),
    "competence_growth_share": (("monitoring", ">=", 80.0),),
}
SCHOOL_NAMES = (
    *(f"МБОУ СОШ №{number}" for number in range(1, 8)),
    *("МБОУ «Гимназия №4»", "МБОУ «Лицей №3»", "МБОУ Белоозёрская ООШ", "МБОУ Дубравинская СОШ"),
    *("МБОУ Исергаповская СОШ", "МБОУ Каменноложская ООШ", "МБОУ Луговодольская НОШ"),
    *("МБОУ Ольховоключевская ООШ", "МБОУ Покровско-Урустамакская СОШ", "МБОУ Родниковская СОШ"),
    *("МБОУ Светлополянская СОШ", "МБОУ Тихореченская СОШ", "МБОУ Яблоневская ООШ"),
)


def value(numerator: float, denominator: float, **other: Any) -> Value:
    """Build a percent of people with its interval; ``other`` overrides any field."""
    if not denominator:
        return missing(**other)
    low, high = (100 * float(limit) for limit in wilson(numerator, denominator))
    fields: dict[str, Any] = {
        "value": 100 * numerator / denominator,
        "numerator": float(numerator),
        "denominator": float(denominator),
        "ci_low": low,
        "ci_high": high,
        "schools_reported": 8,
        "schools_expected": 8,
        "status": "few" if denominator < FEW_BELOW else "ok",
    }
    return Value(**(fields | other))


def missing(status: str = "none", expected: int = 8) -> Value:
    """Build a value that is not there."""
    return Value(None, None, None, None, None, 0, expected, status)


def plan(target: float = 90.0, operator: str = ">=", **other: Any) -> Plan:
    """Build a plan that was met for certain; ``other`` overrides any field."""
    fields: dict[str, Any] = {
        "kind": "target",
        "target": target,
        "operator": operator,
        "gap": None,
        "verdict": "met",
        "certain": True,
        "base_stated": None,
    }
    return Plan(**(fields | other))


def line(values: dict[int, Value], **other: Any) -> IndicatorLine:
    """Build an indicator with values by year; ``other`` overrides any field."""
    fields: dict[str, Any] = {
        "indicator_id": "gia9_pass_share",
        "title_ru": "Доля сдавших ГИА-9",
        "clause": "III, целевой показатель 10",
        "unit": "percent",
        "direction": "higher",
        "decimals": 1,
        "numerator_ru": "сдавшие",
        "denominator_ru": "сдававшие",
        "reading_ru": "",
        "scope": "programme",
        "values": values,
    }
    return IndicatorLine(**(fields | other))


def correction(line: int = 2, **other: Any) -> CorrectionLine:
    """Build an applied correction; ``other`` overrides any field."""
    fields: dict[str, Any] = {
        "line": line,
        "file": "2023/Школы/СОШ №5 кадры и контингент 2022-2023.xlsx",
        "sheet": "Кадры",
        "cell": f"P{line + 8}",
        "form_title_ru": "Кадры",
        "column_ru": "Год последних курсов",
        "old": "2020",
        "new": "2019",
        "reason": "сверено с удостоверением",
        "order_number": "57-о",
        "role": "методист отдела образования",
        "date": "2023-04-12",
        "status": "applied",
    }
    return CorrectionLine(**(fields | other))


CORRECTIONS = (
    correction(),
    correction(3, cell="C7", column_ru="ФИО", old="•••", new="•••"),
    correction(4, cell="D9", column_ru="Прибыло", old=None, new="1", order_number="№ 58"),
    correction(5, old="1980", new="1981", status="stale"),
    correction(
        6,
        file=None,
        sheet=None,
        cell=None,
        form_title_ru="Контингент",
        column_ru="Прибыло",
        status="unmatched",
    ),
)
"""Corrections of every kind."""


def report(**other: Any) -> Report:
    """Build the report of 2023 with gaps, small samples, findings and sources; ``other`` overrides."""
    fields: dict[str, Any] = {
        "year": 2023,
        "years": YEARS,
        "demo": True,
        "programme_title": "Муниципальная программа поддержки школ на 2021 – 2024 годы",
        "approved_text": "Утверждена приказом начальника отдела образования от 31.08.2021 № 314",
        "municipality": "Бавлинский муниципальный район",
        "stage_ru": "итоговый",
        "indicators": tuple(_indicator(*each) for each in INDICATORS),
        "schools": tuple(_school(number, name) for number, name in enumerate(sorted(SCHOOL_NAMES), start=1)),
        "findings": tuple(_finding(number) for number in range(30)),
        "sources": tuple(_source(number) for number in range(25)),
        "readings": tuple(
            (f"III, целевой показатель {number}", "Не назван знаменатель.", "Доля от всех обучающихся.")
            for number in range(1, 13)
        ),
        "not_held": ("ЕГЭ по математике базового уровня",),
    }
    return Report(**(fields | other))


def _indicator(
    indicator_id: str,
    title: str,
    clause: str,
    unit: str,
    direction: str,
    numerators: tuple[float, ...],
    denominators: tuple[float, ...],
) -> IndicatorLine:
    scale = 1 if unit in {"score", "mark"} else 100
    values = {}
    for year, numerator, denominator in zip(YEARS, numerators, denominators, strict=True):
        other: dict[str, Any] = {}
        if denominator and unit != "percent":
            other = {
                "ci_low": None,
                "ci_high": None,
                "value": scale * numerator / denominator,
                "status": "ok",
            }
        if not denominator and year == 2020:
            other = {"status": "not_held"}
        if indicator_id == "ege_mean_score" and year == 2023:
            other |= {"status": "partial", "schools_reported": 5, "schools_expected": 6}
        values[year] = value(numerator, denominator, **other)
    return line(
        values,
        indicator_id=indicator_id,
        title_ru=title,
        clause=clause,
        unit=unit,
        direction=direction,
        decimals=2 if unit == "mark" else 1,
        scope="municipality" if unit == "percent_of_schools" else "programme",
        reading_ru="Обучающийся считается один раз.",
        plans={
            year: tuple(_judged(each, *given) for given in PLANS.get(indicator_id, ()))
            for year, each in values.items()
        },
    )


def _judged(fact: Value, kind: str, operator: str, target: float) -> Plan:
    if fact.value is None:
        return plan(target, operator, kind=kind, verdict="no_data", certain=None)
    met = fact.value >= target if operator == ">=" else fact.value <= target
    covered = fact.ci_low is not None and fact.ci_high is not None and fact.ci_low <= target <= fact.ci_high
    return plan(
        target,
        operator,
        kind=kind,
        gap=fact.value - target,
        verdict="met" if met else "not_met",
        certain=not covered,
    )


def _school(number: int, name: str) -> SchoolLine:
    pupils = 20 + number * 17
    values = {each[0]: value(min(number * 3, pupils), pupils) for each in INDICATORS}
    values["gia9_pass_share"] = missing() if number == 5 else value(number, 4 + number)
    values["oge_mean_mark"] = missing("not_held")
    kinds = {"ООШ": "basic", "НОШ": "primary", "Гимназия": "gymnasium", "Лицей": "lyceum"}
    return SchoolLine(
        school_id=f"s{number:02d}",
        name_short=name,
        kind=next((kind for word, kind in kinds.items() if word in name), "school"),
        locality="town" if "№" in name else "rural",
        cluster_title="Городские школы" if "№" in name else "Сельские школы",
        programme_group=("low_results", "adverse", "both")[number % 3] if number % 5 < 2 else None,
        pupils=None if number == 14 else pupils,
        values=values,
    )


def _finding(number: int) -> FindingLine:
    error = number < 12
    return FindingLine(
        finding_id=f"{number:016x}",
        file=f"2023/ГИА/ОГЭ-2023 часть {number % 4}.xlsx",
        form="oge",
        sheet="Математика" if number % 7 else None,
        cell=f"J{number + 10}" if number % 7 else None,
        rule_id="C001" if error else "B001",
        rule_title_ru="Значение нужного вида" if error else "Минимальный балл равен официальному",
        severity="error" if error else "warning",
        value="пять",
        message_ru=f"«Оценка»: стоит «пять», строка {number + 10}, ожидается целое число от 2 до 5.",
    )


def _source(number: int) -> SourceLine:
    rejected = number == 7
    rows = 0 if rejected else 100 + number
    return SourceLine(
        file=f"2023/Школы/Школа {number} кадры и контингент 2022-2023.xlsx",
        form=None if rejected else "staff",
        form_title_ru="" if rejected else "Кадры",
        sha256=hashlib.sha256(str(number).encode()).hexdigest(),
        rows_read=rows,
        rows_accepted=rows - (number == 3),
        rows_quarantined=int(number == 3),
        status="rejected" if rejected else "partial" if number == 3 else "accepted",
    )
