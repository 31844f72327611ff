"""Short names for the demands that the suite is made of.

Belongs here: demands on one or two columns of a subject, names written into its SQL. Does not belong here:
subjects.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shnor_pipeline.release.gate.expectation import Expectation, Severity
from shnor_pipeline.tables.render import quoted

if TYPE_CHECKING:
    from collections.abc import Sequence


def listed(ids: Sequence[str]) -> str:
    """Write names as what stands inside ``IN (…)``; none of them is no name at all."""
    return ", ".join(map(quoted, ids)) or "NULL"


def equal(expectation_id: str, columns: tuple[str, str], title_ru: str, advice_ru: str) -> Expectation:
    """Expect two columns to be equal in every row; a missing value equals only a missing one."""
    return Expectation(
        expectation_id=expectation_id,
        title_ru=title_ru,
        advice_ru=advice_ru,
        demand="ExpectColumnPairValuesToBeEqual",
        arguments={
            "column_A": columns[0],
            "column_B": columns[1],
            "ignore_row_if": "both_values_are_missing",
        },
    )


def at_most(expectation_id: str, columns: tuple[str, str], title_ru: str, advice_ru: str) -> Expectation:
    """Expect the first column not to be above the second; a row without one of them is not judged."""
    return Expectation(
        expectation_id=expectation_id,
        title_ru=title_ru,
        advice_ru=advice_ru,
        demand="ExpectColumnPairValuesAToBeGreaterThanB",
        arguments={
            "column_A": columns[1],
            "column_B": columns[0],
            "or_equal": True,
            "ignore_row_if": "either_value_is_missing",
        },
    )


def between(
    expectation_id: str,
    column: str,
    ends: tuple[float, float],
    title_ru: str,
    advice_ru: str,
    severity: Severity = "critical",
) -> Expectation:
    """Expect a column to lie between two numbers, ends included; missing values are not judged."""
    return Expectation(
        expectation_id=expectation_id,
        title_ru=title_ru,
        advice_ru=advice_ru,
        demand="ExpectColumnValuesToBeBetween",
        arguments={"column": column, "min_value": ends[0], "max_value": ends[1]},
        severity=severity,
    )


def known(expectation_id: str, column: str, title_ru: str, advice_ru: str) -> Expectation:
    """Expect a column that was looked up to have been found in every row."""
    return Expectation(
        expectation_id=expectation_id,
        title_ru=title_ru,
        advice_ru=advice_ru,
        demand="ExpectColumnValuesToNotBeNull",
        arguments={"column": column},
    )


def one_of(
    expectation_id: str, column: str, words: Sequence[object], title_ru: str, advice_ru: str
) -> Expectation:
    """Expect a column to hold nothing but the given values."""
    return Expectation(
        expectation_id=expectation_id,
        title_ru=title_ru,
        advice_ru=advice_ru,
        demand="ExpectColumnValuesToBeInSet",
        arguments={"column": column, "value_set": list(words)},
    )


def matching(expectation_id: str, column: str, pattern: str, title_ru: str, advice_ru: str) -> Expectation:
    """Expect a column to match a pattern from its first character on."""
    return Expectation(
        expectation_id=expectation_id,
        title_ru=title_ru,
        advice_ru=advice_ru,
        demand="ExpectColumnValuesToMatchRegex",
        arguments={"column": column, "regex": pattern},
    )


def without(
    expectation_id: str,
    column: str,
    pattern: str,
    title_ru: str,
    advice_ru: str,
    severity: Severity = "critical",
) -> Expectation:
    """Expect a pattern to stand nowhere in a column."""
    return Expectation(
        expectation_id=expectation_id,
        title_ru=title_ru,
        advice_ru=advice_ru,
        demand="ExpectColumnValuesToNotMatchRegex",
        arguments={"column": column, "regex": pattern},
        severity=severity,
    )
