"""Errors of header and sheet: columns renamed, lost, added, swapped; rows and sheets hidden.

Belongs here: damage to headers and to sheets as a whole. Does not belong here: files (``kinds_files``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shnor_pipeline_tests.mutation.kinds_cells import LOOK_ALIKE
from shnor_pipeline_tests.mutation.registry import ANY, Expected, NoPlaceError, kind
from shnor_pipeline_tests.mutation.workbooks import folded

if TYPE_CHECKING:
    from openpyxl.cell import Cell

    from shnor_pipeline_tests.mutation.desk import Desk
    from shnor_pipeline_tests.mutation.workbooks import Table

HEADER, SHEET = "Header", "Sheet"
REQUIRED = (
    ("contingent", "Обучающихся на начало года"),
    ("contingent", "Обучающихся на конец года"),
    ("contingent", "Класс"),
    ("passport", "Всего обучающихся"),
    ("passport", "На профилактическом учёте"),
    ("staff", "Квалификационная категория"),
    ("staff", "Преподаваемые предметы"),
    ("staff", "Год рождения"),
    ("staffing", "Ставок по штату"),
    ("staffing", "Занято ставок"),
    ("activity", "Опорная площадка"),
    ("oge", "Предмет"),
    ("marks", "Кол-во участников"),
    ("stage", "Статус"),
    ("survey", "Вопрос"),
)
OPTIONAL = (
    ("contingent", "Прибыло"),
    ("passport", "Из многодетных семей"),
    ("staff", "Табельный номер"),
    ("staff", "Стаж общий"),
    ("oge", "Первичный балл"),
    ("oge", "Отчество"),
    ("stage", "Код участника"),
)
OTHER_NAMES = ("Сведения", "Показатель 7", "Графа без перевода", "Осень")


def _head(desk: Desk, *choices: tuple[str, str]) -> tuple[str, str]:
    form, title = desk.pick(choices or (*REQUIRED, *OPTIONAL))
    return form, title


def _said(table: Table, cell: Cell, form: str, title: str) -> list[Expected]:
    """Of a header nobody knows: that it is unknown, and that the required one is missing."""
    said = [table.expect_at(cell, "H002", follows=("H001", "T005"))]
    if (form, title) in REQUIRED:
        said.append(table.expect("H001"))
    return said


@kind(HEADER, "gave a column a name of one's own")
def header_renamed(desk: Desk) -> list[Expected]:
    """Nothing of the name is left."""
    form, title = _head(desk)
    with desk.table(form) as table:
        cell = table.head(title)
        cell.value = desk.pick(OTHER_NAMES)
        return _said(table, cell, form, title)


@kind(HEADER, "misspelt a header")
def header_misspelt(desk: Desk) -> list[Expected]:
    """Two letters change places, or one is lost."""
    form, title = _head(desk)
    with desk.table(form) as table:
        cell = table.head(title)
        text = str(cell.value)
        at = 1 + int(desk.rng.integers(len(text.split(maxsplit=1)[0]) - 2))
        swapped = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        cell.value = text[:at] + text[at + 1 :] if text[at] == text[at + 1] or desk.pick((0, 1)) else swapped
        return _said(table, cell, form, title)


@kind(HEADER, "typed a header with Latin letters that look the same")
def header_in_latin_letters(desk: Desk) -> list[Expected]:
    """The eye sees no difference."""
    form, title = _head(desk)
    with desk.table(form) as table:
        cell = table.head(title)
        cell.value = str(cell.value).translate(LOOK_ALIKE)
        return _said(table, cell, form, title)


@kind(HEADER, "deleted a required column")
def column_deleted(desk: Desk) -> list[Expected]:
    """There is no cell left to name: file, sheet and the missing header are said."""
    form, title = _head(desk, *REQUIRED)
    with desk.table(form) as table:
        column, ws = table.column(title), table.ws
        table.unmerge()
        upper, right = ws.cell(table.top, column), ws.cell(table.top, column + 1)
        if table.deep and not right.value and ws.cell(table.top + 1, column + 1).value:
            right.value = upper.value
        ws.delete_cols(column)
        return [table.expect("H001", follows=("T005",))]


@kind(HEADER, "added a column of one's own")
def column_added(desk: Desk) -> Expected:
    """Its data would be lost without a word."""
    with desk.table(desk.pick(("contingent", "passport", "staff", "staffing", "oge", "marks"))) as table:
        column = table.ws.max_column + 1
        cell = table.ws.cell(table.top + table.deep, column)
        cell.value = desk.pick(("Примечание", "Телефон", "Подпись"))
        for row in table.rows:
            table.ws.cell(row, column).value = "проверено"
        return table.expect_at(cell, "H002")


@kind(HEADER, "sent a column twice")
def column_twice(desk: Desk) -> Expected:
    """Which of the two is meant nobody knows."""
    form, title = _head(desk)
    with desk.table(form) as table:
        column = table.ws.max_column + 1
        cell = table.ws.cell(table.top + table.deep, column)
        cell.value = title
        for row in table.rows:
            table.ws.cell(row, column).value = table.get(title, row)
        return table.expect_at(cell, "H003")


@kind(HEADER, "emptied the cell of a header")
def header_emptied(desk: Desk) -> list[Expected]:
    """Data without a header."""
    form, title = _head(desk)
    with desk.table(form) as table:
        cell = table.head(title)
        if cell.row != table.top or table.titles[cell.column] != " ".join(str(cell.value).split()):
            raise NoPlaceError
        filled = [row for row in table.rows if table.get(title, row) is not None]
        first = table.ws.cell(filled[0] if filled else table.rows[0], cell.column)
        if not filled:
            raise NoPlaceError
        cell.value = None
        said = [table.expect_at(first, "H004", follows=("T005",))]
        return [*said, table.expect("H001")] if (form, title) in REQUIRED else said


SEEN_PAIRS = (
    ("contingent", "Класс", "Обучающихся на начало года", ("C003", "C001", "R002", "R016", "T001")),
    ("contingent", "Обучающихся на начало года", "Обучающихся на конец года", ("R002",)),
    ("passport", "Всего обучающихся", "Из неполных семей", ("R003",)),
    ("staff", "Год рождения", "Стаж общий", ("C003",)),
    ("staff", "ФИО", "Год рождения", ("C001",)),
    ("staffing", "Категория должности", "Должность", ("C001",)),
    ("staffing", "Должность", "Занято ставок", ("C001",)),
    ("activity", "Образовательных программ всего", "С дистанционными технологиями", ("R003",)),
    ("activity", "Опорная площадка", "Образовательных программ всего", ("C001",)),
    ("oge", "Оценка", "Первичный балл", ("C003",)),
    ("oge", "ОО", "Предмет", ("C014",)),
    ("ege", "Балл", "Минимальный балл", ("B001",)),
    ("marks", "Класс", "Кол-во участников", ("C003", "R002", "C001")),
    ("marks", "Кол-во участников", "4", ("R002", "R006", "C001")),
    ("survey", "Опрошено", "Ответили положительно", ("R003",)),
)


@kind(HEADER, "swapped the headers of two columns")
def headers_swapped(desk: Desk) -> Expected:
    """Only pairs whose values tell; see ``UNSEEN`` for the others."""
    form, first, second, rules = desk.pick(SEEN_PAIRS)
    with desk.table(form) as table:
        one, other = table.head(first), table.head(second)
        table.unmerge()
        one.value, other.value = second, first
        rows = [list(table.ws[row]) for row in table.rows]
        cells = frozenset((table.ws.title, cell.coordinate) for row in rows for cell in row)
        return Expected(rules, table.file, cells=cells, follows=(ANY,))


@kind(SHEET, "hid a row with data")
def row_hidden(desk: Desk) -> Expected:
    """Nobody who looks at the sheet knows that it counts."""
    with desk.table(desk.pick(("contingent", "staff", "staffing", "oge", "marks", "stage"))) as table:
        row = desk.pick(table.rows)
        table.ws.row_dimensions[row].hidden = True
        return table.expect("S004", row=row)


@kind(SHEET, "left a filter on that hides rows")
def rows_hidden_by_a_filter(desk: Desk) -> list[Expected]:
    """All rows but those of one school."""
    with desk.table(desk.pick(("oge", "marks"))) as table:
        shown = str(table.get("Код ОО", desk.pick(table.rows)))
        hidden = [row for row in table.rows if str(table.get("Код ОО", row)) != shown]
        if not hidden:
            raise NoPlaceError
        last = table.ws.cell(table.rows[-1], table.ws.max_column).coordinate
        table.ws.auto_filter.ref = f"A{table.top + table.deep}:{last}"
        table.ws.auto_filter.add_filter_column(table.column("Код ОО") - 1, [shown])
        for row in hidden:
            table.ws.row_dimensions[row].hidden = True
        return [table.expect("S004", row=row) for row in hidden]


@kind(SHEET, "hid a sheet with data")
def sheet_hidden(desk: Desk) -> Expected:
    """An old version of the form, perhaps."""
    with desk.table(desk.pick(("contingent", "passport", "staff", "staffing", "activity"))) as table:
        table.ws.sheet_state = desk.pick(("hidden", "veryHidden"))
        book = table.ws.parent
        book.active = next(at for at, ws in enumerate(book.worksheets) if ws.sheet_state == "visible")
        return table.expect("S005")


@kind(SHEET, "sent a form with its header and nothing below")
def sheet_without_rows(desk: Desk) -> Expected:
    """A form nobody filled."""
    with desk.table(desk.pick(("contingent", "passport", "staff", "staffing", "survey"))) as table:
        table.remove(range(table.rows[0], table.ws.max_row + 1))
        return table.expect("S002", follows=("B013",))


@kind(SHEET, "kept data on a further sheet that is no form")
def sheet_of_no_form(desk: Desk) -> Expected:
    """Somebody's own calculation."""
    with desk.table(desk.pick(("contingent", "oge", "survey"))) as table:
        ws = table.ws.parent.create_sheet("Расчёт")
        for line in (("Школа", "Всего", "Доля"), ("СОШ №5", 12, 0.4)):
            ws.append(list(line))
        return Expected(("S001",), table.file, ws.title)


@kind(SHEET, "merged data cells of two rows")
def numbers_merged_over_rows(desk: Desk) -> Expected:
    """One number for two rows: the second has none."""
    with desk.table("contingent") as table:
        title = desk.pick(("Обучающихся на начало года", "Обучающихся на конец года"))
        row, column = desk.pick(table.rows[:-1]), table.column(title)
        if folded(table.get("Класс", row)) == "":
            raise NoPlaceError
        where: Any = {"start_column": column, "end_column": column}
        table.ws.merge_cells(start_row=row, end_row=row + 1, **where)
        return table.expect("C002", title=title, row=row + 1, follows=("B008",))
