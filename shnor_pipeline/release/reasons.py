"""Why a number differs between two releases, found in the two databases and nowhere else.

Belongs here: the evidence for each reason, and its order. Does not belong here: which numbers differ
(``difference``) and how it is told (``reporting.changes``).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from shnor_pipeline.tables.render import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import duckdb

LATE_DATA, CORRECTION, METHOD, MEMBERSHIP, UNKNOWN = (
    "late_data",
    "correction",
    "method",
    "membership",
    "unknown",
)
REASONS = (LATE_DATA, CORRECTION, METHOD, MEMBERSHIP, UNKNOWN)
"""In the order in which several reasons of one number are named."""

_MADE_OF = {
    "measure_progress": ("measure_fact",),
    "social_index": ("social_passport", "enrollment"),
    "identification": ("exam_result", "vpr_result", "vpr_marks", "social_passport", "enrollment"),
}
"""Computed tables that indicators read -> the canonical tables behind them."""

_SCALES = {
    "reference/exam_minimums.csv": frozenset({"exam_result"}),
    "reference/vpr_scales.csv": frozenset({"vpr_result"}),
    "reference/olympiad_thresholds.csv": frozenset({"olympiad_result"}),
}
"""Lists that decide what a row is worth -> tables of these rows."""

_REGISTER = "reference/schools.csv"
"""List that decides whose a row is."""

_DEFINITION = ("numerator_ru", "denominator_ru", "source_table", "unit", "verdict_scope", "reading_ru")
_SECTIONS = {
    "indicator_value": ("procedures", "social_index", "identification", "measures", "measures_prevail"),
    "target_progress": ("targets", "monitoring"),
    "identification": ("identification", "social_index", "procedures"),
}
"""Sections of the programme that numbers of a table are computed with."""

_PROCEDURES = frozenset({"exam_result", "vpr_result", "vpr_marks", "olympiad_result", "identification"})
_MATTERS_TO = {
    "procedures": _PROCEDURES,
    "social_index": frozenset({"social_index", "identification"}),
    "identification": frozenset({"identification"}),
    "measures": frozenset({"measure_progress"}),
    "measures_prevail": frozenset({"measure_progress"}),
}
"""Sections that only matter to what is read from one of these tables."""

_COMPARED = frozenset({"social_index", "identification"})
"""Tables in which a school is judged by comparison with the others, and with its own year before."""


@dataclass(frozen=True, slots=True, order=True)
class Fact:
    """A reason with what shows it, in Russian."""

    reason: str
    shown_ru: str


@dataclass(frozen=True)
class Evidence:
    """Two databases, attached as ``a`` (old) and ``b`` (new) to one connection."""

    connection: duckdb.DuckDBPyConnection

    def columns(self, table: str) -> list[str]:
        """Return the columns that a table has in both databases, in the order of the new one."""
        old, new = (self._columns[database].get(table, {}) for database in ("a", "b"))
        return [name for name in new if name in old]

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return the answer to a query."""
        return self.connection.execute(sql).fetchall()

    def words(self, table: str, key: str, word: str) -> dict[str, str]:
        """Return a word by key out of both databases; the later one's counts."""
        found: dict[str, str] = {}
        for database in ("a", "b"):
            if {key, word} <= set(self._columns[database].get(table, {})):
                sql = f"SELECT {key}, max({word}) FROM {database}.main.{table} GROUP BY 1 ORDER BY 1"  # noqa: S608
                found |= dict(self.rows(sql))
        return found

    @cached_property
    def _columns(self) -> dict[str, dict[str, dict[str, None]]]:
        found: dict[str, dict[str, dict[str, None]]] = {"a": {}, "b": {}}
        for database, table, name in self.rows(
            "SELECT database_name, table_name, column_name FROM duckdb_columns() "
            "WHERE database_name IN ('a', 'b') AND NOT internal ORDER BY ALL"
        ):
            found[database].setdefault(table, {})[name] = None
        return found

    def _differing(self, table: str, columns: Sequence[str]) -> str:
        """Write the rows of a table that only one of the databases has, with ``side`` a or b."""
        names = ", ".join(f'"{name}"' for name in columns)
        old, new = (f"SELECT {names} FROM {each}.main.{table}" for each in ("a", "b"))  # noqa: S608 - declared
        return (
            f"SELECT 'a' AS side, * FROM ({old} EXCEPT ALL {new}) "  # noqa: S608 - names of our own tables
            f"UNION ALL SELECT 'b' AS side, * FROM ({new} EXCEPT ALL {old})"
        )

    @cached_property
    def files(self) -> dict[str, str]:
        """Files that came, went or were replaced -> how it is said."""
        if not self.columns("source_file"):
            return {}
        old, new = (
            f"(SELECT file, list_sort(list(DISTINCT sha256)) AS sums FROM {each}.main.source_file GROUP BY 1)"  # noqa: S608
            for each in ("a", "b")
        )
        found = self.rows(
            f"SELECT file, a.sums IS NULL, b.sums IS NULL FROM {old} a FULL JOIN {new} b USING (file) "  # noqa: S608
            "WHERE a.sums IS DISTINCT FROM b.sums ORDER BY file"
        )
        return {
            file: f"файл {file}: {'получен' if came else 'убран' if gone else 'заменён'}"
            for file, came, gone in found
        }

    @cached_property
    def corrections(self) -> dict[str, list[str]]:
        """File -> entries of the ledger newly applied to it or no longer applied."""
        names = [name for name in self.columns("correction") if name != "line"]
        found: dict[str, list[str]] = defaultdict(list)
        if not names:
            return found
        chosen = self.rows(
            f"SELECT DISTINCT side, c.file, s.file, order_number, cell FROM ({self._differing('correction', names)}) c "  # noqa: S608, E501
            "LEFT JOIN (FROM a.main.source_file UNION ALL FROM b.main.source_file) s "
            "ON c.file IS NULL AND s.form = c.form AND s.year = c.year "
            "WHERE c.status = 'applied' ORDER BY ALL"
        )
        for side, file, of_form, order, cell in chosen:
            word = "исправление" if side == "b" else "исправление отменено:"
            place = f", ячейка {cell}" if cell else ""
            found[file or of_form].append(f"{word} по приказу {order}: файл {file or of_form}{place}")
        return found

    @cached_property
    def inputs(self) -> tuple[str, ...]:
        """Sections of the programme and lists that differ."""
        if not self.columns("release_input"):
            return ()
        names = self.rows(
            f"SELECT DISTINCT input FROM ({self._differing('release_input', ['input', 'sha256'])}) ORDER BY 1"  # noqa: S608
        )
        return tuple(name for (name,) in names)

    @cached_property
    def _canonical(self) -> tuple[str, ...]:
        return tuple(
            name for name in self._columns["b"] if {"source_file", "school_id"} <= set(self.columns(name))
        )

    @cached_property
    def read(self) -> dict[tuple[str, int], dict[str, set[Fact]]]:
        """Canonical table and year -> school -> what changed the school's rows there."""
        found: dict[tuple[str, int], dict[str, set[Fact]]] = {}
        for table in self._canonical:
            columns = [each for each in self.columns(table) if each not in {"source_sheet", "source_row"}]
            for year, school, file in self.rows(
                f"SELECT DISTINCT year, school_id, source_file FROM ({self._differing(table, columns)})"  # noqa: S608
            ):
                facts = found.setdefault((table, year), {}).setdefault(school, set())
                facts.update(self._of_file(table, file))
        return found

    def _of_file(self, table: str, file: str) -> set[Fact]:
        """Say what changed the rows of a file; the register only where nothing nearer did."""
        facts = {Fact(LATE_DATA, self.files[file])} if file in self.files else set()
        facts |= {Fact(CORRECTION, shown) for shown in self.corrections.get(file, ())}
        for name, tables in _SCALES.items():
            if name in self.inputs and table in tables:
                facts.add(Fact(METHOD, f"изменён список {name}"))
        if not facts and _REGISTER in self.inputs:
            return {Fact(MEMBERSHIP, f"изменён список {_REGISTER}")}
        return facts

    @cached_property
    def redefined(self) -> dict[str, Fact]:
        """Indicators whose declaration or query differs."""
        names = ["indicator_id", *(each for each in _DEFINITION if each in self.columns("indicator"))]
        found = dict.fromkeys(self._differing_ids("indicator", names), "изменено определение показателя")
        if "sql" in self.columns("indicator_formula"):
            changed = self._differing_ids("indicator_formula", ["indicator_id", "sql"])
            found |= dict.fromkeys(changed, "изменена формула показателя")
        return {each: Fact(METHOD, f"{shown} {each}") for each, shown in found.items()}

    def _differing_ids(self, table: str, columns: Sequence[str]) -> list[str]:
        if not set(columns) <= set(self.columns(table)):
            return []
        ids = self.rows(f"SELECT DISTINCT indicator_id FROM ({self._differing(table, columns)})")  # noqa: S608
        return [each for (each,) in ids]

    @cached_property
    def tables_of(self) -> dict[str, tuple[str, ...]]:
        """Indicator -> canonical tables behind it, in either release."""
        found: dict[str, dict[str, None]] = {}
        for database in ("a", "b"):
            if "indicator" not in self._columns[database]:
                continue
            for indicator, named in self.rows(
                f"SELECT indicator_id, source_table FROM {database}.main.indicator"  # noqa: S608
            ):
                found.setdefault(indicator, {}).update(dict.fromkeys(named.split(", ")))
        return {indicator: tuple(tables) for indicator, tables in found.items()}

    @cached_property
    def lagging(self) -> frozenset[str]:
        """Indicators whose query reads the year before."""
        if "sql" not in self.columns("indicator_formula"):
            return frozenset()
        both = "(FROM a.main.indicator_formula UNION ALL BY NAME FROM b.main.indicator_formula)"
        sql = f"SELECT DISTINCT indicator_id FROM {both} WHERE sql LIKE '%year + 1%'"  # noqa: S608
        return frozenset(each for (each,) in self.rows(sql))

    def members(self, database: str, year: int, scope: str, scope_id: str) -> dict[str, str]:
        """Return the schools of a scope with what decides who is expected: kind and municipality."""
        belongs = {
            "school": f"school_id = {quoted(scope_id)}",
            "cluster": f"cluster_id = {quoted(scope_id)}",
            "programme": "programme_group IS NOT NULL",
            "municipality": f"municipality_id = {quoted(scope_id)}",
            "all": "true",
        }
        return self._members(database, year, belongs[scope])

    @lru_cache(maxsize=4096)  # noqa: B019 - lives as long as one comparison
    def _members(self, database: str, year: int, where: str) -> dict[str, str]:
        found = self.rows(
            f"SELECT school_id, kind || ' ' || municipality_id FROM {database}.main.school_year "  # noqa: S608
            f"WHERE year = {year} AND {where} ORDER BY 1"
        )
        return dict(found)

    @cached_property
    def overrides(self) -> dict[tuple[int | None, str], set[Fact]]:
        """Year and school -> decisions on the school's status that came or went."""
        wanted = {"year", "school_id", "status"}
        names = [name for name in self.columns("override") if name != "line"]
        if not wanted <= set(names):
            return {}
        found: dict[tuple[int | None, str], set[Fact]] = defaultdict(set)
        for year, school in self.rows(
            f"SELECT DISTINCT year, school_id FROM ({self._differing('override', names)})"  # noqa: S608
        ):
            found[year, school].add(Fact(CORRECTION, f"решение о признаке школы {school}"))
        return found


