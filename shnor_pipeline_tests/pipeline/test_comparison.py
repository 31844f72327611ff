"""Comparisons through the chain: tables of the store and of the database, and ``shnor clusters``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
from typer.testing import CliRunner

from shnor_pipeline import chain
from shnor_pipeline.cli import app
from shnor_pipeline.run import _compute
from shnor_pipeline.tables import COMPARISON_TABLES
from shnor_pipeline_tests import builders as b

if TYPE_CHECKING:
    from pathlib import Path

CODES = [f"16300{number}" for number in range(1, 7)]
SCHOOLS = [
    (f"s0{number}", f"СОШ №{number}", "school", "town" if number < 4 else "rural", code)
    for number, code in enumerate(CODES, start=1)
]


def computed(home: Path, *years: int) -> Path:
    """Run the chain without the reports, which have nothing to do with this and take their time."""
    workspace = b.workspace(home)
    for year in years:
        chain.take_in_year(workspace, year)
    _compute(workspace, years, years, lambda _stage: None)
    chain.publish_all(workspace)
    return home


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two years of six schools; the sixth has no social passport."""
    home = b.home(tmp_path_factory.mktemp("comparison") / "home", SCHOOLS)
    for year in (2021, 2022):
        inbox = home / "inbox" / str(year)
        b.workbook(inbox / "vpr.xlsx", Лист1=[b.VPR_MARKS, *(_marks(code, year) for code in CODES)])
        b.workbook(
            inbox / "passport.xlsx", Лист1=[b.PASSPORT, *(_passport(code, year) for code in CODES[:5])]
        )
        b.workbook(inbox / "pupils.xlsx", Лист1=[b.CONTINGENT, *(_contingent(each, year) for each in CODES)])
    return computed(home, 2021, 2022)


def _marks(code: str, year: int) -> tuple[Any, ...]:
    twos = int(code[-1]) + year % 2
    return (code, "", 5, "Математика", 30, twos, 10, 15 - twos, 5)


def _contingent(code: str, year: int) -> tuple[Any, ...]:
    pupils = 30 + int(code[-1]) + year % 2
    return (code, 9, pupils, 0, 0, pupils)


def _passport(code: str, year: int) -> tuple[Any, ...]:
    share = int(code[-1])
    return (code, 100, 10 + share + year % 2, 20, 30 + share, share, share, 80)


def rows(home: Path, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(home / "published/shnor.duckdb", read_only=True) as connection:
        return connection.sql(query).fetchall()


@pytest.mark.parametrize("table", [spec.name for spec in COMPARISON_TABLES])
def test_every_table_is_published_and_has_rows(home: Path, table: str) -> None:
    assert rows(home, f"FROM {table} WHERE year = 2022")


def test_a_school_stands_beside_the_rest_of_its_cluster(home: Path) -> None:
    query = (
        "SELECT others_numerator, others_denominator, others_schools FROM cluster_comparison "
        "WHERE year = 2022 AND indicator_id = 'vpr_pass_share' AND school_id = 's01'"
    )
    assert rows(home, query) == [(55, 60, 2)]  # s02: 28 of 30, s03: 27 of 30


def test_the_effect_compares_with_the_first_year_of_the_list(home: Path) -> None:
    # builders list s02 and s03 from 2018 on, of which nothing is in the store
    assert rows(home, "SELECT DISTINCT base_year, claim FROM programme_effect") == [(2018, "no_data")]


def test_the_date_of_the_order_is_kept_with_the_clusters(tmp_path: Path) -> None:
    home = b.home(tmp_path / "home")
    lines = ["year,school_id,cluster_id,cluster_title,order_date"]
    lines += [f"2021,s0{each},town,Городские школы,2021-09-01" for each in (1, 2)]
    (home / "reference/clusters.csv").write_text("\n".join(lines), encoding="utf-8")
    b.workbook(home / "inbox/2021/a.xlsx", Лист1=[b.OGE, b.pupil("163001", "Иванов", "Математика", 5)])
    computed(home, 2021)
    found = rows(home, "SELECT cluster_id, schools, stated, order_date FROM cluster ORDER BY 1")
    assert found == [
        ("rural_basic", 1, False, None),
        ("rural_primary", 1, False, None),
        ("town", 2, True, "2021-09-01"),
    ]


def clusters(home: Path, *arguments: str) -> Any:
    return CliRunner().invoke(app, ["clusters", "--home", str(home), *arguments])


def test_the_command_prints_groups_peers_and_who_was_left_out(home: Path) -> None:
    done = clusters(home, "--year", "2022")
    assert done.exit_code == 0, done.stderr
    for words in ("Силуэт", "Устойчивость", "СОШ №2 (", "Не вошла: СОШ №6", "Ничего не записано"):
        assert words in done.stdout


def test_json_holds_the_same(home: Path) -> None:
    found = json.loads(clusters(home, "--year", "2022", "--groups", "2", "--json").stdout)
    assert found["groups"] == 2
    assert [each["school_id"] for each in found["schools"]] == ["s01", "s02", "s03", "s04", "s05"]
    assert found["left_out"][0]["school_id"] == "s06"
    assert found["written"] is None


def test_a_written_proposal_is_read_as_clusters_and_never_overwrites(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "clusters.csv"
    assert clusters(home, "--year", "2022", "--groups", "2", "--write", str(path)).exit_code == 0
    written = path.read_text(encoding="utf-8")
    assert written.splitlines()[0] == "year,school_id,cluster_id,cluster_title"
    assert written.splitlines()[1].startswith("2022,s01,group_1,")
    again = clusters(home, "--year", "2022", "--write", str(path))
    assert again.exit_code == 2
    assert path.read_text(encoding="utf-8") == written


def test_a_year_that_is_not_there_is_named(home: Path) -> None:
    done = clusters(home, "--year", "2019")
    assert done.exit_code == 2
    assert "Года 2019 в хранилище нет, есть: 2021, 2022" in done.stderr


def test_too_few_schools_for_the_groups_are_said(home: Path) -> None:
    done = clusters(home, "--year", "2022", "--groups", "6")
    assert done.exit_code == 1
    assert "для 6 групп нужно не меньше 7" in done.stderr
