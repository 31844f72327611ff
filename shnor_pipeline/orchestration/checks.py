"""Checks of what was stored, by year: shape, findings, reconciliation, completeness, deadlines.

Belongs here: verdicts as Dagster shows them. Does not belong here: rules on data (``quality``), who owes what
and until when (``submissions``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import dagster as dg
import pandas as pd
import pandera.errors

# Dagster takes what a verdict is about, but lists no class for it
from dagster._core.definitions.asset_checks.asset_check_evaluation import (
    AssetCheckEvaluationTargetMaterializationData as Target,
)

from shnor_pipeline.orchestration.workspace import beta_accepted, year_partitions

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

    from shnor_pipeline.tables import TableSpec

_WORST = 10
SHAPE = "shape"
_SHOWN = {
    "severity": "severity",
    "file": "file",
    "sheet": "sheet",
    "cell": "cell",
    "rule": "rule_id",
    "message": "message_ru",
}
"""What is shown of a finding: heading -> column."""


@dataclass(frozen=True)
class Verdict:
    """What a check says of some years.

    Attributes:
        passed: Whether all is well.
        severity: How bad it is when not: an error of a blocking check stops what is downstream.
        facts: Counts and tables to show.
    """

    passed: bool
    severity: dg.AssetCheckSeverity = dg.AssetCheckSeverity.WARN
    facts: Mapping[str, Any] = field(default_factory=dict)

    def of_check(self, asset: str, name: str) -> dg.AssetCheckResult:
        """Report the verdict as that of a check."""
        return dg.AssetCheckResult(
            asset_key=asset,
            check_name=name,
            passed=self.passed,
            severity=self.severity,
            metadata=self.facts,
        )


@dataclass(frozen=True)
class Judged:
    """A check with its verdict for each year and for all of them together."""

    asset: str
    name: str
    by_year: Mapping[int, Verdict]
    together: Verdict


def check_by_year(name: str, asset: str, description: str, years: Sequence[int]) -> dg.AssetCheckSpec:
    """Declare a check that has a verdict of its own for every year."""
    with beta_accepted():
        return dg.AssetCheckSpec(
            name, asset=asset, description=description, partitions_def=year_partitions(years)
        )


def shape_check(spec: TableSpec) -> dg.AssetCheckSpec:
    """Declare the blocking check that what was stored of a table is as declared."""
    description = "What was stored has the declared columns, types, bounds and a unique key."
    return dg.AssetCheckSpec(SHAPE, asset=spec.name, description=description, blocking=True)


def results_of(context: dg.OpExecutionContext, judged: Judged) -> Iterator[dg.AssetCheckResult]:
    """Report a check: one verdict for a run of one year, one more for each year of a run of several."""
    if len(judged.by_year) > 1:
        about = _judged_data(context.instance, judged.asset, judged.by_year)
        for year, verdict in judged.by_year.items():
            evaluation = dg.AssetCheckEvaluation(
                asset_key=dg.AssetKey(judged.asset),
                check_name=judged.name,
                passed=verdict.passed,
                severity=verdict.severity,
                metadata=verdict.facts,
                partition=str(year),
                # a verdict about nothing would be shown as missing
                target_materialization_data=about.get(year),
            )
            context.log_event(evaluation)  # type: ignore[arg-type]  # it is taken, but not listed
    yield judged.together.of_check(judged.asset, judged.name)


def _judged_data(instance: dg.DagsterInstance, asset: str, years: Iterable[int]) -> dict[int, Target]:
    """Find the data of some years that verdicts are about: those made last, which are those of this run."""
    wanted = dg.AssetRecordsFilter(asset_key=dg.AssetKey(asset), asset_partitions=list(map(str, years)))
    found: dict[int, Target] = {}
    for record in instance.fetch_materializations(wanted, limit=len(wanted.asset_partitions or ())).records:
        run_id, timestamp = record.event_log_entry.run_id, record.timestamp
        target = Target(storage_id=record.storage_id, run_id=run_id, timestamp=timestamp)
        found.setdefault(int(record.partition_key or 0), target)
    return found


def shape_verdict(spec: TableSpec, frames: Mapping[int, pd.DataFrame]) -> Verdict:
    """Judge whether stored frames are as a table is declared; no cell of them is shown."""
    told_apart = {} if _all_declared(spec, list(frames.values())) else frames
    problems = [(year, problem) for year, frame in told_apart.items() for problem in _undeclared(spec, frame)]
    problems += [(year, problem) for year, frame in frames.items() for problem in _repeated(spec, frame)]
    facts: dict[str, Any] = {"rows": sum(map(len, frames.values())), "problems": len(problems)}
    if problems:
        lines = [f"| {year} | {column} | {what} | {rows} |" for year, (column, what, rows) in problems]
        head = ["| year | column | what is wrong | rows |", "|---|---|---|---|"]
        facts["worst"] = dg.MetadataValue.md("\n".join([*head, *lines[:_WORST]]))
    return Verdict(not problems, dg.AssetCheckSeverity.ERROR, facts)


def _all_declared(spec: TableSpec, frames: Sequence[pd.DataFrame]) -> bool:
    """Look at all years at once, in a sixth of the time: as a rule there is nothing to tell apart."""
    alike = len({tuple(frame.dtypes.items()) for frame in frames}) == 1
    return alike and not any(_undeclared(spec, pd.concat(frames, ignore_index=True)))


def _undeclared(spec: TableSpec, frame: pd.DataFrame) -> Iterator[tuple[str, str, int]]:
    """Yield column, what is wrong with it, and in how many rows."""
    try:
        spec.schema.validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as errors:
        cases = errors.failure_cases
        for (column, check), rows in cases.groupby(["column", "check"], dropna=False).size().items():
            yield str(column), str(check), int(rows)


def _repeated(spec: TableSpec, frame: pd.DataFrame) -> Iterator[tuple[str, str, int]]:
    """Yield the key, where it is not unique, and in how many rows."""
    repeated = int(frame.duplicated(list(spec.key)).sum()) if spec.key else 0
    if repeated:
        yield ", ".join(spec.key), "the key is not unique", repeated


def findings_verdict(findings: pd.DataFrame) -> Verdict:
    """Judge findings: it fails when a row or file was kept out.

    Bad rows are quarantined and good ones stored, so the failure is a warning and blocks nothing.
    """
    errors = findings[findings["severity"] == "error"]
    worst = pd.concat([errors, findings[findings["severity"] != "error"]]).head(_WORST).to_dict("records")
    facts: dict[str, Any] = {
        "errors": len(errors),
        "warnings": len(findings) - len(errors),
        "worst": dg.MetadataValue.md(_table(worst)),
    }
    if worst:
        # a table is a click away on Dagster's pages, a text is not
        facts["first"] = line_of(worst[0])
    return Verdict(errors.empty, facts=facts)


def reconciled_verdict(source_files: pd.DataFrame, stored: int) -> Verdict:
    """Judge whether every row of some files is accepted or quarantined, and every accepted one stored.

    Args:
        source_files: Rows of the table ``source_file``: a table's forms.
        stored: Rows of the table.
    """
    columns = ("rows_read", "rows_accepted", "rows_quarantined")
    read, accepted, held = (int(source_files[name].sum()) for name in columns)
    facts = dict(zip(columns, (read, accepted, held), strict=True)) | {"rows_stored": stored}
    passed = read == accepted + held and accepted == stored
    return Verdict(passed, dg.AssetCheckSeverity.ERROR, facts)


def _table(findings: Sequence[Mapping[Hashable, Any]]) -> str:
    if not findings:
        return "no findings"
    lines = [f"| {' | '.join(_SHOWN)} |", "|" + "---|" * len(_SHOWN)]
    lines += [f"| {' | '.join(_shown(finding).values())} |" for finding in findings]
    return "\n".join(lines)


def line_of(finding: Mapping[Hashable, Any]) -> str:
    """Say a finding in one line: where it is and what is wrong."""
    shown = _shown(finding)
    where = " ".join(filter(None, (shown["file"], shown["sheet"], shown["cell"])))
    return f"{where}: {shown['message']}"


def _shown(finding: Mapping[Hashable, Any]) -> dict[str, str]:
    """Return what is shown of a finding, by heading; nothing of it breaks a table."""
    cells = {heading: finding[name] for heading, name in _SHOWN.items()}
    return {
        heading: cell.replace("|", "/") if isinstance(cell, str) else "" for heading, cell in cells.items()
    }
