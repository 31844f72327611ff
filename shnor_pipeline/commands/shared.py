"""What all commands share: the application, options, exit codes, messages to people.

Belongs here: what every command needs. Does not belong here: a command.
"""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.console import Console

from shnor_pipeline.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from shnor_pipeline.quality.file_summary import FileSummary


FAILED, USAGE, FOUND = 1, 2, 3
"""Exit codes: nothing was released; wrong usage; done but something was found."""

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
people = Console(stderr=True, highlight=False)

HomeOption = Annotated[Path | None, typer.Option(help="Home folder; SHNOR_HOME or data/ by default.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]


def console() -> Console:
    """Return where tables are printed; an output that is no terminal has a width of its own."""
    from shnor_pipeline.status_table import WIDTH  # noqa: PLC0415

    screen = Console(highlight=False)
    return screen if screen.is_terminal else Console(highlight=False, width=WIDTH)


def settings_of(home: Path | None) -> Settings:
    """Return the settings of the home folder given, else of the environment."""
    return Settings() if home is None else Settings(home=home)


def stop(message: str, code: int) -> NoReturn:
    """Say why a command ends here, to people, and end it with an exit code."""
    people.print(message, markup=False, soft_wrap=True)
    raise typer.Exit(code)


def print_summary(summary: FileSummary) -> None:
    """Print what is said of a file as a whole."""
    typer.echo(f"{summary.file}: {summary.counts[0].lower()}{summary.counts[1:]}")
    for label, text in summary.lines():
        typer.echo(f"  {label}: {text}")


@contextmanager
def progress(title: str) -> Iterator[Callable[[], None]]:
    """Show on a terminal that work goes on; stay quiet elsewhere."""
    if not people.is_terminal:
        yield lambda: None
        return
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=people, transient=True) as bar:
        task = bar.add_task(title, total=None)
        yield lambda: bar.advance(task)


@contextmanager
def told_to_people() -> Iterator[None]:
    """Turn errors about a home folder into one message without a traceback."""
    from shnor_pipeline.indicators import IndicatorError  # noqa: PLC0415
    from shnor_pipeline.ingest import SourceFolderError  # noqa: PLC0415
    from shnor_pipeline.programme import ProgrammeError  # noqa: PLC0415
    from shnor_pipeline.reference import ReferenceFileError  # noqa: PLC0415
    from shnor_pipeline.release.gate import ReleaseRefusedError  # noqa: PLC0415

    of_home = (ProgrammeError, IndicatorError, ReferenceFileError, SourceFolderError, ReleaseRefusedError)
    try:
        yield
    except (*of_home, OSError) as error:
        stop(f"Работа не выполнена, прежний выпуск остался на месте.\n{error}", FAILED)


def year_of_folder(path: Path, years: Sequence[int]) -> int | None:
    """Return the year of the folder of the inbox a file lies in; ``None`` elsewhere."""
    named = [int(part) for part in path.resolve().parts[:-1] if part in map(str, years)]
    return named[-1] if named else None
