"""Contradictions of the planned figures: base, yearly targets, thresholds of the monitoring.

Belongs here: rules about sections III (targets) and VIII (thresholds). Does not belong here: measured
values, with which plans are compared elsewhere.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from shnor_pipeline.programme.contradictions.figures import (
    WHOLE,
    exact,
    figure,
    figures,
    is_attainable,
    nearest_shares,
    percent_text,
    share,
)
from shnor_pipeline.programme.contradictions.rule import Case, ContradictionRule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from fractions import Fraction

    from shnor_pipeline.programme.model import Programme
    from shnor_pipeline.programme.targets import Judged, Target, TargetLine

COMPLEMENTS = {"vacancy_share": "staffed_units_share", "staffed_units_share": "vacancy_share"}
"""Indicators of the catalogue that make 100 % together: vacant and occupied units."""


def _better(one: float, other: float, direction: str) -> bool:
    return one > other if direction == "higher" else one < other


def _of_row(row: Target, arithmetic: str) -> Case:
    said = f"{row.title_ru}: базовое значение {figure(row.base_stated)}; планы {figures(row.targets)}"
    return Case((row.clause,), said, arithmetic)


def _base_repeats_a_target(programme: Programme) -> Iterator[Case]:
    for row in programme.targets:
        years = [year for year, value in row.targets.items() if value == row.base_stated]
        if years:
            yield _of_row(row, f"{figure(row.base_stated)} – это план: {', '.join(map(str, years))}")


def _target_weaker_than_base(programme: Programme) -> Iterator[Case]:
    for row in programme.targets:
        weaker = {
            year: value
            for year, value in row.targets.items()
            if _better(row.base_stated, value, row.direction)
        }
        if weaker:
            sign = ">" if row.direction == "higher" else "<"
            compared = ", ".join(
                f"{figure(row.base_stated)} {sign} {figure(value)} ({year})" for year, value in weaker.items()
            )
            yield _of_row(row, compared)


def _target_turns_back(programme: Programme) -> Iterator[Case]:
    for row in programme.targets:
        back = [
            f"{year} – {figure(value)}, {later} – {figure(next_value)}"
            for (year, value), (later, next_value) in pairwise(sorted(row.targets.items()))
            if _better(value, next_value, row.direction)
        ]
        if back:
            yield _of_row(
                row, f"лучше {'больше' if row.direction == 'higher' else 'меньше'}, а {'; '.join(back)}"
            )


def _shares_of_schools(programme: Programme) -> Iterator[tuple[Judged, TargetLine]]:
    lines = programme.target_lines()
    for row, line in zip((*programme.targets, *programme.monitoring), lines, strict=True):
        if row.unit == "percent_of_schools" and row.scope in {"programme", "municipality", "all"}:
            yield row, line


def _numbers_of_schools(programme: Programme, row: Judged) -> tuple[int, int]:
    """Return the number of schools a row is read of, and the other one the text knows."""
    network = programme.municipality.network
    both = (network.supported_schools, network.schools)
    return both if row.scope == "programme" else (both[1], both[0])


def _unattainable(values: Iterable[float], schools: int) -> str:
    """Write the values that no number of schools gives, with the nearest that some do; empty if all do."""
    wrong = [value for value in dict.fromkeys(values) if not is_attainable(value, schools)]
    return "; ".join(f"{percent_text(value)} – нет, есть {_nearest(value, schools)}" for value in wrong)


def _nearest(value: float, schools: int) -> str:
    counts = nearest_shares(value, schools)
    return " и ".join(f"{percent_text(share(count, schools))} ({count} из {schools})" for count in counts)


def _no_number_of_schools(programme: Programme) -> Iterator[Case]:
    for row, line in _shares_of_schools(programme):
        schools, _ = _numbers_of_schools(programme, row)
        yield from _unattainable_case(row, line, schools)


def _one_number_of_schools(programme: Programme) -> Iterator[Case]:
    for row, line in _shares_of_schools(programme):
        _, other = _numbers_of_schools(programme, row)
        # Where the text says of which schools the share is, the other number is no reading of it.
        if row.provenance == "ambiguous":
            yield from _unattainable_case(row, line, other)


def _unattainable_case(row: Judged, line: TargetLine, schools: int) -> Iterator[Case]:
    wrong = _unattainable(line.by_year.values(), schools) if schools else ""
    if wrong:
        values = ", ".join(f"{percent_text(value)}" for value in dict.fromkeys(line.by_year.values()))
        yield Case(
            (row.clause,), f"{row.title_ru}: {values}", f"школ {schools}: {wrong}", row.reading_ru or ""
        )


def _target_against_threshold(programme: Programme) -> Iterator[Case]:
    thresholds = {row.indicator: row for row in programme.monitoring if row.threshold is not None}
    for target in programme.targets:
        row = thresholds.get(target.indicator)
        last = max(target.targets)
        if row is None or row.threshold is None or row.threshold == target.targets[last]:
            continue
        planned, threshold = target.targets[last], row.threshold
        yield Case(
            (target.clause, row.clause),
            f"{target.title_ru}: план {percent_text(planned)} ({last}), порог {percent_text(threshold)}",
            f"{figure(threshold)} – {figure(planned)} = {_signed(exact(threshold) - exact(planned))} п.п.",
            row.reading_ru or "",
        )


def _signed(value: Fraction) -> str:
    return f"–{figure(-value)}" if value < 0 else figure(value)


def _complements_disagree(programme: Programme) -> Iterator[Case]:
    for target in programme.targets:
        last = max(target.targets)
        for row in programme.monitoring:
            named = {row.indicator, *row.also_shown}
            if COMPLEMENTS.get(target.indicator) not in named or row.threshold is None:
                continue
            rest, planned = WHOLE - exact(row.threshold), target.targets[last]
            if rest != exact(planned):
                said = f"{target.title_ru}: {percent_text(planned)} ({last})"
                yield Case(
                    (target.clause, row.clause),
                    f"{said}; {row.title_ru}: {percent_text(row.threshold)}",
                    f"100 – {figure(row.threshold)} = {percent_text(rest)}, а не {percent_text(planned)}",
                    row.reading_ru or "",
                )


BASE_REPEATS_A_TARGET = ContradictionRule(
    rule_id="T001",
    title_ru="Базовое значение измерено до начала программы и не повторяет её плана",
    consequence_ru=(
        "Печатается как «базовое значение (по тексту программы)»; рост считается от измеренного значения."
    ),
    look=_base_repeats_a_target,
    among="targets",
)
TARGET_WEAKER_THAN_BASE = ContradictionRule(
    rule_id="T002",
    title_ru="План не хуже базового значения",
    consequence_ru="Вывод – по плану года; базовое значение в нём не участвует.",
    look=_target_weaker_than_base,
    among="targets",
)
TARGET_TURNS_BACK = ContradictionRule(
    rule_id="T003",
    title_ru="План каждого следующего года не хуже предыдущего",
    consequence_ru="Вывод – по плану своего года, как напечатан.",
    look=_target_turns_back,
    among="targets",
)
NO_NUMBER_OF_SCHOOLS = ContradictionRule(
    rule_id="T004",
    title_ru="План по доле школ получается от целого числа школ",
    consequence_ru="Вывод – по неокруглённой доле: план выполнен с ближайшей доли, которая его достигает.",
    look=_no_number_of_schools,
)
ONE_NUMBER_OF_SCHOOLS = ContradictionRule(
    rule_id="T005",
    title_ru="План по доле школ получается, от каких бы школ её ни считали",
    consequence_ru="От каких школ считается доля, задаёт ключ scope; другое число школ к плану не подходит.",
    look=_one_number_of_schools,
)
TARGET_AGAINST_THRESHOLD = ContradictionRule(
    rule_id="T006",
    title_ru="План последнего года равен порогу мониторинга того же показателя",
    consequence_ru="Выводов два: по плану года и по порогу мониторинга, каждый со своим пунктом.",
    look=_target_against_threshold,
)
COMPLEMENTS_DISAGREE = ContradictionRule(
    rule_id="T007",
    title_ru="Показатели, дополняющие друг друга, вместе дают 100 %",
    consequence_ru="Вывод – по каждому показателю отдельно.",
    look=_complements_disagree,
)
