"""``shnor run``.

Belongs here: arguments, progress and what a run prints. Does not belong here: the run itself (``run_chain``).
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from shnor_pipeline.commands.shared import (
    FOUND,
    USAGE,
    HomeOption,
    JsonOption,
    app,
    people,
    print_summary,
    settings_of,
    stop,
    told_to_people,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from shnor_pipeline.run import RunSummary


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
        stop(f"Движок «{engine}» не установлен; есть: duckdb.", USAGE)
    workspace = Workspace(settings_of(home))
    with told_to_people():
        wrong = [year for year in years or () if year not in workspace.programme.years]
        if wrong:
            known = ", ".join(map(str, workspace.programme.years))
            stop(f"Нет такого года программы: {wrong[0]}. Есть: {known}.", USAGE)
        chosen = tuple(years or ())
        total = files_to_read(workspace, chosen or workspace.inbox_years())
        with _progress(total) as advance:
            summary = run_chain(workspace, chosen, advance)
    _print_run(summary, as_json=as_json)
    if strict and summary.findings["error"]:
        raise typer.Exit(FOUND)


@contextmanager
def _progress(files: int) -> Iterator[Callable[[str], None]]:
    """Show a progress bar on a terminal; stay quiet elsewhere."""
    if not people.is_terminal:
        yield lambda _stage: None
        return
    from rich.progress import Progress  # noqa: PLC0415

    titles = {
        "ingest": "Чтение файлов",
        "returned": "Возврат файлов",
        "indicators": "Показатели",
        "reports": "Отчёты",
        "pages": "Страницы школ",
    }
    with Progress(console=people, transient=True) as bar:
        tasks = {stage: bar.add_task(title, total=None) for stage, title in titles.items()}
        bar.update(tasks["ingest"], total=files)
        yield lambda stage: bar.advance(tasks[stage])


def _print_run(summary: RunSummary, *, as_json: bool) -> None:
    facts: dict[str, Any] = summary.as_json()
    if as_json:
        typer.echo(json.dumps(facts, ensure_ascii=False))
        return
    rows, findings = facts["rows"], summary.findings
    for each in summary.summaries:
        print_summary(each)
    for line in summary.worst:
        people.print(line, markup=False, soft_wrap=True)
    if findings.total() > len(summary.worst):
        people.print(f"… и ещё {findings.total() - len(summary.worst)}", markup=False)
    lines = [
        f"Годы: {', '.join(map(str, summary.years)) or 'нет'}",
        f"Файлов: {summary.files.total()}",
        f"Строк: прочитано {rows['read']}, принято {rows['accepted']}, отклонено {rows['quarantined']}",
        f"Замечаний: ошибок {findings['error']}, предупреждений {findings['warning']}",
        f"Время: {sum(summary.seconds.values()):.1f} с",
        "Отчёты:",
        *(f"  {path}" for path in summary.reports),
    ]
    if summary.public is not None:
        hidden = summary.public.hidden.total()
        lines.append(f"Открытая версия: {summary.public.path} (скрыто значений: {hidden})")
    if summary.refused:
        people.print(summary.refused, markup=False, soft_wrap=True)
    if summary.release is not None:
        lines.append(f"База для аналитиков: {summary.release.path} (выпуск {summary.release.release_id})")
        if not summary.release.replaced:
            lines.append("  Файл занят читателем: новый выпуск лежит в published/releases/.")
    typer.echo("\n".join(lines))
