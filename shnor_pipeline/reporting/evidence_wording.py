"""Sentences about what stands beside indicators: measures, identification, effect, clusters, road map.

Belongs here: Russian words for codes of the evidence and the sentences drawn from it, with the conclusions of
the memo. Does not belong here: sentences about indicators (``wording``), the facts (``evidence``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shnor_pipeline.reporting.numbers import NBSP, percent
from shnor_pipeline.reporting.recommendations import HEAD, METHODISTS, OFFICE, TUTORS
from shnor_pipeline.reporting.summary import judged, overdue
from shnor_pipeline.reporting.wording import (
    TARGETS,
    THRESHOLDS,
    changes_sentences,
    counted,
    day_ru,
    farthest_sentence,
    gaps_sentence,
    met_sentence,
    named,
    quoted,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shnor_pipeline.reporting.evidence import (
        ClusterLine,
        ComparedLine,
        EffectLine,
        IdentifiedLine,
        MeasureLine,
    )
    from shnor_pipeline.reporting.model import Report

OVERRIDE_FIELDS = {"low_results": "низкие результаты", "adverse": "неблагоприятные социальные условия"}
OVERRIDE_STATUSES = {
    "applied": "применено",
    "expired": "срок истёк",
    "unmatched": "не к чему отнести",
}
YES_NO: dict[bool | None, str] = {True: "да", False: "нет", None: "нет данных"}
MEASURE_OUTCOMES = {
    "done": "выполнено",
    "partly_done": "выполнено не полностью",
    "not_done": "не выполнено",
    "not_reported": "нет сведений",
}
TO_WHOM = {
    HEAD: "руководителям школ",
    METHODISTS: "методистам и районным методическим объединениям",
    TUTORS: "муниципальной тьюторской команде",
    OFFICE: "отделу образования",
}
BLANK = "до «___» __________ 20___ г."
IDENTIFICATION_NOTE = (
    "«Повторно» – низкий результат в одной и той же процедуре несколько лет подряд. Вероятность ошибки – "
    "вероятность того, что истинный признак школы другой: доля не справившихся в каждой процедуре известна "
    "не точно, а с разбросом, который зависит от числа участников. «Работ до смены вывода» – наименьшее "
    "число работ, при другом исходе которых вывод правила был бы другим. Социальный индекс "
    "неофициальный: программа не приводит ни формулы, ни порога."
)
EFFECT_NOTE = (
    "«Ожидалось» – изменение, которое при таком начальном уровне дали бы возврат к среднему и общее "
    "изменение в других школах тех же кластеров. Улучшение названо показанным, только если весь "
    "95-процентный интервал изменения сверх ожидаемого лежит по лучшую сторону нуля. Значения – средние "
    "по школам, а не по ученикам, поэтому они отличаются от таблиц раздела 3."
)
PROCEDURES = {"vpr": "ВПР", "oge": "ОГЭ", "ege": "ЕГЭ", "ege_base": "ЕГЭ (база)"}
BETTER, WORSE = "лучше кластера", "хуже кластера"
DOUBTFUL_FROM = 0.2
"""Chance of error from which the memo asks to look again at a school's status."""


def measure_outcome(line: MeasureLine) -> str:
    """Say what became of a measure with a plan: ``выполнено``, ``нет сведений``."""
    if line.fact is None:
        return MEASURE_OUTCOMES["not_reported"]
    if line.fact >= (line.plan or 0):
        return MEASURE_OUTCOMES["done"]
    return MEASURE_OUTCOMES["partly_done" if line.fact > 0 else "not_done"]


def measures_counted(planned: Sequence[MeasureLine]) -> str:
    """Say how many measures with a plan were done, done in part, not done and not told of."""
    outcomes = [measure_outcome(line) for line in planned]
    told = [f"{word} – {outcomes.count(word)}" for word in MEASURE_OUTCOMES.values() if word in outcomes]
    nouns = ("мероприятие", "мероприятия", "мероприятий")
    return f"План на отчётный год имеют {counted(len(planned), *nouns)}: {', '.join(told)}."


