"""The programme document: opened against the catalogue of indicators, and what it contradicts itself in.

Belongs here: joining the programme with what others know of it. Does not belong here: rules of
contradictions (``programme``), formulas (``indicators``).
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from shnor_pipeline.indicators import INDICATORS
from shnor_pipeline.programme import Programme, load_programme
from shnor_pipeline.programme.contradictions import contradictions_of
from shnor_pipeline.tables import PROGRAMME_CONTRADICTION

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd


def open_programme(path: Path) -> Programme:
    """Read a programme file whose every indicator is one that the pipeline knows.

    Raises:
        ProgrammeError: The file can't be used or names an unknown indicator; the message names file, key,
            line and the nearest known name.
    """
    return load_programme(path, {each.indicator_id for each in INDICATORS})


def compute_contradictions(programme: Programme) -> pd.DataFrame:
    """Compute ``programme_contradiction``: a row per contradiction, in the order of the rules."""
    found = contradictions_of(programme)
    seen: Counter[str] = Counter()
    numbers = []
    for each in found:
        seen[each.rule_id] += 1
        numbers.append(seen[each.rule_id])
    return PROGRAMME_CONTRADICTION.frame(
        {
            "rule_id": [each.rule_id for each in found],
            "number": numbers,
            "title_ru": [each.title_ru for each in found],
            "clauses": ["; ".join(each.clauses) for each in found],
            "said_ru": [each.said_ru for each in found],
            "arithmetic_ru": [each.arithmetic_ru for each in found],
            "consequence_ru": [each.consequence_ru for each in found],
        }
    )
