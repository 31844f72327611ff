"""A mistake in a declaration or a list is told at load: file, key, nearest name; nothing is released."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from shnor_pipeline.chain import workspace as opened
from shnor_pipeline.cli import app
from shnor_pipeline.indicators import BY_ID, INDICATORS, Indicator, IndicatorError, check_indicators
from shnor_pipeline.indicators.declare import Part, rows, total
from shnor_pipeline.tables import CANONICAL_TABLES, PUBLISHED_TABLES
from shnor_pipeline_tests import builders as b

if TYPE_CHECKING:
    from pathlib import Path

NETWORK = BY_ID["network_share"]
CATALOGUE = "Каталог показателей indicators/catalogue.py: ошибок – 1.\n  "


@pytest.fixture
def home(tmp_path: Path) -> Path:
    root = b.home(tmp_path / "home")
    rows = [b.pupil("163001", "Петров", "Математика", 5)]
    b.workbook(root / "inbox/2021/a.xlsx", Лист1=[b.OGE, *rows])
    return root


def stopped(home: Path) -> str:
    """Run the chain over a home that can't be used; return what it says."""
    done = CliRunner().invoke(app, ["run", "--home", str(home)])
    assert done.exit_code == 1
    assert "Traceback" not in done.stderr
    assert not (home / "published/shnor.duckdb").exists()
    return " ".join(done.stderr.split())


def change(home: Path, old: str, new: str) -> None:
    """Replace the first place of a text in the programme of a home."""
    text = (home / "programme.yaml").read_text(encoding="utf-8")
    assert old in text
    (home / "programme.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")


def with_part(part: Part) -> Indicator:
    return replace(NETWORK, numerator=(part,))


def complaint(*indicators: Indicator) -> str:
    with pytest.raises(IndicatorError) as caught:
        check_indicators(indicators, CANONICAL_TABLES)
    return str(caught.value)


# ------------------------------------------------------------------------------------------ the catalogue


def test_the_catalogue_of_the_package_is_sound() -> None:
    check_indicators(INDICATORS, (*PUBLISHED_TABLES, *CANONICAL_TABLES))


def test_a_column_that_is_not_declared_is_named_with_the_nearest() -> None:
    said = complaint(with_part(rows("school_activity", "netwrk")))
    assert said == (
        f"{CATALOGUE}network_share.numerator[0]: колонки «netwrk» в таблице school_activity нет; "
        "похоже на «network»"
    )


def test_a_column_of_the_aggregate_and_of_the_guard_is_looked_up_too() -> None:
    assert "колонки «pupls»" in complaint(with_part(total("social_passport", "pupls")))
    assert "колонки «stge»" in complaint(with_part(rows("olympiad_result", within="stge = 'school'")))


def test_a_table_that_is_not_declared_is_named_with_the_nearest() -> None:
    said = complaint(with_part(rows("school_activty")))
    assert (
        said
        == f"{CATALOGUE}network_share.numerator[0]: таблицы «school_activty» нет; похоже на «school_activity»"
    )


def test_a_predicate_that_is_no_sql_is_named_by_its_part() -> None:
    assert "network_share.numerator[0]: запись не читается" in complaint(
        with_part(rows("school_activity", "network AND"))
    )


def test_two_indicators_with_one_id_are_told_with_both_titles() -> None:
    said = complaint(NETWORK, replace(NETWORK, title_ru="Другой показатель"))
    assert said == (
        f"{CATALOGUE}network_share: идентификатор стоит дважды, "
        f"«{NETWORK.title_ru}» и «Другой показатель»; ожидается свой у каждого"
    )


def test_all_mistakes_of_the_catalogue_are_told_at_once() -> None:
    said = complaint(NETWORK, NETWORK, with_part(rows("school_activity", "netwrk")))
    assert "ошибок – 3." in said


@pytest.mark.parametrize(
    ("indicators", "said"),
    [
        ((with_part(rows("school_activity", "netwrk")),), "похоже на «network»"),
        ((NETWORK, NETWORK), "network_share: идентификатор стоит дважды"),
    ],
)
def test_a_run_over_a_wrong_catalogue_stops_with_a_sentence(
    home: Path, monkeypatch: pytest.MonkeyPatch, indicators: tuple[Indicator, ...], said: str
) -> None:
    monkeypatch.setattr(opened, "INDICATORS", indicators)
    assert said in stopped(home)


# ------------------------------------------------------------------------------------- the home folder


def test_a_target_for_an_unknown_indicator_names_file_key_line_and_the_nearest(home: Path) -> None:
    change(home, "indicator: tutoring_share", "indicator: tutorng_share")
    lines = (home / "programme.yaml").read_text(encoding="utf-8").splitlines()
    line = 1 + lines.index("    indicator: tutorng_share")
    said = stopped(home)
    assert "programme.yaml: ошибок – 1." in said
    assert (
        f"targets[3].indicator (строка {line}): стоит «tutorng_share»; ожидается показатель из каталога; "
        "похоже на «tutoring_share»"
    ) in said


def test_a_year_outside_the_programme_is_told_with_the_nearest(home: Path) -> None:
    change(home, "targets: {2019: 1, 2020: 1, 2021: 2, 2022: 2}", "targets: {2019: 1, 2028: 2}")
    said = stopped(home)
    assert "targets[0].targets.2028" in said
    assert "год из ключа years: 2018, 2019, 2020, 2021, 2022, 2023; похоже на «2023»" in said


def test_a_school_in_two_groups_of_a_year_is_told_by_its_line(home: Path) -> None:
    with (home / "reference/programme_schools.csv").open("a", encoding="utf-8") as stream:
        stream.write("2021,s02,adverse\n")
    # a header and two schools in each of six years stand before it
    said = stopped(home)
    assert "programme_schools.csv, строка 14, колонка group: стоит «adverse»" in said
    assert "для обеих групп есть значение both" in said


def test_a_group_that_does_not_exist_is_told_with_the_nearest(home: Path) -> None:
    with (home / "reference/programme_schools.csv").open("a", encoding="utf-8") as stream:
        stream.write("2021,s01,low_result\n")
    assert "ожидается low_results | adverse | both; похоже на «low_results»" in stopped(home)
