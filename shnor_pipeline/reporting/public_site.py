"""The public site: overview, a page per year and per indicator, the method, tables to download.

Belongs here: what the public pages show and in which order. Does not belong here: what may be shown
(``disclosure/``), looks (``public*.html.j2``, ``page.css``, ``public.css``).
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from markupsafe import Markup

from shnor_pipeline.reporting import wording
from shnor_pipeline.reporting.numbers import FEW_MARK, NBSP, condition, number, plain
from shnor_pipeline.reporting.public_model import Level, PublicFacts, place_of
from shnor_pipeline.reporting.sparkline import sparkline
from shnor_pipeline.reporting.templates import template, text_beside

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from shnor_pipeline.reporting.model import IndicatorLine, Plan, Value

HIDDEN = "скрыто"
REASONS = {
    "small": "знаменатель меньше 5",
    "extreme": "0 % или 100 % в группе меньше 10",
    "complementary": "по этому числу можно было бы вычислить скрытое",
    "earlier_release": "отличие от прежнего выпуска приходится меньше чем на 5 человек",
}
"""Why a value is hidden, in plain words."""

NOTE = (
    "Скрыто – значения групп меньше 5, одинаковые результаты групп меньше 10 и те числа, по которым скрытое "
    "можно было бы вычислить."
)
_VALUES, _DICTIONARY, LEDGER = "public_values.csv", "dictionary.csv", "published_cells.csv"
_MUNICIPALITY = "municipality"


@dataclass(frozen=True, slots=True)
class _Cell:
    """One value as text; without a place nothing is printed there that needs an audit."""

    text: str
    small: str = ""
    place: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of a table."""

    title: str
    href: str
    small: str
    plan: str
    cells: tuple[_Cell, ...]
    spark: str = ""
    verdict: str = ""
    mark: str = ""


def render_public(facts: PublicFacts) -> dict[str, str]:
    """Write all pages and tables of the public site.

    Args:
        facts: What may be printed.

    Returns:
        Text by file name; the same facts give the same text.
    """
    pages = {"index.html": _page("index", facts, title="Мониторинг программы", lines=_overview(facts))}
    pages["method.html"] = _page("method", facts, title="Как считали и что скрыто", counts=_counts(facts))
    for year in facts.years:
        name, title = f"{year}.html", f"{year - 1}/{year} учебный год"
        pages[name] = _page(
            "year", facts, title=title, year=year, levels=facts.levels[year], lines=_of_year(facts, year)
        )
    for line in facts.report.indicators:
        pages[_href(line)] = _page(
            "indicator", facts, title=line.title_ru, line=line, lines=_of_indicator(facts, line)
        )
    pages[_VALUES] = _values_text(facts)
    pages[_DICTIONARY] = _dictionary_text(facts)
    return pages


def texts_without_values(facts: PublicFacts) -> Iterator[str]:
    """Yield the texts whose numbers need no protection: years, plans, clauses, words of the programme."""
    report = facts.report
    yield from (f"{year - 1} {year}" for year in facts.years)
    yield from (report.programme_title, report.approved_text, report.municipality, NOTE)
    yield from (*REASONS.values(), wording.FEW_NOTE, wording.INTERVAL_NOTE, wording.DEMO_NOTE)
    yield from (str(count) for _, count in _counts(facts))
    yield str(len(facts.values))
    yield "95"
    for clause, ambiguity, reading in report.readings:
        yield f"{clause} {ambiguity} {reading}"
    for line in report.indicators:
        yield f"{line.title_ru} {line.clause} {line.numerator_ru} {line.denominator_ru} {line.reading_ru}"
        yield from (condition(plan) for plans in line.plans.values() for plan in plans)
    for levels in facts.levels.values():
        yield from (level.title_ru for level in levels)


def expected_text(value: Value, decimals: int) -> str:
    """Write value and denominator as every page and table prints them."""
    return f"{number(value.value or 0.0, decimals)} {plain(value.denominator or 0.0)}"


def _page(kind: str, facts: PublicFacts, **more: object) -> str:
    return template(f"public_{kind}.html.j2").render(
        report=facts.report,
        facts=facts,
        here=str(more.get("year", kind)),
        style=Markup(text_beside("page.css", "public.css")),  # noqa: S704 - our own files
        demo_note=wording.DEMO_NOTE,
        note=NOTE,
        few_note=wording.FEW_NOTE,
        condition=condition,
        number=number,
        words=wording,
        downloads=(
            (_VALUES, "Значения, CSV"),
            (_DICTIONARY, "Словарь, CSV"),
            (LEDGER, "Журнал выпусков, CSV"),
        ),
        **more,
    )


def _href(line: IndicatorLine) -> str:
    return f"indicator_{line.indicator_id}.html"


def _judged_level(facts: PublicFacts, line: IndicatorLine, year: int) -> Level | None:
    """Return the level at which the programme judges an indicator."""
    return next((level for level in facts.levels[year] if level.scope == line.scope), None)


def _cell(facts: PublicFacts, line: IndicatorLine, year: int, level: Level | None) -> _Cell:
    if level is None:
        return _Cell("–", mark="none")
    place = place_of(year, line.indicator_id, level)
    value = facts.values.get(place)
    if value is not None:
        text = number(value.value or 0.0, line.decimals) + (FEW_MARK if value.status == "few" else "")
        return _Cell(text, f"из{NBSP}{plain(value.denominator or 0.0)}", place)
    if place in facts.hidden:
        return _Cell(HIDDEN, mark="hidden")
    return _Cell("не проводилась" if place in facts.not_held else "нет данных", mark="none")


