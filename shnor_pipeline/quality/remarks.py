"""All that goes back to the sender of one file.

Belongs here: the record. Does not belong here: how it is worded (``file_summary``) and shown
(``remarks_sheet``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shnor_pipeline.quality.comparison import Comparison
    from shnor_pipeline.quality.file_summary import FileSummary

Found = Mapping[str, Any]
"""A row of the table ``finding``."""


@dataclass(frozen=True, slots=True)
class Remarks:
    """All that is said of one file.

    Attributes:
        summary: The file as a whole.
        findings: Its findings, in their order.
        comparison: What became of the findings of the file sent before; ``None`` for a first one.
        note: What is to be known of the copy, e.g. that it had to be converted.
    """

    summary: FileSummary
    findings: Sequence[Found]
    comparison: Comparison | None = None
    note: str = ""
