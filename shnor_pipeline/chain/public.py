"""The public site: what may be published is chosen, written aside, attacked as written, and swapped in.

Belongs here: reading inputs, calling ``disclosure`` and ``reporting``, writing. Does not belong here: rules
of disclosure and looks of pages.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from shnor_pipeline.chain.reports import report_of_year
from shnor_pipeline.chain.work import each_year
from shnor_pipeline.disclosure import (
    FEW,
    Block,
    Hidden,
    Ledger,
    Measure,
    Place,
    Printed,
    PublicRefusedError,
    blocks_of_year,
    check_pages,
    office_block,
    published_again,
    suppress_year,
)
from shnor_pipeline.figures import rounded
from shnor_pipeline.indicators import INDICATORS
from shnor_pipeline.reporting.model import Value
from shnor_pipeline.reporting.public_model import SEPARATOR, Level, PublicFacts
from shnor_pipeline.store import replace_folder, write_bytes
from shnor_pipeline.tables import INDICATOR_VALUE, SCHOOL_YEAR, SUPPRESSION
from shnor_pipeline.tables.disclosure import REASONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import pandas as pd

    from shnor_pipeline.chain.crew import Advance
    from shnor_pipeline.chain.workspace import Workspace
    from shnor_pipeline.indicators import Indicator, Part
    from shnor_pipeline.reporting import Report

__all__ = ["PublicRefusedError", "PublicRelease", "publish_public"]

LEDGER_FILE, LOG_FILE = "published_cells.csv", "hidden_in_public.csv"
_MEMBERS = {"percent": (0.0, 1.0), "score": (0.0, 100.0), "mark": (2.0, 5.0)}
"""Smallest and largest value of one member, by unit; shares of schools, units … are like shares of people."""


@dataclass(frozen=True)
class PublicRelease:
    """What the public site holds.

    Attributes:
        path: Its folder.
        printed: Number of printed values.
        hidden: Number of hidden values by reason.
    """

    path: Path
    printed: int
    hidden: Counter[str]


@dataclass(frozen=True)
class _Chosen:
    """What is printed and hidden of all years."""

    blocks: Mapping[int, Sequence[Block]]
    shown: Mapping[tuple[int, Place], Printed]
    known: frozenset[tuple[int, Place]]
    hidden: Mapping[int, tuple[Hidden, ...]]


def publish_public(workspace: Workspace) -> PublicRelease | None:
    """Build the public site of all years and put it in the place of the old one.

    Returns:
        What was published; ``None`` where no year has values.

    Raises:
        PublicLeakError: Hidden values can be computed from what was written; the old site stays.
        NotPublishedError: A file holds a number that was not to be printed; the old site stays.
    """
    years = workspace.store.years(INDICATOR_VALUE.name)
    if not years:
        return None
    ledger = Ledger.read(workspace.home.public / LEDGER_FILE)
    chosen = _choose(workspace, years, ledger)
    workspace.crew.get_ready_to_report()
    for year in years:
        log = _log(year, chosen.hidden[year])
        workspace.store.write(SUPPRESSION, year, log)
        write_bytes(workspace.home.reports / str(year) / LOG_FILE, _log_text(log).encode())
    _write_audited(workspace, chosen, ledger)
    reasons = Counter(each.reason for of_year in chosen.hidden.values() for each in of_year)
    return PublicRelease(workspace.home.public, len(chosen.shown), reasons)


def _choose(workspace: Workspace, years: Sequence[int], ledger: Ledger) -> _Chosen:
    blocks = each_year(workspace, _blocks, years)
    printed = {
        (year, place): _printed(block, place)
        for year, of_year in blocks.items()
        for block in of_year
        for place in block.candidates()
    }
    known, moved = ledger.known(printed), ledger.moved(printed)
    jobs = {
        year: partial(_hidden, of_year, _places_of(known, year), _places_of(moved, year))
        for year, of_year in blocks.items()
    }
    chosen = workspace.crew.share(workspace, jobs)
    hidden = {year: of_year for year, (_, of_year) in chosen.items()}
    attacked = {year: of_year for year, (of_year, _) in chosen.items()}
    out = {(year, each.place) for year, of_year in hidden.items() for each in of_year}
    shown = {key: value for key, value in printed.items() if key not in out}
    return _Chosen(attacked, shown, frozenset(known), hidden)


def _places_of(keys: set[tuple[int, Place]], year: int) -> frozenset[Place]:
    return frozenset(place for of, place in keys if of == year)


def _hidden(
    blocks: Sequence[Block],
    known: frozenset[Place],
    moved: frozenset[Place],
    _workspace: Workspace,
    _advance: Advance,
) -> tuple[Sequence[Block], tuple[Hidden, ...]]:
    """Choose what is hidden of a year, from what earlier releases printed and what has moved since.

    The blocks come back, because they know by now which places withstood the attack together.
    """
    hidden = tuple(
        each
        for block in blocks
        for each in suppress_year(block, block.candidates(), _of(block, known), _of(block, moved))
    )
    return blocks, hidden


def _of(block: Block, places: frozenset[Place]) -> frozenset[Place]:
    return frozenset(place for place in places if place.indicator_id in block.measures)


def _blocks(workspace: Workspace, year: int) -> tuple[Block, ...]:
    values = workspace.store.read(INDICATOR_VALUE, year)
    additive = [_measure(each) for each in INDICATORS if each.computed is None]
    blocks = blocks_of_year(workspace.store.read(SCHOOL_YEAR, year), values, additive)
    level = ("municipality", workspace.programme.municipality.id)
    office = (office_block(values, _measure(each), level) for each in INDICATORS if not each.numerator)
    return (*blocks, *(block for block in office if block))


def _measure(indicator: Indicator) -> Measure:
    low, high = _MEMBERS.get(indicator.unit, _MEMBERS["percent"])
    return Measure(
        indicator_id=indicator.indicator_id,
        numerator=_names(indicator.numerator),
        denominator=_names(indicator.denominator),
        low=low,
        high=high,
        factor=100.0 if indicator.is_share else 1.0,
        decimals=indicator.decimals,
        share=indicator.is_share,
    )


def _names(parts: Sequence[Part]) -> frozenset[str]:
    """Name parts by what is counted: the same count in two indicators is one amount."""
    return frozenset(repr((each.table, each.sql, each.within, each.previous_year)) for each in parts)


def _printed(block: Block, place: Place) -> Printed:
    """Round as the pages do; with a decimal point, as programs read it."""
    measure, (numerator, denominator) = block.measures[place.indicator_id], block.sums(place)
    value = rounded(measure.factor * numerator / denominator, measure.decimals)
    return Printed(str(value), f"{denominator:.10g}")


def _log(year: int, hidden: Sequence[Hidden]) -> pd.DataFrame:
    places = sorted((each.place, each.reason) for each in hidden)
    return SUPPRESSION.frame(
        {
            "year": [year] * len(places),
            **{name: [getattr(place, name) for place, _ in places] for name in Place._fields},
            "reason": [reason for _, reason in places],
        }
    )


def _log_text(log: pd.DataFrame) -> str:
    """Write the log for the office, in Russian and for Excel."""
    said = {reason: words for words, reason in REASONS.items()}
    titles = {each.indicator_id: each.title_ru for each in INDICATORS}
    shown = log.assign(reason=log["reason"].map(said), indicator_id=log["indicator_id"].map(titles))
    headers = {column.name: column.title_ru for column in SUPPRESSION.columns}
    return "\ufeff" + shown.rename(columns=headers).to_csv(sep=";", index=False, lineterminator="\r\n")


def _write_audited(workspace: Workspace, chosen: _Chosen, ledger: Ledger) -> None:
    """Write the site aside, read it back, attack what stands there; only then swap it in."""
    from shnor_pipeline.reporting.public_site import (  # noqa: PLC0415 - heavy, only here
        expected_text,
        render_public,
        texts_without_values,
    )

    facts = _facts(workspace, chosen)
    decimals = {each.indicator_id: each.decimals for each in INDICATORS}
    expected = {
        place: expected_text(value, decimals[place.split(SEPARATOR)[1]])
        for place, value in facts.values.items()
    }
    target = workspace.home.public
    aside = target.with_name(f".{target.name}.{os.getpid()}.part")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    try:
        for name, text in render_public(facts).items():
            (aside / name).write_text(text, encoding="utf-8", newline="")
        (aside / LEDGER_FILE).write_text(
            ledger.with_release(chosen.shown).text(), encoding="utf-8", newline=""
        )
        found = check_pages(aside, expected, texts_without_values(facts))
        published_again(chosen.blocks, _by_year(found, chosen.known))
        replace_folder(target, aside)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _by_year(found: set[str], known: frozenset[tuple[int, Place]]) -> dict[int, set[Place]]:
    """Put what stands in the files together with what earlier releases printed."""
    split = (each.split(SEPARATOR, 1) for each in found)
    keys = {(int(year), Place(*rest.split(SEPARATOR))) for year, rest in split} | known
    places: dict[int, set[Place]] = {}
    for year, place in keys:
        places.setdefault(year, set()).add(place)
    return places


def _facts(workspace: Workspace, chosen: _Chosen) -> PublicFacts:
    years = tuple(chosen.blocks)
    frames = {year: workspace.store.read(INDICATOR_VALUE, year) for year in years}
    coverage = {year: _coverage(frame) for year, frame in frames.items()}
    return PublicFacts(
        report=_public_report(report_of_year(workspace, years[-1])),
        years=years,
        levels={year: tuple(_levels(workspace, year)) for year in years},
        values={
            _name(year, place): _value(coverage[year][place], block, place)
            for year, of_year in chosen.blocks.items()
            for block in of_year
            for place in block.candidates()
            if (year, place) in chosen.shown
        },
        hidden={_name(year, each.place): each.reason for year in years for each in chosen.hidden[year]},
        not_held=frozenset(name for year in years for name in _not_held(year, frames[year])),
    )


def _public_report(report: Report) -> Report:
    """Leave out what is no quotient of sums; what the office reports stands for the municipality."""
    printed = {each.indicator_id for each in INDICATORS if each.computed is None or not each.numerator}
    lines = (line for line in report.indicators if line.indicator_id in printed)
    at_municipality = (replace(line, scope="municipality") if line.scope == "all" else line for line in lines)
    return replace(
        report,
        indicators=tuple(at_municipality),
        schools=(),
        findings=(),
        corrections=(),
        changes=(),
        since="",
    )


def _levels(workspace: Workspace, year: int) -> Iterator[Level]:
    """The municipality, the programme, clusters by title."""
    municipality = workspace.programme.municipality
    yield Level("municipality", municipality.id, "Все школы района")
    yield Level("programme", "programme", "Школы программы")
    schools = workspace.reference.register.in_year(year)
    clusters = {workspace.reference.lists.cluster(year, school) for school in schools}
    for cluster_id, title in sorted(clusters, key=lambda each: each[1]):
        yield Level("cluster", cluster_id, title)


def _name(year: int, place: Place) -> str:
    return SEPARATOR.join((str(year), *place))


def _not_held(year: int, values: pd.DataFrame) -> Iterator[str]:
    rows = values[(values["status"] == "not_held") & (values["scope"] != "school")]
    for row in rows[list(Place._fields)].itertuples(index=False):
        yield _name(year, Place(*row))


def _coverage(values: pd.DataFrame) -> dict[Place, tuple[int, int]]:
    """Schools that reported and that were expected to, by place."""
    names = [*Place._fields, "schools_reported", "schools_expected"]
    rows = values.loc[values["scope"] != "school", names].itertuples(index=False)
    return {Place(*row[:3]): (int(row[3]), int(row[4])) for row in rows}


def _value(coverage: tuple[int, int], block: Block, place: Place) -> Value:
    """Fill a value from the sums that were attacked."""
    numerator, denominator = block.sums(place)
    reported, expected = coverage
    few, partial = denominator < FEW, 0 < reported < expected
    return Value(
        value=block.measures[place.indicator_id].factor * numerator / denominator,
        numerator=None,
        denominator=denominator,
        ci_low=None,
        ci_high=None,
        schools_reported=reported,
        schools_expected=expected,
        status="few" if few else "partial" if partial else "ok",
    )
