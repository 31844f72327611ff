"""``shnor status``.

Belongs here: arguments and printing. Does not belong here: who owes what (``submissions``).
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from shnor_pipeline.commands.shared import (
    FAILED,
    USAGE,
    HomeOption,
    JsonOption,
    app,
    console,
    settings_of,
    stop,
    told_to_people,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    import pandas as pd

    from shnor_pipeline.chain import Workspace


@app.command()
def status(
    home: HomeOption = None,
    year: Annotated[int | None, typer.Option(help="Reporting year; all that were read by default.")] = None,
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Late on this day; today.")
    ] = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """Show who has submitted what, and what is late against the road map."""
    from shnor_pipeline import chain  # noqa: PLC0415
    from shnor_pipeline.submissions import late  # noqa: PLC0415
    from shnor_pipeline.tables import SUBMISSION  # noqa: PLC0415

    workspace = chain.Workspace(settings_of(home))
    known = workspace.store.years(SUBMISSION.name)
    if not known:
        stop("Сведений о сдаче форм ещё нет: сначала выполните shnor run.", FAILED)
    if year is not None and year not in known:
        stop(f"Года {year} в хранилище нет. Есть: {', '.join(map(str, known))}.", USAGE)
    day = (on or datetime.now()).date()  # noqa: DTZ005 - the day of whoever asks, where they ask
    years = known if year is None else (year,)
    with told_to_people():
        frames = {each: late(workspace.store.read(SUBMISSION, each), day) for each in years}
        if as_json:
            _print_status_json(day, frames)
        else:
            _print_status(workspace, frames)


def _print_status_json(day: date, frames: Mapping[int, pd.DataFrame]) -> None:
    rows = [row for frame in frames.values() for row in frame.to_dict("records")]
    plain = [{name: None if value != value else value for name, value in row.items()} for row in rows]  # noqa: PLR0124 - only a missing value differs from itself
    typer.echo(json.dumps({"on": day.isoformat(), "submissions": plain}, ensure_ascii=False))


def _print_status(workspace: Workspace, frames: Mapping[int, pd.DataFrame]) -> None:
    from shnor_pipeline import chain  # noqa: PLC0415
    from shnor_pipeline.status_table import status_of_year  # noqa: PLC0415

    screen = console()
    names = {each.school_id: each.name_short for each in workspace.reference.register.schools}
    for year, frame in frames.items():
        forms = chain.forms_of_year(workspace, year)
        for part in status_of_year(year, frame, forms, names, screen.width):
            screen.print(part)
