"""The report model filled from the published tables.

Belongs here: choosing and ordering what a report says. Does not belong here: computing values
(``indicators/``) and writing documents (``memo``, ``workbook``, ``site``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from shnor_pipeline.reporting.change_lines import change_lines
from shnor_pipeline.reporting.evidence import evidence_of_year
from shnor_pipeline.reporting.model import (
    ChangeLine,
    CorrectionLine,
    FindingLine,
    IndicatorLine,
    Plan,
    Report,
    SchoolLine,
    SourceLine,
    Value,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shnor_pipeline.programme import Programme

PROCEDURES_RU = {
    "oge": "ОГЭ",
    "ege": "ЕГЭ",
    "ege_base": "ЕГЭ по математике базового уровня",
    "vpr": "ВПР",
    "vsosh_school": "школьный этап ВсОШ",
    "vsosh_municipal": "муниципальный этап ВсОШ",
}
_DEFAULT_SCOPE = "programme"
_STAGES_RU = {"entry": "входной", "intermediate": "промежуточный", "final": "итоговый"}


@dataclass(frozen=True)
class Facts:
    """Tables a report is made from; those with a year hold all years up to the reporting year.

    Attributes:
        evidence: Tables of the reporting year beside indicators, by name (``evidence.evidence_of_year``).
    """

    indicator: pd.DataFrame
    values: pd.DataFrame
    progress: pd.DataFrame
    schools: pd.DataFrame
    cluster_titles: Mapping[str, str]
    findings: pd.DataFrame
    sources: pd.DataFrame
    corrections: pd.DataFrame
    form_titles: Mapping[str, str]
    rule_titles: Mapping[str, str]
    column_titles: Mapping[tuple[str, str], str]
    changes: pd.DataFrame | None = None
    since: str = ""
    release: str = ""
    evidence: Mapping[str, pd.DataFrame] = field(default_factory=dict)


def build_report(year: int, programme: Programme, facts: Facts) -> Report:
    """Fill the report model of a year.

    Args:
        year: Reporting year.
        programme: The programme.
        facts: Tables.

    Returns:
        The report; indicators with a plan come first, in the programme's order; schools by name.
    """
    return Report(
        year=year,
        years=tuple(sorted(int(each) for each in facts.values["year"].unique() if each <= year)),
        demo=programme.demo,
        programme_title=programme.document.title,
        approved_text=programme.document.approved_text,
        municipality=programme.municipality.title_ru,
        stage_ru=_stage_ru(programme, year),
        indicators=_indicator_lines(facts, programme),
        schools=_school_lines(facts, year),
        findings=_finding_lines(facts),
        sources=_source_lines(facts),
        readings=tuple((each.clause, each.ambiguity, each.reading) for each in programme.readings()),
        not_held=tuple(title for name, title in PROCEDURES_RU.items() if not programme.is_held(name, year)),
        corrections=_correction_lines(facts),
        changes=_change_lines(facts),
        since=facts.since,
        release=facts.release,
        evidence=evidence_of_year(year, programme, facts.evidence, facts.values),
    )


def _stage_ru(programme: Programme, year: int) -> str:
    """Stage whose step of the programme's road map ends in the year; empty where none does."""
    stages = [each.stage for each in programme.road_map.programme if each.ends.year == year]
    return _STAGES_RU[stages[-1]] if stages else ""


def _indicator_lines(facts: Facts, programme: Programme) -> tuple[IndicatorLine, ...]:
    planned = list(dict.fromkeys(line.indicator_id for line in programme.target_lines()))
    position = {indicator_id: number for number, indicator_id in enumerate(planned)}
    rows = facts.indicator.to_dict("records")
    rows.sort(key=lambda row: position.get(row["indicator_id"], len(position)))
    scope_ids = {"programme": "programme", "municipality": programme.municipality.id, "all": "all"}
    values = _values_by_place(facts.values[facts.values["scope"].isin(list(scope_ids))])
    plans = _plans(facts.progress)
    lines = []
    for row in rows:
        scope = _text(row["verdict_scope"]) or _DEFAULT_SCOPE
        lines.append(
            IndicatorLine(
                **{name: row[name] for name in ("indicator_id", "title_ru", "clause", "unit", "direction")},
                decimals=int(row["decimals"]),
                numerator_ru=row["numerator_ru"],
                denominator_ru=row["denominator_ru"],
                reading_ru=_text(row["reading_ru"]) or "",
                scope=scope,
                scope_id=scope_ids[scope],
                values=values.get((row["indicator_id"], scope, scope_ids[scope]), {}),
                plans=plans.get(row["indicator_id"], {}),
            )
        )
    return tuple(lines)


def _values_by_place(values: pd.DataFrame) -> dict[tuple[str, str, str], dict[int, Value]]:
    """Gather values by indicator and object, then by year."""
    places: dict[tuple[str, str, str], dict[int, Value]] = {}
    for row in values.to_dict("records"):
        place = (row["indicator_id"], row["scope"], row["scope_id"])
        places.setdefault(place, {})[int(row["year"])] = _value(row)
    return places


