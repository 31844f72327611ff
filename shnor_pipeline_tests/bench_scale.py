"""All indicators of a country: 40,000 schools and 20 million exam rows, beside group-bys written by hand.

The yardstick (``FLOOR``) is one ``SELECT school_id, … GROUP BY school_id`` per canonical table, over the same
files and with the same number of threads: what a competent analyst types who needs the table's indicators
of schools and nothing else. It reads every column that the indicators read, counts pupils by
``count(DISTINCT person_key)``, and stops there: no wider scopes, no intervals, no coverage, no status, which
the engine gives on top. The same without any ``DISTINCT``, which answers less, is printed beside it.

Every run is a process of its own, so that its peak memory is its own; runs alternate, the best counts.

Belongs here: making the rows, measuring, printing. Does not belong here: what the values are (the second
computation of the tests says that).
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from shnor_pipeline.indicators import INDICATORS, scan_year, values_of_year
from shnor_pipeline.tables import CANONICAL_TABLES, SCHOOL_YEAR, TableSpec
from shnor_pipeline.tables.render import SQL_TYPES

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

YEAR = 2021
SCHOOLS = 40_000
THREADS = 2
TIMES = 3
LIMIT = 2.0
MEMORY_LIMIT = 4 * 1024
KINDS = ("school", "school", "basic", "gymnasium", "lyceum", "primary")

OGE_ROWS, EGE_ROWS = 368, 132
"""Of a school: 92 pupils with four ОГЭ, 33 with four ЕГЭ."""

_DICE = "(hash(i * 31 + {salt}) % 1000003)::BIGINT"
_KEY = "left(md5(({salt} + {person})::VARCHAR), 24)"

_ROWS_OF: dict[str, tuple[int, dict[str, str]]] = {
    "exam_result": (
        OGE_ROWS + EGE_ROWS,
        {
            "exam": f"CASE WHEN k < {OGE_ROWS} THEN 'oge' WHEN k % 4 = 1 THEN 'ege_base' ELSE 'ege' END",
            "subject": "['русский язык', 'математика', 'физика', 'химия'][1 + k % 4]",
            "grade": f"CASE WHEN k < {OGE_ROWS} THEN 9 ELSE 11 END",
            "person_key": _KEY.format(salt=1, person="i // 4"),
            "score": f"CASE WHEN k >= {OGE_ROWS} AND k % 4 <> 1 AND a % 50 > 0 THEN b % 101 END",
            "mark": f"CASE WHEN (k < {OGE_ROWS} OR k % 4 = 1) AND a % 50 > 0 THEN 2 + b % 4 END",
            "minimum": f"CASE WHEN k >= {OGE_ROWS} THEN CASE WHEN k % 4 = 1 THEN 3 ELSE 36 END END",
            "sat": "a % 50 > 0",
            "passed": (
                f"CASE WHEN a % 50 > 0 THEN CASE WHEN k < {OGE_ROWS} OR k % 4 = 1 THEN b % 4 > 0"
                " ELSE b % 101 >= 36 END END"
            ),
            "best_mark": f"CASE WHEN k < {OGE_ROWS} AND a % 50 > 0 THEN 2 + b % 4 END",
        },
    ),
    "vpr_result": (
        250,
        {
            "grade": "4 + k % 5",
            "subject": "['русский язык', 'математика'][1 + k % 2]",
            "person_key": _KEY.format(salt=2, person="i // 2"),
            "mark": "CASE WHEN a % 20 > 0 THEN 2 + b % 4 END",
            "journal_mark": "2 + c % 4",
            "primary_score": "CASE WHEN a % 20 > 0 THEN b % 21 END",
            "sat": "a % 20 > 0",
        },
    ),
    "vpr_marks": (
        14,
        {
            "grade": "4 + k // 3",
            "subject": "['русский язык', 'математика', 'история'][1 + k % 3]",
            "participants": "(a + b + c) % 30 * 4",
            **{f"mark_{mark}": "(a + b + c) % 30" for mark in (2, 3, 4, 5)},
            "stated_as": "'counts'",
            "superseded": "k % 3 < 2",  # every school has pupil-level results of both these subjects
        },
    ),
    "olympiad_result": (
        100,
        {
            "stage": "CASE WHEN k < 90 THEN 'school' ELSE 'municipal' END",
            "subject": "['русский язык', 'математика', 'физика', 'химия'][1 + k % 4]",
            "person_key": _KEY.format(salt=1, person="s * 125 + a % 92"),
            "grade": "7 + a % 5",
            "grade_competed": "7 + a % 5",
            "score": "CASE WHEN b % 20 > 0 THEN b % 101 END",
            "award": "['winner', 'prize_winner', 'participant', 'participant'][1 + b % 4]",
            "sat": "b % 20 > 0",
            "pass_score": "50",
            "passed_threshold": "CASE WHEN b % 20 > 0 THEN b % 101 >= 50 END",
        },
    ),
    "staff_member": (
        30,
        {
            "person_key": _KEY.format(salt=3, person="i"),
            "position": "'учитель'",
            "position_category": "CASE WHEN k = 0 THEN 'head' ELSE 'teacher' END",
            "birth_year": "1950 + a % 50",
            "experience_total": "b % 45",
            "experience_teaching": "b % 45",
            "experience_managing": "c % 20",
            "category": "['highest', 'first', 'conformity', 'none'][1 + c % 4]",
            "external_part_timer": "a % 15 = 0",
            "diploma_match": "CASE WHEN b % 9 > 0 THEN b % 5 > 0 END",
            "last_course_year": "CASE WHEN c % 7 > 0 THEN 2015 + c % 7 END",
            **{
                name: f"(a // {17 + place}) % 3 = 0"
                for place, name in enumerate(
                    ("deficit_found", "deficit_course", "tutor", "learning_community", "contests")
                )
            },
            "competence_growth": "CASE WHEN c % 3 > 0 THEN c % 2 = 0 END",
        },
    ),
    "staff_position": (
        18,
        {
            "position_category": "['head', 'teacher', 'other'][1 + k % 3]",
            "position": "'должность ' || k",
            "units_planned": "1 + (a % 40) / 4",
            "units_occupied": "greatest(1 + (a % 40) / 4 - CASE WHEN b % 8 = 0 THEN 0.25 ELSE 0 END, 0)",
        },
    ),
    "enrollment": (
        22,
        {
            "grade": "1 + k // 2",
            "class_letter": "CASE WHEN k % 2 = 0 THEN 'А' ELSE 'Б' END",
            "classes": "1",
            "pupils_start": "15 + a % 15",
            "arrived": "b % 2",
            "departed": "c % 2",
            "pupils_end": "15 + a % 15 + b % 2 - c % 2",
        },
    ),
    "social_passport": (
        1,
        {
            "pupils": "300 + a % 300",
            **{
                name: f"(a // {place}) % 300"
                for place, name in enumerate(
                    (
                        *("low_income", "single_parent", "many_children", "parents_higher_education"),
                        *("preventive_register", "disability", "extra_education"),
                    ),
                    1,
                )
            },
        },
    ),
    "survey_answer": (
        6,
        {
            "respondents": "['pupils', 'parents', 'teachers'][1 + k % 3]",
            "question": "CASE WHEN k < 3 THEN 'conditions' ELSE 'site_materials' END",
            "asked": "50 + a % 50",
            "positive": "a % 50",
        },
    ),
    "school_activity": (
        1,
        {
            "network": "a % 2 = 0",
            "base_site": "b % 5 = 0",
            "resource_centre": "c % 5 = 0",
            "programmes": "10 + a % 10",
            "distance_programmes": "b % 10",
        },
    ),
    "measure_fact": (1, {"measure_id": "'X 4.7'", "done": "a % 3", "stated_as": "'number'"}),
}
"""Rows per school; columns as SQL over ``i`` row, ``k`` row of the school, ``s`` school, ``a b c`` dice."""

FLOOR = {
    "exam_result": """
        count(*) FILTER (WHERE exam = 'oge' AND sat AND mark >= 4),
        count(*) FILTER (WHERE exam = 'oge' AND sat AND mark IS NOT NULL),
        count(*) FILTER (WHERE sat AND passed), count(*) FILTER (WHERE sat AND passed IS NOT NULL),
        sum(score) FILTER (WHERE exam = 'ege' AND sat), count(score) FILTER (WHERE exam = 'ege' AND sat),
        sum(mark) FILTER (WHERE exam = 'oge' AND sat), count(*) FILTER (WHERE best_mark < 3),
        count(DISTINCT person_key) FILTER (WHERE exam = 'oge' AND sat),
        count(DISTINCT person_key) FILTER (WHERE exam = 'oge' AND sat AND best_mark < 3)""",
    "vpr_result": """
        count(*) FILTER (WHERE sat AND mark >= 4), count(*) FILTER (WHERE sat AND mark >= 3),
        count(mark) FILTER (WHERE sat), sum(mark) FILTER (WHERE sat)""",
    "vpr_marks": """
        sum(mark_4 + mark_5) FILTER (WHERE NOT superseded),
        sum(mark_3 + mark_4 + mark_5) FILTER (WHERE NOT superseded),
        sum(mark_2 + mark_3 + mark_4 + mark_5) FILTER (WHERE NOT superseded),
        sum(2 * mark_2 + 3 * mark_3 + 4 * mark_4 + 5 * mark_5) FILTER (WHERE NOT superseded)""",
    "olympiad_result": """
        count(*) FILTER (WHERE stage = 'municipal' AND sat),
        count(*) FILTER (WHERE stage = 'municipal' AND sat AND award IN ('winner', 'prize_winner')),
        count(*) FILTER (WHERE stage = 'school' AND passed_threshold),
        count(DISTINCT person_key) FILTER (WHERE stage = 'school' AND passed_threshold),
        count(DISTINCT person_key) FILTER (WHERE stage = 'municipal' AND sat)""",
    "staff_member": """
        count(*) FILTER (WHERE position_category = 'teacher' AND NOT external_part_timer),
        count(*) FILTER (WHERE position_category = 'teacher' AND external_part_timer),
        count(*) FILTER (WHERE position_category = 'head' AND experience_managing > 10),
        sum(CASE WHEN deficit_found AND deficit_course THEN 1 END), sum(CASE WHEN tutor THEN 1 END),
        sum(CASE WHEN learning_community THEN 1 END), sum(CASE WHEN contests THEN 1 END),
        sum(CASE WHEN diploma_match THEN 1 END), sum(CASE WHEN competence_growth THEN 1 END),
        sum(CASE WHEN last_course_year >= 2019 THEN 1 END),
        sum(CASE WHEN experience_teaching > 30 THEN 1 END),
        sum(CASE WHEN birth_year > 1991 THEN 1 END), sum(CASE WHEN birth_year <= 1970 THEN 1 END),
        sum(CASE WHEN category IN ('highest', 'first') THEN 1 END),
        sum(CASE WHEN category = 'none' THEN 1 END)""",
    "staff_position": """
        sum(units_planned - units_occupied) FILTER (WHERE position_category IN ('head', 'teacher')),
        sum(units_planned) FILTER (WHERE position_category IN ('head', 'teacher')),
        sum(units_occupied), sum(units_planned)""",
    "enrollment": """
        sum(pupils_start) FILTER (WHERE grade BETWEEN 7 AND 11), sum(pupils_start) FILTER (WHERE grade = 5),
        sum(pupils_start) FILTER (WHERE grade = 10), sum(pupils_end) FILTER (WHERE grade = 4),
        sum(pupils_end) FILTER (WHERE grade = 9)""",
    "social_passport": """
        sum(pupils), sum(low_income), sum(single_parent), sum(parents_higher_education),
        sum(preventive_register), sum(disability), sum(extra_education)""",
    "survey_answer": """
        sum(asked) FILTER (WHERE respondents = 'pupils' AND question = 'conditions'),
        sum(positive) FILTER (WHERE respondents = 'pupils' AND question = 'conditions'),
        sum(asked) FILTER (WHERE respondents = 'parents' AND question = 'conditions'),
        sum(positive) FILTER (WHERE respondents = 'parents' AND question = 'conditions'),
        sum(positive) FILTER (WHERE respondents = 'teachers' AND question = 'conditions'),
        sum(positive) FILTER (WHERE respondents = 'teachers' AND question = 'site_materials')""",
    "school_activity": """
        count(*) FILTER (WHERE network), count(*) FILTER (WHERE base_site),
        count(*) FILTER (WHERE resource_centre), sum(programmes), sum(distance_programmes)""",
}
"""What an analyst selects per school from each table."""


def generate(folder: Path, schools: int) -> None:
    """Write every canonical table of one year: the same rows on every machine.

    Args:
        folder: Where ``<table>.parquet`` go.
        schools: Number of schools; every one has rows in every table.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(config={"threads": THREADS}) as connection:
        for spec in CANONICAL_TABLES:
            target = folder / f"{spec.name}.parquet"
            connection.execute(
                f"COPY ({_rows_sql(spec, schools)}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)"
            )


