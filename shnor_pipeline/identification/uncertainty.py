"""The chance that a school's status is not its true one.

Source: methodology, section 3. Belongs here: drawing true shares and applying the rule to them. Does not
belong here: the model of the true shares (``posterior``), the rule (``rules``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from shnor_pipeline.identification.rules import same_twice, two_or_more

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from shnor_pipeline.programme import RuleSet

DRAWS = 10_000


def chance_misclassified(
    named: NDArray[np.bool_],
    chances: NDArray[np.float64],
    rule: RuleSet,
    year: int,
    schools: Sequence[str],
) -> NDArray[np.float64]:
    """Return the share of draws in which the rule, applied to the true shares, says otherwise.

    Args:
        named: Whether the rule names a school by its results.
        chances: Chance that a true share is at or above the rule's, year x school x procedure, 0 for what the
            rule does not look at.
        rule: The rule.
        year: Reporting year, for the seed.
        schools: Ids, for the seed.

    Returns:
        Chances 0-1 by school. A school's draws depend on the year and its id alone: neither the order nor the
        number of the other schools changes them.
    """
    answer = np.zeros(len(schools))
    for index, school in enumerate(schools):
        truly = truly_named(chances[:, index], rule, np.random.default_rng([year, *school.encode()]))
        answer[index] = np.mean(truly != named[index])
    return answer


def truly_named(chances: NDArray[np.float64], rule: RuleSet, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Draw true shares of one school and apply the rule to each draw.

    The rule asks of a share only whether it reaches the threshold. A share drawn by its inverse distribution
    function from a uniform number does so exactly when that number is below its chance to; so the uniform
    number is compared with the chance and the share itself is never computed.

    Args:
        chances: Year x procedure.
        rule: The rule.
        rng: Source of the draws.

    Returns:
        One flag per draw.
    """
    possible = chances[:, (chances > 0).any(axis=0)]
    low = rng.random((len(possible), DRAWS, possible.shape[1])) < possible[:, None, :]
    return two_or_more(low, rule) | same_twice(low, rule)
