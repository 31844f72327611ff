"""Real programs for the tests of this folder: a browser, an office suite, tools to look into PDF.

A missing program skips its tests with a reason; with ``SHNOR_REQUIRE_BROWSERS=1`` it fails them, so that a
machine that should have them can't pass by skipping.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

REQUIRED = "SHNOR_REQUIRE_BROWSERS"
TIME_LIMIT_S = 180
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
OFFICES = ("soffice", "libreoffice")
QUIET = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


def program(*names: str) -> str:
    """Find a program by the first of its names that the machine knows."""
    for name in names:
        found = shutil.which(name)
        if found:
            return found
    reason = f"none of {', '.join(names)} is installed"
    if os.environ.get(REQUIRED) == "1":
        pytest.fail(f"{reason}, and {REQUIRED}=1")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def find_program() -> Callable[..., str]:
    """Find a program, or skip, or fail where it must be there."""
    return program


@pytest.fixture(scope="session")
def browse(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., str]:
    """Open a page in a browser that reaches no network; what the browser prints is returned."""
    executable = program(*BROWSERS)

    def run(page: Path, *options: str) -> str:
        profile = tmp_path_factory.mktemp("profile")
        # Nothing listens on port 9 of this machine: whatever the page asked of the network would fail.
        offline = ("--proxy-server=127.0.0.1:9", f"--user-data-dir={profile}")
        done = subprocess.run(
            [executable, *QUIET, *offline, *options, page.as_uri()],
            capture_output=True,
            text=True,
            timeout=TIME_LIMIT_S,
            check=True,
        )
        return done.stdout

    return run


@pytest.fixture(scope="session")
def to_pdf(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Path]:
    """Convert an office document to PDF with a profile of its own."""
    executable = program(*OFFICES)
    profile = tmp_path_factory.mktemp("office")

    def convert(document: Path) -> Path:
        subprocess.run(
            [
                executable,
                f"-env:UserInstallation={profile.as_uri()}",
                *("--headless", "--convert-to", "pdf", "--outdir", str(document.parent), str(document)),
            ],
            capture_output=True,
            timeout=TIME_LIMIT_S,
            check=True,
        )
        return document.with_suffix(".pdf")

    return convert


@pytest.fixture(scope="session")
def pages_of() -> Callable[[Path], list[str]]:
    """Read the text of every page of a PDF."""
    executable = program("pdftotext")

    def read(pdf: Path) -> list[str]:
        done = subprocess.run(
            [executable, "-layout", str(pdf), "-"], capture_output=True, timeout=TIME_LIMIT_S, check=True
        )
        return done.stdout.decode().split("\f")[:-1]

    return read
