"""What is special about the regional ВПР export of spring 2021: nothing beyond what exports share."""

from shnor_pipeline.ingest.vpr_exports import shape_export as shape

__all__ = ["shape"]
