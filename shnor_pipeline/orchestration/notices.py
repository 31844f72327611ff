"""What a run came to, as a text for people: a file in the home folder and, where wanted, a letter.

Belongs here: the text and when it is written. Does not belong here: sending (``mail``), reports
(``reporting``).
"""

# Dagster reads annotations at run time, so nothing here is imported for type checking only.
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import dagster as dg
from dagster_shared.error import SerializableErrorInfo

from shnor_pipeline.chain import Workspace
from shnor_pipeline.orchestration.mail import send
from shnor_pipeline.settings import Settings
from shnor_pipeline.store import write_bytes
from shnor_pipeline.tables import FINDING, SOURCE_FILE

_STATUSES_RU = {
    "accepted": "принято полностью",
    "partial": "принято частично",
    "rejected": "отклонено",
    "unrecognised": "форма не распознана",
    "duplicate": "повторно присланный файл",
}
_SHOWN = 10
_RANGE = ("dagster/asset_partition_range_start", "dagster/asset_partition_range_end")


def notice_sensors(settings: Settings) -> list[dg.SensorDefinition]:
    """Make the two sensors that write, and where wanted send, what a run came to."""
    running = dg.DefaultSensorStatus.RUNNING

    @dg.run_status_sensor(run_status=dg.DagsterRunStatus.SUCCESS, name="run_done", default_status=running)
    def run_done(context: dg.RunStatusSensorContext) -> None:
        """Write the summary of a run that succeeded."""
        years = years_of_run(context.dagster_run)
        tell(
            context, settings, f"Обработка завершена: {_span(years)}", done_lines(Workspace(settings), years)
        )

    @dg.run_failure_sensor(name="run_failed", default_status=running)
    def run_failed(context: dg.RunFailureSensorContext) -> None:
        """Write what a run failed on."""
        years = years_of_run(context.dagster_run)
        tell(context, settings, f"Обработка не выполнена: {_span(years)}", failed_lines(context))

    return [run_done, run_failed]


def tell(context: dg.RunStatusSensorContext, settings: Settings, subject: str, lines: Iterator[str]) -> Path:
    """Write a summary beside the earlier ones and as the latest, and send it where a server is set.

    Returns:
        ``.dagster/summaries/<run>/summary.txt`` below the home folder. A letter that can't be sent is logged:
        the summary stays.
    """
    run_id = context.dagster_run.run_id
    body = "\n".join([*lines, "", f"Запуск Dagster: {run_id}", ""])
    folder = settings.paths.dagster / "summaries"
    text = f"Тема: {subject}\n\n{body}".encode()
    write_bytes(folder / "latest.txt", text)
    path = write_bytes(folder / run_id / "summary.txt", text)
    try:
        send(settings, subject, body)
    except OSError as error:
        context.log.warning("Письмо не отправлено (%s); сводка лежит в файле %s.", error, path)
    return path


def years_of_run(run: dg.DagsterRun) -> list[int]:
    """Return the years a run was asked for; none where it is about no year."""
    first, last = (run.tags.get(tag) for tag in _RANGE)
    if first and last:
        return list(range(int(first), int(last) + 1))
    key = run.tags.get("dagster/partition")
    return [int(key)] if key else []


def done_lines(workspace: Workspace, years: Sequence[int]) -> Iterator[str]:
    """Say what a run of years came to: files, findings, where the reports and the database are."""
    for year in years:
        files, findings = workspace.store.read(SOURCE_FILE, year), workspace.store.read(FINDING, year)
        counts = Counter(files.groupby("file")["status"].max())
        yield f"{year} год: файлов {counts.total()}"
        yield from (f"  {_STATUSES_RU[status]}: {number}" for status, number in sorted(counts.items()))
        severities = Counter(findings["severity"])
        yield f"  замечаний: ошибок {severities['error']}, предупреждений {severities['warning']}"
        errors = findings[findings["severity"] == "error"].head(_SHOWN)
        yield from (f"    {row['file']}: {row['message_ru']}" for row in errors.to_dict("records"))
        yield f"  отчёты: {workspace.home.reports / str(year)}"
        yield f"  файлы с пометками для отправителей: {workspace.home.returned / str(year)}"
    if workspace.home.database.exists():
        yield f"База для аналитиков: {workspace.home.database}"


def failed_lines(context: dg.RunFailureSensorContext) -> Iterator[str]:
    """Say on what a run failed, each cause once, in the words of the error and without its traceback."""
    steps: dict[str, list[str]] = {}
    for event in context.get_step_failure_events():
        steps.setdefault(_cause(event.step_failure_data.error), []).append(str(event.step_key))
    yield "Прежний выпуск остался на месте. Что помешало:"
    yield from (f"  {cause} (шаги: {', '.join(names)})" for cause, names in steps.items())
    if not steps:
        yield f"  {context.failure_event.message}"
    yield "Что делать: исправить названное и запустить год снова; подробности – в Dagster."


def _cause(error: SerializableErrorInfo | None) -> str:
    """Return the message of the first error of a chain of errors: the others only say where it passed."""
    while error is not None and error.cause is not None:
        error = error.cause
    return error.message.strip().partition(": ")[2] if error is not None else ""


def _span(years: Sequence[int]) -> str:
    if not years:
        return "без года"
    return f"{years[0]} год" if len(years) == 1 else f"{years[0]}–{years[-1]} годы"
