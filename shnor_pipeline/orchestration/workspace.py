"""The home folder as a Dagster resource.

Belongs here: the resource and the years that are the partitions. Does not belong here: assets.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import dagster as dg

from shnor_pipeline.chain import Workspace
from shnor_pipeline.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence


class HomeFolder(dg.ConfigurableResource[Workspace]):
    """The home folder of a run (contract, section 1).

    Attributes:
        home: Path of the folder.
    """

    home: str

    def open(self) -> Workspace:
        """Open the folder; programme, register and forms are read when first needed."""
        return Workspace(Settings(home=Path(self.home)))


def year_partitions(years: Sequence[int]) -> dg.StaticPartitionsDefinition:
    """Partition by reporting year: the calendar year in which the school year ends."""
    return dg.StaticPartitionsDefinition([str(year) for year in years])


def with_year_before(years: Sequence[int]) -> dg.StaticPartitionMapping:
    """Map a year to itself and the next: an indicator of retention needs the year before."""
    return dg.StaticPartitionMapping(
        {str(year): [str(later) for later in (year, year + 1) if later in years] for year in years}
    )


def with_all_before(years: Sequence[int]) -> dg.StaticPartitionMapping:
    """Map a year to itself and all later ones: a report shows the trend up to its year."""
    return dg.StaticPartitionMapping(
        {str(year): [str(later) for later in years if later >= year] for year in years}
    )
