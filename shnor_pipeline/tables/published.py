"""The tables of the published database that are not canonical ones (contract, section 4).

Belongs here: columns, types, titles and units of what analysts query. Does not belong here: how the
values are computed (``indicators/``) or written (``release/``).
"""

from __future__ import annotations

from shnor_pipeline.tables.comparison import COMPARISON_TABLES
from shnor_pipeline.tables.declare import (
    SCOPES,
    Decimal,
    Flag,
    Integer,
    Table,
    TableSpec,
    Text,
    ViewSpec,
    column,
)
from shnor_pipeline.tables.measures import (
    INDICATOR_DECLINE,
    MEASURE_PROGRESS,
    OVERDUE_MEASURE,
    UNREPORTED_MEASURE,
)
from shnor_pipeline.tables.programme import PROGRAMME_CONTRADICTION
from shnor_pipeline.tables.release import RELEASE_INPUT
from shnor_pipeline.tables.targets import INDICATOR_PROJECTION, TARGET_ATTAINABILITY

STATUSES = ("not_held", "none", "few", "partial", "ok")
FILE_STATUSES = ("accepted", "partial", "rejected", "unrecognised", "duplicate")
SUBMISSION_STATUSES = {
    "принято": "received",
    "частично": "partial",
    "отклонено": "rejected",
    "нет": "missing",
}
CORRECTION_STATUSES = ("applied", "unmatched", "stale", "ambiguous")
UNDELIVERED = ("missing", "rejected")
"""Statuses of a submission of which nothing was accepted: after its day it is late."""


class SchoolYear(Table):
    """Школа в отчётном году: паспортные признаки, кластер, группа программы."""

    year: Integer = column("Отчётный год")
    school_id: Text = column("Школа")
    municipality_id: Text = column("Муниципалитет (код)")
    municipality: Text = column("Муниципалитет")
    name_short: Text = column("Краткое название")
    kind: Text = column("Вид", isin=["school", "basic", "primary", "gymnasium", "lyceum"])
    locality: Text = column("Местность", isin=["town", "rural"])
    cluster_id: Text = column("Кластер")
    programme_group: Text = column("Группа программы", nullable=True, isin=["low_results", "adverse", "both"])
    pupils: Integer = column(
        "Обучающихся на начало года", unit="чел.", nullable=True, made_of=("enrollment.pupils_start",)
    )


class Indicator(Table):
    """Показатель: название, пункт программы, формула словами."""

    indicator_id: Text = column("Показатель")
    title_ru: Text = column("Название")
    clause: Text = column("Пункт программы или методики")
    unit: Text = column("Единица")
    direction: Text = column("Что лучше", isin=["higher", "lower", "context"])
    numerator_ru: Text = column("Числитель")
    denominator_ru: Text = column("Знаменатель")
    source_table: Text = column("Таблицы-источники")
    decimals: Integer = column("Знаков после запятой")
    verdict_scope: Text = column("Уровень вывода", nullable=True)
    reading_ru: Text = column("Принятое прочтение", nullable=True)


class IndicatorFormula(Table):
    """Формула показателя: словами и запросом к этой базе, который даёт его значения по годам."""

    indicator_id: Text = column("Показатель")
    formula_ru: Text = column("Формула")
    scope: Text = column("Уровень, значения которого даёт запрос", isin=list(SCOPES))
    sql: Text = column("Запрос SQL")


class IndicatorValue(Table):
    """Значение показателя: год, показатель, уровень и объект."""

    year: Integer = column("Отчётный год")
    indicator_id: Text = column("Показатель")
    scope: Text = column("Уровень", isin=list(SCOPES))
    scope_id: Text = column("Объект")
    numerator: Decimal = column("Числитель", nullable=True)
    denominator: Decimal = column("Знаменатель", nullable=True)
    value: Decimal = column("Значение", unit="% или единица показателя", nullable=True)
    ci_low: Decimal = column("Нижняя граница 95 %", nullable=True)
    ci_high: Decimal = column("Верхняя граница 95 %", nullable=True)
    schools_reported: Integer = column("Школ сдали данные", unit="ед.")
    schools_expected: Integer = column("Школ ожидалось", unit="ед.")
    status: Text = column("Состояние", isin=list(STATUSES))


