"""The approved municipal programme as data: its typed model and its loader.

Belongs here: what the programme says and how it is read. Does not belong here: results of schools,
indicators or reports; this package imports no other package of the pipeline.
"""

from shnor_pipeline.programme.errors import Problem, ProgrammeError
from shnor_pipeline.programme.loader import BAVLY_2021, load_programme
from shnor_pipeline.programme.measures import Measure, Milestone
from shnor_pipeline.programme.model import Programme, Reading
from shnor_pipeline.programme.references import unknown_indicators
from shnor_pipeline.programme.rules import RuleSet, SocialIndex
from shnor_pipeline.programme.targets import TargetLine

__all__ = [
    "BAVLY_2021",
    "Measure",
    "Milestone",
    "Problem",
    "Programme",
    "ProgrammeError",
    "Reading",
    "RuleSet",
    "SocialIndex",
    "TargetLine",
    "load_programme",
    "unknown_indicators",
]
