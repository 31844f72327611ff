"""Typed drafts judged by the declaration of their table: bounds, required cells, duplicates.

Belongs here: pandera's verdict turned into findings with cells, and the accepted rows as one frame.
Does not belong here: the bounds themselves (``tables/``).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pandera.errors import SchemaErrors

from shnor_pipeline.ingest import cells
from shnor_pipeline.quality import Sees
from shnor_pipeline.quality.facts import Failure
from shnor_pipeline.quality.rules.between_tables import GIVES_WAY
from shnor_pipeline.tables import wording
from shnor_pipeline.tables.declare import ADDRESS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shnor_pipeline.ingest.draft import Draft
    from shnor_pipeline.tables import TableSpec

_NULL_CHECK = "not_nullable"


@dataclass(frozen=True)
class Judged:
    """What came of the rows of a table.

    Attributes:
        accepted: Accepted rows in declared columns, sorted by key and address.
        rows: All rows as they came, in the order of the drafts.
        owners: Draft and index of every row of ``rows``.
    """

    accepted: pd.DataFrame
    rows: pd.DataFrame
    owners: list[tuple[Draft, int]]


def judge(spec: TableSpec, drafts: list[Draft]) -> Judged:
    """Judge all rows of a table.

    Args:
        spec: The table.
        drafts: Its drafts of one year; findings and held rows are added to them.

    Returns:
        Accepted rows, and all of them.
    """
    if not drafts:
        return Judged(spec.frame(), spec.frame(), [])
    owners = [(draft, index) for draft in drafts for index in range(draft.size)]
    frame = frame_of(spec, drafts)
    if not _is_sound(spec, frame):
        _note_failures(spec, owners, _failure_cases(spec, frame))
    for draft in drafts:
        if draft.failures:
            draft.apply(Sees.VERDICT)
    if any(draft.held for draft in drafts):
        free = np.array([index not in draft.held for draft, index in owners], dtype=bool)
        accepted = frame[free].copy()
    else:
        accepted = frame.copy()
    accepted = _without_yielding(owners, accepted)
    if "person_key" in spec.key:
        _tell_namesakes_apart(spec, owners, accepted)
    repeated = accepted.duplicated(list(spec.key), keep="first") if spec.key else None
    if repeated is not None and repeated.any():
        _note_repeats(spec, owners, accepted, repeated)
        accepted = accepted[~repeated]
    for draft in drafts:
        if draft.repeats or "gives_way" in draft.told:
            draft.failures.clear()
            draft.apply(Sees.VERDICT)
    return Judged(_in_order(spec, accepted), frame, owners)


def _is_sound(spec: TableSpec, frame: pd.DataFrame) -> bool:
    """Tell whether every value is allowed: pandera's report takes several times as long as its checks."""
    return all(
        (column.nullable or not frame[column.name].hasnans)
        and all(check(frame[column.name]).check_passed for check in column.checks)
        for column in spec.columns
    )


def _failure_cases(spec: TableSpec, frame: pd.DataFrame) -> pd.DataFrame:
    try:
        spec.schema.validate(frame, lazy=True)
    except SchemaErrors as errors:
        cases: pd.DataFrame = errors.failure_cases
        return cases
    raise AssertionError(f"{spec.name}: a value is not allowed, and pandera does not say which")


def _in_order(spec: TableSpec, accepted: pd.DataFrame) -> pd.DataFrame:
    """Sort by the key, which no two rows share by now, or by address where a table has none."""
    by = spec.key or ADDRESS
    keys = pa.table({name: pa.array(accepted[name], from_pandas=True) for name in by})
    order = pc.sort_indices(keys, sort_keys=[(name, "ascending", "at_start") for name in by])
    return accepted.take(order.to_numpy()).reset_index(drop=True)


def _tell_namesakes_apart(spec: TableSpec, owners: list[tuple[Draft, int]], accepted: pd.DataFrame) -> None:
    """Give pupils of one name, who have different participants' codes in one work, different pseudonyms.

    The smallest code keeps the pseudonym made of the name, the others join it: so a pupil has the same
    pseudonym in every subject.
    """
    again = accepted[accepted.duplicated(list(spec.key), keep=False)]
    for _, namesakes in again.groupby(list(spec.key), sort=False, dropna=False):
        coded = sorted((_participant_code(*owners[int(each)]), int(each)) for each in namesakes.index)
        smallest = coded[0][0]
        for code, position in coded[1:]:
            if smallest and code != smallest:
                key = str(accepted.loc[position, "person_key"])
                accepted.loc[position, "person_key"] = owners[position][0].key_of(key, code)


