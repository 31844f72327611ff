"""Rules about the inbox and about a file as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shnor_pipeline.quality.facts import Case, FileFacts, InboxFacts, Place, Rows, case
from shnor_pipeline.quality.rule import Rule, Sees, Severity, Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ERROR, WARNING = Severity.ERROR, Severity.WARNING


def _refused(rule_id: str) -> Callable[[FileFacts], Iterator[Case]]:
    """Look at why the reader gave up on a file."""

    def look(file: FileFacts) -> Iterator[Case]:
        if file.problem is not None and file.problem[0] == rule_id:
            facts: dict[str, Any] = dict(file.problem[1])
            yield case(**facts)

    return look


def _no_inbox(inbox: InboxFacts) -> Iterator[Case]:
    if inbox.missing:
        yield case(expected=inbox.missing)


def _strays(inbox: InboxFacts) -> Iterator[Case]:
    for entry in inbox.strays:
        yield case(Place(entry), entry=entry, years=inbox.years)


def _unknown_form(file: FileFacts) -> Iterator[Case]:
    if file.unrecognised:
        yield case(nearest=f"; ближе всего форма «{file.nearest_form}»" if file.nearest_form else "")


def _wrong_year(rows: Rows) -> Iterator[Case]:
    if rows.header.stated_year is not None:
        place, text, stated = rows.header.stated_year
        yield case(
            place,
            value=text,
            stated=stated,
            folder=rows.year,
            expected=f"{rows.year - 1}/{rows.year} учебный год",
        )


def _same_file(file: FileFacts) -> Iterator[Case]:
    if file.same_as:
        yield case(other=file.same_as)


def _lossy(file: FileFacts) -> Iterator[Case]:
    if file.lossy:
        yield case()


def _old_stamp(file: FileFacts) -> Iterator[Case]:
    if file.old_stamp:
        yield case(value=file.old_stamp)


NO_INBOX = Rule(
    rule_id="F001",
    stage=Stage.FILE,
    severity=ERROR,
    title_ru="Папка входящих файлов существует",
    message_ru="Нет папки «{expected}».",
    guidance_ru="Создайте её и положите в неё файлы за год.",
    sees=Sees.INBOX,
    look=_no_inbox,
)
UNREADABLE = Rule(
    rule_id="F002",
    stage=Stage.FILE,
    severity=ERROR,
    title_ru="Файл открывается",
    message_ru="Файл не открывается: {reason}.",
    guidance_ru="Откройте его в табличном редакторе, сохраните как .xlsx и пришлите ещё раз; "
    "если он не открывается и у вас, возьмите исходный файл.",
    sees=Sees.FILE,
    look=_refused("F002"),
)
ENCRYPTED = Rule(
    rule_id="F003",
    stage=Stage.FILE,
    severity=ERROR,
    title_ru="Файл не защищён паролем",
    message_ru="Файл защищён паролем.",
    guidance_ru="Снимите пароль (Файл — Сведения — Защита книги) и пришлите ещё раз.",
    sees=Sees.FILE,
    look=_refused("F003"),
)
UNKNOWN_FORM = Rule(
    rule_id="F004",
    stage=Stage.FILE,
    severity=ERROR,
    title_ru="Форма файла известна",
    message_ru="Ни на одном листе не найдена шапка известной формы{nearest}.",
    guidance_ru="Заполните бланк, полученный от отдела образования, и не меняйте названия колонок.",
    sees=Sees.FILE,
    look=_unknown_form,
)
WRONG_YEAR = Rule(
    rule_id="F005",
    stage=Stage.FILE,
    severity=ERROR,
    title_ru="Год файла совпадает с годом папки",
    message_ru="В файле указан год {stated}, а лежит он в папке {folder} года ({expected}).",
    guidance_ru="Переложите файл в папку его года или исправьте год в заголовке.",
    sees=Sees.HEADER,
    look=_wrong_year,
    holds_all=True,
)
NOT_A_WORKBOOK = Rule(
    rule_id="F006",
    stage=Stage.FILE,
    severity=ERROR,
    title_ru="Файл является таблицей",
    message_ru="Это не таблица («{extension}»): читаются .xlsx, .xlsm, .xls, .xlsb, .ods и .csv.",
    guidance_ru="Сохраните данные в одном из этих форматов или уберите файл из папки.",
    sees=Sees.FILE,
    look=_refused("F006"),
)
BAD_YEAR_FOLDER = Rule(
    rule_id="F007",
    stage=Stage.FILE,
    severity=ERROR,
    title_ru="Файл лежит в папке отчётного года",
    message_ru="«{entry}» лежит не в папке отчётного года программы ({years}).",
    guidance_ru="Переложите файлы в папку с номером года, например inbox/2021.",
    sees=Sees.INBOX,
    look=_strays,
)
TOO_LARGE = Rule(
    rule_id="F008",
    stage=Stage.FILE,
    severity=ERROR,
    title_ru="Файл разумного размера",
    message_ru="Файл не прочитан: {reason}.",
    guidance_ru="Удалите пустые строки и столбцы за концом таблицы и сохраните файл заново.",
    sees=Sees.FILE,
    look=_refused("F008"),
)
SAME_FILE = Rule(
    rule_id="F009",
    stage=Stage.FILE,
    severity=WARNING,
    title_ru="Файл прислан один раз",
    message_ru="Такой же файл уже есть: «{other}»; учтён только он.",
    guidance_ru="Удалите лишний файл.",
    sees=Sees.FILE,
    look=_same_file,
)
LOST_CHARACTERS = Rule(
    rule_id="F010",
    stage=Stage.FILE,
    severity=WARNING,
    title_ru="Кодировка текстового файла известна",
    message_ru="Часть букв не прочитана: кодировка файла не UTF-8 и не Windows-1251.",
    guidance_ru="Сохраните таблицу как .xlsx и пришлите ещё раз.",
    sees=Sees.FILE,
    look=_lossy,
)
OLD_BLANK = Rule(
    rule_id="F011",
    stage=Stage.FILE,
    severity=WARNING,
    title_ru="Заполнен бланк нынешнего года",
    message_ru="Файл сделан из бланка другого года или прежней редакции ({value}).",
    guidance_ru="Проверьте, что все колонки на месте; в следующий раз возьмите новый бланк.",
    sees=Sees.FILE,
    look=_old_stamp,
)
