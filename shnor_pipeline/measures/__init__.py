"""The measures of the programme: plan and fact by year, and the indicators they should have moved."""

from shnor_pipeline.measures.declines import declines_of_year
from shnor_pipeline.measures.progress import progress_of_measures

__all__ = ["declines_of_year", "progress_of_measures"]
