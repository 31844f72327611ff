"""Sections of the memo about what follows: recommendations, draft decisions, faults of the data, appendices.

Belongs here: who is told what, and where the data came from. Does not belong here: the rule of a
recommendation (``recommendations``), sentences (``wording``), the pen (``memo_writer``).
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from shnor_pipeline.reporting import evidence_wording, summary, wording
from shnor_pipeline.reporting.numbers import NBSP, condition, fact, number, plain, ratio
from shnor_pipeline.reporting.recommendations import (
    ADDRESSEES,
    HEAD,
    OFFICE,
    Recommendation,
    recommendations,
)
from shnor_pipeline.reporting.word_parts import TEXT_WIDTH_MM, Cell, Column
from shnor_pipeline.reporting.wording import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from shnor_pipeline.reporting.evidence import SubmissionLine
    from shnor_pipeline.reporting.memo_writer import MemoWriter
    from shnor_pipeline.reporting.model import Report, SourceLine
    from shnor_pipeline.reporting.word_parts import Row

Decision = tuple[str, str, str]
"""What to do, who, by when."""

HASH_DIGITS = 12
_DISTRICT = "Файлы района"
_UNRECOGNISED = "Форма не распознана"
_PLAIN_STATUSES = {"accepted", "partial"}
_TERM_MM = 27


def recommend(memo: MemoWriter) -> None:
    """Write the recommendations, a table for each addressee."""
    memo.heading("Адресные рекомендации")
    given = recommendations(memo.report)
    if not given:
        memo.text(
            "Школ программы, у которых значение показателя надёжно хуже плана, не выявлено: весь "
            "95-процентный интервал ни одного значения не лежит по другую сторону плана."
        )
        return
    memo.text(
        "Названы значения школ программы, которые нельзя объяснить случайностью: не меньше десяти "
        "участников, и весь 95-процентный интервал лежит хуже плана, установленного программой для всех её "
        f"школ вместе. Всего {counted(len(given), 'рекомендация', 'рекомендации', 'рекомендаций')}."
    )
    for addressee in ADDRESSEES:
        of_one = [each for each in given if each.addressee == addressee]
        if of_one:
            _advice_table(memo, addressee, of_one)
    memo.note("После значения названы годы, в которые весь интервал лежит хуже того же плана.")


def _advice_table(memo: MemoWriter, addressee: str, given: Sequence[Recommendation]) -> None:
    """Write a row for each school to the heads, and a row for each indicator to everybody else."""
    by_school = addressee == HEAD
    groups: dict[str, list[Recommendation]] = {}
    for each in given:
        groups.setdefault(each.school.name_short if by_school else each.line.title_ru, []).append(each)
    first = Column("Школа", 40) if by_school else Column("Показатель и что сделать", 65)
    second = "Показатель, значение и что сделать" if by_school else "Школы и их значения"
    columns = (first, Column(second, TEXT_WIDTH_MM - first.width_mm - _TERM_MM), Column("Срок", _TERM_MM))
    whom = evidence_wording.TO_WHOM[addressee]
    rows = [_head_row(group) if by_school else _indicator_row(group) for group in groups.values()]
    memo.table(f"Рекомендации {whom}", columns, rows)


def _head_row(group: Sequence[Recommendation]) -> Row:
    told = (f"{each.line.title_ru}: {_evidence(each)}. {each.action_ru}" for each in group)
    return "", (group[0].school.name_short, Cell("", tuple(told)), Cell("", (group[0].term_ru,)))


def _indicator_row(group: Sequence[Recommendation]) -> Row:
    told = (f"{each.school.name_short}: {_evidence(each)}" for each in group)
    first = Cell(group[0].line.title_ru, (f"План {condition(group[0].plan)}. {group[0].action_ru}",))
    return "", (first, Cell("", tuple(told)), Cell("", (group[0].term_ru,)))


def _evidence(each: Recommendation) -> str:
    shown = fact(each.value, each.line.decimals, each.plan.target)
    plan = f" при плане {condition(each.plan)}" if each.addressee == HEAD else ""
    years = ", ".join(str(year) for year in each.years)
    return f"{shown}{NBSP}% ({ratio(each.value)}){plan}; {years}"


def decisions(memo: MemoWriter) -> None:
    """Write the draft of the order: what, who, by when, on what ground."""
    memo.heading("Проект управленческих решений")
    columns = (
        Column("№", 8, "number"),
        Column("Решение", 77),
        Column("Ответственный", 40),
        Column("Срок", 40),
    )
    drafted = _drafted(memo.report)
    rows: list[Row] = [("", (str(position), *decision)) for position, decision in enumerate(drafted, start=1)]
    memo.table("Проект приказа по итогам мониторинга", columns, rows)
    memo.note(
        "Сроки следующих этапов взяты из дорожной карты программы (раздел VIII); если этапов после отчётного "
        "года в ней нет, срок вписывает руководитель."
    )


def _drafted(report: Report) -> Iterator[Decision]:
    office, term = _office(report), evidence_wording.next_term(report)
    approved = f"Утвердить аналитическую справку за {report.school_year_ru} учебный год."
    yield approved, office, evidence_wording.BLANK
    advised = dict.fromkeys(each.school.name_short for each in recommendations(report))
    if advised:
        what = "Внести в программы перехода в эффективный режим работы меры по рекомендациям этой справки: "
        yield (
            f"{what}{', '.join(advised)}.",
            "Руководители названных школ",
            "в сроки, названные в рекомендациях",
        )
    doubtful = [each.name_short for each in report.schools if each.school_id in _doubtful(report)]
    if doubtful:
        what = "Уточнить перечень ШНОР по школам, вывод о которых ненадёжен: "
        yield f"{what}{', '.join(doubtful)}.", office, term
    for executor, titles in _late(report).items():
        yield f"Выполнить мероприятия: {'; '.join(titles)}.", executor, term
    if any(each.severity == "error" for each in report.findings):
        what = "Исправить ошибки в файлах, возвращённых отправителям, и прислать файлы снова."
        yield what, "Отправители файлов", evidence_wording.BLANK
    yield "Контроль за исполнением приказа оставить за собой.", office, "постоянно"


def _office(report: Report) -> str:
    return report.evidence.office_ru or OFFICE


def _late(report: Report) -> dict[str, list[str]]:
    """Gather the measures that are overdue by who carries them out."""
    executors, late = dict(report.evidence.executors), defaultdict(list)
    for each in summary.overdue(report.evidence.measures):
        executor = executors.get(each.measure_id, _office(report))
        late[executor].append(f"{each.measure_id} {wording.quoted(each.title_ru)}")
    return late


def _doubtful(report: Report) -> set[str]:
    lines = report.evidence.identified
    return {each.school_id for each in lines if each.low_results and evidence_wording.is_doubtful(each)}


def faults(memo: MemoWriter) -> None:
    """Show what is wrong in the files, by school and by rule."""
    findings = memo.report.findings
    memo.heading("Замечания к данным")
    if not findings:
        memo.text("Замечаний к данным отчётного года нет.")
        return
    errors = sum(each.severity == "error" for each in findings)
    memo.text(
        f"Сделано {counted(len(findings), 'замечание', 'замечания', 'замечаний')}: "
        f"{counted(errors, 'ошибка', 'ошибки', 'ошибок')} и "
        f"{counted(len(findings) - errors, 'предупреждение', 'предупреждения', 'предупреждений')}. "
        "Строки с ошибками в расчёт не вошли, строки с предупреждениями вошли. Размеченные копии файлов "
        "возвращены отправителям."
    )
    _school_faults(memo)
    _rule_table(memo)
    _example_table(memo)


def _school_faults(memo: MemoWriter) -> None:
    of_school: dict[str | None, list[SubmissionLine]] = {}
    for line in memo.report.evidence.submissions:
        of_school.setdefault(line.school_id, []).append(line)
    order = [*(school.school_id for school in memo.report.schools), None]
    rows = [
        _fault_row(memo.name(each) if each else _DISTRICT, of_school[each])
        for each in order
        if each in of_school and _is_faulty(of_school[each])
    ]
    if not rows:
        return
    columns = (
        Column("Школа", 45),
        Column("Ошибок", 19, "number"),
        Column("Предупреж\u00adдений", 23, "number"),
        Column("Строк отклонено", 23, "number"),
        Column("Не сдано или отклонено", 55),
    )
    memo.table("Замечания по школам", columns, rows)
    memo.note("Школы без замечаний не названы. ")


def _is_faulty(lines: Sequence[SubmissionLine]) -> bool:
    return any(line.findings_errors or line.findings_warnings or _missing(line) for line in lines)


def _missing(line: SubmissionLine) -> bool:
    return line.required and line.status in {"missing", "rejected"}


def _fault_row(name: str, lines: Sequence[SubmissionLine]) -> Row:
    missing = ", ".join(line.form_title for line in lines if _missing(line))
    cells = (
        name,
        number(sum(line.findings_errors for line in lines), 0),
        number(sum(line.findings_warnings for line in lines), 0),
        number(sum(line.rows_quarantined for line in lines), 0),
        Cell("", (missing or "—",)),
    )
    return "", cells


def _rule_table(memo: MemoWriter) -> None:
    columns = (
        Column("Код", 18, "number"),
        Column("Требование", 92),
        Column("Тяжесть", 32),
        Column("Число", 23, "number"),
    )
    rows: list[Row] = [
        ("", (each.rule_id, each.title_ru, wording.SEVERITIES[each.severity], number(each.count, 0)))
        for each in summary.count_rules(memo.report.findings)
    ]
    memo.table("Замечания по видам", columns, rows)


def _example_table(memo: MemoWriter) -> None:
    shown = memo.report.findings[: summary.MEMO_EXAMPLES]
    columns = (Column("Место", 62), Column("Что не так и как исправить", 103))
    rows: list[Row] = [
        ("", (Cell("", (each.file, wording.place(each))), Cell("", (each.message_ru, each.rule_id))))
        for each in shown
    ]
    memo.table(f"Примеры замечаний (первые {len(shown)})", columns, rows)
    memo.note("Полный список – на листе «Замечания» книги monitoring.xlsx.")


def readings(memo: MemoWriter) -> None:
    """Write the readings that the verdicts of the year rest on."""
    chosen = memo.report.evidence.readings or memo.report.readings
    memo.unnumbered_heading("Приложение 1. Прочтения неоднозначных мест программы")
    if not chosen:
        memo.text("Неоднозначных мест среди показателей с планом на отчётный год нет.")
        return
    columns = (Column("Пункт и что неоднозначно", 80), Column("Принятое прочтение", 85))
    rows: list[Row] = [
        ("", (Cell("", (f"{clause}.", ambiguity)), Cell("", (reading,))))
        for clause, ambiguity, reading in chosen
    ]
    memo.table("Прочтения показателей, у которых есть план", columns, rows)
    memo.note("Прочтения остальных мест программы – на листе «Прочтения» книги monitoring.xlsx.")


def sources(memo: MemoWriter) -> None:
    """List forms with their rows, then files with their hashes, one line to a file."""
    memo.unnumbered_heading("Приложение 2. Источники")
    if not memo.report.sources:
        memo.text("Файлов за отчётный год нет.")
        return
    columns = (
        Column("Форма", 85),
        Column("Файлов", 20, "number"),
        Column("Прочитано строк", 20, "number"),
        Column("Принято", 18, "number"),
        Column("Отклонено", 22, "number"),
    )
    by_form = _grouped(memo.report.sources, lambda line: line.form_title_ru or _UNRECOGNISED)
    memo.table("Формы отчётного года", columns, [_form_row(*each) for each in by_form.items()])
    file_columns = (Column("Файл", 112), Column("Принято из прочитанных", 30), Column("SHA-256, начало", 23))
    by_file = _grouped(memo.report.sources, lambda line: line.file)
    memo.table("Файлы отчётного года", file_columns, [_file_row(*each) for each in by_file.items()])
    memo.note("Контрольные суммы целиком – на листе «Источники» книги monitoring.xlsx.")


def _grouped(sources: Sequence[SourceLine], key: Callable[[SourceLine], str]) -> dict[str, list[SourceLine]]:
    groups: dict[str, list[SourceLine]] = {}
    for line in sources:
        groups.setdefault(key(line), []).append(line)
    return groups


def _form_row(title: str, lines: Sequence[SourceLine]) -> Row:
    counts = (
        len({line.file for line in lines}),
        sum(line.rows_read for line in lines),
        sum(line.rows_accepted for line in lines),
        sum(line.rows_quarantined for line in lines),
    )
    return "", (title, *(number(count, 0) for count in counts))


def _file_row(file: str, lines: Sequence[SourceLine]) -> Row:
    read, accepted = sum(line.rows_read for line in lines), sum(line.rows_accepted for line in lines)
    statuses = dict.fromkeys(line.status for line in lines if line.status not in _PLAIN_STATUSES)
    said = (wording.FILE_STATUSES.get(each, each) for each in statuses)
    counts = "; ".join((f"{plain(accepted)} из {plain(read)}", *said))
    return "", (Cell("", (file,)), Cell("", (counts,)), Cell("", ((lines[0].sha256 or "—")[:HASH_DIGITS],)))