def _rows_sql(spec: TableSpec, schools: int) -> str:
    each, made = _ROWS_OF[spec.name]
    usual = {"VARCHAR": "''", "BOOLEAN": "false", "BIGINT": "1 + k", "DOUBLE": "NULL"}
    given = {"year": str(YEAR), "school_id": "printf('s%06d', s)"} | made
    columns = (
        f"CAST({given.get(column.name, usual[SQL_TYPES[column.dtype]])} AS {SQL_TYPES[column.dtype]})"
        f" AS {column.name}"
        for column in spec.columns
    )
    dice = ", ".join(f"{_DICE.format(salt=salt)} AS {name}" for salt, name in enumerate("abc"))
    rows = f"SELECT i, i % {each} AS k, i // {each} AS s, {dice} FROM range({schools * each}) AS rows(i)"  # noqa: S608 - the same
    return f"SELECT {', '.join(columns)} FROM ({rows})"  # noqa: S608 - own declarations


def schools_of(number: int) -> pd.DataFrame:
    """Build ``school_year``: twenty schools a municipality, every fifth in the programme."""
    places = range(number)
    return SCHOOL_YEAR.frame(
        {
            "year": [YEAR] * number,
            "school_id": [f"s{place:06d}" for place in places],
            "municipality_id": [f"m{place // 20:04d}" for place in places],
            "municipality": [f"Район {place // 20}" for place in places],
            "name_short": [f"Школа {place}" for place in places],
            "kind": [KINDS[place % len(KINDS)] for place in places],
            "locality": ["town" if place % 3 else "rural" for place in places],
            "cluster_id": [f"{'town' if place % 3 else 'rural'}_{KINDS[place % 6]}" for place in places],
            "programme_group": [None if place % 5 else "low_results" for place in places],
            "pupils": [600] * number,
        }
    )


