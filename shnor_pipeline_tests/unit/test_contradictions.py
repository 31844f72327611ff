"""Every rule of contradictions finds what was put into a sound programme, and nothing else."""

from collections import Counter
from fractions import Fraction

import pytest

from shnor_pipeline.programme import BAVLY_2021, Programme, load_programme
from shnor_pipeline.programme.contradictions import (
    CONTRADICTION_RULES,
    Contradiction,
    contradictions_of,
    report_text,
)
from shnor_pipeline.programme.contradictions.figures import (
    figure,
    is_attainable,
    is_printed_as,
    nearest_shares,
    nearest_totals,
    totals,
)
from shnor_pipeline_tests import programme_builders as b

# Rule: places it names and the arithmetic it prints for its seed, worked by hand.
EXPECTED = {
    "D001": (
        ("Титул", "Паспорт"),
        "мест, где назван срок, – 2: 2022–2024, 2022–2025; во все входят только 2022–2024",
    ),
    "D002": (("Титул",), "повторяются II; пропущены III"),
    "D003": (("этап entry", "Титул"), "с 01.12.2021 до 20.12.2021 – 19 дн."),
    "S001": (
        ("Управление",),
        "34 из 45 – 75,6 %, 34 из 46 – 73,9 %: 75 % не получается ни от какого целого числа",
    ),
    "S002": (("Кадры",), "25 = 25 % → знаменатель 100; 15 = 30 % → знаменатель 50: разные совокупности"),
    "S003": (("Кадры",), "25 + 78 = 103; 25 из 103 – 24,3 %, 78 из 103 – 75,7 %, а стоит 25 + 75 = 100"),
    "S004": (("Дети",), "9,5 не лежит между 4 и 9"),
    "S005": (("Сеть",), "5 + 8 = 13, а не 12"),
    "S006": (("Сеть",), "1 + 1 = 2, а не 3"),
    "S007": (("Сеть",), "3 из 12 – 25 %"),
    "S008": (("Сеть",), "названо 2, а не 1"),
    "T001": (("цель 1",), "20 – это план: 2022"),
    "T002": (("цель 2",), "25 > 20 (2022)"),
    "T003": (("цель 3",), "лучше больше, а 2023 – 45, 2024 – 40"),
    "T004": (("цель 6",), "школ 12: 30 % – нет, есть 25 % (3 из 12) и 33,3 % (4 из 12)"),
    "T005": (("цель 7",), "школ 3: 25 % – нет, есть 0 % (0 из 3) и 33,3 % (1 из 3)"),
    "T006": (("цель 4", "порог 1"), "100 – 40 = 60 п.п."),
    "T007": (("цель 5", "порог 2"), "100 – 75 = 25 %, а не 3 %"),
    "M001": (("мера III 1.1", "мера IV 1.1"), "2022: 2 и 1"),
    "M002": (("мера III 1.2",), "2 + 2 + 2 = 6, а не 7"),
    "M003": (("мера III 1.5",), "в последнем году (2024) 4, а не 5"),
    "M004": (("мера III 1.4",), "2023 – 2, а не 1 в год"),
    "R001": (("этап final", "этап final"), "31.12.2024 и 30.09.2024: между ними 92 дн."),
    "R002": (("этап entry", "этап final"), "02.09.2024 позже 01.09.2024"),
    "R003": (("этап final",), "2023: ОГЭ не проводился"),
}


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.fixture(scope="module")
def bavly() -> Programme:
    return load_programme(BAVLY_2021)


def of_rule(programme: Programme, rule_id: str) -> list[Contradiction]:
    return [each for each in contradictions_of(programme) if each.rule_id == rule_id]


def test_a_sound_programme_has_no_contradiction() -> None:
    assert contradictions_of(b.programme()) == ()
    assert report_text(b.programme(), ()).endswith("Противоречий не найдено.")


def test_every_rule_has_a_seed() -> None:
    assert set(b.SEEDS) == set(CONTRADICTION_RULES)


