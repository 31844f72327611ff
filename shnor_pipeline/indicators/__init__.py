"""The programme's indicators: declarations, engine, intervals, plan and fact."""

from shnor_pipeline.indicators.attainability import attainability_of_year
from shnor_pipeline.indicators.catalogue import BY_ID, INDICATORS
from shnor_pipeline.indicators.check import IndicatorError, check_indicators
from shnor_pipeline.indicators.declare import Indicator, Part
from shnor_pipeline.indicators.engine import part_columns, scan_year, values_of_year
from shnor_pipeline.indicators.formula import formula_table
from shnor_pipeline.indicators.intervals import newcombe, wilson
from shnor_pipeline.indicators.origins import part_origins, value_origins
from shnor_pipeline.indicators.projection import projections
from shnor_pipeline.indicators.schools import schools_of_year
from shnor_pipeline.indicators.shrinkage import fit, log_likelihood, shrunk
from shnor_pipeline.indicators.table import indicator_table, parts_table
from shnor_pipeline.indicators.targets import progress_of_year

__all__ = [
    "BY_ID",
    "INDICATORS",
    "Indicator",
    "IndicatorError",
    "Part",
    "attainability_of_year",
    "check_indicators",
    "fit",
    "formula_table",
    "indicator_table",
    "log_likelihood",
    "newcombe",
    "part_columns",
    "part_origins",
    "parts_table",
    "progress_of_year",
    "projections",
    "scan_year",
    "schools_of_year",
    "shrunk",
    "value_origins",
    "values_of_year",
    "wilson",
]