def schools_between_years(now: int, before: int | None) -> str:
    """Say whether there are fewer schools than a year ago."""
    if before is None:
        return f"школ в районе: {now}; с предыдущим годом не сравнить"
    return f"школ в районе: {now}, годом раньше: {before}"


def profile_sentence(high: Mapping[int, int], titles: Mapping[int, str]) -> str:
    """Name the risk factors that most schools of the programme have with high significance."""
    if not high:
        return "Факторов риска высокой значимости у школ программы не выявлено."
    order_of_factors = sorted(high, key=lambda factor: (-high[factor], factor))
    factors = [
        f"{quoted(titles[factor])} – {counted(high[factor], 'школа', 'школы', 'школ')}"
        for factor in order_of_factors
    ]
    return f"Высокую значимость чаще всего имеют факторы: {named(factors)}."


def low_reasons(line: IdentifiedLine) -> str:
    """Say by which part of the rule a school has low results; empty when by none.

    ``повторно`` is one and the same procedure in this year and the years before.
    """
    reasons = []
    if line.low_two_or_more:
        reasons.append("несколько процедур")
    if line.low_same_twice:
        reasons.append("повторно")
    return "; ".join(reasons)


def is_doubtful(line: IdentifiedLine) -> bool:
    """Tell whether chance could easily have decided a school's status otherwise."""
    return line.chance_misclassified is not None and line.chance_misclassified >= DOUBTFUL_FROM


def identified_sentence(report: Report) -> str:
    """Say how many schools are identified and for how many of them that is uncertain; empty without them."""
    lines = report.evidence.identified
    if not lines:
        return ""
    low = [line for line in lines if line.low_results]
    doubtful = sum(is_doubtful(line) for line in low)
    few = sum(line.status == "few" for line in low)
    adverse = sum(bool(line.adverse) for line in lines)
    schools = ("школы", "школ", "школ")
    return (
        f"Низкие образовательные результаты по правилу имеют {len(low)} из {counted(len(lines), *schools)}, "
        f"неблагоприятные социальные условия – {adverse}. Из {len(low)} выводов о низких результатах в "
        f"{doubtful} вероятность ошибки не меньше {percent(100 * DOUBTFUL_FROM, 0)}, в {few} решает малая "
        f"выборка."
    )


def effect_sentence(known: Sequence[EffectLine], better: Mapping[str, str]) -> str:
    """Say for how many indicators the programme's schools did better, worse or as expected anyway."""
    if not known:
        return (
            "Эффект программы за отчётный год не определён: сравнивать школы программы с другими школами тех "
            "же кластеров ещё не с чем."
        )
    improved = sum(each.claim == "improved" for each in known)
    worse = sum(is_worse_than_expected(each, better) for each in known)
    nouns = ("показателю", "показателям", "показателям")
    return (
        f"Изменения в школах программы сопоставлены с ожидаемыми и без неё по {counted(len(known), *nouns)}: "
        f"улучшение сверх ожидаемого показано по {improved}, изменение надёжно хуже ожидаемого – по {worse}, "
        f"по остальным {len(known) - improved - worse} отличие от ожидаемого не выходит за пределы "
        f"случайного."
    )


def is_worse_than_expected(line: EffectLine, better: Mapping[str, str]) -> bool:
    """Tell whether the whole interval of the net change lies on the worse side of zero.

    Args:
        line: The effect.
        better: Direction of each indicator: ``higher``, ``lower`` or ``context``.
    """
    if line.ci_low is None or line.ci_high is None:
        return False
    direction = better.get(line.indicator_id)
    return (direction == "higher" and line.ci_high < 0) or (direction == "lower" and line.ci_low > 0)


