"""Schools are compared with targets, their own past and their cluster, and never put in a row.

Source: methodology, section 3, «No ranking»: no place, no league table. The programme's own «рейтинговый
балл» (the pass score of the olympiad) is a threshold and no rank.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import shnor_pipeline
from shnor_pipeline.indicators import INDICATORS
from shnor_pipeline.tables import CANONICAL_TABLES, PUBLISHED_TABLES, TableSpec

PACKAGE = Path(shnor_pipeline.__file__).parent
SPEAKING = ("reporting", "identification", "indicators", "chain", "commands", "release", "orchestration")
"""Folders whose texts a school or an official reads."""
MODULES = [path for folder in SPEAKING for path in sorted((PACKAGE / folder).rglob("*.py"))]
TEMPLATES = sorted((PACKAGE / "reporting").rglob("*.j2"))

COLUMN = re.compile(r"(?:^|_)(?:rank|ranking|rating|league|position_in|place|top|best|worst)(?:_|$)")
TEXT = re.compile(
    r"\bранг|ранжир|рейтинг(?!ов\w* балл)|\b(?:первое|последнее|\d+(?:-е)?) место\b|"
    r"\bместо (?:в|среди|из) |\b(?:лучш|худш)(?:ая|ие|их) школ|\bтоп-?\d|турнирн",
    re.IGNORECASE,
)


def ranks_in(text: str) -> list[str]:
    return [found.group() for found in TEXT.finditer(text)]


def texts_of(path: Path) -> list[str]:
    """Return the strings of a module that are no docstrings: what it can say to anyone."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    constants = (node for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return [node.value for node in constants if isinstance(node.value, str) and id(node) not in docstrings]


@pytest.mark.parametrize("spec", [*PUBLISHED_TABLES, *CANONICAL_TABLES], ids=lambda spec: spec.name)
def test_no_column_is_a_rank(spec: TableSpec) -> None:
    # the best mark of a pupil over all periods compares nobody with anybody
    assert {each.name for each in spec.columns if COLUMN.search(each.name)} <= {"best_mark"}
    assert (
        ranks_in(" ".join([spec.title_ru, spec.description, *(each.title_ru for each in spec.columns)])) == []
    )


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_text_puts_schools_in_a_row(path: Path) -> None:
    assert [found for text in texts_of(path) for found in ranks_in(text)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_page_puts_schools_in_a_row(path: Path) -> None:
    assert ranks_in(path.read_text(encoding="utf-8")) == []


def test_no_indicator_speaks_of_ranks() -> None:
    texts = (f"{each.title_ru} {each.numerator_ru} {each.denominator_ru}" for each in INDICATORS)
    assert [found for text in texts for found in ranks_in(text)] == []


@pytest.mark.parametrize(
    "text", ["Школа заняла 3 место", "место в рейтинге школ", "Ранжирование", "ранг школы", "Топ-10"]
)
def test_a_rank_would_be_seen(text: str) -> None:
    assert ranks_in(text)


@pytest.mark.parametrize(
    "text", ["рейтинговый балл", "Рейтингового балла нет", "Местность", "призовых мест", "вместо этого"]
)
def test_what_is_no_rank_is_let_be(text: str) -> None:
    assert ranks_in(text) == []


@pytest.mark.parametrize(("name", "is_rank"), [("school_rank", True), ("place", True), ("placement", False)])
def test_a_column_of_ranks_would_be_seen(name: str, is_rank: bool) -> None:  # noqa: FBT001
    assert bool(COLUMN.search(name)) is is_rank