def _plans(progress: pd.DataFrame) -> dict[str, dict[int, tuple[Plan, ...]]]:
    """Gather plans by indicator, then by year."""
    plans: dict[str, dict[int, tuple[Plan, ...]]] = {}
    for row in progress.sort_values(["year", "kind"], ascending=[True, False]).to_dict("records"):
        plan = Plan(
            kind=row["kind"],
            target=_number(row["target"]),
            operator=row["operator"],
            gap=_number(row["gap"]),
            verdict=row["verdict"],
            certain=None if pd.isna(row["verdict_certain"]) else bool(row["verdict_certain"]),
            base_stated=_number(row["base_stated"]),
        )
        of_years, year = plans.setdefault(row["indicator_id"], {}), int(row["year"])
        of_years[year] = (*of_years.get(year, ()), plan)
    return plans


def _school_lines(facts: Facts, year: int) -> tuple[SchoolLine, ...]:
    past = _values_of_schools(facts, year)
    lines = (
        SchoolLine(
            **{name: row[name] for name in ("school_id", "name_short", "kind", "locality")},
            cluster_title=facts.cluster_titles.get(row["cluster_id"], row["cluster_id"]),
            programme_group=_text(row["programme_group"]),
            pupils=None if pd.isna(row["pupils"]) else int(row["pupils"]),
            values={
                indicator_id: by_year[year]
                for indicator_id, by_year in past.get(row["school_id"], {}).items()
                if year in by_year
            },
            past=past.get(row["school_id"], {}),
        )
        for row in facts.schools.to_dict("records")
    )
    return tuple(sorted(lines, key=lambda line: (line.name_short.lower(), line.school_id)))


def _values_of_schools(facts: Facts, year: int) -> dict[str, dict[str, dict[int, Value]]]:
    """Gather the values of schools up to a year: by school, indicator and year."""
    of_schools = facts.values[(facts.values["year"] <= year) & (facts.values["scope"] == "school")]
    values: dict[str, dict[str, dict[int, Value]]] = {}
    for row in of_schools.sort_values("year", kind="stable").to_dict("records"):
        by_year = values.setdefault(row["scope_id"], {}).setdefault(row["indicator_id"], {})
        by_year[int(row["year"])] = _value(row)
    return values


def _finding_lines(facts: Facts) -> tuple[FindingLine, ...]:
    plain = ("finding_id", "file", "rule_id", "severity", "message_ru")
    return tuple(
        FindingLine(
            **{name: str(row[name]) for name in plain},
            form=_text(row["form"]),
            sheet=_text(row["sheet"]),
            cell=_text(row["cell"]),
            value=_text(row["value"]),
            rule_title_ru=facts.rule_titles.get(row["rule_id"], row["rule_id"]),
        )
        for row in facts.findings.to_dict("records")
    )


def _source_lines(facts: Facts) -> tuple[SourceLine, ...]:
    return tuple(
        SourceLine(
            file=row["file"],
            form=_text(row["form"]),
            form_title_ru=facts.form_titles.get(row["form"], "") if _text(row["form"]) else "",
            sha256=_text(row["sha256"]),
            rows_read=int(row["rows_read"]),
            rows_accepted=int(row["rows_accepted"]),
            rows_quarantined=int(row["rows_quarantined"]),
            status=row["status"],
        )
        for row in facts.sources.to_dict("records")
    )


def _change_lines(facts: Facts) -> tuple[ChangeLine, ...]:
    if facts.changes is None:
        return ()
    titles = dict(zip(facts.indicator["indicator_id"], facts.indicator["title_ru"], strict=True))
    schools = dict(zip(facts.schools["school_id"], facts.schools["name_short"], strict=True))
    return change_lines(facts.changes, titles, {**schools, **facts.cluster_titles})


def _correction_lines(facts: Facts) -> tuple[CorrectionLine, ...]:
    plain = ("reason", "order_number", "role", "date", "status")
    lines = []
    for row in facts.corrections.to_dict("records"):
        form, column = _text(row["form"]) or "", _text(row["column_name"]) or ""
        lines.append(
            CorrectionLine(
                line=int(row["line"]),
                form_title_ru=facts.form_titles.get(form, form),
                column_ru=facts.column_titles.get((form, column), column),
                file=_text(row["file"]),
                sheet=_text(row["sheet"]),
                cell=_text(row["cell"]),
                old=_text(row["old"]),
                new=_text(row["new"]),
                **{name: str(row[name]) for name in plain},
            )
        )
    return tuple(lines)


def _value(row: Mapping[Any, Any]) -> Value:
    numbers = ("value", "numerator", "denominator", "ci_low", "ci_high")
    return Value(
        **{name: _number(row[name]) for name in numbers},
        schools_reported=int(row["schools_reported"]),
        schools_expected=int(row["schools_expected"]),
        status=row["status"],
    )


def _number(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
