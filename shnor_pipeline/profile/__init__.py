"""What a school's data warn of: risk factors and markers of results that ask for attention."""

from shnor_pipeline.profile.objectivity import objectivity_of_year
from shnor_pipeline.profile.risk import risk_profile

__all__ = ["objectivity_of_year", "risk_profile"]
