"""Rules about a sheet and about its header."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from shnor_pipeline.quality.facts import Case, Place, Rows, SheetFacts, case
from shnor_pipeline.quality.rule import Rule, Sees, Severity, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

ERROR, WARNING = Severity.ERROR, Severity.WARNING

FEWEST_ROWS_OF_SCHOOL, MOST_ODD_ROWS = 8, 2


def _no_form(sheet: SheetFacts) -> Iterator[Case]:
    if sheet.form is None:
        yield case(sheet=sheet.place.sheet)


def _empty(sheet: SheetFacts) -> Iterator[Case]:
    if sheet.form is not None and not sheet.rows:
        yield case(sheet=sheet.place.sheet)


def _odd_school(rows: Rows) -> Iterator[Case]:
    """A few rows of another school on a sheet that is otherwise of one school.

    Only in forms that a school fills: in a protocol of the district one school may rightly prevail.
    """
    schools = rows.values.get("school_id", [])
    counts = Counter(school for school in schools if school)
    if len(schools) < FEWEST_ROWS_OF_SCHOOL or len(counts) == 1 or not counts:
        return
    main, times = counts.most_common(1)[0]
    if len(schools) - times > MOST_ODD_ROWS:
        return
    name = rows.reference.register.by_id[main].name_short
    column = "school_code" if any(rows.raw_texts("school_code")) else "school_name"
    for index, school in enumerate(schools):
        if school and school != main:
            yield case(index, column, school=name)


def _hidden_rows(sheet: SheetFacts) -> Iterator[Case]:
    for row in sheet.hidden_rows:
        yield case(Place(sheet.place.file, sheet.place.sheet, f"A{row}", row), row=row)


def _hidden(sheet: SheetFacts) -> Iterator[Case]:
    if sheet.hidden and sheet.form is not None and sheet.rows:
        yield case(sheet=sheet.place.sheet)


def _missing(rows: Rows) -> Iterator[Case]:
    for each in rows.header.missing:
        near = f"; похожа колонка «{each.near}»" if each.near else ""
        yield case(each.place, each.name, each.near, header=each.text, nearest=near)


def _unknown(rows: Rows) -> Iterator[Case]:
    for each in rows.header.unknown:
        near = f", ближе всего «{each.near}»" if each.near else ""
        if each.when:
            near = f": так колонка {each.when} «{each.near}»"
        yield case(each.place, value=each.text, header=each.text, nearest=near)


def _repeated(rows: Rows) -> Iterator[Case]:
    for each in rows.header.repeated:
        yield case(each.place, each.name, header=each.text, cells=each.cells)


def _unnamed(rows: Rows) -> Iterator[Case]:
    """The data are not shown: shifted cells may hold names."""
    for each in rows.header.unnamed:
        yield case(each.place)


NO_FORM_ON_SHEET = Rule(
    rule_id="S001",
    stage=Stage.SHEET,
    severity=WARNING,
    title_ru="Лист содержит таблицу известной формы",
    message_ru="На листе «{sheet}» есть данные, но шапка известной формы не найдена; лист не прочитан.",
    guidance_ru="Если на листе сведения для мониторинга, верните названия колонок бланка.",
    sees=Sees.SHEET,
    look=_no_form,
)
EMPTY_SHEET = Rule(
    rule_id="S002",
    stage=Stage.SHEET,
    severity=WARNING,
    title_ru="Под шапкой есть строки",
    message_ru="На листе «{sheet}» под шапкой нет ни одной строки.",
    guidance_ru="Заполните таблицу или удалите лист.",
    sees=Sees.SHEET,
    look=_empty,
)
ODD_SCHOOL = Rule(
    rule_id="S003",
    stage=Stage.SHEET,
    severity=WARNING,
    title_ru="Лист одной школы не содержит строк другой",
    message_ru="Строка другой школы («{value}») на листе, который заполнен по школе «{school}».",
    guidance_ru="Проверьте код и название школы в этой строке.",
    sees=Sees.ROWS,
    look=_odd_school,
    tables=("enrollment", "staff_member", "staff_position"),
)
HIDDEN_ROWS = Rule(
    rule_id="S004",
    stage=Stage.SHEET,
    severity=WARNING,
    title_ru="На листе нет скрытых строк с данными",
    message_ru="Строка {row} скрыта, но в ней есть данные; они учтены.",
    guidance_ru="Покажите скрытые строки (или снимите фильтр) и удалите лишние.",
    sees=Sees.SHEET,
    look=_hidden_rows,
)
HIDDEN_SHEET = Rule(
    rule_id="S005",
    stage=Stage.SHEET,
    severity=WARNING,
    title_ru="Лист с данными не скрыт",
    message_ru="Лист «{sheet}» скрыт, но на нём есть таблица; она учтена.",
    guidance_ru="Покажите лист (правая кнопка на ярлыках — «Показать»); если он не нужен, удалите его.",
    sees=Sees.SHEET,
    look=_hidden,
)
MISSING_COLUMN = Rule(
    rule_id="H001",
    stage=Stage.HEADER,
    severity=ERROR,
    title_ru="Обязательные колонки на месте",
    message_ru="Нет обязательной колонки «{header}»{nearest}. Лист не принят.",
    guidance_ru="Верните название колонки как в бланке.",
    sees=Sees.HEADER,
    look=_missing,
    holds_all=True,
)
UNKNOWN_COLUMN = Rule(
    rule_id="H002",
    stage=Stage.HEADER,
    severity=ERROR,
    title_ru="Все колонки известны",
    message_ru="Колонка «{header}» неизвестна{nearest}; её данные не учтены.",
    guidance_ru="Верните название колонки как в бланке или удалите лишнюю колонку.",
    sees=Sees.HEADER,
    look=_unknown,
)
REPEATED_COLUMN = Rule(
    rule_id="H003",
    stage=Stage.HEADER,
    severity=ERROR,
    title_ru="Колонка встречается один раз",
    message_ru="Колонка «{header}» повторяется: {cells}; учтена первая.",
    guidance_ru="Оставьте одну колонку, лишние удалите.",
    sees=Sees.HEADER,
    look=_repeated,
)
UNNAMED_COLUMN = Rule(
    rule_id="H004",
    stage=Stage.HEADER,
    severity=WARNING,
    title_ru="У столбца с данными есть название",
    message_ru="В столбце без названия стоят данные; они не учтены.",
    guidance_ru="Подпишите столбец как в бланке или удалите его; проверьте, не сдвинуты ли ячейки.",
    sees=Sees.HEADER,
    look=_unnamed,
)