class TargetProgress(Table):
    """План и факт: год и показатель."""

    year: Integer = column("Отчётный год")
    indicator_id: Text = column("Показатель")
    kind: Text = column("Вид плана", isin=["target", "monitoring"])
    scope: Text = column("Уровень", isin=list(SCOPES))
    scope_id: Text = column("Объект")
    base_stated: Decimal = column("Базовое значение (по тексту программы)", nullable=True)
    target: Decimal = column("План", nullable=True)
    operator: Text = column("Условие", isin=[">=", "<="])
    value: Decimal = column("Факт", nullable=True)
    gap: Decimal = column(
        "Отклонение от плана", unit="п.п.", nullable=True, made_of=("indicator_value.value",)
    )
    verdict: Text = column("Вывод", isin=["met", "not_met", "no_data"], made_of=("indicator_value.value",))
    verdict_certain: Flag = column(
        "Вывод надёжен", nullable=True, made_of=("indicator_value.ci_low", "indicator_value.ci_high")
    )


class Finding(Table):
    """Замечание к файлу, листу или ячейке."""

    finding_id: Text = column("Замечание")
    year: Integer = column("Отчётный год", nullable=True)
    form: Text = column("Форма", nullable=True)
    file: Text = column("Файл")
    sheet: Text = column("Лист", nullable=True)
    cell: Text = column("Ячейка", nullable=True)
    source_row: Integer = column("Строка листа", nullable=True)
    rule_id: Text = column("Правило")
    severity: Text = column("Тяжесть", isin=["error", "warning"])
    column_name: Text = column("Колонка", nullable=True)
    value: Text = column("Значение в ячейке", nullable=True)
    message_ru: Text = column("Что не так и как исправить")


class SourceFile(Table):
    """Файл и форма в нём: сколько строк прочитано, принято, отклонено."""

    year: Integer = column("Отчётный год", nullable=True)
    form: Text = column("Форма", nullable=True)
    layout: Text = column("Макет", nullable=True)
    file: Text = column("Файл")
    sha256: Text = column("Контрольная сумма SHA-256", nullable=True)
    rows_read: Integer = column("Строк прочитано", unit="ед.", ge=0)
    rows_accepted: Integer = column("Строк принято", unit="ед.", ge=0)
    rows_quarantined: Integer = column("Строк отклонено", unit="ед.", ge=0)
    status: Text = column("Состояние", isin=list(FILE_STATUSES))


class SourceColumn(Table):
    """Колонка листа: в каком столбце какого листа стоит колонка таблицы."""

    year: Integer = column("Отчётный год")
    form: Text = column("Форма")
    file: Text = column("Файл")
    sheet: Text = column("Лист")
    column_name: Text = column("Колонка")
    letters: Text = column("Столбец листа")


class SourceCell(Table):
    """Ячейка листа, который не устроен как таблица: где стоит каждое значение строки."""

    year: Integer = column("Отчётный год")
    form: Text = column("Форма")
    file: Text = column("Файл")
    sheet: Text = column("Лист")
    source_row: Integer = column("Строка листа")
    row_key: Text = column("Ключ строки: значения ключа таблицы без года и школы через «|»")
    column_name: Text = column("Колонка")
    cell: Text = column("Ячейка")


class ParsedSheet(Table):
    """Лист, прочитанный без замечаний: что о нём помнится, чтобы не читать его снова."""

    version: Text = column("Версия правил и справочников")
    file: Text = column("Файл")
    sha256: Text = column("Контрольная сумма SHA-256")
    ordinal: Integer = column("Номер таблицы в файле")
    sheet: Text = column("Лист")
    form: Text = column("Форма")
    layout: Text = column("Макет")
    rows: Integer = column("Строк")
    columns: Text = column("Столбцы листа")


class ReturnedFile(Table):
    """Файл: его последнее состояние с замечаниями, состояние прежде него, копия с отметками."""

    file: Text = column("Файл")
    now: Text = column("Последнее состояние: содержание, формы, замечания (JSON)")
    before: Text = column("Состояние прежде него (JSON)", nullable=True)
    copy_name: Text = column("Копия с отметками", nullable=True)
    copy_sha256: Text = column("Контрольная сумма копии SHA-256", nullable=True)
    made_of: Text = column("Контрольная сумма всего, из чего копия сделана", nullable=True)


class QuarantinedRow(Table):
    """Отклонённая строка: где стоит, по каким правилам отклонена, что в ней было."""

    year: Integer = column("Отчётный год")
    form: Text = column("Форма")
    source_file: Text = column("Файл")
    source_sheet: Text = column("Лист")
    source_row: Integer = column("Строка листа")
    rule_ids: Text = column("Правила")
    cells: Text = column("Ячейки строки (без персональных данных)")


