"""``shnor check`` and ``shnor inspect``: what is said of single files.

Belongs here: arguments and printing. Does not belong here: checking and inspecting.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from shnor_pipeline.commands.shared import (
    FOUND,
    USAGE,
    HomeOption,
    JsonOption,
    app,
    console,
    people,
    print_summary,
    settings_of,
    stop,
    told_to_people,
    year_of_folder,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shnor_pipeline.chain import Checked


@app.command()
def check(
    files: Annotated[list[Path], typer.Argument(help="Workbooks.", exists=True, dir_okay=False)],
    home: HomeOption = None,
    year: Annotated[
        int | None, typer.Option(help="Reporting year; the name of the folder by default.")
    ] = None,
    marked: Annotated[Path | None, typer.Option(help="Folder for marked copies.")] = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """Validate workbooks without touching the store."""
    from shnor_pipeline import chain  # noqa: PLC0415

    if marked is not None and any(path.resolve().parent == marked.resolve() for path in files):
        stop(f"В папке {marked} лежит сам файл: копия заменила бы его. Укажите другую папку.", USAGE)
    workspace = chain.Workspace(settings_of(home))
    with told_to_people():
        checked = [
            chain.check_file(workspace, path, _year_of(path, year, workspace.programme.years), marked)
            for path in files
        ]
    found = [each for file in checked for each in file.findings]
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
    else:
        for file in checked:
            _print_checked(file)
        people.print("Замечаний нет." if not found else f"Замечаний: {len(found)}.", markup=False)
    if any(each["severity"] == "error" for each in found):
        raise typer.Exit(FOUND)


def _print_checked(checked: Checked) -> None:
    """Print what is said of a file: the summary, then the findings in their order."""
    print_summary(checked.summary)
    for each in checked.findings:
        place = ", ".join(each[name] for name in ("file", "sheet", "cell") if each[name])
        typer.echo(f"{each['rule_id']} {place}: {each['message_ru']}")


def _year_of(path: Path, year: int | None, years: Sequence[int]) -> int:
    """Take the year given, else that of the folder of the inbox the file lies in."""
    of_year = year if year is not None else year_of_folder(path, years)
    if of_year is None:
        stop(f"Год файла {path.name} не задан: добавьте --year, например --year {years[-1]}.", USAGE)
    return of_year


@app.command()
def inspect(
    file: Annotated[Path, typer.Argument(help="Workbook.", exists=True, dir_okay=False)],
    home: HomeOption = None,
    year: Annotated[
        int | None, typer.Option(help="Reporting year; that of the folder or the newest by default.")
    ] = None,
    write: Annotated[
        Path | None, typer.Option(help="New CSV file for the proposed rows of the column map.")
    ] = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """Show form and layout of a workbook, its header map, what moved, what is new, proposed map rows."""
    from shnor_pipeline import chain  # noqa: PLC0415
    from shnor_pipeline import inspection_output as output  # noqa: PLC0415
    from shnor_pipeline.ingest.inspection import inspect_file  # noqa: PLC0415

    workspace = chain.Workspace(settings_of(home))
    with told_to_people():
        of_year = year
        if of_year is None:
            years = workspace.programme.years
            of_year = year_of_folder(file, years) or years[-1]
        found = inspect_file(file, of_year, workspace.catalogue)
    written: list[Path] = []
    if write is not None:
        try:
            written = output.write_rows(found, write)
        except (output.WriteRefusedError, OSError) as error:
            stop(str(error), USAGE)
    if as_json:
        typer.echo(json.dumps(output.as_plain(found, written), ensure_ascii=False))
    else:
        output.print_inspection(found, console())
        for path in written:
            typer.echo(f"Предложенные строки записаны: {path}")
