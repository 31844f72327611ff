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
from shnor_pipeline.tables.declare import ColumnSpec, Table, TableSpec, ViewSpec, column
from shnor_pipeline.tables.disclosure import SUPPRESSION
from shnor_pipeline.tables.identification import (
    IDENTIFICATION,
    IDENTIFICATION_TABLES,
    OVERRIDE,
    PROCEDURE_RESULT,
    SOCIAL_INDEX,
    SOCIAL_INDEX_COMPONENT,
)
from shnor_pipeline.tables.measures import (
    INDICATOR_DECLINE,
    MEASURE_PROGRESS,
    OVERDUE_MEASURE,
    UNREPORTED_MEASURE,
)
from shnor_pipeline.tables.programme import PROGRAMME_CONTRADICTION
from shnor_pipeline.tables.published import (
    CORRECTION,
    FILE_FINDING,
    FINDING,
    INDICATOR,
    INDICATOR_FORMULA,
    INDICATOR_VALUE,
    MONITORING_TABLES,
    PARSED_SHEET,
    PUBLISHED_VIEWS,
    QUARANTINED_ROW,
    RETURNED_FILE,
    SCHOOL_YEAR,
    SOURCE_CELL,
    SOURCE_COLUMN,
    SOURCE_FILE,
    SUBMISSION,
    TARGET_PROGRESS,
)
from shnor_pipeline.tables.release import RELEASE_CHANGE, RELEASE_INPUT
from shnor_pipeline.tables.targets import INDICATOR_PROJECTION, TARGET_ATTAINABILITY

PUBLISHED_TABLES = (*MONITORING_TABLES, *IDENTIFICATION_TABLES, SUPPRESSION)
"""Tables of the published database beside the canonical ones, in order."""

__all__ = [
    "CANONICAL_TABLES",
    "CLUSTER",
    "CLUSTER_COMPARISON",
    "COMPARISON_TABLES",
    "CORRECTION",
    "FILE_FINDING",
    "FINDING",
    "IDENTIFICATION",
    "IDENTIFICATION_TABLES",
    "INDICATOR",
    "INDICATOR_DECLINE",
    "INDICATOR_FORMULA",
    "INDICATOR_PROJECTION",
    "INDICATOR_VALUE",
    "MEASURE_PROGRESS",
    "OBJECTIVITY_FLAG",
    "OVERDUE_MEASURE",
    "OVERRIDE",
    "PARSED_SHEET",
    "PROCEDURE_RESULT",
    "PROGRAMME_CONTRADICTION",
    "PROGRAMME_EFFECT",
    "PUBLISHED_TABLES",
    "PUBLISHED_VIEWS",
    "QUALITY_GAP_YEAR",
    "QUARANTINED_ROW",
    "RELEASE_CHANGE",
    "RELEASE_INPUT",
    "RETURNED_FILE",
    "RISK_PROFILE",
    "SCHOOL_YEAR",
    "SOCIAL_INDEX",
    "SOCIAL_INDEX_COMPONENT",
    "SOURCE_CELL",
    "SOURCE_COLUMN",
    "SOURCE_FILE",
    "SUBMISSION",
    "SUPPRESSION",
    "TARGET_ATTAINABILITY",
    "TARGET_PROGRESS",
    "UNREPORTED_MEASURE",
    "ColumnSpec",
    "Table",
    "TableSpec",
    "ViewSpec",
    "column",
]
