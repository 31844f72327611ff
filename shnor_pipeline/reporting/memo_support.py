"""Sections of the memo about support: measures, risks, identification, effect of the programme.

Belongs here: which facts of the year these sections show, with what stands behind them. Does not belong here:
the pen (``memo_writer``) and the facts themselves (``evidence``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shnor_pipeline.reporting import evidence_wording, summary, wording
from shnor_pipeline.reporting.charts import effect_png, effect_text
from shnor_pipeline.reporting.counts import EFFECT_COLUMNS, EFFECT_SCHOOLS, procedure_key, tally
from shnor_pipeline.reporting.memo_schools import RESULTS, in_points, interval
from shnor_pipeline.reporting.numbers import NBSP, fact, number, percent, plain, ratio
from shnor_pipeline.reporting.word_parts import Cell, Column

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shnor_pipeline.reporting.evidence import (
        EffectLine,
        IdentifiedLine,
        MeasureLine,
        OverrideLine,
        ProcedureLine,
    )
    from shnor_pipeline.reporting.memo_writer import MemoWriter
    from shnor_pipeline.reporting.word_parts import Row

RISK_EVIDENCE = {
    "motivation": ("measures_done_share", "contest_share"),
    "understaffing": ("vacancy_share", "fully_staffed_school_share"),
    "mobility_and_parents": ("retention_4_5", "retention_9_10", "satisfaction_parents_share"),
}
"""Indicators that speak of a risk of section XI; the choice is ours, the programme names none."""
LEVELS = {"high": "В", "medium": "С", "low": "Н", "not_found": "–", "no_data": "н/д"}
_FACTORS = 10
_OF_IDENTIFIED = ("procedures_held", "procedures_low", "pupils_to_flip", "chance_of_error", "social_index")
_CENT = 100


def measures(memo: MemoWriter) -> None:
    """Show plan, fact and document of the measures of the year, and what is overdue."""
    memo.heading("Выполнение мероприятий")
    planned = summary.planned_measures(memo.report)
    if not planned:
        memo.text("Мероприятий с планом на отчётный год в программе нет.")
        return
    late = summary.overdue(planned)
    memo.text(evidence_wording.measures_counted(memo.report))
    if late:
        named = "; ".join(f"{each.measure_id} ({evidence_wording.measure_outcome(each)})" for each in late)
        memo.text(f"Не выполнены в срок (к концу отчётного года): {named}.")
    columns = (
        Column("№", 16),
        Column("Мероприятие", 73),
        Column("План", 13, "number"),
        Column("Факт", 17, "number"),
        Column("Выпол\u00adнено, %", 17, "number"),
        Column("Документ", 29),
    )
    plans, facts, done = (tally(memo.report, f"measure_{each}") for each in ("plan", "fact", "done"))
    rows = [_measure_row(line, plans, facts, done) for line in planned]
    memo.table("План и факт мероприятий", columns, rows)
    memo.note("Факт сверх плана засчитан как 100 %. Документы названы так, как в форме «Мероприятия».")


def _measure_row(
    line: MeasureLine, plans: Mapping[str, int], facts: Mapping[str, int], done: Mapping[str, int]
) -> Row:
    share = "—" if line.done_share is None else number(done[line.measure_id], 0)
    shown = Cell("", ("нет сведений",)) if line.fact is None else plain(facts[line.measure_id])
    cells: list[Cell | str] = [line.measure_id, line.title_ru, plain(plans[line.measure_id]), shown, share]
    return "", [*cells, Cell("", (line.document or "—",))]


def risks(memo: MemoWriter) -> None:
    """Show the programme's risks with what the data say of them, and the risk profile of its schools."""
    memo.heading("Риски")
    rows = [
        ("", (each.title_ru, Cell("", _risk_evidence(memo, each.risk_id)), each.mitigation_ru))
        for each in memo.report.evidence.programme_risks
    ]
    if rows:
        columns = (
            Column("Риск (раздел XI программы)", 60),
            Column("Что говорят данные", 62),
            Column("Путь минимизации", 43),
        )
        memo.table("Риски программы", columns, rows)
    _profile(memo)


