"""Reports of a year: one model, rendered to Word, Excel and HTML.

The renderers import heavy libraries, so they are imported where they are called and not here.
"""

from shnor_pipeline.reporting.build import Facts, build_report
from shnor_pipeline.reporting.model import Report

__all__ = ["Facts", "Report", "build_report"]
