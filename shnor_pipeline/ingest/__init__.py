"""From workbooks to typed rows with addresses: grid, header, cells, schools, pseudonyms, a year's intake."""

from shnor_pipeline.ingest.corrections import apply as apply_corrections
from shnor_pipeline.ingest.corrections import facts_of as correction_facts
from shnor_pipeline.ingest.corrections import frame_of as correction_frame
from shnor_pipeline.ingest.files import Context, content_hash, forms_of_file, inbox_files
from shnor_pipeline.ingest.grid import FileProblem, read_sheets
from shnor_pipeline.ingest.intake import (
    Intake,
    cell_map,
    reconcile,
    source_file_frame,
    take_in,
    take_in_files,
)
from shnor_pipeline.ingest.parsed import Parsed, version_of_code
from shnor_pipeline.ingest.persons import load_secret, person_keys
from shnor_pipeline.ingest.source import Catalogue, Source, SourceFolderError, load_catalogue

__all__ = [
    "Catalogue",
    "Context",
    "FileProblem",
    "Intake",
    "Parsed",
    "Source",
    "SourceFolderError",
    "apply_corrections",
    "cell_map",
    "content_hash",
    "correction_facts",
    "correction_frame",
    "forms_of_file",
    "inbox_files",
    "load_catalogue",
    "load_secret",
    "person_keys",
    "read_sheets",
    "reconcile",
    "source_file_frame",
    "take_in",
    "take_in_files",
    "version_of_code",
]
