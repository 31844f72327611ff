"""The text of the repository speaks of the project alone."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

import shnor_pipeline

PACKAGE = Path(shnor_pipeline.__file__).parent
ROOT = PACKAGE.parent
MODULES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_functions_fit_in_the_eye(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    long = [node.name for node in functions if (node.end_lineno or 0) - node.lineno + 1 > 60]
    assert long == []


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip("not a git checkout: the list of tracked files is unknown")
    return [ROOT / name for name in listed.stdout.splitlines()]


def test_no_machine_path_registry_host_or_unfinished_mark() -> None:
    words = [
        "/ro" + "ot/",
        "/ho" + "me/[a-z]",
        "pythonhos" + "ted",
        "pypi" + r"\.org",
        "TO" + "DO",
        "FIX" + "ME",
    ]
    forbidden = re.compile("|".join(words))
    texts = [
        path
        for path in tracked()
        if path.suffix in {".py", ".md", ".toml", ".yaml", ".txt", ".j2", ".csv", ""}
    ]
    found = [
        path.name for path in texts if path.is_file() and forbidden.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_no_rank_is_ever_computed() -> None:
    ranking = re.compile(
        r"\b(?:rank|dense_rank|row_number|percent_rank)\s*\(|место в рейтинге", re.IGNORECASE
    )
    found = [path.name for path in MODULES if ranking.search(path.read_text(encoding="utf-8"))]
    assert found == []