def run_engine(folder: Path, schools: int) -> Callable[[], None]:
    """Prepare what the chain hands to the engine; return the work that is timed."""
    frame = schools_of(schools)

    def work() -> None:
        parts = scan_year(lambda table: folder / f"{table}.parquet", INDICATORS, THREADS)
        values = values_of_year(frame, parts, parts, INDICATORS, lambda _procedure: True)
        if set(values["indicator_id"]) != {each.indicator_id for each in INDICATORS}:
            raise AssertionError("not every indicator was computed")

    return work


def run_floor(folder: Path, *, distinct: bool) -> Callable[[], None]:
    """Prepare the yardstick; return the work that is timed."""
    queries = [
        f"SELECT school_id, count(*), {columns if distinct else columns.replace('DISTINCT', '')} "  # noqa: S608
        f"FROM read_parquet('{folder / table}.parquet') GROUP BY school_id"
        for table, columns in FLOOR.items()
    ]

    def work() -> None:
        with duckdb.connect(config={"threads": THREADS}) as connection:
            for query in queries:
                connection.execute(query).fetchall()

    return work


def one_run(what: str, folder: Path, schools: int) -> dict[str, float]:
    """Do one piece of work in this process; return seconds, CPU seconds and the peak in MiB."""
    work = run_engine(folder, schools) if what == "engine" else run_floor(folder, distinct=what == "floor")
    started, used = time.perf_counter(), time.process_time()
    work()
    seconds, cpu = time.perf_counter() - started, time.process_time() - used
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "cpu": cpu, "peak": peak}