def effect_verdict(line: EffectLine, better: Mapping[str, str]) -> str:
    """Say what an effect shows, in three words at most."""
    if line.claim == "improved":
        return "улучшение показано"
    return "хуже ожидаемого" if is_worse_than_expected(line, better) else "не показано"


def compared_verdict(line: ComparedLine, direction: str) -> str:
    """Say how a school stands to its cluster: a word only where chance does not explain the difference."""
    if line.difference is None:
        return "сравнить не с чем"
    if line.ci_low is None:
        return "без интервала"
    if not line.certain:
        return "не отличается"
    if direction == "context":
        return "выше кластера" if line.difference > 0 else "ниже кластера"
    return BETTER if (line.difference > 0) == (direction == "higher") else WORSE


def directions(report: Report) -> dict[str, str]:
    """Return which way is better, by indicator."""
    return {line.indicator_id: line.direction for line in report.indicators}


def next_term(report: Report) -> str:
    """Return the end of the next step of the road maps; a blank to fill in where there is none."""
    later = [step for step in report.evidence.steps if int(step.ends[:4]) > report.year]
    if not later:
        return BLANK
    step = min(later, key=lambda each: each.ends)
    return f"до {day_ru(step.ends)} ({step.stage_ru} мониторинг)"


def memo_conclusions(report: Report) -> tuple[str, ...]:
    """Draw the conclusions of the memo: plans, distance, change, identification, effect, measures.

    Returns:
        Two to six paragraphs, each with its numbers.
    """
    targets, thresholds = judged(report, TARGETS), judged(report, THRESHOLDS)
    planned = [line for line in report.evidence.measures if line.plan]
    met = (
        met_sentence(targets, "Целевые показатели раздела III программы"),
        met_sentence(thresholds, "Показатели мониторинга с порогом (раздел VIII)"),
    )
    candidates = (
        " ".join(met),
        farthest_sentence((*targets, *thresholds), report.year),
        " ".join(changes_sentences(report, report.indicators)),
        identified_sentence(report),
        effect_sentence(
            [each for each in report.evidence.effects if each.net_change is not None], directions(report)
        ),
        _measures_concluded(planned) if planned else gaps_sentence(report),
    )
    return tuple(each for each in candidates if each)


def _measures_concluded(planned: Sequence[MeasureLine]) -> str:
    late = len(overdue(planned))
    nouns = ("мероприятия", "мероприятий", "мероприятий")
    return (
        f"Из {counted(len(planned), *nouns)} с планом на год выполнено полностью {len(planned) - late}; "
        f"не выполнено полностью или не подтверждено сведениями – {late} (см. проект решений)."
        if late
        else f"Все мероприятия с планом на год ({len(planned)}) выполнены полностью."
    )


def stage_sentence(report: Report) -> str:
    """Say which step of the road map the memo reports; empty where none ends in the year."""
    steps = [
        step
        for step in report.evidence.steps
        if step.level == "programme" and step.ends.startswith(str(report.year))
    ]
    if not steps:
        return ""
    step = steps[-1]
    dates = step.dates_ru[0].lower() + step.dates_ru[1:]
    result = (
        f"; ожидаемый результат: {step.result_ru[0].lower()}{step.result_ru[1:]}" if step.result_ru else ""
    )
    return (
        f"Этап дорожной карты: {step.stage_ru} мониторинг, срок {dates}, ответственный – "
        f"{step.responsible_ru}{result.rstrip('.')}."
    )


def cluster_ground(line: ClusterLine) -> str:
    """Say what a cluster was made by: a list, with its order where that is known, or a rule."""
    if not line.stated:
        return "местность и вид школы"
    return f"списком, приказ от{NBSP}{day_ru(line.order_date)}" if line.order_date else "списком района"


def changes_among(report: Report, indicator_ids: Sequence[str]) -> str:
    """Say which of these indicators surely changed since the year before, by the rule of the conclusions."""
    return " ".join(
        changes_sentences(report, [line for line in report.indicators if line.indicator_id in indicator_ids])
    )
