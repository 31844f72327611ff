"""What the comparison says, as Russian sentences made by rule.

Belongs here: the wording of effect and gap. Does not belong here: the numbers themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shnor_pipeline.figures import NBSP, number, percent, points, signed

if TYPE_CHECKING:
    from shnor_pipeline.comparison.effect import Effect, Panel

_OPENING = {
    "improved": "Улучшение сверх ожидаемого",
    "not_shown": "Улучшение сверх ожидаемого не показано",
}


def effect_sentence(effect: Effect, claim: str, base_year: int, year: int) -> str:
    """Say what changed, what was expected anyway, and what remains.

    Args:
        effect: The estimate, in shares.
        claim: ``improved`` or ``not_shown``.
        base_year: First year of the schools in the programme.
        year: Reporting year.

    Returns:
        Sentences with every figure the claim rests on; a change that is not shown comes with the chance that
        a true change of 5 percentage points would have been seen.
    """
    low, high = effect.interval()
    text = (
        f"{_OPENING[claim]}: с {base_year} по {year} год показатель в школах программы "
        f"({effect.schools_programme}) изменился в среднем на {points(100 * effect.growth, 1)}, а по их "
        f"начальному уровню и другим школам тех же кластеров ({effect.schools_comparison}) ожидалось "
        f"{points(100 * effect.expected, 1)}; сверх ожидаемого {points(100 * effect.net, 1)} "
        f"(95{NBSP}% интервал от {signed(100 * low, 1)} до {points(100 * high, 1)})."
    )
    if claim == "improved":
        return text
    power = percent(100 * effect.power(), 0)
    return f"{text} Настоящее изменение в 5{NBSP}п.п. было бы замечено с вероятностью {power}."


def no_effect_sentence(panel: Panel, base_year: int, year: int) -> str:
    """Say why nothing can be said of the programme."""
    treated = int(panel.treated.sum())
    return (
        f"Сравнить нельзя: в кластерах, где есть и школы программы, и другие школы, данные за {base_year} "
        f"и {year} годы есть у школ программы: {treated}, у других школ: {len(panel.treated) - treated}; "
        f"для вывода этого мало, или школы не отличаются друг от друга."
    )


def gap_sentence(value: float, interval: tuple[float, float], quarter: int, year: int) -> str:
    """Say how far the best quarter of schools is from the worst."""
    low, high = interval
    return (
        f"В {year} году доля отметок «4» и «5» в наиболее успешных школах (школ: {quarter}) выше, чем в "
        f"наименее успешных (школ: {quarter}), на {number(value, 1)}{NBSP}п.п.; без случайных различий – от "
        f"{number(low, 1)} до {number(high, 1)}{NBSP}п.п. (95{NBSP}% интервал)."
    )


def trend_sentence(change: float, interval: tuple[float, float], compared_year: int) -> str:
    """Say whether the gap changed by more than chance."""
    low, high = interval
    shown = f"{points(change, 1)} (95{NBSP}% интервал от {signed(low, 1)} до {points(high, 1)})"
    if high < 0:
        return f"По сравнению с {compared_year} годом разрыв сократился: {shown}."
    if low > 0:
        return f"По сравнению с {compared_year} годом разрыв вырос: {shown}."
    return f"По сравнению с {compared_year} годом изменение разрыва не отличимо от случайного: {shown}."


def no_gap_sentence(schools: int, least: int, year: int) -> str:
    """Say why there is no gap."""
    return (
        f"В {year} году разрыв не определён: школ с {least} отметками и больше – {schools}, нужны хотя бы 2."
    )
