"""What may be published of small groups: rules, further hiding, the attack on what is left.

The attack needs an optimiser, which is imported where it is called and not here.
"""

from shnor_pipeline.disclosure.audit import PublicLeakError, leaks_of, published_again
from shnor_pipeline.disclosure.block import Block, Leak, Measure, Place
from shnor_pipeline.disclosure.frames import blocks_of_year, office_block
from shnor_pipeline.disclosure.ledger import Ledger, Printed
from shnor_pipeline.disclosure.printed import NotPublishedError, check_pages
from shnor_pipeline.disclosure.rules import FEW, FEWEST, PublicRefusedError
from shnor_pipeline.disclosure.suppress import Hidden, suppress_year

__all__ = [
    "FEW",
    "FEWEST",
    "Block",
    "Hidden",
    "Leak",
    "Ledger",
    "Measure",
    "NotPublishedError",
    "Place",
    "Printed",
    "PublicLeakError",
    "PublicRefusedError",
    "blocks_of_year",
    "check_pages",
    "leaks_of",
    "office_block",
    "published_again",
    "suppress_year",
]
