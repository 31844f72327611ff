"""Who has submitted what: forms owed by schools, organisers and the municipality, against the road map.

Belongs here: which forms are owed in a year, until when, and what came. Does not belong here: reading of
files (``ingest/``), pages and tables for people (``reporting/``, ``status_table``).
"""

from shnor_pipeline.submissions.due import due_date
from shnor_pipeline.submissions.forms import Form, one_per_name
from shnor_pipeline.submissions.status import Submissions, Taken, late, schools_meant, submissions_of_year

__all__ = [
    "Form",
    "Submissions",
    "Taken",
    "due_date",
    "late",
    "one_per_name",
    "schools_meant",
    "submissions_of_year",
]
