"""Every threshold of a rule: on the line nothing is said, just over it a finding is."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from shnor_pipeline.ingest.vpr_counts import near_whole
from shnor_pipeline.quality import RULES
from shnor_pipeline.quality.facts import CellMap, YearFacts, YearsFacts
from shnor_pipeline.tables import CANONICAL_TABLES

if TYPE_CHECKING:
    import pandas as pd

YEAR = 2021
SPECS = {spec.name: spec for spec in CANONICAL_TABLES}


def rows(table: str, **values: Any) -> Any:
    """Build one data row of a sheet; a list among the values makes as many rows."""
    size = max((len(each) for each in values.values() if isinstance(each, list)), default=1)
    columns = {name: each if isinstance(each, list) else [each] * size for name, each in values.items()}
    return SimpleNamespace(
        year=YEAR,
        table=SPECS[table],
        values=columns,
        raw=columns,
        raw_texts=lambda name: [str(each) for each in columns.get(name, [""] * size)],
        stated={},
        misses={},
        told={},
        size=size,
        title=lambda name: name,
        grid=SimpleNamespace(errors={}, unvalued=frozenset()),
        reference=reference(),
    )


def reference() -> Any:
    schools = [
        SimpleNamespace(school_id="s01", name_short="СОШ №1", kind="school", municipality_id="m"),
        SimpleNamespace(school_id="s02", name_short="СОШ №2", kind="school", municipality_id="m"),
        SimpleNamespace(school_id="s03", name_short="ООШ №3", kind="basic", municipality_id="m"),
        SimpleNamespace(school_id="s04", name_short="НОШ №4", kind="primary", municipality_id="m"),
    ]
    by_id = {each.school_id: each for each in schools}
    return SimpleNamespace(
        register=SimpleNamespace(schools=schools, by_id=by_id, in_year=lambda _year: schools)
    )


def frame(table: str, size: int, **values: Any) -> pd.DataFrame:
    """Build accepted rows of school s01; a list gives one value per row."""
    usual = {"year": YEAR, "school_id": "s01", "source_file": "a.xlsx", "source_sheet": "Лист1"}
    usual |= {"source_row": list(range(2, size + 2)), "class_letter": "", "sat": True}
    given = {
        name: each if isinstance(each, list) else [each] * size for name, each in (usual | values).items()
    }
    return SPECS[table].frame(given)


def year(**tables: pd.DataFrame) -> YearFacts:
    return YearFacts(
        YEAR, {name: spec.frame() for name, spec in SPECS.items()} | tables, CellMap({}), reference()
    )


def years(before: dict[str, pd.DataFrame], **now: pd.DataFrame) -> YearsFacts:
    return YearsFacts(year(**now), {name: spec.frame() for name, spec in SPECS.items()} | before)


def said(rule_id: str, facts: Any) -> int:
    return len(list(RULES[rule_id].look(facts)))


def contingent(grades: dict[int, int], **columns: Any) -> pd.DataFrame:
    pupils = list(grades.values())
    given = {"grade": list(grades), "pupils_start": pupils, "pupils_end": pupils} | columns
    return frame("enrollment", len(grades), **given)


@pytest.mark.parametrize(
    ("rule", "table", "fine", "wrong"),
    [
        # born in 1980, at work since 1996: 26 years by 2021
        ("R008", "staff_member", {"birth_year": 1980, "experience_total": 26}, {"experience_total": 27}),
        (
            "R008",
            "staff_member",
            {"birth_year": 1980, "experience_teaching": 26},
            {"experience_teaching": 27},
        ),
        ("R008", "staff_member", {"birth_year": 2008, "experience_total": 0}, {"experience_total": 1}),
        (
            "R009",
            "staff_member",
            {"experience_total": 9, "experience_teaching": 9},
            {"experience_teaching": 10},
        ),
        (
            "R009",
            "staff_member",
            {"experience_total": 9, "experience_managing": 9},
            {"experience_managing": 10},
        ),
        ("R010", "staff_member", {"birth_year": 1980, "last_course_year": 1996}, {"last_course_year": 1995}),
        ("R010", "staff_member", {"birth_year": 1980, "last_course_year": 2021}, {"last_course_year": 2022}),
        ("R011", "staff_member", {"birth_year": 2005}, {"birth_year": 2006}),
        ("R011", "staff_member", {"birth_year": 1931}, {"birth_year": 1930}),
        ("R013", "olympiad_result", {"award": "winner", "percent": 50.0}, {"percent": 49.9}),
        ("R013", "olympiad_result", {"award": "participant", "percent": 10.0}, {"award": "prize_winner"}),
        ("R014", "olympiad_result", {"grade": 9, "grade_competed": 9}, {"grade_competed": 8}),
        ("R015", "exam_result", {"exam": "oge", "grade": 10}, {"grade": 11}),
        ("R015", "exam_result", {"exam": "ege", "grade": 11}, {"grade": 10}),
        ("R015", "exam_result", {"exam": "ege_base", "grade": 12}, {"grade": 9}),
        ("R016", "enrollment", {"classes": 0, "pupils_start": 0, "pupils_end": 0}, {"pupils_start": 1}),
        ("R016", "enrollment", {"classes": 1, "pupils_start": 1, "pupils_end": 1}, {"classes": 0}),
        # nobody in September, a newcomer by May: the class is there
        ("R016", "enrollment", {"classes": 1, "pupils_start": 0, "pupils_end": 1}, {"pupils_end": 0}),
        ("R017", "enrollment", {"classes": 2, "pupils_start": 80}, {"pupils_start": 81}),
        ("R003", "survey_answer", {"asked": 10, "positive": 10}, {"positive": 11}),
        ("R004", "staff_position", {"units_planned": 5.0, "units_occupied": 5.0}, {"units_occupied": 5.25}),
    ],
)
def test_a_row_on_the_line_is_fine_and_over_it_is_not(
    rule: str, table: str, fine: dict[str, Any], wrong: dict[str, Any]
) -> None:
    assert said(rule, rows(table, **fine)) == 0
    assert said(rule, rows(table, **fine | wrong)) == 1


@pytest.mark.parametrize(
    ("start", "arrived", "departed", "end", "findings"),
    [(20, 1, 2, 19, 0), (20, 1, 2, 20, 1), (20, None, 2, 20, 0), (0, 0, 0, 0, 0)],
)
def test_movement_of_pupils_adds_up_to_the_end(
    start: int, arrived: int | None, departed: int, end: int, findings: int
) -> None:
    values = {"pupils_start": start, "arrived": arrived, "departed": departed, "pupils_end": end}
    assert said("R002", rows("enrollment", **values)) == findings


@pytest.mark.parametrize(
    ("shares", "is_fine"),
    [
        # four shares, each off by half of its last digit: 2 % for whole ones, 0.2 % for tenths …
        ([5.0, 20.0, 50.0, 23.0], True),
        ([5.0, 20.0, 50.0, 22.0], False),
        ([5.0, 20.0, 50.0, 27.0], True),
        ([5.0, 20.0, 50.0, 28.0], False),
        ([5.1, 20.0, 50.0, 24.7], True),
        ([5.1, 20.0, 50.0, 24.6], False),
        ([5.11, 20.0, 50.0, 24.87], True),
        ([5.11, 20.0, 50.0, 24.86], False),
        # … and the same for parts of one from percent cells
        ([0.05, 0.2, 0.5, 0.23], True),
        ([0.05, 0.2, 0.5, 0.22], False),
    ],
)
def test_percents_may_miss_a_hundred_by_their_rounding(shares: list[float], *, is_fine: bool) -> None:
    facts = rows("vpr_marks", participants=20, stated_as="percents", stated_2=shares[0])
    facts.stated = {"marks": [shares], "off": [not near_whole(shares)]}
    assert said("R006", facts) == (0 if is_fine else 1)


def test_percents_that_were_parts_of_one_are_said_as_percents() -> None:
    facts = rows("vpr_marks", participants=20, stated_as="percents", stated_2=0.05)
    facts.stated = {"marks": [[0.05, 0.2, 0.5, 0.155]], "off": [True]}
    assert next(iter(RULES["R006"].look(facts))).facts["total"] == "90,5"


@pytest.mark.parametrize(
    ("of_school", "of_another", "findings"), [(7, 1, 1), (6, 1, 0), (6, 2, 2), (6, 3, 0), (8, 0, 0)]
)
def test_a_few_rows_of_another_school_stand_out_on_a_sheet_of_eight_rows(
    of_school: int, of_another: int, findings: int
) -> None:
    facts = rows("enrollment", school_id=["s01"] * of_school + ["s02"] * of_another)
    assert said("S003", facts) == findings


@pytest.mark.parametrize(("pupils", "findings"), [(9, 0), (10, 1)])
def test_ten_equal_scores_are_said(pupils: int, findings: int) -> None:
    exams = {"exam": "ege", "subject": "физика", "person_key": [str(each) for each in range(pupils)]}
    assert said("T007", year(exam_result=frame("exam_result", pupils, score=70.0, **exams))) == findings
    differing = frame("exam_result", pupils, score=[71.0] + [70.0] * (pupils - 1), **exams)
    assert said("T007", year(exam_result=differing)) == 0


@pytest.mark.parametrize(("score", "findings"), [(15.0, 0), (14.5, 1)])
def test_a_winner_may_have_as_much_as_another(score: float, findings: int) -> None:
    results = {"stage": "school", "subject": "физика", "grade_competed": 9, "person_key": ["a", "b"]}
    awards = frame("olympiad_result", 2, award=["winner", "participant"], score=[score, 15.0], **results)
    assert said("T004", year(olympiad_result=awards)) == findings


@pytest.mark.parametrize(
    ("pupils", "start", "end", "findings"),
    # 10 % of 100 is 10; one date that agrees is enough
    [
        (110, 100, 100, 0),
        (111, 100, 100, 1),
        (90, 100, 100, 0),
        (89, 100, 100, 1),
        (89, 100, 98, 0),
        (1, 0, 0, 1),
    ],
)
def test_the_passport_may_differ_by_a_tenth(pupils: int, start: int, end: int, findings: int) -> None:
    facts = year(
        enrollment=contingent({9: start}, pupils_end=end),
        social_passport=frame("social_passport", 1, pupils=pupils),
    )
    assert said("B008", facts) == findings


@pytest.mark.parametrize(("people", "findings"), [(20, 0), (21, 1)])
def test_all_pupils_of_a_grade_may_sit_and_no_more(people: int, findings: int) -> None:
    persons = {"grade": 9, "person_key": [str(each) for each in range(people)]}
    exams = frame("exam_result", people, exam="oge", subject="физика", **persons)
    olympiad = frame("olympiad_result", people, stage="school", subject="физика", **persons)
    marks = frame("vpr_marks", 1, grade=9, subject="физика", participants=people)
    enrolled = contingent({9: 18}, pupils_end=20)
    assert said("B007", year(enrollment=enrolled, exam_result=exams)) == findings
    assert said("B007", year(enrollment=enrolled, vpr_marks=marks)) == findings
    assert said("B011", year(enrollment=enrolled, olympiad_result=olympiad)) == findings


@pytest.mark.parametrize(
    ("school", "grade", "findings"),
    [("s03", 9, 0), ("s03", 10, 1), ("s04", 4, 0), ("s04", 5, 1), ("s01", 11, 0)],
)
def test_the_last_grade_of_a_kind_of_school_is_taught(school: str, grade: int, findings: int) -> None:
    assert said("B009", year(enrollment=contingent({grade: 20}, school_id=school))) == findings


@pytest.mark.parametrize(("enrolled", "findings"), [(1, 0), (0, 1)])
def test_a_grade_with_one_pupil_may_have_results(enrolled: int, findings: int) -> None:
    marks = frame("vpr_marks", 1, grade=9, subject="физика", participants=1)
    assert said("B010", year(enrollment=contingent({9: enrolled}), vpr_marks=marks)) == findings


@pytest.mark.parametrize(("asked", "findings"), [(20, 0), (21, 1)])
def test_everybody_may_be_asked_and_no_more(asked: int, findings: int) -> None:
    survey = frame("survey_answer", 1, respondents="pupils", question="conditions", asked=asked)
    assert said("B012", year(enrollment=contingent({9: 20}), survey_answer=survey)) == findings


@pytest.mark.parametrize(("units", "findings"), [(4.0, 0), (4.25, 1)])
def test_a_teacher_may_fill_two_units(units: float, findings: int) -> None:
    staff = frame("staff_member", 2, person_key=["a", "b"], position_category="teacher")
    positions = frame("staff_position", 1, position_category="teacher", units_occupied=units)
    assert said("B013", year(staff_member=staff, staff_position=positions)) == findings


@pytest.mark.parametrize(
    ("was", "now", "findings"),
    # at least 20 pupils and more than a quarter
    [
        (60, 79, 0),
        (60, 80, 1),
        (60, 40, 1),
        (60, 41, 0),
        (80, 100, 0),
        (80, 101, 1),
        (400, 300, 0),
        (400, 299, 1),
        (0, 50, 0),
    ],
)
def test_a_school_may_change_by_a_quarter(was: int, now: int, findings: int) -> None:
    facts = years({"enrollment": contingent({1: was})}, enrollment=contingent({1: now}))
    assert said("Y003", facts) == findings


@pytest.mark.parametrize(
    ("was", "now", "findings"), [(20, 10, 0), (20, 9, 1), (10, 20, 0), (10, 21, 1), (9, 0, 0), (10, 0, 1)]
)
def test_a_cohort_of_ten_may_change_by_half(was: int, now: int, findings: int) -> None:
    facts = years({"enrollment": contingent({8: was})}, enrollment=contingent({9: now}))
    assert said("Y004", facts) == findings


def test_grade_ten_is_chosen_and_no_cohort() -> None:
    facts = years({"enrollment": contingent({9: 50})}, enrollment=contingent({10: 5}))
    assert said("Y004", facts) == 0


@pytest.mark.parametrize(
    ("was", "stayed", "findings"), [(8, 4, 0), (8, 3, 1), (7, 0, 0), (9, 5, 0), (9, 4, 1)]
)
def test_half_of_a_staff_of_eight_may_leave(was: int, stayed: int, findings: int) -> None:
    old, new = [f"old{each}" for each in range(was)], [f"new{each}" for each in range(was - stayed)]
    before = frame("staff_member", was, person_key=old)
    now = frame("staff_member", was, person_key=old[:stayed] + new)
    assert said("Y005", years({"staff_member": before}, staff_member=now)) == findings


@pytest.mark.parametrize(("now", "findings"), [(9, 1), (10, 0), (11, 0), (12, 0), (13, 1), (None, 0)])
def test_experience_grows_by_up_to_two_years(now: int | None, findings: int) -> None:
    before = frame("staff_member", 1, person_key="a", experience_total=10)
    staff = frame("staff_member", 1, person_key="a", experience_total=now)
    assert said("Y006", years({"staff_member": before}, staff_member=staff)) == findings


@pytest.mark.parametrize(("low_income", "findings"), [(10, 1), (11, 0)])
def test_one_other_number_is_an_update(low_income: int, findings: int) -> None:
    numbers = dict.fromkeys(
        (
            *("pupils", "single_parent", "parents_higher_education"),
            *("preventive_register", "disability", "extra_education"),
        ),
        100,
    )
    before = frame("social_passport", 1, low_income=10, **numbers)
    now = frame("social_passport", 1, low_income=low_income, **numbers)
    assert said("Y007", years({"social_passport": before}, social_passport=now)) == findings
