"""What leaves the pipeline for analysts: the published database and the documents beside it."""

from shnor_pipeline.release.difference import Difference, compare_databases
from shnor_pipeline.release.documents import dictionary_text, rules_text
from shnor_pipeline.release.inputs import input_files, input_table
from shnor_pipeline.release.kept import KEPT_RELEASES, NoReleaseError, Releases
from shnor_pipeline.release.publish import Handover, Release, publish
from shnor_pipeline.release.reasons import REASONS

__all__ = [
    "KEPT_RELEASES",
    "REASONS",
    "Difference",
    "Handover",
    "NoReleaseError",
    "Release",
    "Releases",
    "compare_databases",
    "dictionary_text",
    "input_files",
    "input_table",
    "publish",
    "rules_text",
]
