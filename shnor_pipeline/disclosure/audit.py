"""The gate before publication: what stands in the written files, attacked once more.

Belongs here: the attack over all printed values and its verdict in words. Does not belong here: reading the
files (``printed``) and choosing what to hide (``suppress``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shnor_pipeline.disclosure.rules import PublicRefusedError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from shnor_pipeline.disclosure.block import Block, Leak, Place

_NAMED_AT_MOST = 4


class PublicLeakError(PublicRefusedError):
    """Hidden values can be computed from printed ones; nothing may be published."""

    def __init__(self, sentences: tuple[str, ...]) -> None:
        """Keep what leaks through what, one sentence per value."""
        self.sentences = sentences
        super().__init__(
            "Открытая версия не опубликована: по напечатанным числам можно вычислить скрытые. "
            + " ".join(sentences)
        )


def leaks_of(
    blocks: Mapping[int, Iterable[Block]], printed: Mapping[int, Collection[Place]]
) -> tuple[str, ...]:
    """Attack all years.

    Args:
        blocks: Systems of each year.
        printed: Places of each year found in the written files and in the ledger of earlier releases.

    Returns:
        A sentence per leak: year, indicator, whose value, how closely it is known, through which values.
    """
    return tuple(
        _sentence(year, leak)
        for year, of_year in blocks.items()
        for block in of_year
        for leak in block.leaks(
            {each for each in printed.get(year, ()) if each.indicator_id in block.measures}
        )
    )


def published_again(blocks: Mapping[int, Iterable[Block]], printed: Mapping[int, Collection[Place]]) -> None:
    """Stop publication when anything leaks.

    Raises:
        PublicLeakError: A hidden value can be computed.
    """
    sentences = leaks_of(blocks, printed)
    if sentences:
        raise PublicLeakError(sentences)


def _sentence(year: int, leak: Leak) -> str:
    groups = ", ".join(map(str, leak.groups))
    ends = " … ".join(f"{end:.2f}".replace(".", ",") for end in (leak.low, leak.high))
    named = [f"{each.indicator_id} {each.scope}/{each.scope_id}" for each in leak.through[:_NAMED_AT_MOST]]
    through = "; ".join(named) or "само определение показателя"
    return f"{year}, {leak.indicator_id}, группа {groups}: от и до {ends}; вычисляется через: {through}."
