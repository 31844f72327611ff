"""The figures of the committed programme against values copied by hand from its text."""

from datetime import date
from pathlib import Path

import pytest

from shnor_pipeline.programme import BAVLY_2021, Programme, load_programme

# Row of the table of section III: base, 2019, 2020, 2021, 2022.
TARGETS = {
    1: ("olympiad_threshold_share", 2, (1, 1, 2, 2)),
    2: ("extra_education_share", 64, (50, 60, 65, 70)),
    3: ("deficit_training_share", 100, (100, 100, 100, 100)),
    4: ("tutoring_share", 15, (70, 80, 80, 100)),
    5: ("learning_community_share", 80, (70, 75, 80, 100)),
    6: ("contest_share", 50, (10, 30, 40, 50)),
    7: ("vacancy_share", 2, (10, 5, 5, 2)),
    8: ("diploma_match_share", 100, (70, 70, 100, 100)),
    9: ("network_share", 100, (10, 50, 80, 100)),
    10: ("gia9_pass_share", 98, (70, 80, 90, 98)),
    11: ("high_marks_share", 50, (25, 30, 30, 50)),
    12: ("social_index_share", 42, (10, 20, 32, 42)),
    13: ("base_site_share", 30, (10, 20, 30, 50)),
    14: ("resource_centre_share", 10, (0, 5, 10, 20)),
    15: ("distance_programme_share", 10, (0, 5, 10, 15)),
}

# Rows of the table of section VIII from top to bottom; None = the text names no threshold.
THRESHOLDS = [
    ("measures_done_share", ">=", 100),
    ("gia_pass_share", ">=", 75),
    ("vpr_pass_share", ">=", 75),
    ("low_result_school_share", "<=", 20),
    ("olympiad_municipal_share", ">=", 10),
    ("satisfaction_share", ">=", 70),
    ("extra_education_share", ">=", 100),
    ("preventive_register_share", "<=", 5),
    ("distance_programme_share", ">=", 15),
    ("retention_4_5", ">=", None),
    ("qualification_raised_share", ">=", 100),
    ("category_share", ">=", 35),
    ("fully_staffed_school_share", ">=", 75),
    ("teacher_satisfaction_share", ">=", None),
    ("contest_share", ">=", 50),
    ("competence_growth_share", ">=", 80),
    ("site_materials_share", ">=", 80),
]

# Measure: first year of its cells, planned value, cells by year (None = an empty cell).
PLANS = {
    "III 1.1": (2019, None, ()),
    "III 1.2": (2019, None, ()),
    "III 1.3": (2019, 1, (1, 1, 1, 1, 1)),
    "III 1.4": (2019, 4, (4, 4, 6, 6, 6)),
    "III 2.1": (2019, 8, (3, 4, 6, 8, 8)),
    "III 2.2": (2019, 1, (1, 1, 1, 1, 1)),
    "III 2.3": (2019, 4, (3, 3, 4, 4, 4)),
    "III 2.4": (2019, 4, (1, 4, 4, 4, 4)),
    "III 3.1": (2019, 1, (1, 1, 1, 1, 1)),
    "III 3.2": (2019, 3, (1, 1, 1, 1, 1)),
    "III 5.2": (2019, None, ()),
    "III 5.3": (2019, 6, (6, 6, 6, 6)),
    "III 5.4": (2019, 3, (1, 3, 3, 3)),
    "III 5.5": (2019, 6, (2, None, 2, 2)),
    "X 2.1": (2020, 1, (1, 1, 1)),
    "X 2.2": (2020, 1, (1, 1, 1)),
    "X 2.3": (2020, 1, (1, 1, 1)),
    "X 2.4": (2020, 1, (1, 1, 1)),
    "X 3.1": (2020, 1, (1, 1, 1)),
    "X 3.2": (2020, 8, (8, 8, 8)),
    "X 3.3": (2020, 8, (8, 8, 8)),
    "X 4.1": (2020, 8, (8, 8, 8, 8)),
    "X 4.2": (2020, 1, (1, 1, 1, 1)),
    "X 4.3": (2020, 1, (1, 1, 1, 1)),
    "X 4.4": (2020, 1, (1, 1, 1, 1)),
    "X 4.5": (2020, 1, (1, 1, 1, 1)),
    "X 4.6": (2020, 1, (1, 1, 1, 1)),
    "X 4.7": (2020, 3, (1, 1, 1, 1)),
    "X 4.8": (2020, 3, (3, 3, 3, 1)),
    "X 4.9": (2020, 6, (4, 5, 6, 6)),
    "X 4.10": (2020, 3, (1, 1, 1, 1)),
    "X 4.11": (2020, 6, (2, 2, 2, 1)),
    "X 4.12": (2020, 10, (3, 3, 4, 1)),
    "X 5.1": (2020, 1, (1, 1, 1)),
    "X 5.2": (2020, 1, (1, 1, 1)),
    "X 6.1": (2020, 2, (2, 2, 2)),
}


