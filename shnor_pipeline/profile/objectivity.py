"""Markers of results that ask for attention: a caution, never a verdict.

The markers are those of the published «Методика расчета показателя "Уровень объективности оценки
образовательных результатов в субъекте Российской Федерации"»: a mean above that of the region, school marks
that run against the scores, a sharp change of one cohort from grade 4 to grade 5. The mean mark stands where
the method takes the mean score, because reports without pupils give marks alone and all schools of a
procedure need one scale. The region is all schools in the data. Strong schools carry the first marker too, so
it proves nothing.

Belongs here: the markers, with the fewest pupils they need. Does not belong here: identification, which does
not look at them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from shnor_pipeline.figures import number
from shnor_pipeline.tables import OBJECTIVITY_FLAG

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SUBJECTS = ("русский язык", "математика")
GRADES = (4, 5)
GRADE_9 = 9
LEAST_PUPILS = 20
"""Fewest pupils for a mean or a correlation: a distribution says little below this (ФИОКО, 2026)."""

LEAST_IN_COHORT = 10
"""Fewest pupils of each of the two grades of a cohort: the minimum of a group analysis."""

LEAST_SCHOOLS = 8
"""Fewest schools that quartiles of a change are taken over."""

_Z = 1.96
_MARKS = np.array([2.0, 3.0, 4.0, 5.0])
_COUNTS = ["mark_2", "mark_3", "mark_4", "mark_5"]
_CASE = ["kind", "subject", "grade"]
_CAUTION = "Это повод проверить порядок проведения и оценивания, а не вывод о необъективности."

Records = list[dict[str, Any]]


def objectivity_of_year(
    vpr_results: Mapping[int, pd.DataFrame],
    vpr_marks: Mapping[int, pd.DataFrame],
    exams: Mapping[int, pd.DataFrame],
    year: int,
) -> pd.DataFrame:
    """Look for the markers in the results of a year.

    Args:
        vpr_results: Table ``vpr_result`` of the year and of the year before.
        vpr_marks: Table ``vpr_marks`` of the same years; superseded rows give way.
        exams: Table ``exam_result`` of the year.
        year: Reporting year.

    Returns:
        Table ``objectivity_flag``: a row for every case that had enough pupils, flagged or not, by school.
    """
    counts = {each: _mark_counts(vpr_results[each], vpr_marks[each]) for each in (year - 1, year)}
    now = pd.concat([counts[year], _oge_counts(exams[year])], ignore_index=True)
    rows = [*_inflated(now), *_mismatched(vpr_results[year]), *_changed(counts[year - 1], counts[year])]
    rows.sort(key=lambda row: [row[name] for name in ("school_id", "marker", *_CASE)])
    return OBJECTIVITY_FLAG.of_rows([{"year": year, **row} for row in rows])


def _mark_counts(results: pd.DataFrame, marks: pd.DataFrame) -> pd.DataFrame:
    """Count the marks of ВПР by school, subject and grade, from pupils and from reports without pupils."""
    sat = results[results["sat"].fillna(value=False) & results["mark"].notna()]
    by_pupils = _dummies(sat, "mark")
    reported = marks[~marks["superseded"].astype(bool)]
    both = pd.concat([by_pupils, reported[["school_id", "subject", "grade", *_COUNTS]]])
    both = both[both["subject"].isin(SUBJECTS) & both["grade"].isin(GRADES)]
    return _with_mean(both.groupby(["school_id", "subject", "grade"], as_index=False).sum(), "vpr")


def _oge_counts(exams: pd.DataFrame) -> pd.DataFrame:
    """Count the best marks of ОГЭ by school and subject, each pupil once."""
    oge = exams[(exams["exam"] == "oge") & exams["best_mark"].notna() & exams["subject"].isin(SUBJECTS)]
    once = oge.drop_duplicates(["school_id", "subject", "person_key"]).assign(grade=GRADE_9)
    counted = _dummies(once, "best_mark").groupby(["school_id", "subject", "grade"], as_index=False).sum()
    return _with_mean(counted, "oge")


def _dummies(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """Turn a mark per row into four columns of 0 and 1."""
    counted = {name: (rows[column] == mark).astype(int) for name, mark in zip(_COUNTS, _MARKS, strict=True)}
    return rows[["school_id", "subject", "grade"]].assign(**counted)


def _with_mean(counts: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Add number, mean and standard deviation (n - 1) of the marks."""
    table = counts[_COUNTS].to_numpy(float)
    n = table.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = table @ _MARKS / n
        variance = (table @ _MARKS**2 - n * mean**2) / (n - 1)
    return counts.assign(kind=kind, n=n, mean=mean, deviation=np.sqrt(np.maximum(variance, 0)))


