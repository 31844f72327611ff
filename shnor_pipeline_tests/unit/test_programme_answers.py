"""What the rest of the pipeline asks a loaded programme."""

import time
from pathlib import Path

import pytest
from pydantic import ValidationError

from shnor_pipeline.programme import BAVLY_2021, Programme, ProgrammeError, load_programme, unknown_indicators
from shnor_pipeline.programme.references import indicator_references
from shnor_pipeline.programme.vocabulary import parts_of

YEARS = (2018, 2019, 2020, 2021, 2022, 2023)
NOT_HELD = {("oge", 2020), ("ege_base", 2020), ("ege_base", 2021)}
PROCEDURES = ("oge", "ege", "ege_base", "vpr", "vsosh_school", "vsosh_municipal")


@pytest.fixture(scope="module")
def programme() -> Programme:
    return load_programme(BAVLY_2021)


@pytest.mark.alone
def test_loading_is_fast_enough_for_definitions() -> None:
    def seconds() -> float:
        started = time.perf_counter()
        load_programme(BAVLY_2021)
        return time.perf_counter() - started

    # The best of three: the first includes the cold file cache of a shared machine.
    assert min(seconds() for _ in range(3)) < 0.15


def test_sample_programme_is_a_demonstration(programme: Programme) -> None:
    assert programme.demo is True
    assert programme.years == YEARS


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("procedure", PROCEDURES)
def test_calendar_knows_what_was_held(programme: Programme, procedure: str, year: int) -> None:
    assert programme.is_held(procedure, year) is ((procedure, year) not in NOT_HELD)


def test_oge_of_2021_was_held_in_two_subjects_only(programme: Programme) -> None:
    assert programme.procedure("oge", 2021).subjects == ("русский язык", "математика")
    assert programme.procedure("oge", 2022).subjects == ()


def test_vpr_of_autumn_2020_belongs_to_2020(programme: Programme) -> None:
    vpr = programme.procedure("vpr", 2020)
    assert vpr.starts is not None
    assert (vpr.starts.year, vpr.starts.month) == (2020, 9)
    assert "осень 2020 относится к 2020" in str(vpr.note_ru)


def test_year_outside_the_calendar_is_an_error_that_says_where_to_add_it(programme: Programme) -> None:
    with pytest.raises(ProgrammeError, match=r"нет 2024 года.*Добавьте год в ключи years и procedures"):
        programme.is_held("oge", 2024)


def test_unknown_procedure_is_an_error_that_lists_the_known(programme: Programme) -> None:
    with pytest.raises(ProgrammeError, match="нет процедуры «gve»; есть: oge, ege, ege_base"):
        programme.is_held("gve", 2021)


def test_target_lines_are_the_targets_and_then_the_thresholds(programme: Programme) -> None:
    lines = programme.target_lines()
    assert [line.kind for line in lines] == ["target"] * 15 + ["monitoring"] * 17
    assert lines[6].indicator_id == "vacancy_share"
    assert lines[6].by_year == {2019: 10, 2020: 5, 2021: 5, 2022: 2}
    assert (lines[6].base_stated, lines[6].operator) == (2, "<=")


def test_threshold_holds_in_every_reporting_year(programme: Programme) -> None:
    low_results = programme.target_lines()[15 + 3]
    assert low_results.by_year == dict.fromkeys(YEARS, 20)
    assert low_results.base_stated is None


def test_lost_threshold_gives_no_year_to_judge(programme: Programme) -> None:
    lines = {line.indicator_id: line for line in programme.target_lines() if line.kind == "monitoring"}
    assert lines["teacher_satisfaction_share"].by_year == {}
    assert lines["retention_4_5"].by_year == {}


