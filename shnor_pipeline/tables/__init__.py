"""Every table of the project, declared once.

The declaration is the only place that knows a column's type, title, unit and words; DDL, dictionary,
forms and report headers are rendered from it.
"""

from shnor_pipeline.tables.canonical import CANONICAL_TABLES
from shnor_pipeline.tables.comparison import (
    CLUSTER,
    CLUSTER_COMPARISON,
    COMPARISON_TABLES,
    OBJECTIVITY_FLAG,
    PROGRAMME_EFFECT,
    QUALITY_GAP_YEAR,
    RISK_PROFILE,
)
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
    SCHOOL_YEAR,
    SOURCE_COLUMN,
    SOURCE_FILE,
    SUBMISSION,
    TARGET_PROGRESS,
    ViewSpec,
)

__all__ = [
    "CANONICAL_TABLES",
    "CLUSTER",
    "CLUSTER_COMPARISON",
    "COMPARISON_TABLES",
    "CORRECTION",
    "FILE_FINDING",
    "FINDING",
    "INDICATOR",
    "INDICATOR_VALUE",
    "OBJECTIVITY_FLAG",
    "PARSED_SHEET",
    "PROGRAMME_EFFECT",
    "PUBLISHED_TABLES",
    "PUBLISHED_VIEWS",
    "QUALITY_GAP_YEAR",
    "QUARANTINED_ROW",
    "RISK_PROFILE",
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
