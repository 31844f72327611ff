"""Sentences about the plans themselves: where trends lead, what a plan asks of a school.

Belongs here: Russian words for outlooks and the sentences drawn from them. Does not belong here: sentences
about values (``wording``) and other evidence (``evidence_wording``), computing anything (``indicators``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shnor_pipeline.reporting.counts import count, key_of, strict_plans, tally
from shnor_pipeline.reporting.numbers import CONDITIONS, NBSP, condition, number, percent, plain
from shnor_pipeline.reporting.summary import EVEN_CHANCE
from shnor_pipeline.reporting.wording import counted, named, quoted, told

if TYPE_CHECKING:
    from shnor_pipeline.reporting.evidence import ProspectLine
    from shnor_pipeline.reporting.model import Report

OUTLOOKS = {
    "within_reach": "достижимых",
    "out_of_reach": "недостижимых",
    "open": "таких, что интервал прогноза накрывает план,",
    "none": "без прогноза",
}
"""What a trend says of the last plans, in the genitive plural."""
OUTLOOK = {
    "within_reach": "достижим",
    "out_of_reach": "недостижим при нынешнем темпе",
    "open": "интервал накрывает план",
    "none": "прогноза нет",
}
OUTLOOK_NOTE = (
    "Прогноз – продолжение прямой, проведённой через годовые значения (метод наименьших квадратов), с "
    "95-процентным интервалом. План назван недостижимым при нынешнем темпе (или достижимым), только если "
    "хуже него (или не хуже) весь интервал. Прогнозы для всех планов – на листе «Прогноз» книги "
    "monitoring.xlsx."
)


def outlook_sentence(report: Report) -> str:
    """Say for how many of the last plans the trend is enough, is not, or does not tell; empty without it."""
    known = [line for line in report.evidence.prospects if line.outlook != "none"]
    if not known:
        return ""
    outlooks = tally(report, "prospects_of_outlook")
    parts = [f"{word} – {number(outlooks[each], 0)}" for each, word in OUTLOOKS.items() if each in outlooks]
    return (
        f"Последних планов программы – {told(report, 'prospects')}, из них при нынешнем темпе к "
        f"{known[0].last_year} году {', '.join(parts)}."
    )


def demands_sentence(report: Report) -> str:
    """Say how often a plan asks more of a school than its number of people allows; empty without plans."""
    demanded = count(report, "demands")
    if not demanded:
        return ""
    rather_missed = told(report, "demands_against_chance")
    strict = (
        f", а в {told(report, 'demands_forgiving_nobody')} план ниже 100{NBSP}% выполним только без единого "
        "исключения"
        if count(report, "demands_forgiving_nobody")
        else ""
    )
    return (
        "План, общий для школ программы, для отдельной школы строже, чем кажется: при доле, в точности "
        "равной плану, школа не выполняла бы его чаще, чем выполняла (вероятность меньше "
        f"{percent(100 * EVEN_CHANCE, 0)}), в {rather_missed} из "
        f"{counted(demanded, 'сочетания', 'сочетаний', 'сочетаний')} школы и плана{strict}."
        f"{_strictest(report)} Чего каждый план требует от каждой школы – на листе «Достижимость планов» "
        "книги monitoring.xlsx."
    )


def _strictest(report: Report) -> str:
    """Name the plans that most schools would rather miss at the planned share; empty where there are none."""
    asked, missed = tally(report, "demands_of_plan"), tally(report, "demands_against_chance_of_plan")
    strict = strict_plans(report)
    ordered = sorted(strict, key=lambda key: -missed[key] / asked[key])
    texts = [
        f"{quoted(line.title_ru)}, {condition(plan)}{NBSP}% (школ {number(missed[key], 0)} из "
        f"{number(asked[key], 0)})"
        for key in ordered
        for line, plan in (strict[key],)
    ]
    return f" Строже всего: {named(report, texts, 'plans_strict')}." if texts else ""


def projected_text(report: Report, line: ProspectLine) -> str:
    """Write a projection with its interval: ``58,9 (от 6,4 до 100,0)``."""
    shown = (
        number(tally(report, name)[line.indicator_id], 1)
        for name in ("projection", "projection_low", "projection_high")
    )
    return "{} (от {} до {})".format(*shown)


def last_plan(report: Report, line: ProspectLine) -> str:
    """Write the last plan of an indicator with its year: ``≥ 50 (2022)``."""
    target = tally(report, "last_plan")[key_of(line.indicator_id, line.kind)]
    return f"{CONDITIONS[line.operator]}{NBSP}{plain(target)} ({line.plan_year})"
