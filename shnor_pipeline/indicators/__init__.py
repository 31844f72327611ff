"""The programme's indicators: declarations, engine, intervals, plan and fact."""

from shnor_pipeline.indicators.attainability import attainability_of_year
from shnor_pipeline.indicators.catalogue import BY_ID, INDICATORS
from shnor_pipeline.indicators.check import COMPUTED_ELSEWHERE, IndicatorError, check_indicators
from shnor_pipeline.indicators.declare import Indicator, Part
from shnor_pipeline.indicators.engine import part_columns, scan_year, values_of_year
from shnor_pipeline.indicators.formula import formula_table
from shnor_pipeline.indicators.origins import part_origins, value_origins
from shnor_pipeline.indicators.projection import projections
from shnor_pipeline.indicators.schools import schools_of_year
from shnor_pipeline.indicators.table import indicator_table, parts_table
from shnor_pipeline.indicators.targets import progress_of_year

__all__ = [
    "BY_ID",
    "COMPUTED_ELSEWHERE",
    "INDICATORS",
    "Indicator",
    "IndicatorError",
    "Part",
    "attainability_of_year",
    "check_indicators",
    "formula_table",
    "indicator_table",
    "part_columns",
    "part_origins",
    "parts_table",
    "progress_of_year",
    "projections",
    "scan_year",
    "schools_of_year",
    "value_origins",
    "values_of_year",
]