@pytest.mark.parametrize("rule_id", EXPECTED)
def test_a_rule_finds_its_seed_and_no_other_rule_does(rule_id: str) -> None:
    (found,) = contradictions_of(b.programme(b.SEEDS[rule_id]))
    assert (found.rule_id, found.clauses, plain(found.arithmetic_ru)) == (rule_id, *EXPECTED[rule_id])
    assert found.said_ru
    assert found.consequence_ru


def test_plans_of_years_before_the_approval_are_one_contradiction_for_all_rows() -> None:
    (found,) = of_rule(b.programme(b.SEEDS["D004"]), "D004")
    assert found.clauses == ("Титул", *(f"цель {no}" for no in range(1, 8)))
    assert found.arithmetic_ru == "2022 < 2023; таких строк 7 из 7"


def test_a_lower_bound_that_is_exceeded_is_no_contradiction_and_one_that_is_missed_is() -> None:
    assert not of_rule(b.programme(), "M002")  # 2 + 2 + 2 = 6 is not less than 5
    (found,) = of_rule(b.programme(b.setting("measures", 2, "plan", to=7)), "M002")
    assert found.arithmetic_ru == "2 + 2 + 2 = 6, а не 7"


def test_a_year_only_one_of_two_rows_plans_is_told_as_empty() -> None:
    lost = b.setting("measures", 0, "plans", to={2022: 1, 2024: 3})
    (found,) = contradictions_of(b.programme(lost))
    assert (found.rule_id, found.arithmetic_ru) == ("M001", "2023: пусто и 2")


def test_the_file_s_own_reading_follows_the_consequence() -> None:
    read = b.setting("measures", 4, "reading_ru", to="Наше чтение.")
    (found,) = contradictions_of(b.programme(b.SEEDS["M003"], read))
    assert found.consequence_ru.endswith("Наше чтение.")


def test_a_row_whose_schools_the_text_names_is_not_judged_by_the_other_number() -> None:
    certain = b.setting("targets", 6, "provenance", to="certain")
    assert contradictions_of(b.programme(b.SEEDS["T005"], certain)) == ()


def test_a_threshold_over_schools_is_judged_like_a_target() -> None:
    row = b.threshold(3, "fully_staffed_school_share", 40, unit="percent_of_schools", scope="municipality")
    (found,) = contradictions_of(b.programme(lambda data: data["monitoring"].append(row)))
    assert (found.rule_id, found.clauses) == ("T004", ("порог 3",))


def test_complements_disagree_whichever_of_the_two_is_the_target() -> None:
    swapped = (
        b.setting("targets", 4, to=b.target(5, "staffed_units_share", 90, 95, 96, 97)),
        b.setting("monitoring", 1, to=b.threshold(2, "vacancy_share", 5, direction="lower", operator="<=")),
    )
    (found,) = contradictions_of(b.programme(*swapped))
    assert (found.rule_id, plain(found.arithmetic_ru)) == ("T007", "100 – 5 = 95 %, а не 97 %")


def test_decimals_are_compared_as_printed() -> None:
    # 100 - 97.3 is 2.7000000000000028 and 0.1 + 0.2 is 0.30000000000000004 in binary fractions
    decimals = (
        b.setting("targets", 4, "targets", to={2022: 5, 2024: 2.7}),
        b.setting("monitoring", 1, "threshold", to=97.3),
        b.setting("measures", 1, to=b.measure("III 1.2", "cumulative", 0.3, 0.1, 0.2)),
    )
    assert contradictions_of(b.programme(*decimals)) == ()


# ------------------------------------------------------------------------- the programme of the district


def test_the_district_programme_has_these_contradictions_and_no_others(bavly: Programme) -> None:
    assert Counter(each.rule_id for each in contradictions_of(bavly)) == {
        "D001": 1,
        "D002": 1,
        "D003": 4,
        "D004": 1,
        "S001": 1,
        "S002": 1,
        "S003": 1,
        "S006": 1,
        "T001": 13,
        "T002": 13,
        "T004": 1,
        "T005": 4,
        "T006": 1,
        "T007": 1,
        "M001": 4,
        "M002": 1,
        "M003": 2,
        "R001": 1,
        "R003": 1,
    }


