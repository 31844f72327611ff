"""The clean sample of a seed: the written one without mistakes, two schools more listed.

Belongs here: what is clean. Does not belong here: damage, harmless spellings (``harmless``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shnor_pipeline.sample import write_sample
from shnor_pipeline_tests.mutation.schools import complete_register

if TYPE_CHECKING:
    from pathlib import Path

SCHOOLS = 6
YEARS = range(2018, 2024)


def clean_sample(
    home: Path, seed: int, *, municipalities: int = 1, schools: int = SCHOOLS, years: range = YEARS
) -> Path:
    """Write a clean home folder; the same seed gives the same files."""
    write_sample(home, municipalities=municipalities, schools=schools, years=years, seed=seed, defects=False)
    # decisions about cells of the whole sample would find nothing in the few files of a trial
    ledger = home / "reference" / "corrections.csv"
    ledger.write_text(ledger.read_text(encoding="utf-8").splitlines(keepends=True)[0], encoding="utf-8")
    complete_register(home / "reference" / "schools.csv")
    return home
