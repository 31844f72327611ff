"""``make bench``: time of the chain by stage, against bare reading of the same files in the same run.

Belongs here: measuring and printing. Does not belong here: limits (the tests have them).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from shnor_pipeline.settings import CHECKOUT

SUFFIXES = {".xlsx", ".xls", ".ods"}


def main() -> None:
    """Run the committed sample from a cold process and print the table."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        for name in ("inbox", "reference"):
            shutil.copytree(CHECKOUT / "data" / name, home / name)
        shutil.copy(CHECKOUT / "data" / "programme.yaml", home)
        bare, files = bare_reading(home / "inbox")
        cold, stages = cold_run(home)
    sys.stdout.write(f"{'stage':<22}{'seconds':>9}{'x bare reading':>16}\n")
    sys.stdout.write(f"{'bare calamine':<22}{bare:>9.2f}{1.0:>16.1f}   ({files} files)\n")
    for stage, seconds in (*stages.items(), ("cold process, whole", cold)):
        sys.stdout.write(f"{stage:<22}{seconds:>9.2f}{seconds / bare:>16.1f}\n")


def bare_reading(inbox: Path) -> tuple[float, int]:
    """Read every cell of every workbook with calamine and do nothing with it; best of three."""
    paths = sorted(path for path in inbox.rglob("*") if path.suffix in SUFFIXES)
    times = []
    for _ in range(3):
        started = time.perf_counter()
        for path in paths:
            try:
                workbook = CalamineWorkbook.from_path(path)
                for name in workbook.sheet_names:
                    workbook.get_sheet_by_name(name).to_python()
            except CalamineError:  # two files of the sample are broken on purpose
                continue
        times.append(time.perf_counter() - started)
    return min(times), len(paths)


def cold_run(home: Path) -> tuple[float, dict[str, float]]:
    """Run ``shnor run`` as a new process; return wall seconds and seconds by stage."""
    environment = os.environ | {"SHNOR_HOME": str(home)}
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "shnor_pipeline", "run", "--json"],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return time.perf_counter() - started, json.loads(done.stdout)["seconds"]


if __name__ == "__main__":
    main()
