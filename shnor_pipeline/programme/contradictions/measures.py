"""Contradictions of the plans of measures (sections III and X).

Belongs here: planned value against its years, a measure against its double. Does not belong here: what was
done.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shnor_pipeline.programme.contradictions.figures import exact, figure, figures
from shnor_pipeline.programme.contradictions.rule import Case, ContradictionRule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from shnor_pipeline.programme.measures import Measure
    from shnor_pipeline.programme.model import Programme


def _plan_of(measure: Measure) -> str:
    """Write a plan: planned value and years."""
    plan = "нет" if measure.plan is None else figure(measure.plan)
    bound = "не менее " if measure.at_least else ""
    return f"{measure.id}: план {bound}{plan} ({figures(measure.plans)})"


def _of_measure(measure: Measure, arithmetic: str) -> Case:
    said = f"{measure.title_ru}. {_plan_of(measure)}"
    return Case((measure.clause,), said, arithmetic, measure.reading_ru or "")


def _misses(measure: Measure, reached: float | Fraction) -> bool:
    """Tell whether what the years give is not the planned value; more is fine where it is a lower bound."""
    if measure.plan is None or exact(reached) == exact(measure.plan):
        return False
    return not measure.at_least or reached < measure.plan


def _planned_twice(programme: Programme) -> Iterator[Case]:
    by_id = {measure.id: measure for measure in programme.measures}
    for place, measure in enumerate(programme.measures):
        other = by_id.get(measure.same_as or "")
        if other is None or other in programme.measures[:place]:
            continue
        different = _different_years(measure, other)
        if different:
            in_force = [each.id for each in programme.measures_in_force() if each in (measure, other)]
            yield Case(
                (measure.clause, other.clause),
                f"{measure.title_ru}. {_plan_of(measure)}; {_plan_of(other)}",
                different,
                f"Считается {' и '.join(in_force)}.",
            )


def _different_years(one: Measure, other: Measure) -> str:
    """Write the years both rows span and plan differently; empty when they agree or one has no plan."""
    if not one.plans or not other.plans:
        return ""
    first = max(min(one.plans), min(other.plans))
    last = min(max(one.plans), max(other.plans))
    return ", ".join(
        f"{year}: {_cell(one, year)} и {_cell(other, year)}"
        for year in range(first, last + 1)
        if one.plans.get(year) != other.plans.get(year)
    )


def _cell(measure: Measure, year: int) -> str:
    return figure(measure.plans[year]) if year in measure.plans else "пусто"


def _sum_is_not_the_plan(programme: Programme) -> Iterator[Case]:
    for measure in _planned(programme, "cumulative"):
        total = sum(map(exact, measure.plans.values()))
        if _misses(measure, total):
            terms = " + ".join(figure(value) for value in measure.plans.values())
            yield _of_measure(measure, f"{terms} = {figure(total)}, а не {figure(measure.plan or 0)}")


def _level_is_not_reached(programme: Programme) -> Iterator[Case]:
    for measure in _planned(programme, "level"):
        last = max(measure.plans)
        if _misses(measure, measure.plans[last]):
            reached = figure(measure.plans[last])
            yield _of_measure(
                measure, f"в последнем году ({last}) {reached}, а не {figure(measure.plan or 0)}"
            )


def _documents_of_a_year(programme: Programme) -> Iterator[Case]:
    for measure in _planned(programme, "presence"):
        wrong = {year: value for year, value in measure.plans.items() if _misses(measure, value)}
        if wrong:
            yield _of_measure(measure, f"{figures(wrong)}, а не {figure(measure.plan or 0)} в год")


def _planned(programme: Programme, plan_type: str) -> list[Measure]:
    return [each for each in programme.measures if each.plan_type == plan_type and each.plans]


PLANNED_TWICE = ContradictionRule(
    rule_id="M001",
    title_ru="Одно мероприятие в двух разделах имеет один план",
    consequence_ru="Действует план раздела из ключа measures_prevail, другой хранится для справки.",
    look=_planned_twice,
)
SUM_IS_NOT_THE_PLAN = ContradictionRule(
    rule_id="M002",
    title_ru="План, который складывается по годам, равен их сумме",
    consequence_ru="Выполнение каждого года – по плану этого года.",
    look=_sum_is_not_the_plan,
)
LEVEL_IS_NOT_REACHED = ContradictionRule(
    rule_id="M003",
    title_ru="План-уровень достигается в последнем году",
    consequence_ru="Выполнение каждого года – по плану этого года.",
    look=_level_is_not_reached,
)
DOCUMENTS_OF_A_YEAR = ContradictionRule(
    rule_id="M004",
    title_ru="План-документ одинаков в каждом году",
    consequence_ru="Выполнение каждого года – по плану этого года.",
    look=_documents_of_a_year,
)
