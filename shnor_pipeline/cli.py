"""The ``shnor`` command: thin, calls the same functions as the assets.

Belongs here: arguments, progress, messages, exit codes (contract, section 2). Does not belong here: any
logic of the chain.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from rich.console import Console

from shnor_pipeline.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    import pandas as pd

    from shnor_pipeline.chain import Workspace
    from shnor_pipeline.run import RunSummary

FAILED, USAGE, FOUND = 1, 2, 3
"""Exit codes: nothing was released; wrong usage; done but something was found."""

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
_people = Console(stderr=True, highlight=False)

HomeOption = Annotated[Path | None, typer.Option(help="Home folder; SHNOR_HOME or data/ by default.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]


@app.callback()
def _root() -> None:
    """Monitoring of a municipal programme of support for schools, from workbooks to reports."""


@app.command()
def run(
    home: HomeOption = None,
    years: Annotated[list[int] | None, typer.Option(help="Years to read; all by default.")] = None,
    *,
    strict: Annotated[bool, typer.Option(help="Exit 3 when any error finding was made.")] = False,
    engine: Annotated[str, typer.Option(help="Engine of the indicator scans.")] = "duckdb",
    as_json: JsonOption = False,
) -> None:
    """Do everything: ingest, indicators, reports, release."""
    from shnor_pipeline.chain import Workspace  # noqa: PLC0415 - `shnor --help` must not wait for pandas
    from shnor_pipeline.run import files_to_read, run_chain  # noqa: PLC0415

    if engine != "duckdb":
        _stop(f"Движок «{engine}» не установлен; есть: duckdb.", USAGE)
    workspace = Workspace(_settings(home))
    with _told_to_people():
        wrong = [year for year in years or () if year not in workspace.programme.years]
        if wrong:
            known = ", ".join(map(str, workspace.programme.years))
            _stop(f"Нет такого года программы: {wrong[0]}. Есть: {known}.", USAGE)
        chosen = tuple(years or ())
        total = files_to_read(workspace, chosen or workspace.inbox_years())
        with _progress(total) as advance:
            summary = run_chain(workspace, chosen, advance)
    _print_run(summary, as_json=as_json)
    if strict and summary.findings["error"]:
        raise typer.Exit(FOUND)


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

    workspace = chain.Workspace(_settings(home))
    found: list[dict[str, Any]] = []
    with _told_to_people():
        for path in files:
            of_year = _year_of(path, year, workspace.programme.years)
            found += chain.check_file(workspace, path, of_year, marked)
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
    else:
        for each in found:
            place = ", ".join(each[name] for name in ("file", "sheet", "cell") if each[name])
            typer.echo(f"{each['rule_id']} {place}: {each['message_ru']}")
        _people.print("Замечаний нет." if not found else f"Замечаний: {len(found)}.", markup=False)
    if any(each["severity"] == "error" for each in found):
        raise typer.Exit(FOUND)


def _year_of(path: Path, year: int | None, years: Sequence[int]) -> int:
    """Take the year given, else that of the folder of the inbox the file lies in."""
    of_year = year if year is not None else _year_of_folder(path, years)
    if of_year is None:
        _stop(f"Год файла {path.name} не задан: добавьте --year, например --year {years[-1]}.", USAGE)
    return of_year


def _year_of_folder(path: Path, years: Sequence[int]) -> int | None:
    named = [int(part) for part in path.resolve().parts[:-1] if part in map(str, years)]
    return named[-1] if named else None


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

    workspace = chain.Workspace(_settings(home))
    with _told_to_people():
        of_year = year
        if of_year is None:
            years = workspace.programme.years
            of_year = _year_of_folder(file, years) or years[-1]
        found = inspect_file(file, of_year, workspace.catalogue)
    written: list[Path] = []
    if write is not None:
        try:
            written = output.write_rows(found, write)
        except (output.WriteRefusedError, OSError) as error:
            _stop(str(error), USAGE)
    if as_json:
        typer.echo(json.dumps(output.as_plain(found, written), ensure_ascii=False))
    else:
        output.print_inspection(found, _console())
        for path in written:
            typer.echo(f"Предложенные строки записаны: {path}")


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
        _stop(f"Годы задаются как 2018-2023, а стоит «{years}».", USAGE)
    span = range(int(first), int(last or first) + 1)
    try:
        summary = write_sample(out, municipalities=municipalities, schools=schools, years=span, seed=seed)
    except (SampleError, OSError) as error:
        _stop(str(error), USAGE)
    counts = {"files": summary.files, "rows": summary.rows, "defects": summary.defects}
    if as_json:
        typer.echo(json.dumps({"out": str(out)} | counts))
    else:
        typer.echo(f"{out}: файлов {summary.files}, строк {summary.rows}, дефектов {summary.defects}")


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

    workspace = chain.Workspace(_settings(home))
    known = workspace.store.years(SUBMISSION.name)
    if not known:
        _stop("Сведений о сдаче форм ещё нет: сначала выполните shnor run.", FAILED)
    if year is not None and year not in known:
        _stop(f"Года {year} в хранилище нет. Есть: {', '.join(map(str, known))}.", USAGE)
    day = (on or datetime.now()).date()  # noqa: DTZ005 - the day of whoever asks, where they ask
    years = known if year is None else (year,)
    with _told_to_people():
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

    console = _console()
    names = {each.school_id: each.name_short for each in workspace.reference.register.schools}
    for year, frame in frames.items():
        forms = chain.forms_of_year(workspace, year)
        for part in status_of_year(year, frame, forms, names, console.width):
            console.print(part)


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

    workspace = Workspace(_settings(home))
    with _told_to_people():
        if year not in workspace.programme.years:
            known = ", ".join(map(str, workspace.programme.years))
            _stop(f"Нет такого года программы: {year}. Есть: {known}.", USAGE)
        catalogue, reference = workspace.catalogue, workspace.reference
        try:
            written = write_forms(out, year, catalogue, reference, form=form, school_id=school)
        except (FormsError, OSError) as error:
            _stop(str(error), USAGE)
    if as_json:
        typer.echo(
            json.dumps({"out": str(out), "files": [str(path) for path in written]}, ensure_ascii=False)
        )
    else:
        typer.echo("\n".join(map(str, written)))


def main() -> None:
    """Run the command line."""
    app()


def _console() -> Console:
    """Return where tables are printed; an output that is no terminal has a width of its own."""
    from shnor_pipeline.status_table import WIDTH  # noqa: PLC0415

    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=WIDTH)


def _settings(home: Path | None) -> Settings:
    return Settings() if home is None else Settings(home=home)


def _stop(message: str, code: int) -> NoReturn:
    _people.print(message, markup=False)
    raise typer.Exit(code)


@contextmanager
def _told_to_people() -> Iterator[None]:
    """Turn errors about a home folder into one message without a traceback."""
    from shnor_pipeline.ingest import SourceFolderError  # noqa: PLC0415
    from shnor_pipeline.programme import ProgrammeError  # noqa: PLC0415
    from shnor_pipeline.reference import ReferenceFileError  # noqa: PLC0415

    try:
        yield
    except (ProgrammeError, ReferenceFileError, SourceFolderError, OSError) as error:
        _stop(f"Работа не выполнена, прежний выпуск остался на месте.\n{error}", FAILED)


@contextmanager
def _progress(files: int) -> Iterator[Callable[[str], None]]:
    """Show a progress bar on a terminal; stay quiet elsewhere."""
    if not _people.is_terminal:
        yield lambda _stage: None
        return
    from rich.progress import Progress  # noqa: PLC0415

    titles = {"ingest": "Чтение файлов", "indicators": "Показатели", "reports": "Отчёты"}
    with Progress(console=_people, transient=True) as bar:
        tasks = {stage: bar.add_task(title, total=None) for stage, title in titles.items()}
        bar.update(tasks["ingest"], total=files)
        yield lambda stage: bar.advance(tasks[stage])


def _print_run(summary: RunSummary, *, as_json: bool) -> None:
    facts: dict[str, Any] = summary.as_json()
    if as_json:
        typer.echo(json.dumps(facts, ensure_ascii=False))
        return
    rows, findings = facts["rows"], summary.findings
    for line in summary.worst:
        _people.print(line, markup=False, soft_wrap=True)
    if findings.total() > len(summary.worst):
        _people.print(f"… и ещё {findings.total() - len(summary.worst)}", markup=False)
    lines = [
        f"Годы: {', '.join(map(str, summary.years)) or 'нет'}",
        f"Файлов: {summary.files.total()}",
        f"Строк: прочитано {rows['read']}, принято {rows['accepted']}, отклонено {rows['quarantined']}",
        f"Замечаний: ошибок {findings['error']}, предупреждений {findings['warning']}",
        f"Время: {sum(summary.seconds.values()):.1f} с",
        "Отчёты:",
        *(f"  {path}" for path in summary.reports),
    ]
    if summary.release is not None:
        lines.append(f"База для аналитиков: {summary.release.path} (выпуск {summary.release.release_id})")
        if not summary.release.replaced:
            lines.append("  Файл занят читателем: новый выпуск лежит в published/releases/.")
    typer.echo("\n".join(lines))


if __name__ == "__main__":
    main()
