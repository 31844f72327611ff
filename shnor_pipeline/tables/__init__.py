"""Every table of the project, declared once.

The declaration is the only place that knows a column's type, title, unit and words; DDL, dictionary,
forms and report headers are rendered from it.
"""

from shnor_pipeline.tables.canonical import CANONICAL_TABLES
from shnor_pipeline.tables.declare import ColumnSpec, Table, TableSpec, column
from shnor_pipeline.tables.published import (
    CORRECTION,
    FILE_FINDING,
    FINDING,
    INDICATOR,
    INDICATOR_VALUE,
    PARSED_SHEET,
    PUBLISHED_TABLES,
    PUBLISHED_VIEWS,
    QUARANTINED_ROW,
    RETURNED_FILE,
    SCHOOL_YEAR,
    SOURCE_COLUMN,
    SOURCE_FILE,
    SUBMISSION,
    TARGET_PROGRESS,
    ViewSpec,
)

__all__ = [
    "CANONICAL_TABLES",
    "CORRECTION",
    "FILE_FINDING",
    "FINDING",
    "INDICATOR",
    "INDICATOR_VALUE",
    "PARSED_SHEET",
    "PUBLISHED_TABLES",
    "PUBLISHED_VIEWS",
    "QUARANTINED_ROW",
    "RETURNED_FILE",
    "SCHOOL_YEAR",
    "SOURCE_COLUMN",
    "SOURCE_FILE",
    "SUBMISSION",
    "TARGET_PROGRESS",
    "ColumnSpec",
    "Table",
    "TableSpec",
    "ViewSpec",
    "column",
]