def _risk_evidence(memo: MemoWriter, risk_id: str) -> tuple[str, ...]:
    if risk_id == "school_closure":
        return (evidence_wording.schools_between_years(memo.report),)
    told = []
    for line in memo.report.indicators:
        value = line.values.get(memo.report.year)
        if line.indicator_id in RISK_EVIDENCE.get(risk_id, ()):
            known = value is not None and value.value is not None
            parts = f"{NBSP}% ({ratio(value)})" if known and value else ""
            told.append(f"{line.title_ru}: {fact(value, line.decimals)}{parts}")
    return tuple(told) or ("показателей, по которым можно судить о риске, нет",)


def _profile(memo: MemoWriter) -> None:
    of_school: dict[str, dict[int, str]] = {}
    titles: dict[int, str] = {}
    for line in memo.report.evidence.risks:
        of_school.setdefault(line.school_id, {})[line.factor] = line.level
        titles[line.factor] = line.factor_ru
    schools = [each for each in summary.supported(memo.report) if each.school_id in of_school]
    if not schools:
        return
    memo.text(evidence_wording.profile_sentence(memo.report, titles))
    columns = (Column("Школа", 45), *(Column(str(n), 12, "number") for n in range(1, _FACTORS + 1)))
    rows: list[Row] = [
        ("", [each.name_short, *(LEVELS[of_school[each.school_id].get(n, "no_data")] for n in titles)])
        for each in schools
    ]
    memo.table("Рисковый профиль школ программы (факторы 1–10)", columns, rows)
    memo.note(
        "В – высокая значимость, С – средняя, Н – низкая, – риск не выявлен, н/д – нет данных. Факторы: "
        + "; ".join(f"{n} – {title[0].lower()}{title[1:]}" for n, title in titles.items())
        + ". Основания каждой оценки – на листе «Рисковый профиль» книги monitoring.xlsx."
    )


def identification(memo: MemoWriter) -> None:
    """Show who is identified, why, and how easily chance could have decided otherwise."""
    evidence = memo.report.evidence
    memo.heading("Выявление ШНОР и ШНСУ")
    if not evidence.identified:
        memo.text("Выявление школ за отчётный год не проводилось.")
        return
    memo.text(f"{evidence.rule_title_ru}. {evidence.rule_reading_ru}")
    memo.text(evidence_wording.identified_sentence(memo.report))
    columns = (
        Column("Школа", 37),
        Column("Процедур, из них низких", 20, "number"),
        Column("ШНОР", 41),
        Column("Вероятность ошибки", 23, "number"),
        Column("Работ до смены вывода", 22, "number"),
        Column("ШНСУ (индекс)", 22, "number"),
    )
    by_id = {line.school_id: line for line in evidence.identified}
    numbers = {name: tally(memo.report, name) for name in _OF_IDENTIFIED}
    rows = [
        _identified_row(by_id[each.school_id], each.name_short, numbers)
        for each in memo.report.schools
        if each.school_id in by_id
    ]
    memo.table("Признаки школ и надёжность вывода", columns, rows)
    memo.note(evidence_wording.IDENTIFICATION_NOTE)
    _low_procedures(memo)
    _decided(memo)


def _identified_row(line: IdentifiedLine, name: str, numbers: Mapping[str, Mapping[str, int]]) -> Row:
    held, low, flip, chance_of, social = (numbers[each].get(line.school_id) for each in _OF_IDENTIFIED)
    reasons = (evidence_wording.low_reasons(line), "малая выборка" if line.status == "few" else "")
    chance = "—" if chance_of is None else percent(chance_of, 0)
    index = "нет" if social is None else number(social, 1)
    cells = (
        name,
        ", ".join("—" if each is None else number(each, 0) for each in (held, low)),
        Cell(evidence_wording.YES_NO[line.low_results], reasons),
        chance,
        "—" if flip is None else number(flip, 0),
        Cell(evidence_wording.YES_NO[line.adverse], (index,)),
    )
    return "", cells


def _low_procedures(memo: MemoWriter) -> None:
    named = {line.school_id for line in memo.report.evidence.identified if line.low_results}
    low: dict[str, list[ProcedureLine]] = {}
    for line in memo.report.evidence.procedures:
        if line.low and line.school_id in named:
            low.setdefault(line.school_id, []).append(line)
    if not low:
        return
    columns = (
        Column("Школа", 45),
        Column("Процедуры с низкими результатами: не справились из участников", 120),
    )
    numbers = [tally(memo.report, f"procedure_{each}") for each in ("failed", "participants", "share")]
    rows: list[Row] = [
        (
            "",
            (
                each.name_short,
                Cell("", ("; ".join(_procedure(x, *numbers) for x in low[each.school_id]),)),
            ),
        )
        for each in memo.report.schools
        if each.school_id in low
    ]
    memo.table("На чём держится вывод о низких результатах", columns, rows)
    if any(line.low_before for lines in low.values() for line in lines):
        memo.note("Знаком ² отмечены процедуры, низкие и в предыдущем году.")


