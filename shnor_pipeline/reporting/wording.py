"""Sentences and words of a report, by rule.

Belongs here: Russian words for codes of the model and the conclusions drawn from it. Does not belong here:
the text of single numbers (``numbers``) and the rules behind a verdict (``change``, ``indicators/targets``).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from shnor_pipeline.reporting.change import change_to_last_year
from shnor_pipeline.reporting.counts import SECTIONS, TOTAL, count, unnamed
from shnor_pipeline.reporting.numbers import (
    NBSP,
    NO_VALUE,
    change,
    fact,
    number,
    plain,
    points,
    signed,
)
from shnor_pipeline.reporting.summary import NAMED_AT_MOST, missed_plans, plan_distance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shnor_pipeline.reporting.model import CorrectionLine, FindingLine, IndicatorLine, Plan, Report
    from shnor_pipeline.reporting.numbers import Number
    from shnor_pipeline.reporting.summary import Judged

DEMO = "Демонстрационные данные"
DEMO_NOTE = "Демонстрационные данные: значения вымышлены и не описывают работу настоящих школ."
TARGETS, THRESHOLDS = "target", "monitoring"
KINDS_OF_PLAN = {
    TARGETS: "Целевые показатели (раздел III программы)",
    THRESHOLDS: "Показатели мониторинга с порогом (раздел VIII программы)",
}
PLANS_IN_WORDS = {
    TARGETS: "целевые показатели раздела III программы",
    THRESHOLDS: "показатели мониторинга с порогом (раздел VIII программы)",
}
PLAN_KIND = {TARGETS: "целевой показатель, раздел III", THRESHOLDS: "порог мониторинга, раздел VIII"}
SECTIONS_OF_PLANS = {TARGETS: "III", THRESHOLDS: "VIII"}
VERDICTS = {"met": "достигнут", "not_met": "не достигнут", "no_data": "нет данных"}
COVERED = ": интервал накрывает план"
UNCERTAIN = f"вывод ненадёжен{COVERED}"
INCOMPLETE = "вывод ненадёжен: данные не всех школ"
STATUSES = {"ok": "полные данные", "partial": "данные части школ", "few": "малая выборка", **NO_VALUE}
UNITS = {
    "percent": "%",
    "percent_of_schools": "% школ",
    "percent_of_units": "% ставок",
    "percent_of_programmes": "% программ",
    "percent_of_measures": "% мероприятий",
    "score": "балл",
    "mark": "отметка",
    "points": "п.п.",
}
DIRECTIONS = {"higher": "больше", "lower": "меньше", "context": "фон, без оценки"}
SCOPES = {"programme": "школы программы", "municipality": "все школы района", "all": "все школы"}
SCHOOL_KINDS = {
    "school": "средняя (СОШ)",
    "basic": "основная (ООШ)",
    "primary": "начальная (НОШ)",
    "gymnasium": "гимназия",
    "lyceum": "лицей",
}
LOCALITIES = {"town": "город", "rural": "село"}
GROUPS = {"low_results": "ШНОР", "adverse": "ШНСУ", "both": "ШНОР и ШНСУ"}
SEVERITIES = {"error": "ошибка", "warning": "предупреждение"}
FILE_STATUSES = {
    "accepted": "принят",
    "partial": "принят частично",
    "rejected": "отклонён",
    "unrecognised": "форма не распознана",
    "duplicate": "повтор файла",
}
CORRECTION_STATUSES = {
    "applied": "внесено",
    "unmatched": "не внесено: такого места в данных нет",
    "stale": "не внесено: в ячейке стоит другое значение",
    "ambiguous": "не внесено: подходит несколько мест",
}
EMPTY = "пусто"
CORRECTIONS_NOTE = (
    "Файлы отправителей не изменены: исправление применено к прочитанному значению до проверки, новое "
    "значение проверено как любое другое. Знаками ••• заменены сведения, по которым можно узнать человека."
)
FEW_NOTE = "* Малая выборка: знаменатель меньше 10, вывод по такому значению делать нельзя."
INTERVAL_NOTE = (
    "Вывод ненадёжен, если план лежит внутри 95-процентного интервала Уилсона: при таком числе участников "
    "значение могло оказаться по другую сторону плана случайно. Слова «улучшение» и «ухудшение» "
    "употребляются только тогда, когда 95-процентный интервал разности двух лет (Ньюкомб) не содержит нуля; "
    "около 5 из каждых 100 показателей без изменений получили бы их и случайно."
)
ADDITIVITY_NOTE = (
    "Показатель группы школ вычислен по сумме числителей и сумме знаменателей школ, а не как среднее "
    "школьных процентов. Округление – один раз, при выводе; разности вычислены по неокруглённым значениям."
)
NO_ORDER_NOTE = "Школы перечислены по названию; порядок не отражает результатов."
_SUBJECTS = {
    TARGETS: "Целевые показатели раздела III программы",
    THRESHOLDS: "Показатели мониторинга с порогом (раздел VIII)",
}
_SHORTEST_SPAN = 3
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def plural(count: int, one: str, few: str, many: str) -> str:
    """Choose the form of a Russian noun: 1 показатель, 2 показателя, 5 показателей."""
    if count % 10 == 1 and count % 100 != 11:  # noqa: PLR2004 - the grammar of numerals
        return one
    if count % 10 in {2, 3, 4} and count % 100 not in {12, 13, 14}:
        return few
    return many


def counted(count: int, one: str, few: str, many: str) -> str:
    """Write a count with its noun, not to be parted at the end of a line."""
    return f"{number(count, 0)}{NBSP}{plural(count, one, few, many)}"


def told(report: Report, name: str, key: str = TOTAL) -> str:
    """Write a count of the report."""
    return number(count(report, name, key), 0)


def quoted(text: str) -> str:
    """Put a title in «ёлочки»; quotes inside it become „лапки“."""
    return f"«{text.replace('«', '„').replace('»', '“')}»"


def printable(text: str | None) -> str:
    """Make text from a foreign workbook safe for XML: what can't be printed becomes a visible sign."""
    return _UNPRINTABLE.sub("�", text or "")