def test_base_repeats_a_plan_in_all_rows_but_the_second_and_the_fourth(bavly: Programme) -> None:
    rows = [each.clauses[0].rsplit(" ", 1)[1] for each in of_rule(bavly, "T001")]
    assert rows == [str(no) for no in range(1, 16) if no not in {2, 4}]


def test_base_of_the_vacancies_is_better_than_three_plans(bavly: Programme) -> None:
    rows = {each.clauses[0]: each.arithmetic_ru for each in of_rule(bavly, "T002")}
    assert rows["III, целевой показатель 7"] == "2 < 10 (2019), 2 < 5 (2020), 2 < 5 (2021)"
    assert not {"III, целевой показатель 3", "III, целевой показатель 4"} & set(rows)


def test_the_four_periods_have_two_years_in_common(bavly: Programme) -> None:
    (found,) = of_rule(bavly, "D001")
    assert found.arithmetic_ru == (
        "мест, где назван срок, – 4: 2021–2024, 2020–2023, 2019–2022, 2020–2023; "
        "во все входят только 2021–2022"
    )


def test_teachers_are_counted_of_two_totals(bavly: Programme) -> None:
    (found,) = of_rule(bavly, "S002")
    assert plain(found.arithmetic_ru) == (
        "5 = 4 % → знаменатель 125; 34 = 75 % → знаменатель 45: разные совокупности"
    )


def test_heads_are_rounded_to_a_hundred(bavly: Programme) -> None:
    (found,) = of_rule(bavly, "S003")
    assert plain(found.arithmetic_ru) == (
        "5 + 1 = 6; 5 из 6 – 83,3 %, 1 из 6 – 16,7 %, а стоит 84 + 16 = 100"
    )


def test_eight_schools_are_stated_and_six_described(bavly: Programme) -> None:
    (found,) = of_rule(bavly, "S006")
    assert found.arithmetic_ru == "4 + 2 = 6, а не 8"


def test_eight_of_twenty_schools_are_forty_percent(bavly: Programme) -> None:
    assert of_rule(bavly, "S007") == []


def test_ten_and_eighty_percent_do_not_come_out_of_eight_schools(bavly: Programme) -> None:
    rows = {each.clauses[0]: plain(each.arithmetic_ru) for each in of_rule(bavly, "T005")}
    assert rows["III, целевой показатель 9"] == (
        "школ 8: 10 % – нет, есть 0 % (0 из 8) и 12,5 % (1 из 8); "
        "80 % – нет, есть 75 % (6 из 8) и 87,5 % (7 из 8)"
    )
    assert rows["III, целевой показатель 12"] == (
        "школ 20: 32 % – нет, есть 30 % (6 из 20) и 35 % (7 из 20); "
        "42 % – нет, есть 40 % (8 из 20) и 45 % (9 из 20)"
    )


def test_no_number_of_eight_schools_gives_the_plans_of_the_index(bavly: Programme) -> None:
    (found,) = of_rule(bavly, "T004")
    assert found.clauses == ("III, целевой показатель 12",)
    assert "42 % – нет, есть 37,5 % (3 из 8) и 50 % (4 из 8)" in plain(found.arithmetic_ru)


def test_extra_education_and_vacancies_contradict_the_thresholds(bavly: Programme) -> None:
    (extra,), (vacant,) = of_rule(bavly, "T006"), of_rule(bavly, "T007")
    assert extra.arithmetic_ru == "100 – 70 = 30 п.п."
    assert extra.clauses == ("III, целевой показатель 2", "VIII, показатель мониторинга 7")
    assert plain(vacant.arithmetic_ru) == "100 – 75 = 25 %, а не 2 %"
    assert vacant.clauses == ("III, целевой показатель 7", "VIII, показатель мониторинга 13")


