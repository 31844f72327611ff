"""A synthetic municipality of any size: workbooks as schools send them, with figures that are made up.

Belongs here: everything behind ``shnor sample``. Does not belong here: reading workbooks, formulas of
indicators.
"""

from shnor_pipeline.sample.defects import SeededDefect
from shnor_pipeline.sample.writer import SampleError, SampleSummary, write_sample

__all__ = ["SampleError", "SampleSummary", "SeededDefect", "write_sample"]