def genitive(stage: str) -> str:
    """Put the name of a stage into the genitive: входной, промежуточный – входного, промежуточного."""
    return f"{stage[:-2]}ого" if stage.endswith(("ой", "ый")) else stage


def place(finding: FindingLine) -> str:
    """Say where in its file a finding stands: ``лист «Оценки», ячейка J24``."""
    parts = [f"лист {quoted(finding.sheet)}"] if finding.sheet else []
    parts += [f"ячейка {finding.cell}"] if finding.cell else []
    return ", ".join(parts) or "файл целиком"


def corrected_place(line: CorrectionLine) -> str:
    """Say where in its file a corrected cell stands: ``лист «Кадры», ячейка E7, «Год рождения»``."""
    parts = [f"лист {quoted(line.sheet)}"] if line.sheet else []
    parts += [f"ячейка {line.cell}"] if line.cell else []
    parts += [quoted(line.column_ru)] if line.column_ru else []
    return ", ".join(parts)


def corrected_file(line: CorrectionLine) -> str:
    """Name the file of a correction; of one that no file has, the form it speaks of."""
    return line.file or f"форма {quoted(line.form_title_ru)}"


def decision(line: CorrectionLine) -> str:
    """Name the decision behind a correction: ``приказ № 57-о от 12.04.2021``."""
    return order(line.order_number, line.date)


def order(order_number: str, date: str) -> str:
    """Name an order by its number and ISO date: ``приказ № 57-о от 12.04.2021``."""
    return f"приказ{NBSP}№{NBSP}{order_number.lstrip('№ ')} от{NBSP}{day_ru(date)}"


def day_ru(date: str) -> str:
    """Write an ISO date as people do: ``12.04.2021``."""
    return ".".join(reversed(date.split("-")))


def corrections_counted(report: Report) -> str:
    """Say how many entries the ledger has for the year and how many of them were applied."""
    applied, rest = (count(report, "corrections_of_status", each) for each in ("applied", "not_applied"))
    nouns = ("исправление", "исправления", "исправлений")
    more = f"; не внесено {number(rest, 0)} (причины – в замечаниях)" if rest else ""
    return (
        f"По решениям, записанным в журнале исправлений, в данные отчётного года внесено "
        f"{counted(applied, *nouns)}{more}."
    )


def verdict_text(plan: Plan, line: IndicatorLine, year: int) -> str:
    """Say what became of a plan: ``достигнут; вывод ненадёжен: интервал накрывает план``."""
    value = line.values.get(year)
    if plan.verdict == "no_data":
        return fact(value, line.decimals) if value is None or value.value is None else VERDICTS["no_data"]
    if plan.certain is not False:
        return VERDICTS[plan.verdict]
    has_interval = value is not None and value.ci_low is not None
    return f"{VERDICTS[plan.verdict]}; {UNCERTAIN if has_interval else INCOMPLETE}"


def difference_text(line: IndicatorLine, value: Number | None, *, with_unit: bool = False) -> str:
    """Write a difference of an indicator's values; a dash where there is none."""
    if value is None:
        return "—"
    if with_unit and (line.unit.startswith("percent") or line.unit == "points"):
        return points(value, line.decimals)
    return signed(value, line.decimals)


def conclusions(report: Report) -> tuple[str, ...]:
    """Draw the conclusions of a report: plans met, what lies farthest off, what changed, what is missing.

    Returns:
        Two to six paragraphs of text. «Улучшение» and «ухудшение» follow the rule of
        ``change.change_to_last_year`` and of nothing else.
    """
    candidates = (
        *met_sentences(report),
        farthest_sentence(report),
        *changes_sentences(report),
        gaps_sentence(report),
    )
    return tuple(each for each in candidates if each)


def met_sentences(report: Report) -> tuple[str, ...]:
    """Say how many plans were met, a sentence for each kind of plan."""
    return tuple(_met_sentence(report, kind, subject) for kind, subject in _SUBJECTS.items())


