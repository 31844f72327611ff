"""A saved report against the store: every number that carries a reference is computed again and compared.

Belongs here: reading the document, computing the years it speaks of, calling the comparison. Does not belong
here: how a document keeps references (``reporting``), what a difference is (``provenance``).
"""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import TYPE_CHECKING

import pandas as pd

from shnor_pipeline.chain.comparison import (
    compute_cluster_comparison,
    compute_clusters,
    compute_effects,
    compute_gap,
    compute_objectivity,
    compute_risk_profile,
)
from shnor_pipeline.chain.identification import compute_identification, compute_social_index
from shnor_pipeline.chain.indicators import (
    compute_attainability,
    compute_measures,
    compute_parts,
    compute_progress,
    compute_projections,
    compute_schools,
    compute_values,
)
from shnor_pipeline.chain.reports import report_of_year
from shnor_pipeline.chain.submissions import compute_submissions
from shnor_pipeline.chain.workspace import NO_YEAR, Workspace
from shnor_pipeline.indicators import INDICATORS
from shnor_pipeline.provenance import Expected, Mismatch, Printed, Recomputed, exactly, lost, mismatches
from shnor_pipeline.release import KEPT_RELEASES, Releases, compare_databases
from shnor_pipeline.store import Store
from shnor_pipeline.tables import (
    CORRECTION,
    FINDING,
    INDICATOR_VALUE,
    SCHOOL_YEAR,
    SOURCE_FILE,
    TARGET_PROGRESS,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from shnor_pipeline.references import Ref

_OF_A_YEAR = (compute_schools, compute_social_index, compute_identification, compute_parts)
_OF_YEARS = (compute_measures, compute_values, compute_progress)
"""Steps from canonical tables to values; those of the second line also look at the year before."""
_OF_THE_REPORT = (
    compute_submissions,
    compute_attainability,
    compute_projections,
    compute_clusters,
    compute_cluster_comparison,
    compute_effects,
    compute_gap,
    compute_objectivity,
    compute_risk_profile,
)
"""Steps to what is counted in a report of a year beside the values."""
_LEFT_BY_INTAKE = (FINDING, SOURCE_FILE, CORRECTION)
"""What was found in the files; without the files it can only be read."""

_NOT_KEPT = (
    "Лист «Изменения»: не сверено чисел – {count}, это разности выпусков {old} и {new}, а выпуска {gone} "
    "среди хранимых уже нет (хранятся последние {kept}). Сверяйте книгу вскоре после выпуска или "
    "восстановите резервную копию, в которой он есть (shnor restore)."
)
_WITHOUT_REFERENCES = (
    "Лист «Изменения» не сверен: ссылок на его числа в файле нет. Сделайте книгу заново (shnor run)."
)


class VerifyError(ValueError):
    """A file that can't be verified; the message says why and what to do."""


class NoSuchYearsError(LookupError):
    """No year of a report is in the store; the message says which are."""


@dataclass(frozen=True)
class Verified:
    """What came of a verification.

    Attributes:
        checked: Numbers compared.
        years: Years they are of.
        mismatches: Numbers that are not what they should be, in the order of the document.
        left_out: What in the document can't be compared with the store, and what to do instead.
    """

    checked: int
    years: tuple[int, ...]
    mismatches: tuple[Mismatch, ...]
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Scratch(Workspace):
    """The same home folder with a store of its own, so that nothing stored is touched or believed."""

    folder: Path

    @property
    def store(self) -> Store:
        """Store to compute in."""
        return Store(self.folder)


def verify_report(workspace: Workspace, path: Path, advance: Callable[[], None] = lambda: None) -> Verified:
    """Compare the numbers of a saved memo or workbook with values computed from the canonical tables.

    Args:
        workspace: The home folder.
        path: A .docx or .xlsx that the pipeline wrote, whoever saved it since.
        advance: Called after each year that was computed.

    Raises:
        VerifyError: The file is no such report or carries no references.
        NoSuchYearsError: None of its years is in the store.
    """
    if path.suffix.lower() == ".xlsx":
        return _verify_workbook(workspace, path, advance)
    if path.suffix.lower() == ".docx":
        return _verify_document(workspace, path, advance)
    raise VerifyError(f"{path.name}: проверяются справка (.docx) и книга (.xlsx).")


def _verify_workbook(workspace: Workspace, path: Path, advance: Callable[[], None]) -> Verified:
    from shnor_pipeline.reporting.change_lines import releases_of  # noqa: PLC0415 - heavy
    from shnor_pipeline.reporting.changes import SHEET  # noqa: PLC0415 - heavy
    from shnor_pipeline.reporting.excel_references import NotAWorkbookError, read_book  # noqa: PLC0415 - heavy

    try:
        cells, sheets = read_book(path.read_bytes())
    except NotAWorkbookError as error:
        raise VerifyError(f"{path.name}: файл не открывается как книга Excel.") from error
    years = _years_of(path, [each.ref.year for each in cells])
    between = Counter(pair for each in cells if (pair := releases_of(each.ref)))
    gone = {pair: each for pair in between if (each := _not_kept(workspace, pair))}
    changes = _changes_anew(workspace, [pair for pair in between if pair not in gone])
    recomputed = recompute(workspace, years, advance, changes)
    printed = [
        Printed(each.ref, each.value, each.place) for each in cells if releases_of(each.ref) not in gone
    ]
    left_out = [
        _NOT_KEPT.format(count=between[old, new], old=old, new=new, gone=which, kept=KEPT_RELEASES)
        for (old, new), which in gone.items()
    ]
    if SHEET in sheets and not between:
        left_out.append(_WITHOUT_REFERENCES)
    return Verified(len(printed), years, tuple(mismatches(printed, recomputed)), tuple(left_out))


def _not_kept(workspace: Workspace, pair: tuple[str, str]) -> str | None:
    """Return the release of two that is not kept any more; ``None`` where both are."""
    releases = Releases(workspace.home.releases)
    return next((each for each in pair if not releases.database(each).is_file()), None)


def _changes_anew(workspace: Workspace, between: Sequence[tuple[str, str]]) -> dict[Ref, Expected]:
    """Compare kept releases anew, two and two; the changes that were stored with them are not believed."""
    from shnor_pipeline.reporting.change_lines import numbers_of_changes  # noqa: PLC0415 - heavy

    releases = Releases(workspace.home.releases)
    return {
        each.ref: Expected(each.number, each.decimals)
        for old, new in between
        for each in numbers_of_changes(
            compare_databases(releases.database(old), releases.database(new)).changes, old, new
        )
    }


def _verify_document(workspace: Workspace, path: Path, advance: Callable[[], None]) -> Verified:
    from shnor_pipeline.reporting.word_references import NotADocumentError, read_numbers  # noqa: PLC0415 - heavy

    try:
        found = read_numbers(path.read_bytes())
    except NotADocumentError as error:
        raise VerifyError(f"{path.name}: файл не открывается как документ Word.") from error
    numbers = found.numbers
    years = _years_of(path, [int(each.name[:4]) for each in numbers])
    recomputed = recompute(workspace, years, advance)
    refs = recomputed.named({each.name for each in numbers})
    printed = [Printed(refs.get(each.name), each.text, each.place) for each in numbers]
    gone = lost([each.position for each in numbers], [each.place for each in numbers], found.written)
    return Verified(len(printed), years, (*mismatches(printed, recomputed), *gone))


def _years_of(path: Path, years: Sequence[int]) -> tuple[int, ...]:
    if not years:
        raise VerifyError(
            f"{path.name}: ссылок на числа в файле нет. Проверить можно memo.docx и monitoring.xlsx, "
            "записанные shnor run; если это один из них, ссылки пропали при пересохранении: сделайте отчёт "
            "заново."
        )
    return tuple(sorted(set(years)))


def recompute(
    workspace: Workspace,
    years: Sequence[int],
    advance: Callable[[], None],
    beside: Mapping[Ref, Expected] = MappingProxyType({}),
) -> Recomputed:
    """Compute the numbers of years anew from canonical tables, programme and lists.

    The values that are stored are neither read nor touched, so one that was tampered with is noticed too.
    Counts and quoted texts are those of the report of the last of the years; findings and files are as the
    intake left them.

    Args:
        workspace: The home folder.
        years: Years that are spoken of.
        advance: Called after each year that was computed.
        beside: Numbers that do not come from the store.

    Raises:
        NoSuchYearsError: None of the years is in the store.
    """
    stored = [year for year in workspace.store.years(SCHOOL_YEAR.name) if year != NO_YEAR]
    if not set(stored) & set(years):
        told = ", ".join(map(str, stored)) or "ни одного, сначала выполните shnor run"
        raise NoSuchYearsError(f"Чисел за {', '.join(map(str, years))} в хранилище нет. Есть годы: {told}.")
    needed = [year for year in stored if year <= max(years)]
    with TemporaryDirectory(prefix="shnor-verify-") as folder:
        scratch = _Scratch(workspace.settings, Path(folder))
        _copy_tables(workspace, scratch, needed)
        for step in _OF_A_YEAR:
            for year in needed:
                step(scratch, year)
        for year in needed:
            for step in _OF_YEARS:
                step(scratch, year)
            advance()
        values, progress = (
            pd.concat([scratch.store.read(spec, year) for year in needed])
            for spec in (INDICATOR_VALUE, TARGET_PROGRESS)
        )
        counts = _counts(scratch, max(years)) if max(years) in needed else {}
    decimals = {each.indicator_id: each.decimals for each in INDICATORS}
    return Recomputed(values, progress, decimals, counts | dict(beside))


def _counts(scratch: Workspace, year: int) -> dict[Ref, Expected]:
    """Compute what a report of the year counts and quotes."""
    from shnor_pipeline.reporting.counts import numbers_of  # noqa: PLC0415 - only here
    from shnor_pipeline.reporting.referenced import numbers_in_quotes  # noqa: PLC0415 - only here

    for step in _OF_THE_REPORT:
        step(scratch, year)
    report = report_of_year(scratch, year)
    counted = numbers_of(report)
    counts = {ref: Expected(exactly(number), decimals) for ref, (number, decimals) in counted.items()}
    quotes = {each.ref: Expected(each.number, each.decimals) for each in numbers_in_quotes(report)}
    return counts | quotes


def _copy_tables(workspace: Workspace, scratch: Workspace, years: Sequence[int]) -> None:
    for spec in (*workspace.catalogue.tables, *_LEFT_BY_INTAKE):
        for year in years:
            source, target = (each.store.path(spec.name, year) for each in (workspace, scratch))
            if source.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, target)
