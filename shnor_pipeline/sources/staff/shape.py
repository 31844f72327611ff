"""What is special about the staff form: the same person may work in several schools and positions."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shnor_pipeline.ingest.draft import Draft
    from shnor_pipeline.reference import Reference


def shape(draft: Draft, _reference: Reference) -> None:
    """Give every row the pseudonym of its person: name and year of birth, else the personnel number."""
    names, numbers = draft.raw_texts("full_name"), draft.raw_texts("personnel_number")
    keys: list[str | None] = []
    for index, school in enumerate(draft.values["school_id"]):
        if names[index]:
            born = draft.values["birth_year"][index]
            keys.append(draft.key_of("staff", names[index], str(born or "")))
        elif numbers[index]:
            keys.append(draft.key_of("staff_number", school or "", numbers[index]))
        else:
            keys.append(None)
    draft.values["person_key"] = keys
