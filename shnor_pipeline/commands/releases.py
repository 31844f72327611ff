"""``shnor diff`` and ``shnor report``: earlier releases compared, their reports made again.

Belongs here: arguments and printing. Does not belong here: comparing (``release``), reports (``chain``).
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from shnor_pipeline.commands.shared import (
    USAGE,
    HomeOption,
    JsonOption,
    app,
    people,
    settings_of,
    stop,
    told_to_people,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shnor_pipeline.chain.difference import Told

_SHOWN = 20
"""Lines of a reason that a terminal shows; all of them stand in the workbook and in the JSON."""


@app.command(context_settings={"ignore_unknown_options": True})
def diff(
    old: Annotated[
        str, typer.Argument(help="Earlier release: id, -1, -2 …, or path to a .duckdb file.")
    ] = "-1",
    new: Annotated[str, typer.Argument(help="Later release; 0 is the current one.")] = "0",
    home: HomeOption = None,
    out: Annotated[Path | None, typer.Option(help="Write the changes as .xlsx too.")] = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """Show every number that differs between two releases, with the reason."""
    from shnor_pipeline import chain  # noqa: PLC0415 - `shnor --help` must not wait for pandas
    from shnor_pipeline.release import NoReleaseError  # noqa: PLC0415

    workspace = chain.Workspace(settings_of(home))
    with told_to_people():
        try:
            with people.status("Сравнение выпусков…"):
                told = chain.compare_releases(workspace, old, new)
        except NoReleaseError as error:
            stop(str(error), USAGE)
        if out is not None:
            chain.write_changes(told, out)
    if as_json:
        typer.echo(json.dumps(told.as_json(), ensure_ascii=False))
    else:
        _print(told)


def _print(told: Told) -> None:
    from shnor_pipeline.reporting.change_lines import REASONS_RU  # noqa: PLC0415

    if not told.old:
        typer.echo(f"Выпуск {told.new} – первый: сравнивать пока не с чем.")
        return
    counts = Counter(line.reasons for line in told.lines)
    typer.echo(f"Выпуск {told.old} → {told.new}: изменилось величин {len(told.lines)}.")
    for reasons in sorted(counts, key=lambda each: [list(REASONS_RU).index(reason) for reason in each]):
        _print_group([line for line in told.lines if line.reasons == reasons])
    for name in told.not_compared:
        people.print(f"Таблица {name} не сравнивалась: в одном из выпусков её нет.", markup=False)


def _print_group(lines: Sequence[Any]) -> None:
    from shnor_pipeline.reporting.change_lines import headlines, reasons_ru, told  # noqa: PLC0415

    typer.echo(f"\nПричина: {reasons_ru(lines[0])} ({len(lines)})")
    rows = headlines(lines)
    for line, further in rows[:_SHOWN]:
        typer.echo(f"  {told(line, further)}")
    if len(rows) > _SHOWN:
        typer.echo(f"  … и ещё строк {len(rows) - _SHOWN}; все – с --out ФАЙЛ.xlsx или --json")


@app.command()
def report(
    release: Annotated[str, typer.Option(help="Release: id, or -1, -2 … back from the current one.")],
    year: Annotated[int, typer.Option(help="Reporting year.")],
    out: Annotated[Path, typer.Option(help="Folder to write to.")],
    home: HomeOption = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """Make the reports of an earlier release again, from its own database, programme and lists."""
    from shnor_pipeline import chain  # noqa: PLC0415
    from shnor_pipeline.release import NoReleaseError  # noqa: PLC0415

    with told_to_people():
        try:
            workspace = chain.open_release(settings_of(home), release, year, out)
        except NoReleaseError as error:
            stop(str(error), USAGE)
        with people.status("Отчёты…"):
            chain.write_documents(workspace, [year], release_id=workspace.release_id)
    folder = workspace.home.reports / str(year)
    if as_json:
        typer.echo(json.dumps({"release_id": workspace.release_id, "year": year, "reports": str(folder)}))
    else:
        typer.echo(f"Отчёты выпуска {workspace.release_id} за {year} год: {folder}")
