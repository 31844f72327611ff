"""The memo of a year («Аналитическая справка») as a Word document.

Belongs here: what the memo says and in which order. Does not belong here: typography (``word_styles``,
``word_parts``), sentences (``wording``), charts (``charts``).

Rows of the indicator tables carry hidden bookmarks: ``_target_<indicator>``, ``_monitoring_<indicator>`` and
``_context_<indicator>``, cut to the forty characters that Word allows, name the indicator of the row. Every
number of an indicator carries one of its own (``word_references``): the report is read through
``referenced``, and whatever ``numbers`` writes of it keeps its reference.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shnor_pipeline.reporting import evidence_wording, summary, wording
from shnor_pipeline.reporting.charts import KEY, plan_and_fact_png, plan_and_fact_text
from shnor_pipeline.reporting.counts import count, tally
from shnor_pipeline.reporting.memo_decisions import decisions, faults, readings, recommend, sources
from shnor_pipeline.reporting.memo_prospects import prospects
from shnor_pipeline.reporting.memo_schools import comparison, conditions, staff
from shnor_pipeline.reporting.memo_support import effect, identification, measures, risks
from shnor_pipeline.reporting.memo_writer import MemoWriter
from shnor_pipeline.reporting.numbers import (
    NBSP,
    change,
    condition,
    coverage,
    fact,
    number,
    ratio,
)
from shnor_pipeline.reporting.referenced import referenced
from shnor_pipeline.reporting.word_parts import (
    WIDE_TEXT_WIDTH_MM,
    Cell,
    Column,
    add_table,
    keep_with_next,
    next_section,
    number_pages,
    saved,
)
from shnor_pipeline.reporting.word_styles import BANNER, SIGNATURE, SUBTITLE, TITLE
from shnor_pipeline.reporting.wording import counted, printable, told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shnor_pipeline.reporting.model import IndicatorLine, Plan, Report, SchoolLine
    from shnor_pipeline.reporting.word_parts import Row

_LONGEST_BOOKMARK = 39
_YEAR_MM = 18


def render_memo(report: Report) -> bytes:
    """Write the memo of a year.

    Args:
        report: The report model, the only input.

    Returns:
        A .docx file; the same report gives the same bytes.
    """
    memo = _Memo(referenced(report), f"Аналитическая справка за {report.school_year_ru} учебный год")
    number_pages(memo.document, wording.DEMO if report.demo else "")
    memo.title()
    memo.hold_contents()
    memo.basis()
    memo.schools()
    memo.indicators()
    memo.chart()
    prospects(memo)
    for section in _SECTIONS:
        section(memo)
    memo.corrections()
    memo.signature()
    next_section(memo.document, wide=False)
    readings(memo)
    sources(memo)
    memo.fill_contents()
    return saved(memo.document)


class _Memo(MemoWriter):
    """The sections every memo begins with, and those about the paper itself."""

    def title(self) -> None:
        report = self.report
        if report.demo:
            self.document.add_paragraph(wording.DEMO_NOTE, style=BANNER)
        self.document.add_paragraph("АНАЛИТИЧЕСКАЯ СПРАВКА", style=TITLE)
        stage = f"{wording.genitive(report.stage_ru)} мониторинга" if report.stage_ru else "мониторинга"
        self.document.add_paragraph(
            printable(
                f"по результатам {stage} муниципальной программы поддержки школ "
                f"за{NBSP}{report.school_year_ru} учебный год"
            ),
            style=SUBTITLE,
        )
        self.document.add_paragraph(printable(report.municipality), style=SUBTITLE)

    def basis(self) -> None:
        report = self.report
        files, rows_read = count(report, "files"), count(report, "rows_read")
        self.heading("Основание и источники")
        self.text(f"Программа: {wording.quoted(report.programme_title)}. {report.approved_text}.")
        if report.evidence.purpose_ru:
            self.text(f"Цель программы: {report.evidence.purpose_ru}")
        self.text(evidence_wording.stage_sentence(report))
        self.text(
            f"Справка составлена за {report.school_year_ru} учебный год (отчётный год {report.year}). "
            f"Получено {counted(files, 'файл', 'файла', 'файлов')}, использовано "
            f"{told(report, 'files_accepted')}. "
            f"Прочитано {counted(rows_read, 'строка', 'строки', 'строк')}: "
            f"{told(report, 'rows_accepted')} принято, {told(report, 'rows_quarantined')} отклонено "
            f"и в расчёт не вошло. Перечень файлов – в приложении{NBSP}2."
        )
        self.text(
            "Метод: доли вычислены по суммам числителей и знаменателей школ, а не как среднее школьных "
            "процентов, и округлены один раз, при выводе; для долей людей приведён 95-процентный интервал. "
            "Каждая школа сравнивается с планом, с собственным прошлым и со своим "
            f"кластером. {wording.NO_ORDER_NOTE}"
        )
        if report.not_held:
            self.text(f"В отчётном году {wording.not_held(report)}.")

    def schools(self) -> None:
        report, supported = self.report, summary.supported(self.report)
        self.heading("Школы и кластеры")
        schools, pupils = count(report, "schools"), count(report, "pupils")
        town, rural = (told(report, "schools_of_locality", each) for each in ("town", "rural"))
        self.text(
            f"В районе {counted(schools, 'школа', 'школы', 'школ')}: "
            f"{town} в городе, {rural} в сельской местности; "
            f"в них {counted(pupils, 'обучающийся', 'обучающихся', 'обучающихся')}. "
            f"Школ, включённых в программу поддержки: {told(report, 'schools_supported')}{_groups(report)}."
        )
        self._cluster_table()
        if not supported:
            return
        columns = (
            Column("Школа", 52),
            Column("Вид", 29),
            Column("Кластер", 38),
            Column("Группа", 19),
            Column("Обучающихся", 27, "number"),
        )
        pupils_of = tally(report, "pupils_of_school")
        rows = [_school_row(each, pupils_of.get(each.school_id)) for each in supported]
        self.table("Школы, включённые в программу", columns, rows)

    def _cluster_table(self) -> None:
        lines = self.report.evidence.clusters
        if not lines:
            return
        schools = tally(self.report, "schools_of_cluster")
        columns = (
            Column("Кластер", 70),
            Column("Школ", 18, "number"),
            Column("Из них в программе", 27, "number"),
            Column("Чем установлен", 50),
        )
        rows: list[Row] = [
            (
                "",
                (
                    each.cluster_title,
                    number(schools[each.cluster_id], 0),
                    told(self.report, "supported_of_cluster", each.cluster_title),
                    evidence_wording.cluster_ground(each),
                ),
            )
            for each in lines
        ]
        self.table("Кластеры школ", columns, rows)

    def conclusions(self) -> None:
        self.heading("Выводы")
        self.items(evidence_wording.memo_conclusions(self.report))

    def indicators(self) -> None:
        next_section(self.document, wide=True)
        self.heading("Результаты по показателям: план и факт")
        self.note(f"{wording.FEW_NOTE} {wording.INTERVAL_NOTE}")
        for kind, title in wording.KINDS_OF_PLAN.items():
            lines = summary.judged(self.report, kind)
            if lines:
                self.caption(f"{title}, {self.report.year} год")
                self._indicator_table(kind, lines)
        rest = summary.unplanned(self.report)
        if rest:
            self.caption("Показатели без плана на отчётный год")
            self._indicator_table("context", [(line, None) for line in rest])

    def _indicator_table(self, kind: str, lines: Sequence[tuple[IndicatorLine, Plan | None]]) -> None:
        *earlier, now = summary.years_shown(self.report)
        judged = kind != "context"
        columns = [Column("№", 7, "number"), Column("Показатель, пункт программы", 0)]
        columns += [Column("План", 13, "number")] if judged else []
        columns += [Column(str(year), _YEAR_MM, "number") for year in earlier]
        columns += [Column(f"{now}, отчётный год", 25, "number")]
        columns += [Column(f"К {now - 1} году", 21, "number")] if earlier else []
        columns += [Column("Вывод", 26)] if judged else []
        rest = WIDE_TEXT_WIDTH_MM - sum(column.width_mm for column in columns)
        columns[1] = Column(columns[1].title, rest)
        rows = [self._indicator_row(kind, number, *pair) for number, pair in enumerate(lines, start=1)]
        add_table(self.document, columns, rows)

    def _indicator_row(self, kind: str, position: int, line: IndicatorLine, plan: Plan | None) -> Row:
        *earlier, now = summary.years_shown(self.report)
        value = line.values.get(now)
        unit = "" if line.unit == "percent" else f"; единица: {wording.UNITS.get(line.unit, line.unit)}"
        scope = f"; {wording.SCOPES.get(line.scope, line.scope)}"
        cells: list[Cell | str] = [str(position), Cell(line.title_ru, (f"{line.clause}{scope}{unit}",))]
        cells += [condition(plan)] if plan else []
        cells += [_value_cell(line, year) for year in earlier]
        shown = fact(value, line.decimals, plan.target if plan else None)
        cells.append(Cell(shown, (ratio(value) if value else "", coverage(value))))
        cells += [wording.difference_text(line, change(line, now), with_unit=True)] if earlier else []
        if plan:
            verdict, _, doubt = wording.verdict_text(plan, line, now).partition("; ")
            # why an interval makes a verdict unreliable is said once, above the first table
            cells.append(Cell(verdict, (doubt.removesuffix(wording.COVERED),)))
        return f"{kind}_{line.indicator_id}"[:_LONGEST_BOOKMARK], cells

    def chart(self) -> None:
        next_section(self.document, wide=False)
        year = self.report.year
        for kind in wording.KINDS_OF_PLAN:
            lines = summary.judged(self.report, kind)
            png = plan_and_fact_png(lines, year)
            if png:
                caption = f"План и факт {year} года, %: {wording.PLANS_IN_WORDS[kind]}"
                self.picture(png, plan_and_fact_text(lines, year), caption)
                self.note(KEY)
                return

    def corrections(self) -> None:
        lines = self.report.corrections
        if not lines:
            return
        self.heading("Исправления по решению")
        self.text(wording.corrections_counted(self.report))
        shown = lines[: summary.CORRECTIONS_SHOWN]
        first = told(self.report, "corrections_shown")
        part = f" (первые {first})" if len(shown) < len(lines) else ""
        self.caption(f"Исправленные значения{part}")
        columns = (
            Column("Файл, лист и ячейка", 55),
            Column("Было", 22),
            Column("Стало", 22),
            Column("Основание", 40),
            Column("Кто решил", 26),
        )
        rows = (
            (
                "",
                (
                    Cell(wording.corrected_file(each), (wording.corrected_place(each),)),
                    each.old or wording.EMPTY,
                    Cell(each.new or wording.EMPTY, (wording.CORRECTION_STATUSES[each.status],)),
                    Cell(wording.decision(each), (each.reason,)),
                    each.role,
                ),
            )
            for each in shown
        )
        add_table(self.document, columns, rows)
        self.note(wording.CORRECTIONS_NOTE)
        if len(shown) < len(lines):
            self.note("Полный список – на листе «Исправления» книги monitoring.xlsx.")

    def signature(self) -> None:
        # signatures on a page of their own could be put under any note
        keep_with_next(self.document)
        for role in ("Руководитель", "Исполнитель"):
            self.document.add_paragraph(f"{role}\t______________\t/_________________/", style=SIGNATURE)
        self.document.add_paragraph("«___» ______________ 20___ г.", style=SIGNATURE)


def _value_cell(line: IndicatorLine, year: int) -> Cell:
    value = line.values.get(year)
    text = fact(value, line.decimals)
    if value is None or value.value is None:
        return Cell("", (text,))
    # short enough for one line of a narrow column
    return Cell(text, (coverage(value).removeprefix(f"по{NBSP}"),))


def _groups(report: Report) -> str:
    schools = tally(report, "schools_of_group")
    parts = [
        f"{name} – {number(schools[group], 0)}" for group, name in wording.GROUPS.items() if group in schools
    ]
    return f" ({', '.join(parts)})" if parts else ""


def _school_row(school: SchoolLine, pupils: int | None) -> Row:
    cells = (
        school.name_short,
        wording.SCHOOL_KINDS.get(school.kind, school.kind),
        school.cluster_title,
        wording.GROUPS.get(school.programme_group or "", ""),
        "нет данных" if pupils is None else number(pupils, 0),
    )
    return "", cells


_SECTIONS = (
    comparison,
    staff,
    conditions,
    measures,
    risks,
    identification,
    effect,
    _Memo.conclusions,
    recommend,
    decisions,
    faults,
)
"""Sections between the results and the signature, in the order of the note."""
