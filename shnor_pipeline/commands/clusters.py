"""``shnor clusters``.

Belongs here: arguments, printing, the file people take into the reference folder. Does not belong here: the
grouping (``comparison.proposal``).
"""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from shnor_pipeline.commands.shared import (
    FAILED,
    USAGE,
    HomeOption,
    JsonOption,
    app,
    console,
    people,
    settings_of,
    stop,
    told_to_people,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shnor_pipeline.comparison import Proposal

COMPONENTS_RU = {
    "pupils": "численность обучающихся",
    "low_income_share": "доля из малообеспеченных семей",
    "single_parent_share": "доля из неполных семей",
    "parents_higher_education_share": "доля, где оба родителя с высшим образованием",
}


@app.command()
def clusters(
    year: Annotated[int, typer.Option(help="Reporting year.")],
    home: HomeOption = None,
    groups: Annotated[
        int | None, typer.Option(min=2, max=6, help="Number of groups; the clearest by default.")
    ] = None,
    write: Annotated[Path | None, typer.Option(help="New CSV file in the form of clusters.csv.")] = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """Propose groups of similar schools, with each school's nearest peers; write nothing unless told."""
    from shnor_pipeline import chain  # noqa: PLC0415
    from shnor_pipeline.comparison import TooFewSchoolsError  # noqa: PLC0415

    workspace = chain.Workspace(settings_of(home))
    try:
        with told_to_people(), people.status("Подбор групп…"):
            proposal = chain.propose_clusters(workspace, year, groups)
    except chain.NoYearError as error:
        stop(str(error), USAGE)
    except TooFewSchoolsError as error:
        stop(str(error), FAILED)
    if write is not None:
        _write(proposal, year, write)
    names = {each.school_id: each.name_short for each in workspace.reference.register.schools}
    if as_json:
        typer.echo(json.dumps(_plain(proposal, year, names, write), ensure_ascii=False))
    else:
        _print(proposal, year, names, write)


def _write(proposal: Proposal, year: int, path: Path) -> None:
    """Write the proposal as rows of ``reference/clusters.csv``; an existing file is never touched."""
    try:
        with path.open("x", encoding="utf-8", newline="") as stream:
            rows = csv.writer(stream, lineterminator="\n")
            rows.writerow(("year", "school_id", "cluster_id", "cluster_title"))
            rows.writerows(
                (year, school, cluster, proposal.titles[cluster])
                for school, cluster in proposal.cluster.items()
            )
    except FileExistsError:
        stop(f"Файл {path} уже есть и не изменён: назовите новый файл.", USAGE)
    except OSError as error:
        stop(f"Файл {path} не записан: {error.strerror}.", USAGE)


def _plain(proposal: Proposal, year: int, names: Mapping[str, str], written: Path | None) -> dict[str, Any]:
    return {
        "year": year,
        "groups": proposal.chosen,
        "options": [
            {"groups": each.groups, "silhouette": each.silhouette, "stability": each.stability}
            for each in proposal.options
        ],
        "schools": [
            {
                "school_id": school,
                "name_short": names[school],
                "cluster_id": cluster,
                "cluster_title": proposal.titles[cluster],
                "peers": [{"school_id": peer, "distance": far} for peer, far in proposal.peers[school]],
            }
            for school, cluster in proposal.cluster.items()
        ],
        "left_out": [
            {"school_id": school, "missing": list(missing)} for school, missing in proposal.left_out.items()
        ],
        "written": None if written is None else str(written),
    }


def _print(proposal: Proposal, year: int, names: Mapping[str, str], written: Path | None) -> None:
    from rich import box  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    from shnor_pipeline.figures import number  # noqa: PLC0415

    screen = console()
    options = Table(title=f"Сколько групп ({year} год)", box=box.SIMPLE, title_justify="left")
    for title in ("Групп", "Силуэт", "Устойчивость", ""):
        options.add_column(title)
    for each in proposal.options:
        mark = "предложено" if each.groups == proposal.chosen else ""
        options.add_row(str(each.groups), number(each.silhouette, 2), number(each.stability, 2), mark)
    schools = Table(title="Школы и самые похожие на них", box=box.SIMPLE, title_justify="left")
    for title in ("Школа", "Группа", "Похожие школы (расстояние)"):
        schools.add_column(title)
    for school, cluster in proposal.cluster.items():
        near = ", ".join(f"{names[peer]} ({number(far, 2)})" for peer, far in proposal.peers[school])
        schools.add_row(names[school], cluster, near)
    screen.print(options)
    for cluster, title in proposal.titles.items():
        screen.print(f"{cluster}: {title}", markup=False)
    screen.print(schools)
    for line in _remarks(proposal, names, written):
        screen.print(line, markup=False)


def _remarks(proposal: Proposal, names: Mapping[str, str], written: Path | None) -> list[str]:
    """Say who was left out and why, how to read the figures, and what was written."""
    lines = [
        f"Не вошла: {names[school]} – нет данных: "
        + ", ".join(COMPONENTS_RU.get(each, each) for each in missing)
        for school, missing in proposal.left_out.items()
    ]
    lines += [
        "Силуэт от −1 до 1: чем больше, тем яснее группы.",
        "Устойчивость: сходство с группами, найденными по случайно отобранным школам; 1 – те же группы.",
        "Результаты обучающихся в подборе не участвуют. Это предложение: кластеры устанавливает приказ.",
    ]
    if written is None:
        return [*lines, "Ничего не записано; чтобы записать, добавьте --write ФАЙЛ."]
    return [*lines, f"Записано: {written}. После приказа перенесите строки в reference/clusters.csv."]
