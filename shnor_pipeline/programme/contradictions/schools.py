"""Contradictions among the figures of section II: the network of schools and the statements about them.

Belongs here: counts, percents and their totals. Does not belong here: planned shares (``targets``).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from shnor_pipeline.programme.contradictions.figures import (
    WHOLE,
    exact,
    figure,
    is_printed_as,
    nearest_totals,
    percent_text,
    share,
    totals,
)
from shnor_pipeline.programme.contradictions.rule import Case, ContradictionRule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from shnor_pipeline.programme.document import Network, Statement
    from shnor_pipeline.programme.model import Programme


_MOST_PARTS = 4
"""A text that splits a whole into more parts gives a table, not statements."""


@dataclass(frozen=True, slots=True)
class _Counted:
    """A statement that gives both a count and a percent."""

    statement: Statement
    count: int
    percent: float

    @property
    def possible(self) -> set[int]:
        """Totals the two can come from: where rounding allows none, the nearest."""
        return set(totals(self.count, self.percent)) or set(nearest_totals(self.count, self.percent))

    @property
    def middle(self) -> str:
        """Total that the two give by division, rounded."""
        return str(round(WHOLE * self.count / self.percent))


def _counted(programme: Programme) -> list[_Counted]:
    return [
        _Counted(each, each.stated.count, each.stated.percent)
        for each in programme.situation
        if each.stated and each.stated.count and each.stated.percent
    ]


def _wholes(programme: Programme) -> Iterator[tuple[_Counted, ...]]:
    """Yield statements of one place whose parts make a whole: the percents add up to 100."""
    counted = _counted(programme)
    for size in range(2, _MOST_PARTS + 1):
        for group in combinations(counted, size):
            if len({each.statement.clause for each in group}) == 1 and _is_whole(group):
                yield group


def _is_whole(group: tuple[_Counted, ...]) -> bool:
    """Tell whether percents add up to 100 and each is, within a point, its count of all counts."""
    total = sum(each.count for each in group)
    printed = [exact(each.percent) for each in group]
    near = (abs(share(each.count, total) - own) < 1 for each, own in zip(group, printed, strict=True))
    return sum(printed) == WHOLE and all(near)


def _ids(counted: Iterable[_Counted]) -> set[str]:
    return {each.statement.id for each in counted}


def _said(counted: Iterable[_Counted]) -> str:
    return "; ".join(f"«{each.statement.name_ru}»" for each in counted)


def _readings(counted: Iterable[_Counted]) -> str:
    return " ".join(dict.fromkeys(each.statement.reading_ru or "" for each in counted)).strip()


def _no_total(programme: Programme) -> Iterator[Case]:
    in_wholes = set().union(*map(_ids, _wholes(programme)))
    for each in _counted(programme):
        if each.statement.id in in_wholes or totals(each.count, each.percent):
            continue
        tried = (
            f"{each.count} из {total} – {percent_text(share(each.count, total))}"
            for total in nearest_totals(each.count, each.percent)
        )
        yield Case(
            (each.statement.clause,),
            _said([each]),
            f"{', '.join(tried)}: {percent_text(each.percent)} не получается ни от какого целого числа",
            _readings([each]),
        )


def _different_totals(programme: Programme) -> Iterator[Case]:
    wholes = [_ids(group) for group in _wholes(programme)]
    for pair in combinations(_counted(programme), 2):
        one, other = pair
        if one.statement.clause != other.statement.clause or one.possible & other.possible:
            continue
        if any(_ids(pair) <= group for group in wholes):
            continue  # parts of one whole have one total, however they are rounded
        parts = (f"{each.count} = {percent_text(each.percent)} → знаменатель {each.middle}" for each in pair)
        yield Case(
            (one.statement.clause,), _said(pair), f"{'; '.join(parts)}: разные совокупности", _readings(pair)
        )


def _rounded_to_the_whole(programme: Programme) -> Iterator[Case]:
    for group in _wholes(programme):
        total = sum(each.count for each in group)
        if all(is_printed_as(share(each.count, total), each.percent) for each in group):
            continue
        counts = " + ".join(str(each.count) for each in group)
        true = ", ".join(
            f"{each.count} из {total} – {percent_text(share(each.count, total))}" for each in group
        )
        printed = " + ".join(figure(each.percent) for each in group)
        arithmetic = f"{counts} = {total}; {true}, а стоит {printed} = {WHOLE}"
        yield Case((group[0].statement.clause,), _said(group), arithmetic, _readings(group))


def _outside_the_range(programme: Programme) -> Iterator[Case]:
    for wide in programme.situation:
        low, high = _range(wide)
        for each in programme.situation:
            percent = each.stated.percent if each.stated else None
            if percent is None or low <= percent <= high or not set(wide.indicators) & set(each.indicators):
                continue
            yield Case(
                tuple(dict.fromkeys((wide.clause, each.clause))),
                f"«{wide.name_ru}»; «{each.name_ru}»",
                f"{figure(percent)} не лежит между {figure(low)} и {figure(high)}",
                each.reading_ru or "",
            )


def _range(statement: Statement) -> tuple[float, float]:
    stated = statement.stated
    low = stated.percent_min if stated else None
    high = stated.percent_max if stated else None
    return (0 if low is None else low), (WHOLE if high is None else high)


def _town_and_rural(programme: Programme) -> Iterator[Case]:
    network = programme.municipality.network
    total = network.town_schools + network.rural_schools
    if total != network.schools:
        said = f"школ {network.schools}: городских {network.town_schools}, сельских {network.rural_schools}"
        sum_ru = f"{network.town_schools} + {network.rural_schools} = {total}, а не {network.schools}"
        yield _of_network(network, said, sum_ru)


def _supported_and_described(programme: Programme) -> Iterator[Case]:
    network = programme.municipality.network
    rural, town = network.remote_rural_schools, network.town_adverse_schools
    described = (rural or 0) + (town or 0)
    if (rural, town) != (None, None) and described != network.supported_schools:
        said = (
            f"нуждаются в поддержке {network.supported_schools}; описаны: сельских {rural}, городских {town}"
        )
        sum_ru = f"{rural or 0} + {town or 0} = {described}, а не {network.supported_schools}"
        yield _of_network(network, said, sum_ru)


def _supported_share(programme: Programme) -> Iterator[Case]:
    network = programme.municipality.network
    if not network.schools:
        return
    true = share(network.supported_schools, network.schools)
    if not is_printed_as(true, network.supported_share_percent):
        said = f"{network.supported_schools} школ – {percent_text(network.supported_share_percent)}"
        sum_ru = f"{network.supported_schools} из {network.schools} – {percent_text(true)}"
        yield _of_network(network, said, sum_ru)


def _named_schools(programme: Programme) -> Iterator[Case]:
    network = programme.municipality.network
    counted, named = network.town_adverse_schools, network.town_adverse_names_ru
    if counted is not None and named and counted != len(named):
        said = f"городских школ {counted}: {', '.join(named)}"
        yield _of_network(network, said, f"названо {len(named)}, а не {counted}")


def _of_network(network: Network, said: str, sum_ru: str) -> Case:
    return Case((network.clause,), said, sum_ru, network.reading_ru or "")


_AS_PRINTED = "Утверждение печатается как есть, доли считаются заново по формам школ."
_NETWORK = "Число школ берётся из справочников reference/schools.csv и reference/programme_schools.csv."

NO_TOTAL = ContradictionRule(
    rule_id="S001",
    title_ru="Число и процент одного утверждения согласуются",
    consequence_ru=_AS_PRINTED,
    look=_no_total,
)
DIFFERENT_TOTALS = ContradictionRule(
    rule_id="S002",
    title_ru="Числа и проценты одного места относятся к одной совокупности",
    consequence_ru=_AS_PRINTED,
    look=_different_totals,
)
ROUNDED_TO_THE_WHOLE = ContradictionRule(
    rule_id="S003",
    title_ru="Доли, которые вместе составляют 100 %, округлены верно",
    consequence_ru=_AS_PRINTED,
    look=_rounded_to_the_whole,
)
OUTSIDE_THE_RANGE = ContradictionRule(
    rule_id="S004",
    title_ru="Доля лежит в разбросе, названном для того же показателя",
    consequence_ru=_AS_PRINTED,
    look=_outside_the_range,
)
TOWN_AND_RURAL = ContradictionRule(
    rule_id="S005",
    title_ru="Городские и сельские школы вместе – все школы",
    consequence_ru=_NETWORK,
    look=_town_and_rural,
)
SUPPORTED_AND_DESCRIBED = ContradictionRule(
    rule_id="S006",
    title_ru="Описаны все школы, которым нужна поддержка",
    consequence_ru=_NETWORK,
    look=_supported_and_described,
)
SUPPORTED_SHARE = ContradictionRule(
    rule_id="S007",
    title_ru="Процент школ, которым нужна поддержка, – от всех школ",
    consequence_ru=_NETWORK,
    look=_supported_share,
)
NAMED_SCHOOLS = ContradictionRule(
    rule_id="S008",
    title_ru="Названо столько школ, сколько сосчитано",
    consequence_ru=_NETWORK,
    look=_named_schools,
)
