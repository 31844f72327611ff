"""Every indicator of methodology, section 1: its rule, who is expected to report, what its value is.

Belongs here: the table of section 1 line by line. Does not belong here: the rules (modules by table).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from shnor_pipeline_tests.second_computation import conditions, exams, people, procedures, whole_year

if TYPE_CHECKING:
    from collections.abc import Callable

    from shnor_pipeline_tests.second_computation.year import Parts, Year

EVERY = frozenset({"school", "basic", "primary", "gymnasium", "lyceum"})
GRADE_9 = EVERY - {"primary"}
GRADES_10_11 = frozenset({"school", "gymnasium", "lyceum"})


@dataclass(frozen=True, slots=True)
class Definition:
    """One line of the table.

    Attributes:
        rule: Year and school -> numerator and denominator, or nothing where the school did not report.
        expected: Kinds of school that have the grade the indicator needs.
        needs: Procedures of the calendar; not one of them held means that there is nothing to measure.
        of: People (share with an interval), schools, units or programmes (share without), or a mean.
        left_out: Whether schools that are not expected are left out even when they have rows.
    """

    rule: Callable[[Year, str], Parts | None]
    expected: frozenset[str] = EVERY
    needs: tuple[str, ...] = ()
    of: Literal["people", "things", "mean"] = "people"
    left_out: bool = False


DEFINITIONS: dict[str, Definition] = {
    "olympiad_threshold_share": Definition(conditions.olympiad_threshold, GRADE_9, ("vsosh_school",)),
    "extra_education_share": Definition(conditions.of_pupils("extra_education")),
    "deficit_training_share": Definition(
        people.of_teachers(lambda row, _: row["deficit_course"], lambda row: row["deficit_found"])
    ),
    "tutoring_share": Definition(people.of_teachers(lambda row, _: row["tutor"])),
    "learning_community_share": Definition(people.of_teachers(lambda row, _: row["learning_community"])),
    "contest_share": Definition(people.of_teachers(lambda row, _: row["contests"])),
    "vacancy_share": Definition(people.vacancy, of="things"),
    "diploma_match_share": Definition(
        people.of_teachers(lambda row, _: row["diploma_match"], people.stated("diploma_match"))
    ),
    "network_share": Definition(conditions.schools_with("network"), of="things"),
    "gia9_pass_share": Definition(exams.gia9_pass, GRADE_9, ("oge",)),
    "high_marks_share": Definition(exams.high_marks, needs=("vpr", "oge")),
    "social_index_share": Definition(whole_year.over_the_threshold, of="things"),
    "base_site_share": Definition(conditions.schools_with("base_site"), of="things"),
    "resource_centre_share": Definition(conditions.schools_with("resource_centre"), of="things"),
    "distance_programme_share": Definition(conditions.distance_programmes, of="things"),
    "gia_pass_share": Definition(exams.gia_pass, GRADE_9, ("oge", "ege", "ege_base")),
    "gia_quality_share": Definition(exams.gia_quality, GRADE_9, ("oge", "ege_base")),
    "vpr_pass_share": Definition(exams.vpr_pass, needs=("vpr",)),
    "vpr_quality_share": Definition(exams.vpr_quality, needs=("vpr",)),
    "low_result_school_share": Definition(
        procedures.low_result, needs=("vpr", "oge", "ege", "ege_base"), of="things"
    ),
    "olympiad_municipal_share": Definition(conditions.olympiad_municipal, GRADE_9, ("vsosh_municipal",)),
    "olympiad_prize_share": Definition(conditions.olympiad_prize, GRADE_9, ("vsosh_municipal",)),
    "satisfaction_share": Definition(conditions.answers("conditions", "pupils", "parents")),
    "satisfaction_pupils_share": Definition(conditions.answers("conditions", "pupils")),
    "satisfaction_parents_share": Definition(conditions.answers("conditions", "parents")),
    "preventive_register_share": Definition(conditions.of_pupils("preventive_register")),
    "retention_4_5": Definition(people.retention(4), GRADE_9, left_out=True),
    "retention_9_10": Definition(people.retention(9), GRADES_10_11, left_out=True),
    "qualification_raised_share": Definition(
        people.of_teachers(
            lambda row, year: row["last_course_year"] is not None and 0 <= year - row["last_course_year"] <= 2
        )
    ),
    "category_share": Definition(people.of_teachers(lambda row, _: row["category"] in {"highest", "first"})),
    "fully_staffed_school_share": Definition(people.fully_staffed, of="things"),
    "staffed_units_share": Definition(people.staffed_units, of="things"),
    "teacher_satisfaction_share": Definition(conditions.answers("conditions", "teachers")),
    "competence_growth_share": Definition(
        people.of_teachers(lambda row, _: row["competence_growth"], people.stated("competence_growth"))
    ),
    "site_materials_share": Definition(conditions.answers("site_materials", "teachers")),
    "ege_mean_score": Definition(exams.ege_mean, GRADES_10_11, ("ege",), "mean"),
    "oge_mean_mark": Definition(exams.oge_mean, GRADE_9, ("oge",), "mean"),
    "vpr_mean_mark": Definition(exams.vpr_mean, needs=("vpr",), of="mean"),
    "low_income_share": Definition(conditions.of_pupils("low_income")),
    "single_parent_share": Definition(conditions.of_pupils("single_parent")),
    "parents_higher_education_share": Definition(conditions.of_pupils("parents_higher_education")),
    "disability_share": Definition(conditions.of_pupils("disability")),
    "experience_30_share": Definition(
        people.of_teachers(lambda row, _: people.over(30, row["experience_teaching"]))
    ),
    "young_teacher_share": Definition(people.of_teachers(lambda row, year: people.age(row, year) < 29)),
    "teachers_50_share": Definition(people.of_teachers(lambda row, year: people.age(row, year) >= 50)),
    "position_conformity_share": Definition(
        people.of_teachers(lambda row, _: row["category"] == "conformity")
    ),
    "no_category_share": Definition(people.of_teachers(lambda row, _: row["category"] == "none")),
    "part_time_share": Definition(people.part_time),
    "head_experience_10_share": Definition(people.head_experience),
}
"""All that are sums of parts of schools; ``quality_gap`` and ``measures_done_share`` are none."""
