"""Every table of the project, declared once.

The declaration is the only place that knows a column's type, title, unit and words; DDL, dictionary,
forms and report headers are rendered from it.
"""

from shnor_pipeline.tables.canonical import CANONICAL_TABLES
from shnor_pipeline.tables.declare import ColumnSpec, Table, TableSpec, column
from shnor_pipeline.tables.identification import (
    IDENTIFICATION,
    IDENTIFICATION_TABLES,
    OVERRIDE,
    PROCEDURE_RESULT,
    SOCIAL_INDEX,
    SOCIAL_INDEX_COMPONENT,
)
from shnor_pipeline.tables.published import (
    CORRECTION,
    FILE_FINDING,
    FINDING,
    INDICATOR,
    INDICATOR_VALUE,
    MONITORING_TABLES,
    PARSED_SHEET,
    PUBLISHED_VIEWS,
    QUARANTINED_ROW,
    SCHOOL_YEAR,
    SOURCE_COLUMN,
    SOURCE_FILE,
    SUBMISSION,
    TARGET_PROGRESS,
    ViewSpec,
)

PUBLISHED_TABLES = (*MONITORING_TABLES, *IDENTIFICATION_TABLES)
"""Tables of the published database beside the canonical ones, in order."""

__all__ = [
    "CANONICAL_TABLES",
    "CORRECTION",
    "FILE_FINDING",
    "FINDING",
    "IDENTIFICATION",
    "IDENTIFICATION_TABLES",
    "INDICATOR",
    "INDICATOR_VALUE",
    "OVERRIDE",
    "PARSED_SHEET",
    "PROCEDURE_RESULT",
    "PUBLISHED_TABLES",
    "PUBLISHED_VIEWS",
    "QUARANTINED_ROW",
    "SCHOOL_YEAR",
    "SOCIAL_INDEX",
    "SOCIAL_INDEX_COMPONENT",
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
