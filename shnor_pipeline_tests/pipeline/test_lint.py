"""``shnor lint``: contradictions of any programme file, for people and for programs."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

import duckdb
import pytest
from typer.testing import CliRunner

from shnor_pipeline import chain
from shnor_pipeline.cli import app
from shnor_pipeline.programme import BAVLY_2021
from shnor_pipeline.tables import PROGRAMME_CONTRADICTION
from shnor_pipeline_tests import builders as b
from shnor_pipeline_tests import programme_builders as p

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result


def shnor(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def test_a_programme_without_contradictions_ends_well(tmp_path: Path) -> None:
    done = shnor("lint", str(p.write(tmp_path / "other.yaml")))
    assert done.exit_code == 0
    assert "Программа Заречья\nПротиворечий не найдено." in done.stdout


def test_seeded_contradictions_of_another_programme_are_found_and_nothing_else(tmp_path: Path) -> None:
    seeds = set(p.SEEDS) - {"S003"}  # changes the statement that S002 changes
    file = p.write(tmp_path / "other.yaml", *(p.SEEDS[rule] for rule in sorted(seeds)))
    done = shnor("lint", str(file), "--json")
    assert done.exit_code == 3
    assert Counter(each["rule_id"] for each in json.loads(done.stdout)) == dict.fromkeys(seeds, 1)


def test_the_programme_of_the_home_folder_is_the_default(tmp_path: Path) -> None:
    done = shnor("lint", "--home", str(b.home(tmp_path / "home")))
    assert done.exit_code == 3
    assert "5 = 4 % → знаменатель 125" in done.stdout.replace("\u00a0", " ")
    assert done.stdout.endswith("Противоречий: 53.\n")


def test_the_result_as_json_has_every_fact(tmp_path: Path) -> None:
    done = shnor("lint", str(p.write(tmp_path / "other.yaml", p.SEEDS["M002"])), "--json")
    (found,) = json.loads(done.stdout)
    assert found == {
        "rule_id": "M002",
        "title_ru": "План, который складывается по годам, равен их сумме",
        "clauses": ["мера III 1.2"],
        "said_ru": "слова: мера III 1.2. III 1.2: план 7 (2022 – 2, 2023 – 2, 2024 – 2)",
        "arithmetic_ru": "2 + 2 + 2 = 6, а не 7",
        "consequence_ru": "Выполнение каждого года – по плану этого года.",
    }


@pytest.mark.parametrize(
    ("text", "named"), [("demo: maybe", "demo"), ("targets: [", "строка 2"), ("", "весь файл")]
)
def test_a_file_that_is_no_programme_is_explained_without_a_traceback(
    tmp_path: Path, text: str, named: str
) -> None:
    file = tmp_path / "broken.yaml"
    file.write_text(text, encoding="utf-8")
    done = shnor("lint", str(file))
    assert done.exit_code == 1
    assert named in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    assert shnor("lint", str(tmp_path / "no.yaml")).exit_code == 2


def test_a_home_without_a_programme_is_explained(tmp_path: Path) -> None:
    done = shnor("lint", "--home", str(tmp_path))
    assert done.exit_code == 1
    assert "такого файла нет" in done.stderr


def test_contradictions_are_a_table_of_the_release(tmp_path: Path) -> None:
    release = chain.publish_all(b.workspace(b.home(tmp_path / "home")))
    with duckdb.connect(str(release.path), read_only=True) as connection:
        rows = connection.sql("SELECT rule_id, number FROM programme_contradiction").fetchall()
    assert len(rows) == 53
    assert Counter(rule for rule, _ in rows)["T001"] == 13
    assert [number for rule, number in rows if rule == "D003"] == [1, 2, 3, 4]


def test_rows_of_the_table_obey_its_declaration() -> None:
    frame = chain.compute_contradictions(chain.open_programme(BAVLY_2021))
    PROGRAMME_CONTRADICTION.schema.validate(frame)
    assert not frame.duplicated(list(PROGRAMME_CONTRADICTION.key)).any()
