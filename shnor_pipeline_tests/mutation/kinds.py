"""All kinds of error, and what no rule can see.

Belongs here: the whole register in one import. Does not belong here: damage.
"""

from __future__ import annotations

from shnor_pipeline_tests.mutation import kinds_cells, kinds_files, kinds_headers, kinds_rows, kinds_tables
from shnor_pipeline_tests.mutation.registry import KINDS, Kind

__all__ = ["KINDS", "MODULES", "UNSEEN", "Kind"]

MODULES = (kinds_files, kinds_headers, kinds_cells, kinds_rows, kinds_tables)

UNSEEN = (
    (
        "headers of two parts swapped: «Из неполных семей» and «Из многодетных семей»",
        "both are parts of the same whole and may have any size",
    ),
    (
        "headers of two yes-or-no columns swapped: «Тьютор» and «Конкурсы»",
        "both hold the same words",
    ),
    (
        "headers of two marks swapped: «3» and «4»",
        "the sum stays the same",
    ),
    (
        "a score of ЕГЭ that is wrong and possible: 67 for 76",
        "nothing else in the protocol depends on it",
    ),
    (
        "a pupil moved to another school that teaches the grade",
        "one pupil more or less changes no total that another form states",
    ),
    (
        "last year's contingent alone, in a school of fewer than 40 pupils",
        "so few numbers repeat by chance; with the social passport repeated too, it is said",
    ),
    (
        "percents that are wrong by less than their rounding",
        "the sum is 100 within the rounding",
    ),
    (
        "1.4 in a percent cell of the olympiad, meant as 140 %",
        "a number above 1 is read as a percent; 1.4 % is possible",
    ),
)
"""Errors that nobody can see in the workbooks, and why."""