def _procedure(
    line: ProcedureLine, failed: Mapping[str, int], took: Mapping[str, int], shares: Mapping[str, int]
) -> str:
    kind = evidence_wording.PROCEDURES.get(line.kind, line.kind)
    twice = "²" if line.low_before else ""
    parts = " из ".join(number(each[procedure_key(line)], 0) for each in (failed, took))
    share = percent(shares[procedure_key(line)], 1)
    return f"{kind}, {line.subject}, {line.grade}{NBSP}кл.{twice} – {parts} ({share})"


def _decided(memo: MemoWriter) -> None:
    lines = memo.report.evidence.overrides
    if not lines:
        return
    columns = (
        Column("Школа", 45),
        Column("Признак", 35),
        Column("По правилу", 20, "number"),
        Column("Решено", 20, "number"),
        Column("Основание", 45),
    )
    memo.table("Решения о признаках школ", columns, [_override_row(memo, line) for line in lines])


def _override_row(memo: MemoWriter, line: OverrideLine) -> Row:
    cells = (
        memo.name(line.school_id),
        evidence_wording.OVERRIDE_FIELDS.get(line.field, line.field),
        evidence_wording.YES_NO[line.computed],
        Cell(
            evidence_wording.YES_NO[line.value],
            (evidence_wording.OVERRIDE_STATUSES.get(line.status, line.status),),
        ),
        Cell(wording.order(line.order_number, line.date), (line.reason, line.role)),
    )
    return "", cells


def effect(memo: MemoWriter) -> None:
    """Show what changed beyond what was to be expected anyway, and the gap between schools."""
    memo.heading("Эффект программы и разрыв между школами")
    order = {line.indicator_id: position for position, line in enumerate(memo.report.indicators)}
    effects = sorted(memo.report.evidence.effects, key=lambda each: order.get(each.indicator_id, len(order)))
    known = [each for each in effects if each.net_change is not None]
    memo.text(evidence_wording.effect_sentence(memo.report))
    shown = [each for each in known if each.indicator_id in RESULTS or each.claim == "improved"]
    if shown:
        _effect_table(memo, shown)
        png = effect_png(memo.report, shown)
        memo.picture(
            png, effect_text(memo.report, shown), "Изменение сверх ожидаемого, п.п., с 95 % интервалом"
        )
    for sentence in evidence_wording.gap_sentences(memo.report):
        memo.text(sentence)


def _effect_table(memo: MemoWriter, shown: Sequence[EffectLine]) -> None:
    columns = (
        Column("Показатель", 58),
        Column("С года, школ", 21, "number"),
        Column("Изменение", 25, "number"),
        Column("Ожидалось и без программы", 27, "number"),
        Column("Сверх ожидаемого (95 % интервал)", 34, "number"),
    )
    numbers = {name: tally(memo.report, f"effect_{name}") for name in (*EFFECT_COLUMNS, *EFFECT_SCHOOLS)}
    rows = [_effect_row(memo, line, numbers) for line in shown]
    memo.table("Изменения в школах программы", columns, rows)
    memo.note(evidence_wording.EFFECT_NOTE)


def _effect_row(memo: MemoWriter, line: EffectLine, numbers: Mapping[str, Mapping[str, int]]) -> Row:
    of = {name: found.get(line.indicator_id) for name, found in numbers.items()}
    cells = (
        memo.titles.get(line.indicator_id, line.indicator_id),
        f"{line.base_year}, {number(of['schools_programme'] or 0, 0)}",
        in_points(of["growth"]),
        in_points(of["growth_expected"]),
        Cell(
            in_points(of["net_change"]),
            (
                interval(of["ci_low"], of["ci_high"]),
                evidence_wording.effect_verdict(line, summary.directions(memo.report)),
            ),
        ),
    )
    return "", cells
