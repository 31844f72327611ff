"""The chain as plain functions, one per box of the picture: the command line and Dagster call the same.

Belongs here: reading inputs from the home folder, calling one pure function, writing its result; a module
per box. Does not belong here: logic of any box, Dagster, printing.
"""

from shnor_pipeline.chain.arrivals import (
    UNRECOGNISED,
    Look,
    look_at_inbox,
    version_of_files,
    versions_of_forms,
)
from shnor_pipeline.chain.indicators import (
    compute_attainability,
    compute_declines,
    compute_measures,
    compute_parts,
    compute_progress,
    compute_projections,
    compute_schools,
    compute_values,
)
from shnor_pipeline.chain.intake import compare_years, forget_absent_years, survey_inbox, take_in_year
from shnor_pipeline.chain.lock import BusyHomeError, writing
from shnor_pipeline.chain.programme import compute_contradictions, open_programme
from shnor_pipeline.chain.release import publish_all
from shnor_pipeline.chain.reports import (
    report_of_year,
    write_memo,
    write_page,
    write_status_page,
    write_workbook,
)
from shnor_pipeline.chain.returning import Checked, check_file, return_marked
from shnor_pipeline.chain.submissions import compute_submissions, forms_of_year
from shnor_pipeline.chain.summaries import summaries_of_year
from shnor_pipeline.chain.workspace import NO_YEAR, PARTS, Workspace

__all__ = [
    "NO_YEAR",
    "PARTS",
    "UNRECOGNISED",
    "BusyHomeError",
    "Checked",
    "Look",
    "Workspace",
    "check_file",
    "compare_years",
    "compute_attainability",
    "compute_contradictions",
    "compute_declines",
    "compute_measures",
    "compute_parts",
    "compute_progress",
    "compute_projections",
    "compute_schools",
    "compute_submissions",
    "compute_values",
    "forget_absent_years",
    "forms_of_year",
    "look_at_inbox",
    "open_programme",
    "publish_all",
    "report_of_year",
    "return_marked",
    "summaries_of_year",
    "survey_inbox",
    "take_in_year",
    "version_of_files",
    "versions_of_forms",
    "write_memo",
    "write_page",
    "write_status_page",
    "write_workbook",
    "writing",
]
