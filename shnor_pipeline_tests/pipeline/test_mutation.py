"""Every kind of error once, harmless changes once, and clean files: the fast part of ``make mutation``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from shnor_pipeline.quality import RULES
from shnor_pipeline_tests.mutation.clean import read_clean, try_harmless
from shnor_pipeline_tests.mutation.harmless import HARMLESS
from shnor_pipeline_tests.mutation.kinds import KINDS, Kind
from shnor_pipeline_tests.mutation.report import Proof
from shnor_pipeline_tests.mutation.run import FEWEST_CLEAN, SEEDS, TABLE
from shnor_pipeline_tests.mutation.sample import clean_sample
from shnor_pipeline_tests.mutation.trial import try_kind

if TYPE_CHECKING:
    from pathlib import Path

SEED = SEEDS[0]
FEWEST_KINDS = 45


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return clean_sample(tmp_path_factory.mktemp("mutation") / "clean", SEED)


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_an_error_is_found_where_it_is_and_nothing_else_is(clean: Path, kind: Kind) -> None:
    trial = try_kind(kind, clean, SEED)
    assert (trial.caught, trial.right, trial.false, trial.before) == (True, True, (), ()), trial.placed


@pytest.mark.parametrize("name", HARMLESS)
def test_a_harmless_change_is_no_finding(clean: Path, name: str) -> None:
    assert try_harmless(name, clean, SEED) == []


def test_clean_files_give_no_finding(clean: Path) -> None:
    files, said = read_clean(clean, range(2020, 2024))
    assert said == []
    assert files >= 40


def test_the_table_lists_exactly_the_kinds_and_the_rules() -> None:
    table = TABLE.read_text(encoding="utf-8")
    of_code = re.findall(r"^\| `(\w+)` \|", table, flags=re.MULTILINE)
    rules = re.findall(r"^\| ([A-Z]\d{3}) \|", table, flags=re.MULTILINE)
    assert sorted(of_code) == sorted([*KINDS, *HARMLESS])
    assert rules == list(RULES)


def test_there_are_kinds_enough() -> None:
    assert len(KINDS) >= FEWEST_KINDS


def test_a_proof_with_too_few_clean_files_does_not_hold() -> None:
    assert not Proof(clean_files=FEWEST_CLEAN - 1).holds(FEWEST_CLEAN)
    assert Proof(clean_files=FEWEST_CLEAN).holds(FEWEST_CLEAN)
