"""Schools beside comparable schools: clusters, effect of the programme, gap between schools."""

from shnor_pipeline.comparison.cluster import clusters_of_year, compare_with_clusters
from shnor_pipeline.comparison.proposal import Proposal, TooFewSchoolsError, propose_clusters
from shnor_pipeline.comparison.years import effects_of_year, gaps_of_year

__all__ = [
    "Proposal",
    "TooFewSchoolsError",
    "clusters_of_year",
    "compare_with_clusters",
    "effects_of_year",
    "gaps_of_year",
    "propose_clusters",
]
