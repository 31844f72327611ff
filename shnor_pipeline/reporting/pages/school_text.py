"""Three sentences about a school: the plan, its own past, its cluster.

Belongs here: sentences made by rule from comparisons. Does not belong here: the comparisons (``beside``).
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from shnor_pipeline.reporting.numbers import NBSP, points
from shnor_pipeline.reporting.wording import counted, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shnor_pipeline.reporting.model import SchoolLine
    from shnor_pipeline.reporting.pages.beside import Compared

_NAMED = 2
_TITLE_WIDTH = 64
_COMPARABLE = ("сравнимого показателя", "сравнимых показателей", "сравнимых показателей")


def sentences(school: SchoolLine, rows: Sequence[Compared], year: int) -> tuple[str, str, str]:
    """Say how a school stands to the plan, to its own past and to its cluster.

    Args:
        school: The school.
        rows: Its indicators in the order of the report.
        year: Reporting year.

    Returns:
        Three sentences; «улучшение» and «ухудшение» only where the interval of the change leaves out zero,
        nothing about fewer than ten people.
    """
    return _plan(school, rows), _past(rows, year), _cluster(school, rows)


def shortened(title: str) -> str:
    """Cut a long title at a word, for a sentence that names several."""
    return textwrap.shorten(title, _TITLE_WIDTH, placeholder="…")


def _plan(school: SchoolLine, rows: Sequence[Compared]) -> str:
    judged = [row for row in rows if row.against_plan in {"worse", "not_worse", "unclear"}]
    whose = "" if school.programme_group else " Школа не входит в программу, план приведён для сравнения."
    if not judged:
        return f"План: показателей, по которым можно судить о выполнении, нет – малые выборки.{whose}"
    worse = [row for row in judged if row.against_plan == "worse"]
    kept = sum(row.against_plan == "not_worse" for row in judged)
    named = f": {_named([quoted(shortened(row.line.title_ru)) for row in worse])}" if worse else ""
    nouns = ("показателя", "показателей", "показателей")
    return (
        f"План: из {counted(len(judged), *nouns)} с десятью и более участниками надёжно не хуже плана "
        f"{kept}, надёжно хуже {len(worse)}{named}; по остальным данных для вывода мало.{whose}"
    )


def _past(rows: Sequence[Compared], year: int) -> str:
    judged = [row for row in rows if row.change and row.line.direction != "context"]
    if not judged:
        return f"К {year - 1} году: сравнимых показателей с десятью и более участниками нет."
    parts = [
        f"{noun} по{NBSP}{len(found)} из {counted(len(judged), *_COMPARABLE)}: {_named(_changes(found))}"
        for direction, noun in (("better", "улучшение"), ("worse", "ухудшение"))
        if (found := [row for row in judged if row.change and row.change.direction == direction])
    ]
    if not parts:
        return (
            f"К {year - 1} году: по {counted(len(judged), 'показателю', 'показателям', 'показателям')} "
            "изменения не выходят за пределы случайных колебаний."
        )
    return f"К {year - 1} году: {'; '.join(parts)}; остальное – в пределах случайных колебаний."


def _changes(rows: Sequence[Compared]) -> list[str]:
    return [
        f"{quoted(shortened(row.line.title_ru))} ({points(row.change.difference, row.line.decimals)})"
        for row in rows
        if row.change
    ]


def _cluster(school: SchoolLine, rows: Sequence[Compared]) -> str:
    name = quoted(school.cluster_title)
    judged = [row for row in rows if row.beside_cluster in {"better", "worse", "unclear"}]
    if not judged:
        return f"Кластер {name}: сравнивать не с кем или слишком мало участников."
    parts = [
        f"{word} по{NBSP}{len(found)}: {_named([quoted(shortened(row.line.title_ru)) for row in found])}"
        for side, word in (("better", "лучше"), ("worse", "хуже"))
        if (found := [row for row in judged if row.beside_cluster == side])
    ]
    nouns = ("показателю", "показателям", "показателям")
    if not parts:
        return (
            f"Кластер {name}: ни по одному из {len(judged)} показателей школа надёжно не отличается "
            "от остальных школ."
        )
    return (
        f"Кластер {name}: из сравнения с остальными школами по {counted(len(judged), *nouns)} надёжно "
        f"{'; '.join(parts)}."
    )


def _named(items: Sequence[str]) -> str:
    rest = len(items) - _NAMED
    named = ", ".join(items[:_NAMED])
    return f"{named} и ещё{NBSP}{rest}" if rest > 0 else named
