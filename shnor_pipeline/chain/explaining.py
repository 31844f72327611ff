"""Where a value comes from: its parts and the cells of the senders' files, out of the store.

Belongs here: reading tables, calling the questions of ``provenance``. Does not belong here: which rows count
(``provenance``, ``indicators``), printing (``commands``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shnor_pipeline.indicators import INDICATORS, formula_table, indicator_table
from shnor_pipeline.indicators.declare import OfficeShare, QuarterGap
from shnor_pipeline.provenance.cells import Addresses, addresses
from shnor_pipeline.provenance.evidence import CountedRow, Step, counted_rows, replaced_rows, steps_of
from shnor_pipeline.provenance.explanation import (
    Explanation,
    LeftOut,
    MeasurePart,
    SchoolPart,
    corrected_cells,
    left_out,
    plain,
    quarters_of,
    school_parts,
)
from shnor_pipeline.store import Store
from shnor_pipeline.tables import (
    CORRECTION,
    INDICATOR_VALUE,
    MEASURE_PROGRESS,
    QUARANTINED_ROW,
    SCHOOL_YEAR,
    SOURCE_CELL,
    SOURCE_COLUMN,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    import pandas as pd

    from shnor_pipeline.chain.workspace import Workspace
    from shnor_pipeline.indicators import Indicator

_MEMBER_COLUMN = {"school": "school_id", "cluster": "cluster_id", "municipality": "municipality_id"}


class NoSuchObjectError(LookupError):
    """A level has no such object that year; the message says which there are."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked about: a value of an indicator at a level.

    Attributes:
        scope: Level; ``None`` = the one the programme judges the indicator at, or the school of ``scope_id``.
        scope_id: Object of the level; ``None`` where the level has only one.
    """

    indicator: Indicator
    year: int
    scope: str | None = None
    scope_id: str | None = None


def explain_value(workspace: Workspace, question: Question) -> Explanation:
    """Open a value to its parts and the cells behind it.

    Raises:
        NoSuchObjectError: The level has no such object in the year.
    """
    indicator, year = question.indicator, question.year
    values = workspace.store.read(INDICATOR_VALUE, year)
    values = values[values["indicator_id"] == indicator.indicator_id]
    value = _value_asked(workspace, values, question)
    schools = _school_parts(workspace, indicator, value, values)
    counted = {each.school_id for each in schools if each.counts}
    office = isinstance(indicator.computed, OfficeShare)
    steps = steps_of(indicator, year, {each.name: each for each in workspace.catalogue.tables})
    known = {each: _addresses(workspace, each) for each in {step.year for step in steps}}
    rows = [row for step in steps for row in _rows_of(workspace, step, known, None if office else counted)]
    (formula,) = formula_table([indicator], workspace.programme.years, workspace.programme.is_held).to_dict(
        "records"
    )
    (described,) = indicator_table([indicator]).to_dict("records")
    return Explanation(
        indicator=plain(described),
        value=value,
        formula_ru=formula["formula_ru"],
        sql=formula["sql"],
        schools=() if office else schools,
        measures=_measures(workspace, indicator, year),
        rows=tuple(rows),
        corrections=corrected_cells(workspace.store.read(CORRECTION, year), rows),
        left_out=tuple(_left_out(workspace, steps, [each.school_id for each in schools], rows, value)),
    )


def _value_asked(workspace: Workspace, values: pd.DataFrame, question: Question) -> dict[str, Any]:
    scope, scope_id = _place(workspace, question)
    of_scope = values[values["scope"] == scope]
    found = of_scope[of_scope["scope_id"] == scope_id]
    if found.empty:
        known = ", ".join(sorted(of_scope["scope_id"]))
        asked = f"«{scope_id}»" if scope_id else "без --id"
        raise NoSuchObjectError(f"На уровне {scope} в {question.year} году нет {asked}. Есть: {known}.")
    return plain(found.iloc[0].to_dict())


def _place(workspace: Workspace, question: Question) -> tuple[str, str | None]:
    scope, scope_id = question.scope, question.scope_id
    if scope is None and scope_id is not None:
        return "school", scope_id
    computed = question.indicator.computed
    scope = scope or question.indicator.verdict_scope or (computed.scopes[0] if computed else "programme")
    if scope_id is None and scope in {"programme", "all"}:
        return scope, scope
    if scope_id is None and scope == "municipality":
        return scope, workspace.programme.municipality.id
    return scope, scope_id


def _school_parts(
    workspace: Workspace, indicator: Indicator, value: dict[str, Any], values: pd.DataFrame
) -> tuple[SchoolPart, ...]:
    members = _members(workspace.store.read(SCHOOL_YEAR, value["year"]), value["scope"], value["scope_id"])
    own = values[(values["scope"] == "school") & values["scope_id"].isin(members["school_id"])]
    if not isinstance(indicator.computed, QuarterGap):
        return school_parts(members, own, {})
    pooled = _pooled(workspace, indicator, value["year"])
    shares = school_parts(members, pooled, {})
    parts = [(each.school_id, each.numerator, each.denominator) for each in shares]
    return school_parts(members, pooled, quarters_of(parts, indicator.computed.fewest))


def _pooled(workspace: Workspace, indicator: Indicator, year: int) -> pd.DataFrame:
    """Return the shares of schools whose quarters are compared: of the indicator with the same parts."""
    twin = next(
        each
        for each in INDICATORS
        if each.computed is None
        and (each.numerator, each.denominator) == (indicator.numerator, indicator.denominator)
    )
    values = workspace.store.read(INDICATOR_VALUE, year)
    return values[(values["indicator_id"] == twin.indicator_id) & (values["scope"] == "school")]


def _members(schools: pd.DataFrame, scope: str, scope_id: str) -> pd.DataFrame:
    if scope == "all":
        return schools
    if scope == "programme":
        return schools[schools["programme_group"].notna()]
    return schools[schools[_MEMBER_COLUMN[scope]] == scope_id]


def _measures(workspace: Workspace, indicator: Indicator, year: int) -> tuple[MeasurePart, ...]:
    computed = indicator.computed
    if not isinstance(computed, OfficeShare) or computed.table != MEASURE_PROGRESS.name:
        return ()
    progress = workspace.store.read(MEASURE_PROGRESS, year)
    planned = map(plain, progress[progress["plan"] > 0].to_dict("records"))
    names = ("measure_id", "title_ru", "plan", "fact", "done_share")
    return tuple(MeasurePart(**{name: row[name] for name in names}) for row in planned)


def _addresses(workspace: Workspace, year: int) -> Addresses:
    return addresses(*(workspace.store.read(spec, year) for spec in (SOURCE_COLUMN, SOURCE_CELL)))


def _rows_of(
    workspace: Workspace, step: Step, known: Mapping[int, Addresses], schools: Collection[str] | None
) -> Iterator[CountedRow]:
    spec, path = workspace.catalogue.table(step.table), workspace.store.path(step.table, step.year)
    return counted_rows(step, path, spec, known[step.year], schools)


def _left_out(
    workspace: Workspace,
    steps: Sequence[Step],
    schools: Sequence[str],
    rows: Sequence[CountedRow],
    value: dict[str, Any],
) -> Iterator[LeftOut]:
    """Yield rows that were rejected or replaced; a single school is asked only about files that it is in."""
    files = {row.file for row in rows} if value["scope"] == "school" else None
    for table, year in dict.fromkeys((step.table, step.year) for step in steps):
        held = Store(workspace.home.quarantine).read(QUARANTINED_ROW, year, name=table)
        names = ["source_file", "source_sheet", "source_row"]
        places = [(file, sheet, int(row)) for file, sheet, row in held[names].itertuples(index=False)]
        yield from left_out("quarantined", (each for each in places if files is None or each[0] in files))
        path = workspace.store.path(table, year)
        yield from left_out("superseded", replaced_rows(path, workspace.catalogue.table(table), schools))
