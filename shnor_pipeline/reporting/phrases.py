"""Sentences by rule: nothing is called a change that chance alone explains.

Belongs here: words for values, verdicts, changes. Does not belong here: layout.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from shnor_pipeline.reporting.figures import change, fraction, shown

if TYPE_CHECKING:
    from shnor_pipeline.reporting.model import IndicatorLine, Plan, Report, Value

DEMO_RU = "ДЕМОНСТРАЦИОННЫЕ ДАННЫЕ: числа выдуманы и ничего не говорят о настоящих школах"
DEMO_SHORT_RU = "демонстрационные данные"
UNITS_RU = {
    "percent": "%",
    "percent_of_schools": "% школ",
    "percent_of_units": "% ставок",
    "percent_of_programmes": "% программ",
    "score": "балл",
    "mark": "отметка",
}
SCOPES_RU = {
    "programme": "школы программы",
    "municipality": "все школы района",
    "all": "все школы",
}
VERDICTS_RU = {"met": "достигнут", "not_met": "не достигнут", "no_data": "нет данных"}
KINDS_RU = {"target": "целевой показатель", "monitoring": "порог мониторинга"}
FILE_STATUSES_RU = {
    "accepted": "принят",
    "partial": "принят частично",
    "rejected": "отклонён",
    "unrecognised": "не распознан",
    "duplicate": "повтор",
}
SEVERITIES_RU = {"error": "ошибка", "warning": "предупреждение"}
KINDS_OF_SCHOOL_RU = {
    "school": "СОШ",
    "basic": "ООШ",
    "primary": "НОШ",
    "gymnasium": "гимназия",
    "lyceum": "лицей",
}
LOCALITIES_RU = {"town": "город", "rural": "село"}
GROUPS_RU = {"low_results": "ШНОР", "adverse": "ШНСУ", "both": "ШНОР и ШНСУ"}
OPERATORS_RU = {">=": "не менее", "<=": "не более"}


def plan_text(plan: Plan, decimals: int = 0) -> str:
    """Write a plan: «не менее 70»."""
    if plan.target is None:
        return ""
    digits = decimals if not plan.target.is_integer() else 0
    return f"{OPERATORS_RU[plan.operator]} {shown(plan.target, digits)}"


def verdict_text(plan: Plan) -> str:
    """Write a verdict, and whether chance could have made it."""
    words = VERDICTS_RU[plan.verdict]
    if plan.verdict != "no_data" and plan.certain is False:
        return f"{words}, вывод ненадёжен"
    return words


def is_significant(later: Value, earlier: Value) -> bool:
    """Tell whether two shares differ by more than chance explains.

    The interval of the difference is Newcombe's, made of both Wilson intervals (95 %); it must not cover
    zero. Values without an interval (full counts) differ when they are not equal.
    """
    numbers = (later.value, earlier.value)
    if None in numbers or later.value is None or earlier.value is None:
        return False
    difference = later.value - earlier.value
    bounds = (later.ci_low, later.ci_high, earlier.ci_low, earlier.ci_high)
    if any(bound is None for bound in bounds):
        return difference != 0
    low, high, low_before, high_before = (bound or 0.0 for bound in bounds)
    down = math.hypot(later.value - low, high_before - earlier.value)
    up = math.hypot(high - later.value, earlier.value - low_before)
    return difference - down > 0 or difference + up < 0


def change_sentence(line: IndicatorLine, year: int) -> str:
    """Say how an indicator moved against the year before; empty where there is nothing to compare."""
    later, earlier = line.values.get(year), line.values.get(year - 1)
    if later is None or earlier is None or later.value is None or earlier.value is None:
        return ""
    moved = change(later.value, earlier.value, line.decimals)
    unit = "п.п." if line.unit.startswith("percent") else UNITS_RU[line.unit]
    facts = f"{fraction(earlier)} в {year - 1} году, {fraction(later)} в {year} году"
    if not is_significant(later, earlier):
        return f"{line.title_ru}: {moved} {unit} ({facts}); изменение в пределах случайного разброса."
    better = (later.value > earlier.value) == (line.direction == "higher")
    word = {"context": "изменение"}.get(line.direction, "улучшение" if better else "ухудшение")
    return f"{line.title_ru}: {word}, {moved} {unit} ({facts})."


def verdict_counts(report: Report) -> Counter[str]:
    """Count the verdicts of the year over all plans."""
    return Counter(plan.verdict for line in report.indicators for plan in line.plans.get(report.year, ()))


def summary_sentences(report: Report) -> list[str]:
    """Say in a few sentences what the year shows."""
    year, counts = report.year, verdict_counts(report)
    total = counts.total()
    sentences = [
        f"Из {total} плановых значений {year} года достигнуто {counts['met']}, не достигнуто "
        f"{counts['not_met']}, нет данных по {counts['no_data']}."
        if total
        else f"Плановых значений на {year} год программа не содержит."
    ]
    uncertain = sum(
        plan.certain is False and plan.verdict != "no_data"
        for line in report.indicators
        for plan in line.plans.get(year, ())
    )
    if uncertain:
        sentences.append(
            f"По {uncertain} из них вывод ненадёжен: доверительный интервал накрывает план, либо сведения "
            "сдали не все школы."
        )
    if report.not_held:
        sentences.append(f"В {year} году не проводились: {', '.join(report.not_held)}.")
    planned = [line for line in report.indicators if line.plans.get(year)]
    moved = [line for line in planned if _moved(line, year)]
    sentences += [change_sentence(line, year) for line in moved[:4]]
    if planned and not moved and year - 1 in report.years:
        sentences.append("По показателям с планом изменений сверх случайного разброса нет.")
    return sentences


def _moved(line: IndicatorLine, year: int) -> bool:
    later, earlier = line.values.get(year), line.values.get(year - 1)
    return later is not None and earlier is not None and is_significant(later, earlier)
