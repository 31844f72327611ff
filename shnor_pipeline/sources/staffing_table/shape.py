"""What is special about the staffing table: occupied units can't be above the planned ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shnor_pipeline.quality import rules

if TYPE_CHECKING:
    from shnor_pipeline.ingest.draft import Draft
    from shnor_pipeline.reference import Reference


def shape(draft: Draft, _reference: Reference) -> None:
    """Hold rows with more occupied than planned units."""
    planned, occupied = draft.values["units_planned"], draft.values["units_occupied"]
    for index, (whole, part) in enumerate(zip(planned, occupied, strict=True)):
        if whole is not None and part is not None and part > whole:
            draft.say(
                rules.OCCUPIED_ABOVE_PLANNED, index, "units_occupied", part=f"{part:g}", whole=f"{whole:g}"
            )
