"""A year's published values as one system: groups of schools that totals tell apart, sums over them.

Belongs here: which amounts there are, what a published value says of them, what must stay unknown. Does
not belong here: solving (``system``) and choosing what to hide (``suppress``).

Schools that no published total tells apart count together: a reader learns nothing of one of them that he
does not learn of all. A school that is alone in its cluster and group is a group by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations
from typing import TYPE_CHECKING, NamedTuple

from shnor_pipeline.disclosure.rules import reason_to_hide
from shnor_pipeline.disclosure.system import Bound, Interval, System

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence

PROTECTED_PART = 0.25
"""A hidden value leaks when it is known closer than this part of its scale: 25 of 100 percent is one person
among four, the largest group that must stay hidden."""

_SLACK = 1e-9


class Place(NamedTuple):
    """Where a value is printed."""

    indicator_id: str
    scope: str
    scope_id: str


@dataclass(frozen=True, slots=True)
class Measure:
    """What the attack knows of an indicator.

    Attributes:
        indicator_id: Indicator.
        numerator: Additive parts of the numerator; equal parts of two indicators are one amount.
        denominator: The same of the denominator.
        low: Smallest value of one member (0, or the mark 2).
        high: Largest value of one member (1, or the mark 5, the score 100).
        factor: 100 for percents, else 1: value = factor x numerator / denominator.
        decimals: Decimals printed.
        share: Whether the value is a percent.
    """

    indicator_id: str
    numerator: frozenset[str]
    denominator: frozenset[str]
    low: float
    high: float
    factor: float
    decimals: int
    share: bool


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums of numerator and denominator of one indicator by group of schools."""

    numerator: Mapping[Hashable, float]
    denominator: Mapping[Hashable, float]

    def of(self, groups: Iterable[Hashable]) -> tuple[float, float]:
        """Add up groups."""
        chosen = tuple(groups)
        return sum(self.numerator[each] for each in chosen), sum(self.denominator[each] for each in chosen)


@dataclass(frozen=True, slots=True)
class Leak:
    """A value that must stay hidden and can be computed.

    Attributes:
        indicator_id: Indicator.
        groups: The groups of schools whose value it is.
        low: Smallest value it may have, in units of the indicator.
        high: Largest value.
        through: The published values that limit it.
    """

    indicator_id: str
    groups: tuple[Hashable, ...]
    low: float
    high: float
    through: tuple[Place, ...]


_Quantity = tuple[frozenset[str], tuple[float, ...]]
"""Parts that are added up, and what they come to in each group."""


def _of(quantity: _Quantity, groups: Iterable[Hashable]) -> list[Hashable]:
    """Name the amounts of a quantity in groups."""
    return [(quantity, group) for group in groups]


