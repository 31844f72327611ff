"""The suite put to a built database by Great Expectations.

Belongs here: the only place that knows Great Expectations, imported when it is needed and not before. Does
not belong here: an expectation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb

from shnor_pipeline.release.gate.expectation import PLACE, GateReport, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path
    from types import ModuleType

    import pandas as pd

    from shnor_pipeline.release.gate.expectation import Expectation, Subject

_SHOWN_PLACES = 10
_SHOWN_IN_MESSAGE = 3


class ReleaseRefusedError(Exception):
    """The gate kept a release back; the message names expectations and rows for people.

    Attributes:
        report: Everything the gate found.
    """

    def __init__(self, report: GateReport, page: Path) -> None:
        """Write the message.

        Args:
            report: What the gate found.
            page: Where the results can be read.
        """
        self.report = report
        lines = ["Выпуск не прошёл проверку."]
        for each in report.refusals:
            lines += [_sentence(each), f"  Что делать: {each.expectation.advice_ru}"]
        super().__init__("\n".join([*lines, f"Все результаты: {page}"]))


def _sentence(outcome: Outcome) -> str:
    head = f"- Не выполнено: «{outcome.expectation.title_ru}» ({outcome.expectation.expectation_id})"
    if outcome.error:
        return f"{head}: проверить не удалось ({outcome.error})."
    shown = "; ".join(outcome.places[:_SHOWN_IN_MESSAGE])
    more = "; …" if outcome.broken > _SHOWN_IN_MESSAGE else ""
    return f"{head}: строк {outcome.broken} из {outcome.checked}: {shown}{more}."


def check_database(path: Path, subjects: Sequence[Subject]) -> GateReport:
    """Put a suite to a database.

    Args:
        path: The built database; it is only read.
        subjects: The suite.

    Returns:
        An outcome for every expectation, in the order of the suite.
    """
    from shnor_pipeline.release.gate.library import gx  # noqa: PLC0415 - seconds, only here

    asset = _context(gx).data_sources.add_pandas("built").add_dataframe_asset("rows")
    rows = asset.add_batch_definition_whole_dataframe("rows")
    outcomes: list[Outcome] = []
    with duckdb.connect(str(path), read_only=True, config={"threads": 1}) as connection:
        for subject in subjects:
            frame = connection.sql(subject.sql).df()
            batch = rows.get_batch({"dataframe": frame})
            outcomes += _validated(gx, batch, subject, frame)
    return GateReport(tuple(outcomes))


def _context(gx: ModuleType) -> Any:
    """Open a context that lives in memory alone and draws no progress bars."""
    from great_expectations.data_context.types.base import ProgressBarsConfig  # noqa: PLC0415

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    return context


def _validated(gx: ModuleType, batch: Any, subject: Subject, frame: pd.DataFrame) -> Iterator[Outcome]:
    suite = gx.ExpectationSuite(
        name=subject.name, expectations=[_demand(gx, each) for each in subject.expectations]
    )
    wanted = {"result_format": "COMPLETE", "unexpected_index_column_names": [PLACE]}
    found = batch.validate(suite, result_format=wanted).results
    by_id = {each.expectation_config.meta["id"]: each for each in found}
    for expectation in subject.expectations:
        yield _outcome(subject, expectation, by_id[expectation.expectation_id], len(frame))


def _demand(gx: ModuleType, expectation: Expectation) -> Any:
    build = getattr(gx.expectations, expectation.demand)
    meta = {"id": expectation.expectation_id, "title_ru": expectation.title_ru}
    return build(**expectation.arguments, severity=expectation.severity, meta=meta)


def _outcome(subject: Subject, expectation: Expectation, found: Any, checked: int) -> Outcome:
    if found.exception_info.get("raised_exception"):
        error = str(found.exception_info.get("exception_message"))
        return Outcome(expectation, subject.group, checked, broken=0, error=error)
    rows = found.result.get("unexpected_index_list") or ()
    broken = int(found.result.get("unexpected_count") or 0)
    return Outcome(expectation, subject.group, checked, broken, tuple(_places(rows)))


def _places(rows: Iterable[dict[str, Any]]) -> list[str]:
    """Name the first broken rows; the values themselves may be what must not be told."""
    return list(dict.fromkeys(str(row[PLACE]) for row in rows))[:_SHOWN_PLACES]
