"""The rules: what can be wrong with a file, sheet, header, cell, row or table, and how to mend it.

An id never changes and is never used again. Belongs here: id, stage, severity, sentence and advice of
every rule. Does not belong here: the functions that look for them in rows (``row_checks``).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """At which step a rule is looked at; a rule may rely on the stages before its own."""

    FILE = "file"
    SHEET = "sheet"
    HEADER = "header"
    CELL = "cell"
    ROW = "row"
    TABLE = "table"
    BETWEEN_TABLES = "between_tables"


class Severity(StrEnum):
    """An error keeps its row (or file) out of the store; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Attributes:
        rule_id: Never changes.
        stage: When it is looked at.
        severity: Whether the row stays out.
        title_ru: What the rule demands, as a heading.
        message_ru: What is wrong and what was expected; ``{…}`` are facts of the case.
        guidance_ru: How to mend it, for a person who has the workbook open.
    """

    rule_id: str
    stage: Stage
    severity: Severity
    title_ru: str
    message_ru: str
    guidance_ru: str

    def sentence(self, **facts: object) -> str:
        """Return the message with the facts of the case, followed by the advice."""
        return f"{self.message_ru.format(**facts)} {self.guidance_ru}"


ERROR, WARNING = Severity.ERROR, Severity.WARNING

NO_INBOX = Rule(
    "F001",
    Stage.FILE,
    ERROR,
    "Папка входящих файлов существует",
    "Нет папки «{expected}».",
    "Создайте её и положите в неё файлы за год.",
)
UNREADABLE = Rule(
    "F002",
    Stage.FILE,
    ERROR,
    "Файл открывается",
    "Файл не открывается: {reason}.",
    "Откройте его в табличном редакторе, сохраните заново как .xlsx и пришлите ещё раз.",
)
ENCRYPTED = Rule(
    "F003",
    Stage.FILE,
    ERROR,
    "Файл не защищён паролем",
    "Файл защищён паролем.",
    "Снимите пароль (Файл — Сведения — Защита книги) и пришлите ещё раз.",
)
UNKNOWN_FORM = Rule(
    "F004",
    Stage.FILE,
    ERROR,
    "Форма файла известна",
    "Ни на одном листе не найдена шапка известной формы{nearest}.",
    "Заполните бланк, полученный от отдела образования, и не меняйте названия колонок.",
)
WRONG_YEAR = Rule(
    "F005",
    Stage.FILE,
    ERROR,
    "Год файла совпадает с годом папки",
    "В файле указан {stated}, а лежит он в папке {folder} года ({expected}).",
    "Переложите файл в папку его года или исправьте год в заголовке.",
)
NOT_A_WORKBOOK = Rule(
    "F006",
    Stage.FILE,
    ERROR,
    "Файл является таблицей",
    "Файл «{extension}» не таблица: читаются .xlsx, .xlsm, .xls, .xlsb, .ods и .csv.",
    "Сохраните данные в одном из этих форматов или уберите файл из папки.",
)
BAD_YEAR_FOLDER = Rule(
    "F007",
    Stage.FILE,
    ERROR,
    "Файл лежит в папке отчётного года",
    "«{entry}» лежит не в папке отчётного года программы ({years}).",
    "Переложите файлы в папку с номером года, например inbox/2021.",
)
TOO_LARGE = Rule(
    "F008",
    Stage.FILE,
    ERROR,
    "Файл разумного размера",
    "Файл не прочитан: {reason}.",
    "Удалите пустые строки и столбцы за концом таблицы и сохраните файл заново.",
)
SAME_FILE = Rule(
    "F009",
    Stage.FILE,
    WARNING,
    "Файл прислан один раз",
    "Содержимое файла совпадает с файлом «{other}»; учтён только тот.",
    "Удалите лишний файл.",
)
NO_FORM_ON_SHEET = Rule(
    "S001",
    Stage.SHEET,
    WARNING,
    "Лист содержит таблицу известной формы",
    "На листе «{sheet}» есть данные, но шапка известной формы не найдена; лист не прочитан.",
    "Если на листе сведения для мониторинга, верните названия колонок бланка.",
)
EMPTY_SHEET = Rule(
    "S002",
    Stage.SHEET,
    WARNING,
    "Под шапкой есть строки",
    "На листе «{sheet}» под шапкой нет ни одной строки.",
    "Заполните таблицу или удалите лист.",
)
MISSING_COLUMN = Rule(
    "H001",
    Stage.HEADER,
    ERROR,
    "Обязательные колонки на месте",
    "Нет обязательной колонки «{header}»{nearest}. Лист не принят.",
    "Верните название колонки как в бланке.",
)
UNKNOWN_COLUMN = Rule(
    "H002",
    Stage.HEADER,
    ERROR,
    "Все колонки известны",
    "Колонка «{header}» неизвестна{nearest}; её данные не учтены.",
    "Верните название колонки как в бланке или удалите лишнюю колонку.",
)
REPEATED_COLUMN = Rule(
    "H003",
    Stage.HEADER,
    ERROR,
    "Колонка встречается один раз",
    "Колонка «{header}» стоит дважды: {cells}; учтена первая.",
    "Оставьте одну колонку.",
)
WRONG_TYPE = Rule(
    "C001",
    Stage.CELL,
    ERROR,
    "Значение нужного вида",
    "«{title}»: стоит «{value}», ожидается {expected}.",
    "Исправьте значение.",
)
EMPTY_CELL = Rule(
    "C002",
    Stage.CELL,
    ERROR,
    "Обязательная ячейка заполнена",
    "«{title}»: ячейка пуста или в ней прочерк, а значение обязательно ({expected}).",
    "Впишите значение.",
)
OUT_OF_RANGE = Rule(
    "C003",
    Stage.CELL,
    ERROR,
    "Значение в допустимых пределах",
    "«{title}»: стоит {value}, допускается {expected}.",
    "Исправьте значение.",
)
SUPPRESSED = Rule(
    "C004",
    Stage.CELL,
    ERROR,
    "Обязательное значение не скрыто",
    "«{title}»: значение скрыто источником («{value}»), число неизвестно.",
    "Пришлите точное число отделу образования: оно не публикуется, если детей меньше пяти.",
)
UNKNOWN_SCHOOL = Rule(
    "C005",
    Stage.CELL,
    ERROR,
    "Школа есть в реестре",
    "Школа «{value}» не найдена в реестре{nearest}.",
    "Укажите код школы из бланка или её название, как в реестре.",
)
AMBIGUOUS_SCHOOL = Rule(
    "C006",
    Stage.CELL,
    ERROR,
    "Школа названа однозначно",
    "«{value}» подходит нескольким школам: {candidates}.",
    "Укажите код школы.",
)
CONFLICTING_SCHOOL = Rule(
    "C007",
    Stage.CELL,
    ERROR,
    "Код и название школы согласны",
    "Код и название указывают на разные школы: {candidates}.",
    "Исправьте код или название.",
)
CLOSED_SCHOOL = Rule(
    "C008",
    Stage.CELL,
    ERROR,
    "Школа работает в этом году",
    "Школа «{value}» по реестру не работает в {of_year} году.",
    "Проверьте год файла и школу.",
)
UNKNOWN_CODE = Rule(
    "C009",
    Stage.CELL,
    WARNING,
    "Код школы есть в реестре",
    "Кода «{value}» нет в реестре; школа определена по названию.",
    "Исправьте код школы.",
)
NO_PERSON = Rule(
    "R001",
    Stage.ROW,
    ERROR,
    "Человек указан",
    "Нет ни фамилии с именем, ни кода: непонятно, о ком строка.",
    "Впишите код участника или фамилию и имя.",
)
PARTS_DISAGREE = Rule(
    "R002",
    Stage.ROW,
    ERROR,
    "Части сходятся с итогом",
    "{explanation}.",
    "Проверьте слагаемые и итог.",
)
PART_ABOVE_WHOLE = Rule(
    "R003",
    Stage.ROW,
    ERROR,
    "Часть не больше целого",
    "«{title}» ({part}) больше, чем «{whole_title}» ({whole}).",
    "Исправьте одно из чисел.",
)
OCCUPIED_ABOVE_PLANNED = Rule(
    "R004",
    Stage.ROW,
    ERROR,
    "Занято ставок не больше, чем по штату",
    "Занято ставок {part}, а по штату {whole}.",
    "Исправьте число ставок по штату или занятых.",
)
NO_RESULT = Rule(
    "R005",
    Stage.ROW,
    ERROR,
    "У явившегося есть результат",
    "Участник не отмечен как неявившийся, но результата («{title}») нет.",
    "Впишите результат или отметьте неявку в колонке «Статус».",
)
DUPLICATE_ROW = Rule(
    "T001",
    Stage.TABLE,
    ERROR,
    "Одна запись встречается один раз",
    "Эта запись уже есть: {first}; повтор не учтён.",
    "Удалите лишнюю строку.",
)
MINIMUM_DIFFERS = Rule(
    "B001",
    Stage.BETWEEN_TABLES,
    WARNING,
    "Минимальный балл в форме равен официальному",
    "Минимальный балл в форме {value}, официальный для предмета «{subject}» {official}; учтён официальный.",
    "Исправьте минимальный балл в форме.",
)
NO_MINIMUM = Rule(
    "B002",
    Stage.BETWEEN_TABLES,
    WARNING,
    "Минимальный балл предмета известен",
    "Для предмета «{value}» нет минимального балла ни в справочнике, ни в форме.",
    "Добавьте предмет в reference/exam_minimums.csv.",
)
NO_SCALE = Rule(
    "B003",
    Stage.BETWEEN_TABLES,
    ERROR,
    "Шкала перевода баллов ВПР известна",
    "Нет шкалы перевода баллов: {subject}, {grade} класс, {of_year} год.",
    "Добавьте строку в reference/vpr_scales.csv.",
)
NO_PASS_SCORE = Rule(
    "B004",
    Stage.BETWEEN_TABLES,
    WARNING,
    "Рейтинговый балл известен",
    "Нет рейтингового балла: {subject}, {grade} класс, {of_year} год; преодоление порога не определено.",
    "Добавьте строку в reference/olympiad_thresholds.csv.",
)
AGGREGATE_DIFFERS = Rule(
    "B005",
    Stage.BETWEEN_TABLES,
    WARNING,
    "Сводная таблица ВПР сходится с поимёнными результатами",
    "Участников в сводной таблице {aggregate}, в поимённых результатах {by_pupil}; учтены поимённые.",
    "Проверьте оба файла.",
)
NOT_HELD = Rule(
    "B006",
    Stage.BETWEEN_TABLES,
    WARNING,
    "Процедура проводилась в этом году",
    "По календарю программы процедура «{procedure}» в {of_year} году не проводилась, а результаты есть.",
    "Проверьте год файла или календарь процедур в programme.yaml.",
)

UNKNOWN_MEASURE = Rule(
    "C016",
    Stage.CELL,
    ERROR,
    "Мероприятие есть в программе",
    "Мероприятия «{value}» нет в программе{nearest}.",
    "Укажите раздел и номер, как в программе, например «X 4.7».",
)
DATE_OUTSIDE_YEAR = Rule(
    "R021",
    Stage.ROW,
    WARNING,
    "Дата мероприятия лежит в учебном году",
    "Дата {value} вне {of_year} учебного года ({expected}).",
    "Проверьте дату и год файла.",
)
NO_DOCUMENT = Rule(
    "R022",
    Stage.ROW,
    WARNING,
    "Выполненное мероприятие подтверждено документом",
    "Мероприятие {measure} выполнено, а подтверждающий документ не указан.",
    "Впишите название, номер и дату документа.",
)
GIVES_WAY = Rule(
    "B021",
    Stage.BETWEEN_TABLES,
    WARNING,
    "Одни сведения поступают в одной форме",
    "Строк, сведения которых есть и в другой форме ({other}): {rows}; учтена та форма, строки этой отложены.",
    "Исправлять ничего не нужно, если числа в обоих файлах одинаковы.",
)

RULES: dict[str, Rule] = {
    value.rule_id: value for value in list(globals().values()) if isinstance(value, Rule)
}
"""All rules by id, in the order of the chain."""
