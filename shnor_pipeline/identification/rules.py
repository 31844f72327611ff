"""Which schools a rule names: low procedures of the year, or one procedure low year after year.

Source: methodology, section 3. Belongs here: the application of a rule set to counts, exact on whole
numbers. Does not belong here: the rule sets (``programme.yaml``), how sure a status is (``uncertainty``).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from shnor_pipeline.identification.counts import Counts
    from shnor_pipeline.programme import RuleSet


def years_looked_at(rule: RuleSet) -> int:
    """Return how many years in a row a rule needs to know, this one included."""
    return rule.same_procedure_years or 1


def least_failed(participants: NDArray[np.int64], rule: RuleSet) -> NDArray[np.int64]:
    """Return the smallest number of failures that makes a procedure low; exactly the share is low.

    Decided on whole numbers: 3 of 10 are 30 %, whatever binary floats think of 0.3.
    """
    share = Fraction(str(rule.share_percent)) / 100
    return -(-participants * share.numerator // share.denominator)


@dataclass(frozen=True)
class Judgement:
    """What a rule says of the schools of a year.

    Attributes:
        counted: Whether a procedure is looked at: year x school x procedure.
        low: Whether it is low: the same shape.
        two_or_more: Enough procedures of this year are low, by school.
        same_twice: One procedure is low in all years looked at, by school.
    """

    counted: NDArray[np.bool_]
    low: NDArray[np.bool_]
    two_or_more: NDArray[np.bool_]
    same_twice: NDArray[np.bool_]

    @property
    def named(self) -> NDArray[np.bool_]:
        """Whether the rule names a school."""
        return self.two_or_more | self.same_twice

    @property
    def held(self) -> NDArray[np.int64]:
        """How many procedures of this year were looked at, by school."""
        return np.asarray(self.counted[0].sum(axis=-1))


def judge(counts: Counts, rule: RuleSet, excluded: NDArray[np.bool_]) -> Judgement:
    """Apply a rule.

    Args:
        counts: Counts of as many years as the rule looks at, this year first.
        rule: The rule.
        excluded: Whether a school is of a kind that the rule leaves out.

    Returns:
        The judgement. A year without results makes no procedure low.
    """
    enough = np.maximum(rule.minimum_participants, 1)
    counted = (counts.participants >= enough) & ~excluded[:, None]
    low = counted & (counts.failed >= least_failed(counts.participants, rule))
    return Judgement(counted, low, two_or_more(low, rule), same_twice(low, rule))


def two_or_more(low: NDArray[np.bool_], rule: RuleSet) -> NDArray[np.bool_]:
    """Tell whether enough procedures of the first year are low; years first, procedures last."""
    return np.asarray(low[0].sum(axis=-1) >= rule.low_procedures)


def same_twice(low: NDArray[np.bool_], rule: RuleSet) -> NDArray[np.bool_]:
    """Tell whether one procedure is low in all years that the rule asks for; years first, procedures last."""
    years = rule.same_procedure_years
    if years is None or len(low) < years:
        return np.zeros(low.shape[1:-1], dtype=bool)
    return np.asarray(low[:years].all(axis=0).any(axis=-1))