def test_measures_planned_twice_are_the_four_pairs_of_the_text(bavly: Programme) -> None:
    pairs = {each.clauses: each.arithmetic_ru for each in of_rule(bavly, "M001")}
    assert pairs == {
        ("III, мероприятие 1.4", "X, мероприятие 3.3"): "2020: 4 и 8, 2021: 6 и 8, 2022: 6 и 8",
        ("III, мероприятие 5.3", "X, мероприятие 4.9"): "2020: 6 и 4, 2021: 6 и 5",
        ("III, мероприятие 5.4", "X, мероприятие 4.10"): "2020: 3 и 1, 2021: 3 и 1, 2022: 3 и 1",
        ("III, мероприятие 5.5", "X, мероприятие 4.11"): "2020: пусто и 2",
    }


def test_audits_of_four_years_exceed_their_plan(bavly: Programme) -> None:
    (found,) = of_rule(bavly, "M002")
    assert found.arithmetic_ru == "3 + 3 + 4 + 1 = 11, а не 10"


def test_exams_of_2020_came_after_the_entry_monitoring(bavly: Programme) -> None:
    (found,) = of_rule(bavly, "R003")
    assert found.arithmetic_ru == "2020: ОГЭ не проводился; 2020: ВПР с 14.09.2020, а срок – 23.06.2020"


def test_the_report_says_how_many_rows_of_how_many(bavly: Programme) -> None:
    text = report_text(bavly, contradictions_of(bavly))
    assert "T001. Не выполняется" in text
    assert "Случаев: 13 из 15 строк" in " ".join(text.split())
    assert text.endswith("Противоречий: 53.")


def test_every_place_of_the_report_says_what_is_done(bavly: Programme) -> None:
    for each in contradictions_of(bavly):
        assert all((each.clauses, each.said_ru, each.arithmetic_ru, each.consequence_ru))


# ---------------------------------------------------------------------------------------------- arithmetic


@pytest.mark.parametrize(
    ("count", "percent", "first", "last"),
    [
        (5, 4, 112, 142),  # 5/112 = 4.46, 5/111 = 4.505; 5/142 = 3.52, 5/143 = 3.497
        (12, 15, 78, 82),  # 12/77 = 15.58; 12/82 = 14.63, 12/83 = 14.46
        (8, 40, 20, 20),  # 8/19 = 42.1; 8/20 = 40, 8/21 = 38.1
        (1, 12.5, 8, 8),
        (2, 66.7, 3, 3),
    ],
)
def test_totals_that_rounding_allows(count: int, percent: float, first: int, last: int) -> None:
    assert totals(count, percent) == range(first, last + 1)


@pytest.mark.parametrize(("count", "percent"), [(34, 75), (5, 84), (1, 16)])
def test_some_counts_and_percents_have_no_total(count: int, percent: float) -> None:
    assert not totals(count, percent)


@pytest.mark.parametrize(("count", "percent", "near"), [(34, 75, (45, 46)), (5, 84, (5, 6)), (8, 40, (20,))])
def test_nearest_totals_stand_on_both_sides(count: int, percent: float, near: tuple[int, ...]) -> None:
    assert nearest_totals(count, percent) == near


def test_a_percent_is_rounded_half_up_to_the_decimals_printed() -> None:
    assert is_printed_as(Fraction(25, 2), 13)
    assert is_printed_as(Fraction(25, 2), 12.5)
    assert not is_printed_as(Fraction(25, 2), 12)
    assert is_printed_as(Fraction(200, 3), 66.7)


@pytest.mark.parametrize(
    ("percent", "total", "yes"),
    [
        (10, 8, False),
        (80, 8, False),
        (50, 8, True),
        (10, 20, True),
        (32, 20, False),
        (33.3, 3, True),
        (0, 8, True),
    ],
)
def test_shares_that_some_number_of_schools_gives(percent: float, total: int, *, yes: bool) -> None:
    assert is_attainable(percent, total) is yes


def test_an_exact_share_is_its_own_nearest() -> None:
    assert nearest_shares(50, 8) == (4,)
    assert nearest_shares(42, 8) == (3, 4)


@pytest.mark.parametrize(
    ("value", "text"), [(70, "70"), (12.5, "12,5"), (66.666, "66,7"), (0.05, "0,1"), (0, "0")]
)
def test_figures_are_written_the_russian_way(value: float, text: str) -> None:
    assert figure(value) == text
