"""What is special about the activity form: programmes with distance technologies are part of all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shnor_pipeline.ingest.shaping import hold_parts_above_whole

if TYPE_CHECKING:
    from shnor_pipeline.ingest.draft import Draft
    from shnor_pipeline.reference import Reference


def shape(draft: Draft, _reference: Reference) -> None:
    """Hold rows with more programmes that use distance technologies than programmes."""
    hold_parts_above_whole(draft, "distance_programmes", "programmes")