class Block:
    """Indicators of one year that share amounts, with everything a reader knows of them.

    Args:
        measures: Indicators.
        sums: Their sums by group.
        places: Groups that each printed value adds up.
        unions: Further groups of groups whose value must stay unknown when it is small.
    """

    def __init__(
        self,
        measures: Sequence[Measure],
        sums: Mapping[str, Sums],
        places: Mapping[tuple[str, str], tuple[Hashable, ...]],
        unions: Collection[tuple[Hashable, ...]],
    ) -> None:
        """Name the amounts; nothing is published yet."""
        self.measures = {each.indicator_id: each for each in measures}
        self._sums, self._places = sums, places
        self._sets = dict.fromkeys((*places.values(), *unions))
        self._definitions = [bound for each in measures for bound in self._scale(each)]
        self._definitions += self._nested(measures)
        self._withstood: set[frozenset[Place]] = set()

    def groups(self, place: Place) -> tuple[Hashable, ...]:
        """Groups that a printed value adds up."""
        return self._places[place.scope, place.scope_id]

    def sums(self, place: Place) -> tuple[float, float]:
        """Numerator and denominator of a printed value."""
        return self._sums[place.indicator_id].of(self.groups(place))

    def candidates(self) -> Iterator[Place]:
        """Values that could be printed: those with a denominator above 0."""
        for indicator_id, sums in self._sums.items():
            for (scope, scope_id), groups in self._places.items():
                if indicator_id in self.measures and sums.of(groups)[1] > 0:
                    yield Place(indicator_id, scope, scope_id)

    def to_hide(self, indicator_id: str) -> Iterator[tuple[Hashable, ...]]:
        """Sets of groups whose value must stay unknown."""
        measure, sums = self.measures[indicator_id], self._sums[indicator_id]
        for groups in self._sets:
            numerator, denominator = sums.of(groups)
            if denominator > 0 and reason_to_hide(numerator, denominator, share=measure.share):
                yield groups

    def leaks(self, published: Collection[Place]) -> Iterator[Leak]:
        """Attack what is published, one hidden value after the other.

        A set of places that withstood the attack before is not attacked again: the answer would be the same.
        """
        asked = frozenset(published)
        if asked not in self._withstood:
            leak = None
            for leak in self._attack(asked):
                yield leak
            if leak is None:
                self._withstood.add(asked)

    def _attack(self, published: frozenset[Place]) -> Iterator[Leak]:
        system = System([*self._definitions, *(bound for each in published for bound in self._said(each))])
        for indicator_id, measure in self.measures.items():
            if not any(place.indicator_id == indicator_id for place in published):
                continue
            for groups in self.to_hide(indicator_id):
                interval = self._interval(system, measure, groups)
                if interval.width < PROTECTED_PART * (measure.high - measure.low):
                    ends = (measure.factor * interval.low, measure.factor * interval.high)
                    through = tuple(each for each in interval.sources if isinstance(each, Place))
                    yield Leak(indicator_id, groups, *ends, through)

    def _interval(self, system: System, measure: Measure, groups: tuple[Hashable, ...]) -> Interval:
        over, under = self._sides(measure)
        return system.interval(dict.fromkeys(_of(over, groups), 1.0), dict.fromkeys(_of(under, groups), 1.0))

    def _sides(self, measure: Measure) -> tuple[_Quantity, _Quantity]:
        """Name both amounts by their parts and sums: equal parts of equal schools are one amount."""
        sums = self._sums[measure.indicator_id]
        return (
            (measure.numerator, tuple(sums.numerator.values())),
            (measure.denominator, tuple(sums.denominator.values())),
        )

    def _scale(self, measure: Measure) -> Iterator[Bound]:
        """Every member of a group lies on the scale; not so where a share may exceed 100 %."""
        sums, (over, under) = self._sums[measure.indicator_id], self._sides(measure)
        for group, denominator in sums.denominator.items():
            yield Bound({(over, group): 1.0, (under, group): -measure.low}, 0.0, None)
            if all(sums.numerator[each] <= measure.high * sums.denominator[each] for each in sums.numerator):
                yield Bound({(over, group): 1.0, (under, group): -measure.high}, None, 0.0)
            if denominator == 0:
                yield Bound({(under, group): 1.0}, 0.0, 0.0)

    def _nested(self, measures: Sequence[Measure]) -> list[Bound]:
        """A sum of some of the parts is no larger than the sum of all of them."""
        sides = dict.fromkeys(side for each in measures for side in self._sides(each))
        bounds = []
        for (few, small), (many, large) in permutations(sides, 2):
            if few and few < many and all(a <= b for a, b in zip(small, large, strict=True)):
                names = self._sums[measures[0].indicator_id].denominator
                bounds += [
                    Bound({((few, small), g): 1.0, ((many, large), g): -1.0}, None, 0.0) for g in names
                ]
        return bounds

    def _said(self, place: Place) -> Iterator[Bound]:
        """A printed value gives its denominator, and its numerator as far as rounding lets it."""
        measure, groups = self.measures[place.indicator_id], self.groups(place)
        numerator, denominator = self.sums(place)
        over, under = self._sides(measure)
        half = 0.5 * 10**-measure.decimals
        shown = round(measure.factor * numerator / denominator, measure.decimals)
        ends = [(shown + sign * half) * denominator / measure.factor for sign in (-1, 1)]
        yield Bound({(under, g): 1.0 for g in groups}, denominator, denominator, place)
        yield Bound({(over, g): 1.0 for g in groups}, ends[0] - _SLACK, ends[1] + _SLACK, place)
