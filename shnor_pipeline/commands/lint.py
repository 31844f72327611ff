"""``shnor lint``.

Belongs here: arguments and printing. Does not belong here: the rules (``programme.contradictions``).
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from shnor_pipeline.commands.shared import FAILED, FOUND, HomeOption, JsonOption, app, settings_of, stop


@app.command()
def lint(
    file: Annotated[
        Path | None,
        typer.Argument(
            help="Programme file; programme.yaml of the home folder by default.", exists=True, dir_okay=False
        ),
    ] = None,
    home: HomeOption = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """Recompute the programme document and print every contradiction; exit 3 when there are any."""
    from shnor_pipeline.chain import open_programme  # noqa: PLC0415 - `shnor --help` must not wait for pandas
    from shnor_pipeline.programme import ProgrammeError  # noqa: PLC0415
    from shnor_pipeline.programme.contradictions import contradictions_of, report_text  # noqa: PLC0415

    try:
        programme = open_programme(file or settings_of(home).paths.programme)
    except (ProgrammeError, OSError) as error:
        stop(str(error), FAILED)
    found = contradictions_of(programme)
    if as_json:
        typer.echo(json.dumps([asdict(each) for each in found], ensure_ascii=False))
    else:
        typer.echo(report_text(programme, found))
    if found:
        raise typer.Exit(FOUND)
