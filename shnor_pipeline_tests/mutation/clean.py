"""The other half of the proof: clean files, and files changed in ways that are no error, give no finding.

Belongs here: reading what is clean. Does not belong here: damage.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from shnor_pipeline import chain
from shnor_pipeline.sample.draw import stream
from shnor_pipeline.settings import Settings
from shnor_pipeline_tests.mutation.desk import Desk
from shnor_pipeline_tests.mutation.harmless import HARMLESS
from shnor_pipeline_tests.mutation.registry import NoPlaceError
from shnor_pipeline_tests.mutation.trial import TRIES, home_of, places, said_of

if TYPE_CHECKING:
    from collections.abc import Iterable


def read_clean(clean: Path, years: Iterable[int]) -> tuple[int, list[str]]:
    """Read whole years of a clean sample and compare each with the one before.

    Returns:
        Number of files that were read, and what was found.
    """
    files, said = 0, []
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        for name in ("inbox", "reference", "programme.yaml"):
            (home / name).symlink_to(clean / name)
        workspace = chain.Workspace(Settings(home=home))
        said += places(chain.survey_inbox(workspace).to_dict("records"))
        for year in years:
            intake = chain.take_in_year(workspace, year)
            files += intake.source_files["file"].nunique()
            said += places(chain.compare_years(workspace, year).to_dict("records"))
    return files, said


def try_harmless(name: str, clean: Path, seed: int) -> list[str]:
    """Change a fresh copy of a few clean files without harm; return what was found all the same.

    Raises:
        NoPlaceError: No choice of files can be changed so.
    """
    _, change = HARMLESS[name]
    for attempt in range(TRIES):
        with tempfile.TemporaryDirectory() as folder:
            desk = Desk(clean, home_of(Path(folder) / "home"), stream(seed, f"harmless {name}", attempt))
            try:
                change(desk)
            except NoPlaceError:
                continue
            return places(said_of(desk.home, desk.year, clean, compare=False))
    raise NoPlaceError(f"{name}: no place in the sample of seed {seed}")
