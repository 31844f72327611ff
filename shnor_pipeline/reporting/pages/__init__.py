"""Pages beside the overview: one per school and indicator, measures, quality, identification, method.

Belongs here: the site of a year and the sheet of a school. Does not belong here: the overview (``site``), the
page of submissions (``status_page``), values and their computation.
"""

from shnor_pipeline.reporting.pages.facts import SentFile, SiteFacts, site_facts
from shnor_pipeline.reporting.pages.school import render_school
from shnor_pipeline.reporting.pages.site import render_site

__all__ = ["SentFile", "SiteFacts", "render_school", "render_site", "site_facts"]
