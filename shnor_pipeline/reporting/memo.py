"""The memo of a year («Аналитическая справка») as a Word document.

Belongs here: what the memo says and in which order. Does not belong here: typography (``word_styles``,
``word_parts``), sentences (``wording``), charts (``charts``).

Rows of the indicator tables carry hidden bookmarks: ``_target_<indicator>``, ``_monitoring_<indicator>`` and
``_context_<indicator>``, cut to the forty characters that Word allows, name the indicator of the row. Every
number of an indicator carries one of its own (``word_references``): the report is read through
``referenced``, and whatever ``numbers`` writes of it keeps its reference.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from shnor_pipeline.reporting import summary, wording
from shnor_pipeline.reporting.charts import KEY, plan_and_fact_png, plan_and_fact_text
from shnor_pipeline.reporting.figures import referenced
from shnor_pipeline.reporting.numbers import (
    NBSP,
    change,
    condition,
    coverage,
    fact,
    number,
    ratio,
)
from shnor_pipeline.reporting.word_parts import (
    TEXT_WIDTH_MM,
    WIDE_TEXT_WIDTH_MM,
    Cell,
    Column,
    add_caption,
    add_picture,
    add_table,
    new_document,
    next_section,
    number_pages,
    saved,
)
from shnor_pipeline.reporting.word_styles import BANNER, HEADING, NOTE, SIGNATURE, SUBTITLE, TITLE
from shnor_pipeline.reporting.wording import counted, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from docx.document import Document

    from shnor_pipeline.reporting.model import FindingLine, IndicatorLine, Plan, Report
    from shnor_pipeline.reporting.word_parts import Row

HASH_DIGITS = 12
_LONGEST_BOOKMARK = 39
_YEAR_MM = 19


def render_memo(report: Report) -> bytes:
    """Write the memo of a year.

    Args:
        report: The report model, the only input.

    Returns:
        A .docx file; the same report gives the same bytes.
    """
    memo = _Memo(referenced(report))
    memo.title()
    memo.basis()
    memo.schools()
    memo.conclusions()
    memo.indicators()
    memo.chart()
    memo.recommendations()
    memo.findings()
    memo.corrections()
    memo.signature()
    memo.readings()
    memo.sources()
    return saved(memo.document)


class _Memo:
    """A memo in the making: the document and the numbers of its tables."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.document: Document = new_document(
            f"Аналитическая справка за {report.school_year_ru} учебный год"
        )
        self.tables = 0
        number_pages(self.document, wording.DEMO if report.demo else "")

    def title(self) -> None:
        report = self.report
        if report.demo:
            self.document.add_paragraph(wording.DEMO_NOTE, style=BANNER)
        self.document.add_paragraph("АНАЛИТИЧЕСКАЯ СПРАВКА", style=TITLE)
        stage = f"{wording.genitive(report.stage_ru)} мониторинга" if report.stage_ru else "мониторинга"
        self.document.add_paragraph(
            printable(
                f"по результатам {stage} муниципальной программы поддержки школ "
                f"за {report.school_year_ru} учебный год"
            ),
            style=SUBTITLE,
        )
        self.document.add_paragraph(printable(report.municipality), style=SUBTITLE)

    def basis(self) -> None:
        report, rows = self.report, summary.count_rows(self.report.sources)
        self._heading("1. Основание и источники")
        self._text(f"Программа: {wording.quoted(report.programme_title)}. {report.approved_text}.")
        self._text(
            f"Справка составлена за {report.school_year_ru} учебный год (отчётный год {report.year}). "
            f"Получено {counted(rows.files, 'файл', 'файла', 'файлов')}, использовано "
            f"{number(rows.files_accepted, 0)}. "
            f"Прочитано {counted(rows.rows_read, 'строка', 'строки', 'строк')}: "
            f"{number(rows.rows_accepted, 0)} принято, {number(rows.rows_quarantined, 0)} отклонено "
            f"и в расчёт не вошло. Перечень файлов – в приложении{NBSP}2."
        )
        if report.not_held:
            self._text(f"В отчётном году не проводились: {', '.join(report.not_held)}.")

    def schools(self) -> None:
        report, supported = self.report, summary.supported(self.report)
        self._heading("2. Школы")
        places = Counter(school.locality for school in report.schools)
        pupils = sum(school.pupils or 0 for school in report.schools)
        self._text(
            f"В районе {counted(len(report.schools), 'школа', 'школы', 'школ')}: "
            f"{places['town']} в городе, {places['rural']} в сельской местности; "
            f"в них {counted(pupils, 'обучающийся', 'обучающихся', 'обучающихся')}. "
            f"Школ, включённых в программу поддержки: {len(supported)}"
            f"{_groups(school.programme_group for school in supported)}."
        )
        if not supported:
            return
        self._caption("Школы, включённые в программу")
        columns = (
            Column("Школа", 58),
            Column("Вид", 30),
            Column("Местность", 22),
            Column("Группа", 28),
            Column("Обучающихся", 27, "number"),
        )
        add_table(
            self.document,
            columns,
            (
                (
                    "",
                    (
                        school.name_short,
                        wording.SCHOOL_KINDS.get(school.kind, school.kind),
                        wording.LOCALITIES.get(school.locality, school.locality),
                        wording.GROUPS.get(school.programme_group or "", ""),
                        "нет данных" if school.pupils is None else number(school.pupils, 0),
                    ),
                )
                for school in supported
            ),
        )
        self._note(wording.NO_ORDER_NOTE)

    def conclusions(self) -> None:
        self._heading("3. Основные выводы")
        for position, sentence in enumerate(wording.conclusions(self.report), start=1):
            self._text(f"{position}) {sentence}")

    def indicators(self) -> None:
        next_section(self.document, wide=True)
        self._heading("4. Показатели: план и факт")
        for kind, title in wording.KINDS_OF_PLAN.items():
            lines = summary.judged(self.report, kind)
            if lines:
                self._caption(f"{title}, {self.report.year} год")
                self._indicator_table(kind, lines)
        rest = summary.unplanned(self.report)
        if rest:
            self._caption("Показатели без плана на отчётный год")
            self._indicator_table("context", [(line, None) for line in rest])
        for note in (wording.FEW_NOTE, wording.INTERVAL_NOTE, wording.ADDITIVITY_NOTE):
            self._note(note)

    def _indicator_table(self, kind: str, lines: Sequence[tuple[IndicatorLine, Plan | None]]) -> None:
        *earlier, now = summary.years_shown(self.report)
        judged = kind != "context"
        columns = [Column("№", 8, "number"), Column("Показатель, пункт программы", 0)]
        columns += [Column("План", 15, "number")] if judged else []
        columns += [Column(str(year), _YEAR_MM, "number") for year in earlier]
        columns += [
            Column(f"{now}, отчётный год", 25, "number"),
            Column(f"К {now - 1} году", 21, "number"),
        ]
        columns += [Column("Вывод", 30)] if judged else []
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
        cells.append(wording.difference_text(line, change(line, now), with_unit=True))
        if plan:
            verdict, _, doubt = wording.verdict_text(plan, line, now).partition("; ")
            cells.append(Cell(verdict, (doubt,)))
        return f"{kind}_{line.indicator_id}"[:_LONGEST_BOOKMARK], cells

    def chart(self) -> None:
        next_section(self.document, wide=False)
        year = self.report.year
        for kind in wording.KINDS_OF_PLAN:
            lines = summary.judged(self.report, kind)
            png = plan_and_fact_png(lines, year)
            if png:
                add_picture(self.document, png, TEXT_WIDTH_MM, plan_and_fact_text(lines, year))
                self._caption(f"План и факт {year} года, %: {wording.PLANS_IN_WORDS[kind]}", label="Рисунок")
                self._note(KEY)
                return

    def recommendations(self) -> None:
        self._heading("5. Адресные рекомендации")
        reasons = summary.reasons_to_act(self.report)
        if not reasons:
            self._text(
                "Школ программы, у которых значение показателя надёжно ниже плана, не выявлено: "
                "весь 95-процентный интервал ни одного значения не лежит по другую сторону плана."
            )
            return
        self._text(
            "Названы значения школ программы, которые нельзя объяснить случайностью: не меньше десяти "
            "участников, и весь 95-процентный интервал лежит хуже плана, установленного программой для всех "
            "её школ вместе. Меры, ответственных и сроки вписывает муниципальная команда."
        )
        self._caption("Поводы для адресной работы со школами")
        columns = (
            Column("Школа", 36),
            Column("Показатель", 56),
            Column("Факт, %", 20, "number"),
            Column("План, %", 15, "number"),
            Column("Меры, ответственный, срок", 38),
        )
        rows: list[Row] = []
        for each in reasons:
            shown = fact(each.value, each.line.decimals, each.plan.target)
            cells = (
                each.school.name_short,
                each.line.title_ru,
                Cell(shown, (ratio(each.value),)),
                condition(each.plan),
                "",
            )
            rows.append(("", cells))
        add_table(self.document, columns, rows)
        self._note(wording.NO_ORDER_NOTE)

    def findings(self) -> None:
        findings = self.report.findings
        self._heading("6. Замечания к данным")
        if not findings:
            self._text("Замечаний к данным отчётного года нет.")
            return
        errors = sum(each.severity == "error" for each in findings)
        self._text(
            f"Сделано {counted(len(findings), 'замечание', 'замечания', 'замечаний')}: "
            f"{counted(errors, 'ошибка', 'ошибки', 'ошибок')} и "
            f"{counted(len(findings) - errors, 'предупреждение', 'предупреждения', 'предупреждений')}. "
            "Строки с ошибками в расчёт не вошли, строки с предупреждениями вошли. Размеченные копии файлов "
            "возвращены отправителям."
        )
        self._rule_table()
        self._file_table()
        self._example_table(findings[: summary.EXAMPLES_SHOWN])

    def _rule_table(self) -> None:
        self._caption("Замечания по видам")
        columns = (
            Column("Код", 18, "number"),
            Column("Требование", 92),
            Column("Тяжесть", 32),
            Column("Число", 23, "number"),
        )
        rows = (
            ("", (each.rule_id, each.title_ru, wording.SEVERITIES[each.severity], number(each.count, 0)))
            for each in summary.count_rules(self.report.findings)
        )
        add_table(self.document, columns, rows)

    def _file_table(self) -> None:
        self._caption("Файлы, в которых больше всего ошибок")
        columns = (
            Column("Файл", 112),
            Column("Ошибок", 20, "number"),
            Column("Предупреждений", 33, "number"),
        )
        files = summary.count_files(self.report.findings)[: summary.FILES_SHOWN]
        rows = (("", (each.file, number(each.errors, 0), number(each.warnings, 0))) for each in files)
        add_table(self.document, columns, rows)

    def _example_table(self, findings: Sequence[FindingLine]) -> None:
        self._caption(f"Примеры замечаний (первые {len(findings)})")
        columns = (Column("Место", 62), Column("Что не так и как исправить", 103))
        rows = (
            ("", (Cell(each.file, (wording.place(each),)), Cell(each.message_ru, (each.rule_id,))))
            for each in findings
        )
        add_table(self.document, columns, rows)
        self._note("Полный список – на листе «Замечания» книги monitoring.xlsx.")

    def corrections(self) -> None:
        lines = self.report.corrections
        if not lines:
            return
        self._heading("7. Исправления по решению")
        self._text(wording.corrections_counted(lines))
        shown = lines[: summary.CORRECTIONS_SHOWN]
        part = f" (первые {len(shown)})" if len(shown) < len(lines) else ""
        self._caption(f"Исправленные значения{part}")
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
        self._note(wording.CORRECTIONS_NOTE)
        if len(shown) < len(lines):
            self._note("Полный список – на листе «Исправления» книги monitoring.xlsx.")

    def signature(self) -> None:
        for role in ("Руководитель", "Исполнитель"):
            self.document.add_paragraph(f"{role}\t______________\t/_________________/", style=SIGNATURE)
        self.document.add_paragraph("«___» ______________ 20___ г.", style=SIGNATURE)

    def readings(self) -> None:
        next_section(self.document, wide=True)
        self._heading("Приложение 1. Прочтения неоднозначных мест программы")
        self._caption("Прочтения, по которым сделан расчёт")
        columns = (
            Column("Пункт", 55),
            Column("Что неоднозначно", 98),
            Column("Принятое прочтение", 99),
        )
        add_table(self.document, columns, (("", reading) for reading in self.report.readings))

    def sources(self) -> None:
        next_section(self.document, wide=True)
        self._heading("Приложение 2. Источники")
        self._caption("Файлы отчётного года")
        columns = (
            Column("Файл", 83),
            Column("Форма", 52),
            Column("Прочитано строк", 20, "number"),
            Column("Принято", 18, "number"),
            Column("Отклонено", 21, "number"),
            Column("Состояние", 27),
            Column("SHA-256, начало", 31, "number"),
        )
        rows = (
            (
                "",
                (
                    each.file,
                    each.form_title_ru or "не распознана",
                    number(each.rows_read, 0),
                    number(each.rows_accepted, 0),
                    number(each.rows_quarantined, 0),
                    wording.FILE_STATUSES.get(each.status, each.status),
                    (each.sha256 or "—")[:HASH_DIGITS],
                ),
            )
            for each in self.report.sources
        )
        add_table(self.document, columns, rows)

    def _heading(self, text: str) -> None:
        self.document.add_paragraph(text, style=HEADING)

    def _text(self, text: str) -> None:
        self.document.add_paragraph(printable(text))

    def _note(self, text: str) -> None:
        self.document.add_paragraph(text, style=NOTE)

    def _caption(self, text: str, label: str = "Таблица") -> None:
        position = 1
        if label == "Таблица":
            self.tables += 1
            position = self.tables
        add_caption(self.document, label, position, printable(text))


def _value_cell(line: IndicatorLine, year: int) -> Cell:
    value = line.values.get(year)
    text = fact(value, line.decimals)
    if value is None or value.value is None:
        return Cell("", (text,))
    return Cell(text, (coverage(value),))


def _groups(groups: Iterable[str | None]) -> str:
    tally = Counter(groups)
    parts = [f"{name} – {tally[group]}" for group, name in wording.GROUPS.items() if tally[group]]
    return f" ({', '.join(parts)})" if parts else ""
