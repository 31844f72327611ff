"""Which schools need support: the rule, its chance of being wrong, the social index, decisions."""

from shnor_pipeline.identification.explain import Facts, explain_low_results
from shnor_pipeline.identification.identify import Evidence, Identified, identify
from shnor_pipeline.identification.overrides import Decision, frame_of, settle
from shnor_pipeline.identification.procedures import count_results, held
from shnor_pipeline.identification.rules import years_looked_at
from shnor_pipeline.identification.social_index import component_shares, components_of_year, index_of_year

__all__ = [
    "Decision",
    "Evidence",
    "Facts",
    "Identified",
    "component_shares",
    "components_of_year",
    "count_results",
    "explain_low_results",
    "frame_of",
    "held",
    "identify",
    "index_of_year",
    "settle",
    "years_looked_at",
]