# Measures whose planned value begins with «не менее», also where only «не» is left or letters are split.
AT_LEAST = ["III 3.2", "III 5.5", "X 2.1", "X 2.2", "X 4.7", "X 4.10", "X 4.11", "X 5.1"]

# Headings of the text in order; the fourth section has a number and no text.
SECTIONS = ["II", "II", "III", "III", "IV", "V", "VI", "VII", "VIII", "X", "XI"]


@pytest.fixture(scope="module")
def programme() -> Programme:
    return load_programme(BAVLY_2021)


def test_the_sample_begins_with_the_programme_of_the_package() -> None:
    sample = Path(__file__).resolve().parents[2] / "data/programme.yaml"
    assert sample.read_bytes() == BAVLY_2021.read_bytes()


def test_there_are_fifteen_targets_and_no_other(programme: Programme) -> None:
    assert [target.no for target in programme.targets] == list(TARGETS)


@pytest.mark.parametrize("no", TARGETS)
def test_target_has_the_base_and_four_years_of_the_text(programme: Programme, no: int) -> None:
    target = programme.targets[no - 1]
    indicator, base, values = TARGETS[no]
    by_year = dict(zip(range(2019, 2023), values, strict=True))
    assert (target.indicator, target.base_stated, target.targets) == (indicator, base, by_year)


def test_only_the_vacancies_are_better_lower_among_the_targets(programme: Programme) -> None:
    assert [target.no for target in programme.targets if target.operator == "<="] == [7]


def test_thresholds_are_those_of_the_text(programme: Programme) -> None:
    rows = [(row.indicator, row.operator, row.threshold) for row in programme.monitoring]
    assert rows == THRESHOLDS


def test_verdicts_about_schools_of_the_district_are_given_over_the_district(programme: Programme) -> None:
    by_scope = {line.indicator_id for line in programme.target_lines() if line.scope == "municipality"}
    assert by_scope == {
        "network_share",
        "base_site_share",
        "resource_centre_share",
        "low_result_school_share",
        "fully_staffed_school_share",
    }


def test_no_measure_of_the_text_is_missing(programme: Programme) -> None:
    assert [measure.id for measure in programme.measures] == list(PLANS)


@pytest.mark.parametrize("measure_id", PLANS)
def test_measure_has_the_plan_of_the_text(programme: Programme, measure_id: str) -> None:
    measure = next(each for each in programme.measures if each.id == measure_id)
    first_year, plan, cells = PLANS[measure_id]
    by_year = {first_year + place: cell for place, cell in enumerate(cells) if cell is not None}
    assert (measure.plan, measure.plans) == (plan, by_year)


def test_lower_bounds_among_the_plans_are_those_of_the_text(programme: Programme) -> None:
    assert [measure.id for measure in programme.measures if measure.at_least] == AT_LEAST