class Submission(Table):
    """Сдача формы: год, форма и школа; без школы – форма района или строки, школа которых не найдена."""

    year: Integer = column("Отчётный год")
    form: Text = column("Форма")
    form_title: Text = column("Название формы")
    school_id: Text = column("Школа", nullable=True)
    required: Flag = column("Требуется от школы (района) в этом году")
    status: Text = column("Состояние", words=SUBMISSION_STATUSES)
    due: Text = column("Срок по дорожной карте (ГГГГ-ММ-ДД)", nullable=True)
    files: Integer = column("Файлов", unit="ед.", ge=0)
    rows_accepted: Integer = column("Строк принято", unit="ед.", ge=0)
    rows_quarantined: Integer = column("Строк отклонено", unit="ед.", ge=0)
    findings_errors: Integer = column("Замечаний-ошибок", unit="ед.", ge=0)
    findings_warnings: Integer = column("Замечаний-предупреждений", unit="ед.", ge=0)


class Correction(Table):
    """Исправление по решению: запись журнала и что с ней стало."""

    year: Integer = column("Отчётный год")
    line: Integer = column("Строка журнала")
    file: Text = column("Файл", nullable=True)
    sheet: Text = column("Лист", nullable=True)
    cell: Text = column("Ячейка", nullable=True)
    form: Text = column("Форма", nullable=True)
    column_name: Text = column("Колонка", nullable=True)
    old: Text = column("Было (без персональных данных)", nullable=True)
    new: Text = column("Стало (без персональных данных)", nullable=True)
    reason: Text = column("Причина")
    order_number: Text = column("Номер приказа")
    role: Text = column("Кто решил (должность)")
    date: Text = column("Дата решения (ГГГГ-ММ-ДД)")
    status: Text = column("Применено ли", isin=list(CORRECTION_STATUSES))


SCHOOL_YEAR = TableSpec("school_year", "Школы по годам", SchoolYear, ("year", "school_id"))
INDICATOR = TableSpec("indicator", "Показатели", Indicator, ("indicator_id",))
INDICATOR_FORMULA = TableSpec("indicator_formula", "Формулы показателей", IndicatorFormula, ("indicator_id",))
INDICATOR_VALUE = TableSpec(
    "indicator_value", "Значения показателей", IndicatorValue, ("year", "indicator_id", "scope", "scope_id")
)
TARGET_PROGRESS = TableSpec(
    "target_progress", "План и факт", TargetProgress, ("year", "indicator_id", "kind")
)
FINDING = TableSpec("finding", "Замечания к данным", Finding, ("finding_id",))
SOURCE_FILE = TableSpec("source_file", "Полученные файлы", SourceFile)
SOURCE_COLUMN = TableSpec("source_column", "Столбцы листов", SourceColumn)
SOURCE_CELL = TableSpec("source_cell", "Ячейки листов, не устроенных как таблица", SourceCell)
FILE_FINDING = TableSpec("file_finding", "Замечания к файлам одного года", Finding, ("finding_id",))
PARSED_SHEET = TableSpec("parsed_sheet", "Листы, прочитанные ранее", ParsedSheet)
RETURNED_FILE = TableSpec("returned_file", "Состояния файлов и их копии", ReturnedFile, ("file",))
QUARANTINED_ROW = TableSpec("quarantined_row", "Отклонённые строки", QuarantinedRow)
SUBMISSION = TableSpec("submission", "Сдача форм", Submission, ("year", "form", "school_id"))
CORRECTION = TableSpec("correction", "Исправления по решению", Correction, ("line",))

MONITORING_TABLES = (
    SCHOOL_YEAR,
    INDICATOR,
    INDICATOR_FORMULA,
    INDICATOR_VALUE,
    TARGET_PROGRESS,
    TARGET_ATTAINABILITY,
    INDICATOR_PROJECTION,
    MEASURE_PROGRESS,
    INDICATOR_DECLINE,
    FINDING,
    SOURCE_FILE,
    SOURCE_COLUMN,
    SOURCE_CELL,
    SUBMISSION,
    CORRECTION,
    PROGRAMME_CONTRADICTION,
    RELEASE_INPUT,
    *COMPARISON_TABLES,
)

LATE_SUBMISSION = ViewSpec(
    "late_submission",
    "Просроченные формы: срок прошёл ко дню запроса, ни одной строки не принято",
    SUBMISSION,
    f"status IN {UNDELIVERED} AND CAST(due AS DATE) < current_date",
)
PUBLISHED_VIEWS = (LATE_SUBMISSION, OVERDUE_MEASURE, UNREPORTED_MEASURE)
