"""Changes since the release before as lines for people: titles instead of names of columns.

Belongs here: words for a changed number and its reason, its reference. Does not belong here: finding them
(``release``), the sheet (``changes``) and the page (``changes_page``).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from shnor_pipeline.figures import NBSP, number, signed
from shnor_pipeline.references import Ref
from shnor_pipeline.reporting import wording
from shnor_pipeline.reporting.counts import key_of
from shnor_pipeline.reporting.figures import Figure, cited_in, quoted
from shnor_pipeline.reporting.model import ChangeLine
from shnor_pipeline.tables import IDENTIFICATION, INDICATOR_VALUE, RELEASE_CHANGE, TARGET_PROGRESS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from shnor_pipeline.reporting.figures import Cited

REASONS_RU = {
    "late_data": "поздние данные",
    "correction": "исправление",
    "method": "методика",
    "membership": "состав школ",
    "unknown": "не установлено",
}
_TABLES = {each.name: each for each in (INDICATOR_VALUE, TARGET_PROGRESS, IDENTIFICATION)}
_IDENTIFICATION = "Выявление ШНОР и ШНСУ"
_SCHOOL_SCOPES = {"school": "школа", "cluster": "кластер"}
_WORDS: dict[str, Mapping[str, str]] = {"status": wording.STATUSES, "verdict": wording.VERDICTS}
_DECIMALS, _MOST_DECIMALS = 2, 6
_MAIN_COLUMN = "value"
_BETWEEN_RELEASES = ".."
_ROW = ("table_name", "indicator_id", "kind", "scope", "scope_id", "column_name")
_CITED = ("old", "new", "difference", "evidence_ru")


def change_lines(
    changes: pd.DataFrame, titles: Mapping[str, str], names: Mapping[str, str]
) -> tuple[ChangeLine, ...]:
    """Write each changed number as a line.

    Args:
        changes: Table ``release_change``.
        titles: Title by indicator.
        names: Name by school or cluster.
    """
    return tuple(_line(row, titles, names) for row in changes.to_dict("records"))


def _line(row: Mapping[Any, Any], titles: Mapping[str, str], names: Mapping[str, str]) -> ChangeLine:
    indicator, name = _given(row["indicator_id"]), row["column_name"]
    kind = wording.PLAN_KIND.get(str(row["kind"]), "")
    title = titles.get(indicator, indicator) if indicator else _IDENTIFICATION
    return ChangeLine(
        year=int(row["year"]),
        title_ru=f"{title} ({kind})" if kind else title,
        place_ru=_place(row["scope"], row["scope_id"], names),
        column_name=name,
        column_ru=_TABLES[row["table_name"]].by_name[name].title_ru,
        old=_side(row, "old"),
        new=_side(row, "new"),
        difference=_given(row["difference"]),
        reasons=tuple(row["reasons"].split(", ")),
        evidence_ru=row["evidence_ru"],
        key=key_of(*(_given(row.get(name)) or "" for name in _ROW)),
    )


def _place(scope: str, scope_id: str, names: Mapping[str, str]) -> str:
    if scope in _SCHOOL_SCOPES:
        return f"{_SCHOOL_SCOPES[scope]}: {names.get(scope_id, scope_id)}"
    return wording.SCOPES[scope]


def _side(row: Mapping[Any, Any], side: str) -> float | str | None:
    word = _given(row[f"{side}_text"])
    if word is None:
        number_there = _given(row[side])
        return None if number_there is None else float(number_there)
    return _WORDS.get(row["column_name"], {}).get(word, str(word))


def _given(value: Any) -> Any:
    return None if pd.isna(value) else value


def cited_changes(lines: Sequence[ChangeLine], old: str, new: str) -> tuple[ChangeLine, ...]:
    """Return the same changes with a reference on every number.

    Their references are ``year|release_change|<old>..<new>|<table, row, column>|<side>``: a number is that of
    two releases, and whoever keeps them can compare them anew.

    Args:
        lines: Changes of one year.
        old: Id of the earlier release.
        new: Id of the later one.
    """
    between = f"{old}{_BETWEEN_RELEASES}{new}"
    return tuple(replace(line, **{name: _cited(line, name, between) for name in _CITED}) for line in lines)


def _cited(line: ChangeLine, name: str, between: str) -> Any:
    content, ref = getattr(line, name), Ref(line.year, RELEASE_CHANGE.name, between, line.key, name)
    if isinstance(content, str):
        return quoted(content, replace(ref, scope_id=key_of(line.key, name)))
    return content if content is None else Figure(content, ref)


def releases_of(ref: Ref) -> tuple[str, str] | None:
    """Return the two releases that a number is the change between; ``None`` where it is something else."""
    if ref.indicator_id != RELEASE_CHANGE.name:
        return None
    old, _, new = ref.scope.partition(_BETWEEN_RELEASES)
    return old, new


def numbers_of_changes(changes: pd.DataFrame, old: str, new: str) -> Iterator[Cited]:
    """Yield every number of the sheet of changes, from table ``release_change`` between two releases."""
    for line in cited_changes(change_lines(changes, {}, {}), old, new):
        for name in _CITED:
            yield from cited_in(getattr(line, name))


def headlines(lines: Sequence[ChangeLine]) -> list[tuple[ChangeLine, int]]:
    """Choose a line for each indicator and object: its value, else what changed first.

    Returns:
        The line, and how many other columns of the same row changed with it.
    """
    rows: dict[tuple[object, ...], list[ChangeLine]] = {}
    for line in lines:
        rows.setdefault((line.year, line.title_ru, line.place_ru), []).append(line)
    return [
        (min(changed, key=lambda line: line.column_name != _MAIN_COLUMN), len(changed) - 1)
        for changed in rows.values()
    ]


def reasons_ru(line: ChangeLine) -> str:
    """Name the reasons of a change in their order: «поздние данные и исправление»."""
    return " и ".join(REASONS_RU[each] for each in line.reasons)


def shown_sides(line: ChangeLine) -> tuple[str, str]:
    """Write both sides so that they differ: counts without decimals, others with as many as tell."""
    decimals = _decimals(line)
    return _shown(line.old, decimals), _shown(line.new, decimals)


def shown_difference(line: ChangeLine) -> str:
    """Write the difference with its sign; empty where a side is missing or a word."""
    if line.difference is None:
        return ""
    return signed(line.difference, 0 if line.difference.is_integer() else _decimals(line))


def _shown(value: float | str | None, decimals: int) -> str:
    if value is None:
        return "—"
    if isinstance(value, str):
        return value
    return number(value, 0 if float(value).is_integer() else decimals)


def _decimals(line: ChangeLine) -> int:
    """Return how many decimals tell the sides apart; what differs in none of them is noise of arithmetic."""
    if not isinstance(line.old, float) or not isinstance(line.new, float):
        return _DECIMALS
    enough = (
        each for each in range(_DECIMALS, _MOST_DECIMALS) if number(line.old, each) != number(line.new, each)
    )
    return next(enough, _MOST_DECIMALS)


def told(line: ChangeLine, further: int = 0) -> str:
    """Tell a change in one line for a terminal, with the number of columns that changed beside it."""
    step = f" ({shown_difference(line)})" if line.difference is not None else ""
    place = f"{line.year}{NBSP}год, {line.place_ru}: {line.title_ru}, {line.column_ru.lower()}"
    beside = f"; вместе с ним других колонок: {further}" if further else ""
    return f"{place}: {' → '.join(shown_sides(line))}{step}{beside}; {line.evidence_ru}"
