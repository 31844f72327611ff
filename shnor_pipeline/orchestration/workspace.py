"""The home folder as a Dagster resource.

Belongs here: the resource, the years that are the partitions, the parts of Dagster that are new. Does not
belong here: assets.
"""

# Dagster reads annotations at run time, so nothing here is imported for type checking only.
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import dagster as dg
from pydantic import PrivateAttr

from shnor_pipeline.chain import Workspace, at_work
from shnor_pipeline.settings import Settings


@contextmanager
def beta_accepted() -> Iterator[None]:
    """Use parts of Dagster that are beta or in preview: which ones is known here, and they are tested.

    Observable assets, jobs that observe and make in one run, checks with a verdict by year.
    """
    with warnings.catch_warnings():
        for kind in (dg.BetaWarning, dg.PreviewWarning):
            warnings.simplefilter("ignore", kind)
        # Dagster itself reads what it calls deprecated when it resolves an observable asset
        warnings.filterwarnings("ignore", "Property `OpDefinition.version`", DeprecationWarning)
        yield


class HomeFolder(dg.ConfigurableResource["HomeFolder"]):
    """The home folder of a run (contract, section 1), held for writing as long as the run uses it.

    Attributes:
        home: Path of the folder.
    """

    home: str
    _opened: Workspace | None = PrivateAttr(default=None)

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator[Self]:
        """Wait until nobody else writes to the folder, and hold it: ``shnor run`` beside a run waits too."""
        workspace = self.open()
        tell = context.log.info if context.log is not None else print
        with at_work(workspace, tell):
            self._opened = workspace
            if context.run is not None and context.run.asset_selection is None:
                # a run of a whole job has much to do, and helpers take a while to come
                workspace.call_helpers()
            yield self

    def open(self) -> Workspace:
        """Open the folder; programme, register and forms are read when first needed, once for a run."""
        return self._opened or Workspace(Settings(home=Path(self.home)))


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
