"""What came of each form from each school, and what did not.

Belongs here: attribution of rows and findings to schools, the status of a submission, lateness on a given
day. Does not belong here: which forms are asked (``forms``) and until when (``due``).
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from shnor_pipeline.submissions.due import due_date
from shnor_pipeline.submissions.forms import Form, groups_of
from shnor_pipeline.tables import SUBMISSION
from shnor_pipeline.tables.published import UNDELIVERED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from shnor_pipeline.programme import Programme
    from shnor_pipeline.reference import Register, School

Key = tuple[str, str | None]
"""A form and a school; no school for forms of the municipality and for rows that name none."""

_PLACE = ["file", "sheet", "row"]
_PROCEDURE_COLUMN = "exam"
"""Column that tells the forms of one table apart where one file holds several: it names the procedure."""


@dataclass(frozen=True)
class Taken:
    """What the intake of a year left in the store.

    Attributes:
        accepted: Canonical tables by name.
        quarantine: Table ``quarantined_row``, of all canonical tables together.
        source_files: Table ``source_file``.
        findings: Table ``finding``.
    """

    accepted: Mapping[str, pd.DataFrame]
    quarantine: pd.DataFrame
    source_files: pd.DataFrame
    findings: pd.DataFrame


@dataclass(frozen=True)
class Submissions:
    """The submissions of a year.

    Attributes:
        frame: Table ``submission``.
        unattributed: Quarantined rows by form that name no school of the register; each such form has a
            row of the table without a school, so that the rows of the table add up to those of the files.
    """

    frame: pd.DataFrame
    unattributed: dict[str, int]


@dataclass
class _Count:
    """What came of one form from one school."""

    files: set[str] = field(default_factory=set)
    accepted: int = 0
    quarantined: int = 0
    errors: int = 0
    warnings: int = 0

    @property
    def status(self) -> str:
        if self.accepted:
            return "partial" if self.quarantined else "received"
        return "rejected" if self.quarantined or self.files else "missing"


def submissions_of_year(
    year: int, forms: Sequence[Form], register: Register, programme: Programme, taken: Taken
) -> Submissions:
    """Tell who has submitted what in a year.

    A row belongs to the school it resolves to; a quarantined one to the school that its code or name means.
    A sheet without a single such row belongs to the school that all other rows of its file name. Findings
    follow their row, else their file.

    Args:
        year: Reporting year.
        forms: Forms, each once (``one_per_name``), in the order of the table.
        register: Register of schools.
        programme: Calendar of procedures and road maps.
        taken: What came.

    Returns:
        One row per form owed and per form that came, by form and school.
    """
    known = {form.form: form for form in forms}
    rows = _rows(year, known, register, taken)
    came = _counts(rows, known, taken.source_files)
    _add_findings(came, rows, known, taken)
    owed = set(_owed(year, forms, register.in_year(year), programme, came))
    due = {form.form: due_date(programme.road_map, year, form.ready(programme, year)) for form in forms}
    order = {name: place for place, name in enumerate(known)}
    keys = sorted(owed | came.keys(), key=lambda key: (order[key[0]], key[1] is None, key[1] or ""))
    counts = [came.get(key, _Count()) for key in keys]
    frame = SUBMISSION.frame(
        {
            "year": [year] * len(keys),
            "form": [form for form, _ in keys],
            "form_title": [known[form].title_ru for form, _ in keys],
            "school_id": [school for _, school in keys],
            "required": [key in owed for key in keys],
            "status": [count.status for count in counts],
            "due": [_iso(due[key[0]]) if key in owed else None for key in keys],
            "files": [len(count.files) for count in counts],
            "rows_accepted": [count.accepted for count in counts],
            "rows_quarantined": [count.quarantined for count in counts],
            "findings_errors": [count.errors for count in counts],
            "findings_warnings": [count.warnings for count in counts],
        }
    )
    return Submissions(frame, _unattributed(known, came))


def late(frame: pd.DataFrame, on: date) -> pd.DataFrame:
    """Mark what is late on a day: owed, due before it, and nothing of it accepted.

    Args:
        frame: Rows of the table ``submission``.
        on: The day.

    Returns:
        The same rows with a further column ``late``, true or false.
    """
    overdue = (frame["due"] < on.isoformat()).fillna(False).astype(bool)
    return frame.assign(late=overdue & frame["status"].isin(UNDELIVERED))


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _rows(year: int, forms: Mapping[str, Form], register: Register, taken: Taken) -> pd.DataFrame:
    """Bring all rows together: form, school (missing where unknown), file, sheet, row, accepted."""
    named = {"source_file": "file", "source_sheet": "sheet", "source_row": "row"}
    parts = []
    for table, accepted in taken.accepted.items():
        of_table = [form for form in forms.values() if form.table == table]
        if of_table and len(accepted):
            columns = [name for name in ("school_id", *named) if name in accepted]
            part = accepted[columns].rename(columns=named)
            part["form"] = _form_of_rows(of_table, accepted, taken.source_files)
            parts.append(part.assign(accepted=True))
    held = taken.quarantine[taken.quarantine["form"].isin(list(forms))]
    part = held[["form", *named]].rename(columns=named)
    part["school_id"] = schools_meant(held["cells"], register, year)
    parts.append(part.assign(accepted=False))
    rows = pd.concat(parts, ignore_index=True)
    municipal = [form.form for form in forms.values() if form.owed_by == "municipality"]
    rows["school_id"] = rows["school_id"].astype("str").mask(rows["form"].isin(municipal))
    return rows


def _form_of_rows(of_table: Sequence[Form], accepted: pd.DataFrame, files: pd.DataFrame) -> pd.Series[Any]:
    """Tell the form of each row of a canonical table, which itself does not keep it."""
    names = [form.form for form in of_table]
    if len(names) == 1:
        return pd.Series(names[0], index=accepted.index)
    of_file = files[files["form"].isin(names)].drop_duplicates(["file", "form"])
    single = of_file.drop_duplicates("file", keep=False).set_index("file")["form"]
    told = accepted["source_file"].map(single)
    if _PROCEDURE_COLUMN in accepted:
        by_procedure = {name: form.form for form in of_table for name in form.procedures}
        told = told.fillna(accepted[_PROCEDURE_COLUMN].map(by_procedure))
    return told.fillna(names[0])


def schools_meant(cells: pd.Series[Any], register: Register, year: int) -> list[str | None]:
    """Resolve the school of quarantined rows by the texts of their cells."""
    meant: dict[tuple[str, str], str | None] = {}
    schools = []
    for text in cells:
        shown = json.loads(text)
        pair = (shown.get("school_code", ""), shown.get("school_name", ""))
        if pair not in meant:
            meant[pair] = register.resolve(*pair, year).school_id
        schools.append(meant[pair])
    return schools


def _counts(rows: pd.DataFrame, forms: Mapping[str, Form], files: pd.DataFrame) -> dict[Key, _Count]:
    came: dict[Key, _Count] = {}
    by = ["form", "school_id", "file", "accepted"]
    sizes = rows.groupby(by, dropna=False, sort=False).size().rename("number").reset_index()
    with_school: set[tuple[str, str]] = set()
    with_rows: set[tuple[str, str]] = set()
    for row in sizes.to_dict("records"):
        form, file, number = row["form"], row["file"], row["number"]
        school = row["school_id"] if isinstance(row["school_id"], str) else None
        count = came.setdefault((form, school), _Count())
        count.files.add(file)
        count.accepted += number if row["accepted"] else 0
        count.quarantined += 0 if row["accepted"] else number
        with_rows.add((form, file))
        if school is not None:
            with_school.add((form, file))
    owners = _owners(rows)
    known = files[files["form"].isin(list(forms))]
    for form, file in zip(known["form"], known["file"], strict=True):
        owner = _owner(forms[form], file, owners)
        if (form, file) not in with_school and (owner or (form, file) not in with_rows):
            came.setdefault((form, owner), _Count()).files.add(file)
    return came


def _owners(rows: pd.DataFrame) -> dict[str, str]:
    """Find the files all of whose resolved rows name one school."""
    named = rows[["file", "school_id"]].dropna().drop_duplicates()
    single = named.drop_duplicates("file", keep=False)
    return dict(zip(single["file"], single["school_id"], strict=True))


def _owner(form: Form, file: str, owners: Mapping[str, str]) -> str | None:
    """Return the school whose file it is; a file of an organiser is no school's."""
    return owners.get(file) if form.owed_by == "school" else None


