"""How many results would have to change for a school's status to change.

Belongs here: the exact smallest number, over all procedures and years that a rule looks at. Does not belong
here: how likely such a change is (``uncertainty``).

A result is one pupil in one procedure: a pupil who sat Russian and mathematics has two, since aggregates do
not tell who is who. Results of the earlier years count too where the rule looks at them.

*To lose the status* every low procedure must either cease to be low this year, at the cost ``now``, or stay
low and be no run of years, at the cost ``before`` (0 where it is none); at most ``low_procedures - 1`` may
stay. The choices are independent but for that limit, so the cheapest is: all cease, then those stay whose
``before - now`` saves most. *To gain it* either the cheapest missing procedures become low, or one
procedure becomes low in all years; whichever is cheaper, for either suffices.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from shnor_pipeline.identification.rules import least_failed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from shnor_pipeline.identification.counts import Counts
    from shnor_pipeline.identification.rules import Judgement
    from shnor_pipeline.programme import RuleSet

_NEVER = np.inf


def pupils_to_flip(counts: Counts, judgement: Judgement, rule: RuleSet) -> list[int | None]:
    """Return the smallest number of results that change the status, by school.

    Args:
        counts: Counts of the years the rule looks at.
        judgement: What the rule says of them.
        rule: The rule.

    Returns:
        Whole numbers from 1; ``None`` where no change of results changes the status (no procedure, or too
        few of them).
    """
    least = least_failed(counts.participants, rule)
    to_raise = np.where(judgement.counted, np.maximum(least - counts.failed, 0), _NEVER)
    can_fall = judgement.low & (least > 0)
    to_fall = np.where(can_fall, counts.failed - least + 1, np.where(judgement.low, _NEVER, 0))
    gained = np.minimum(_enough_become_low(to_raise[0], rule), _one_becomes_a_run(to_raise, rule))
    lost = _none_suffices(to_fall, judgement.low, rule)
    cost = np.where(judgement.named, lost, gained)
    return [int(each) if np.isfinite(each) else None for each in cost]


def _enough_become_low(to_raise: NDArray[np.float64], rule: RuleSet) -> NDArray[np.float64]:
    """Add up the cheapest procedures of this year until they suffice; low ones cost nothing."""
    if to_raise.shape[-1] < rule.low_procedures:
        return np.full(to_raise.shape[:-1], _NEVER)
    return np.asarray(np.sort(to_raise, axis=-1)[..., : rule.low_procedures].sum(axis=-1))


def _one_becomes_a_run(to_raise: NDArray[np.float64], rule: RuleSet) -> NDArray[np.float64]:
    """Take the procedure that is cheapest to make low in all years the rule asks for."""
    years = rule.same_procedure_years
    if years is None or len(to_raise) < years:
        return np.full(to_raise.shape[1:-1], _NEVER)
    return np.asarray(to_raise[:years].sum(axis=0).min(axis=-1, initial=_NEVER))


def _none_suffices(
    to_fall: NDArray[np.float64], low: NDArray[np.bool_], rule: RuleSet
) -> NDArray[np.float64]:
    """Let every low procedure cease, then keep the ones whose staying saves most."""
    years = rule.same_procedure_years
    before = np.zeros_like(to_fall[0])
    if years is not None and len(low) >= years:
        # a run breaks where breaking it is cheapest; a year that is not low breaks it already, for nothing
        before = to_fall[1:years].min(axis=0)
    now = np.where(low[0], to_fall[0], 0)
    saved = np.minimum(before - now, 0, where=low[0], out=np.zeros_like(now))
    kept = np.sort(saved, axis=-1)[..., : rule.low_procedures - 1].sum(axis=-1)
    return np.asarray(now.sum(axis=-1) + kept)
