"""«Аналитическая справка»: the report as a Word document in office typography.

Belongs here: order, styles and layout of the memo. Does not belong here: sentences (``wording``),
numbers (``numbers``), charts (``charts``).
"""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt, RGBColor

from shnor_pipeline.canonical_zip import canonicalise_zip
from shnor_pipeline.reporting import phrases as w
from shnor_pipeline.reporting.drawing import as_png, plan_and_fact
from shnor_pipeline.reporting.figures import change, fraction, value_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from shnor_pipeline.reporting.model import IndicatorLine, Report, SourceLine

FONT = "Times New Roman"
_EPOCH = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
_SHOWN_YEARS = 5
_SHOWN_EXAMPLES = 12
_SHORT_HASH = 12
SMALL = "\N{ZERO WIDTH SPACE}"
"""Mark at the head of a cell's text: the cell is written small."""


def render_memo(report: Report) -> bytes:
    """Render the memo of a year.

    Args:
        report: What it says.

    Returns:
        A .docx; the same report gives the same bytes.
    """
    memo = _Memo(report)
    memo.title()
    memo.basis()
    memo.schools()
    memo.results()
    memo.chart()
    memo.findings()
    memo.readings()
    memo.sources()
    memo.signature()
    return memo.as_bytes()


class _Memo:
    """The document being written."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.document = Document()
        self.tables = 0
        _set_styles(self.document)
        _set_page(self.document.sections[0])
        _set_header(self.document.sections[0], report)

    def title(self) -> None:
        report = self.report
        stage = f"{report.stage_ru[:-2]}ого " if report.stage_ru else ""
        if report.demo:
            self._paragraph(w.DEMO_RU, bold=True, centred=True, size=11, colour=RGBColor(0x9B, 0x2C, 0x2C))
        self._paragraph("АНАЛИТИЧЕСКАЯ СПРАВКА", bold=True, centred=True)
        self._paragraph(
            f"по результатам {stage}мониторинга за {report.school_year_ru} учебный год "
            f"({report.year} отчётный год)",
            centred=True,
        )
        self._paragraph(report.programme_title, centred=True, size=12)

    def basis(self) -> None:
        report = self.report
        self._heading("1. Основание и источники")
        self._paragraph(f"{report.approved_text}. {report.municipality}.")
        read = sum(each.rows_read for each in report.sources)
        held = sum(each.rows_quarantined for each in report.sources)
        files = len({each.file for each in report.sources})
        self._paragraph(
            f"Получено файлов: {files}. Прочитано строк: {read}, принято: {read - held}, отклонено: {held}. "
            "Все значения посчитаны по принятым строкам; рядом с долей приводятся числитель и знаменатель."
        )
        for sentence in w.summary_sentences(report):
            self._paragraph(sentence)

    def schools(self) -> None:
        report = self.report
        self._heading("2. Школы")
        towns = sum(each.locality == "town" for each in report.schools)
        supported = [each for each in report.schools if each.programme_group]
        self._paragraph(
            f"Школ в районе: {len(report.schools)}, из них городских {towns}, сельских "
            f"{len(report.schools) - towns}. В программе {len(supported)}: "
            + "; ".join(
                f"{each.name_short} ({w.GROUPS_RU[each.programme_group or '']})" for each in supported
            )
            + "."
        )

    def results(self) -> None:
        report = self.report
        section = self.document.add_section(WD_SECTION.NEW_PAGE)
        _turn(section, landscape=True)
        self._heading("3. Показатели: план и факт")
        years = report.years[-_SHOWN_YEARS:]
        planned = [line for line in report.indicators if line.plans]
        others = [line for line in report.indicators if not line.plans]
        self._caption("Показатели, для которых программа называет план")
        header = ("№", "Показатель", f"План {report.year}", *map(str, years), "Изменение", "Вывод")
        widths = (0.8, 7.0, 2.4, *(2.2,) * len(years), 2.3, 2.5)
        rows = [self._planned_row(number, line, years) for number, line in enumerate(planned, 1)]
        self._table(header, rows, widths)
        self._note()
        self._caption("Показатели без плана")
        header = ("№", "Показатель", *map(str, years), "Изменение")
        rows = [
            (str(number), _named(line), *_trend(line, years), _moved(line, report.year))
            for number, line in enumerate(others, 1)
        ]
        self._table(header, rows, (0.8, 11.5, *(2.2,) * len(years), 2.3))

    def _planned_row(self, number: int, line: IndicatorLine, years: Sequence[int]) -> tuple[str, ...]:
        plans = line.plans.get(self.report.year, ())
        stated = "\n".join(w.plan_text(plan, line.decimals) for plan in plans) or "нет плана"
        verdicts = "\n".join(w.verdict_text(plan) for plan in plans) or "нет плана"
        return (
            str(number),
            _named(line),
            stated,
            *_trend(line, years),
            _moved(line, self.report.year),
            verdicts,
        )

    def _note(self) -> None:
        self._paragraph(
            "* малая выборка: знаменатель меньше 10. Под значением отчётного года: числитель и знаменатель. "
            "Изменение: к прошлому году, в процентных пунктах, по неокруглённым значениям. «Вывод "
            "ненадёжен»: доверительный интервал 95 % накрывает план или сведения сдали не все школы.",
            size=10,
            indent=False,
        )

    def chart(self) -> None:
        _turn(self.document.add_section(WD_SECTION.NEW_PAGE), landscape=False)
        chart = plan_and_fact(self.report)
        self._heading(f"4. План и факт {self.report.year} года")
        if chart is None:
            self._paragraph("На этот год программа не содержит плановых значений, сравнимых с фактом.")
            return
        self.document.add_picture(io.BytesIO(as_png(chart)), width=Cm(16.5))
        picture = self.document.inline_shapes[-1]._inline.docPr  # noqa: SLF001 - no public way to set it
        picture.set("descr", f"Факт и план {self.report.year} года; те же числа в таблице 1")
        self._paragraph(
            "Рисунок 1. Столбец: факт, %; тонкая линия: доверительный интервал 95 %; оранжевая отметка: план.",
            size=11,
            indent=False,
        )

    def findings(self) -> None:
        report = self.report
        self._heading("5. Замечания к данным")
        if not report.findings:
            self._paragraph("Замечаний к файлам года нет.")
            return
        errors = sum(each.severity == "error" for each in report.findings)
        self._paragraph(
            f"Ошибок: {errors}, предупреждений: {len(report.findings) - errors}. Строки с ошибками в расчёт "
            "не вошли; строки с предупреждениями вошли."
        )
        self._caption("Замечания, которые влияют на показатели")
        rows = [
            (each.file, " ".join(filter(None, (each.sheet, each.cell))), each.message_ru)
            for each in report.findings[:_SHOWN_EXAMPLES]
        ]
        self._table(("Файл", "Лист, ячейка", "Что не так и как исправить"), rows, (4.8, 3.2, 8.5))
        if len(report.findings) > _SHOWN_EXAMPLES:
            self._paragraph("Остальные замечания: лист «Замечания» книги monitoring.xlsx.", size=11)

    def readings(self) -> None:
        """Print the readings that the table of indicators rests on; the page has all of them."""
        self._heading("6. Принятые прочтения неоднозначных мест программы")
        self._caption("Места программы, от прочтения которых зависят показатели")
        chosen = [each for each in self.report.readings if "показател" in each[0]]
        self._table(("Место", "Что неоднозначно", "Принятое прочтение"), chosen, (3.6, 6.6, 6.3))
        self._paragraph("Прочтения остальных мест: раздел «Методика» страницы index.html.", size=11)

    def sources(self) -> None:
        self._heading("7. Источники")
        self._caption("Файлы, из которых получены значения")
        files: dict[str, list[SourceLine]] = {}
        for each in self.report.sources:
            files.setdefault(each.file, []).append(each)
        rows = [_source_row(file, parts) for file, parts in files.items()]
        header = ("Файл", "Формы", "Строк принято", "Состояние", "SHA-256")
        self._table(header, rows, (5.6, 4.4, 2.0, 2.1, 2.4))

    def signature(self) -> None:
        self._paragraph("")
        self._paragraph("Начальник отдела образования          ____________________", indent=False)

    def as_bytes(self) -> bytes:
        properties = self.document.core_properties
        properties.author = properties.last_modified_by = "shnor_pipeline"
        properties.title = f"Аналитическая справка, {self.report.year}"
        properties.language = "ru-RU"
        properties.created = properties.modified = _EPOCH
        properties.revision = 1
        buffer = io.BytesIO()
        self.document.save(buffer)
        return canonicalise_zip(buffer.getvalue())

    def _heading(self, text: str) -> None:
        self.document.add_heading(text, level=1)

    def _caption(self, text: str) -> None:
        self.tables += 1
        caption = self.document.add_paragraph(f"Таблица {self.tables}. {text}", style="Caption")
        caption.paragraph_format.keep_with_next = True

    def _paragraph(
        self,
        text: str,
        *,
        bold: bool = False,
        centred: bool = False,
        size: int = 14,
        colour: RGBColor | None = None,
        indent: bool = True,
    ) -> None:
        paragraph = self.document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.JUSTIFY
        paragraph.paragraph_format.first_line_indent = None if centred or not indent else Cm(1.25)
        run = paragraph.add_run(text)
        run.bold, run.font.size = bold, Pt(size)
        if colour is not None:
            run.font.color.rgb = colour

    def _table(self, header: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[float]) -> None:
        listed = list(rows)
        table = self.document.add_table(rows=1 + len(listed), cols=len(header), style="Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        for number, (row, texts) in enumerate(zip(table.rows, (header, *listed), strict=True)):
            _mark_row(row, header=number == 0)
            for cell, text, width in zip(row.cells, texts, widths, strict=True):
                cell.width = Cm(width)
                _fill(cell, text, bold=number == 0)


def _source_row(file: str, parts: Sequence[SourceLine]) -> tuple[str, ...]:
    forms = ", ".join(each.form_title_ru.lower() for each in parts)
    read, accepted = sum(each.rows_read for each in parts), sum(each.rows_accepted for each in parts)
    statuses = ", ".join(dict.fromkeys(w.FILE_STATUSES_RU[each.status] for each in parts))
    return (
        file,
        f"{SMALL}{forms}",
        f"{accepted} из {read}",
        statuses,
        SMALL + (parts[0].sha256 or "")[:_SHORT_HASH],
    )


def _named(line: IndicatorLine) -> str:
    scope = "" if line.scope == "programme" else f" ({w.SCOPES_RU[line.scope]})"
    return f"{line.title_ru}{scope}\n{line.clause}"


def _trend(line: IndicatorLine, years: Sequence[int]) -> list[str]:
    texts = [_year_text(line, year) for year in years]
    last = line.values.get(years[-1]) if years else None
    if last is not None and last.value is not None:
        texts[-1] = f"{texts[-1]}\n{fraction(last)}"
    return texts


def _year_text(line: IndicatorLine, year: int) -> str:
    value = line.values.get(year)
    words = value is None or value.value is None
    return (SMALL if words else "") + value_text(value, line.decimals)


def _moved(line: IndicatorLine, year: int) -> str:
    later, earlier = line.values.get(year), line.values.get(year - 1)
    if later is None or earlier is None or later.value is None or earlier.value is None:
        return "—"
    return change(later.value, earlier.value, line.decimals)


def _fill(cell: Any, text: str, *, bold: bool) -> None:
    """Write a cell: the first line as it is, further lines and marked ones smaller."""
    for number, line in enumerate(text.split("\n")):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        paragraph.paragraph_format.line_spacing = 1.0
        paragraph.paragraph_format.space_after = Pt(0)
        run = paragraph.add_run(line.removeprefix(SMALL))
        small = number > 0 or line.startswith(SMALL)
        run.bold, run.font.size = bold, Pt(8.5 if small else 10)


def _mark_row(row: Any, *, header: bool) -> None:
    """Keep a row on one page; repeat the header row on every page."""
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - no public way to set it
    properties.append(OxmlElement("w:cantSplit"))
    if header:
        properties.append(OxmlElement("w:tblHeader"))


def _set_styles(document: Any) -> None:
    styles = document.styles
    for name, size, bold in (("Normal", 14, False), ("Heading 1", 14, True), ("Caption", 12, False)):
        style = styles[name]
        style.font.name, style.font.size, style.font.bold = FONT, Pt(size), bold
        style.font.italic, style.font.color.rgb = False, RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(script), FONT)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
            fonts.attrib.pop(qn(theme), None)
    normal = styles["Normal"].paragraph_format
    normal.line_spacing, normal.space_after = 1.5, Pt(0)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "ru-RU")
    styles["Normal"].element.get_or_add_rPr().append(language)
    heading = styles["Heading 1"].paragraph_format
    heading.space_before, heading.space_after, heading.keep_with_next = Pt(12), Pt(6), True
    styles["Caption"].paragraph_format.space_before = Pt(6)


def _set_page(section: Any) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.top_margin, section.bottom_margin = Mm(20), Mm(20)
    section.different_first_page_header_footer = True


def _turn(section: Any, *, landscape: bool) -> None:
    """Turn the pages of a section; the wide table reads across."""
    short, long = Mm(210), Mm(297)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if landscape else (short, long)
    section.left_margin, section.right_margin = (Mm(20), Mm(15)) if landscape else (Mm(30), Mm(15))
    section.different_first_page_header_footer = False


def _set_header(section: Any, report: Report) -> None:
    """Put the page number on every page but the first, and the mark of made-up figures on all."""
    if report.demo:
        first = section.first_page_header.paragraphs[0]
        first.alignment = WD_ALIGN_PARAGRAPH.CENTER
        first.add_run(w.DEMO_SHORT_RU).font.size = Pt(10)
    header = section.header.paragraphs[0]
    header.alignment = WD_ALIGN_PARAGRAPH.CENTER
    number = header.add_run()
    number.font.size = Pt(12)
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        number._r.append(element)  # noqa: SLF001 - python-docx has no fields
    if report.demo:
        header.add_run(f"  {w.DEMO_SHORT_RU}").font.size = Pt(10)
