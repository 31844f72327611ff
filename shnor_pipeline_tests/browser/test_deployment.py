"""The files of the long-running service, judged by the programs that read them."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from shnor_pipeline.deployment import write_instance
from shnor_pipeline.settings import CHECKOUT
from shnor_pipeline_tests import builders as b

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DEPLOYMENT = CHECKOUT / "shnor_pipeline/deployment"
UNITS = sorted(DEPLOYMENT.glob("*.service"))
POSTGRES_USERS = ("postgres", "nobody")


def test_systemd_finds_nothing_wrong_with_the_units(tmp_path: Path, find_program: Callable[..., str]) -> None:
    analyze = find_program("systemd-analyze")
    program = tmp_path / "program"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8")
        for name in ("python", "dagster", "dagster-webserver", "dagster-daemon"):
            text = text.replace(f"/opt/shnor/.venv/bin/{name} ", f"{program} ")
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    paths = [str(tmp_path / unit.name) for unit in UNITS]
    done = subprocess.run(
        [analyze, "verify", "--man=no", *paths], capture_output=True, text=True, timeout=60, check=False
    )
    told = [line for line in done.stderr.splitlines() if "shnor" in line or str(tmp_path) in line]
    assert (done.returncode, told) == (0, [])


def test_the_units_stay_on_loopback_and_restart() -> None:
    texts = {unit.stem: unit.read_text(encoding="utf-8") for unit in UNITS}
    assert set(texts) == {"shnor-instance", "shnor-code", "shnor-daemon", "shnor-webserver"}
    for name in ("shnor-code", "shnor-webserver"):
        assert "--host 127.0.0.1" in texts[name]
    running = [text for name, text in texts.items() if name != "shnor-instance"]
    assert all("Restart=on-failure" in text and "Requires=shnor-instance.service" in text for text in running)


def test_logrotate_reads_its_file(tmp_path: Path, find_program: Callable[..., str]) -> None:
    rotate = find_program("logrotate", "/usr/sbin/logrotate")
    logs = tmp_path / "logs"
    logs.mkdir()
    (logs / "daemon.log").write_text("line\n")
    logs.chmod(0o750)
    if os.geteuid() == 0:
        # as systemd leaves them: the folder is of the service, what it has in it of root
        shutil.chown(logs, "nobody")
    text = (DEPLOYMENT / "shnor.logrotate").read_text(encoding="utf-8")
    settings = tmp_path / "shnor.logrotate"
    settings.write_text(text.replace("/var/log/shnor", str(logs)))
    settings.chmod(0o644)
    command = [rotate, "--force", "--state", str(tmp_path / "state"), str(settings)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert {path.name for path in logs.iterdir()} == {"daemon.log", "daemon.log.1"}


def test_history_lies_in_sqlite_until_an_address_is_given(tmp_path: Path) -> None:
    plain = yaml.safe_load(write_instance(tmp_path, postgres=False).read_text(encoding="utf-8"))
    assert plain["telemetry"] == {"enabled": False}
    assert plain["storage"]["custom"]["config"] == {"base_dir": {"env": "DAGSTER_HOME"}}
    given = yaml.safe_load(write_instance(tmp_path, postgres=True).read_text(encoding="utf-8"))
    assert given["storage"] == {"postgres": {"postgres_url": {"env": "DAGSTER_PG_URL"}}}


def test_settings_that_an_engineer_made_their_own_are_kept(tmp_path: Path) -> None:
    own = write_instance(tmp_path, postgres=False)
    own.write_text("telemetry: {enabled: false}\n")
    write_instance(tmp_path, postgres=True)
    assert own.read_text() == "telemetry: {enabled: false}\n"


def test_an_address_without_its_driver_is_refused_with_the_right_one(tmp_path: Path) -> None:
    environment = os.environ | {
        "DAGSTER_HOME": str(tmp_path),
        "DAGSTER_PG_URL": "postgresql://shnor:secret@127.0.0.1/shnor",
    }
    command = [sys.executable, "-m", "shnor_pipeline.deployment.instance"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "postgresql+psycopg2://" in done.stderr
    assert "secret" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def postgres(find_program: Callable[..., str]) -> Iterator[str]:
    """A server of its own, stopped afterwards; it refuses to be run by root, so another user runs it."""
    found = [str(path) for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    folder = Path(find_program("initdb", *found)).resolve().parent
    names = {entry.pw_name for entry in pwd.getpwall()}
    user = next(name for name in POSTGRES_USERS if name in names) if os.geteuid() == 0 else None
    place = Path(tempfile.mkdtemp(prefix="shnor-pg-"))
    if user is not None:
        shutil.chown(place, user)

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [folder / program, "-D", place / "data", *arguments],
            cwd=place,
            user=user,
            stdout=subprocess.DEVNULL,
            timeout=60,
            check=True,
        )

    port = free_port()
    run("initdb", "--username=shnor", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync")
    options = f"-p {port} -k {place} -c listen_addresses=127.0.0.1 -c fsync=off"
    run("pg_ctl", "-o", options, "-l", str(place / "log"), "-w", "start")
    try:
        yield f"postgresql://shnor@127.0.0.1:{port}/postgres"
    finally:
        run("pg_ctl", "-m", "immediate", "-w", "stop")
        shutil.rmtree(place)


def test_with_an_address_the_history_lies_in_postgresql(tmp_path: Path, postgres: str) -> None:
    import psycopg2  # noqa: PLC0415 - of the extra `postgres`

    home, dagster_home = b.home(tmp_path / "home"), tmp_path / "dagster"
    b.workbook(home / "inbox/2021/a.xlsx", Лист1=[b.OGE, b.pupil("163001", "Иванов", "Математика", 5)])
    environment = os.environ | {
        "SHNOR_HOME": str(home),
        "DAGSTER_HOME": str(dagster_home),
        "DAGSTER_PG_URL": postgres.replace("postgresql:", "postgresql+psycopg2:"),
    }

    def run(*arguments: str) -> None:
        done = subprocess.run(
            [sys.executable, "-m", *arguments],
            cwd=CHECKOUT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stderr

    run("shnor_pipeline.deployment.instance")
    selection = ("--select", "school_year", "--partition", "2021", "-m", "shnor_pipeline.definitions")
    run("dagster", "asset", "materialize", *selection)
    connection = psycopg2.connect(postgres)
    with connection, connection.cursor() as cursor:
        cursor.execute("SELECT status FROM runs")
        assert cursor.fetchall() == [("SUCCESS",)]
    connection.close()
    assert list(dagster_home.rglob("*.db")) == []
