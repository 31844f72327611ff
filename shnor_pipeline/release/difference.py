"""Every number that differs between two databases, with its reason.

Belongs here: finding the numbers. Does not belong here: the evidence for a reason (``reasons``), words for
people (``reporting.changes``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import duckdb
import pandas as pd

from shnor_pipeline.figures import difference
from shnor_pipeline.release.reasons import UNKNOWN, Evidence, Fact, facts_of
from shnor_pipeline.tables import IDENTIFICATION, INDICATOR_VALUE, TARGET_PROGRESS
from shnor_pipeline.tables.declare import DECIMAL, INTEGER
from shnor_pipeline.tables.release import RELEASE_CHANGE
from shnor_pipeline.tables.render import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from shnor_pipeline.tables import TableSpec

_KEYS = {
    INDICATOR_VALUE.name: ("year", "indicator_id", "scope", "scope_id"),
    TARGET_PROGRESS.name: ("year", "indicator_id", "kind"),
    IDENTIFICATION.name: ("year", "school_id"),
}
_PLAN = frozenset({"base_stated", "target", "operator", "scope", "scope_id"})
_SHOWN_FACTS = 3


@dataclass(frozen=True)
class Difference:
    """What differs between two releases.

    Attributes:
        changes: Table ``release_change``, in the order table, year, indicator, scope.
        not_compared: Tables that one of the databases does not have.
        titles: Title by indicator; the later release's where both have one.
        names: Short name by school and title by cluster, likewise.
    """

    changes: pd.DataFrame
    not_compared: tuple[str, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)


def compare_databases(old: Path, new: Path) -> Difference:
    """Compare two published databases number by number.

    Args:
        old: The earlier one.
        new: The later one; the same file as ``old`` has no differences.

    Returns:
        Every cell that differs: values, numerators, intervals, counts of schools, verdicts, statuses. A row
        that one side lacks differs in each cell that is filled on the other.
    """
    if old.resolve() == new.resolve():
        return Difference(RELEASE_CHANGE.frame())
    with duckdb.connect() as connection:
        for name, path in (("a", old), ("b", new)):
            connection.execute(f"ATTACH {quoted(str(path))} AS {name} (READ_ONLY)")
        evidence = Evidence(connection)
        specs = (INDICATOR_VALUE, TARGET_PROGRESS, IDENTIFICATION)
        missing = tuple(spec.name for spec in specs if not evidence.columns(spec.name))
        rows = [row for spec in specs if spec.name not in missing for row in _changed_rows(evidence, spec)]
        titles = evidence.words("indicator", "indicator_id", "title_ru")
        names = evidence.words("cluster", "cluster_id", "cluster_title")
        names |= evidence.words("school_year", "school_id", "name_short")
    return Difference(_table(rows), missing, titles, names)


def _table(rows: Sequence[dict[str, Any]]) -> pd.DataFrame:
    return RELEASE_CHANGE.frame(
        {column.name: [row.get(column.name) for row in rows] for column in RELEASE_CHANGE.columns}
    )


def _changed_rows(evidence: Evidence, spec: TableSpec) -> Iterator[dict[str, Any]]:
    """Yield a row per changed cell of a table; all cells of one row share their reasons."""
    keys = _KEYS[spec.name]
    both_have = set(evidence.columns(spec.name)) - set(keys)
    compared = [column.name for column in spec.columns if column.name in both_have]
    both = _side_by_side(evidence, spec, keys, compared)
    for row in both.to_dict("records"):
        cells = [(name, _plain(row[f"{name}_old"]), _plain(row[f"{name}_new"])) for name in compared]
        changed = [cell for cell in cells if cell[1] != cell[2]]
        if changed:
            place = _place(spec, row)
            facts = facts_of(evidence, place | {"plan_changed": bool(_PLAN & {name for name, *_ in changed})})
            for name, before, after in changed:
                yield place | _cell(spec, name, before, after) | _said(facts)


def _side_by_side(
    evidence: Evidence, spec: TableSpec, keys: Sequence[str], compared: Sequence[str]
) -> pd.DataFrame:
    """Join the two versions of a table on its key, only the rows that differ, in the order of the key."""
    sides = ", ".join(f'a."{name}" AS {name}_old, b."{name}" AS {name}_new' for name in compared)
    differ = " OR ".join(f'a."{name}" IS DISTINCT FROM b."{name}"' for name in compared)
    frame: pd.DataFrame = (
        evidence.connection.sql(
            f"SELECT {', '.join(keys)}, {sides} FROM a.main.{spec.name} a "  # noqa: S608 - declared names
            f"FULL JOIN b.main.{spec.name} b USING ({', '.join(keys)}) WHERE {differ} ORDER BY ALL"
        )
        .to_arrow_table()
        .to_pandas(types_mapper=pd.ArrowDtype)
    )
    return frame


def _place(spec: TableSpec, row: dict[Any, Any]) -> dict[str, Any]:
    """Say where a row stands: table, year, indicator, scope."""
    if spec is IDENTIFICATION:
        place = {"indicator_id": None, "scope": "school", "scope_id": row["school_id"]}
    elif spec is TARGET_PROGRESS:
        sides = {name: (row[f"{name}_new"], row[f"{name}_old"]) for name in ("scope", "scope_id")}
        where = {name: _plain(new) or _plain(old) for name, (new, old) in sides.items()}
        place = {"indicator_id": row["indicator_id"], "kind": row["kind"], **where}
    else:
        place = {name: row[name] for name in ("indicator_id", "scope", "scope_id")}
    return {"table_name": spec.name, "year": int(row["year"]), **place}


def _cell(spec: TableSpec, name: str, old: Any, new: Any) -> dict[str, Any]:
    if spec.by_name[name].dtype not in {INTEGER, DECIMAL}:
        return {"column_name": name, "old_text": _word(old), "new_text": _word(new)}
    both = old is not None and new is not None
    return {
        "column_name": name,
        "old": None if old is None else float(old),
        "new": None if new is None else float(new),
        "difference": float(difference(float(new), float(old))) if both else None,
    }


def _said(facts: Sequence[Fact]) -> dict[str, str]:
    if not facts:
        return {"reasons": UNKNOWN, "evidence_ru": "не установлено"}
    shown = [fact.shown_ru for fact in facts]
    more = [f"и ещё {len(shown) - _SHOWN_FACTS}"] if len(shown) > _SHOWN_FACTS else []
    reasons = dict.fromkeys(fact.reason for fact in facts)
    return {"reasons": ", ".join(reasons), "evidence_ru": "; ".join([*shown[:_SHOWN_FACTS], *more])}


def _plain(value: Any) -> Any:
    return None if pd.isna(value) else value


def _word(value: Any) -> str | None:
    if isinstance(value, bool):
        return "да" if value else "нет"
    return None if value is None else str(value)