def facts_of(evidence: Evidence, change: Mapping[str, Any]) -> tuple[Fact, ...]:
    """Find what explains a changed row.

    Args:
        evidence: The two databases.
        change: Row of a compared table: ``table_name, year, indicator_id, scope, scope_id``, and for a plan
            ``plan_changed``.

    Returns:
        Facts in the order of ``REASONS``; nothing where nothing in the databases explains the change.
    """
    table, indicator, year = change["table_name"], change["indicator_id"], int(change["year"])
    place = (change["scope"], change["scope_id"])
    read = ("identification",) if table == "identification" else evidence.tables_of.get(indicator, ())
    facts = _of_membership(evidence, year, *place) | _of_programme(evidence, table, read)
    lags = indicator in evidence.lagging or _COMPARED & set(read)
    facts |= _of_rows(evidence, read, (year, year - 1) if lags else (year,), *place)
    if table == "identification":
        facts |= evidence.overrides.get((year, place[1]), set()) | _of_cluster(evidence, year, place[1])
    if indicator in evidence.redefined:
        facts.add(evidence.redefined[indicator])
    if change.get("plan_changed"):
        facts.add(Fact(METHOD, "изменён план или условие программы"))
    return tuple(sorted(facts, key=lambda fact: (REASONS.index(fact.reason), fact.shown_ru)))


