"""What people do with a workbook that is no error: a careful reader sees none, and no rule may speak.

Belongs here: harmless changes of clean files. Does not belong here: errors (``kinds_*``).
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from typing import TYPE_CHECKING

from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from shnor_pipeline_tests.mutation.kinds_cells import LOOK_ALIKE, NUMBERS, SUBJECTS
from shnor_pipeline_tests.mutation.workbooks import folded

if TYPE_CHECKING:
    from collections.abc import Callable

    from shnor_pipeline_tests.mutation.desk import Desk
    from shnor_pipeline_tests.mutation.workbooks import Table

NBSP, SHY = "\N{NO-BREAK SPACE}", "\N{SOFT HYPHEN}"
FORMS = ("contingent", "passport", "staff", "staffing", "activity", "oge", "ege", "marks", "stage", "survey")


HARMLESS: dict[str, tuple[str, Callable[[Desk], None]]] = {}
"""Name -> what a person did, the change."""


def harmless(done: str) -> Callable[[Callable[[Desk], None]], Callable[[Desk], None]]:
    """Register a harmless change."""

    def register(change: Callable[[Desk], None]) -> Callable[[Desk], None]:
        HARMLESS[change.__name__] = (done, change)
        return change

    return register


@harmless("typed numbers as texts, some with a no-break space behind")
def numbers_as_texts(desk: Desk) -> None:
    """Every filled cell of a column."""
    form, title = desk.pick(NUMBERS)
    with desk.table(form) as table:
        for row in table.filled(title):
            table.put(title, row, f"{table.get(title, row)}".replace(".", ",") + desk.pick(("", NBSP, " ")))


@harmless("wrote headers in capitals, with double blanks, line breaks and Е for Ё")
def headers_written_otherwise(desk: Desk) -> None:
    """Case, white space and Ё do not matter."""
    with desk.table(desk.pick(FORMS)) as table:
        for cell in table.heads.values():
            text = str(cell.value).upper().replace("Ё", "Е").replace(" ", desk.pick(("  ", "\n", NBSP)))
            cell.value = f" {text[:3]}{SHY}{text[3:]} "


@harmless("wrote subjects in capitals and with blanks around")
def subjects_in_capitals(desk: Desk) -> None:
    """Case does not matter."""
    form, title = desk.pick(SUBJECTS)
    with desk.table(form) as table:
        for row in table.rows:
            table.put(title, row, f" {table.get(title, row)} ".upper())


@harmless("left blank rows between the rows")
def blank_rows(desk: Desk) -> None:
    """For the eye."""
    with desk.table(desk.pick(FORMS)) as table:
        table.paste_below(desk.pick(table.rows), [None])


@harmless("added a line of totals")
def line_of_totals(desk: Desk) -> None:
    """«Итого» and its relatives."""
    with desk.table(desk.pick(("contingent", "staffing", "marks", "oge"))) as table:
        label = desk.pick(("Итого", "ВСЕГО по школе:", "Итого по району"))
        table.paste_below(table.ws.max_row, [label, None, 1, 2, 3, 4])


@harmless("signed the form below the table")
def signature_below(desk: Desk) -> None:
    """Head, date, telephone."""
    with desk.table(desk.pick(("contingent", "passport", "staff", "staffing", "activity"))) as table:
        row = table.ws.max_row + 2
        table.ws.cell(row, 1).value = desk.pick(("Директор школы ____________", "Исполнитель: тел. 5-55-55"))
        table.ws.cell(row, 3).value = desk.pick((None, "И. И. Иванова"))


@harmless("put lines above the title, an order's date among them")
def lines_above(desk: Desk) -> None:
    """A letterhead."""
    with desk.table(desk.pick(FORMS)) as table:
        table.unmerge()
        table.ws.insert_rows(1, 2)
        table.ws.cell(1, 1).value = "Приложение 2 к приказу от 12.09.2017 №45"


@harmless("numbered the rows in a column of their own in front")
def numbered_rows(desk: Desk) -> None:
    """«№ п/п»."""
    with desk.table(desk.pick(FORMS)) as table:
        table.unmerge()
        table.ws.insert_cols(1)
        table.ws.cell(table.top, 1).value = "№ п/п"
        for number, row in enumerate(table.rows, start=1):
            table.ws.cell(row, 1).value = number


@harmless("changed the order of the columns")
def columns_in_another_order(desk: Desk) -> None:
    """First and second column change places."""
    with desk.table(desk.pick(("contingent", "staffing", "oge", "marks", "survey"))) as table:
        last = table.ws.max_row + 1
        for row in range(table.top, last):
            one, other = table.ws.cell(row, 1), table.ws.cell(row, 2)
            if "MergedCell" not in {type(one).__name__, type(other).__name__}:
                one.value, other.value = other.value, one.value


@harmless("renamed the sheet, and left an empty one behind it")
def sheets_renamed(desk: Desk) -> None:
    """Names of sheets say nothing."""
    with desk.table(desk.pick(FORMS)) as table:
        table.ws.title = "Новый лист"
        table.ws.parent.create_sheet("Лист99")


@harmless("renamed the file")
def file_renamed(desk: Desk) -> None:
    """No year in the name."""
    file = desk.take(desk.pick(("school", "oge", "ege", "marks", "stage")))[0]
    desk.swap(file, f"копия присланного.{file.rpartition('.')[2]}")


@harmless("coloured cells, wrote comments, froze panes, filtered nothing, protected the sheet")
def decorated(desk: Desk) -> None:
    """Nothing of it is data."""
    with desk.table(desk.pick(FORMS)) as table:
        cell = table.ws.cell(desk.pick(table.rows), 1)
        cell.fill = PatternFill("solid", fgColor="FFFF00")
        cell.comment = Comment("проверить!", "секретарь")
        table.ws.freeze_panes = cell
        table.ws.auto_filter.ref = f"A{table.top + table.deep}:C{table.rows[-1]}"
        table.ws.protection.sheet = True
        table.ws.column_dimensions["A"].hidden = True


@harmless("hid empty rows below the table")
def empty_rows_hidden(desk: Desk) -> None:
    """Nothing is hidden with them."""
    with desk.table(desk.pick(FORMS)) as table:
        for row in range(table.ws.max_row + 2, table.ws.max_row + 9):
            table.ws.row_dimensions[row].hidden = True


@harmless("wrote «да», «+» and «1» in one column")
def yes_in_many_ways(desk: Desk) -> None:
    """Several hands."""
    with desk.table("staff") as table:
        for title in ("Тьютор", "Конкурсы"):
            for row in table.rows:
                yes = folded(table.get(title, row)) in {"да", "+", "1", "v"}
                table.put(title, row, desk.pick(("да", "ДА ", "+", 1)) if yes else desk.pick(("нет", "-", 0)))


@harmless("wrote classes as «9 класс», «9А» with a Latin letter among them")
def grades_in_many_ways(desk: Desk) -> None:
    """The letter looks the same."""
    with desk.table("oge", years=(2018, 2019, 2021, 2022, 2023)) as table:
        for row in table.rows:
            table.put("Класс", row, desk.pick(("9 класс", "9А", "9А".translate(LOOK_ALIKE), '9 "Б"', 9)))


@harmless("computed cells by formulas that the program has worked out")
def formulas_with_values(desk: Desk) -> None:
    """The value stands in the file beside the formula."""
    form, title = desk.pick((("contingent", "Обучающихся на конец года"), ("passport", "Всего обучающихся")))
    file = desk.take("school")[0]
    with desk.table(form, file) as table:
        sheet, cells = table.ws.title, [table.cell(title, row).coordinate for row in table.rows]
        at = table.ws.parent.sheetnames.index(sheet) + 1
    _edit_part(desk, file, f"xl/worksheets/sheet{at}.xml", lambda part: _with_formulas(part, cells))


def _with_formulas(part: str, cells: list[str]) -> str:
    for cell in cells:
        part = re.sub(rf'(<c r="{cell}"[^>]*>)<v>', r"\1<f>SUM(1,2)</f><v>", part)
    return part


def _edit_part(desk: Desk, file: str, name: str, change: Callable[[str], str]) -> None:
    raw = io.BytesIO()
    with zipfile.ZipFile(desk.path(file)) as old, zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            content = old.read(member)
            new.writestr(member, change(content.decode()).encode() if member == name else content)
    desk.path(file).write_bytes(raw.getvalue())


@harmless("saved the form as text with semicolons, in UTF-8 or as Windows does")
def saved_as_text(desk: Desk) -> None:
    """One sheet, one table."""
    group = desk.pick(("survey", "marks"))
    file = desk.take(group, years=(2018, 2019, 2022, 2023))[0]
    with desk.table(group, file) as table:
        stream = io.StringIO()
        csv.writer(stream, delimiter=";").writerows(_texts(table))
    desk.path(file).unlink()
    encoding = desk.pick(("utf-8-sig", "utf-8", "cp1251"))
    desk.path(f"{file.rpartition('.')[0]}.csv").write_bytes(stream.getvalue().encode(encoding))


def _texts(table: Table) -> list[list[object]]:
    return [["" if cell is None else cell for cell in row] for row in table.ws.iter_rows(values_only=True)]


@harmless("left files of the office program and of the system beside the forms")
def files_of_the_system(desk: Desk) -> None:
    """Nobody has put them there."""
    file = desk.take("survey")[0]
    for name in ("~$Опрос.xlsx", ".DS_Store", "Thumbs.db", "desktop.ini"):
        desk.path(file).with_name(name).write_bytes(b"\0\1")


@harmless("sent the file back with our own sheet of remarks")
def returned_and_sent_again(desk: Desk) -> None:
    """The sheet of remarks is ours."""
    with desk.table("contingent") as table:
        table.ws.parent.create_sheet("Замечания").append(["Ячейка", "Замечание", "исправлено"])
