"""What is special about the contingent form: start, arrivals, departures and end must agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shnor_pipeline.ingest.shaping import require
from shnor_pipeline.quality import rules

if TYPE_CHECKING:
    from shnor_pipeline.ingest.draft import Draft
    from shnor_pipeline.reference import Reference

_PARTS = ("pupils_start", "arrived", "departed", "pupils_end")


def shape(draft: Draft, _reference: Reference) -> None:
    """Hold rows whose end is not start + arrived - departed, where all four are stated."""
    require(draft, "pupils_end")
    columns = [draft.values.get(name, [None] * draft.size) for name in _PARTS]
    for index, (start, arrived, departed, end) in enumerate(zip(*columns, strict=True)):
        if None in (start, arrived, departed, end) or start + arrived - departed == end:
            continue
        explanation = (
            f"На начало года {start}, прибыло {arrived}, выбыло {departed}: "
            f"на конец года должно быть {start + arrived - departed}, а стоит {end}"
        )
        draft.say(rules.PARTS_DISAGREE, index, "pupils_end", explanation=explanation)