def _expanded(tables: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(behind for table in tables for behind in _MADE_OF.get(table, (table,))))


def _of_rows(
    evidence: Evidence, read: Sequence[str], years: Sequence[int], scope: str, scope_id: str
) -> set[Fact]:
    """Look at the rows of the scope's own schools; what comes of a comparison depends on the others too."""
    own = {school for each in ("a", "b") for school in evidence.members(each, years[0], scope, scope_id)}
    keys = [(table, each) for table in _expanded(read) for each in years]
    by_school = [evidence.read.get(key, {}) for key in keys]
    found = {fact for facts in by_school for school in own & set(facts) for fact in facts[school]}
    if _COMPARED & set(read) and not found:
        return {fact for facts in by_school for of_school in facts.values() for fact in of_school}
    return found


def _of_membership(evidence: Evidence, year: int, scope: str, scope_id: str) -> set[Fact]:
    """Compare who belongs to the scope, and of what kind they are."""
    if not evidence.columns("school_year"):
        return set()
    old, new = (evidence.members(each, year, scope, scope_id) for each in ("a", "b"))
    moved = sorted(school for school in {*old, *new} if old.get(school) != new.get(school))
    whole_year = not evidence.members("a", year, "all", "all") or not evidence.members(
        "b", year, "all", "all"
    )
    if not moved or whole_year:  # a year that came or went as a whole is late data, not another list
        return set()
    return {Fact(MEMBERSHIP, f"изменён состав: {', '.join(moved)}")}


def _of_cluster(evidence: Evidence, year: int, school: str) -> set[Fact]:
    """A school is compared with its cluster: the list of that cluster is its membership too."""
    clusters = {
        cluster
        for database in ("a", "b")
        for (cluster,) in evidence.rows(
            f"SELECT cluster_id FROM {database}.main.school_year "  # noqa: S608
            f"WHERE year = {year} AND school_id = {quoted(school)}"
        )
    }
    return {fact for each in sorted(clusters) for fact in _of_membership(evidence, year, "cluster", each)}


def _of_programme(evidence: Evidence, table: str, read: Sequence[str]) -> set[Fact]:
    """Name the sections of the programme the number is computed with, where they differ."""
    return {
        Fact(METHOD, f"изменён раздел {section} файла programme.yaml")
        for section in _SECTIONS[table]
        if f"programme.yaml: {section}" in evidence.inputs
        and (section not in _MATTERS_TO or _MATTERS_TO[section] & set(read))
    }
