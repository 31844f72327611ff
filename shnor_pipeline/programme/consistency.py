"""What no single value shows: years, duplicates and references of a whole programme.

Belongs here: contradictions that make the data unusable. Does not belong here: contradictions of the
approved text, which are data themselves (key ``conflicts``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import process

from shnor_pipeline.programme.errors import KeyPath, Problem, key_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from shnor_pipeline.programme.model import Programme

_LIKENESS = 60
"""Least likeness of two names, of 100, at which one is offered for the other."""


def nearest_name(wrong: object, known: Iterable[object]) -> str | None:
    """Return the known name most like a wrong one; ``None`` when nothing is like it."""
    match = process.extractOne(str(wrong), [str(name) for name in known], score_cutoff=_LIKENESS)
    return None if match is None else str(match[0])


def inconsistencies(programme: Programme) -> tuple[Problem, ...]:
    """Return everything in the programme that contradicts another part of it, in the order of the file."""
    return (
        *_years_out_of_order(programme),
        *_years_out_of_range(programme),
        *_years_without_calendar(programme),
        *_duplicates(programme),
        *_broken_references(programme),
        *_one_sided_pairs(programme),
    )


def _years_out_of_order(programme: Programme) -> Iterator[Problem]:
    if list(programme.years) != sorted(set(programme.years)):
        found = ", ".join(str(year) for year in programme.years)
        yield Problem(("years",), f"стоит {found}", "каждый год один раз, по возрастанию")


def _years_used(programme: Programme) -> Iterator[tuple[KeyPath, int]]:
    for place, target in enumerate(programme.targets):
        yield from ((("targets", place, "targets", year), year) for year in target.targets)
    for place, measure in enumerate(programme.measures):
        yield from ((("measures", place, "plans", year), year) for year in measure.plans)
    for level in ("programme", "school"):
        for place, milestone in enumerate(getattr(programme.road_map, level)):
            yield from (
                (("road_map", level, place, "data_years", index), year)
                for index, year in enumerate(milestone.data_years)
            )
    yield from ((("procedures", year), year) for year in programme.procedures)


def _years_out_of_range(programme: Programme) -> Iterator[Problem]:
    years = ", ".join(str(year) for year in programme.years)
    for path, year in _years_used(programme):
        if year not in programme.years:
            nearest = min(programme.years, key=lambda known: abs(known - year))
            yield Problem(path, f"стоит год {year}", f"год из ключа years: {years}", str(nearest))


def _years_without_calendar(programme: Programme) -> Iterator[Problem]:
    for year in programme.years:
        if year not in programme.procedures:
            yield Problem(("procedures",), f"нет {year} года", "строка для каждого года из ключа years")


def _repeated(path: KeyPath, key: str, values: Sequence[object]) -> Iterator[Problem]:
    for place, value in enumerate(values):
        if values.index(value) < place:
            first = key_text((*path, values.index(value)))
            yield Problem(
                (*path, place, key), f"стоит «{value}», как уже в {first}", "своё значение в каждой строке"
            )


def _duplicates(programme: Programme) -> Iterator[Problem]:
    yield from _repeated(("document", "periods"), "id", [each.id for each in programme.document.periods])
    yield from _repeated(("goals", "tactical"), "no", [each.no for each in programme.goals.tactical])
    for name in ("situation", "checklist", "measures", "risks", "conflicts", "general_readings"):
        yield from _repeated((name,), "id", [each.id for each in getattr(programme, name)])
    for name in ("targets", "monitoring", "expected_results"):
        yield from _repeated((name,), "no", [each.no for each in getattr(programme, name)])
    # The published progress of an indicator is one row by year in each of the two tables.
    for name in ("targets", "monitoring"):
        yield from _repeated((name,), "indicator", [each.indicator for each in getattr(programme, name)])


def _missing(path: KeyPath, wrong: object, known: Collection[object], what: str) -> Iterator[Problem]:
    if wrong not in known:
        yield Problem(path, f"стоит «{wrong}»", what, nearest_name(wrong, known))


def _broken_references(programme: Programme) -> Iterator[Problem]:
    goals = {goal.no for goal in programme.goals.tactical}
    for place, target in enumerate(programme.targets):
        yield from _missing(("targets", place, "goal"), target.goal, goals, "номер цели из goals.tactical")
    measures = [measure.id for measure in programme.measures]
    for place, item in enumerate(programme.checklist):
        for index, measure in enumerate(item.measures):
            path = ("checklist", place, "measures", index)
            yield from _missing(path, measure, measures, "номер мероприятия из measures")
    sections = {measure.section for measure in programme.measures}
    if sections:
        yield from _missing(
            ("measures_prevail",), programme.measures_prevail, sections, "раздел одного из мероприятий"
        )
    rules = programme.identification
    yield from _missing(
        ("identification", "default"),
        rules.default,
        rules.rule_sets,
        "имя набора из identification.rule_sets",
    )


def _one_sided_pairs(programme: Programme) -> Iterator[Problem]:
    same_as = {measure.id: measure.same_as for measure in programme.measures}
    for place, measure in enumerate(programme.measures):
        if measure.same_as is None:
            continue
        path: KeyPath = ("measures", place, "same_as")
        if measure.same_as not in same_as:
            yield from _missing(path, measure.same_as, same_as, "номер мероприятия из measures")
        elif same_as[measure.same_as] != measure.id:
            expected = f"пара: у {measure.same_as} тоже стоит same_as: {measure.id}"
            yield Problem(path, f"стоит «{measure.same_as}»", expected)
