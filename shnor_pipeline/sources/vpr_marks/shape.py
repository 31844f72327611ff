"""What is special about the office form of ВПР marks: nothing beyond what tables of marks share."""

from shnor_pipeline.ingest.vpr_counts import shape_marks as shape

__all__ = ["shape"]
