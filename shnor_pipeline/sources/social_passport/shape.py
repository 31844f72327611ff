"""What is special about the social passport: no group of pupils is larger than all pupils."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shnor_pipeline.ingest.shaping import hold_parts_above_whole

if TYPE_CHECKING:
    from shnor_pipeline.ingest.draft import Draft
    from shnor_pipeline.reference import Reference

PARTS = (
    *("low_income", "single_parent", "many_children", "parents_higher_education"),
    *("preventive_register", "disability", "extra_education"),
)


def shape(draft: Draft, _reference: Reference) -> None:
    """Hold rows in which a group is larger than the school."""
    for part in PARTS:
        hold_parts_above_whole(draft, part, "pupils")
