"""What is special about the ВПР collection form: 1,500 rows with formula zeros, most of them no pupils."""

from shnor_pipeline.ingest.vpr_exports import shape_export as shape

__all__ = ["is_data", "shape"]

FILLED_BY_PEOPLE = ("variant", "class_label", "stated_journal_mark")


def is_data(row: dict[str, str]) -> bool:
    """Tell a pupil from a pre-filled row: somebody wrote a variant, a class or a mark into it."""
    return any(row.get(name) for name in FILLED_BY_PEOPLE)