def _inflated(counts: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Compare the lower limit of a school's mean with the upper limit of the region's."""
    for (kind, subject, grade), group in counts.groupby(_CASE):
        region = _with_mean(group[_COUNTS].sum().to_frame().T, str(kind)).iloc[0]
        top = region["mean"] + _Z * region["deviation"] / np.sqrt(region["n"])
        for row in group[group["n"] >= LEAST_PUPILS].to_dict("records"):
            low = row["mean"] - _Z * row["deviation"] / np.sqrt(row["n"])
            text = (
                f"Средняя отметка {number(row['mean'], 2)} (участников {row['n']:.0f}): нижняя граница её "
                f"95-процентного интервала {number(low, 2)} выше верхней границы по всем школам "
                f"{number(top, 2)}. {_CAUTION}"
            )
            case = {"kind": kind, "subject": subject, "grade": grade}
            yield _row("inflated_mean", row, case, (low, top), flagged=low > top, text=text)


def _mismatched(results: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Correlate school marks with scores (Spearman); below zero they run against each other."""
    known = results[
        results["sat"].fillna(value=False)
        & results["subject"].isin(SUBJECTS)
        & results["grade"].isin(GRADES)
        & results["journal_mark"].notna()
        & results["primary_score"].notna()
    ]
    for (school_id, subject, grade), group in known.groupby(["school_id", "subject", "grade"]):
        pairs = group[["journal_mark", "primary_score"]].astype(float)
        if len(group) < LEAST_PUPILS or not np.ptp(pairs.to_numpy(), axis=0).all():
            continue
        rho = float(pairs.corr("spearman").to_numpy()[0, 1])
        text = (
            f"Отметки по журналу и баллы за работу связаны обратно: коэффициент Спирмена {number(rho, 2)} "
            f"(участников {len(group)}). {_CAUTION}"
        )
        case = {"kind": "vpr", "subject": subject, "grade": grade}
        facts = {"school_id": school_id, "n": len(group)}
        yield _row("mark_mismatch", facts, case, (rho, 0.0), flagged=rho < 0, text=text)


def _changed(before: pd.DataFrame, now: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Compare grade 4 of the year before with grade 5, the same cohort, between schools.

    Where all schools change alike the quartiles lie close together and the smallest difference would be
    called sharp; so the two means must differ by more than chance too.
    """
    fourth, fifth = before[before["grade"] == GRADES[0]], now[now["grade"] == GRADES[1]]
    cohort = fourth.merge(fifth, on=["school_id", "subject", "kind"], suffixes=("_before", ""))
    cohort = cohort[(cohort[["n_before", "n"]] >= LEAST_IN_COHORT).all(axis=1)]
    cohort = cohort.assign(ratio=cohort["mean_before"] / cohort["mean"])
    for subject, group in cohort.groupby("subject"):
        if len(group) < LEAST_SCHOOLS:
            continue
        lower, upper = np.quantile(group["ratio"], (0.25, 0.75))
        reach = 3 * (upper - lower)
        case = {"kind": "vpr", "subject": subject, "grade": GRADES[1]}
        for row in group.to_dict("records"):
            real = abs(row["mean_before"] - row["mean"]) > _Z * np.hypot(_error(row, "_before"), _error(row))
            fall, rise = real and row["ratio"] > upper + reach, real and row["ratio"] < lower - reach
            yield _cohort_row("cohort_fall", row, case, upper + reach, flagged=fall)
            yield _cohort_row("cohort_rise", row, case, lower - reach, flagged=rise)


def _error(row: Mapping[Any, Any], suffix: str = "") -> float:
    """Standard error of a mean mark."""
    return float(row[f"deviation{suffix}"] / np.sqrt(row[f"n{suffix}"]))


def _cohort_row(
    marker: str, row: Mapping[Any, Any], case: dict[str, Any], threshold: float, *, flagged: bool
) -> dict[str, Any]:
    text = (
        f"Средняя отметка одного и того же набора: {number(row['mean_before'], 2)} в 4 классе "
        f"(участников {row['n_before']:.0f}), {number(row['mean'], 2)} в 5 классе ({row['n']:.0f}); "
        f"отношение {number(row['ratio'], 3)} выходит за границу {number(threshold, 3)}. {_CAUTION}"
    )
    return _row(marker, row, case, (row["ratio"], threshold), flagged=flagged, text=text)


def _row(
    marker: str,
    facts: Mapping[Any, Any],
    case: dict[str, Any],
    numbers: tuple[float, float],
    *,
    flagged: bool,
    text: str,
) -> dict[str, Any]:
    return case | {
        "school_id": facts["school_id"],
        "marker": marker,
        "grade": int(case["grade"]),
        "n": int(facts["n"]),
        "statistic": float(numbers[0]),
        "threshold": float(numbers[1]),
        "flagged": bool(flagged),
        "sentence_ru": text if flagged else None,
    }
