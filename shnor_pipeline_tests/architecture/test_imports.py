"""Dependencies point one way."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import shnor_pipeline

PACKAGE = Path(shnor_pipeline.__file__).parent
MAY_IMPORT = {
    "spelling": set(),
    "person_names": set(),
    "settings": set(),
    "canonical_zip": set(),
    "references": set(),
    "figures": set(),
    "programme": set(),
    "tables": set(),
    "store": {"tables"},
    "reference": {"spelling"},
    "quality": {"tables", "spelling", "canonical_zip", "person_names"},
    "ingest": {"tables", "reference", "quality", "spelling", "person_names"},
    "sources": {"tables", "reference", "quality", "spelling", "ingest"},
    "forms": {"tables", "reference", "ingest", "spelling", "canonical_zip"},
    "indicators": {"tables", "reference", "programme"},
    "measures": {"tables", "programme"},
    "identification": {"tables", "reference", "programme", "indicators"},
    "submissions": {"tables", "reference", "programme"},
    "provenance": {"tables", "references", "indicators"},
    "comparison": {"tables", "indicators", "figures"},
    "profile": {"tables", "figures"},
    "disclosure": set(),
    "reporting": {"tables", "programme", "canonical_zip", "figures", "references"},
    "release": {"tables", "quality", "store", "person_names", "figures"},
    "sample": {"canonical_zip", "programme"},
    "deployment": {"settings", "store"},
}
"""Which parts a part may know; what is not named here (chain, commands, orchestration) ties them together."""

OPEN_INSIDES = {"tables", "quality", "ingest", "programme"}
"""Parts whose modules, and not only the package, are made for use by others (named words, rules, shaping)."""


def imported(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    return names


def part_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


MODULES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_what_its_part_may_know(path: Path) -> None:
    part = part_of(path)
    if part not in MAY_IMPORT:
        return
    known = {name.split(".")[1] for name in imported(path) if name.startswith("shnor_pipeline.")}
    known -= {
        each for each in known if not (PACKAGE / each).exists() and not (PACKAGE / f"{each}.py").exists()
    }
    assert known - {part} <= MAY_IMPORT[part]


def test_every_folder_has_its_place_in_the_order() -> None:
    folders = {path.name for path in PACKAGE.iterdir() if path.is_dir() and not path.name.startswith("__")}
    assert folders - set(MAY_IMPORT) == {"chain", "commands", "orchestration"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_orchestration_and_definitions_know_dagster(path: Path) -> None:
    if part_of(path) in {"orchestration", "definitions"}:
        return
    assert not {name for name in imported(path) if name.split(".")[0] == "dagster"}


def test_the_order_has_no_circles() -> None:
    seen: set[str] = set()
    while set(MAY_IMPORT) - seen:
        free = {part for part, known in MAY_IMPORT.items() if part not in seen and known <= seen}
        assert free, f"circle among {set(MAY_IMPORT) - seen}"
        seen |= free


@pytest.mark.parametrize(
    "heavy", ["great_expectations", "openpyxl", "docx", "vl_convert", "scipy", "sklearn"]
)
def test_loading_the_definitions_does_not_wait_for_what_one_step_needs(heavy: str, tmp_path: Path) -> None:
    code = f"import sys, shnor_pipeline.chain; sys.exit({heavy!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=False).returncode == 0


def test_looking_at_a_table_does_not_load_what_is_there_for_tests(tmp_path: Path) -> None:
    code = (
        "import sys; from shnor_pipeline.tables import FINDING; FINDING.schema.validate(FINDING.frame());"
        "loaded = 'hypothesis' in sys.modules; import hypothesis; sys.exit(loaded)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=False).returncode == 0
