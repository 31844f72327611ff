"""Tiers of the tests, enforced at collection: a test lies in the folder of its tier, nowhere else."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import pytest
from hypothesis import settings

TIERS = {
    "unit": "one function or module, no home folder, no Dagster",
    "pipeline": "a small home folder through the chain or Dagster",
    "golden": "the committed sample and cases worked by hand",
    "architecture": "the shape of the code itself",
    "browser": "documents and pages opened in the real programs",
}
ALONE = "measures time or memory, so nothing else may run beside it"
ROOT = Path(__file__).parent

# A build is judged by the same cases every time; new ones are looked for at the desk.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")


# Tests share the cores among themselves; those about helpers ask for them.
os.environ.setdefault("SHNOR_PROCESSES", "1")

# Thousands of tests and their fixtures live to the end; looking through them again and again frees nothing.
gc.set_threshold(100_000, 50, 50)


def pytest_configure(config: pytest.Config) -> None:
    for tier, meaning in (TIERS | {"alone": ALONE}).items():
        config.addinivalue_line("markers", f"{tier}: {meaning}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        tier = item.path.relative_to(ROOT).parts[0]
        if tier not in TIERS:
            raise pytest.UsageError(f"{item.path}: lies in no tier; tiers: {', '.join(TIERS)}")
        item.add_marker(tier)
