"""``shnor backup`` and ``shnor restore``.

Belongs here: arguments and printing. Does not belong here: what is kept and checked (``deployment.archive``).
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from shnor_pipeline.commands.shared import FAILED, HomeOption, app, people, settings_of, stop


@app.command()
def backup(
    out: Annotated[Path, typer.Option(help="File to write, .tar.gz; keep it closed: workbooks name people.")],
    home: HomeOption = None,
) -> None:
    """Write the home folder, all but the key of the pseudonyms, into one file."""
    from shnor_pipeline.deployment import ArchiveError, back_up  # noqa: PLC0415

    settings = settings_of(home)
    try:
        with people.status("Копирование…"):
            files = back_up(settings.paths.root, out, settings.key_path)
    except (ArchiveError, OSError) as error:
        stop(f"Копия не сделана. {error}", FAILED)
    typer.echo(f"{out}: файлов {files}")
    if settings.key_path.exists():
        people.print(
            f"Ключ псевдонимов в копию не входит: сохраните отдельно {settings.key_path}", markup=False
        )


@app.command()
def restore(
    archive: Annotated[Path, typer.Argument(help="File of `shnor backup`.", exists=True, dir_okay=False)],
    home: Annotated[Path, typer.Option(help="Home folder to make; it must not exist, or be empty.")],
    key: Annotated[
        Path | None, typer.Option(help="Key of the pseudonyms, from its own carrier.", exists=True)
    ] = None,
) -> None:
    """Bring a home folder back from a backup; every file is compared with its check sum."""
    from shnor_pipeline.deployment import ArchiveError  # noqa: PLC0415
    from shnor_pipeline.deployment import restore as bring_back  # noqa: PLC0415

    try:
        with people.status("Восстановление…"):
            done = bring_back(archive, home, key)
    except (ArchiveError, OSError) as error:
        stop(f"Папка не восстановлена. {error}", FAILED)
    typer.echo(f"{home}: файлов {done.files}")
    if done.key_is_missing:
        people.print(
            f"Верните ключ псевдонимов до первого расчёта: {home / '.key'} или SHNOR_KEY_FILE. "
            "С новым ключом одни и те же люди получат другие псевдонимы.",
            markup=False,
        )
