"""Where everything lies and which options are on, read once from the environment.

Belongs here: paths of the home folder and options of a run. Does not belong here: what the programme
says (``programme.yaml``) or what a form looks like (``sources/``).
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

_MOST_PROCESSES = 4


def _cores() -> int:
    """Count the cores this process may use, as far as more of them make a run of some years faster."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, _MOST_PROCESSES)


CHECKOUT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Home:
    """The home folder: every path of the contract, section 1, and nothing computed from them."""

    root: Path

    @property
    def inbox(self) -> Path:
        """Workbooks as they came, one folder per reporting year."""
        return self.root / "inbox"

    @property
    def programme(self) -> Path:
        """The approved document as data."""
        return self.root / "programme.yaml"

    @property
    def reference(self) -> Path:
        """Register of schools, scales, minimums, ledgers."""
        return self.root / "reference"

    @property
    def store(self) -> Path:
        """Canonical tables as Parquet, one file per table and year."""
        return self.root / "store"

    @property
    def quarantine(self) -> Path:
        """Rejected rows with their rule ids."""
        return self.root / "quarantine"

    @property
    def returned(self) -> Path:
        """Marked copies of workbooks with findings, one folder per year."""
        return self.root / "returned"

    @property
    def reports(self) -> Path:
        """Reports, one folder per year."""
        return self.root / "reports"

    @property
    def public(self) -> Path:
        """The static site that may be published."""
        return self.root / "public"

    @property
    def published(self) -> Path:
        """The analysts' database, dictionary and earlier releases."""
        return self.root / "published"

    @property
    def database(self) -> Path:
        """The one file that analysts query."""
        return self.published / "shnor.duckdb"

    @property
    def releases(self) -> Path:
        """The last releases, a folder each."""
        return self.published / "releases"

    @property
    def gate_page(self) -> Path:
        """Results of the release gate, of the last database that was put to it."""
        return self.published / "quality" / "index.html"

    @property
    def lock(self) -> Path:
        """Held by the one process that writes to this folder."""
        return self.root / ".lock"

    @property
    def dagster(self) -> Path:
        """``DAGSTER_HOME`` unless the environment names another."""
        return self.root / ".dagster"


class Settings(BaseSettings):
    """Options of a run, from ``SHNOR_*`` variables.

    Attributes:
        home: Home folder; the checkout's ``data/`` unless ``SHNOR_HOME`` is set.
        key_file: Secret of the person keys; ``<home>/.key`` unless ``SHNOR_KEY_FILE`` is set.
        extra_sources: A further folder of input forms beside the shipped ones.
        engine: Engine of the indicator scans.
        wait_s: Seconds that a run waits for another one that writes to the same home folder.
        processes: Processes that share the work of a run, some 700 MiB each; by default one for each core, at
            most four.
        unattended: Whether schedules and the watch over the inbox are on when Dagster starts; a long-running
            service has them on, a desk has them off until they are switched on in the UI.
        smtp_host: Server that sends the summary of a run; none by default, then it is only written to a file.
        smtp_port: Its port.
        smtp_from: Sender's address.
        smtp_to: Addresses, separated by commas.
        smtp_user: Name to log in with; none by default.
        smtp_password: Password to log in with.
        smtp_starttls: Whether the connection is encrypted.
    """

    model_config = SettingsConfigDict(env_prefix="SHNOR_", frozen=True, extra="ignore")

    home: Path = CHECKOUT / "data"
    key_file: Path | None = None
    extra_sources: Path | None = None
    engine: Literal["duckdb"] = "duckdb"
    wait_s: float = 600
    processes: int = Field(default_factory=_cores, ge=1)
    unattended: bool = False
    smtp_host: str | None = None
    smtp_port: int = 25
    smtp_from: str = ""
    smtp_to: str = ""
    smtp_user: str | None = None
    smtp_password: SecretStr = SecretStr("")
    smtp_starttls: bool = False

    @property
    def paths(self) -> Home:
        """All paths of the home folder."""
        return Home(self.home.resolve())

    @property
    def key_path(self) -> Path:
        """Where the secret of the person keys lies."""
        return self.key_file or self.paths.root / ".key"
