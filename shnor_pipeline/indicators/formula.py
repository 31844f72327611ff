"""The formula of an indicator in words and as a query that an analyst can run.

Belongs here: readable SQL over the published tables, made from the same parts as the engine's. Does not
belong here: the engine's own scans, which compute all indicators at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shnor_pipeline.indicators.computed import gap_sql, share_sql
from shnor_pipeline.indicators.declare import OfficeShare, QuarterGap
from shnor_pipeline.indicators.engine import guarded
from shnor_pipeline.indicators.scopes import PROGRAMME_SCHOOLS
from shnor_pipeline.tables import INDICATOR_FORMULA
from shnor_pipeline.tables.render import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import pandas as pd

    from shnor_pipeline.indicators.declare import Indicator, Part


def formula_table(
    indicators: Sequence[Indicator], years: Iterable[int], held: Callable[[str, int], bool]
) -> pd.DataFrame:
    """Build the table ``indicator_formula``: one row per declaration, in the order of the methodology.

    Args:
        indicators: Declarations.
        years: Years of the programme.
        held: Whether a procedure was held in a year; years without any of an indicator's procedures are left
            out of its query.
    """
    cancelled = [
        [year for year in years if each.procedures and not any(held(name, year) for name in each.procedures)]
        for each in indicators
    ]
    return INDICATOR_FORMULA.frame(
        {
            "indicator_id": [each.indicator_id for each in indicators],
            "formula_ru": [formula_ru(each) for each in indicators],
            "scope": [scope_of(each) for each in indicators],
            "sql": [query(each, not_held) for each, not_held in zip(indicators, cancelled, strict=True)],
        }
    )


def formula_ru(indicator: Indicator) -> str:
    """Say the formula in Russian."""
    numerator, denominator = indicator.numerator_ru, indicator.denominator_ru
    if isinstance(indicator.computed, QuarterGap):
        return f"{numerator} минус {denominator}".replace(" (вычитается)", "") + ", в процентных пунктах"
    factor = "100 × " if indicator.is_share else ""
    return f"{factor}({numerator}) / ({denominator})"


def scope_of(indicator: Indicator) -> str:
    """Return the level whose values the query gives: the programme's schools, where that level is defined."""
    return "programme" if indicator.computed is None else indicator.computed.scopes[-1]


def query(indicator: Indicator, not_held: Sequence[int] = ()) -> str:
    """Write a query over the published database that gives the value by year.

    Args:
        indicator: Declaration.
        not_held: Years in which none of its procedures was held.

    Returns:
        SQL with the columns ``year`` and ``value``, and both parts where the value is their quotient.
    """
    if isinstance(indicator.computed, OfficeShare):
        parts = _indented(share_sql(indicator.computed))
        return f"SELECT *, 100 * numerator / denominator AS value\nFROM (\n{parts}\n)\nORDER BY year"
    tables = ",\n".join((*_tables(indicator), _of_school(indicator)))
    conditions = _conditions(indicator, not_held)
    if isinstance(indicator.computed, QuarterGap):
        rows = f"(SELECT * FROM of_school WHERE {conditions})"  # noqa: S608 - own declarations
        return f"WITH {tables}\n{gap_sql(indicator.computed, rows, 'year')}\nORDER BY year"
    factor = "100 * " if indicator.is_share else ""
    return (
        f"WITH {tables}\n"
        "SELECT year, sum(numerator) AS numerator, sum(denominator) AS denominator,\n"
        f"  {factor}sum(numerator) / nullif(sum(denominator), 0) AS value\n"
        f"FROM of_school\nWHERE {conditions}\nGROUP BY year\nORDER BY year"
    )


def _conditions(indicator: Indicator, not_held: Sequence[int]) -> str:
    conditions = ["numerator IS NOT NULL", "denominator IS NOT NULL"]
    if scope_of(indicator) == "programme":
        conditions.insert(0, PROGRAMME_SCHOOLS)
    if indicator.only_expected:
        conditions.append(f"kind IN ({', '.join(map(quoted, sorted(indicator.expected)))})")
    if not_held:
        conditions.append(f"year NOT IN ({', '.join(map(str, not_held))})")
    return " AND ".join(conditions)


def _name(part: Part) -> str:
    return f"{part.table}_before" if part.previous_year else f"{part.table}_parts"


def _tables(indicator: Indicator) -> list[str]:
    """Write a subquery per table: the parts of each school and year on it."""
    by_name: dict[str, list[tuple[str, Part]]] = {}
    sides = (("numerator", indicator.numerator), ("denominator", indicator.denominator))
    for side, parts in sides:
        for part in parts:
            by_name.setdefault(_name(part), []).append((side, part))
    return [_table(name, parts) for name, parts in by_name.items()]


def _table(name: str, parts: Sequence[tuple[str, Part]]) -> str:
    first = parts[0][1]
    year = "year + 1 AS year" if first.previous_year else "year"
    columns = "".join(f",\n    {_broken(guarded(part))} AS {side}" for side, part in parts)
    return f"{name} AS (\n  SELECT {year}, school_id{columns}\n  FROM {first.table}\n  GROUP BY ALL\n)"  # noqa: S608


def _of_school(indicator: Indicator) -> str:
    """Write the subquery that has both sums of every school, missing where the school did not report."""
    numerator = _broken(_added([_source("numerator", part) for part in indicator.numerator]))
    denominator = _broken(_added([_source("denominator", part) for part in indicator.denominator]))
    names = dict.fromkeys(_name(part) for part in (*indicator.numerator, *indicator.denominator))
    joins = "".join(f"\n  LEFT JOIN {name} USING (year, school_id)" for name in names)
    return (
        f"of_school AS (\n  SELECT school_year.*,\n    {numerator} AS numerator,\n"  # noqa: S608
        f"    {denominator} AS denominator\n  FROM school_year{joins}\n)"
    )


def _added(names: Sequence[str]) -> str:
    """Add columns in SQL; missing only where all of them are."""
    if len(names) == 1:
        return names[0]
    total = " + ".join(f"coalesce({name}, 0)" for name in names)
    return f"CASE WHEN coalesce({', '.join(names)}) IS NOT NULL THEN {total} END"


def _source(side: str, part: Part) -> str:
    """Name a part; one that an organiser reports for a municipality is 0 where its schools have no rows."""
    column = f"{_name(part)}.{side}"
    if not part.by_organiser:
        return column
    reported = f"count({column}) OVER (PARTITION BY year, municipality_id) > 0"
    return f"CASE WHEN {reported} THEN coalesce({column}, 0) END"


def _broken(expression: str) -> str:
    """Break an expression before each THEN: condition and value stand in lines of their own."""
    return expression.replace(" THEN ", "\n      THEN ")


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.splitlines())
