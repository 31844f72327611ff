"""``shnor verify``.

Belongs here: arguments and printing. Does not belong here: what is compared with what (``chain``,
``provenance``).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from shnor_pipeline.commands.shared import (
    FAILED,
    FOUND,
    USAGE,
    HomeOption,
    JsonOption,
    app,
    progress,
    settings_of,
    stop,
    told_to_people,
)

if TYPE_CHECKING:
    from shnor_pipeline.chain import Verified, Workspace


@app.command()
def verify(
    file: Annotated[Path, typer.Argument(help="memo.docx or monitoring.xlsx.", exists=True, dir_okay=False)],
    home: HomeOption = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """Recompute every number of a report from the store; exit 3 when one differs."""
    from shnor_pipeline.chain import Workspace  # noqa: PLC0415 - `shnor --help` must not wait for pandas

    with told_to_people():
        verified = _verified(Workspace(settings_of(home)), file)
    if as_json:
        found = [each.as_json() for each in verified.mismatches]
        facts = {
            "file": file.name,
            "years": verified.years,
            "checked": verified.checked,
            "left_out": verified.left_out,
        }
        typer.echo(json.dumps(facts | {"differences": found}, ensure_ascii=False))
    else:
        typer.echo(_text(file, verified))
    if verified.mismatches:
        raise typer.Exit(FOUND)


def _verified(workspace: Workspace, file: Path) -> Verified:
    from shnor_pipeline.chain import NoSuchYearsError, VerifyError, verify_report  # noqa: PLC0415

    try:
        with progress("Пересчёт") as advance:
            return verify_report(workspace, file, advance)
    except VerifyError as error:
        stop(str(error), USAGE)
    except NoSuchYearsError as error:
        stop(str(error.args[0]), FAILED)


def _text(file: Path, verified: Verified) -> str:
    lines = [f"{each.place}: {each.message_ru}" for each in verified.mismatches]
    years = ", ".join(map(str, verified.years))
    counted = f"Проверено чисел: {verified.checked} (годы: {years}); расхождений: {len(lines)}."
    return "\n".join([*lines, *verified.left_out, f"{file.name}. {counted}"])
