"""What goes back to the senders: what is said of a file, marked copies of the workbooks of a year.

Belongs here: choosing files and folders, keeping what was returned. Does not belong here: the copy of one
file (``copies``) and the states of a file over time (``quality.submitted``).
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from shnor_pipeline.chain.copies import Copies, Copy, marked_copy, names_of_copies, version_of_marking
from shnor_pipeline.chain.summaries import findings_by_file, plain_rows, summaries_of
from shnor_pipeline.ingest import take_in_files
from shnor_pipeline.quality.remarks import Remarks
from shnor_pipeline.quality.submitted import Sent, Submitted, advance
from shnor_pipeline.store import Store, write_bytes
from shnor_pipeline.submissions import schools_meant
from shnor_pipeline.tables import FINDING, QUARANTINED_ROW, RETURNED_FILE, SOURCE_FILE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    import pandas as pd

    from shnor_pipeline.chain.workspace import Workspace
    from shnor_pipeline.quality.file_summary import FileSummary
    from shnor_pipeline.tables import TableSpec


@dataclass(frozen=True, slots=True)
class Checked:
    """What is said of one file.

    Attributes:
        summary: The file as a whole.
        findings: Rows of the table ``finding``.
    """

    summary: FileSummary
    findings: list[dict[str, Any]]


def check_file(workspace: Workspace, path: Path, year: int, marked: Path | None = None) -> Checked:
    """Judge one file as a file of a year, without touching the store.

    Args:
        workspace: The home folder, for register and lists.
        path: The file.
        year: Reporting year.
        marked: Folder for the marked copy, which is written when something is found.

    Returns:
        Summary and findings.
    """
    intake = take_in_files([path], path.parent, year, workspace.context)
    summary = summaries_of(workspace, intake.source_files, intake.findings)[path.name]
    of_file = findings_by_file(intake.findings).get(path.name, [])
    if marked is not None and of_file:
        name = names_of_copies([path.name])[path.name]
        write_bytes(marked / name, marked_copy(path, Remarks(summary, of_file)))
    return Checked(summary, plain_rows(intake.findings))


def return_marked(workspace: Workspace, year: int) -> list[Path]:
    """Return every file of a year that has findings, and keep what was said of it.

    Returns:
        The copies, below ``returned/<year>/`` under the senders' names; a copy that would be the same is not
        written again, and what an earlier run returned and this one finds nothing in is removed.
    """
    kept = workspace.store.read(RETURNED_FILE, year)
    files, findings = workspace.store.read(SOURCE_FILE, year), workspace.store.read(FINDING, year)
    earlier = _states(kept)
    known = {(each.now.file, each.now.sha256): each.now.school_id for each in earlier}
    states = advance(earlier, _sent(files, findings, _schools(workspace, year, files, known)))
    summaries = summaries_of(workspace, files, findings)
    names, made = names_of_copies(summaries), _copies(kept)
    folder = Copies(workspace.home.inbox, workspace.home.returned, version_of_marking(workspace))
    copies: dict[str, Copy] = {}
    for state in states:
        file = state.now.file
        if file in summaries and state.now.findings:
            remarks = Remarks(summaries[file], state.now.findings, state.comparison)
            copies[file] = folder.renew(state.now, names[file], remarks, made.get(file))
    paths = [folder.folder / copy.name for copy in copies.values()]
    for stale in set((folder.folder / str(year)).rglob("*.xlsx")) - set(paths):
        stale.unlink()
    workspace.store.write(RETURNED_FILE, year, _frame(states, copies))
    return paths


def _sent(files: pd.DataFrame, findings: pd.DataFrame, schools: Mapping[str, str | None]) -> list[Sent]:
    """Describe the files of a year as they are now."""
    by_file = findings_by_file(findings)
    of_file: dict[str, list[dict[str, Any]]] = {}
    for row in plain_rows(files):
        of_file.setdefault(row["file"], []).append(row)
    return [
        Sent(
            file=file,
            forms=tuple(sorted({row["form"] for row in rows if row["form"] is not None})),
            school_id=schools.get(file),
            sha256=rows[0]["sha256"],
            rows_read=sum(row["rows_read"] for row in rows),
            findings=by_file.get(file, []),
        )
        for file, rows in of_file.items()
    ]


def _schools(
    workspace: Workspace, year: int, files: pd.DataFrame, known: Mapping[tuple[str, str], str | None]
) -> dict[str, str | None]:
    """Find the school of each file all of whose rows, accepted or not, are of one."""
    contents = set(zip(files["file"], files["sha256"], strict=True))
    if contents <= known.keys():
        # reading all tables of the year would take most of the time of a run in which nothing changed
        return {file: known[file, sha256] for file, sha256 in contents}
    named: dict[str, set[str]] = {}
    for spec in workspace.catalogue.tables:
        for file, school in _schools_of_rows(workspace, spec, year):
            named.setdefault(file, set()).add(school)
    return {file: next(iter(schools)) for file, schools in named.items() if len(schools) == 1}


def _schools_of_rows(workspace: Workspace, spec: TableSpec, year: int) -> Iterable[tuple[str, str]]:
    if any(column.name == "school_id" for column in spec.columns):
        rows = workspace.store.read(spec, year, columns=("source_file", "school_id"))
        yield from rows.dropna().drop_duplicates().itertuples(index=False, name=None)
    held = Store(workspace.home.quarantine).read(QUARANTINED_ROW, year, name=spec.name)
    meant = schools_meant(held["cells"], workspace.reference.register, year)
    pairs = zip(held["source_file"], meant, strict=True)
    yield from ((file, school) for file, school in pairs if school is not None)


def _states(kept: pd.DataFrame) -> list[Submitted]:
    return [
        Submitted(_from_text(row["now"]), row["before"] and _from_text(row["before"]))
        for row in plain_rows(kept)
    ]


def _copies(kept: pd.DataFrame) -> dict[str, Copy]:
    return {
        row["file"]: Copy(row["copy_name"], row["copy_sha256"], row["made_of"])
        for row in plain_rows(kept)
        if row["made_of"] is not None
    }


def _frame(states: Iterable[Submitted], copies: Mapping[str, Copy]) -> pd.DataFrame:
    rows = []
    for state in states:
        copy = copies.get(state.now.file)
        rows.append(
            {
                "file": state.now.file,
                "now": _as_text(state.now),
                "before": state.before and _as_text(state.before),
                "copy_name": copy and copy.name,
                "copy_sha256": copy and copy.sha256,
                "made_of": copy and copy.made_of,
            }
        )
    return RETURNED_FILE.frame(
        {each.name: [row[each.name] for row in rows] for each in RETURNED_FILE.columns}
    )


def _as_text(sent: Sent) -> str:
    return json.dumps(asdict(sent), ensure_ascii=False)


def _from_text(text: str) -> Sent:
    facts = json.loads(text)
    return Sent(**facts | {"forms": tuple(facts["forms"])})
