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
from shnor_pipeline.chain.comparison import (
    NoYearError,
    compute_cluster_comparison,
    compute_clusters,
    compute_effects,
    compute_gap,
    compute_objectivity,
    compute_risk_profile,
    propose_clusters,
)
from shnor_pipeline.chain.crew import Advance
from shnor_pipeline.chain.difference import compare_releases, write_changes
from shnor_pipeline.chain.documents import write_documents
from shnor_pipeline.chain.explaining import NoSuchObjectError, Question, explain_value
from shnor_pipeline.chain.identification import (
    compute_identification,
    compute_social_index,
    explain_low_results,
    years_that_follow,
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
from shnor_pipeline.chain.pages import site_of_year, write_school_pages, write_site
from shnor_pipeline.chain.programme import compute_contradictions, open_programme
from shnor_pipeline.chain.public import PublicRefusedError, PublicRelease, publish_public
from shnor_pipeline.chain.reissue import open_release
from shnor_pipeline.chain.release import changes_of, publish_all
from shnor_pipeline.chain.reports import (
    REPORT_EVIDENCE,
    report_of_year,
    write_memo,
    write_page,
    write_status_page,
    write_workbook,
)
from shnor_pipeline.chain.returning import Checked, check_file, return_marked
from shnor_pipeline.chain.submissions import compute_submissions, forms_of_year
from shnor_pipeline.chain.summaries import summaries_of_year
from shnor_pipeline.chain.verification import NoSuchYearsError, Verified, VerifyError, verify_report
from shnor_pipeline.chain.work import at_work, each_year, for_each_year
from shnor_pipeline.chain.workspace import NO_YEAR, PARTS, Workspace

__all__ = [
    "NO_YEAR",
    "PARTS",
    "REPORT_EVIDENCE",
    "UNRECOGNISED",
    "Advance",
    "BusyHomeError",
    "Checked",
    "Look",
    "NoSuchObjectError",
    "NoSuchYearsError",
    "NoYearError",
    "PublicRefusedError",
    "PublicRelease",
    "Question",
    "Verified",
    "VerifyError",
    "Workspace",
    "at_work",
    "changes_of",
    "check_file",
    "compare_releases",
    "compare_years",
    "compute_attainability",
    "compute_cluster_comparison",
    "compute_clusters",
    "compute_contradictions",
    "compute_declines",
    "compute_effects",
    "compute_gap",
    "compute_identification",
    "compute_measures",
    "compute_objectivity",
    "compute_parts",
    "compute_progress",
    "compute_projections",
    "compute_risk_profile",
    "compute_schools",
    "compute_social_index",
    "compute_submissions",
    "compute_values",
    "each_year",
    "explain_low_results",
    "explain_value",
    "for_each_year",
    "forget_absent_years",
    "forms_of_year",
    "look_at_inbox",
    "open_programme",
    "open_release",
    "propose_clusters",
    "publish_all",
    "publish_public",
    "report_of_year",
    "return_marked",
    "site_of_year",
    "summaries_of_year",
    "survey_inbox",
    "take_in_year",
    "verify_report",
    "version_of_files",
    "versions_of_forms",
    "write_changes",
    "write_documents",
    "write_memo",
    "write_page",
    "write_school_pages",
    "write_site",
    "write_status_page",
    "write_workbook",
    "writing",
    "years_that_follow",
]
