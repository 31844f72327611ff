"""Blank workbooks for schools, made from the declarations that read them."""

from shnor_pipeline.forms.write import FormsError, write_forms
from shnor_pipeline.ingest.version import version_of

__all__ = ["FormsError", "version_of", "write_forms"]
