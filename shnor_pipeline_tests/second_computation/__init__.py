"""All indicators a second time, in plain Python over rows as dicts, written from the methodology alone.

Nothing here imports ``shnor_pipeline.indicators``, no SQL and no group-by of a library: who changes a formula
has to change it twice, from the text. Numbers are fractions, so nothing is rounded before the comparison.

Belongs here: methodology, section 1, and contract, sections 3 and 4, as arithmetic. Does not belong here:
where the rows come from and what they are compared with (the tests).
"""

from shnor_pipeline_tests.second_computation.definitions import DEFINITIONS, Definition
from shnor_pipeline_tests.second_computation.values import Value, values_of
from shnor_pipeline_tests.second_computation.year import Row, Tables, Year

__all__ = ["DEFINITIONS", "Definition", "Row", "Tables", "Value", "Year", "values_of"]
