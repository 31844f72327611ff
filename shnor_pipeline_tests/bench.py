"""``make bench``: time of the chain by stage, against bare reading of the same files in the same run.

Belongs here: measuring and printing. Does not belong here: limits (the tests have them).
"""

from __future__ import annotations

import itertools
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import vl_convert
from openpyxl import Workbook
from python_calamine import CalamineError, CalamineWorkbook

from shnor_pipeline import chain
from shnor_pipeline.reporting.pages.drawing import trend
from shnor_pipeline.reporting.pages.shell import parts_of_pages
from shnor_pipeline.sample import write_sample
from shnor_pipeline.settings import CHECKOUT
from shnor_pipeline_tests import bench_desk, bench_scale
from shnor_pipeline_tests import builders as b
from shnor_pipeline_tests.bench_desk import desk_times

if TYPE_CHECKING:
    from shnor_pipeline.reporting.model import IndicatorLine, Report

SUFFIXES = {".xlsx", ".xls", ".ods"}
TIMES = 7
PUPILS, TASKS, SCHOOLS = 27_000, 22, 300
LAST_YEAR, SEVEN, REGION, DRAWN = 2023, 7, 1400, 10
EXPORT = "Проведение работы по математике, 4 класс. ВПР 2021.xlsx"


def main() -> None:
    """Run the committed sample from a cold process, two large inboxes, pages of a region; print tables."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        for name in ("inbox", "reference"):
            shutil.copytree(CHECKOUT / "data" / name, home / name)
        shutil.copy(CHECKOUT / "data" / "programme.yaml", home)
        bare, files = bare_reading(home / "inbox")
        cold, stages = cold_run(home)
        pages_of_region(b.workspace(home))
        asked = list(desk_times(home, Path(folder) / "dagster"))
    sys.stdout.write(f"{'stage':<22}{'seconds':>9}{'x bare reading':>16}\n")
    sys.stdout.write(f"{'bare calamine':<22}{bare:>9.2f}{1.0:>16.1f}   ({files} files)\n")
    for stage, seconds in (*stages.items(), ("cold process, whole", cold)):
        sys.stdout.write(f"{stage:<22}{seconds:>9.2f}{seconds / bare:>16.1f}\n")
    sys.stdout.write(f"\nthe sample in Dagster, nothing made before (best of {bench_desk.TIMES})\n")
    for what, seconds in asked:
        sys.stdout.write(f"{what:<22}{seconds:>9.2f}\n")
    sys.stdout.write(
        f"\nread, map, validate and store (best of {TIMES}, imports done, nothing in the store)\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        large("export 27,000 x 32", pupil_export(Path(folder) / "export"), 2.0)
        large("200 school workbooks", school_workbooks(Path(folder) / "schools"), 2.5)
    bench_scale.report()


def pages_of_region(workspace: chain.Workspace) -> None:
    """Time the sheets of schools with six years of values; say what those of 1,400 schools would take.

    Reading grows with the rows and writing with the pages, so both are multiplied by the number of schools;
    what is done once whatever their number is multiplied too, which makes the answer an upper limit.
    """
    seconds = [time.process_time()]
    report = chain.report_of_year(workspace, LAST_YEAR)
    seconds.append(time.process_time())
    site = chain.site_of_year(workspace, report)
    seconds.append(time.process_time())
    sheets = [chain.write_school_pages(workspace, site) for _ in range(SEVEN)]
    seconds.append(time.process_time())
    model, tables, pages = (ended - started for started, ended in itertools.pairwise(seconds))
    size = sum(page.stat().st_size for page in sheets[0]) / len(report.schools)
    written = SEVEN * len(report.schools)
    whole = (model + tables) * REGION / len(report.schools) + pages * REGION / written
    sys.stdout.write(f"\nsheets of schools, seconds of one processor ({len(report.schools)} schools)\n")
    for title, spent in (("model", model), ("tables", tables), (f"{written} sheets", pages)):
        sys.stdout.write(f"{title:<22}{spent:>9.2f}\n")
    sys.stdout.write(
        f"{REGION:,} schools, at most{whole:>8.2f}   (limit 300; {size / 1024:.0f} KB a sheet)\n"
    )
    drawings(report)


def drawings(report: Report) -> None:
    """Time a line over the years drawn by the template and by Vega, and weigh both."""
    lines = [line for line in report.indicators if trend(line, report.years)]
    started = time.process_time()
    drawn = [trend_svg(line, report.years) for line in lines]
    ours = (time.process_time() - started) / len(lines)
    started = time.process_time()
    vega = [vega_svg(line) for line in lines[:DRAWN]]
    theirs = (time.process_time() - started) / len(vega)
    sizes = [sum(map(len, each)) / len(each) / 1024 for each in (drawn, vega)]
    sys.stdout.write(f"{'a drawing, template':<22}{1000 * ours:>9.2f} ms   {sizes[0]:.1f} KB\n")
    sys.stdout.write(f"{'a drawing, Vega':<22}{1000 * theirs:>9.2f} ms   {sizes[1]:.1f} KB\n")


def trend_svg(line: IndicatorLine, years: tuple[int, ...]) -> str:
    """Draw as the pages do."""
    return str(parts_of_pages().trend_svg(trend(line, years), "trend"))


def vega_svg(line: IndicatorLine) -> str:
    """Draw the same line, its intervals and its dots with Vega."""
    rows = [
        {"year": str(year), "value": value.value, "low": value.ci_low, "high": value.ci_high}
        for year, value in line.values.items()
    ]
    amount = {"type": "quantitative"}
    line_of_years = {"mark": {"type": "line", "point": True}, "encoding": {"y": {"field": "value", **amount}}}
    intervals = {"mark": "rule", "encoding": {"y": {"field": "low", **amount}, "y2": {"field": "high"}}}
    chart = {
        "data": {"values": rows},
        "encoding": {"x": {"field": "year", "type": "ordinal"}},
        "layer": [line_of_years, intervals],
    }
    return str(vl_convert.vegalite_to_svg(chart))


def large(title: str, home: Path, limit: float) -> None:
    """Time the intake of a home folder and, in turn with it, bare reading; then with nothing changed."""
    workspace = b.workspace(home)
    chain.take_in_year(workspace, 2021)
    times, bare_times = [], []
    for _ in range(TIMES):
        seconds, files = bare_reading(home / "inbox", times=1)
        bare_times.append(seconds)
        for written in ("store", "quarantine"):
            shutil.rmtree(home / written)
        times.append(timed(workspace))
    again, ratio = timed(workspace), min(times) / min(bare_times)
    sys.stdout.write(
        f"{title:<22}{min(times):>9.2f}{ratio:>16.2f}   "
        f"(limit {limit}: {'met' if ratio <= limit else 'NOT MET'}; bare {min(bare_times):.2f}, "
        f"{files} files; unchanged {again:.2f})\n"
    )


def timed(workspace: chain.Workspace) -> float:
    """Take 2021 in; return seconds."""
    started = time.perf_counter()
    chain.take_in_year(workspace, 2021)
    return time.perf_counter() - started


def pupil_export(root: Path) -> Path:
    """Write a home with one pupil-level ВПР export: 27,000 rows, 32 columns, texts shared as offices do."""
    schools = [(f"s{i:03d}", f"МБОУ СОШ №{i}", "school", "town", str(163000 + i)) for i in range(SCHOOLS)]
    b.home(root, schools)
    draw = random.Random(1)  # noqa: S311 - figures of a measurement
    header = [*b.VPR_EXPORT[:-1], *(f"балл за {task + 1}" for task in range(TASKS)), "Учебник"]
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(header)
    for pupil in range(PUPILS):
        absent = draw.random() < 0.05
        tasks = ["X" if absent else draw.choice((0, 0, 1)) for _ in range(TASKS)]
        score = None if absent else min(20, sum(int(task) for task in tasks))
        login, number = f"edu{163000 + pupil % SCHOOLS}", pupil // SCHOOLS
        who = [login, "город", number + 1, f"{1000 + number}", str(draw.choice((3, 4, 5))), draw.choice("мж")]
        variant = "отсутствовал" if absent else draw.choice("12")
        sheet.append([*who, "4" + draw.choice("АБВ"), variant, score, *tasks, "Моро"])
    path = root / "inbox/2021" / EXPORT
    path.parent.mkdir(parents=True)
    book.save(path)
    return root


def school_workbooks(root: Path) -> Path:
    """Write a home with the workbooks of 200 schools of one year: staff, positions, contingent and more."""
    write_sample(root, municipalities=10, schools=20, years=range(2021, 2022), seed=5)
    for path in sorted((root / "inbox").rglob("*")):
        if path.is_file() and "Школы" not in path.parts:
            path.unlink()
    return root


def bare_reading(inbox: Path, times: int = 3) -> tuple[float, int]:
    """Read every cell of every workbook with calamine and do nothing with it; return the best time."""
    paths = sorted(path for path in inbox.rglob("*") if path.suffix in SUFFIXES)
    seconds = []
    for _ in range(times):
        started = time.perf_counter()
        for path in paths:
            try:
                workbook = CalamineWorkbook.from_path(path)
                for name in workbook.sheet_names:
                    workbook.get_sheet_by_name(name).to_python()
            except CalamineError:  # two files of the sample are broken on purpose
                continue
        seconds.append(time.perf_counter() - started)
    return min(seconds), len(paths)


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
