"""Results of the release gate as one HTML file that opens from disk without a network.

Belongs here: what the page shows and in which order. Does not belong here: its looks (``quality.html.j2``,
``page.css``), the expectations and their validation (``release.gate``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from shnor_pipeline.reporting import wording
from shnor_pipeline.reporting.numbers import number
from shnor_pipeline.reporting.templates import template, text_beside

if TYPE_CHECKING:
    from collections.abc import Sequence


PASSED, WARNED, REFUSED = "выполнено", "предупреждение", "не выполнено"
_LOOKS = {PASSED: "met", WARNED: "partial", REFUSED: "missed"}


@dataclass(frozen=True, slots=True)
class QualityLine:
    """One expectation and what came of it.

    Attributes:
        expectation_id: Id of the expectation.
        title_ru: What is expected.
        verdict: One of the three words of this module.
        checked: Rows looked at.
        broken: Rows that break it.
        places: Where the first of them stand.
        said_ru: What to do, or why it could not be judged; empty when it holds.
    """

    expectation_id: str
    title_ru: str
    verdict: str
    checked: int
    broken: int
    places: tuple[str, ...]
    said_ru: str

    @property
    def look(self) -> str:
        """Class of the style sheet."""
        return _LOOKS[self.verdict]


@dataclass(frozen=True)
class QualityFacts:
    """What the page is made from.

    Attributes:
        demo: Whether the figures are made up; the page then says so.
        municipality: Name of the municipality.
        release_id: Id of the database that was judged.
        years: Reporting years in it.
        groups: Heading and lines of each group, in order.
    """

    demo: bool
    municipality: str
    release_id: str
    years: Sequence[int]
    groups: Sequence[tuple[str, Sequence[QualityLine]]]

    @property
    def lines(self) -> list[QualityLine]:
        """Return the lines of all groups."""
        return [line for _, lines in self.groups for line in lines]

    @property
    def refused(self) -> bool:
        """Whether the release was kept back."""
        return any(line.verdict == REFUSED for line in self.lines)


def render_quality(facts: QualityFacts) -> str:
    """Write the page of results.

    Args:
        facts: Outcomes in words.

    Returns:
        A self-contained HTML document; the same facts give the same text.
    """
    lines = facts.lines
    return template("quality.html.j2").render(
        facts=facts,
        style=Markup(text_beside("page.css", "status.css", "quality.css")),  # noqa: S704 - our own files
        demo_note=wording.DEMO_NOTE,
        tiles=[(word, _LOOKS[word], sum(line.verdict == word for line in lines)) for word in _LOOKS],
        broken=[line for line in lines if line.verdict != PASSED],
        number=number,
        counted=wording.counted,
    )
