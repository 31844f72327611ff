"""Sentences about what stands beside indicators: measures, identification, effect, clusters, road map.

Belongs here: Russian words for codes of the evidence and the sentences drawn from it, with the conclusions of
the memo. Does not belong here: sentences about indicators (``wording``), the facts (``evidence``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shnor_pipeline.reporting.counts import count, tally
from shnor_pipeline.reporting.numbers import NBSP, number, percent
from shnor_pipeline.reporting.prospect_wording import outlook_sentence
from shnor_pipeline.reporting.recommendations import HEAD, METHODISTS, OFFICE, TUTORS
from shnor_pipeline.reporting.summary import (
    DOUBTFUL_FROM,
    is_worse_than_expected,
    known_effects,
)
from shnor_pipeline.reporting.summary import measure_outcome as outcome_of
from shnor_pipeline.reporting.wording import (
    changes_sentences,
    counted,
    day_ru,
    farthest_sentence,
    gaps_sentence,
    met_sentences,
    named,
    plural,
    quoted,
    told,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

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


def measure_outcome(line: MeasureLine) -> str:
    """Say what became of a measure with a plan: ``выполнено``, ``нет сведений``."""
    return MEASURE_OUTCOMES[outcome_of(line)]


def measures_counted(report: Report) -> str:
    """Say how many measures with a plan were done, done in part, not done and not told of."""
    outcomes = tally(report, "measures_of_outcome")
    parts = [
        f"{word} – {number(outcomes[outcome], 0)}"
        for outcome, word in MEASURE_OUTCOMES.items()
        if outcome in outcomes
    ]
    planned = count(report, "measures_planned")
    verb = plural(planned, "имеет", "имеют", "имеют")
    nouns = ("мероприятие", "мероприятия", "мероприятий")
    return f"План на отчётный год {verb} {counted(planned, *nouns)}: {', '.join(parts)}."


def schools_between_years(report: Report) -> str:
    """Say whether there are fewer schools than a year ago."""
    now = told(report, "schools")
    if report.evidence.schools_before is None:
        return f"школ в районе: {now}; с предыдущим годом не сравнить"
    return f"школ в районе: {now}, годом раньше: {told(report, 'schools_before')}"


def profile_sentence(report: Report, titles: Mapping[int, str]) -> str:
    """Name the risk factors that most schools of the programme have with high significance."""
    high = {int(factor): schools for factor, schools in tally(report, "schools_at_risk").items()}
    if not high:
        return "Факторов риска высокой значимости у школ программы не выявлено."
    order_of_factors = sorted(high, key=lambda factor: (-high[factor], factor))
    factors = [
        f"{quoted(titles[factor])} – {counted(high[factor], 'школа', 'школы', 'школ')}"
        for factor in order_of_factors
    ]
    return f"Высокую значимость чаще всего имеют факторы: {named(report, factors, 'risk_factors')}."


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


def identified_sentence(report: Report) -> str:
    """Say how many schools are identified and for how many of them that is uncertain; empty without them."""
    if not report.evidence.identified:
        return ""
    low, nouns = count(report, "schools_low"), ("школы", "школ", "школ")
    verb = plural(low, "имеет", "имеют", "имеют")
    found = (
        f"Низкие образовательные результаты по правилу {verb} {number(low, 0)} из "
        f"{counted(count(report, 'schools_identified'), *nouns)}, неблагоприятные социальные условия – "
        f"{told(report, 'schools_adverse')}."
    )
    if not low:
        return found
    doubtful, few = told(report, "schools_low_doubtful"), told(report, "schools_low_few")
    return (
        f"{found} Из выводов о низких результатах ненадёжны (вероятность ошибки не меньше "
        f"{percent(100 * DOUBTFUL_FROM, 0)}) {doubtful} из {number(low, 0)}, держатся на малой выборке – "
        f"{few}."
    )


def effect_sentence(report: Report) -> str:
    """Say for how many indicators the programme's schools did better, worse or as expected anyway."""
    if not known_effects(report):
        return (
            "Эффект программы за отчётный год не определён: сравнивать школы программы с другими школами тех "
            "же кластеров ещё не с чем."
        )
    nouns = ("показателю", "показателям", "показателям")
    return (
        f"Изменения в школах программы сопоставлены с ожидаемыми и без неё по "
        f"{counted(count(report, 'effects_known'), *nouns)}: улучшение сверх ожидаемого показано по "
        f"{told(report, 'effects_improved')}, изменение надёжно хуже ожидаемого – по "
        f"{told(report, 'effects_worse')}, отличие от ожидаемого не выходит за пределы случайного по "
        f"{told(report, 'effects_alike')}."
    )


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
        Two to seven paragraphs, each with its numbers.
    """
    candidates = (
        " ".join(met_sentences(report)),
        farthest_sentence(report),
        outlook_sentence(report),
        " ".join(changes_sentences(report)),
        identified_sentence(report),
        effect_sentence(report) if known_effects(report) else "",
        _measures_concluded(report) or gaps_sentence(report),
    )
    return tuple(each for each in candidates if each)


def _measures_concluded(report: Report) -> str:
    planned, late = count(report, "measures_planned"), count(report, "measures_overdue")
    if not planned:
        return ""
    if not late:
        return f"Все мероприятия с планом на год ({number(planned, 0)}) выполнены полностью."
    nouns = ("мероприятия", "мероприятий", "мероприятий")
    return (
        f"Из {counted(planned, *nouns)} с планом на год выполнено полностью {told(report, 'measures_done')}; "
        f"не выполнено полностью или не подтверждено сведениями – {number(late, 0)}."
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


def changes_among(report: Report, section: str) -> str:
    """Say which indicators of a section surely changed since the year before; empty if none can be judged."""
    judged_here = count(report, "changes_judged", section)
    return " ".join(changes_sentences(report, section)) if judged_here else ""


def gap_sentences(report: Report) -> list[str]:
    """Say the gap between the schools of the municipality as its table does."""
    return [line.sentence_ru for line in report.evidence.gaps if line.scope == "municipality"]