def test_measure_planned_twice_counts_once_with_the_plan_of_section_ten(programme: Programme) -> None:
    counted = {measure.id for measure in programme.measures_in_force()}
    assert {"X 3.3", "X 4.9", "X 4.10", "X 4.11"} <= counted
    assert not {"III 1.4", "III 5.3", "III 5.4", "III 5.5"} & counted
    assert {"III 2.1", "III 2.2"} <= counted  # nothing in section X repeats them


def test_measure_gives_way_only_to_the_prevailing_section(programme: Programme) -> None:
    turned = programme.model_copy(update={"measures_prevail": "III"})
    counted = {measure.id for measure in turned.measures_in_force()}
    assert "III 1.4" in counted
    assert "X 3.3" not in counted


def test_every_ambiguity_is_printed_with_its_reading(programme: Programme) -> None:
    readings = programme.readings()
    ambiguous = [part for _, part in parts_of(programme) if getattr(part, "ambiguity_ru", None)]
    assert len(readings) == len(ambiguous)
    assert all(clause and ambiguity and reading for clause, ambiguity, reading in readings)


def test_reading_of_the_lost_word_says_what_is_computed(programme: Programme) -> None:
    by_clause = {reading.clause: reading for reading in programme.readings()}
    assert "«4» и «5»" in by_clause["III, целевой показатель 11"].reading


def test_exact_words_are_the_title_where_no_other_is_given(programme: Programme) -> None:
    tutoring = programme.targets[3]
    assert tutoring.title_ru == tutoring.name_ru == "Доля педагогов, охваченных тьюторством"


def test_rule_set_in_force_is_the_default(programme: Programme) -> None:
    rules = programme.identification
    assert rules.rule_set() is rules.rule_sets["rosobrnadzor_2025"]


def test_unknown_rule_set_is_an_error_that_lists_the_known(programme: Programme) -> None:
    with pytest.raises(ProgrammeError, match="«fioko» в программе нет; есть: rosobrnadzor_2025, fioko_2021"):
        programme.identification.rule_set("fioko")


def test_no_indicator_is_unknown_when_the_catalogue_has_them_all(programme: Programme) -> None:
    known = {reference.indicator_id for reference in indicator_references(programme)}
    assert unknown_indicators(programme, known) == []


def test_unknown_indicator_is_named_with_its_place_and_the_nearest(programme: Programme) -> None:
    known = {reference.indicator_id for reference in indicator_references(programme)}
    known = known - {"tutoring_share"} | {"tutor_share"}
    first = unknown_indicators(programme, known)[0]
    assert (first.key, first.nearest) == ("targets[3].indicator", "tutor_share")


def test_indicators_shown_beside_and_of_the_index_are_checked_too(programme: Programme) -> None:
    places = {reference.path for reference in indicator_references(programme)}
    assert ("monitoring", 1, "also_shown", 0) in places
    assert ("social_index", "components", 0, "indicator") in places
    assert ("checklist", 1, "indicator") in places


def test_loaded_programme_cannot_be_changed(programme: Programme) -> None:
    with pytest.raises(ValidationError, match="frozen"):
        programme.demo = False


def test_every_key_is_explained_to_the_methodist(programme: Programme) -> None:
    explained = BAVLY_2021.with_name("KEYS.md").read_text(encoding="utf-8")
    keys = {key for _, part in parts_of(programme) for key in type(part).model_fields}
    assert {key for key in keys if f"`{key}`" not in explained} == set()


def test_file_saved_by_a_windows_editor_is_the_same_programme(programme: Programme, tmp_path: Path) -> None:
    copy = tmp_path / "programme.yaml"
    copy.write_bytes(b"\xef\xbb\xbf" + BAVLY_2021.read_bytes().replace(b"\n", b"\r\n"))
    assert load_programme(copy) == programme


def test_row_number_may_stand_without_quotes(programme: Programme, tmp_path: Path) -> None:
    copy = tmp_path / "programme.yaml"
    copy.write_text(BAVLY_2021.read_text(encoding="utf-8").replace("'no':", "no:"), encoding="utf-8")
    assert load_programme(copy) == programme
