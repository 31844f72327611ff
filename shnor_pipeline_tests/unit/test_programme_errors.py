"""What a person reads when the programme file is wrong: the key, what stands there, what is expected."""

from collections.abc import Callable
from pathlib import Path

import pytest

from shnor_pipeline.programme import BAVLY_2021, Problem, ProgrammeError, load_programme

Complaint = Callable[[str, str], ProgrammeError]

FIRST_TARGETS = "{2019: 1, 2020: 1, 2021: 2, 2022: 2}"


def load_text(path: Path, text: str) -> ProgrammeError:
    """Write a programme file and return the error it makes."""
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ProgrammeError) as caught:
        load_programme(path)
    return caught.value


@pytest.fixture
def complaint(tmp_path: Path) -> Complaint:
    """Return the error after one fragment of the committed file is replaced, at its first place."""

    def replaced(fragment: str, by: str) -> ProgrammeError:
        text = BAVLY_2021.read_text(encoding="utf-8")
        assert fragment in text
        return load_text(tmp_path / "programme.yaml", text.replace(fragment, by, 1))

    return replaced


def only(error: ProgrammeError) -> Problem:
    """Return the single problem of an error."""
    (problem,) = error.problems
    return problem


def test_message_names_file_key_line_what_stands_and_what_is_expected(
    complaint: Complaint, tmp_path: Path
) -> None:
    error = complaint(FIRST_TARGETS, "{2019: 1, 2020: 1, 2021: два, 2022: 2}")
    lines = BAVLY_2021.read_text(encoding="utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, start=1) if FIRST_TARGETS in text)
    assert str(error) == (
        f"Файл программы {tmp_path / 'programme.yaml'}: ошибок – 1.\n"
        f"  targets[0].targets.2021 (строка {line}): стоит «два»; ожидается число от 0 до 100 без знака %"
    )


@pytest.mark.parametrize(
    ("fragment", "by", "key", "found"),
    [
        (FIRST_TARGETS, "{2019: 101}", "targets[0].targets.2019", "стоит 101"),
        (FIRST_TARGETS, "{2019: -1}", "targets[0].targets.2019", "стоит -1"),
        (FIRST_TARGETS, "{2019: .nan}", "targets[0].targets.2019", "стоит nan"),
        (FIRST_TARGETS, "{2019: true}", "targets[0].targets.2019", "стоит true"),
        (FIRST_TARGETS, "{2019: null}", "targets[0].targets.2019", "стоит пусто (null)"),
        (FIRST_TARGETS, "{'2019': 1}", "targets[0].targets.2019", "стоит ключ «2019»"),
        (FIRST_TARGETS, "{}", "targets[0].targets", "стоит раздел из ключей"),
        (FIRST_TARGETS, "[1, 1, 2, 2]", "targets[0].targets", "стоит список"),
        ("demo: true", "demo: да", "demo", "стоит «да»"),
        ("order_number: '314'", "order_number: 314", "document.approved.order_number", "стоит 314"),
        ("date: 2021-08-31", "date: 31.08.2021", "document.approved.date", "стоит «31.08.2021»"),
        ("date: 2021-08-31", "date: 2021-13-31", "document.approved.date", "стоит «2021-13-31»"),
        ("date: 2021-08-31", "date: 20210831", "document.approved.date", "стоит 20210831"),
        ("id: X 2.1", "id: Х 2.1", "measures[14].id", "стоит «Х 2.1»"),  # a Cyrillic letter
        ("vpr: {held: true}", "vpr: true", "procedures.2018.vpr", "стоит true"),
        ("result_ru: Приказ начальника УО о создании КС", "result_ru: 5", "measures[0].result_ru", "стоит 5"),
        ("years: [2018, 2019, 2020, 2021, 2022, 2023]", "years: []", "years", "стоит пустой список"),
    ],
)
def test_value_of_another_form_is_named_by_its_key(
    complaint: Complaint, fragment: str, by: str, key: str, found: str
) -> None:
    problem = only(complaint(fragment, by))
    assert (problem.key, problem.found) == (key, found)


def test_key_that_may_be_left_out_has_its_form_told_too(complaint: Complaint) -> None:
    problem = only(complaint("result_ru: Приказ начальника УО о создании КС", "result_ru: 5"))
    assert problem.expected == "непустой текст (число – в кавычках)"


def test_long_text_is_quoted_in_part(complaint: Complaint) -> None:
    problem = only(complaint("unit: percent", f"unit: {'процент' * 40}"))
    assert problem.key == "targets[0].unit"
    assert len(problem.found) < 80


def test_unknown_key_is_named_with_the_nearest_known(complaint: Complaint) -> None:
    problem = only(complaint("    printed_ru: 2 %", "    printd_ru: 2 %"))
    assert (problem.key, problem.nearest) == ("targets[0].printd_ru", "printed_ru")
    assert "похоже на «printed_ru»" in str(problem)


def test_unknown_key_like_nothing_offers_nothing(complaint: Complaint) -> None:
    problem = only(complaint("demo: true", "demo: true\n7777: 1"))
    assert (problem.found, problem.nearest) == ("ключа «7777» здесь не бывает", None)
    assert problem.expected.startswith("один из ключей: demo, years, document")


def test_unknown_word_of_a_closed_list_is_named_with_the_nearest(complaint: Complaint) -> None:
    problem = only(complaint("scope: programme", "scope: programm"))
    assert (problem.key, problem.nearest) == ("targets[0].scope", "programme")
    assert problem.expected == "одно из: school, cluster, programme, municipality, all"


def test_missing_key_is_named_with_its_form(complaint: Complaint) -> None:
    problem = only(complaint("demo: true\n", ""))
    assert (problem.key, problem.found, problem.expected) == (
        "demo",
        "обязательного ключа нет",
        "true или false",
    )


def test_missing_exact_words_are_one_problem_though_the_title_is_made_of_them(complaint: Complaint) -> None:
    problem = only(complaint("    name_ru: Доля педагогов, охваченных тьюторством\n", ""))
    assert problem.key == "targets[3].name_ru"


def test_all_problems_are_told_at_once(complaint: Complaint) -> None:
    error = complaint(FIRST_TARGETS, "{2019: сто, 2020: 200}")
    assert [problem.key for problem in error.problems] == [
        "targets[0].targets.2019",
        "targets[0].targets.2020",
    ]


@pytest.mark.parametrize(
    ("fragment", "by", "key"),
    [
        (FIRST_TARGETS, "{2017: 1}", "targets[0].targets.2017"),
        ("plans: {2019: 1, 2020: 1, 2021: 1", "plans: {2017: 1, 2020: 1, 2021: 1", "measures[2].plans.2017"),
        ("data_years: [2018,", "data_years: [2017,", "road_map.school[0].data_years[0]"),
    ],
)
def test_year_outside_the_reporting_years_is_an_error(
    complaint: Complaint, fragment: str, by: str, key: str
) -> None:
    problem = only(complaint(fragment, by))
    assert (problem.key, problem.found, problem.nearest) == (key, "стоит год 2017", "2018")
    assert problem.expected == "год из ключа years: 2018, 2019, 2020, 2021, 2022, 2023"


def test_reporting_year_without_a_calendar_is_an_error(complaint: Complaint) -> None:
    problem = only(complaint("2022, 2023]", "2022, 2023, 2024]"))
    assert (problem.key, problem.found) == ("procedures", "нет 2024 года")


def test_reporting_years_stand_in_order(complaint: Complaint) -> None:
    problem = only(complaint("years: [2018, 2019", "years: [2019, 2018"))
    assert problem.key == "years"


@pytest.mark.parametrize(
    ("fragment", "by", "key", "found"),
    [
        (
            "  - 'no': 2\n    indicator",
            "  - 'no': 1\n    indicator",
            "targets[1].no",
            "«1», как уже в targets[0]",
        ),
        (
            "indicator: tutoring_share",
            "indicator: contest_share",
            "targets[5].indicator",
            "«contest_share», как уже в targets[3]",
        ),
        ("id: X 2.2", "id: X 2.1", "measures[15].id", "«X 2.1», как уже в measures[14]"),
        ("id: school_closure", "id: motivation", "risks[3].id", "«motivation», как уже в risks[0]"),
    ],
)
def test_number_or_id_used_twice_is_an_error_at_the_second(
    complaint: Complaint, fragment: str, by: str, key: str, found: str
) -> None:
    problem = complaint(fragment, by).problems[0]
    assert (problem.key, problem.found) == (key, f"стоит {found}")


@pytest.mark.parametrize(
    ("fragment", "by", "key", "nearest"),
    [
        ("goal: 1", "goal: 7", "targets[0].goal", None),
        ("same_as: X 3.1", "same_as: X 3.11", "measures[1].same_as", "X 3.1"),
        ("measures: [X 6.1]", "measures: [X 6.11]", "checklist[2].measures[0]", "X 6.1"),
        ("measures_prevail: X", "measures_prevail: V", "measures_prevail", None),
        (
            "default: rosobrnadzor_2025",
            "default: rosobrnadsor_2025",
            "identification.default",
            "rosobrnadzor_2025",
        ),
    ],
)
def test_reference_to_nothing_is_an_error(
    complaint: Complaint, fragment: str, by: str, key: str, nearest: str | None
) -> None:
    problem = complaint(fragment, by).problems[0]
    assert (problem.key, problem.nearest) == (key, nearest)


def test_same_measure_is_named_by_both(complaint: Complaint) -> None:
    first = complaint("    same_as: X 3.1\n", "").problems[0]
    assert (first.key, first.expected) == (
        "measures[18].same_as",
        "пара: у III 1.2 тоже стоит same_as: X 3.1",
    )


@pytest.mark.parametrize(
    ("fragment", "by", "key", "found"),
    [
        ("direction: lower", "direction: higher", "targets[6]", "стоит operator «<=» при direction «higher»"),
        (
            "ends: 2021-06-30",
            "ends: 2021-05-30",
            "road_map.programme[1]",
            "стоит starts 2021-06-01 после ends",
        ),
        (
            "last_year: 2024",
            "last_year: 2020",
            "document.periods[0]",
            "стоит first_year 2021 после last_year",
        ),
        (
            "    reading_ru: Дополнено словом «ШНСУ».\n",
            "",
            "measures[7]",
            "ключ ambiguity_ru стоит без reading_ru",
        ),
    ],
)
def test_keys_that_do_not_fit_each_other_are_an_error_of_their_section(
    complaint: Complaint, fragment: str, by: str, key: str, found: str
) -> None:
    problem = only(complaint(fragment, by))
    assert problem.key == key
    assert problem.found.startswith(found)


def test_index_without_any_weight_is_an_error(tmp_path: Path) -> None:
    text = BAVLY_2021.read_text(encoding="utf-8").replace("weight: 1", "weight: 0")
    assert only(load_text(tmp_path / "programme.yaml", text)).key == "social_index"


def test_repeated_key_is_an_error_and_not_the_last_one_wins(complaint: Complaint) -> None:
    problem = only(complaint(FIRST_TARGETS, "{2019: 1, 2020: 1, 2021: 2, 2021: 3}"))
    assert problem.key == "targets[0].targets.2021"
    assert problem.found == f"тот же ключ уже стоит в строке {problem.line}"


def test_repeated_key_of_the_top_level_is_an_error(complaint: Complaint) -> None:
    assert only(complaint("demo: true", "demo: true\ndemo: false")).key == "demo"


def test_repeated_keys_are_told_once_each(complaint: Complaint) -> None:
    message = str(complaint("demo: true", "demo: true\ndemo: false\ndemo: true"))
    assert message.count("demo (строка") == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "весь файл: стоит пусто (null)"),
        ("- demo", "весь файл: стоит список"),
        ("demo: [true", "строка 2, столбец 1: запись не читается как YAML"),
        ("demo: true\n\tyears: 1", "строка 2, столбец 1: запись не читается как YAML"),
        ("title: слово: ещё слово", "двоеточие с пробелом внутри текста"),
        ("demo: true\n---\ndemo: true", "запись не читается как YAML"),
        ("demo: !!python/object/apply:os.getcwd []", "запись не читается как YAML"),
        ("demo: \x01", "есть знаки, которых не бывает в тексте"),
    ],
)
def test_text_that_is_no_programme_is_explained(tmp_path: Path, text: str, said: str) -> None:
    assert said in str(load_text(tmp_path / "programme.yaml", text))


def test_file_in_another_encoding_is_explained(tmp_path: Path) -> None:
    path = tmp_path / "programme.yaml"
    path.write_bytes("demo: да".encode("cp1251"))
    with pytest.raises(ProgrammeError, match="не в кодировке UTF-8"):
        load_programme(path)


def test_missing_file_is_explained(tmp_path: Path) -> None:
    with pytest.raises(ProgrammeError, match=r"programme\.yaml: такого файла нет"):
        load_programme(tmp_path / "programme.yaml")
