"""What leaves the pipeline for analysts: the published database and the documents beside it."""

from shnor_pipeline.release.documents import dictionary_text, rules_text
from shnor_pipeline.release.publish import Release, publish

__all__ = ["Release", "dictionary_text", "publish", "rules_text"]
