"""The made-up municipality behind the sample: rolls, results, staff, conditions, spellings."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from shnor_pipeline.programme import BAVLY_2021, load_programme
from shnor_pipeline.reference import load_reference
from shnor_pipeline.sample import (
    conditions,
    exams,
    measures,
    olympiad,
    places,
    posts,
    spelling,
    survey,
    vpr,
)
from shnor_pipeline.sample.draw import cut_points, marks, stream
from shnor_pipeline.sample.layouts import oo1
from shnor_pipeline.sample.layouts.vpr_report import books as reports
from shnor_pipeline.sample.locked import locked_workbook
from shnor_pipeline.sample.people import LARGEST_CLASS, SMALLEST_CLASS
from shnor_pipeline.sample.sheets import Column, Sheet, address
from shnor_pipeline.sample.world import World, simulate

SEED = 2021
YEARS = range(2018, 2024)
DATA = Path(__file__).resolve().parents[2] / "data"


@pytest.fixture(scope="module")
def world() -> World:
    (schools,) = places.build_municipalities(SEED, 1, 20)
    return simulate(SEED, schools, YEARS[-1], alone=True)


def test_size_of_the_district(world: World) -> None:
    for year in YEARS:
        sizes = [
            sum(len(grade.start) for grade in world.pupils[school.school_id][year].values())
            for school in world.schools
        ]
        assert 3_500 <= sum(sizes) <= 4_000
        for school, size in zip(world.schools, sizes, strict=True):
            low, high = (230, 720) if school.locality == "town" else (14, 175)
            assert low <= size <= high, school.name_short


def test_grades_follow_the_kind_of_school(world: World) -> None:
    for school in world.schools:
        last = {"primary": 4, "basic": 9}.get(school.kind, 11)
        assert sorted(world.pupils[school.school_id][2021]) == list(range(1, last + 1))


def test_sizes_of_classes(world: World) -> None:
    for of_school in world.pupils.values():
        for of_year in of_school.values():
            for number, grade in of_year.items():
                if number <= 9:
                    assert grade.start
                for pupils in (grade.start, grade.end):
                    letters = grade.letters()
                    classes = [letters[pupil.number] for pupil in pupils]
                    sizes = [classes.count(letter) for letter in set(classes)]
                    assert all(SMALLEST_CLASS <= size <= LARGEST_CLASS for size in sizes)
                    assert len(sizes) == (grade.classes if pupils else 0)


def test_cohorts_move_up(world: World) -> None:
    for of_school in world.pupils.values():
        for year in YEARS[1:]:
            for number, grade in of_school[year].items():
                before = of_school[year - 1].get(number - 1)
                if before is None or number == 10:
                    continue
                stayed = {pupil.number for pupil in before.end} & {pupil.number for pupil in grade.start}
                assert len(before.end) - len(stayed) <= max(2, 0.1 * len(before.end))
                assert abs(len(grade.start) - len(before.end)) <= max(3, 0.1 * len(before.end))


def test_who_arrives_and_leaves_adds_up(world: World) -> None:
    for of_school in world.pupils.values():
        for of_year in of_school.values():
            for grade in of_year.values():
                assert len(grade.start) + len(grade.arrived) - len(grade.departed) == len(grade.end)


def test_names_are_unique_in_a_school(world: World) -> None:
    for of_school in world.pupils.values():
        names: dict[str, int] = {}
        for of_year in of_school.values():
            for grade in of_year.values():
                for pupil in (*grade.start, *grade.arrived):
                    assert names.setdefault(pupil.who.full, pupil.number) == pupil.number


def test_fewer_stay_after_grade_nine_in_supported_schools(world: World) -> None:
    shares = {}
    for supported in (True, False):
        before = after = 0
        for school in world.schools:
            if school.supported is supported and len(school.grades) == 11 and school.locality == "town":
                for year in YEARS[1:]:
                    before += len(world.leavers(school, year - 1, 9))
                    after += len(world.grade(school, year, 10).start)
        shares[supported] = after / before
    assert 0.30 <= shares[True] < shares[False] <= 0.57


@pytest.mark.parametrize("work", vpr.PUPIL_LEVEL_WORKS)
def test_vpr_marks_come_near_the_stated_distribution(world: World, work: tuple[str, int]) -> None:
    counts = np.zeros(4)
    for year in (2019, 2021, 2022, 2023):
        for school in world.schools:
            pupils = world.leavers(school, year, work[1])
            if pupils:
                counts += vpr.mark_counts(SEED, school, year, work, pupils)
    shares = 100 * counts / counts.sum()
    assert np.abs(shares - np.array(vpr.expected(*work, 2021))).max() < 7


def test_marks_of_a_normal_value_have_the_given_shares() -> None:
    shares = (10.0, 40.0, 35.0, 15.0)
    given = marks(stream(1, "test").standard_normal(200_000), shares)
    assert [100 * (given == mark).mean() for mark in (2, 3, 4, 5)] == pytest.approx(shares, abs=0.5)
    assert list(cut_points((50.0, 50.0))) == pytest.approx([0.0])


def test_pupil_level_works_agree_with_their_scale(world: World) -> None:
    school = world.schools[0]
    for work in vpr.PUPIL_LEVEL_WORKS:
        bounds = vpr.SCALES[work]
        maximums = vpr.task_maximums(*work)
        assert sum(maximums) == bounds[3]
        played = vpr.works(SEED, school, 2021, work, world.leavers(school, 2021, work[1]))
        assert any(one.score is None for one in played)
        for one in played:
            if one.score is None:
                assert one.mark is None
            else:
                assert one.mark == 2 + sum(one.score > bound for bound in bounds[:3])
                assert sum(one.tasks) == one.score
                assert all(0 <= got <= most for got, most in zip(one.tasks, maximums, strict=True))


def oge_marks(world: World, *, supported: bool) -> list[int]:
    return [
        one.result
        for year in YEARS
        for school in world.schools
        if school.supported is supported
        for one in exams.oge(SEED, school, year, world.leavers(school, year, 9))
        if one.period == exams.MAIN and one.result is not None
    ]


def test_oge_failures_before_the_resit(world: World) -> None:
    supported, others = (np.mean(np.array(oge_marks(world, supported=s)) == 2) for s in (True, False))
    assert 0.03 <= supported <= 0.08
    assert 0.005 <= others <= 0.03


def test_oge_subjects_and_resits(world: World) -> None:
    school = world.schools[2]
    assert exams.oge(SEED, school, 2020, world.leavers(school, 2020, 9)) == []
    in_2021 = exams.oge(SEED, school, 2021, world.leavers(school, 2021, 9))
    assert {one.subject for one in in_2021} == {exams.RUSSIAN, exams.MATHEMATICS}
    in_2022 = exams.oge(SEED, school, 2022, world.leavers(school, 2022, 9))
    main = [(one.pupil.number, one.subject) for one in in_2022 if one.period == exams.MAIN]
    assert len(set(main)) == len(main) == 4 * len(world.leavers(school, 2022, 9))
    failed = {
        (one.pupil.number, one.subject) for one in in_2022 if one.result == 2 and one.period == exams.MAIN
    }
    again = {(one.pupil.number, one.subject) for one in in_2022 if one.period == exams.ADDITIONAL}
    assert failed == again


def test_levels_of_mathematics(world: World) -> None:
    both = {}
    for year in YEARS:
        results = [
            one
            for school in world.schools
            for one in exams.ege(SEED, school, year, world.leavers(school, year, 11))
        ]
        base = {one.pupil for one in results if one.subject == exams.MATHEMATICS_BASE}
        profile = {one.pupil for one in results if one.subject == exams.MATHEMATICS_PROFILE}
        assert bool(base) is (year not in exams.YEARS_WITHOUT_BASE)
        both[year] = len(base & profile)
        scores = [one.result for one in results if one.subject == exams.RUSSIAN and one.result is not None]
        assert 60 <= np.mean(scores) <= 75
    assert both[2018] > 0
    assert not any(both[year] for year in YEARS[1:])


def test_olympiad(world: World) -> None:
    for year in YEARS:
        over = {True: set(), False: set()}
        learning = {True: 0, False: 0}
        everyone = []
        for school in world.schools:
            found = olympiad.school_stage(SEED, school, year, world.pupils[school.school_id][year])
            everyone += found
            learning[school.supported] += sum(len(world.grade(school, year, g).start) for g in range(7, 12))
            for one in found:
                assert 5 <= one.grade <= 11
                assert one.competed - one.grade in (0, 1)
                least = olympiad.pass_score(SEED, year, one.subject, one.competed)
                if one.grade >= 7 and one.score is not None and one.score >= least:
                    over[school.supported].add((school.school_id, one.pupil.number))
        assert 0.005 <= len(over[True]) / learning[True] <= 0.045
        assert len(over[False]) / learning[False] > len(over[True]) / learning[True]
        municipal = olympiad.municipal_stage(SEED, year, everyone, "bavly")
        for one in (*everyone, *municipal):
            if one.status in {olympiad.WINNER, olympiad.PRIZE}:
                assert one.score > olympiad.SUBJECTS[one.subject][0] / 2
        assert {(one.school.school_id, one.pupil.number) for one in municipal} == over[True] | over[False]


def test_staff_ages_and_is_replaced(world: World) -> None:
    for school in world.schools:
        of_school = world.staff[school.school_id]
        teachers = [one for one in of_school[2021] if one.category == posts.TEACHER and not one.external]
        assert (5 if school.kind == "primary" else 9) <= len(teachers) <= 45
        assert of_school[2021][0].position == "Директор"
        for year in YEARS[1:]:
            before = {one.number: one for one in of_school[year - 1]}
            for one in of_school[year]:
                assert 17 <= year - 1 - one.born <= 75
                assert one.experience[0] >= one.experience[1] >= one.experience[2]
                if one.number in before:
                    assert one.who == before[one.number].who
                    assert one.experience[1] == before[one.number].experience[1] + 1


def test_experience_of_teachers_in_supported_schools(world: World) -> None:
    teachers = [
        one
        for school in world.schools
        if school.supported
        for one in world.staff[school.school_id][2021]
        if one.category == posts.TEACHER and not one.external
    ]
    assert 0.40 <= np.mean([one.experience[1] > 30 for one in teachers]) <= 0.60


def test_staffing_table_agrees_with_the_staff(world: World) -> None:
    for year in YEARS:
        planned = vacant = 0.0
        for school in world.schools:
            people = world.staff[school.school_id][year]
            table = posts.staffing_table(SEED, school, year, people)
            of_persons = [line for line in table if line.category != posts.OTHER]
            assert sum(line.occupied for line in of_persons) == sum(one.units for one in people)
            assert all(line.planned >= line.occupied > 0 for line in table)
            assert len({(line.category, line.title) for line in table}) == len(table)
            planned += sum(line.planned for line in of_persons)
            vacant += sum(line.planned - line.occupied for line in of_persons)
        assert 0.01 <= vacant / planned <= 0.10


def test_social_passport_agrees_with_the_roll(world: World) -> None:
    for school in world.schools:
        for year in YEARS:
            enrolled = sum(len(grade.start) for grade in world.pupils[school.school_id][year].values())
            passport = conditions.social_passport(SEED, school, year, enrolled)
            assert abs(passport.pupils - enrolled) <= 0.02 * enrolled
            parts = (passport.low_income, passport.single_parent, passport.many_children)
            parts += (passport.higher_education, passport.register, passport.disability)
            assert all(0 <= part <= passport.pupils for part in (*parts, passport.extra_education))
            if school.supported:
                assert passport.low_income >= 0.2 * passport.pupils
                assert passport.higher_education <= 0.17 * passport.pupils


def enrolled(world: World, school: places.School, year: int) -> int:
    return sum(len(grade.start) for grade in world.pupils[school.school_id][year].values())


def content(world: World, question: survey.Question, year: int, *, supported: bool) -> float:
    lines = [
        line
        for school in world.schools
        if school.supported is supported
        for line in survey.answers(SEED, school, year, enrolled(world, school, year), 20)
        if line.question == question
    ]
    return sum(line.positive for line in lines) / sum(line.asked for line in lines)


def test_a_survey_asks_no_more_people_than_there_are(world: World) -> None:
    for school in world.schools:
        for year in YEARS[1:]:
            pupils = enrolled(world, school, year)
            there = {survey.PUPILS: pupils, survey.PARENTS: pupils, survey.TEACHERS: 9}
            for line in survey.answers(SEED, school, year, pupils, 9):
                assert 0 <= line.positive <= line.asked <= there[line.question.respondents]
                assert line.asked > 0


def test_supported_schools_gain_in_the_eyes_of_pupils_and_not_of_teachers(world: World) -> None:
    of_pupils, _, of_teachers, *_ = survey.QUESTIONS
    gain = {
        question: content(world, question, 2023, supported=True)
        - content(world, question, 2019, supported=True)
        for question in (of_pupils, of_teachers)
    }
    assert gain[of_pupils] > 0.05
    assert gain[of_teachers] < 0.02


def test_facts_are_of_measures_with_a_plan_that_year() -> None:
    planned = {
        year: {
            measure.id
            for measure in load_programme(BAVLY_2021).measures_in_force()
            if measure.plans.get(year)
        }
        for year in YEARS
    }
    told = {year: [fact.measure.id for fact in measures.facts(SEED, year)] for year in YEARS}
    assert told[2018] == []
    for year in YEARS[1:]:
        assert len(set(told[year])) == len(told[year])
        assert set(told[year]) <= planned[year]
    assert any(len(told[year]) < len(planned[year]) for year in YEARS)


def test_what_was_done_has_a_document_and_some_of_it_falls_short() -> None:
    facts = [(year, fact) for year in YEARS for fact in measures.facts(SEED, year)]
    assert all(bool(fact.document) is (fact.done > 0) for _, fact in facts)
    assert {fact.day == "" for _, fact in facts if fact.done} == {True, False}
    reached = [fact.done >= fact.measure.plans[year] for year, fact in facts]
    assert 0.7 <= np.mean(reached) <= 0.95


def test_oo1_has_a_number_or_an_impossible_cell_for_each_of_twelve_grades(world: World) -> None:
    school = next(one for one in world.schools if one.kind == "basic")
    classes, pupils, girls = oo1.book(world, school, 2021, "a.xlsx").sheets[0].rows
    for line in (classes, pupils, girls):
        assert line[12:] == ["х"] * 3
        assert line[2] == sum(line[3:12])
    assert pupils[2] == enrolled(world, school, 2021)
    assert all(girl <= pupil for girl, pupil in zip(girls[3:12], pupils[3:12], strict=True))


def test_oo1_comes_from_few_schools_and_from_none_that_grew(world: World) -> None:
    sent = {year: [one for one in world.schools if oo1.sends(world, one, year)] for year in YEARS}
    assert [year for year in YEARS if sent[year]] == [2021, 2023]
    for year in (2021, 2023):
        assert len(sent[year]) <= 4
        for school in sent[year]:
            grades = world.pupils[school.school_id][year].values()
            assert all(len(grade.end) <= len(grade.start) for grade in grades)


def test_percents_of_a_report_lead_back_to_the_counts(world: World) -> None:
    (mathematics,) = [book for book in reports(world, 2023) if "Математика" in book.path]
    sheet = mathematics.sheets[0]
    above = sheet.rows[:3]
    assert [row[1] > 1 for row in above] == [True, True, True]
    for school, row in zip(world.schools, sheet.rows[3:], strict=True):
        pupils = world.leavers(school, 2023, 4)
        counts = vpr.mark_counts(SEED, school, 2023, ("Математика", 4), pupils)
        assert tuple(round(row[2] * share / 100) for share in row[3:]) == counts


def test_a_school_never_leaves_the_network(world: World) -> None:
    for school in world.schools:
        network = [conditions.activity(SEED, school, year).network for year in YEARS]
        assert network == sorted(network)


def test_every_spelling_of_a_name_leads_to_the_school(world: World) -> None:
    register = load_reference(DATA / "reference").register
    rng = stream(SEED, "test of spellings")
    for school in world.schools:
        for _ in range(60):
            written = spelling.school_name(rng, school)
            assert register.resolve("", written, 2021).school_id == school.school_id, written


def test_answers_without_a_word_stay_clear() -> None:
    assert spelling.yes_no(("V", None), False) is None
    assert spelling.three_way(("V", None), False) == "нет"
    assert spelling.three_way(("да", "нет"), None) is None
    assert spelling.units(12.75, as_text=True) == "12,75"
    assert spelling.units(3.0, as_text=False) == 3
    assert spelling.percent_text(43.44) == "43,4"


def test_addresses_of_a_sheet_with_a_merged_header() -> None:
    columns = [
        Column("Код ОО"),
        Column("на начало года", "Обучающихся"),
        Column("на конец года", "Обучающихся"),
    ]
    sheet = Sheet("Лист1", columns, [["163012", 20, 21]], ["Контингент"], header_row=4, numbered=True)
    assert sheet.first_data_row == 7
    assert [row for _, row in sheet.lines()][3:] == [
        ["Код ОО", "Обучающихся", None],
        [None, "на начало года", "на конец года"],
        [1, 2, 3],
        ["163012", 20, 21],
    ]
    assert set(sheet.merges()) == {(1, 1, 1, 3), (4, 1, 5, 1), (4, 2, 4, 3)}
    assert [address(1, column) for column in (1, 26, 27, 53)] == ["A1", "Z1", "AA1", "BA1"]


def test_locked_workbook_is_bounded() -> None:
    assert len(locked_workbook(b"x" * 24_000)) % 512 == 0
    with pytest.raises(ValueError, match="50,000"):
        locked_workbook(b"x" * 80_000)
