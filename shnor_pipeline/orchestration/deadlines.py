"""Who owes what and since when: completeness of a year, forms against their day, late schools by name.

Belongs here: checks on the table of submissions, and the clock they are judged by. Does not belong here:
which form is owed by whom until when (``submissions``).
"""

# Dagster reads annotations at run time, so nothing here is imported for type checking only.
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import dagster as dg
import pandas as pd

from shnor_pipeline.chain import Workspace
from shnor_pipeline.ingest import Catalogue
from shnor_pipeline.orchestration.checks import Judged, Verdict, check_by_year, results_of
from shnor_pipeline.orchestration.workspace import HomeFolder
from shnor_pipeline.submissions import late
from shnor_pipeline.tables import SUBMISSION
from shnor_pipeline.tables.published import UNDELIVERED

YEAR_COMPLETE = "year_complete"
TIMEZONE = "Europe/Moscow"
"""Zone of the programme's dates and of every schedule."""

_MUNICIPALITY = "муниципалитет"
_NAMED = 10
"""Schools named in one line."""


class Clock(dg.ConfigurableResource["Clock"]):
    """What day it is: the only clock in the project, here because lateness is of a day.

    Attributes:
        fixed: A day as YYYY-MM-DD that stands for today; empty = today in the programme's time zone.
    """

    fixed: str = ""

    def today(self) -> date:
        """Return the day by which lateness is judged."""
        return date.fromisoformat(self.fixed) if self.fixed else datetime.now(ZoneInfo(TIMEZONE)).date()


def on_time(form: str) -> str:
    """Name the check of a form against its day."""
    return f"{form}_on_time"


def year_complete(workspace: Workspace, frames: Mapping[int, pd.DataFrame]) -> Judged:
    """Judge whether every form owed came from everybody who owes it."""
    names = _names(workspace)
    by_year = {year: _complete(frame, names) for year, frame in frames.items()}
    return Judged(SUBMISSION.name, YEAR_COMPLETE, by_year, _complete(pd.concat(frames.values()), names))


def deadline_checks(catalogue: Catalogue, years: Sequence[int]) -> dg.AssetChecksDefinition:
    """Make the check of each form against its day of the road map, a verdict for every year.

    The verdict changes as days pass, without any new data: so it is a step of its own, run every night.
    """
    titles = {each.form: each.manifest.title_ru for each in catalogue.sources}
    specs = [
        check_by_year(on_time(form), SUBMISSION.name, f"{title}: nobody is late against the road map.", years)
        for form, title in titles.items()
    ]

    @dg.multi_asset_check(name="deadlines", specs=specs)
    def deadlines(
        context: dg.AssetCheckExecutionContext, home_folder: HomeFolder, clock: Clock
    ) -> Iterator[dg.AssetCheckResult]:
        workspace, today = home_folder.open(), clock.today()
        keys = context.op_execution_context.partition_keys if _partitioned(context) else map(str, years)
        frames = {int(key): late(workspace.store.read(SUBMISSION, int(key)), today) for key in keys}
        names = _names(workspace)
        for form in titles:
            yield from results_of(context.op_execution_context, _on_time(form, frames, names, today))

    return deadlines


def _partitioned(context: dg.AssetCheckExecutionContext) -> bool:
    op = context.op_execution_context
    return op.has_partition_key or op.has_partition_key_range


def _on_time(form: str, frames: Mapping[int, pd.DataFrame], names: Mapping[str, str], today: date) -> Judged:
    of_form = {year: frame[frame["form"] == form] for year, frame in frames.items()}
    by_year = {year: _late(frame, names, today) for year, frame in of_form.items()}
    together = _late(pd.concat(of_form.values()), names, today)
    return Judged(SUBMISSION.name, on_time(form), by_year, together)


def _late(frame: pd.DataFrame, names: Mapping[str, str], today: date) -> Verdict:
    """Judge rows of one form: it fails when somebody is late, who is named."""
    overdue = frame[frame["late"]]
    facts: dict[str, Any] = {
        "on": today.isoformat(),
        "owed": int(frame["required"].sum()),
        "late": len(overdue),
    }
    days = ", ".join(sorted(set(frame["due"].dropna())))
    if days:
        facts["due"] = days
    if len(overdue):
        facts["late_schools"] = dg.MetadataValue.md(_by_year(overdue, names))
        facts["who"] = _first_of(overdue, names)
    return Verdict(overdue.empty, facts=facts)


def _complete(frame: pd.DataFrame, names: Mapping[str, str]) -> Verdict:
    owed = frame[frame["required"]]
    missing = owed[owed["status"].isin(UNDELIVERED)]
    facts: dict[str, Any] = {
        "owed": len(owed),
        "delivered": len(owed) - len(missing),
        "missing": len(missing),
    }
    if len(missing):
        lines = ["| year | form | who |", "|---|---|---|"]
        for (year, title), rows in missing.groupby(["year", "form_title"]):
            lines.append(f"| {year} | {title} | {_who(rows, names)} |")
        facts["missing_forms"] = dg.MetadataValue.md("\n".join(lines))
        facts["who"] = _first_of(missing, names)
    return Verdict(missing.empty, facts=facts)


def _by_year(overdue: pd.DataFrame, names: Mapping[str, str]) -> str:
    lines = ["| year | due | who |", "|---|---|---|"]
    for (year, due), rows in overdue.groupby(["year", "due"]):
        lines.append(f"| {year} | {due} | {_who(rows, names)} |")
    return "\n".join(lines)


def _who(rows: pd.DataFrame, names: Mapping[str, str]) -> str:
    return ", ".join(_each(rows, names))


def _each(rows: pd.DataFrame, names: Mapping[str, str]) -> list[str]:
    schools = (each if isinstance(each, str) else None for each in rows["school_id"])
    return [_MUNICIPALITY if each is None else names.get(each, each) for each in schools]


def _first_of(rows: pd.DataFrame, names: Mapping[str, str]) -> str:
    """Name those who owe the latest forms, each once, as text: a table is a click away on Dagster's pages."""
    who = list(dict.fromkeys(_each(rows.sort_values("year", ascending=False, kind="stable"), names)))
    more = f" и ещё {len(who) - _NAMED}" if len(who) > _NAMED else ""
    return f"{', '.join(who[:_NAMED])}{more}"


def _names(workspace: Workspace) -> dict[str, str]:
    return {each.school_id: each.name_short for each in workspace.reference.register.schools}
