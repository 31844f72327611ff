"""``shnor explain``.

Belongs here: which answers there are, arguments and printing. Does not belong here: the answers (``chain``).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from shnor_pipeline.commands.shared import (
    FAILED,
    USAGE,
    HomeOption,
    JsonOption,
    app,
    settings_of,
    stop,
    told_to_people,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from shnor_pipeline.chain import Workspace
    from shnor_pipeline.chain.identification import Explanation as Status
    from shnor_pipeline.provenance import Explanation

_NAMED_AT_MOST = 3
_LIKENESS = 50


def _low_results(workspace: Workspace, year: int, school_id: str | None) -> Status:
    from shnor_pipeline import chain  # noqa: PLC0415 - `shnor --help` must not wait for pandas
    from shnor_pipeline.tables import IDENTIFICATION  # noqa: PLC0415

    if school_id is None:
        stop("Укажите школу: --id КОД, например --id s01.", USAGE)
    known = workspace.store.years(IDENTIFICATION.name)
    if not known:
        stop("Вычисленных данных ещё нет: сначала выполните shnor run.", FAILED)
    if year not in known:
        stop(f"Года {year} в хранилище нет. Есть: {', '.join(map(str, known))}.", USAGE)
    try:
        return chain.explain_low_results(workspace, year, school_id)
    except LookupError as error:
        stop(str(error.args[0]), USAGE)


STATUSES: dict[str, Callable[[Workspace, int, str | None], Status]] = {"low_results": _low_results}
"""Statuses of a school that are explained in sentences -> who explains them."""


@app.command()
def explain(
    indicator: Annotated[
        str, typer.Argument(help="Indicator of the dictionary (category_share), or low_results.")
    ],
    year: Annotated[int, typer.Option(help="Reporting year.")],
    scope: Annotated[
        str | None,
        typer.Option(help="school, cluster, programme, municipality, all; by default that of the plan."),
    ] = None,
    id_: Annotated[str | None, typer.Option("--id", help="Object of the level, such as a school.")] = None,
    home: HomeOption = None,
    *,
    all_: Annotated[bool, typer.Option("--all", help="Every row, not the first of each school.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Say where a value comes from: formula, parts, and the cells of the senders' files, in Russian."""
    from shnor_pipeline.chain import Workspace  # noqa: PLC0415 - `shnor --help` must not wait for pandas
    from shnor_pipeline.provenance import SHOWN_ROWS, explained  # noqa: PLC0415

    if indicator in STATUSES:
        with told_to_people():
            _print_status(
                STATUSES[indicator](Workspace(settings_of(home)), year, id_), indicator, as_json=as_json
            )
        return
    with told_to_people():
        answer = _answer(Workspace(settings_of(home)), indicator, year, scope, id_)
    if as_json:
        typer.echo(json.dumps(answer.as_json(), ensure_ascii=False))
    else:
        typer.echo(explained(answer, None if all_ else SHOWN_ROWS))


def _print_status(status: Status, name: str, *, as_json: bool) -> None:
    if as_json:
        answer = {"indicator": name, **status.row, "evidence": status.evidence, "sentences": status.sentences}
        typer.echo(json.dumps(answer, ensure_ascii=False))
    else:
        typer.echo("\n".join(status.sentences))


def _answer(
    workspace: Workspace, indicator: str, year: int, scope: str | None, scope_id: str | None
) -> Explanation:
    from shnor_pipeline.chain import NoSuchObjectError, Question, explain_value  # noqa: PLC0415
    from shnor_pipeline.indicators import BY_ID  # noqa: PLC0415
    from shnor_pipeline.tables import INDICATOR_VALUE  # noqa: PLC0415
    from shnor_pipeline.tables.declare import SCOPES  # noqa: PLC0415

    if indicator not in BY_ID:
        stop(f"Показателя «{indicator}» нет. {_nearest(indicator, [*STATUSES, *BY_ID])}", USAGE)
    if scope is not None and scope not in SCOPES:
        stop(f"Уровня «{scope}» нет. Есть: {', '.join(SCOPES)}.", USAGE)
    known = workspace.store.years(INDICATOR_VALUE.name)
    if not known:
        stop("Вычисленных данных ещё нет: сначала выполните shnor run.", FAILED)
    if year not in known:
        stop(f"Года {year} в хранилище нет. Есть: {', '.join(map(str, known))}.", USAGE)
    try:
        return explain_value(workspace, Question(BY_ID[indicator], year, scope, scope_id))
    except NoSuchObjectError as error:
        stop(str(error.args[0]), USAGE)


def _nearest(wrong: str, known: Sequence[str]) -> str:
    from rapidfuzz import process  # noqa: PLC0415

    found = process.extract(wrong, known, limit=_NAMED_AT_MOST, score_cutoff=_LIKENESS)
    names = ", ".join(name for name, _, _ in found)
    return f"Похожие: {names}." if names else "Все показатели – в published/dictionary.md."
