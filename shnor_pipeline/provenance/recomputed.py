"""What the numbers of a report should be: references looked up in values computed anew.

Belongs here: from a reference to its number. Does not belong here: computing the values (``indicators``),
what a document prints (``comparison``).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pandas as pd

from shnor_pipeline.references import Ref

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

_ROUNDED = ("value", "ci_low", "ci_high", "change")
_EXACT = ("numerator", "denominator", "schools_reported", "schools_expected")
_OF_PLAN = ("target", "gap", "base_stated")


@dataclass(frozen=True, slots=True)
class Expected:
    """What a number should be.

    Attributes:
        value: The unrounded number.
        decimals: Least decimals a document prints it with; ``None`` where it is printed in full.
    """

    value: Decimal
    decimals: int | None


class Recomputed:
    """The numbers of some years, each found by its reference."""

    def __init__(
        self,
        values: pd.DataFrame,
        progress: pd.DataFrame,
        decimals: Mapping[str, int],
        counts: Mapping[Ref, Expected],
    ) -> None:
        """Index the values.

        Args:
            values: Table ``indicator_value`` of all years looked at.
            progress: Table ``target_progress`` of the same years.
            decimals: Decimals at display, by indicator.
            counts: Every count of the report, by reference.
        """
        self._counts = counts
        self._values = {_place(row): row for row in values.to_dict("records")}
        self._plans = {(*_place(row), row["kind"]): row for row in progress.to_dict("records")}
        self._decimals = decimals
        self.years = frozenset(int(year) for year in values["year"].unique())

    def expected(self, ref: Ref) -> Expected | None:
        """Return what a number should be; ``None`` where the store has no such number."""
        if ref in self._counts:
            return self._counts[ref]
        name, _, kind = ref.field.partition(":")
        value = self._of_plan(ref, name, kind) if kind else self._of_value(ref)
        if value is None:
            return None
        exact = name in _EXACT or name in {"target", "base_stated"}
        return Expected(value, None if exact else self._decimals.get(ref.indicator_id, 0))

    def named(self, names: Collection[str]) -> dict[str, Ref]:
        """Find the references that short names stand for; a name that nothing has is left out."""
        wanted = set(names)
        beginnings = {name.rpartition("_")[0] for name in wanted}
        return {ref.name: ref for ref in self._references(beginnings) if ref.name in wanted}

    def _references(self, beginnings: Collection[str]) -> Iterator[Ref]:
        yield from self._counts
        for place in self._values:
            ref = Ref(*place, "value")
            if ref.name.rpartition("_")[0] in beginnings:
                yield from (replace(ref, field=field) for field in (*_ROUNDED, *_EXACT))
        for year, indicator_id, scope, scope_id, kind in self._plans:
            ref = Ref(year, indicator_id, scope, scope_id, "target")
            yield from (replace(ref, field=f"{field}:{kind}") for field in _OF_PLAN)

    def _of_value(self, ref: Ref) -> Decimal | None:
        if ref.field == "change":
            now = self._of_value(replace(ref, field="value"))
            before = self._of_value(replace(ref, year=ref.year - 1, field="value"))
            return None if now is None or before is None else now - before
        row = self._values.get((ref.year, ref.indicator_id, ref.scope, ref.scope_id), {})
        return _exact(row.get(ref.field))

    def _of_plan(self, ref: Ref, name: str, kind: str) -> Decimal | None:
        row = self._plans.get((ref.year, ref.indicator_id, ref.scope, ref.scope_id, kind), {})
        if name != "gap":
            return _exact(row.get(name))
        fact, target = _exact(row.get("value")), _exact(row.get("target"))
        return None if fact is None or target is None else fact - target


def _place(row: Mapping[Any, Any]) -> tuple[int, str, str, str]:
    return int(row["year"]), row["indicator_id"], row["scope"], row["scope_id"]


def _exact(value: Any) -> Decimal | None:
    return None if value is None or pd.isna(value) else exactly(value)


def exactly(value: float) -> Decimal:
    """Return the decimal that people see when they print a number."""
    return Decimal(repr(value if isinstance(value, int) else float(value)))
