"""Section of the memo about the plans themselves: which are out of reach, what they ask of a school.

Belongs here: which plans the section names. Does not belong here: sentences (``prospect_wording``), the pen
(``memo_writer``), the projection (``indicators/projection``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shnor_pipeline.reporting import prospect_wording, wording
from shnor_pipeline.reporting.word_parts import Column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shnor_pipeline.reporting.evidence import ProspectLine
    from shnor_pipeline.reporting.memo_writer import MemoWriter
    from shnor_pipeline.reporting.word_parts import Row


def prospects(memo: MemoWriter) -> None:
    """Say which plans are out of reach at the present pace, and what a plan asks of a school."""
    lines = memo.report.evidence.prospects
    sentence = prospect_wording.outlook_sentence(memo.report)
    if not sentence and lines and lines[0].last_year > memo.report.year:
        sentence = f"Прогноза на {lines[0].last_year} год ещё нет: годовых значений мало."
    memo.text(sentence)
    out_of_reach = [line for line in lines if line.outlook == "out_of_reach"]
    if out_of_reach:
        _outlook_table(memo, out_of_reach)
    demands = prospect_wording.demands_sentence(memo.report)
    if demands:
        memo.note(demands)


def _outlook_table(memo: MemoWriter, lines: Sequence[ProspectLine]) -> None:
    columns = (
        Column("Показатель", 80),
        Column("Раздел", 18, "number"),
        Column("План (год)", 25, "number"),
        Column(f"Прогноз на {lines[0].last_year} год, % (95 % интервал)", 42, "number"),
    )
    rows: list[Row] = [
        (
            "",
            (
                memo.titles[line.indicator_id],
                wording.SECTIONS_OF_PLANS[line.kind],
                prospect_wording.last_plan(memo.report, line),
                prospect_wording.projected_text(memo.report, line),
            ),
        )
        for line in lines
    ]
    memo.table("Планы, недостижимые при нынешнем темпе", columns, rows)
    memo.note(prospect_wording.OUTLOOK_NOTE)