def in_a_process(what: str, folder: Path, schools: int) -> dict[str, float]:
    """Do one piece of work in a new process."""
    command = [sys.executable, "-m", "shnor_pipeline_tests.bench_scale", what, str(folder), str(schools)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    measured: dict[str, float] = json.loads(done.stdout)
    return measured


def report(schools: int = SCHOOLS) -> None:
    """Print the times of engine and yardstick, their ratio with its limit, and the peak memory."""
    sys.stdout.write(
        f"\nall indicators of {schools:,} schools ({schools * 500:,} exam rows), best of {TIMES}\n"
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        generate(folder, schools)
        kinds = ("floor", "plain", "engine")
        runs = [{kind: in_a_process(kind, folder, schools) for kind in kinds} for _ in range(TIMES)]
    best = {kind: min((run[kind] for run in runs), key=lambda run: run["seconds"]) for kind in kinds}
    titles = {"floor": "group-by per table", "plain": "the same, no DISTINCT", "engine": "engine"}
    engine = best["engine"]
    for kind in kinds:
        ratio = engine["seconds"] / best[kind]["seconds"]
        sys.stdout.write(
            f"{titles[kind]:<22}{best[kind]['seconds']:>9.2f}{ratio:>16.2f}   "
            f"(CPU {best[kind]['cpu']:.2f} s, peak {best[kind]['peak']:.0f} MiB)\n"
        )
    ratio = engine["seconds"] / best["floor"]["seconds"]
    verdicts = ("met", "NOT met")
    sys.stdout.write(
        f"engine / group-by {ratio:.2f}, limit {LIMIT}: {verdicts[ratio > LIMIT]}; "
        f"peak {engine['peak']:.0f} MiB, limit {MEMORY_LIMIT}: {verdicts[engine['peak'] > MEMORY_LIMIT]}\n"
    )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.stdout.write(json.dumps(one_run(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))))
    else:
        report()
