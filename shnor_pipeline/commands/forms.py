"""``shnor forms`` and ``shnor sample``: workbooks written for people to fill in or to try.

Belongs here: arguments and printing. Does not belong here: writing of workbooks.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from shnor_pipeline.commands.shared import (
    USAGE,
    HomeOption,
    JsonOption,
    app,
    settings_of,
    stop,
    told_to_people,
)


@app.command()
def sample(
    out: Annotated[Path, typer.Option(help="Folder to write to.")],
    municipalities: Annotated[int, typer.Option(min=1)] = 1,
    schools: Annotated[int, typer.Option(min=1, help="Schools per municipality.")] = 20,
    years: Annotated[str, typer.Option(help="First and last year, as 2018-2023.")] = "2018-2023",
    seed: Annotated[int, typer.Option(help="Same seed, same bytes.")] = 2021,
    *,
    as_json: JsonOption = False,
) -> None:
    """Write a synthetic home folder of any size."""
    from shnor_pipeline.sample import SampleError, write_sample  # noqa: PLC0415

    first, _, last = years.partition("-")
    if not (first.isdigit() and (last or first).isdigit()):
        stop(f"Годы задаются как 2018-2023, а стоит «{years}».", USAGE)
    span = range(int(first), int(last or first) + 1)
    try:
        summary = write_sample(out, municipalities=municipalities, schools=schools, years=span, seed=seed)
    except (SampleError, OSError) as error:
        stop(str(error), USAGE)
    counts = {"files": summary.files, "rows": summary.rows, "defects": summary.defects}
    if as_json:
        typer.echo(json.dumps({"out": str(out)} | counts))
    else:
        typer.echo(f"{out}: файлов {summary.files}, строк {summary.rows}, дефектов {summary.defects}")


@app.command()
def forms(
    out: Annotated[Path, typer.Option(help="Folder to write to.")],
    year: Annotated[int, typer.Option(help="Reporting year.")],
    form: Annotated[str | None, typer.Option(help="Only this form; all by default.")] = None,
    school: Annotated[str | None, typer.Option(help="School id of the register; all by default.")] = None,
    home: HomeOption = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """Write blank workbooks with drop-downs and limits; with --school, its name is filled in."""
    from shnor_pipeline.chain import Workspace  # noqa: PLC0415
    from shnor_pipeline.forms import FormsError, write_forms  # noqa: PLC0415

    workspace = Workspace(settings_of(home))
    with told_to_people():
        if year not in workspace.programme.years:
            known = ", ".join(map(str, workspace.programme.years))
            stop(f"Нет такого года программы: {year}. Есть: {known}.", USAGE)
        catalogue, reference = workspace.catalogue, workspace.reference
        try:
            written = write_forms(out, year, catalogue, reference, form=form, school_id=school)
        except (FormsError, OSError) as error:
            stop(str(error), USAGE)
    if as_json:
        typer.echo(
            json.dumps({"out": str(out), "files": [str(path) for path in written]}, ensure_ascii=False)
        )
    else:
        typer.echo("\n".join(map(str, written)))
