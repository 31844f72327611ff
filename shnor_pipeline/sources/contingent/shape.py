"""What is special about the contingent form: unlike ОО-1, it must say how the year ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shnor_pipeline.ingest.shaping import require

if TYPE_CHECKING:
    from shnor_pipeline.ingest.draft import Draft
    from shnor_pipeline.reference import Reference


def shape(draft: Draft, _reference: Reference) -> None:
    """Demand the number of pupils at the end of the year."""
    require(draft, "pupils_end")
