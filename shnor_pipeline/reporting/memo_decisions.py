"""Sections of the memo about what follows: recommendations, draft decisions, faults of the data, appendices.

Belongs here: who is told what, and where the data came from. Does not belong here: the rule of a
recommendation (``recommendations``), sentences (``wording``), the pen (``memo_writer``).
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from shnor_pipeline.reporting import evidence_wording, summary, wording
from shnor_pipeline.reporting.counts import count, form_key, tally
from shnor_pipeline.reporting.numbers import NBSP, condition, fact, number, plain, ratio
from shnor_pipeline.reporting.recommendations import (
    ADDRESSEES,
    HEAD,
    OFFICE,
    Recommendation,
    recommendations,
)
from shnor_pipeline.reporting.word_parts import TEXT_WIDTH_MM, Cell, Column
from shnor_pipeline.reporting.wording import counted, named, quoted, told

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

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
_OF_SCHOOL = ("errors_of_school", "warnings_of_school", "rows_quarantined_of_school")
_OF_FORM = ("files_of_form", "rows_read_of_form", "rows_accepted_of_form", "rows_quarantined_of_form")


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
    advised = count(memo.report, "recommendations")
    memo.text(
        "Названы значения школ программы, которые нельзя объяснить случайностью: не меньше десяти "
        "участников, и весь 95-процентный интервал лежит хуже плана, установленного программой для всех её "
        f"школ вместе. Всего {counted(advised, 'рекомендация', 'рекомендации', 'рекомендаций')}."
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
    return f"{shown}{NBSP}% ({ratio(each.value)}){plan}; {wording.years_text(each.years)}"


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
    return {each.school_id for each in lines if each.low_results and summary.is_doubtful(each)}


def faults(memo: MemoWriter) -> None:
    """Show what is wrong in the files, by school and by rule."""
    findings = memo.report.findings
    memo.heading("Замечания к данным")
    if not findings:
        memo.text("Замечаний к данным отчётного года нет.")
        return
    all_of_them = count(memo.report, "findings")
    errors, warnings = (count(memo.report, "findings_of_severity", each) for each in ("error", "warning"))
    memo.text(
        f"Сделано {counted(all_of_them, 'замечание', 'замечания', 'замечаний')}: "
        f"{counted(errors, 'ошибка', 'ошибки', 'ошибок')} и "
        f"{counted(warnings, 'предупреждение', 'предупреждения', 'предупреждений')}. "
        "Строки с ошибками в расчёт не вошли, строки с предупреждениями вошли. Размеченные копии файлов "
        "возвращены отправителям."
    )
    _school_faults(memo)
    _rule_table(memo)
    _example_table(memo)


def _school_faults(memo: MemoWriter) -> None:
    of_school = summary.forms_of_schools(memo.report)
    nobody = summary.forms_of_nobody(memo.report)
    if nobody:
        forms = ", ".join(map(quoted, nobody.values()))
        memo.text(f"Ни одна школа, которая должна была, не сдала: {forms}.")
    names = {school.school_id: school.name_short for school in memo.report.schools}
    names[summary.DISTRICT] = _DISTRICT
    counted_of = [tally(memo.report, name) for name in _OF_SCHOOL]
    rows = [
        _fault_row(name, [each[school_id] for each in counted_of], _missing(of_school[school_id], nobody))
        for school_id, name in names.items()
        if school_id in of_school and _is_faulty(of_school[school_id], nobody)
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
    memo.note("Школы без замечаний не названы.")


def _is_faulty(lines: Sequence[SubmissionLine], nobody: Container[str]) -> bool:
    return any(line.findings_errors or line.findings_warnings for line in lines) or bool(
        _missing(lines, nobody)
    )


def _missing(lines: Sequence[SubmissionLine], nobody: Container[str]) -> str:
    """Name the forms a school owes, but for those that nobody sent."""
    missing = (line.form_title for line in lines if summary.is_missing(line) and line.form not in nobody)
    return ", ".join(missing)


def _fault_row(name: str, counts: Sequence[int], missing: str) -> Row:
    return "", (name, *(number(each, 0) for each in counts), Cell("", (missing or "—",)))


def _rule_table(memo: MemoWriter) -> None:
    columns = (
        Column("Код", 18, "number"),
        Column("Требование", 92),
        Column("Тяжесть", 32),
        Column("Число", 23, "number"),
    )
    counts = tally(memo.report, "findings_of_rule")
    rows: list[Row] = [
        (
            "",
            (each.rule_id, each.title_ru, wording.SEVERITIES[each.severity], number(counts[each.rule_id], 0)),
        )
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
    if len(shown) == len(memo.report.findings):
        memo.table("Места замечаний", columns, rows)
        return
    first = told(memo.report, "findings_shown")
    memo.table(f"Примеры замечаний (первые {first})", columns, rows)
    memo.note("Полный список – на листе «Замечания» книги monitoring.xlsx.")


def readings(memo: MemoWriter) -> None:
    """Write the readings that the verdicts of the year rest on."""
    chosen = memo.report.evidence.readings or memo.report.readings
    memo.unnumbered_heading("Приложение 1. Прочтения неоднозначных мест программы")
    if not chosen:
        memo.text("Неоднозначных мест среди показателей с планом на отчётный год нет.")
        _contradictions(memo)
        return
    columns = (Column("Пункт и что неоднозначно", 80), Column("Принятое прочтение", 85))
    rows: list[Row] = [
        ("", (Cell("", (f"{clause}.", ambiguity)), Cell("", (reading,))))
        for clause, ambiguity, reading in chosen
    ]
    memo.table("Прочтения показателей, у которых есть план", columns, rows)
    memo.note("Прочтения остальных мест программы – на листе «Прочтения» книги monitoring.xlsx.")
    _contradictions(memo)


def _contradictions(memo: MemoWriter) -> None:
    """Say how many contradictions the text has and of which kinds; the workbook has their arithmetic."""
    titles = {line.rule_id: line.title_ru for line in memo.report.evidence.contradictions}
    if not titles:
        return
    numbers = tally(memo.report, "contradictions_of_rule")
    order = sorted(titles, key=lambda rule: (-numbers[rule], rule))
    kinds = [f"{quoted(titles[rule])} – {number(numbers[rule], 0)}" for rule in order]
    nouns = ("месте", "местах", "местах")
    places = counted(count(memo.report, "contradictions"), *nouns)
    most_often = named(memo.report, kinds, "contradiction_rules")
    memo.text(
        f"Текст программы противоречит сам себе в {places}. Чаще всего нарушено: {most_often}. Каждое с "
        "арифметикой и принятым решением – на листе «Противоречия» книги monitoring.xlsx."
    )


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
    counted_of = [tally(memo.report, name) for name in _OF_FORM]
    forms = dict.fromkeys(form_key(line) for line in memo.report.sources)
    rows = [_form_row(form, [each[form] for each in counted_of]) for form in forms]
    memo.table("Формы отчётного года", columns, rows)
    file_columns = (Column("Файл", 112), Column("Принято из прочитанных", 30), Column("SHA-256, начало", 23))
    read, accepted = (tally(memo.report, f"rows_{each}_of_file") for each in ("read", "accepted"))
    by_file: dict[str, list[SourceLine]] = {}
    for line in memo.report.sources:
        by_file.setdefault(line.file, []).append(line)
    file_rows = [_file_row(file, lines, read[file], accepted[file]) for file, lines in by_file.items()]
    memo.table("Файлы отчётного года", file_columns, file_rows)
    memo.note("Контрольные суммы целиком – на листе «Источники» книги monitoring.xlsx.")


def _form_row(form: str, counts: Sequence[int]) -> Row:
    return "", (form or _UNRECOGNISED, *(number(each, 0) for each in counts))


def _file_row(file: str, lines: Sequence[SourceLine], read: int, accepted: int) -> Row:
    statuses = dict.fromkeys(line.status for line in lines if line.status not in _PLAIN_STATUSES)
    said = (wording.FILE_STATUSES.get(each, each) for each in statuses)
    counts = "; ".join((f"{plain(accepted)} из {plain(read)}", *said))
    return "", (Cell("", (file,)), Cell("", (counts,)), Cell("", ((lines[0].sha256 or "—")[:HASH_DIGITS],)))
