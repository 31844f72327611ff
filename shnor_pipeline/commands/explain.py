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
    from collections.abc import Callable

    from shnor_pipeline.chain import Workspace
    from shnor_pipeline.chain.identification import Explanation


def _low_results(workspace: Workspace, year: int, school_id: str | None) -> Explanation:
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


ANSWERS: dict[str, Callable[[Workspace, int, str | None], Explanation]] = {"low_results": _low_results}
"""What can be explained -> who explains it."""


@app.command()
def explain(
    indicator: Annotated[str, typer.Argument(help="What to explain: low_results.")],
    year: Annotated[int, typer.Option(help="Reporting year.")],
    id_: Annotated[str | None, typer.Option("--id", help="School.")] = None,
    home: HomeOption = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """Say where a value or a status comes from, in Russian."""
    from shnor_pipeline.chain import Workspace  # noqa: PLC0415

    if indicator not in ANSWERS:
        stop(f"Показатель «{indicator}» не объясняется; есть: {', '.join(ANSWERS)}.", USAGE)
    with told_to_people():
        explained = ANSWERS[indicator](Workspace(settings_of(home)), year, id_)
    if as_json:
        answer = {"indicator": indicator, **explained.row, "evidence": explained.evidence}
        answer["sentences"] = explained.sentences
        typer.echo(json.dumps(answer, ensure_ascii=False))
    else:
        typer.echo("\n".join(explained.sentences))
