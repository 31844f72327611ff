"""The suite: all subjects of the gate, in the order of the page.

Belongs here: the order of the groups. Does not belong here: an expectation (the module of its group).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shnor_pipeline.release.gate.coverage import COVERAGE, coverage
from shnor_pipeline.release.gate.hierarchies import HIERARCHIES, hierarchies
from shnor_pipeline.release.gate.persons import PERSONS, persons
from shnor_pipeline.release.gate.references import REFERENCES, references
from shnor_pipeline.release.gate.totals import TOTALS, totals
from shnor_pipeline.release.gate.values import VALUES, values
from shnor_pipeline.tables.declare import ADDRESS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shnor_pipeline.release.gate.expectation import Shares, Subject
    from shnor_pipeline.tables import TableSpec

GROUPS = (TOTALS, HIERARCHIES, VALUES, PERSONS, REFERENCES, COVERAGE)


def gate_suite(specs: Sequence[TableSpec], shares: Shares) -> tuple[Subject, ...]:
    """Return what is expected of a database with these tables.

    Args:
        specs: Published tables.
        shares: Which indicators are shares, and which are sums over schools.
    """
    canonical = [spec for spec in specs if set(ADDRESS) <= spec.by_name.keys()]
    return (
        *totals(canonical, shares),
        *hierarchies(),
        *values(shares),
        *persons(specs),
        *references(specs, canonical),
        *coverage(),
    )