@pytest.mark.parametrize("measure_id", ["X 4.7", "X 4.10", "X 4.11", "X 4.12"])
def test_plan_of_a_cumulative_measure_is_the_sum_of_its_first_three_years(
    programme: Programme, measure_id: str
) -> None:
    measure = next(each for each in programme.measures if each.id == measure_id)
    assert measure.plan_type == "cumulative"
    assert sum(measure.plans[year] for year in (2020, 2021, 2022)) == measure.plan


def test_monitoring_has_three_steps_on_both_levels(programme: Programme) -> None:
    ends = {
        level: [(step.stage, step.ends) for step in steps]
        for level, steps in (
            ("programme", programme.road_map.programme),
            ("school", programme.road_map.school),
        )
    }
    assert ends == {
        "programme": [
            ("entry", date(2020, 6, 23)),
            ("intermediate", date(2021, 6, 30)),
            ("final", date(2023, 6, 30)),
        ],
        "school": [
            ("entry", date(2020, 6, 23)),
            ("intermediate", date(2021, 6, 30)),
            ("final", date(2022, 6, 30)),
        ],
    }


def test_document_names_four_periods(programme: Programme) -> None:
    periods = {each.id: (each.first_year, each.last_year) for each in programme.document.periods}
    assert periods == {
        "title": (2021, 2024),
        "passport": (2020, 2023),
        "target_table": (2019, 2022),
        "road_map": (2020, 2023),
    }


def test_headings_are_numbered_as_in_the_text(programme: Programme) -> None:
    sections = programme.document.sections
    assert [section.number for section in sections] == SECTIONS
    assert [section.number for section in sections if section.name_ru is None] == ["IV"]


def test_every_threshold_has_the_columns_of_the_text(programme: Programme) -> None:
    bare = [row.no for row in programme.monitoring if row.instrument_ru is None]
    assert bare == [17]  # the cell is empty there
    assert all(row.subject_ru and row.criterion_ru and row.source_ru for row in programme.monitoring)


def test_line_of_approval_is_ready_for_printing(programme: Programme) -> None:
    expected = "Утверждена приказом начальника МКУ «ОО БМР РТ» от 31.08.2021 № 314"
    assert programme.document.approved_text == expected


def test_network_is_that_of_section_two(programme: Programme) -> None:
    network = programme.municipality.network
    assert (network.schools, network.town_schools, network.rural_schools) == (20, 7, 13)
    assert (network.supported_schools, network.supported_share_percent) == (8, 40)


def test_lists_are_complete(programme: Programme) -> None:
    assert len(programme.situation) == 17
    assert len(programme.checklist) == 6
    assert len(programme.risks) == 4
    assert len(programme.conflicts) == 14
    assert len(programme.expected_results) == 9
    assert len(programme.goals.tactical) == 4


@pytest.mark.parametrize("name", ["rosobrnadzor_2025", "fioko_2021"])
def test_thirty_percent_in_two_procedures_make_a_school_low(programme: Programme, name: str) -> None:
    rule = programme.identification.rule_set(name)
    assert (rule.share_percent, rule.minimum_participants, rule.low_procedures) == (30, 0, 2)


def test_only_the_rule_of_2025_looks_at_the_year_before(programme: Programme) -> None:
    rules = programme.identification.rule_sets
    assert rules["rosobrnadzor_2025"].same_procedure_years == 2
    assert rules["fioko_2021"].same_procedure_years is None


def test_rules_differ_in_the_grades_of_vpr(programme: Programme) -> None:
    grades = {name: rule.procedures[0].grades for name, rule in programme.identification.rule_sets.items()}
    assert grades == {"rosobrnadzor_2025": (4, 5, 6, 7, 8), "fioko_2021": (5, 6)}


def test_social_index_weighs_four_shares_equally(programme: Programme) -> None:
    index = programme.social_index
    weights = {each.indicator: (each.weight, each.reversed) for each in index.components}
    assert weights == {
        "low_income_share": (1, True),
        "single_parent_share": (1, True),
        "preventive_register_share": (1, True),
        "parents_higher_education_share": (1, False),
    }
    assert (index.center, index.scale, index.threshold, index.adverse_below) == (50, 10, 50, 40)