def _without_yielding(owners: list[tuple[Draft, int]], accepted: pd.DataFrame) -> pd.DataFrame:
    """Keep out the rows of a layout that gives way to another one, where both speak of the same.

    A grade as a whole (ОО-1) and its classes (contingent) would otherwise be counted twice.
    """
    layouts = {draft.located.source.manifest.yields_on for draft, _ in owners} - {()}
    for columns in sorted(layouts):
        positions = [int(each) for each in accepted.index]
        gives_way = np.array(
            [owners[each][0].located.source.manifest.yields_on == columns for each in positions], dtype=bool
        )
        rows = list(accepted[list(columns)].itertuples(index=False, name=None))
        others: dict[tuple[Any, ...], int] = {}
        for position, row, yields in zip(positions, rows, gives_way, strict=True):
            if not yields:
                others.setdefault(row, position)
        out = np.array([y and r in others for y, r in zip(gives_way, rows, strict=True)], dtype=bool)
        pairs = [(each, others[row]) for each, row, left in zip(positions, rows, out, strict=True) if left]
        _say_yielding(owners, pairs)
        accepted = accepted[~out]
    return accepted


def _say_yielding(owners: list[tuple[Draft, int]], pairs: list[tuple[int, int]]) -> None:
    """Say once for each sheet which other sheet counts, and keep the rows out."""
    by_sheet: dict[int, list[tuple[int, int]]] = {}
    for position, other in pairs:
        by_sheet.setdefault(id(owners[position][0]), []).append((position, other))
    for of_sheet in by_sheet.values():
        draft, first = owners[of_sheet[0][0]]
        counted = owners[of_sheet[0][1]][0]
        where = f"файл «{counted.file}», лист «{counted.sheet}»"
        draft.tell("gives_way", draft.place(first), other=where, rows=len(of_sheet))
        for position, _ in of_sheet:
            draft.held.setdefault(owners[position][1], set()).add(GIVES_WAY.rule_id)


def _participant_code(draft: Draft, index: int) -> str:
    codes = draft.raw.get("participant_code")
    return "" if codes is None else cells.text_of(codes[index])


def frame_of(spec: TableSpec, drafts: list[Draft]) -> pd.DataFrame:
    """Put the rows of drafts into one frame of the declared types, not judged yet."""
    given = [(draft.size, draft.values | _provenance(draft)) for draft in drafts]
    return spec.frame(
        {
            name: list(chain.from_iterable(values.get(name) or [None] * size for size, values in given))
            for name in spec.by_name
        }
    )


def _provenance(draft: Draft) -> dict[str, list[Any]]:
    return {
        "year": [draft.year] * draft.size,
        "source_file": [draft.file] * draft.size,
        "source_sheet": [draft.sheet] * draft.size,
        "source_row": draft.row_numbers,
    }


def _note_failures(spec: TableSpec, owners: list[tuple[Draft, int]], failed: pd.DataFrame) -> None:
    for each in failed.to_dict("records"):
        if each["index"] is None or pd.isna(each["index"]):
            raise AssertionError(f"{spec.name}: {each['column']} {each['check']}")
        draft, index = owners[int(each["index"])]
        column = spec.by_name[str(each["column"])]
        empty = each["check"] == _NULL_CHECK
        expected = wording.expected(column) if empty else wording.bounds(column) or wording.expected(column)
        draft.failures.append(Failure(index, column.name, empty, each["failure_case"], expected))


def _note_repeats(
    spec: TableSpec, owners: list[tuple[Draft, int]], accepted: pd.DataFrame, repeated: pd.Series[bool]
) -> None:
    firsts: dict[tuple[Any, ...], int] = {}
    keys: Iterable[tuple[Any, ...]] = accepted[list(spec.key)].itertuples(index=False, name=None)
    for position, key, again in zip(accepted.index, keys, repeated, strict=True):
        if not again:
            firsts[_hashable(key)] = int(position)
            continue
        draft, index = owners[int(position)]
        first_draft, first_index = owners[firsts[_hashable(key)]]
        where = f"файл «{first_draft.file}», лист «{first_draft.sheet}»"
        draft.repeats[index] = f"{where}, строка {first_draft.row_numbers[first_index]}"


def _hashable(key: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(None if pd.isna(part) else part for part in key)
