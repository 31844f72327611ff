"""What earlier public releases printed: numbers that can't be taken back.

Belongs here: reading, comparing and writing the ledger. Does not belong here: the attack (``block``).
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from shnor_pipeline.disclosure.block import Place
from shnor_pipeline.disclosure.rules import FEWEST

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_HEADER = ("release", "year", "indicator_id", "scope", "scope_id", "value", "denominator")


class Printed(NamedTuple):
    """A value as it was printed: rounded value and denominator, with a decimal point."""

    value: str
    denominator: str


@dataclass(frozen=True)
class Ledger:
    """Everything that was ever printed.

    Attributes:
        releases: Printed values by year and place, each with the number of the release that first had it.
    """

    releases: Mapping[tuple[int, Place], tuple[tuple[int, Printed], ...]]

    @classmethod
    def read(cls, path: Path) -> Ledger:
        """Read the ledger; no file means that nothing was published yet."""
        releases: dict[tuple[int, Place], tuple[tuple[int, Printed], ...]] = {}
        if path.exists():
            for row in csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")), delimiter=";"):
                key = (int(row["year"]), Place(row["indicator_id"], row["scope"], row["scope_id"]))
                entry = (int(row["release"]), Printed(row["value"], row["denominator"]))
                releases[key] = (*releases.get(key, ()), entry)
        return cls(releases)

    def known(self, values: Mapping[tuple[int, Place], Printed]) -> set[tuple[int, Place]]:
        """Return the values that were printed before and are still the same: hiding them hides nothing."""
        return {
            key for key, value in values.items() if value in (each for _, each in self.releases.get(key, ()))
        }

    def moved(self, values: Mapping[tuple[int, Place], Printed]) -> set[tuple[int, Place]]:
        """Return the values whose difference to an earlier release belongs to fewer than five members."""
        return {
            key
            for key, value in values.items()
            for _, earlier in self.releases.get(key, ())
            if 0 < abs(float(value.denominator) - float(earlier.denominator)) < FEWEST
        }

    def with_release(self, values: Mapping[tuple[int, Place], Printed]) -> Ledger:
        """Add what is printed now; the same values again add nothing."""
        number = 1 + max((release for each in self.releases.values() for release, _ in each), default=0)
        releases = dict(self.releases)
        for key, value in values.items():
            earlier = releases.get(key, ())
            if value not in (each for _, each in earlier):
                releases[key] = (*earlier, (number, value))
        return Ledger(releases)

    def text(self) -> str:
        """Write the ledger as CSV that Excel opens: semicolons, a byte order mark."""
        out = io.StringIO()
        writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
        writer.writerow(_HEADER)
        rows = (
            (release, key[0], *key[1], *each) for key, many in self.releases.items() for release, each in many
        )
        writer.writerows(sorted(rows, key=lambda row: tuple(map(str, row))))
        return "\ufeff" + out.getvalue()
