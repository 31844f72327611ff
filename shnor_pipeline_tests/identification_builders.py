"""Builders of cases of the identification: a rule, counts of a few schools and procedures.

Belongs here: what several tests need to say what they are about. Does not belong here: expectations.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from shnor_pipeline.identification.counts import Counts
from shnor_pipeline.identification.procedures import Procedure
from shnor_pipeline.programme import RuleSet

if TYPE_CHECKING:
    from collections.abc import Sequence

MATHEMATICS = Procedure("vpr", "математика", 5)
RUSSIAN = Procedure("vpr", "русский язык", 5)


def rule(**changes: Any) -> RuleSet:
    """Make the rule of methodology, section 3, over grades 4-8, changed where said."""
    usual = {
        "title_ru": "Правило",
        "reading_ru": "Чтение.",
        "procedures": (
            {"kind": "vpr", "subjects": ("русский язык", "математика"), "grades": (4, 5, 6, 7, 8)},
        ),
        "share_percent": 30.0,
        "minimum_participants": 0,
        "low_procedures": 2,
        "same_procedure_years": 2,
        "excluded_kinds": (),
    }
    return RuleSet(**(usual | changes))


def counts(*years: Sequence[Sequence[tuple[int, int]]]) -> Counts:
    """Lay counts out: for each year, this one first, for each school, failed and participants by work."""
    cells = np.array(years, dtype=np.int64)
    schools, procedures = cells.shape[1:3]
    return Counts(
        tuple(f"s{number:02}" for number in range(1, schools + 1)),
        tuple(Procedure("vpr", "математика", grade) for grade in range(1, procedures + 1)),
        cells[..., 1],
        cells[..., 0],
    )


def nobody_excluded(of: Counts) -> np.ndarray:
    """Say that the rule looks at every school."""
    return np.zeros(len(of.schools), dtype=bool)
