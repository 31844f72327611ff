"""What is special about the office form of olympiad protocols: nothing beyond what protocols share."""

from shnor_pipeline.ingest.olympiad import shape_protocol as shape

__all__ = ["shape"]