def _overview(facts: PublicFacts) -> tuple[tuple[str, tuple[_Line, ...]], ...]:
    """Indicators with a plan in any year over all years, at the level the plan is about; then the others."""
    planned = [line for line in facts.report.indicators if line.plans]
    rest = [line for line in facts.report.indicators if not line.plans]
    return (
        ("Показатели с планом", tuple(_over_years(facts, line) for line in planned)),
        ("Показатели без плана", tuple(_over_years(facts, line) for line in rest)),
    )


def _over_years(facts: PublicFacts, line: IndicatorLine) -> _Line:
    cells = tuple(_cell(facts, line, year, _judged_level(facts, line, year)) for year in facts.years)
    planned = max((year for year in facts.years if _plan(line, year)), default=0)
    plan = _plan(line, planned)
    scope = wording.SCOPES.get(line.scope, line.scope)
    spark = _spark(facts, line, {year: _judged_level(facts, line, year) for year in facts.years})
    small = f"{scope}; {_unit(line)}"
    shown = f"{condition(plan)}{NBSP}({planned})" if plan else "–"
    return _Line(line.title_ru, _href(line), small, shown, cells, spark)


def _of_year(facts: PublicFacts, year: int) -> tuple[tuple[str, tuple[_Line, ...]], ...]:
    planned = [line for line in facts.report.indicators if _plan(line, year)]
    rest = [line for line in facts.report.indicators if not _plan(line, year)]
    return (
        ("Показатели с планом на год", tuple(_over_levels(facts, line, year) for line in planned)),
        ("Остальные показатели", tuple(_over_levels(facts, line, year) for line in rest)),
    )


def _over_levels(facts: PublicFacts, line: IndicatorLine, year: int) -> _Line:
    plan = _plan(line, year)
    cells = tuple(_cell(facts, line, year, level) for level in facts.levels[year])
    verdict, mark = _verdict(facts, line, year, plan)
    about = f"план: {wording.SCOPES.get(line.scope, line.scope)}; {_unit(line)}" if plan else _unit(line)
    shown = condition(plan) if plan else "–"
    return _Line(line.title_ru, _href(line), about, shown, cells, "", verdict, mark)


def _of_indicator(facts: PublicFacts, line: IndicatorLine) -> tuple[_Line, ...]:
    """Levels over the years; a cluster that does not exist in a year has no value there."""
    levels = dict.fromkeys(level for year in facts.years for level in facts.levels[year])
    rows = []
    for level in levels:
        there = {year: level if level in facts.levels[year] else None for year in facts.years}
        cells = tuple(_cell(facts, line, year, each) for year, each in there.items())
        rows.append(_Line(level.title_ru, "", "", "", cells, _spark(facts, line, there)))
    return tuple(rows)


def _plan(line: IndicatorLine, year: int) -> Plan | None:
    plans = line.plans.get(year, ())
    return plans[0] if plans else None


def _verdict(facts: PublicFacts, line: IndicatorLine, year: int, plan: Plan | None) -> tuple[str, str]:
    """Repeat the verdict where the value it is about is printed; without the value it would tell of it."""
    level = _judged_level(facts, line, year)
    if plan is None or level is None or place_of(year, line.indicator_id, level) not in facts.values:
        return "–" if plan is None else "без вывода", "none"
    return wording.VERDICTS[plan.verdict], {"met": "met", "not_met": "missed"}.get(plan.verdict, "none")


def _spark(facts: PublicFacts, line: IndicatorLine, levels: dict[int, Level | None]) -> Markup:
    """Draw printed values only; a hidden one is a gap."""
    places = {year: place_of(year, line.indicator_id, level) for year, level in levels.items() if level}
    values = {year: facts.values[place] for year, place in places.items() if place in facts.values}
    drawn = sparkline(replace(line, values=values), facts.years)
    return Markup(drawn.replace("нет данных", "нет в открытых данных"))  # noqa: S704 - escaped by sparkline


def _unit(line: IndicatorLine) -> str:
    return wording.UNITS.get(line.unit, line.unit)


def _counts(facts: PublicFacts) -> tuple[tuple[str, int], ...]:
    reasons = list(facts.hidden.values())
    return tuple((text, reasons.count(reason)) for reason, text in REASONS.items())


def _values_text(facts: PublicFacts) -> str:
    rows: list[Sequence[object]] = []
    for line in facts.report.indicators:
        for year in facts.years:
            for level in facts.levels[year]:
                place = place_of(year, line.indicator_id, level)
                cell = (year, line.indicator_id, level.scope, level.scope_id)
                value = facts.values.get(place)
                if value is not None:
                    shown = (number(value.value or 0.0, line.decimals), plain(value.denominator or 0.0))
                    rows.append((*cell, *(text.replace(NBSP, "") for text in shown), _remark(value)))
                elif place in facts.hidden:
                    rows.append((*cell, "", "", HIDDEN))
    return _csv(("year", "indicator_id", "scope", "scope_id", "value", "denominator", "note"), rows)


def _remark(value: Value) -> str:
    return wording.STATUSES[value.status] if value.status in {"few", "partial"} else ""


def _dictionary_text(facts: PublicFacts) -> str:
    header = ("indicator_id", "title", "clause", "unit", "counted", "of_whom", "reading")
    rows = [
        (
            *(line.indicator_id, line.title_ru, line.clause, _unit(line)),
            *(line.numerator_ru, line.denominator_ru, line.reading_ru),
        )
        for line in facts.report.indicators
    ]
    return _csv(header, rows)


def _csv(header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Write a table that Excel opens: semicolons, a byte order mark."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return "\ufeff" + out.getvalue()
