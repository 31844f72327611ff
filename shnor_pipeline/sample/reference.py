"""The reference folder of the sample: register, groups, clusters, minimums, scales, pass scores, ledgers.

Belongs here: the rows of the CSV files of contract section 1. Does not belong here: workbooks.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from shnor_pipeline.sample import exams, olympiad, vpr

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from shnor_pipeline.sample.municipality import School

_FIRST_CLUSTER_YEAR = 2020
"""Earlier years have no clusters of their own and fall back to locality x kind."""

_SECONDARY = {"school", "gymnasium", "lyceum"}
_CLUSTERS = {
    ("town", True): ("town_secondary", "Городские школы с 10-11 классами"),
    ("town", False): ("town_basic", "Городские школы без 10-11 классов"),
    ("rural", True): ("rural_secondary", "Сельские средние школы"),
    ("rural", False): ("rural_basic", "Сельские основные и начальные школы"),
}
_OTHER_LANGUAGES = ("немецкий язык", "французский язык", "испанский язык")
_LEDGERS = {
    "overrides.csv": "year,school_id,field,value,reason,order_number,role,date,expires",
}


_CORRECTIONS = "year,file,sheet,cell,form,key,column,old,new,reason,order_number,role,date"


def reference_files(
    seed: int, schools: Sequence[School], years: range, corrections: Sequence[Mapping[str, object]] = ()
) -> dict[str, str]:
    """Make the files of ``reference/``.

    Args:
        seed: Seed of the sample.
        schools: All schools of all municipalities.
        years: Reporting years of the sample.
        corrections: Lines of the ledger of corrections, by column; what a line does not have is empty.

    Returns:
        Text by file name.
    """
    return {
        "schools.csv": _table(
            "school_id,municipality_id,municipality,name_short,name_official,kind,locality,codes,aliases,"
            "first_year,last_year",
            [_register_row(school) for school in schools],
        ),
        "programme_schools.csv": _table(
            "year,school_id,group",
            [(year, school.school_id, school.group) for year in years for school in schools if school.group],
        ),
        "clusters.csv": _table("year,school_id,cluster_id,cluster_title", _cluster_rows(schools, years)),
        "exam_minimums.csv": _table("first_year,last_year,exam,subject,minimum", _minimum_rows()),
        "vpr_scales.csv": _table(
            "first_year,last_year,subject,grade,max_2,max_3,max_4,max_score",
            [(2018, "", subject.lower(), grade, *scale) for (subject, grade), scale in vpr.SCALES.items()],
        ),
        "olympiad_thresholds.csv": _table(
            "year,subject,grade,pass_score",
            [
                (year, subject.lower(), grade, olympiad.pass_score(seed, year, subject, grade))
                for year in years
                for subject, (_, first) in olympiad.SUBJECTS.items()
                for grade in range(max(first, olympiad.FIRST_MUNICIPAL_GRADE), olympiad.LAST_GRADE + 1)
            ],
        ),
        "corrections.csv": _table(
            _CORRECTIONS, [[line.get(name, "") for name in _CORRECTIONS.split(",")] for line in corrections]
        ),
        **{name: f"{header}\n" for name, header in _LEDGERS.items()},
    }


def _register_row(school: School) -> tuple[object, ...]:
    codes = (f"sch{school.code}", f"edu{school.code}", school.code)
    return (
        school.school_id,
        school.municipality_id,
        school.municipality,
        school.name_short,
        school.name_official,
        school.kind,
        school.locality,
        "|".join(codes),
        "|".join(school.aliases),
        2018,
        "",
    )


def _cluster_rows(schools: Sequence[School], years: range) -> list[tuple[object, ...]]:
    return [
        (year, school.school_id, *_CLUSTERS[school.locality, school.kind in _SECONDARY])
        for year in years
        if year >= _FIRST_CLUSTER_YEAR
        for school in schools
    ]


def _minimum_rows() -> list[tuple[object, ...]]:
    ege = {
        "математика" if subject == exams.MATHEMATICS_PROFILE else subject.lower(): minimum
        for subject, (_, _, minimum, _) in exams.EGE_SUBJECTS.items()
    } | dict.fromkeys(_OTHER_LANGUAGES, 22)
    return [
        *((2015, "", "ege", subject, minimum) for subject, minimum in ege.items()),
        (2019, "", "ege", "китайский язык", 22),
        (2015, "", "ege_base", "математика", exams.EGE_BASE_MINIMUM),
        *((2015, "", "oge", subject.lower(), exams.OGE_MINIMUM) for subject in exams.OGE_SUBJECTS),
    ]


def _table(header: str, rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    text.write(f"{header}\n")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()