def _add_findings(
    came: dict[Key, _Count], rows: pd.DataFrame, forms: Mapping[str, Form], taken: Taken
) -> None:
    found = taken.findings[taken.findings["form"].isin(list(forms))].rename(columns={"source_row": "row"})
    placed = rows.drop_duplicates(["form", *_PLACE])[["form", *_PLACE, "school_id"]]
    placed = found.merge(placed, how="left", on=["form", *_PLACE])
    owners = _owners(rows)
    for form, file, school, severity in zip(
        placed["form"], placed["file"], placed["school_id"], placed["severity"], strict=True
    ):
        meant = school if isinstance(school, str) else _owner(forms[form], file, owners)
        count = came.get((form, meant))
        if count is None:
            continue
        count.errors += severity == "error"
        count.warnings += severity == "warning"


def _owed(
    year: int,
    forms: Sequence[Form],
    schools: Sequence[School],
    programme: Programme,
    came: Mapping[Key, _Count],
) -> Iterator[Key]:
    asked = [form for form in forms if form.is_asked(programme, year)]
    yield from ((form.form, None) for form in asked if form.owed_by == "municipality")
    arrived = {form for (form, _), count in came.items() if count.accepted}
    for group in groups_of(form for form in asked if form.owed_by != "municipality"):
        first = next((form for form in group if form.form in arrived), group[0])
        for school in schools:
            yield from _owed_by(school, group, first, arrived, came)


def _owed_by(
    school: School, group: Sequence[Form], first: Form, arrived: set[str], came: Mapping[Key, _Count]
) -> Iterator[Key]:
    """Yield what a school owes of forms that stand for each other: what it sent, else the usual one."""
    keys: list[Key] = [(form.form, school.school_id) for form in group if form.concerns(school)]
    sent = [key for key in keys if key in came]
    accepted = [key for key in sent if came[key].accepted]
    if sent:
        yield from accepted or sent
    elif first.concerns(school) and not (first.voluntary and first.form in arrived):
        yield (first.form, school.school_id)


def _unattributed(forms: Mapping[str, Form], came: Mapping[Key, _Count]) -> dict[str, int]:
    return {
        form: count.quarantined
        for (form, school), count in came.items()
        if school is None and count.quarantined and forms[form].owed_by != "municipality"
    }