def _met_sentence(report: Report, kind: str, subject: str) -> str:
    if not count(report, "plans_all", kind):
        return f"{subject}: на этот год планов нет."
    met, planned = told(report, "plans_met", kind), told(report, "plans_all", kind)
    parts = [f"достигнуто {met} из {planned}", f"не достигнуто {told(report, 'plans_not_met', kind)}"]
    if count(report, "plans_no_data", kind):
        parts.append(f"нет данных по {told(report, 'plans_no_data', kind)}")
    return f"{subject}: {', '.join(parts)}.{_uncertain(count(report, 'plans_uncertain', kind))}"


def _uncertain(plans: int) -> str:
    cases = counted(plans, "случае", "случаях", "случаях")
    return f" В {cases} вывод ненадёжен: данных мало или они неполны." if plans else ""


def farthest_sentence(report: Report) -> str:
    """Name the plans that were surely missed, those farthest off first, each indicator once."""
    missed = [_missed_text(report, each) for each in missed_plans(report)]
    return f"Дальше всего от плана: {named(report, missed, 'plans_missed')}." if missed else ""


def _missed_text(report: Report, missed: Judged) -> str:
    line, plan = missed
    shown = fact(line.values[report.year], line.decimals, plan.target)
    gap = points(plan_distance(missed, report.year) or 0, line.decimals)
    return f"{quoted(line.title_ru)} ({shown}{NBSP}% при плане {_demand(plan)}{NBSP}%, отклонение {gap})"


def _demand(plan: Plan) -> str:
    words = "не менее" if plan.operator == ">=" else "не более"
    return f"{words} {plain(plan.target or 0.0)}"


def changes_sentences(report: Report, section: str = TOTAL) -> tuple[str, ...]:
    """Say which indicators surely changed since the year before.

    Args:
        report: The report.
        section: Section whose indicators are looked at (``counts.SECTIONS``); all of them by default.
    """
    lines = [line for line in report.indicators if section == TOTAL or line.indicator_id in SECTIONS[section]]
    judgements = [
        (line, judged.direction)
        for line in lines
        if line.direction != "context" and (judged := change_to_last_year(line, report.year))
    ]
    if not judgements:
        return (
            f"Выводов об изменениях к {report.year - 1} году нет: нет сравнимых данных за два года подряд.",
        )
    said = []
    judged_here = count(report, "changes_judged", section)
    for direction, noun in (("better", "улучшение"), ("worse", "ухудшение")):
        found = [_change_text(report, line) for line, way in judgements if way == direction]
        if found:
            nouns = ("сравнимого показателя", "сравнимых показателей", "сравнимых показателей")
            named_here = told(report, f"changes_{direction}", section)
            share = f"по{NBSP}{named_here} из {counted(judged_here, *nouns)}"
            said.append(
                f"К {report.year - 1} году {noun}, которое нельзя объяснить случайными колебаниями, "
                f"есть {share}: {named(report, found, f'changes_{direction}', section)}."
            )
    if not said:
        compared = counted(
            judged_here, "сравнимому показателю", "сравнимым показателям", "сравнимым показателям"
        )
        said.append(
            f"Изменения к {report.year - 1} году по {compared} не выходят за пределы случайных колебаний."
        )
    return tuple(said)


def _change_text(report: Report, line: IndicatorLine) -> str:
    low, high = (signed(count(report, f"change_{each}", line.indicator_id), 1) for each in ("low", "high"))
    limits = f"от {low} до {high}"
    step = points(change(line, report.year) or 0, line.decimals)
    return f"{quoted(line.title_ru)} ({step}, 95{NBSP}% интервал {limits})"


def gaps_sentence(report: Report) -> str:
    """Say what was not held and which indicators rest on a part of the schools."""
    parts = []
    if report.not_held:
        parts.append(f"В {report.year} году {not_held(report)}.")
    partial = count(report, "indicators_partial")
    if partial:
        nouns = ("показатель вычислен", "показателя вычислены", "показателей вычислены")
        parts.append(f"{counted(partial, *nouns)} по данным части школ.")
    return " ".join(parts)


def years_text(years: Sequence[int]) -> str:
    """Write years in order, three or more in a row as a span: ``2018, 2020–2022``."""
    runs: list[list[int]] = []
    for year in years:
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(
        f"{run[0]}–{run[-1]}" if len(run) >= _SHORTEST_SPAN else ", ".join(map(str, run)) for run in runs
    )


def not_held(report: Report) -> str:
    """Say what was not held, in the number that fits."""
    if len(report.not_held) == 1:
        return f"не проводилась процедура: {report.not_held[0]}"
    return f"не проводились процедуры: {', '.join(report.not_held)}"


def named(report: Report, items: Sequence[str], name: str, key: str = TOTAL) -> str:
    """Name the first of some items and say how many more there are.

    Args:
        report: The report.
        items: The items as texts.
        name: Count that says how many they are.
        key: What of them is counted.
    """
    rest = count(report, unnamed(name), key)
    shown = "; ".join(items[:NAMED_AT_MOST])
    return f"{shown}; и ещё{NBSP}{number(rest, 0)}" if rest else shown
